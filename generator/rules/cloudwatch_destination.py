"""The dimensions of a CloudWatch destination: their names, default values and number."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    TERRAFORM,
    UNKNOWN,
    USELESS,
    WARNING,
    Finding,
    Related,
    repeated,
)
from generator.rules.registration import on_argument, on_dimension
from generator.rules.static_values import literal, minimum_length
from generator.rules.tables import argument, where
from generator.rules.value_source import EXCLUDED_HEADERS
from generator.spec.base import V1
from generator.spec.destinations import CloudWatchDimension
from generator.spec.resolved import Destination

_NAME = "cloudwatch.*.dimension_name"
CLOUDWATCH_MAX_LENGTH = 255
"""Longest name of a dimension, which SES lets have one character more."""
_SOME_VALUES = frozenset(["ses:from-domain", "ses:caller-identity", "ses:recipient-isp"])
"""What a sender has few of."""
_MANY_VALUES = frozenset([
    "ses:source-ip", "ses:outgoing-ip", "ses:sender-identity", "message-id", "subject", "reply-to", "user_id",
    "user-id", "userid", "message_id", "recipient", "recipient_id", "email"
])  # fmt: skip

ROWS = (
    argument("SES020", "dimension-name", ERROR, TERRAFORM, _NAME),
    argument("SES023", "dimension-default-value", ERROR, TERRAFORM, "cloudwatch.*.default_value"),
    argument(
        *("SES025", "too-many-dimensions", ERROR, REJECTED, "cloudwatch"),
        noun='event destination "{key}"',
        help_="spread them over several event destinations",
    ),
    on_argument("SES022", "dimension-name-leading-colon", WARNING, UNKNOWN, at=_NAME)(
        where(
            "the name starts with a colon; CloudWatch forbids it",
            "leave the colon out",
            wrong=":.*",
        )
    ),
)


@on_argument("SES021", "dimension-name-256", WARNING, USELESS, at=_NAME)
def dimension_name_256(name: str) -> Iterator[Finding]:
    """The name of a dimension has 256 characters; CloudWatch takes 255."""
    length = minimum_length(name)
    if length == CLOUDWATCH_MAX_LENGTH + 1:  # SES020 tells of more
        message = f"the name has {length} characters; CloudWatch takes {CLOUDWATCH_MAX_LENGTH}"
        yield Finding((), message, "shorten it")


@on_argument("SES026", "repeated-dimension-name", WARNING, UNKNOWN, at="cloudwatch")
def repeated_dimension_name(
    dimensions: tuple[CloudWatchDimension, ...], destination: Destination
) -> Iterator[Finding]:
    """Two dimensions of an event destination have the same name."""
    seen: dict[str, tuple[int, CloudWatchDimension]] = {}
    for index, dimension in enumerate(dimensions):
        name = dimension.dimension_name
        first, before = seen.setdefault(name.lower(), (index, dimension))
        # Two that are the same are one for API v1: the provider has them in a set.
        if first == index or (before == dimension and destination.api == V1):
            continue
        message = f"a second dimension is called {name!r}"
        if before.dimension_name != name:
            message = f"{name!r} and {before.dimension_name!r} differ only in case"
        path = (*destination.path, "cloudwatch", first, "dimension_name")
        related = (Related(path, "the first one"),)
        yield Finding((index, "dimension_name"), message, "rename one", related)


@on_argument("SES027", "repeated-dimension", INFO, USELESS, at="cloudwatch")
def repeated_dimension(
    dimensions: tuple[CloudWatchDimension, ...], destination: Destination
) -> Iterator[Finding]:
    """The same dimension is written twice."""
    for index, _ in repeated(dimensions if destination.api == V1 else ()):
        yield Finding((index,), "this dimension is already listed above", "remove it")


def _metrics(destination: Destination) -> str:
    """How many metrics an event destination makes: its event types times the values of each dimension."""
    types, dimensions = destination.event_types, destination.args.cloudwatch or ()
    names = types if isinstance(types, tuple) else ()
    number = len({*names}) if all(literal(one) is not None for one in names) else 0
    events = "event types" if number != 1 else "event type"
    each = dict.fromkeys(one.dimension_name for one in dimensions)
    return " times ".join([f"{number or 'all'} {events}", *(f"values of {name}" for name in each)])


@on_dimension("SES035", "costly-dimension", WARNING, DANGEROUS)
def costly_dimension(dimension: CloudWatchDimension, destination: Destination) -> Iterator[Finding]:
    """A dimension with very many values: each of them is a metric that is billed."""
    name = (literal(dimension.dimension_name) or "").lower()
    header_id = name.startswith("x-") and name.endswith("-id")
    excluded = dimension.value_source == "emailHeader" and name in EXCLUDED_HEADERS
    if (name in _MANY_VALUES | _SOME_VALUES or header_id) and not excluded:
        metrics = _metrics(destination)
        message = f"every value of {dimension.dimension_name} is a metric that is billed: {metrics}"
        help_ = "use a tag with few values, or send the events to Firehose"
        severity = INFO if name in _SOME_VALUES else None
        yield Finding(("dimension_name",), message, help_, severity=severity)


@on_argument("SES036", "combined-dimensions", INFO, USELESS, at="cloudwatch")
def combined_dimensions(
    dimensions: tuple[CloudWatchDimension, ...], destination: Destination
) -> Iterator[Finding]:
    """Several dimensions in one event destination can only be read together."""
    if len(dimensions) > 1:
        metrics = _metrics(destination)
        message = f"metrics are read by all {len(dimensions)} dimensions together: {metrics}"
        yield Finding((), message, "make an event destination for each view")
