"""Where the values of a spec come from: the way back from a path to a file, line and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

from generator.diagnostics import Diagnostic, Location, Path, Related, Severity
from generator.loader.quick import quick_values
from generator.loader.text import SourceText
from generator.spec.base import DESTINATION_DEPTH, LOCATION, SET_DEPTH, owner_depth
from generator.spec.spellings import SHORT, normalise

if TYPE_CHECKING:
    from generator.loader.document import Document


Span: TypeAlias = tuple[int, int, int, int]
"""First line and column, and the line and column after the last, as in :class:`Location`."""
Tree: TypeAlias = list[Any]
"""The span of a value, or None, and the trees of what it holds, by key; fit for JSON."""


class Origin(Protocol):
    """What every kind of spec can say about its values. ``is_hcl`` says whether they stand in Terraform files."""

    is_hcl: ClassVar[bool]

    @property
    def name(self) -> str:
        """The name of the file, as messages show it."""

    def find(self, path: Path) -> tuple[Location, tuple[Related, ...]]:
        """The place of a value, or of the deepest part of ``path`` that exists."""

    def line(self, place: Location) -> str:
        """The line that a place begins on, for excerpts; empty where there is none."""

    def sources(self) -> tuple[SourceText, ...]:
        """The texts whose comments count."""


@dataclass(frozen=True)
class TextOrigin:
    """A YAML or JSON spec: every value has its place, which is looked for when a message needs it.

    ``as_written`` says that it is in the spec's own spelling, but for the strings for destinations.
    """

    is_hcl: ClassVar[bool] = False

    source: SourceText
    as_written: bool = False

    @cached_property
    def document(self) -> Document:
        """The text with the place of every value in it.

        Raises:
            SpecError: as :class:`Document`.
        """
        # 10 ms that a spec without a mistake does not pay.
        from generator.loader.document import Document  # noqa: PLC0415

        return Document(self.source)

    @cached_property
    def _moved(self) -> dict[Path, Path]:
        """Where a path of the spec is another one in the document."""
        value = quick_values(self.source.name, self.source.text)
        return normalise(self.document.value if value is None else value).moved

    @property
    def name(self) -> str:
        """The name of the file, as messages show it."""
        return self.source.name

    def line(self, place: Location) -> str:
        """The line that a place begins on, without its end."""
        return self.source.line(place.line)

    def sources(self) -> tuple[SourceText, ...]:
        """The file."""
        return (self.source,)

    def raw(self, path: Path) -> Path:
        """The path of the document that ``path`` of the normalised spec stands for."""
        if self.as_written:
            return path[:-1] if self._is_short(path) else path
        moved = self._moved
        for end in range(len(path), -1, -1):
            if path[:end] in moved:
                return (*moved[path[:end]], *path[end:])
        return path

    def _is_short(self, path: Path) -> bool:
        """Whether a string is the whole of what ``path`` is the one key of."""
        short = SHORT.get(str(path[-2])) if len(path) > 1 else None
        return short is not None and path[-1] == short[0] and self.document.is_scalar(path[:-1])

    def find(self, path: Path) -> tuple[Location, tuple[Related, ...]]:
        """The place of a value; one that is inherited also names who inherits it."""
        as_key = bool(path) and path[-1] == "[key]"
        path = path[:-1] if as_key else path
        place, found = self._place(path, as_key=as_key)
        for step, heir in _inherited(path) if found < len(path) else ():
            default, depth = self._place(heir, as_key=as_key)
            if depth > len(heir) - len(path) + step and found <= step:
                return default, (Related("inherited here", place),)
        return place, ()

    def _place(self, path: Path, *, as_key: bool) -> tuple[Location, int]:
        """The place of ``path`` and how many of its steps exist, counted in the spec's own path."""
        for end in range(len(path), -1, -1):
            raw = self.raw(path[:end])
            place, found = self.document.locate(raw)
            if found < len(raw):
                continue
            if raw and (as_key or end < len(path) or self.document.is_block(raw)):
                place = self.document.locate(raw, key=True)[0]
            elif not raw and self.document.is_block(raw):
                place = Location(self.name, place.line, place.column, place.line, place.column + 1)
            return place, end
        return place, 0


def _inherited(path: Path) -> Iterator[tuple[int, Path]]:
    """Where a value may be inherited from: the step of the key in ``path``, and the path over there."""
    if path[:1] != ("configuration_sets",):
        return
    step = owner_depth(path)
    of_destination, inner = step == DESTINATION_DEPTH, path[step:]
    if inner and of_destination and inner[0] in LOCATION:
        yield step, (*path[:SET_DEPTH], *inner)
    if inner and (of_destination or inner[0] in LOCATION):
        yield step, ("defaults", *inner)


@dataclass(frozen=True, slots=True)
class PythonOrigin:
    """A Python spec, in whose file the values are that its ``places`` find; or one that was never a file."""

    is_hcl: ClassVar[bool] = False

    name: str
    source: SourceText | None = None
    places: Tree | None = None

    def line(self, place: Location) -> str:
        """The line that a place begins on."""
        return self.source.line(place.line) if self.source is not None else ""

    def sources(self) -> tuple[SourceText, ...]:
        """The file, if there is one."""
        return (self.source,) if self.source is not None else ()

    def find(self, path: Path) -> tuple[Location, tuple[Related, ...]]:
        """The place of a value, or of the deepest of those that hold it; at least the file."""
        span, tree = None, self.places
        for step in (None, *path):
            tree = tree if step is None or tree is None else tree[1].get(str(step))
            if tree is None:
                break
            span = tree[0] or span
        return Location(self.name) if span is None else Location(self.name, *span), ()


def diagnose(
    origin: Origin,
    path: Path,
    code: str,
    message: str,
    help_: str = "",
) -> Diagnostic:
    """An error at the place of ``path``, with the excerpt and the related places."""
    place, related = origin.find(path)
    excerpt = origin.line(place)
    shown = tuple(step for step in path if step != "[key]")
    return Diagnostic(code, Severity.ERROR, message, place, help_, shown, excerpt, related)
