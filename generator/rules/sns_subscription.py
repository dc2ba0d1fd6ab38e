"""Subscriptions of topics that the module makes: what their protocols take and need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Path
from generator.plan import Plan
from generator.plan.subscriptions import dead_letter_target
from generator.rules.arn import read_arn, set_arns
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    TERRAFORM,
    USELESS,
    WARNING,
    Finding,
    Related,
)
from generator.rules.registration import Check, on_argument, on_plan
from generator.rules.static_values import literal, minimum_length
from generator.rules.tables import argument, check_of, part
from generator.spec.base import Model
from generator.spec.fact_types import ArnOf
from generator.spec.facts import FIFO, QUEUE, QUEUE_NAME
from generator.spec.location import location
from generator.spec.protocols import PROTOCOLS, Protocol
from generator.spec.resolved import Destination, ResolvedSet
from generator.spec.subscriptions import DeadLetter, Queue, QueueDeadLetter, Role, Subscription

_AT = "sns.topic.subscriptions.*"
_SCHEME = re.compile(r"([A-Za-z]+)://")
ROWS = (
    argument("SES148", "unknown-protocol", ERROR, TERRAFORM, f"{_AT}.protocol"),
    argument("SES149", "subscription-role", ERROR, REJECTED, f"{_AT}.subscription_role_arn"),
)


def _protocol(subscription: Subscription) -> Protocol | None:
    return PROTOCOLS.get(literal(subscription.protocol) or "")


@on_argument("SES140", "endpoint-of-protocol", ERROR, REJECTED, at=_AT)
def endpoint_of_protocol(subscription: Subscription) -> Iterator[Finding]:
    """An endpoint is not what its protocol takes."""
    protocol, endpoint = _protocol(subscription), subscription.endpoint
    if protocol is None:
        return
    fact = protocol.endpoint
    if endpoint is None:
        if fact != QUEUE:
            message = f"the module makes a queue, and {subscription.protocol} is not for queues"
            yield Finding(("queue",), message, "write `protocol: sqs`, or an `endpoint`")
        return
    if endpoint == "":
        forms = fact.forms[0] if isinstance(fact, ArnOf) else fact.described
        yield Finding(("endpoint",), "the endpoint is empty", f"write {forms}")
        return
    found = list(check_of(fact)(endpoint))
    scheme = _SCHEME.match(endpoint)
    if not found and scheme is not None and scheme[1].lower() != subscription.protocol:
        # The rest is an expression.
        found = [Finding((), f"the endpoint is a URL of {scheme[1]}", "")]
    for one in found:
        help_ = one.help or f"write {subscription.protocol}://"
        yield one._replace(path=("endpoint",), help=help_)


@on_argument("SES150", "fifo-queue", ERROR, REJECTED, at=_AT)
def fifo_queue(subscription: Subscription) -> Iterator[Finding]:
    """A FIFO queue is subscribed to a topic of SES."""
    arn = read_arn(subscription.endpoint or "")
    message = "is a FIFO queue; a topic of SES is a standard one, and takes standard queues"
    if arn is not None and arn.service == QUEUE.service and arn.resource.endswith(FIFO):
        yield Finding(("endpoint",), message, "name a standard queue")
    for keys, one in subscription.parts():
        if not isinstance(one, Role) and _is_fifo("name", one.name):
            yield Finding((*keys, "name"), message, f"leave {FIFO} out")


def _is_fifo(key: str, value: object) -> bool:
    return key == "name" and isinstance(value, str) and value.endswith(FIFO)


_OF_PART: dict[type[Model], Check] = {
    model: part(model, unless=_is_fifo) for model in (Queue, DeadLetter, QueueDeadLetter, Role)
}


@on_argument("SES158", "made-for-subscription", ERROR, REJECTED, at=_AT)
def made_for_subscription(subscription: Subscription) -> Iterator[Finding]:
    """A value of what is made for a subscription is not what AWS takes."""
    for keys, one in subscription.parts():
        for found in _OF_PART[type(one)](one):
            yield found._replace(path=(*keys, *found.path))


@on_plan("SES159", "default-queue-name", ERROR, REJECTED)
def default_queue_name(plan: Plan) -> Iterator[Finding]:
    """The name of a topic is too long for a queue that is named after it."""
    for topic in plan.topics:
        for subscribed in topic.subscriptions:
            for made in subscribed.every_queue():
                length = minimum_length(made.name)
                if made.args.name is None and length > QUEUE_NAME.longest:
                    message = f"the queue is called {made.name}: {length} characters at least"
                    help_ = f"give the queue a `name` of its own, of {QUEUE_NAME.longest} characters at most"
                    yield Finding(made.common[0], message, help_)


@on_argument("SES141", "raw-delivery-of-protocol", ERROR, REJECTED, at=_AT)
def raw_delivery_of_protocol(subscription: Subscription) -> Iterator[Finding]:
    """A protocol without raw message delivery is to have it."""
    protocol = _protocol(subscription)
    if protocol is not None and subscription.raw_message_delivery is True and not protocol.raw:
        message = f"{subscription.protocol} has no raw message delivery"
        yield Finding(("raw_message_delivery",), message, "remove it")


@on_argument("SES077", "raw-message-delivery", INFO, DANGEROUS, at=_AT)
def raw_message_delivery(subscription: Subscription) -> Iterator[Finding]:
    """A subscription leaves the SNS envelope out."""
    protocol = _protocol(subscription)
    if subscription.raw_message_delivery is True and (protocol is None or protocol.raw):
        message = "the consumer gets the records of SES without the envelope of SNS"
        help_ = "read `eventType` from the message itself"
        yield Finding(("raw_message_delivery",), message, help_)


@on_argument("SES142", "no-subscription-role", ERROR, REJECTED, at=_AT)
def no_subscription_role(subscription: Subscription) -> Iterator[Finding]:
    """A delivery stream is subscribed without a role."""
    protocol = _protocol(subscription)
    role = subscription.role or subscription.subscription_role_arn
    if protocol is not None and protocol.role and role is None:
        message = f"{subscription.protocol} needs a role that SNS assumes"
        yield Finding((), message, "add `role: {}` or `subscription_role_arn`")


@on_argument("SES151", "key-of-another-protocol", WARNING, USELESS, at=_AT)
def key_of_another_protocol(subscription: Subscription) -> Iterator[Finding]:
    """A key says nothing with the protocol of its subscription."""
    protocol = _protocol(subscription)
    if protocol is None:
        return
    without = {
        "subscription_role_arn": protocol.role,
        "role": protocol.role,
        "delivery_policy": protocol.retries,
        "endpoint_auto_confirms": protocol.retries,
        "confirmation_timeout_in_minutes": protocol.retries,
    }
    for key, taken in without.items():
        if not taken and getattr(subscription, key) is not None:
            yield Finding((key,), f"`{key}` says nothing with {subscription.protocol}", "remove it")


@on_argument("SES152", "dead-letter-target", ERROR, REJECTED, at=f"{_AT}.redrive_policy")
def dead_letter_target_is_queue(policy: object) -> Iterator[Finding]:
    """A redrive policy names no queue."""
    if not isinstance(policy, dict) or any(hcl.has_markup(key) for key in policy):
        return
    key = "deadLetterTargetArn"
    if set(policy) != {key}:
        message = f"a redrive policy of a subscription contains only `{key}`"
        yield Finding((), message, f"write {key}: {QUEUE.forms[0]}")
        return
    if isinstance(policy[key], str):
        for found in check_of(QUEUE)(policy[key]):
            yield Finding((key,), found.message, found.help)
        if policy[key].endswith(FIFO):
            yield Finding((key,), "is a FIFO queue", "name a standard queue")


class _Place:
    """The Region and the account of a topic, as far as they are known: "" where not."""

    def __init__(self, destination: Destination, configuration_set: ResolvedSet) -> None:
        arns = [arn for _, arn in set_arns(configuration_set)]
        told = literal(location(destination.args).region)
        self.region = told or next((arn.region for arn in arns if arn.region), "")
        self.account = next((arn.owner for arn in arns if arn.owner), "")

    def away(self, value: str | None) -> str:
        """Where an ARN is, if that is known and elsewhere: the message ends in it."""
        arn = read_arn(value) if value else None
        if arn is None or not arn.well_formed:
            return ""
        if self.region and arn.region and arn.region != self.region:
            return f"in {arn.region}, the topic in {self.region}"
        if self.account and arn.owner and arn.owner != self.account:
            return f"of account {arn.owner}, the topic of {self.account}"
        return ""


@on_argument("SES153", "endpoint-elsewhere", ERROR, REJECTED, at=_AT)
def endpoint_elsewhere(
    subscription: Subscription, destination: Destination, configuration_set: ResolvedSet
) -> Iterator[Finding]:
    """An endpoint is where SNS does not deliver."""
    protocol, place = _protocol(subscription), _Place(destination, configuration_set)
    if protocol is not None and not protocol.anywhere:
        away = place.away(subscription.endpoint)
        if " in " in f" {away}":
            message = f"the {subscription.protocol} endpoint is {away}"
            yield Finding(("endpoint",), message, "use one in the topic's Region")
    away = place.away(dead_letter_target(subscription))
    if away:
        path: Path = ("redrive_policy", "deadLetterTargetArn")
        help_ = "use a queue of the topic's Region and account"
        yield Finding(path, f"the dead-letter queue is {away}", help_)


@on_argument("SES154", "queue-elsewhere", INFO, REJECTED, at=_AT)
def queue_elsewhere(
    subscription: Subscription, destination: Destination, configuration_set: ResolvedSet
) -> Iterator[Finding]:
    """A queue or function is of another account or Region."""
    protocol = _protocol(subscription)
    if protocol is None or not isinstance(protocol.endpoint, ArnOf) or not protocol.anywhere:
        return
    away, noun = (
        _Place(destination, configuration_set).away(subscription.endpoint),
        protocol.endpoint.noun,
    )
    if away:
        message = f"the {noun} is {away}"
        help_ = f"let sns.amazonaws.com use it by a policy of the {noun}, and of its key where it has one"
        yield Finding(("endpoint",), message, help_)


@on_plan("SES155", "subscribed-twice", ERROR, REJECTED)
def subscribed_twice(plan: Plan) -> Iterator[Finding]:
    """An endpoint is subscribed twice to a topic."""
    for topic in plan.topics:
        first: dict[tuple[str, str], tuple[str, Path]] = {}
        for one in topic.subscriptions:
            if one.args.endpoint is None:
                continue  # a queue of its own
            what = (one.args.protocol, one.args.endpoint)
            label, place = first.setdefault(what, (one.label, one.spec_path))
            if label != one.label:  # else TF001 speaks of it
                message = (
                    "this endpoint is subscribed to the topic already; SNS keeps one of the two"
                )
                related = (Related(place, "here, too"),)
                yield Finding(one.spec_path, message, "remove one of the two", related)
