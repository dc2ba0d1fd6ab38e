"""A module as it stands in its folder, before it is written anew: what its resources are called."""

from __future__ import annotations

import re
from pathlib import Path

from generator.loader.text import glimpse
from generator.output.model import is_marked
from generator.plan.files import MOVED, can_be_generated
from generator.plan.renames import Past

_RESOURCE = re.compile(r'^resource "(\w+)" "([^"]+)" \{\n.*?^\}$', re.MULTILINE | re.DOTALL)
_MOVED = re.compile(r"^moved \{\n +from = (.+)\n +to   = (.+)\n\}$", re.MULTILINE)


def read_past(folder: Path) -> Past:
    """What the generated files of a folder hold; of a file that a merge could not join both sides count."""
    texts = dict(_texts(folder))
    blocks = {
        f"{found[1]}.{found[2]}": found[0]
        for text in texts.values()
        for found in _RESOURCE.finditer(text)
    }
    return Past(blocks, moved_in(texts.get(MOVED, "")))


def moved_in(text: str) -> dict[str, str]:
    """The ``moved`` blocks of a file, old addresses to new ones."""
    return dict(_MOVED.findall(text))


def _texts(folder: Path) -> list[tuple[str, str]]:
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".tf"]
    except OSError:
        return []
    found = ((path.name, glimpse(path)) for path in sorted(paths) if can_be_generated(path.name))
    return [
        (name, content.decode("utf-8", "replace").replace("\r\n", "\n"))
        for name, content in found
        if is_marked(content)
    ]
