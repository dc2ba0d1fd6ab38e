"""Our templates as Python, kept in the user's cache: compiling those of a module takes as long as rendering it.

What Jinja's own cache on the file system holds is used where the template, Python and what the code is made
with are the same. Nothing depends on it: a folder that cannot be made or written, or a file in it that is
damaged, is as if it were not there.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

from generator.version import __version__

if TYPE_CHECKING:
    from jinja2.bccache import Bucket


def cache_folder() -> Path | None:
    """Where the system keeps what a user's programs can make anew: of sesgen, of this version.

    None where Python is told to write no bytecode (``PYTHONDONTWRITEBYTECODE``), or the user has no such place.
    """
    if sys.dont_write_bytecode:
        return None
    windows = sys.platform == "win32"
    place = os.environ.get("LOCALAPPDATA" if windows else "XDG_CACHE_HOME", "")
    try:
        base = Path(place) if Path(place).is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "sesgen" / __version__


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's cache in a folder. ``made_with`` is what the code of a template depends on beside its text."""

    def __init__(self, folder: Path, made_with: object) -> None:
        super().__init__(str(folder), "%s.jinja")
        self._made_with = repr(made_with)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file."""
        return super().get_cache_key(f"{name}|{self._made_with}", filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it can be read."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, AttributeError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if that is possible."""
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
