"""The module's own tests: what the spec says, asserted by ``terraform test`` against a mocked provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan import policy
from generator.plan.addresses import address_of
from generator.plan.blocks import Condition
from generator.plan.declarations import CallerIdentity, Partition, Region
from generator.plan.plan import Plan
from generator.plan.records import TYPES, IamRole, KinesisFirehoseDeliveryStream, KmsKey, Record
from generator.plan.ses import SesConfigurationSet, Sesv2ConfigurationSet
from generator.plan.sns import SnsTopic
from generator.plan.sqs import SqsQueue, SqsQueuePolicy
from generator.plan.streams import WAIT_VARIABLE
from generator.plan.triggers import mode
from generator.plan.variables import example_value, has_default
from generator.spec.base import EVENT_TYPES_OF, V1
from generator.spec.resolved import Destination, ResolvedSet
from generator.spec.resources import KIND_BLOCKS
from generator.spec.validators import send_case

PATH = "tests/module.tftest.hcl"
MANY = 1_000
"""With more event destinations a module has no tests: megabytes that say what the blocks say."""


def context(plan: Plan) -> dict[str, Any] | None:
    """What the template is given; None where there is too much or nothing to assert, or no value to test with.

    ``inputs`` are values of variables, ``mocked`` are answers of the provider that must have the right
    form, ``checks`` is what must hold after an apply.
    """
    resolved = plan.resolved
    if len(resolved.destinations) > MANY:
        return None
    checks = [
        check
        for configuration_set in resolved.sets
        for destination in configuration_set.destinations
        for check in _asserts(destination, configuration_set)
    ]
    checks += _policy_asserts(plan)
    inputs = {
        key: example_value(key, variable)
        for key, variable in resolved.spec.variables.items()
        if not has_default(variable)
    }
    if plan.waits:
        inputs[WAIT_VARIABLE] = 0
    if not checks or any(value is None for value in inputs.values()):
        return None
    mocked = _mocks(plan) if plan.topics or plan.deliveries else []
    return {"checks": checks, "inputs": inputs, "mocked": mocked}


class Mock(NamedTuple):
    """What the mocked provider answers for an attribute of a type: ``kind`` is ``resource`` or ``data``."""

    kind: Hcl
    type: Hcl
    attribute: Hcl
    answer: Hcl


_SET_ARN = "arn:aws:ses:eu-west-1:123456789012:configuration-set/mock"
_ANSWERS: Mapping[type[Record], tuple[str, str]] = {
    SnsTopic: ("arn", "arn:aws:sns:eu-west-1:123456789012:mock"),
    SqsQueue: ("arn", "arn:aws:sqs:eu-west-1:123456789012:mock"),
    KmsKey: ("arn", "arn:aws:kms:eu-west-1:123456789012:key/mock"),
    IamRole: ("arn", "arn:aws:iam::123456789012:role/mock"),
    KinesisFirehoseDeliveryStream: (
        "arn",
        "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mock",
    ),
    SesConfigurationSet: ("arn", _SET_ARN),
    Sesv2ConfigurationSet: ("arn", _SET_ARN),
    CallerIdentity: ("account_id", "123456789012"),
    Partition: ("partition", "aws"),
    Region: ("id", "eu-west-1"),
}
"""Answers that other arguments and policies take, by the record of what is asked for."""


def _mocks(plan: Plan) -> list[Mock]:
    """Answers for what a module makes and reads."""
    used = {type(record) for record in plan.resources()}
    return [
        Mock(Hcl(kind), Hcl(type_), Hcl(attribute), hcl.quote(answer))
        for record, (attribute, answer) in _ANSWERS.items()
        if record in used
        for kind, type_ in [TYPES[record]]
    ]


def _asserts(destination: Destination, configuration_set: ResolvedSet) -> Iterator[Condition]:
    """What every instance of an event destination must be."""
    address = address_of(destination, configuration_set)

    def every(condition: str, message: str) -> Condition:
        tested = condition.replace("ITEM", "item" if address.repeats else str(address))
        if address.repeats:
            tested = f"alltrue([for item in {address.instances()} : {tested}])"
        return Condition(Hcl(tested), hcl.value(message))

    name = f"{destination.set_key}.{destination.key}"
    newer = destination.api != V1
    body, argument = (
        ("ITEM.event_destination[0]", "matching_event_types")
        if newer
        else ("ITEM", "matching_types")
    )
    if isinstance(destination.args.enabled, bool):
        state = "on" if destination.args.enabled else "off"
        yield every(
            f"{body}.enabled == {hcl.value(destination.args.enabled)}", f"{name} must be {state}."
        )
    types = destination.event_types
    if isinstance(types, tuple) and set(types) <= set(EVENT_TYPES_OF[destination.api]):
        words = sorted({send_case(one) if newer else one for one in types})
        listed = f"[{', '.join(map(hcl.quote, words))}]"
        yield every(
            f"sort({body}.{argument}) == tolist({listed})", f"{name} must get {', '.join(types)}."
        )
    for kind, value in destination.kinds().items():
        number = len(value) if isinstance(value, tuple) else 1
        blocks = f"{body}.{KIND_BLOCKS[destination.api].get(kind, '')}"
        if newer and isinstance(value, tuple):
            blocks += "[0].dimension_configuration"
        yield every(f"length({blocks}) == {number}", f"{name} must publish to {kind}.")
    literal = hcl.literal_text(destination.name)
    if literal is not None and mode(destination) != "overlap":
        yield every(
            f"ITEM.{address.name} == {hcl.quote(literal)}", f"{name} must be called {literal}."
        )


def _policy_asserts(plan: Plan) -> Iterator[Condition]:
    """Whom the policies allow, and for which configuration sets."""
    addresses = [(topic.policy, "policy") for topic in plan.topics]
    addresses += [
        (delivery.ses_role, "assume_role_policy")
        for delivery in plan.deliveries
        if delivery.role is not None
    ]
    for address, attribute in addresses:
        if address.repeats:
            continue
        statement = f"jsondecode({address.single(attribute)}).Statement[0]"
        yield _assert(
            f'{statement}.Principal.Service == "{policy.SES}"',
            f"{address} must let SES in.",
        )
        alarms = next((topic.alarms for topic in plan.topics if topic.policy == address), ())
        if alarms:
            every = f"jsondecode({address.single(attribute)}).Statement[*].Principal.Service"
            yield _assert(
                f'contains({every}, "{policy.CLOUDWATCH}")',
                f"{address} must let CloudWatch in.",
            )
        condition = (
            f'keys({statement}.Condition.StringEquals) == ["aws:SourceAccount", "aws:SourceArn"]'
        )
        yield _assert(condition, f"{address} must name the account and the configuration sets.")
    for queue in (q for topic in plan.topics for one in topic.subscriptions for q in one.queues):
        address = queue.address(SqsQueuePolicy)
        if not address.repeats:
            statement = f"jsondecode({address.single('policy')}).Statement"
            yield _assert(
                f'{statement}[*].Principal.Service == ["{policy.SNS}"]',
                f"{address} must let SNS in, and nobody else.",
            )
            yield _assert(
                f'{statement}[0].Condition.ArnLike["aws:SourceArn"] == {queue.topic_arn}',
                f"{address} must let the topic send.",
            )


def _assert(condition: str, message: str) -> Condition:
    return Condition(Hcl(condition), hcl.value(message))
