"""SES080, SES081, SES089-SES092: which events are heard, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, Related, rule
from generator.rules.judge import expressions, is_null, literal
from generator.rules.text import traversals
from generator.spec.base import EVENT_TYPES
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition

_FEEDBACK = ("bounce", "complaint")


def may_take(item: Destination, event: str) -> bool:
    """Whether a destination takes an event type, or may: expressions count as yes.

    So do misspelt types, which SES009 reports.
    """
    if item.args.enabled is False or is_null(item.args.enabled) or item.args.count == 0:
        return False
    types = item.event_types
    if types is None or isinstance(types, str):
        return types is not None
    return event in types or _is_open(types)


@lru_cache(maxsize=1024)
def _is_open(types: tuple[str, ...]) -> bool:
    """Whether an expression may add event types to those that are named, or a name is misspelt."""
    return any(literal(name) not in EVENT_TYPES for name in types)


def names(item: Destination, event: str) -> bool:
    """Whether a destination certainly names an event type."""
    types = item.event_types
    return isinstance(types, tuple) and event in types


def _own(entry: ResolvedSet) -> list[Destination]:
    """The destinations that certainly belong to the set, or to an instance of it."""
    return [
        item
        for item in entry.destinations
        if item.args.configuration_set_name is None or _refers_to(item, entry)
    ]


def _refers_to(item: Destination, entry: ResolvedSet) -> bool:
    """Whether a name that is written out is that of the set: its ``id``, say, or one in ``[0]``."""
    address = tuple(entry.address.split("."))
    found = expressions(item.args.configuration_set_name or "")
    return any(steps[:2] == address for source in found for steps in traversals(source))


@rule("SES080", "feedback-unheard", Severity.WARNING, Impact.DANGEROUS)
def feedback_unheard(spec: Resolved) -> Iterator[Finding]:
    """No enabled event destination of a set takes bounces, or none takes complaints."""
    for entry in spec.sets:
        # A set without destinations is SES092; one whose destinations are all off is SES012.
        items = [item for item in _own(entry) if not is_null(item.args.enabled)]
        if not entry.args.manage or not items:
            continue
        missing = [event for event in _FEEDBACK if not any(may_take(item, event) for item in items)]
        if missing:
            words = " and ".join(f"{event}s" for event in missing)
            message = f'no one hears the {words} of configuration set "{entry.key}"'
            help_ = f"add {' and '.join(missing)} to an enabled event destination"
            yield Finding(entry.path, message, help_)


@rule("SES081", "feedback-as-metric-only", Severity.INFO, Impact.USELESS)
def feedback_as_metric_only(spec: Resolved) -> Iterator[Finding]:
    """Bounces or complaints go to CloudWatch alone."""
    for entry in spec.sets:
        for event in _FEEDBACK:
            takers = [item for item in _own(entry) if may_take(item, event)]
            if takers and all(item.args.cloudwatch for item in takers):
                message = f'the {event}s of configuration set "{entry.key}" are counted only'
                yield Finding(entry.path, message, "send them to a topic or a stream, too")
                break


@rule("SES089", "duplicate-delivery", Severity.WARNING, Impact.DANGEROUS)
def duplicate_delivery(spec: Resolved) -> Iterator[Finding]:
    """Two event destinations of a set publish the same event to the same place."""
    for entry in spec.sets:
        by_place: dict[str, list[Destination]] = {}
        instances = repetition(entry.args)[1] is not None
        for item in _own(entry):
            if instances and item.args.configuration_set_name is not None:
                continue
            place = _publishes_to(item)
            types = item.event_types
            repeats = item.args.count is not None or item.args.for_each is not None
            if place is None or repeats or not isinstance(types, tuple) or not item.args.enabled:
                continue
            others = by_place.setdefault(place, [])
            twice = [event for event in types if any(names(other, event) for other in others)]
            if twice:
                first = next(other for other in others if names(other, twice[0]))
                message = f'{", ".join(twice)} go to the same place as from "{first.key}"'
                related = (Related(first.path, "the other one"),)
                yield Finding(item.path, message, "leave them out of one of the two", related)
            others.append(item)


def _publishes_to(item: Destination) -> str | None:
    """The topic or stream of an event destination, as far as it can be told from others."""
    sns, firehose = item.args.sns, item.args.firehose
    if sns is not None:
        return sns.topic_arn or (sns.topic.name if sns.topic is not None else None)
    return firehose.stream_arn if firehose is not None else None


@rule("SES090", "soft-bounces", Severity.INFO, Impact.USELESS)
def soft_bounces(spec: Resolved) -> Iterator[Finding]:
    """Bounces are hard bounces: delays are not among them."""
    for item in spec.destinations:
        if item.event_types == ("bounce",):
            message = "delays are not published as bounces"
            help_ = "for delays use aws_sesv2_configuration_set_event_destination"
            yield Finding(item.path, message, help_)


@rule("SES092", "no-event-destination", Severity.INFO, Impact.USELESS)
def no_event_destination(spec: Resolved) -> Iterator[Finding]:
    """A configuration set has no event destination."""
    for entry in spec.sets:
        if not entry.destinations:
            message = f'configuration set "{entry.key}" has no event destination'
            yield Finding(entry.path, message, "add one under `event_destinations`")


RULES = (
    feedback_unheard,
    feedback_as_metric_only,
    duplicate_delivery,
    soft_bounces,
    no_event_destination,
)
