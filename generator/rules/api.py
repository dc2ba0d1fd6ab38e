"""The two APIs of SES: what only one of them has, and what cannot stand together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    SESGEN,
    TERRAFORM,
    UNKNOWN,
    USELESS,
    WARNING,
    Finding,
    repeated,
)
from generator.rules.registration import (
    on_argument,
    on_set,
    on_set_argument,
    on_spec,
)
from generator.rules.tables import argument, set_argument, where
from generator.spec.base import EVENT_TYPES_OF, V1, V2, Model
from generator.spec.destinations import EventDestination
from generator.spec.facts import DEFAULT_BUS
from generator.spec.language import about
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.resources import SET_TYPES


def _of_newer(model: type[Model]) -> tuple[str, ...]:
    return tuple(key for key, said in about(model).items() if said.only == V2)


_KEYS = _of_newer(EventDestination)
_SET_KEYS = frozenset(_of_newer(ConfigurationSet))
_TYPES = frozenset(EVENT_TYPES_OF[V2]) - frozenset(EVENT_TYPES_OF[V1])
_HELP = f"write `api: {V2}` for it, for its configuration set or for the spec"

ROWS = (
    set_argument("SES172", "https-policy", ERROR, TERRAFORM, "https_policy"),
    set_argument("SES173", "suppressed-reason", ERROR, TERRAFORM, "suppression.*"),
    set_argument("SES174", "delivery-deadline", ERROR, TERRAFORM, "max_delivery_seconds"),
    argument(
        *("SES176", "not-the-default-event-bus", ERROR, REJECTED, "eventbridge.event_bus_arn"),
        unless=lambda arn, _: arn == DEFAULT_BUS,
    ),
    on_argument("SES177", "pinpoint", WARNING, USELESS, at="pinpoint")(
        where(
            "AWS has ended Amazon Pinpoint: nothing receives these events",
            "publish to an event bus, a topic or a delivery stream instead",
            wrong=lambda _: True,
        )
    ),
    argument(
        *("SES178", "not-a-pinpoint-application", ERROR, UNKNOWN, "pinpoint.application_arn"),
    ),
)


@on_spec("SES170", "other-api", ERROR, SESGEN)
def other_api(spec: Resolved) -> Iterator[Finding]:
    """Something is written under API v1 that only API v2 has."""
    found: list[tuple[Path, str]] = []
    for owner in spec.sets:
        keys = _SET_KEYS & owner.args.model_fields_set if owner.api == V1 else ()
        given = sorted(key for key in keys if getattr(owner.args, key) is not None)
        found += [((*owner.path, key), f"`{key}`") for key in given]
    for key in _KEYS:
        having = [one for one in spec.having(key) if one.api == V1]
        found += [((*one.path, key), f"`{key}`") for one in having]
    for one in spec.having("matching_types"):
        types = one.args.matching_types
        if one.api == V1 and type(types) is tuple and not _TYPES.isdisjoint(types):
            found += [
                ((*one.path, "matching_types", index), name)
                for index, name in enumerate(types)
                if name in _TYPES
            ]
    for path, what in found:
        yield Finding(path, f"{what} exists in SES API {V2} only", _HELP)


@on_set("SES171", "older-api", ERROR, SESGEN)
def older_api(owner: ResolvedSet) -> Iterator[Finding]:
    """An event destination of API v1 stands in a configuration set of API v2."""
    named = "" if owner.args.manage else owner.name
    for destination in owner.destinations:
        name = destination.args.configuration_set_name or named
        refers = SET_TYPES[V2] in name
        if destination.api == V1 and (owner.api == V2 or refers):
            message = (
                f'event destination "{destination.key}" is of API v1, and its set is of API v2'
            )
            help_ = "make it one of API v2, which updates it in place"
            path = ("event_destinations", destination.key, "api")
            yield Finding(path, message, help_, severity=None if owner.api == V2 else INFO)


@on_set("SES175", "https-without-domain", ERROR, TERRAFORM)
def https_without_domain(owner: ResolvedSet) -> Iterator[Finding]:
    """`https_policy` is given without a redirect domain."""
    args = owner.args
    if args.https_policy is not None and args.custom_redirect_domain is None:
        message = "an HTTPS policy is about the links of a redirect domain, and there is none"
        yield Finding(("https_policy",), message, "add `custom_redirect_domain`, or leave it out")


@on_set_argument("SES179", "no-suppression", WARNING, DANGEROUS, at="suppression")
def no_suppression(reasons: tuple[str, ...] | str) -> Iterator[Finding]:
    """`suppression` is an empty list, which an update may turn into the account's."""
    if reasons == ():
        message = "an update may turn no suppression into the account's (hashicorp/aws #45526)"
        yield Finding((), message, "look at the set after an edit, or name the reasons")


@on_set_argument("SES180", "repeated-reason", WARNING, USELESS, at="suppression")
def repeated_reason(reasons: tuple[str, ...] | str) -> Iterator[Finding]:
    """A reason to suppress addresses is listed twice."""
    for index, name in repeated(reasons if isinstance(reasons, tuple) else ()):
        yield Finding((index,), f"{name} is listed twice", "remove it")


@on_argument("SES181", "replacement-of-newer-api", INFO, USELESS, at="replacement")
def replacement_of_newer_api(_: str, destination: Destination) -> Iterator[Finding]:
    """`replacement` is given for an event destination that is updated in place."""
    if destination.api == V2:
        message = "API v2 updates event destinations in place: there is nothing to replace"
        yield Finding((), message, "leave `replacement` out")
