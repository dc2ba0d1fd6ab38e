"""Subscriptions of topics that the module makes, and what is made for each.

The label of a subscription follows from what it is, not from its place in the list: one that goes takes no
other with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan import policy, records, sns
from generator.plan.addresses import Address, make
from generator.plan.blocks import CommonRegional, Given
from generator.plan.delivery_records import role_record
from generator.plan.meta import given, meta, raw, references, regional
from generator.plan.queues import MadeQueue, label_of, name_of, name_of_subscribed, queue_records
from generator.plan.sqs import SqsQueuePolicy
from generator.spec.base import LABELS
from generator.spec.location import Location
from generator.spec.resolved import Repetition, derived
from generator.spec.spellings import key_from_name, words_of
from generator.spec.subscriptions import DeadLetter, Queue, QueueDeadLetter, Role, Subscription

SCOPE = "MessageBody"
"""What a filter policy looks at where the spec says nothing: SES sets no message attributes."""

_START = re.compile(
    r"arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:function:|deliverystream/|endpoint/)?|[A-Za-z]+://(?:[^/@]*@)?"
)
"""What stands before the name in an ARN, and before the host in a URL."""
_LED = re.compile(r"(?:data\.)?aws_\w+\.|(?:var|local)\.")
_TRAILED = re.compile(r"\.(?:qualified_)?arn$")
_WORD = re.compile(r"[\w-]+")
_FIELD = r"(?:\$\{[^{}]*\}|[^:{}])"
_QUALIFIED = re.compile(rf"(arn(?::{_FIELD}*){{4}}:function:{_FIELD}+):({_FIELD}+)")
"""The ARN of a function with an alias or a version."""
_QUALIFIERS = {
    ("aws_lambda_alias", "arn"): "name",
    ("aws_lambda_function", "qualified_arn"): "version",
}
"""The attributes that refer to a qualified function, and the one that has the qualifier."""
_QUALIFIED_REFERENCE = re.compile(rf"(\$\{{[^{{}}]*\}}):({_FIELD}+)")
"""What may be a reference to a function, with an alias or a version behind it."""
_LATER = r"(arn:.*:function:[^:]+):(.+)"
"""What Terraform takes apart where the ARN is known to it alone."""


class Subscribed(NamedTuple):
    """A subscription of a topic: ``args`` is what the spec says of it, ``spec_path`` where."""

    spec_path: Path
    label: str
    args: Subscription
    topic_label: str
    topic: str
    topic_arn: Hcl
    repeated: Repetition
    lives: Location

    @property
    def common(self) -> CommonRegional:
        """What all of its resources have in common."""
        return self._common()

    def _common(self, keys: tuple[str, ...] = ()) -> CommonRegional:
        label = label_of(self.label, keys) if keys else self.label
        return (
            (*self.spec_path, *keys),
            Hcl(label),
            *regional(self.repeated, self.lives),
        )

    @property
    def queues(self) -> list[MadeQueue]:
        """The queues that SNS sends to and that are made for it."""
        return [
            made._replace(failed=self._made(("queue", "dead_letter"), made.args.dead_letter))
            if isinstance(made.args, Queue)
            else made
            for made in (
                self._made(("queue",), self.args.queue),
                self._made(("dead_letter",), self.args.dead_letter),
            )
            if made is not None
        ]

    def every_queue(self) -> Iterator[MadeQueue]:
        """The queues that are made for it, each with its dead-letter queue."""
        for made in self.queues:
            yield made
            if made.failed is not None:
                yield made.failed

    def _made(
        self, keys: tuple[str, ...], part: Queue | DeadLetter | QueueDeadLetter | None
    ) -> MadeQueue | None:
        if part is None:
            return None
        given_name = self.args.queue.name if self.args.queue is not None else None
        own = name_of_subscribed(self.topic, self.topic_label, self.label, given_name)
        name = part.name or name_of(keys, own)
        common = self._common(keys)
        return MadeQueue(keys, part, name, common, self.repeated, self.topic_arn, self.lives)

    @property
    def role(self) -> Address:
        """The role that SNS assumes, where one is made."""
        return make(records.IamRole, self.label, self.repeated)


def subscription_label(topic: str, args: Subscription, labels: str = LABELS[0]) -> str:
    """The label of a subscription: its own, or one made of the label of the topic, the protocol and the endpoint.

    A queue that is made is called by its name, where it has one.
    """
    if args.label is not None:
        return args.label
    endpoint = args.endpoint if args.queue is None else args.queue.name
    name = _START.sub("", _words(endpoint or ""), count=1).partition("?")[0]
    own = f"{_words(args.protocol)}_{words_of(name)}"
    if endpoint is None:
        own = own.removesuffix("_")
    return derived(f"{topic}_{key_from_name(own)}", labels)


def _words(text: str) -> str:
    """A text with the words of its expressions in their place."""
    parts = hcl.parse_template(text) if hcl.has_markup(text) else (hcl.Literal(text, 0),)
    return "".join(
        part.text if isinstance(part, hcl.Literal) else _reduced(part.source)
        for part in parts
        if not isinstance(part, hcl.Directive)
    )


def _reduced(source: str) -> str:
    """The words of an expression, without what references to such a thing have in common."""
    return "_".join(_WORD.findall(_TRAILED.sub("", _LED.sub("", source.strip(), count=1))))


def subscription_records(subscribed: Subscribed, tags: Given) -> Iterator[records.Record]:
    """The resources of one subscription; what is made for it has some tags."""
    args, endpoint, redrive = subscribed.args, subscribed.args.endpoint or "", None
    role, ready = given(args.subscription_role_arn), list[Hcl]()
    if args.redrive_policy is not None:
        redrive = _encoded(args.redrive_policy)
    for made in subscribed.queues:
        yield from queue_records(made, tags)
        ready.append(Hcl(str(made.address(SqsQueuePolicy))))
        arn = hcl.expression(made.address().instance("arn"))
        if made.keys == ("queue",):
            endpoint = arn
        else:
            redrive = _encoded({"deadLetterTargetArn": arn})
    if args.role is not None:
        yield from _role(subscribed, args.role, endpoint, tags)
        ready.append(Hcl(str(make(records.IamRolePolicy, subscribed.label))))
        role = subscribed.role.instance("arn")
    scope = args.filter_policy_scope
    if scope is None and args.filter_policy is not None:
        scope = SCOPE
    yield sns.SnsTopicSubscription(
        *subscribed.common,
        topic_arn=subscribed.topic_arn,
        protocol=hcl.value(args.protocol),
        endpoint=hcl.value(endpoint),
        subscription_role_arn=role,
        raw_message_delivery=given(args.raw_message_delivery),
        filter_policy=_encoded(args.filter_policy),
        filter_policy_scope=given(scope),
        redrive_policy=redrive,
        delivery_policy=_encoded(args.delivery_policy),
        endpoint_auto_confirms=given(args.endpoint_auto_confirms),
        confirmation_timeout_in_minutes=given(args.confirmation_timeout_in_minutes),
        raw_hcl=raw(args.raw_hcl),
        depends_on=references((), ready),
    )
    if args.protocol == "lambda":
        yield _permission(subscribed, endpoint)


def _permission(subscribed: Subscribed, endpoint: str) -> records.LambdaPermission:
    """What lets the topic invoke a function: without it messages are dropped in silence."""
    function, qualifier = _function(endpoint)
    return records.LambdaPermission(
        *subscribed.common,
        action=hcl.quote("lambda:InvokeFunction"),
        function_name=hcl.value(function),
        qualifier=given(qualifier),
        principal=hcl.quote(policy.SNS),
        source_arn=subscribed.topic_arn,
    )


_PUT = (
    *("firehose:DescribeDeliveryStream", "firehose:ListDeliveryStreams"),
    *("firehose:ListTagsForDeliveryStream", "firehose:PutRecord", "firehose:PutRecordBatch"),
)
"""What SNS needs on a stream. Source: its guide, "Prerequisites for subscribing Firehose delivery streams"."""


def _role(subscribed: Subscribed, role: Role, stream: str, tags: Given) -> Iterator[records.Record]:
    """The role that SNS assumes to write to a stream; the guide's trust policy has no condition."""
    common = (*subscribed.common[:2], *meta(subscribed.repeated, subscribed.lives.provider))
    trust = policy.allow(policy.SNS, ["sts:AssumeRole"], None, None)
    yield role_record(common, role, "ses-subscription-", policy.document(trust), tags)
    permission = {"Effect": "Allow", "Action": list(_PUT), "Resource": stream}
    name = subscribed.role.instance("name")
    yield records.IamRolePolicy(*common, hcl.quote("deliver"), name, policy.document(permission))


