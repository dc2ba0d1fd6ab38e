"""What the README of a module says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import hcl
from generator.hcl import Hcl, expression_source
from generator.hcl.numbers import Digits
from generator.plan.alarms import ACTIONS
from generator.plan.coverage import MEANINGS, Cell, CoverageRow, coverage
from generator.plan.declarations import Output
from generator.plan.diagram import diagram
from generator.plan.outputs import SENDER_POLICIES
from generator.plan.plan import MAIN, Plan
from generator.plan.policy import CLOUDWATCH, KEY_OF_SERVICE, SNS
from generator.plan.records import TYPES, IamRole, KinesisFirehoseDeliveryStream, Record
from generator.plan.senders import callers_identity
from generator.plan.ses import NAME_ARGUMENTS, SesConfigurationSet, Sesv2ConfigurationSet
from generator.plan.sns import SnsTopic
from generator.plan.sqs import SqsQueue
from generator.plan.subscriptions import Subscribed, dead_letter_target
from generator.plan.triggers import mode
from generator.plan.variables import describe, example_value, has_default, type_of
from generator.spec.protocols import PROTOCOLS
from generator.spec.resolved import Resolved
from generator.spec.terraform import Variable


def readme(plan: Plan, name: str, aliases: list[Hcl], *, tested: bool) -> dict[str, Any]:
    """The values of the template; ``tested`` says whether the module has tests of its own."""
    resolved, spec = plan.resolved, plan.resolved.spec
    rows = coverage(resolved)
    shown = {
        key: example_value(key, variable)
        for key, variable in spec.variables.items()
        if not has_default(variable)
    }
    seen = {cell for row in rows for cell in row.cells}
    managed = sum(configuration_set.args.manage for configuration_set in resolved.sets)
    sets, destinations = _count(managed, "configuration set"), len(resolved.destinations)
    meanings = "; ".join(f"{cell} = {text}" for cell, text in MEANINGS.items() if cell in seen)
    return {
        "module": name,
        "description": spec.module.description or "",
        "contents": f"{sets} and {_count(destinations, 'event destination')}",
        "arguments": {key: value for key, value in shown.items() if value is not None},
        "missing": [key for key, value in shown.items() if value is None],
        "aliases": {alias: alias for alias in aliases},
        "requirements": [
            ("Terraform or OpenTofu", spec.terraform.required_version),
            ("hashicorp/aws", plan.aws_provider),
            *([("hashicorp/time", plan.time_provider)] if plan.time_provider else []),
        ],
        "inputs": [_input(key, variable) for key, variable in plan.variables.items()],
        "outputs": [_output(output) for output in plan.outputs],
        "diagram": diagram(resolved),
        "notes": list(_notes(plan)),
        "tested": tested,
        "simulated": _simulated(resolved),
        "supporting": _supporting(plan),
        "event_types": resolved.event_types,
        "named": any(one.args.senders for one in resolved.sets),
        "caller": callers_identity(resolved, name),
        "rows": rows if len(rows) <= MANY else (),
        "totals": _totals(resolved.event_types, rows) if len(rows) > MANY else (),
        "meanings": meanings,
    }


MANY = 1_000
"""With more event destinations the README counts them: no page shows a table that long."""


_OPEN = (Cell.MAYBE, Cell.YES_BY_DEFAULT, Cell.NO_BY_DEFAULT)


def _totals(
    event_types: Sequence[str], rows: Sequence[CoverageRow]
) -> list[tuple[str, int, int, int]]:
    """How many event destinations get an event type: published, not enabled, by expression."""
    columns = zip(event_types, zip(*(row.cells for row in rows), strict=True), strict=True)
    return [
        (name, cells.count(Cell.YES), cells.count(Cell.OFF), sum(map(cells.count, _OPEN)))
        for name, cells in columns
    ]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _input(key: str, variable: Variable) -> dict[str, str]:
    value = variable.default
    shown = str(value) if isinstance(value, Digits) else json.dumps(value, ensure_ascii=False)
    return {
        "name": key,
        "description": describe(key, variable),
        "type": str(expression_source(type_of(variable))),
        "default": shown if has_default(variable) else "",
        "constraints": " ".join(_constraints(variable)),
    }


def _constraints(variable: Variable) -> Iterator[str]:
    if variable.nullable is False:
        yield "Not null."
    if variable.sensitive:
        yield "Sensitive."
    yield from (_called(check.error_message) for check in variable.validation or ())


def _output(output: Output) -> dict[str, str]:
    return {"name": output.label, "description": hcl.from_source(output.description)}


def _supporting(plan: Plan) -> list[tuple[str, str]]:
    """What the module makes beside sets and event destinations: type and label, or how many."""
    found = [
        (type_, str(record.label))
        for file, made in plan.files.items()
        if file != MAIN
        for record in made
        for kind, type_ in [TYPES[type(record)]]
        if kind == "resource"
    ]
    if len(found) <= MANY:
        return found
    return [(type_, f"{number} of them") for type_, number in Counter(t for t, _ in found).items()]


def _simulated(resolved: Resolved) -> list[tuple[str, str, str]]:
    """Addresses of the mailbox simulator for the event types that a destination gets."""
    published = {
        event
        for destination in resolved.destinations
        if isinstance(destination.event_types, tuple)
        for event in destination.event_types
    }
    return [mail for mail in _SIMULATOR if mail[0] in published]


_SIMULATOR = (
    ("bounce", "bounce@simulator.amazonses.com", "a hard bounce"),
    ("complaint", "complaint@simulator.amazonses.com", "a complaint"),
    ("delivery", "success@simulator.amazonses.com", "a delivery"),
)
"""Source: SES Developer Guide, "Using the mailbox simulator"."""


def told(plan: Plan) -> Iterator[str]:
    """Whom the alarms tell: a sentence for those that tell the same."""
    groups: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for alarm in plan.alarms:
        asked = tuple(tuple(_called(one) for _, one in alarm.told(key)) for key in ACTIONS)
        groups.setdefault(asked, []).append(str(alarm.address.label))
    for (actions, over), labels in groups.items():
        one, several = len(labels) == 1, len(labels) > _FEW
        who = f"{len(labels)} alarms" if several else ", ".join(labels)
        subject = who if several else f"The alarm{'' if one else 's'} {who}"
        verb = "tells" if one else "tell"
        ending = f", and {', '.join(over)} when all is well again" if over else ""
        yield f"{subject} {verb} {', '.join(actions) or 'nobody'}{ending}."
    for topic in plan.topics:
        key = topic.topic.kms_master_key_id if topic.topic is not None else None
        if topic.alarms and key is not None:
            yield (
                f"The policy of the key {_called(key)} must let {CLOUDWATCH} use {' and '.join(KEY_OF_SERVICE)}"
                f" for alarms to reach the topic {topic.name}."
            )


_FEW = 10


def _called(text: str) -> str:
    """A string as a person reads it: an expression without the marks around it."""
    return hcl.sole_expression(text) or text


def _notes(plan: Plan) -> Iterator[str]:
    """What the module cannot do for its caller, and what edits do."""
    destinations = plan.resolved.destinations
    ready = any(one.args.manage for one in plan.resolved.sets)
    yield (
        "Whoever sends mail with a configuration set must be allowed ses:SendEmail and ses:SendRawEmail on its ARN, besides"
        " the identity's: else AWS answers AccessDenied."
        + (f" The output {SENDER_POLICIES} has a policy for each set." if ready else "")
    )
    domains = (one.args.custom_redirect_domain for one in plan.resolved.sets)
    redirects = dict.fromkeys(domain for domain in domains if domain is not None)
    if redirects:
        yield (
            f"Links of opens and clicks go through {', '.join(redirects)}: it must be verified in SES in this account and Region"
            " before the apply, have a CNAME to the Region's tracking host, and, for links of https, a CDN with a certificate for it."
        )
    for topic in plan.topics:
        for subscribed in topic.subscriptions:
            yield from _outside(subscribed)
    yield from _of_streams(plan)
    yield from told(plan)
    overlapping = [f"{i.set_key}.{i.key}" for i in destinations if mode(i) == "overlap"]
    if overlapping:
        yield (
            f"An edit of {', '.join(overlapping)} makes the new event destination before the old one"
            " goes: events may arrive twice for a moment, and the set needs a free slot of its ten."
        )
    yield from _fixed_names(plan)


def _of_streams(plan: Plan) -> Iterator[str]:
    """What the streams need of buckets and keys that are not of this module."""
    for delivery in plan.deliveries:
        stream = delivery.firehose.stream
        if stream is None:
            continue
        if stream.foreign_bucket:
            yield (
                f"The policy of the bucket {stream.bucket_arn} must let the role of the stream {delivery.name}"
                " (output delivery_role_arns) do what its own policy says; it is not part of this module."
            )
        if stream.kms_key_arn is not None:
            yield (
                f"Who applies the module needs kms:CreateGrant on {stream.kms_key_arn}: Data Firehose makes a grant"
                f" for the stream {delivery.name}."
            )


_NAMED: Mapping[type[Record], str] = {
    SesConfigurationSet: "configuration set",
    Sesv2ConfigurationSet: "configuration set",
    SnsTopic: "topic",
    SqsQueue: "queue",
    KinesisFirehoseDeliveryStream: "delivery stream",
    IamRole: "role",
}
"""Resources of which an account, or a Region of it, has one of a name."""
_SHOWN = 20


def _fixed_names(plan: Plan) -> Iterator[str]:
    """The names that a second call of the module in the same place would make again."""
    fixed = [
        f"{name} ({noun})"
        for record in plan.resources()
        if (noun := _NAMED.get(type(record))) is not None
        and (name := _fixed(getattr(record, NAME_ARGUMENTS.get(type(record), "name"), None)))
        is not None
    ]
    if fixed:
        rest = len(fixed) - _SHOWN
        shown = ", ".join(fixed[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
        yield (
            "These names are fixed, and taken for a second call of the module in the same account and Region"
            f" (of a role: in the same account): {shown}."
        )


def _fixed(name: Hcl | None) -> str | None:
    return None if name is None else hcl.literal_text(hcl.from_source(name))


def _outside(subscribed: Subscribed) -> Iterator[str]:
    """What a subscription needs that is not part of the module."""
    subscription, topic = subscribed.args, subscribed.topic
    protocol = PROTOCOLS.get(subscription.protocol)
    made = subscription.queue or subscription.role
    if protocol is not None and protocol.outside and made is None:
        yield protocol.outside.format(endpoint=subscription.endpoint, topic=topic)
    for queue in subscribed.queues:
        key = queue.key
        if key is not None:
            yield (
                f"The policy of the key {_called(key)} must let {SNS} use {' and '.join(KEY_OF_SERVICE)}"
                f" for messages to reach the queue {queue.name}."
            )
    target = dead_letter_target(subscription)
    if target is not None:
        reader = subscription.endpoint or f"the queue {subscribed.queues[0].name}"
        yield (
            f"The policy of the queue {target} must let {SNS} send what the topic {topic} could not"
            f" deliver to {reader}; it is not part of this module."
        )
