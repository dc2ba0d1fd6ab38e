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
from generator.plan import policy, records
from generator.plan.blocks import CommonRegional, Given
from generator.plan.meta import given, raw, regional
from generator.spec.base import LABELS
from generator.spec.location import Location
from generator.spec.resolved import Repetition, derived
from generator.spec.spellings import key_from_name
from generator.spec.supporting import Subscription

SCOPE = "MessageBody"
"""What a filter policy looks at where the spec says nothing: SES sets no message attributes."""

_START = re.compile(
    r"arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:function:|deliverystream/|endpoint/)?|[A-Za-z]+://(?:[^/@]*@)?"
)
"""What stands before the name in an ARN, and before the host in a URL."""
_LED = re.compile(r"(?:data\.)?aws_\w+\.|(?:var|local)\.")
_TRAILED = re.compile(r"\.(?:qualified_)?arn$")
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_WORD = re.compile(r"[\w-]+")
_FIELD = r"(?:\$\{[^{}]*\}|[^:{}])"
_QUALIFIED = re.compile(rf"(arn(?::{_FIELD}*){{4}}:function:{_FIELD}+):({_FIELD}+)")
"""The ARN of a function with an alias or a version."""
_QUALIFIERS = {
    ("aws_lambda_alias", "arn"): "name",
    ("aws_lambda_function", "qualified_arn"): "version",
}
"""The attributes that refer to a qualified function, and the one that has the qualifier."""


class Subscribed(NamedTuple):
    """A subscription of a topic: ``args`` is what the spec says of it, ``spec_path`` where."""

    spec_path: Path
    label: str
    args: Subscription
    topic: str
    topic_arn: Hcl
    repeated: Repetition
    lives: Location

    @property
    def common(self) -> CommonRegional:
        """What all of its resources have in common."""
        return (self.spec_path, Hcl(self.label), *regional(self.repeated, self.lives))


def subscription_label(topic: str, args: Subscription, labels: str = LABELS[0]) -> str:
    """The label of a subscription: its own, or one made of the label of the topic, the protocol and the endpoint."""
    if args.label is not None:
        return args.label
    name = _START.sub("", _words(args.endpoint), count=1).partition("?")[0]
    own = f"{_words(args.protocol)}_{_UNFIT.sub('_', name).strip('_')}"
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


def subscription_records(subscribed: Subscribed) -> Iterator[records.Record]:
    """The resources of one subscription."""
    args = subscribed.args
    scope = args.filter_policy_scope
    if scope is None and args.filter_policy is not None:
        scope = SCOPE
    yield records.SnsTopicSubscription(
        *subscribed.common,
        topic_arn=subscribed.topic_arn,
        protocol=hcl.value(args.protocol),
        endpoint=hcl.value(args.endpoint),
        subscription_role_arn=given(args.subscription_role_arn),
        raw_message_delivery=given(args.raw_message_delivery),
        filter_policy=_encoded(args.filter_policy),
        filter_policy_scope=given(scope),
        redrive_policy=_encoded(args.redrive_policy),
        delivery_policy=_encoded(args.delivery_policy),
        endpoint_auto_confirms=given(args.endpoint_auto_confirms),
        confirmation_timeout_in_minutes=given(args.confirmation_timeout_in_minutes),
        raw_hcl=raw(args.raw_hcl),
    )
    if args.protocol == "lambda":
        # Without it messages are dropped in silence.
        function, qualifier = _function(args.endpoint)
        yield records.LambdaPermission(
            *subscribed.common,
            action=hcl.quote("lambda:InvokeFunction"),
            function_name=hcl.value(function),
            qualifier=given(qualifier),
            principal=hcl.quote(policy.SNS),
            source_arn=subscribed.topic_arn,
        )


def _encoded(value: object) -> Given:
    return None if value is None else hcl.expression_source(f"jsonencode({hcl.value(value)})")


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
    found = hcl.resource_reference(endpoint)
    qualifier = _QUALIFIERS.get((found.type, found.attribute or "")) if found is not None else None
    if found is None or qualifier is None or (found.is_data and qualifier != "name"):
        return endpoint, None
    return hcl.expression(f"{found.resource}.function_name"), hcl.expression(
        f"{found.resource}.{qualifier}"
    )