def _encoded(value: object) -> Given:
    return None if value is None else policy.encoded(value)


def dead_letter_target(args: Subscription) -> str | None:
    """The queue that a redrive policy names, if it is written out."""
    redrive = args.redrive_policy
    target = redrive.get("deadLetterTargetArn") if isinstance(redrive, dict) else None
    return target if isinstance(target, str) else None


def _function(endpoint: str) -> tuple[str, str | None]:
    """A function and its qualifier: the provider keeps them apart, and reads them back so."""
    literal = _QUALIFIED.fullmatch(endpoint)
    if literal is not None:
        return literal[1], literal[2]
    behind = _QUALIFIED_REFERENCE.fullmatch(endpoint)
    if behind is not None and _is_function(hcl.resource_reference(behind[1])):
        return behind[1], behind[2]
    found = hcl.resource_reference(endpoint)
    if not endpoint.startswith("${") or _is_function(found):
        return endpoint, None
    qualifier = _QUALIFIERS.get((found.type, found.attribute or "")) if found is not None else None
    if found is None or qualifier is None or (found.is_data and qualifier != "name"):
        arn, whole = hcl.value(endpoint), hcl.quote(f"^{_LATER}$")
        plain = f'replace({arn}, {hcl.quote(f"/^{_LATER}$/")}, "$1")'
        return hcl.expression(plain), hcl.expression(f"try(regex({whole}, {arn})[1], null)")
    return hcl.expression(f"{found.resource}.function_name"), hcl.expression(
        f"{found.resource}.{qualifier}"
    )


def _is_function(found: hcl.ResourceReference | None) -> bool:
    """Whether a reference gives the ARN of a function without a qualifier."""
    return found is not None and (found.type, found.attribute) == ("aws_lambda_function", "arn")
