"""A single file that ``sesgen convert`` writes beside files of others: known again by its first line, with a hash of the rest."""

from __future__ import annotations

import json
import re
from pathlib import Path

from generator.output.manifest import fingerprint
from generator.output.model import MARK

_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_JSON = ('{\n  "//": ', ",\n")


def with_mark(product: str, spec: str, *, as_json: bool = False) -> str:
    """What is written for a product of the spec of that name."""
    name = "".join(one if one.isprintable() else "?" for one in spec)
    words = (
        f"{MARK} from {name}. Do not edit: change the spec and run sesgen convert."
        f" {fingerprint(product.encode())}"
    )
    if not as_json:
        return f"# {words}\n\n{product}"
    start, end = _JSON
    inside = product.removeprefix("{\n")
    return f"{start}{json.dumps(words, ensure_ascii=False)}{end}{inside}"


def is_written(content: bytes) -> bool:
    """Whether a file bears the mark of :func:`with_mark`."""
    return _product(content) is not None


def is_unchanged(content: bytes) -> bool:
    """Whether a file is as :func:`with_mark` made it, but perhaps for CRLF line ends."""
    found = _product(content)
    return found is not None and fingerprint(found[1]) == found[0]


def _product(content: bytes) -> tuple[str, bytes] | None:
    """The hash in the mark, and the product that stands with it."""
    text = content.replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
    start = _JSON[0] if text.startswith(_JSON[0]) else "# "
    line, _, rest = text.removeprefix(start).partition("\n")
    digest = _HASH.search(line)
    if not text.startswith(start) or MARK not in line or digest is None:
        return None
    product = f"{{\n{rest}" if start == _JSON[0] else rest.removeprefix("\n")
    return digest[0], product.encode("utf-8", "surrogateescape")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, which is there."""
    try:
        return one.samefile(other)
    except OSError:
        return False
