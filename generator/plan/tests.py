"""The module's own tests: what the spec says, asserted by ``terraform test`` against a mocked provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import hcl
from generator.plan.blocks import Argument, Block, Nested
from generator.plan.delivery import WAIT_VARIABLE, deliveries
from generator.plan.replacement import mode
from generator.plan.topics import shared_topics
from generator.plan.variables import example_value, has_default
from generator.spec.base import EVENT_TYPES
from generator.spec.resolved import Destination, Resolved, ResolvedSet

PATH = "tests/module.tftest.hcl"
MANY = 1_000
"""With more event destinations a module has no tests: megabytes that say what the blocks say."""

_ARN = "arn:aws:{}:eu-west-1:123456789012:{}"
_MOCKS: dict[str, dict[str, str]] = {
    "aws_sns_topic": {"arn": _ARN.format("sns", "mock")},
    "aws_kms_key": {"arn": _ARN.format("kms", "key/mock")},
    "aws_iam_role": {"arn": "arn:aws:iam::123456789012:role/mock"},
    "aws_kinesis_firehose_delivery_stream": {"arn": _ARN.format("firehose", "deliverystream/mock")},
    "aws_ses_configuration_set": {"arn": _ARN.format("ses", "configuration-set/mock")},
}
_MOCK_DATA: dict[str, dict[str, str]] = {
    "aws_caller_identity": {"account_id": "123456789012"},
    "aws_partition": {"partition": "aws"},
    "aws_region": {"id": "eu-west-1"},
}
_KIND_BLOCKS = {
    "cloudwatch": "cloudwatch_destination",
    "firehose": "kinesis_destination",
    "sns": "sns_destination",
}


def test_blocks(resolved: Resolved) -> tuple[Block, ...] | None:
    """The blocks of the test file; None where there is too much or nothing to assert, or no value to test with."""
    checks = _checks(resolved) if len(resolved.destinations) <= MANY else ()
    if not checks:
        return None
    values = dict(_inputs(resolved))
    if any(value is None for value in values.values()):
        return None
    inputs = ((Block("variables", (), (tuple(values.items()),)),)) if values else ()
    return (_provider(resolved), *inputs, _run(checks))


def _inputs(resolved: Resolved) -> Iterator[Argument]:
    for key, variable in resolved.spec.variables.items():
        if not has_default(variable):
            yield key, example_value(key, variable)
    if any(item.role is not None for item in deliveries(resolved)):
        yield WAIT_VARIABLE, 0


def _provider(resolved: Resolved) -> Block:
    """A provider that answers by itself, with values that have the right form."""
    parts = bool(shared_topics(resolved) or deliveries(resolved))
    mocks = [("mock_resource", name, values) for name, values in _MOCKS.items() if parts]
    mocks += [("mock_data", name, values) for name, values in _MOCK_DATA.items() if parts]
    blocks = tuple(
        Nested(kind, (("defaults", values),), labels=(name,)) for kind, name, values in mocks
    )
    return Block("mock_provider", ("aws",), (), blocks)


def _checks(resolved: Resolved) -> tuple[Nested, ...]:
    """Everything that must hold after an apply."""
    checks = [
        check
        for entry in resolved.sets
        for item in entry.destinations
        for check in _asserts(item, entry)
    ]
    return (*checks, *_policy_asserts(resolved))


def _run(checks: tuple[Nested, ...]) -> Block:
    command: tuple[Argument, ...] = (("command", "${apply}"),)
    return Block("run", ("spec",), (command,), checks)


def _asserts(item: Destination, entry: ResolvedSet) -> Iterator[Nested]:
    """What every instance of an event destination must be."""
    times = item.repetition(entry)[1]

    def every(condition: str, message: str) -> Nested:
        tested = condition.replace("ITEM", item.address if times is None else "item")
        if times is not None:
            plural = (
                f"values({item.address})"
                if item.repetition(entry)[0] == "for_each"
                else item.address
            )
            tested = f"alltrue([for item in {plural} : {tested}])"
        # Laid out already: to split each into tokens took 4 s for 10,000 event destinations.
        arguments = (("condition", hcl.Hcl(tested)), ("error_message", message))
        return Nested("assert", arguments)

    name = f"{item.set_key}.{item.key}"
    if isinstance(item.args.enabled, bool):
        state = "on" if item.args.enabled else "off"
        yield every(f"ITEM.enabled == {hcl.value(item.args.enabled)}", f"{name} must be {state}.")
    types = item.event_types
    if isinstance(types, tuple) and set(types) <= set(EVENT_TYPES):
        listed = hcl.value(sorted(set(types)))
        yield every(
            f"sort(ITEM.matching_types) == tolist({listed})", f"{name} must get {', '.join(types)}."
        )
    for kind, value in item.kinds().items():
        number = len(value) if isinstance(value, tuple) else 1
        yield every(
            f"length(ITEM.{_KIND_BLOCKS[kind]}) == {number}", f"{name} must publish to {kind}."
        )
    literal = hcl.literal_text(item.name)
    if literal is not None and mode(item) != "overlap":
        yield every(f"ITEM.name == {hcl.quote(literal)}", f"{name} must be called {literal}.")


def _policy_asserts(resolved: Resolved) -> Iterator[Nested]:
    """Whom the policies let in."""
    addresses = [
        (f"aws_sns_topic_policy.{topic.label}", "policy")
        for topic in shared_topics(resolved)
        if not topic.head
    ]
    addresses += [
        (f"aws_iam_role.{delivery.item.label}", "assume_role_policy")
        for delivery in deliveries(resolved)
        if delivery.role is not None and not delivery.head
    ]
    for address, attribute in addresses:
        statement = f"jsondecode({address}.{attribute}).Statement[0]"
        yield _assert(
            f'{statement}.Principal.Service == "ses.amazonaws.com"',
            f"{address} must let SES in.",
        )
        condition = (
            f'keys({statement}.Condition.StringEquals) == ["aws:SourceAccount", "aws:SourceArn"]'
        )
        yield _assert(condition, f"{address} must name the account and the configuration sets.")


def _assert(condition: str, message: str) -> Nested:
    arguments: tuple[tuple[str, Any], ...] = (
        ("condition", hcl.expression(condition)),
        ("error_message", message),
    )
    return Nested("assert", arguments)
