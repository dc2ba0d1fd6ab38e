"""Messages are in plain English: what the commands print, whichever module says it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import generator

PACKAGE = Path(generator.__file__).parent
PRIVATE = re.compile(r"(?<!there )\bis no\b|\bis none of\b|\bhears\b|\bno one\b|\bstands\b")
"""Words that messages have plainer ones for: "is not a", "receives", "is"."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module, without those that document it."""
    tree = ast.parse(path.read_text())
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    strings = (one for one in ast.walk(tree) if isinstance(one, ast.Constant))
    for node in strings:
        if isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


def test_no_message_has_a_word_that_others_would_not_use() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in texts(path)
        if PRIVATE.search(text)
    ]
    assert found == []
