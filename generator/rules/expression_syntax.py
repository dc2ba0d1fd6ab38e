"""The syntax of expressions, by HashiCorp's own parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator import hcl
from generator.rules.base import ERROR, TERRAFORM, Finding
from generator.rules.expressions import RAW, spec_strings
from generator.rules.registration import on_spec
from generator.spec.resolved import Resolved


@on_spec("TF005", "expression-syntax", ERROR, TERRAFORM)
def expression_syntax(spec: Resolved) -> Iterator[Finding]:
    """An expression is not HCL."""
    for path, text in spec_strings(spec):
        problem = _parser_says(f"block {{\n{text}\n}}\n") if path[-1] == RAW else None
        if problem:
            yield Finding(path, f"this is not HCL: {problem}", "")
    found = [(path, text) for path, text in spec_strings(spec) if not _is_plain(path[-2:], text)]
    if not found or _syntax_error(tuple(dict.fromkeys(text for _, text in found))) is None:
        return
    for path, text in found:
        problem = _syntax_error((text,))
        if problem:
            yield Finding(path, f"the expression is not HCL: {problem}", "")


def _is_plain(end: Sequence[object], text: str) -> bool:
    """Whether no parser is needed: references and nothing but references."""
    if RAW in end or hcl.BARE.intersection(map(str, end)):
        return True
    if hcl.sole_traversal(text) is not None:
        return True
    try:
        parts = hcl.parse_template(text)
    except hcl.HclSyntaxError:
        return False
    return all(
        isinstance(part, hcl.Literal)
        or (isinstance(part, hcl.Interpolation) and hcl.is_traversal(part.source))
        for part in parts
    )


@lru_cache(maxsize=1024)
def _syntax_error(texts: tuple[str, ...]) -> str | None:
    """What HashiCorp's parser says to some templates, None when nothing."""
    try:
        source = "".join(f"a{index} = {hcl.value(text)}\n" for index, text in enumerate(texts))
    except hcl.HclSyntaxError as error:
        return str(error)
    return _parser_says(source)


@lru_cache(maxsize=1024)
def _parser_says(source: str) -> str | None:
    try:
        error = hcl.parser_error(source)
    except hcl.TooDeepError as too_deep:
        return str(too_deep)
    return error.message if error is not None else None
