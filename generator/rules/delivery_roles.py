"""Roles and delivery streams that the module makes, used where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.hcl.folder import FolderBlock
from generator.plan import MAIN, Plan
from generator.plan.policy import PUT, SES
from generator.plan.streams import Delivery
from generator.rules.base import ERROR, REJECTED, WARNING, Finding, Related
from generator.rules.beside import document_of, role_of, role_policies
from generator.rules.policy_requests import asking, is_stream, may
from generator.rules.registration import on_plan
from generator.spec.resolved import Destination


class _Use(NamedTuple):
    """An event destination whose ``role_arn`` is a role that the module makes for ``maker``.

    ``delivers`` says that it is the role of Data Firehose, not the one of SES.
    """

    destination: Destination
    maker: Delivery
    delivers: bool

    @property
    def path(self) -> Path:
        return (*self.destination.path, "firehose", "role_arn")

    @property
    def made(self) -> tuple[Related, ...]:
        return (Related((*self.maker.destination.path, "firehose"), "the role is made for this"),)


def _uses(plan: Plan) -> Iterator[_Use]:
    made: dict[str, tuple[Delivery, bool]] = {}
    for delivery in plan.deliveries:
        if delivery.role is not None:
            made[str(delivery.ses_role)] = (delivery, False)
        if delivery.firehose.stream is not None:
            made[str(delivery.delivery_role)] = (delivery, True)
    for destination in plan.resolved.having("firehose") if made else ():
        firehose = destination.args.firehose
        found = hcl.resource_reference(firehose.role_arn) if firehose is not None else None
        if found is not None and not found.is_data:
            maker, delivers = made.get(f"{found.type}.{found.label}", (None, False))
            if maker is not None and (maker.destination is not destination or delivers):
                yield _Use(destination, maker, delivers)


@on_plan("SES049", "delivery-role", ERROR, REJECTED)
def delivery_role(plan: Plan) -> Iterator[Finding]:
    """The role does not let SES assume it."""
    for use in _uses(plan):
        if use.delivers:
            message = "SES cannot assume the role that Data Firehose delivers with"
            help_ = "leave `role_arn` out: the module makes a role for SES"
            yield Finding(use.path, message, help_)
    for destination, role in _existing(plan):
        trust = document_of(role, plan.beside, "assume_role_policy")
        owner = plan.resolved.set_of(destination)
        request = asking(plan, destination, owner, SES, lambda _: True)
        if may([trust], "sts:AssumeRole", request) is False:
            services = {name for one in trust.statements or () for name in one.services}
            message = f'{role.address} does not let SES assume it for "{owner.key}"'
            if services and SES not in services:
                message = f"{role.address} trusts {' and '.join(sorted(services))}, not {SES}"
            help_ = "name ses.amazonaws.com in its assume_role_policy, with conditions that this set meets"
            place = (("the role", role.place()),)
            yield Finding((*destination.path, "firehose", "role_arn"), message, help_, beside=place)


def _existing(plan: Plan) -> Iterator[tuple[Destination, FolderBlock]]:
    """The event destinations with roles that stand beside the module's own blocks."""
    for destination in plan.resolved.having("firehose") if plan.beside.is_known else ():
        firehose = destination.args.firehose
        role = role_of(plan.beside, firehose.role_arn) if firehose is not None else None
        if role is not None:
            yield destination, role


@on_plan("SES059", "role-policy", WARNING, REJECTED)
def role_policy(plan: Plan) -> Iterator[Finding]:
    """The policies of the role do not allow it to write to the delivery stream."""
    for destination, role in _existing(plan):
        firehose, policies = destination.args.firehose, role_policies(plan.beside, role)
        if not policies or firehose is None or not firehose.stream_arn:
            continue
        owner = plan.resolved.set_of(destination)
        stream = is_stream(plan.beside, firehose.stream_arn)
        request = asking(plan, destination, owner, None, stream)
        if may(policies, PUT, request) is False:
            message = f"no policy of {role.address} allows firehose:PutRecordBatch on the stream"
            help_ = "allow it in a policy of the role"
            place = (("a policy of the role", policies[0].block.place()),)
            yield Finding((*destination.path, "firehose", "role_arn"), message, help_, beside=place)


@on_plan("SES051", "role-of-another-set", ERROR, REJECTED)
def role_of_another_set(plan: Plan) -> Iterator[Finding]:
    """A role that the module makes for one configuration set is used by another."""
    for use in _uses(plan):
        made_for = use.maker.destination.set_key
        if not use.delivers and use.destination.set_key != made_for:
            message = f'the role trusts SES for the configuration set "{made_for}" alone'
            yield Finding(use.path, message, "write `role: {}`: a role of its own", use.made)


@on_plan("SES053", "existing-role-new-stream", WARNING, REJECTED)
def existing_role_new_stream(plan: Plan) -> Iterator[Finding]:
    """A delivery stream is made, and the role that SES assumes is not."""
    known = {use.destination.path for use in _uses(plan)}
    for delivery in plan.deliveries:
        firehose, path = delivery.firehose, delivery.destination.path
        if firehose.stream is not None and firehose.role_arn is not None and path not in known:
            message = "the role is not made here: may it write to the new stream?"
            help_ = "leave `role_arn` out, and the module makes one that may"
            yield Finding((*path, "firehose", "role_arn"), message, help_)


@on_plan("SES054", "role-of-another-stream", ERROR, REJECTED)
def role_of_another_stream(plan: Plan) -> Iterator[Finding]:
    """A role that the module makes for one delivery stream is used for another."""
    for use in _uses(plan):
        if not use.delivers and _stream_arn(plan, use.destination) != use.maker.stream_arn:
            message = "the role may write to another delivery stream alone"
            yield Finding(use.path, message, "write `role: {}`: a role of its own", use.made)


def _stream_arn(plan: Plan, destination: Destination) -> str:
    """The ARN of the stream that an event destination publishes to, as HCL."""
    records = (one for one in plan.files[MAIN] if one.spec_path == destination.path)
    streams = (getattr(record, "kinesis_destination", None) for record in records)
    return next((str(stream.stream_arn) for stream in streams if stream is not None), "")
