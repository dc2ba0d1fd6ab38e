"""ARNs as far as they can be read: a field with an interpolation is unknown.

Formats: IAM User Guide, "Amazon Resource Names"; Regions and partitions: ``endpoints.json`` of botocore
(service ``email``), as of November 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.spec.facts import DEFAULT_BUS
from generator.spec.resolved import Destination, ResolvedSet

PARTITIONS = {
    "aws": re.compile(r"(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+"),
    "aws-cn": re.compile(r"cn-[a-z]+-\d+"),
    "aws-us-gov": re.compile(r"us-gov-[a-z]+-\d+"),
    "aws-iso": re.compile(r"us-iso-[a-z]+-\d+"),
    "aws-iso-b": re.compile(r"us-isob-[a-z]+-\d+"),
    "aws-iso-e": re.compile(r"eu-isoe-[a-z]+-\d+"),
    "aws-iso-f": re.compile(r"us-isof-[a-z]+-\d+"),
    "aws-eusc": re.compile(r"eusc-[a-z]+-[a-z]+-\d+"),
}
"""The partitions and the shape of their Regions' names."""
WITHOUT_SES = frozenset(["aws-cn", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"])
"""Partitions that have no SES endpoint."""
REGIONS = frozenset([
    "af-south-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
    "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1",
    "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1",
    "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
    "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1",
    "us-gov-west-1", "eusc-de-east-1"
])  # fmt: skip
"""Regions with SES."""
REGIONS_WITHOUT_SES = frozenset(["ap-east-1"])
"""Regions of the partition ``aws`` without SES."""

_UNKNOWN = "\0"
_FIELDS = 6


class Arn(NamedTuple):
    """The fields of an ARN; None where an interpolation hides one. ``resource`` may contain U+0000.

    ``is_written`` is False for that of a configuration set, as far as its Region says it.
    """

    partition: str | None
    service: str | None
    region: str | None
    account: str | None
    resource: str
    well_formed: bool = True
    is_written: bool = True

    @property
    def written_partition(self) -> str | None:
        """The partition, where somebody wrote it."""
        return self.partition if self.is_written else None

    @property
    def owner(self) -> str | None:
        """The account, where it is one."""
        return self.account if re.fullmatch(r"\d{12}", self.account or "") else None

    @property
    def resource_is_known(self) -> bool:
        """Whether the resource contains no interpolation."""
        return _UNKNOWN not in self.resource


@lru_cache(maxsize=4096)
def read_arn(value: str) -> Arn | None:
    """The ARN in a string; None where nothing can be said: an expression alone, or one in its way.

    ``well_formed`` is False for text that is certainly not an ARN.
    """
    if not hcl.has_markup(value):
        text = value
    elif hcl.sole_expression(value) is not None:
        return None
    else:
        parts = hcl.parse_template(value)
        text = "".join(part.text if isinstance(part, hcl.Literal) else _UNKNOWN for part in parts)
    fields = text.split(":", _FIELDS - 1)
    if len(fields) < _FIELDS or fields[0] != "arn":
        if _UNKNOWN in text:
            return None
        return Arn(None, None, None, None, text, well_formed=False)
    known = [None if _UNKNOWN in field else field for field in fields[1:5]]
    return Arn(known[0], known[1], known[2], known[3], fields[5])


def arns(destination: Destination) -> Iterator[tuple[Path, Arn]]:
    """The ARNs of an event destination that can be read, with their paths in it."""
    for path, text in arn_arguments(destination):
        arn = read_arn(text) if text else None
        if arn is not None:
            yield path, arn


def arn_arguments(destination: Destination) -> Iterator[tuple[Path, str]]:
    """The arguments of an event destination that hold ARNs, with their paths in it."""
    firehose, sns = destination.args.firehose, destination.args.sns
    if firehose is not None and firehose.stream_arn is not None:
        yield ("firehose", "stream_arn"), firehose.stream_arn
    if firehose is not None and firehose.role_arn is not None:
        yield ("firehose", "role_arn"), firehose.role_arn
    if sns is not None and sns.topic_arn is not None:
        yield ("sns", "topic_arn"), sns.topic_arn
    if destination.args.eventbridge is not None:
        bus = destination.args.eventbridge.event_bus_arn
        if bus != DEFAULT_BUS:
            yield ("eventbridge", "event_bus_arn"), bus


@lru_cache(maxsize=16_384)
def set_arns(configuration_set: ResolvedSet) -> list[tuple[Path, Arn]]:
    """The well-formed ARNs of a set's event destinations, with their paths in the set."""
    return [
        (within(destination, *path), arn)
        for destination in configuration_set.destinations
        for path, arn in arns(destination)
        if arn.well_formed
    ]


def within(destination: Destination, *path: str | int) -> Path:
    """A place in an event destination, as a path in its configuration set."""
    return ("event_destinations", destination.key, *path)
