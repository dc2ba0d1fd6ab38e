"""Documents that are in the spec's own spelling already: most, and all large ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.spec.spellings import (
    CONFIGURATION_SET,
    DESTINATION,
    DIMENSION,
    FIREHOSE,
    GROUPS,
    SNS,
    SPEC,
)

_OTHER = frozenset(
    [
        *GROUPS,
        *(
            other
            for table in (DESTINATION, DIMENSION, FIREHOSE, SNS, CONFIGURATION_SET, SPEC)
            for others in table.values()
            for other in others
        ),
    ]
)
"""Every spelling that is not the spec's own, and what groups of them stand under."""


class _OtherFormError(Exception):
    """Something in a document must be brought into form."""


def as_written(document: object) -> object | None:
    """The document itself, its ``sns`` strings expanded, where nothing else must change; else None.

    It costs a tenth of :func:`generator.spec.spellings.normalise`, which copies every mapping and keeps account of every path.
    """
    try:
        short = list(_short_topics(document))
    except _OtherFormError:
        return None
    for destination in short:
        destination["sns"] = {"topic_arn": destination["sns"]}
    return document


def _short_topics(document: object) -> Iterator[dict[str, Any]]:
    spec = _own(document)
    destinations = [_own(spec["defaults"])] if "defaults" in spec else []
    for configuration_set in _own(spec.get("configuration_sets", {})).values():
        inner = _own(_own(configuration_set).get("event_destinations", {}))
        destinations += map(_own, inner.values())
    for destination in destinations:
        sns, firehose, dimensions = (
            destination.get("sns"),
            destination.get("firehose"),
            destination.get("cloudwatch"),
        )
        if isinstance(sns, str):
            yield destination
        elif sns is not None:
            _own(sns)
        if firehose is not None:
            _own(firehose)
        if dimensions is not None:
            if not isinstance(dimensions, list):
                raise _OtherFormError
            for dimension in dimensions:
                _own(dimension)


def _own(node: object) -> dict[str, Any]:
    """A mapping whose keys are all the spec's own, or names."""
    if not isinstance(node, dict) or not _OTHER.isdisjoint(node):
        raise _OtherFormError
    return node
