"""The links that lead to a file: git keeps each of them apart from what it leads to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator.output.git import absolute, is_below


def links_to(path: Path, top: str) -> Iterator[Path]:
    """The links below ``top`` that lead to a file, each by the path it is met under, and the file itself."""
    seen: set[str] = set()
    place = os.path.abspath(path)  # noqa: PTH100 - links stay
    while True:
        link = next((one for one in _prefixes(place) if _is_link_below(one, top)), None)
        if link is None or link in seen:
            break
        seen.add(link)
        yield Path(os.path.relpath(link))
        target = os.path.join(os.path.dirname(link), os.readlink(link))  # noqa: PTH115, PTH118, PTH120
        place = os.path.normpath(target + place.removeprefix(link))
    yield Path(os.path.relpath(place)) if seen else path


def _prefixes(place: str) -> list[str]:
    path = Path(place)
    return [str(one) for one in (*reversed(path.parents), path)]


def _is_link_below(place: str, top: str) -> bool:
    return os.path.islink(place) and is_below(absolute(place), top)  # noqa: PTH114 - as text
