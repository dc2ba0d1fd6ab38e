"""SES049, SES051, SES053, SES054: roles and streams that the module makes, used where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Path, Severity
from generator.plan import MAIN, Plan
from generator.plan.streams import Delivery
from generator.rules.base import Finding, Impact, Related, plan_rule
from generator.rules.judge import resource_reference
from generator.spec.resolved import Destination


@dataclass(frozen=True, slots=True)
class _Use:
    """An event destination whose ``role_arn`` is a role that the module makes for ``maker``."""

    item: Destination
    maker: Delivery
    delivers: bool

    @property
    def path(self) -> Path:
        return (*self.item.path, "firehose", "role_arn")


def _uses(plan: Plan) -> Iterator[_Use]:
    made: dict[str, tuple[Delivery, bool]] = {}
    for delivery in plan.deliveries:
        if delivery.role is not None:
            made[str(delivery.ses_role)] = (delivery, False)
        if delivery.firehose.stream is not None:
            made[str(delivery.delivery_role)] = (delivery, True)
    for item in plan.resolved.having("firehose") if made else ():
        firehose = item.args.firehose
        found = resource_reference(firehose.role_arn) if firehose is not None else None
        if found is not None and not found.is_data:
            maker, delivers = made.get(f"{found.type}.{found.label}", (None, False))
            if maker is not None and (maker.item is not item or delivers):
                yield _Use(item, maker, delivers)


@plan_rule("SES049", "delivery-role", Severity.ERROR, Impact.REJECTED)
def delivery_role(plan: Plan) -> Iterator[Finding]:
    """The role that Data Firehose delivers with is given to SES."""
    for use in _uses(plan):
        if use.delivers:
            message = "SES cannot assume the role that Data Firehose delivers with"
            help_ = "leave `role_arn` out: the module makes a role for SES"
            yield Finding(use.path, message, help_)


@plan_rule("SES051", "role-of-another-set", Severity.ERROR, Impact.REJECTED)
def role_of_another_set(plan: Plan) -> Iterator[Finding]:
    """A role that the module makes for one configuration set is used by another."""
    for use in _uses(plan):
        if not use.delivers and use.item.set_key != use.maker.item.set_key:
            message = (
                f'the role trusts SES for the configuration set "{use.maker.item.set_key}" alone'
            )
            yield Finding(use.path, message, "write `role: {}`: a role of its own", _made(use))


@plan_rule("SES053", "existing-role-new-stream", Severity.WARNING, Impact.REJECTED)
def existing_role_new_stream(plan: Plan) -> Iterator[Finding]:
    """A delivery stream is made, and the role that SES assumes is not."""
    known = {use.item.path for use in _uses(plan)}
    for item in plan.resolved.having("firehose"):
        firehose = item.args.firehose
        if firehose is None or firehose.stream is None or firehose.role_arn is None:
            continue
        if item.path not in known:
            message = "the role is not made here: may it write to the new stream?"
            help_ = "leave `role_arn` out, and the module makes one that may"
            yield Finding((*item.path, "firehose", "role_arn"), message, help_)


@plan_rule("SES054", "role-of-another-stream", Severity.ERROR, Impact.REJECTED)
def role_of_another_stream(plan: Plan) -> Iterator[Finding]:
    """A role that the module makes for one delivery stream is used for another."""
    for use in _uses(plan):
        if not use.delivers and _stream_arn(plan, use.item) != use.maker.stream_arn:
            message = "the role may write to another delivery stream alone"
            yield Finding(use.path, message, "write `role: {}`: a role of its own", _made(use))


def _stream_arn(plan: Plan, item: Destination) -> str:
    """The ARN of the stream that an event destination publishes to, as HCL."""
    records = (one for one in plan.files[MAIN] if one.spec_path == item.path)
    streams = (getattr(record, "kinesis_destination", None) for record in records)
    return next((str(stream.stream_arn) for stream in streams if stream is not None), "")


def _made(use: _Use) -> tuple[Related, ...]:
    return (Related((*use.maker.item.path, "firehose"), "the role is made for this"),)


RULES = (
    delivery_role,
    role_of_another_set,
    existing_role_new_stream,
    role_of_another_stream,
)
