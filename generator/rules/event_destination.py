"""An event destination as a whole: its name, its one destination, and whether it is enabled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import hcl
from generator.rules.base import ERROR, INFO, REJECTED, TERRAFORM, USELESS, WARNING, Finding
from generator.rules.registration import on_destination
from generator.rules.set_identity import name_at
from generator.rules.static_values import is_null
from generator.rules.tables import check_of
from generator.spec.base import V1, V2
from generator.spec.fact_types import listed
from generator.spec.facts import SES_NAME
from generator.spec.resolved import Destination
from generator.spec.resources import KINDS, RAW_KINDS

_SPLIT = "make an event destination of its own for each"


_OLDER = ("`sns`", "`firehose`", "`cloudwatch`")
_OFFERED: Mapping[str, tuple[str, ...]] = {V1: _OLDER, V2: (*_OLDER, "`eventbridge`")}
_NAME = check_of(SES_NAME, noun='the name of event destination "{key}"')


@on_destination("SES001", "event-destination-name", ERROR, TERRAFORM)
def event_destination_name(destination: Destination) -> Iterator[Finding]:
    """The name of an event destination is not 1 to 64 letters, digits, `_` and `-`."""
    key = destination.key
    if destination.args.name is None and key.isascii() and len(key) <= SES_NAME.longest:
        return  # a key contains nothing else but letters, digits, _ and -
    for found in _NAME(destination.name, destination):
        yield found._replace(path=name_at(destination))


def _kinds(destination: Destination) -> list[str]:
    """The kinds that an event destination certainly names, in raw HCL also as (wrong) arguments."""
    kinds = list(destination.kinds())
    if destination.args.raw_hcl:
        named = hcl.readable_body(destination.args.raw_hcl).named()
        kinds += [RAW_KINDS[name] for name, _ in named if name in RAW_KINDS]
    return kinds


@on_destination("SES005", "no-destination", ERROR, REJECTED)
def no_destination(destination: Destination) -> Iterator[Finding]:
    """An event destination names no destination."""
    if not (_kinds(destination) or destination.raw_kinds()):
        kinds = listed(_OFFERED[destination.api], "and")
        message = (
            f'event destination "{destination.key}" names no destination; AWS requires exactly one'
        )
        yield Finding((), message, f"add one of {kinds}")


@on_destination("SES006", "several-destinations", ERROR, TERRAFORM)
def several_destinations(destination: Destination) -> Iterator[Finding]:
    """An event destination names more than one kind of destination."""
    kinds = dict.fromkeys(_kinds(destination))
    if len(kinds) > 1:
        number = ("two", "three", "four", "five")[len(kinds) - 2]
        message = (
            f'event destination "{destination.key}" names {number} destinations'
            f" ({', '.join(kinds)}); AWS accepts exactly one"
        )
        yield Finding((), message, _SPLIT)


@on_destination("SES007", "repeated-destination", ERROR, TERRAFORM, at="raw_hcl")
def repeated_destination(destination: Destination) -> Iterator[Finding]:
    """An event destination has two topics, or two delivery streams."""
    kinds = _kinds(destination)
    for kind in KINDS:
        if kind != "cloudwatch" and kinds.count(kind) > 1:
            message = f'event destination "{destination.key}" has {kinds.count(kind)} of {kind}'
            yield Finding((), message, _SPLIT)


@on_destination("SES012", "not-enabled", WARNING, USELESS)
def not_enabled(destination: Destination) -> Iterator[Finding]:
    """An event destination does not say that it is enabled, and so it publishes nothing."""
    enabled = destination.args.enabled
    if enabled is True:
        return
    path = () if enabled is None else ("enabled",)
    if is_null(enabled):
        message = f'event destination "{destination.key}" is not enabled: nothing is published'
        yield Finding(path, message, "add `enabled: true`, here or in `defaults`")
    elif enabled is False:
        message = f'event destination "{destination.key}" is switched off'
        yield Finding(path, message, "write true to publish", severity=INFO)
