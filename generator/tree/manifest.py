"""The manifest of a module's folder: which files are ours, and what we wrote into them.

``.sesgen.json`` holds the SHA-256 of every generated file, taken with LF line ends so that a checkout
with CRLF still matches. While files are being replaced, ``pending`` holds the hashes that they are
about to have: a run that is killed leaves a state that the next run understands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

FILE_NAME = ".sesgen.json"
VERSION = 1


class ManifestError(ValueError):
    """The manifest is damaged. The message says how."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``spec`` is the path of the spec from the output directory; ``files`` are hashes by path."""

    spec: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)

    def owns(self, path: str, content: bytes) -> bool:
        """Whether a file holds what we wrote there, or were about to write."""
        known = (self.files.get(path), self.pending.get(path))
        return any(known) and fingerprint(content) in known

    def knows(self, path: str) -> bool:
        """Whether a file is ours, edited or not."""
        return path in self.files or path in self.pending

    def paths(self) -> list[str]:
        """Every path that is ours."""
        return sorted({*self.files, *self.pending})

    def dump(self) -> bytes:
        """The manifest as text."""
        data: dict[str, Any] = {
            "version": VERSION,
            "spec": self.spec,
            "files": dict(sorted(self.files.items())),
        }
        if self.pending:
            data["pending"] = dict(sorted(self.pending.items()))
        return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def fingerprint(content: bytes) -> str:
    """The hash of a file's content with LF line ends."""
    return "sha256:" + hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def parse_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ManifestError: it is no JSON of the right shape, or names a path outside its folder.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise ManifestError("is not JSON") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ManifestError(f"is not version {VERSION} of the manifest")
    spec = data.get("spec")
    if spec is not None and not isinstance(spec, str):
        raise ManifestError("`spec` must be a string")
    return Manifest(spec, _hashes(data.get("files")), _hashes(data.get("pending", {})))


def _hashes(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        raise ManifestError("`files` must map paths to hashes")
    for path, digest in data.items():
        if not isinstance(digest, str):
            raise ManifestError(f"the hash of {path!r} must be a string")
        if not is_inside(path):
            raise ManifestError(f"names {path!r}, which is not inside its folder")
    return data


def is_inside(path: str) -> bool:
    """Whether a relative path with ``/`` stays inside its folder on every platform."""
    pure = PurePosixPath(path)
    forbidden = "\\" in path or "\0" in path or ":" in path or pure.is_absolute()
    return not forbidden and bool(pure.parts) and ".." not in pure.parts and str(pure) == path
