"""A spec as plain values → YAML as a person writes it, with the comments of the Terraform files.

Strings are quoted only where YAML needs it; event types, references and dimensions stand on one line
where they fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.diagnostics import Path
from generator.hcl.numbers import Digits
from generator.loader.scalars import is_text
from generator.spec.schema import URL

WIDTH = 100
"""What would pass this column stands over several lines."""

_PLAIN = re.compile(r"[A-Za-z_$./][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]*")
_NOT_PLAIN = re.compile(r": |:$| #|\s$")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}]|:\?")
# What YAML 1.1 reads as something else; other tools may.
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off"])
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_MODELINE = f"# yaml-language-server: $schema={URL}\n"


def yaml_text(data: Mapping[str, Any], comments: Iterable[tuple[Path, str]]) -> str:
    """The spec as YAML text with a final newline.

    ``comments`` are lines, each with the path of what it stands above; one whose path is not in the spec
    stands at the deepest part that is.
    """
    placed: dict[Path, list[str]] = {}
    for path, line in comments:
        placed.setdefault(_existing(data, path), []).append(line)
    return _MODELINE + "\n".join(_Writer(placed).mapping(data, (), 0)) + "\n"


def _existing(data: Any, path: Path) -> Path:  # noqa: ANN401 - a part of a spec
    for depth, step in enumerate(path):
        # The destinations of a spec are keyed; the elements of a list have no comments.
        # What is written short has no line for its only member.
        if (
            not isinstance(data, Mapping)
            or step not in data
            or (depth and _is_short(path[depth - 1], data))
        ):
            return path[:depth]
        data = data[step]
    return path


class _Writer:
    def __init__(self, comments: Mapping[Path, Sequence[str]]) -> None:
        self.comments = comments

    def mapping(self, data: Mapping[str, Any], path: Path, indent: int) -> Iterator[str]:
        pad = " " * indent
        for key, value in data.items():
            inner = (*path, key)
            for line in self.comments.get(inner, ()):
                yield f"{pad}# {line}".rstrip()
            yield from self.member(f"{pad}{scalar(key)}:", key, value, inner)

    def member(self, start: str, key: str, value: Any, path: Path) -> Iterator[str]:  # noqa: ANN401 - a part of a spec
        indent = len(start) - len(start.lstrip())
        short = _short(key, value)
        if short is not None and (len(start) + len(short) < WIDTH or not _is_long(value)):
            yield f"{start} {short}"
        elif isinstance(value, str):
            yield f"{start} {_block_mark(value)}"
            yield from ((" " * (indent + 2) + line).rstrip() for line in value.splitlines())
        elif isinstance(value, Mapping):
            yield start
            yield from self.mapping(value, path, indent + 2)
        else:
            yield start
            for element in value:
                yield from self.element(element, path, indent + 2)

    def element(self, element: Any, path: Path, indent: int) -> Iterator[str]:  # noqa: ANN401 - a part of a spec
        pad = " " * indent
        line = f"{pad}- {flow(element)}"
        if not isinstance(element, Mapping) or not element or len(line) < WIDTH:
            yield line
            return
        first, *rest = self.mapping(element, (*path, "[]"), indent + 2)
        yield f"{pad}- {first.lstrip()}"
        yield from rest


def _short(key: str, value: Any) -> str | None:  # noqa: ANN401 - a part of a spec
    """A value on the line of its key; None where it needs lines of its own."""
    if isinstance(value, str):
        return None if "\n" in value and _fits_block(value) else scalar(value)
    if _is_short(key, value):
        return scalar(value["topic_arn"])
    if isinstance(value, Mapping):
        return "{}" if not value else None
    if isinstance(value, Sequence):
        plain = not any(isinstance(element, (Mapping, list)) for element in value)
        return flow(value) if plain else None
    return scalar(value)


def _is_short(key: str | int, value: Any) -> bool:  # noqa: ANN401 - a part of a spec
    """Whether a value stands for its only member."""
    return key == "sns" and isinstance(value, Mapping) and set(value) == {"topic_arn"}


def _is_long(value: Any) -> bool:  # noqa: ANN401 - a part of a spec
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value)


def _fits_block(text: str) -> bool:
    """Whether a text can stand as a block scalar, character for character."""
    lines = text.split("\n")
    printable = all(not _UNPRINTABLE.search(line.replace("\t", "")) for line in lines)
    tidy = all(line == line.rstrip() for line in lines) and lines[0][:1] not in ("", " ", "\t")
    return printable and tidy and not text.endswith("\n\n")


def _block_mark(text: str) -> str:
    return "|" if text.endswith("\n") else "|-"


def flow(value: Any) -> str:  # noqa: ANN401 - a part of a spec
    """A value in YAML's flow style, on one line."""
    if isinstance(value, Mapping):
        inner = (f"{scalar(key, flow=True)}: {flow(element)}" for key, element in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, flow=True)


def scalar(value: Any, *, flow: bool = False) -> str:  # noqa: ANN401 - a scalar
    """A scalar as YAML 1.2 reads it back; in ``flow`` style, brackets and commas are quoted."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return repr(value)
    if isinstance(value, Digits):
        return str(value)
    plain = _PLAIN.fullmatch(value) and not _NOT_PLAIN.search(value)
    known = value.lower() in _WORDS or not is_text(value)
    if plain and not known and not (flow and _NOT_IN_FLOW.search(value)):
        return value
    if not _UNPRINTABLE.search(value):
        return (
            "'" + value.replace("'", "''") + "'" if '"' in value or "\\" in value else f'"{value}"'
        )
    return '"' + re.sub(r'["\\]|' + _UNPRINTABLE.pattern, _escaped, value) + '"'


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\U{ord(char):08X}"
