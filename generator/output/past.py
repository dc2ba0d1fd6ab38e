"""A module as it stands in its folder, before it is written anew: what its resources are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator import hcl
from generator.hcl.numbers import JSON
from generator.loader.text import glimpse
from generator.output.model import is_marked
from generator.output.single import is_written
from generator.plan.files import MOVED, can_be_generated
from generator.plan.renames import Past

_RESOURCE = re.compile(r'^resource "(\w+)" "([^"]+)" \{\n.*?^\}$', re.MULTILINE | re.DOTALL)
_MOVED = re.compile(r"^moved \{\n +from = (.+)\n +to   = (.+)\n\}$", re.MULTILINE)


def read_past(folder: Path) -> Past:
    """What the generated files of a folder hold; of a file that a merge could not join both sides count."""
    texts = dict(_texts(folder))
    return Past(_resources(texts.values()), moved_in(texts.get(MOVED, "")))


def read_past_of(file: Path) -> Past:
    """What a single file holds that ``sesgen convert`` wrote."""
    content = glimpse(file)
    text = _text(content)
    if not is_written(content):
        return Past()
    return _in_json(text) if text.startswith("{") else Past(_resources([text]), moved_in(text))


def _resources(texts: Iterable[str]) -> dict[str, str]:
    return {
        f"{found[1]}.{found[2]}": found[0] for text in texts for found in _RESOURCE.finditer(text)
    }


def _in_json(text: str) -> Past:
    """The same of a file in JSON syntax; its strings are templates."""
    try:
        data = JSON.decode(text)
        blocks = {
            f"{type_}.{label}": _in_hcl(f'resource "{type_}" "{label}"', body)
            for type_, some in data.get("resource", {}).items()
            for label, body in some.items()
        }
        return Past(blocks, {one["from"]: one["to"] for one in data.get("moved", [])})
    except (AttributeError, KeyError, TypeError, ValueError):  # edited by hand into something else
        return Past()


def _in_hcl(header: str, body: Mapping[str, object]) -> str:
    """A block with its texts as arguments; the rest, of which only addresses count, in a comment."""
    arguments = [
        f"  {name} = {hcl.value(one)}" for name, one in body.items() if isinstance(one, str)
    ]
    return "\n".join([f"{header} {{", *arguments, f"  # {body.get('lifecycle')}", "}"])


def moved_in(text: str) -> dict[str, str]:
    """The ``moved`` blocks of a file, old addresses to new ones."""
    return dict(_MOVED.findall(text))


def _texts(folder: Path) -> list[tuple[str, str]]:
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".tf"]
    except OSError:
        return []
    found = ((path.name, glimpse(path)) for path in sorted(paths) if can_be_generated(path.name))
    return [(name, _text(content)) for name, content in found if is_marked(content)]


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")
