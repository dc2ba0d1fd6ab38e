"""The files that a name stands for, as an argument or in the configuration: a file, a folder or a glob."""

from __future__ import annotations

import glob
from pathlib import Path

from generator.likeness import nearest

_HIDDEN = ("_", ".")
"""How names begin that folders and globs leave out: what specs share, and what is put aside."""


def is_hidden(name: str) -> bool:
    """Whether a folder or glob leaves out a name."""
    return name.startswith(_HIDDEN)


def globbed(pattern: str, root: Path) -> list[Path] | None:
    """What a glob matches below ``root``, sorted; None for a name that is not a glob.

    A name that begins with ``_`` or ``.`` is matched only where the pattern begins so, too.

    Raises:
        ValueError: it is not a pattern.
    """
    if not glob.has_magic(pattern) or (root / pattern).exists():
        return None
    pure = Path(pattern)
    base = Path(pure.anchor) if pure.anchor else root
    written = {part[:1] for part in pure.parts if is_hidden(part)}
    names = base.glob(str(pure.relative_to(pure.anchor)))
    return sorted(
        name
        for name in names
        if not any(
            is_hidden(part) and part != ".." and part[:1] not in written
            for part in name.relative_to(base).parts
        )
    )


def nearest_file(path: Path) -> str:
    """The name in the folder of a path that is most like it; ``""`` where none is."""
    try:
        return nearest(path.name, (one.name for one in path.parent.iterdir())) or ""
    except OSError:
        return ""
