"""The roles and delivery streams that event destinations ask for: which are made, and what they are called.

SES assumes a role of its own, which may write to one stream; Data Firehose delivers to S3 with another.
"""

from __future__ import annotations

from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan import records
from generator.plan.addresses import Address, make
from generator.plan.meta import default_name, repeats_with
from generator.plan.records import Record
from generator.spec.base import V1, WAITS
from generator.spec.facts import STREAM_NAME
from generator.spec.location import Location, location
from generator.spec.resolved import Destination, Repetition, Resolved, ResolvedSet
from generator.spec.subscriptions import Role
from generator.spec.supporting import FirehoseDestination, Stream

WAIT_VARIABLE = "iam_propagation_seconds"
WAIT_SECONDS = 15
"""How long a new role takes until SES can assume it; the resource of SES v1 does not try again."""

DELIVERY_ROLE, WAIT_FOR_ROLE = ENDINGS = ("_delivery", "_role")
"""What follows the label of an event destination: in that of the role of Data Firehose, and in that of the wait."""

_WAITING: dict[str, type[Record]] = {
    "sleep": records.TerraformData,
    "time_sleep": records.TimeSleep,
}
"""What waits, by the spec's word for it."""


class Delivery(NamedTuple):
    """The role or stream that is made for one event destination, or both."""

    destination: Destination
    configuration_set: ResolvedSet
    firehose: FirehoseDestination
    repeated: Repetition
    wait: str

    @property
    def lives(self) -> Location:
        """Where its resources live: where the event destination does."""
        return location(self.destination.args)

    @property
    def name(self) -> str:
        """The name of the stream that is made."""
        return stream_name(self.firehose.stream, self.destination, self.configuration_set)

    @property
    def role(self) -> Role | None:
        """The role to make: asked for, or needed by a stream that is made."""
        return self.firehose.role_to_make()

    def address(self, record_type: type[Record], suffix: str = "") -> Address:
        """The address of one of its resources."""
        return make(record_type, f"{self.destination.label}{suffix}", self.repeated)

    @property
    def ses_role(self) -> Address:
        """The role that SES assumes."""
        return self.address(records.IamRole)

    @property
    def delivery_role(self) -> Address:
        """The role that Data Firehose delivers with."""
        return self.address(records.IamRole, DELIVERY_ROLE)

    @property
    def stream(self) -> Address:
        """The delivery stream."""
        return self.address(records.KinesisFirehoseDeliveryStream)

    @property
    def log_group(self) -> Address:
        """The log group of what the stream cannot deliver."""
        return self.address(records.CloudwatchLogGroup)

    @property
    def log_stream(self) -> Address:
        """The log stream in it."""
        return self.address(records.CloudwatchLogStream)

    @property
    def waits(self) -> bool:
        """Whether something waits until the role that SES assumes is known everywhere."""
        return self.role is not None and self.wait in _WAITING

    @property
    def ready(self) -> Address:
        """What must be there before the event destination: the end of the wait, or the role's permissions."""
        if self.wait in _WAITING:
            return self.address(_WAITING[self.wait], WAIT_FOR_ROLE)
        return self.address(records.IamRolePolicy)

    @property
    def stream_arn(self) -> Hcl:
        """The ARN of the stream, made or not."""
        if self.firehose.stream is not None:
            return self.stream.instance("arn")
        return hcl.value(self.firehose.stream_arn)

    @property
    def role_arn(self) -> Hcl:
        """The ARN of the role that SES assumes, made or not."""
        if self.role is not None:
            return self.ses_role.instance("arn")
        return hcl.value(self.firehose.role_arn)


def deliveries(resolved: Resolved) -> list[Delivery]:
    """The event destinations with a role or a stream to make."""
    return [
        Delivery(
            destination,
            configuration_set,
            firehose,
            _repeated(destination, configuration_set, firehose),
            # The resource of API v2 tries again while a role is new.
            resolved.spec.module.wait if destination.api == V1 else WAITS[-1],
        )
        for configuration_set in resolved.sets
        for destination in configuration_set.destinations
        if (firehose := destination.args.firehose) is not None
        and (firehose.stream is not None or firehose.role is not None)
    ]


def stream_name(
    stream: Stream | None, destination: Destination, configuration_set: ResolvedSet
) -> str:
    """The name of a stream that is made: its own, or one made for its event destination."""
    named = stream.name if stream is not None else None
    return named or default_name(configuration_set.name, destination.name, STREAM_NAME.longest)


def _repeated(
    destination: Destination, configuration_set: ResolvedSet, firehose: FirehoseDestination
) -> Repetition:
    name = stream_name(firehose.stream, destination, configuration_set)
    parts = [vars(one) for one in (firehose.role, firehose.stream) if one is not None]
    return repeats_with(
        destination,
        configuration_set,
        *(name, configuration_set.name, firehose.stream_arn or ""),
        *(text for part in parts for text in part.values() if isinstance(text, str)),
        location(destination.args).region or "",
    )
