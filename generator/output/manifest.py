"""The manifest of a module's folder: which files are ours, and what we wrote into them.

``.sesgen.json`` holds the SHA-256 of every generated file, taken with LF line ends so that a checkout
with CRLF still matches. While files are being replaced, ``pending`` holds the hashes that they are
about to have: a run that is killed leaves a state that the next run understands. ``templates`` holds the
hashes of a user's own templates, by their names in their folder.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.diagnostics import CONFLICT, conflict_marker

FILE_NAME = ".sesgen.json"
VERSION = 1


class ManifestError(ValueError):
    """The manifest is damaged. The message says how, and ``line`` where; 0 is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Manifest:
    """``spec`` is the path of the spec from the output directory; the others are hashes by path."""

    spec: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)

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
        """The manifest as text.

        Raises:
            UnicodeEncodeError: a name holds what UTF-8 cannot.
        """
        data: dict[str, Any] = {
            "version": VERSION,
            "spec": self.spec,
            "files": dict(sorted(self.files.items())),
        }
        for key, hashes in (("templates", self.templates), ("pending", self.pending)):
            if hashes:
                data[key] = dict(sorted(hashes.items()))
        return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def fingerprint(content: bytes) -> str:
    """The hash of a file's content with LF line ends."""
    return "sha256:" + hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def parse_manifest(content: bytes) -> Manifest:
    """Read a manifest. Nothing in it is trusted: it may come from anybody's branch.

    Raises:
        ManifestError: it is not JSON of the right shape, or names a path outside its folder.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        marker = conflict_marker(content.decode("utf-8", "replace").splitlines())
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        reason = "is not JSON" if marker is None else f"has a {CONFLICT[0]} in line {marker}"
        raise ManifestError(reason, marker or line) from None
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is not int or version != VERSION:
        raise ManifestError(f"is not version {VERSION} of the manifest")
    spec = data.get("spec")
    if spec is not None and not (isinstance(spec, str) and spec and _is_name(spec)):
        raise ManifestError("`spec` must be a path")
    data = {"pending": {}, "templates": {}, **data}
    return Manifest(spec, *(_hashes(data, key) for key in ("files", "pending", "templates")))


_SIDES = re.compile(
    r"^<{7} [^\n]*\n(.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\n(.*?)^>{7} [^\n]*\n", re.DOTALL | re.MULTILINE
)


def joined(content: bytes) -> Manifest | None:
    """A manifest that a merge could not join, which knows what either side wrote; None where it is no such.

    Raises:
        ManifestError: one of the sides is not a manifest.
    """
    text = content.replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
    if not _SIDES.search(text):
        return None
    try:
        sides = [_SIDES.sub(side, text) for side in (r"\1", r"\2")]
        ours, theirs = (parse_manifest(side.encode("utf-8", "surrogateescape")) for side in sides)
    except ManifestError:
        return parse_manifest(content)
    pending = {**ours.pending, **theirs.pending, **theirs.files}
    return Manifest(ours.spec, ours.files, pending, ours.templates)


def _hashes(data: dict[str, Any], key: str) -> dict[str, str]:
    hashes = data.get(key)
    if not isinstance(hashes, dict):
        raise ManifestError(f"`{key}` must map paths to hashes")
    for path, digest in hashes.items():
        if not isinstance(digest, str):
            raise ManifestError(f"the hash of {path!r} must be a string")
        if not is_inside(path):
            raise ManifestError(f"names {path!r}, which is not inside its folder")
    return hashes


def is_inside(path: str) -> bool:
    """Whether a path with ``/`` names a file inside the module's folder on every platform.

    The manifest itself is not such a file.
    """
    if "\\" in path or ":" in path or path == FILE_NAME or not _is_name(path):
        return False
    return not any(part in {"", ".", ".."} for part in path.split("/"))


def _is_name(path: str) -> bool:
    """Whether a file system could know the path, and UTF-8 can hold it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in path
