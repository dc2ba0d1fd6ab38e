"""What is known about a value before Terraform evaluates it: literals, templates, references.

A spec string is literal text with ``${…}`` in it. Its literal parts are known for certain; a sole
reference tells what kind of object it points to; everything else cannot be judged and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl


def literal(value: object) -> str | None:
    """The text of a string without interpolation, decoded; None for anything else."""
    if not isinstance(value, str):
        return None
    return hcl.literal_text(value) if "${" in value or "%{" in value else value


def is_null(value: object) -> bool:
    """Whether a value is certainly null: an argument with it is as good as left out."""
    if value is None:
        return True
    return isinstance(value, str) and "null" in value and hcl.sole_expression(value) == "null"


def literal_parts(value: str) -> tuple[str, ...]:
    """The literal parts of a template string, in order; empty ones are left out."""
    if not hcl.has_markup(value):
        return (value,) if value else ()
    return tuple(text for text, _ in _literals(value) if text)


def minimum_length(value: str) -> int:
    """How long a template string is at least: interpolations and branches may be empty."""
    if not hcl.has_markup(value):
        return len(value)
    return sum(len(text) for text, conditional in _literals(value) if not conditional)


def _literals(value: str) -> Iterator[tuple[str, bool]]:
    """The literal parts without what ``~`` strips, and whether a directive decides about each."""
    parts = hcl.parse_template(value)
    depth = 0
    for index, part in enumerate(parts):
        if isinstance(part, hcl.Literal):
            before = parts[index - 1] if index else part
            after = parts[index + 1] if index + 1 < len(parts) else part
            text = part.text
            if not isinstance(before, hcl.Literal) and before.strip_right:
                text = text.lstrip()
            if not isinstance(after, hcl.Literal) and after.strip_left:
                text = text.rstrip()
            yield text, depth > 0
        elif isinstance(part, hcl.Directive):
            word = part.source.split(None, 1)[0]
            depth += (word in ("if", "for")) - (word in ("endif", "endfor"))


def expressions(value: str) -> tuple[str, ...]:
    """The sources of all interpolations and directives of a template string."""
    if "${" not in value and "%{" not in value:
        return ()
    parts = hcl.parse_template(value)
    return tuple(part.source for part in parts if not isinstance(part, hcl.Literal))
