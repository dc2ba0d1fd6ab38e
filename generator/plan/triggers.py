"""Edits that apply: the provider cannot update an event destination, and does not always say so.

The arguments inside the destination blocks are neither updatable nor force a replacement: Terraform
plans an update in place that can never be applied (hashicorp/aws 5.100.0, `event_destination.go`).
``recreate`` replaces the event destination when one of these values changes; ``overlap`` gives it a
new name with every change, so that the new one is there before the old one goes; ``plain`` is bare.

``recreate`` watches the values with ``terraform_data``, also those of managed resources: a
``replace_triggered_by`` that names the resource itself does not see that the value comes from another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan.addresses import make
from generator.plan.meta import meta
from generator.plan.records import TerraformData
from generator.spec.base import REPLACEMENTS, V1
from generator.spec.facts import SES_NAME
from generator.spec.resolved import Destination, Repetition, Resolved
from generator.spec.resources import DESTINATION_TYPE
from generator.spec.supporting import Topic

SHARED_TRIGGER = "event_destination"
"""Label of the resource whose instances change with the values of event destinations."""
SHARED_ADDRESS = str(make(TerraformData, SHARED_TRIGGER))
"""Its address."""
DIGITS = 6
"""So many hexadecimal digits of a hash end the name of one with ``overlap``."""
MAX_OVERLAPPING_NAME = SES_NAME.longest - DIGITS - 1
"""Longest name with ``overlap``, which adds a hyphen and six characters."""
_SUFFIX = "-${substr(sha256(jsonencode(", f")), 0, {DIGITS})}}"
"""What stands before and behind the values in such a name."""


class Trigger(NamedTuple):
    """The ``terraform_data`` whose change replaces an event destination.

    ``reference`` names it. It is a ``record`` of its own where the event destination repeats or refers to
    another one, else an instance of the module's shared one, which watches ``fingerprint``.
    """

    reference: Hcl
    fingerprint: Hcl | None = None
    record: TerraformData | None = None


def mode(destination: Destination) -> str:
    """How edits of an event destination are applied; API v2 updates it in place."""
    if destination.api != V1:
        return REPLACEMENTS[-1]
    return destination.args.replacement or REPLACEMENTS[0]


def overlapping_name(name: str, values: Sequence[Hcl]) -> Hcl:
    """The name with a suffix that is derived from every value of the event destination."""
    return hcl.value(f"{name}{_SUFFIX[0]}{hcl.sequence(values)}{_SUFFIX[1]}")


def bare_name(name: str) -> str | None:
    """The name without such a suffix; None where it has none."""
    bare, suffix, rest = name.rpartition(_SUFFIX[0])
    return bare if suffix and rest.endswith(_SUFFIX[1]) else None


def is_entangled(resolved: Resolved, topics: Iterable[Topic | None]) -> bool:
    """Whether a configuration set, topic, role or stream waits for an event destination.

    What refers to it must then not wait for all of them, as the shared trigger does. ``topics`` are those that the
    spec asks for.
    """
    streams = [destination.args.firehose for destination in resolved.having("firehose")]
    supporting = [part for part in (*topics, *streams) if part is not None]
    values = [
        value
        for args in (*(configuration_set.args for configuration_set in resolved.sets), *supporting)
        for name, value in args.__dict__.items()
        if value is not None and value is not True and name != "event_destinations"
    ]
    return any(DESTINATION_TYPE in str(value) for value in values)


@lru_cache(maxsize=4096)
def _fingerprint(*values: Hcl) -> Hcl:
    """An expression whose value changes with one of the values; many event destinations share some."""
    return hcl.spanning(f"sha256(jsonencode({hcl.sequence(values)}))")


def trigger(
    destination: Destination, repeated: Repetition, values: Sequence[Hcl], *, apart: bool
) -> Trigger | None:
    """What must change for an event destination to be replaced: one of ``values``. None without any.

    ``apart`` asks for a record of its own.
    """
    if not values:
        return None
    fingerprint = _fingerprint(*values)
    # All event destinations wait for the shared trigger: it must not wait for one of them.
    if repeated[1] is None and not apart and DESTINATION_TYPE not in fingerprint:
        return Trigger(Hcl(f'{SHARED_ADDRESS}["{destination.label}"]'), fingerprint)
    own = make(TerraformData, destination.label, repeated)
    record = TerraformData(
        destination.path, Hcl(destination.label), *meta(repeated), input=fingerprint
    )
    return Trigger(own.instance(), None, record)


def shared_trigger(fingerprints: Hcl, destination: Destination) -> TerraformData:
    """The resource with an instance for each event destination that has something to watch.

    ``fingerprints`` is a map by label, ``destination`` the first of its event destinations.
    """
    return TerraformData(
        destination.path, Hcl(SHARED_TRIGGER), for_each=fingerprints, input=Hcl("each.value")
    )


def watched(by_set: Iterable[Mapping[str, Hcl]]) -> Hcl:
    """What is watched, as one map by label."""
    return hcl.mapping([(Hcl(label), value) for one in by_set for label, value in one.items()])
