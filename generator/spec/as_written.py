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
    SHORT,
    SPEC,
)

_OTHER = frozenset(
    [
        *GROUPS,
        *(
            other
            for table in (
                *(DESTINATION, DIMENSION, FIREHOSE, CONFIGURATION_SET, SPEC),
                *(table for _, table in SHORT.values()),
            )
            for others in table.values()
            for other in others
        ),
    ]
)
"""Every spelling that is not the spec's own, and what groups of them stand under."""


class _OtherFormError(Exception):
    """Something in a document must be brought into form."""


def as_written(document: object) -> object | None:
    """The document itself, the strings for destinations expanded, where nothing else must change; else None.

    It costs a tenth of :func:`generator.spec.spellings.normalise`, which copies every mapping and keeps account of every path.
    """
    try:
        short = list(_short(document))
    except _OtherFormError:
        return None
    for destination, kind in short:
        destination[kind] = {SHORT[kind][0]: destination[kind]}
    return document


def _short(document: object) -> Iterator[tuple[dict[str, Any], str]]:
    """The destinations that are strings."""
    spec = _own(document)
    destinations = [_own(spec["defaults"])] if "defaults" in spec else []
    for configuration_set in _own(spec.get("configuration_sets", {})).values():
        owner = _own(configuration_set)
        if "vdm" in owner:
            raise _OtherFormError
        inner = _own(owner.get("event_destinations", {}))
        destinations += map(_own, inner.values())
    for destination in destinations:
        for kind in destination:
            if kind not in _KINDS or destination[kind] is None:
                continue
            value = destination[kind]
            if kind == "cloudwatch":
                _all_own(value)
            elif kind in SHORT and isinstance(value, str):
                yield destination, kind
            else:
                _own(value)


_KINDS = frozenset([*SHORT, "firehose", "cloudwatch"])


def _all_own(dimensions: object) -> None:
    if not isinstance(dimensions, list):
        raise _OtherFormError
    for dimension in dimensions:
        _own(dimension)


def _own(node: object) -> dict[str, Any]:
    """A mapping whose keys are all the spec's own, or names."""
    if not isinstance(node, dict) or not _OTHER.isdisjoint(node):
        raise _OtherFormError
    return node
