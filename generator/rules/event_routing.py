"""Which event destination of a configuration set receives which event type, and where it publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.loader.other_words import V2_GUIDE
from generator.plan.addresses import address_of_set
from generator.rules.arn import within
from generator.rules.base import DANGEROUS, INFO, USELESS, WARNING, Finding, Related
from generator.rules.expressions import traversals
from generator.rules.registration import on_destination, on_set, on_set_argument
from generator.rules.static_values import expressions, is_null, literal
from generator.spec.base import EVERY_EVENT_TYPE
from generator.spec.resolved import Destination, ResolvedSet, repetition

_FEEDBACK = ("bounce", "complaint")
_ENGAGEMENT = ("open", "click")


def _may_receive(destination: Destination, event: str) -> bool:
    """Whether a destination receives an event type, or may: expressions count as yes.

    So do misspelt types, which SES009 reports.
    """
    args = destination.args
    if args.enabled is False or is_null(args.enabled) or args.count == 0:
        return False
    types = destination.event_types
    if types is None or isinstance(types, str):
        return types is not None
    return event in types or _is_open(types)


@lru_cache(maxsize=1024)
def _is_open(types: tuple[str, ...]) -> bool:
    """Whether an expression may add event types to those that are named, or a name is misspelt."""
    return any(literal(name) not in EVERY_EVENT_TYPE for name in types)


def _names(destination: Destination, *events: str) -> bool:
    """Whether a destination certainly names one of some event types."""
    types = destination.event_types
    return isinstance(types, tuple) and any(event in types for event in events)


def _own(configuration_set: ResolvedSet) -> list[Destination]:
    """The destinations that certainly belong to the set, or to an instance of it."""
    return [
        one
        for one in configuration_set.destinations
        if one.args.configuration_set_name is None or _refers_to(one, configuration_set)
    ]


def _refers_to(destination: Destination, configuration_set: ResolvedSet) -> bool:
    """Whether a name that is written out is that of the set: its ``id``, say, or one in ``[0]``."""
    address = tuple(str(address_of_set(configuration_set)).split("."))
    found = expressions(destination.args.configuration_set_name or "")
    return any(steps[:2] == address for source in found for steps in traversals(source))


@on_set("SES080", "feedback-unheard", WARNING, DANGEROUS)
def feedback_unheard(configuration_set: ResolvedSet) -> Iterator[Finding]:
    """No enabled event destination of a set receives bounces, or none receives complaints."""
    # A set without destinations is SES092; what a destination that is off would receive is SES012.
    own = _own(configuration_set)
    off = [one for one in own if one.args.enabled is False or is_null(one.args.enabled)]
    if not configuration_set.args.manage or len(off) == len(own):
        return
    missing = [
        event
        for event in _FEEDBACK
        if not any(_may_receive(one, event) for one in own)
        and not any(_names(one, event) for one in off)
    ]
    if missing:
        words = " or ".join(f"{event}s" for event in missing)
        message = f'no enabled event destination receives {words} for configuration set "{configuration_set.key}"'
        help_ = f"add {' and '.join(missing)} to an enabled event destination"
        yield Finding((), message, help_)


@on_set("SES081", "feedback-as-metric-only", INFO, USELESS)
def feedback_as_metric_only(configuration_set: ResolvedSet) -> Iterator[Finding]:
    """Bounces or complaints go to CloudWatch alone."""
    for event in _FEEDBACK:
        receivers = [one for one in _own(configuration_set) if _may_receive(one, event)]
        if receivers and all(one.args.cloudwatch for one in receivers):
            message = (
                f'the {event}s of configuration set "{configuration_set.key}" are counted only'
            )
            yield Finding((), message, "send them to a topic or a stream, too")
            return


@on_set("SES089", "duplicate-delivery", WARNING, DANGEROUS)
def duplicate_delivery(configuration_set: ResolvedSet) -> Iterator[Finding]:
    """Two event destinations of a set publish the same event to the same place."""
    publishing: dict[str, list[Destination]] = {}
    repeats = repetition(configuration_set.args)[1] is not None
    for one in _own(configuration_set):
        args, types, target = one.args, one.event_types, _publishes_to(one)
        certain = args.enabled and args.count is None and args.for_each is None
        if target is None or not certain or not isinstance(types, tuple):
            continue
        if repeats and args.configuration_set_name is not None:
            continue
        others = publishing.setdefault(target, [])
        twice = (
            [event for event in types if any(_names(other, event) for other in others)]
            if others
            else []
        )
        if twice:
            first = next(other for other in others if _names(other, twice[0]))
            message = f'{", ".join(twice)} go to the same place as from "{first.key}"'
            related = (Related(first.path, "the other one"),)
            yield Finding(within(one), message, "leave them out of one of the two", related)
        others.append(one)


def _publishes_to(destination: Destination) -> str | None:
    """The topic or stream of an event destination, as far as it can be told from others."""
    sns, firehose = destination.args.sns, destination.args.firehose
    if sns is not None:
        return sns.topic_arn or (sns.topic.name if sns.topic is not None else None)
    return firehose.stream_arn if firehose is not None else None


@on_destination("SES090", "soft-bounces", INFO, USELESS)
def soft_bounces(destination: Destination) -> Iterator[Finding]:
    """Bounces are hard bounces: delays are not among them."""
    if destination.event_types == ("bounce",):
        message = "delays are not published as bounces"
        help_ = f"for delays use aws_sesv2_configuration_set_event_destination; see {V2_GUIDE}"
        yield Finding((), message, help_)


@on_destination("SES082", "engagement-tracking", INFO, DANGEROUS)
def engagement_tracking(destination: Destination) -> Iterator[Finding]:
    """Opens or clicks are published: SES then rewrites links and adds an image."""
    if destination.args.enabled and _names(destination, *_ENGAGEMENT):
        message = "opens and clicks are tracked: links are rewritten, an image is added"
        yield Finding((), message, "leave open and click out where that is not wanted")


@on_set("SES083", "no-redirect-domain", INFO, DANGEROUS)
def no_redirect_domain(configuration_set: ResolvedSet) -> Iterator[Finding]:
    """Opens or clicks are tracked under a domain of AWS."""
    args = configuration_set.args
    if not args.manage or args.custom_redirect_domain is not None:
        return
    for one in configuration_set.destinations:
        if one.args.enabled and _names(one, *_ENGAGEMENT):
            message = "links will lead to a domain of AWS"
            yield Finding(within(one), message, "set `custom_redirect_domain` on the set")
            return


@on_set_argument("SES084", "idle-redirect-domain", INFO, USELESS, at="custom_redirect_domain")
def idle_redirect_domain(_: str, configuration_set: ResolvedSet) -> Iterator[Finding]:
    """A custom redirect domain is set, and neither opens nor clicks are published."""
    destinations = configuration_set.destinations
    if not any(_may_receive(one, event) for one in destinations for event in _ENGAGEMENT):
        message = "no event destination of the set receives open or click"
        yield Finding((), message, "add one of them, or leave the domain out")
