"""Every string of a spec, and what its expressions refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.rules.judge import expressions
from generator.spec.base import Model
from generator.spec.resolved import Resolved

BARE = frozenset(["depends_on", "provider", "ignore_changes", "replace_triggered_by"])
"""Meta-arguments whose strings are references without ``${…}``."""
RAW = "raw_hcl"
"""The key whose string is HCL itself."""
INDEX = "[]"
"""Stands for an index or a splat in a traversal."""

Traversal: TypeAlias = tuple[str, ...]


def strings(  # noqa: C901 - one case for each kind of value
    node: object, path: Path
) -> Iterator[tuple[Path, str]]:
    """The strings below a value that hold templates or references, with their paths."""
    if isinstance(node, str):
        if hcl.has_markup(node) or path[-1] == RAW or BARE.intersection(path[-2:]):
            yield path, node
    elif isinstance(node, Model):
        for name in type(node).model_fields:
            if name in node.model_fields_set:
                yield from strings(getattr(node, name), (*path, name))
    elif isinstance(node, Mapping):
        for key, item in node.items():
            if hcl.has_markup(key):
                yield (*path, key), key
            yield from strings(item, (*path, key))
    elif isinstance(node, (list, tuple)):
        for index, item in enumerate(node):
            yield from strings(item, (*path, index))


@lru_cache(maxsize=8)
def spec_strings(spec: Resolved) -> tuple[tuple[Path, str], ...]:
    """The strings of sets, destinations, defaults and the checks of variables.

    Six rules ask for them: the walk is most of what they cost, so it is kept.
    """
    return tuple(_spec_strings(spec))


def _spec_strings(spec: Resolved) -> Iterator[tuple[Path, str]]:
    yield from strings(spec.spec.configuration_sets, ("configuration_sets",))
    yield from strings(spec.spec.defaults, ("defaults",))
    for key, variable in spec.spec.variables.items():
        yield from strings(variable.validation, ("variables", key, "validation"))


def sources(path: Path, text: str) -> tuple[str, ...]:
    """The expressions in a string: a bare reference is one itself, and so is raw HCL."""
    if path[-1] == RAW or BARE.intersection(path[-2:]):
        return (text,)
    return expressions(text)


@lru_cache(maxsize=4096)
def traversals(source: str) -> tuple[Traversal, ...]:
    """What an expression refers to, such as ``("var", "x")`` or ``("a_b", "c", "[]", "arn")``.

    Only the part that is written out counts; what cannot be split into tokens refers to nothing.
    """
    try:
        tokens = hcl.tokenize(source)
    except hcl.HclSyntaxError:
        return ()
    found: list[Traversal] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        if token.kind is hcl.Kind.IDENT and before != ".":
            found.append(_traversal(tokens, index))
    return tuple(found)


def _traversal(tokens: list[hcl.Token], index: int) -> Traversal:
    steps = [tokens[index].text]
    index += 1
    while index + 1 < len(tokens):
        if tokens[index].text == "." and tokens[index + 1].kind is hcl.Kind.IDENT:
            steps.append(tokens[index + 1].text)
            index += 2
        elif tokens[index].text == "[":
            depth = 0
            while index < len(tokens):
                depth += (tokens[index].text == "[") - (tokens[index].text == "]")
                index += 1
                if not depth:
                    break
            steps.append(INDEX)
        else:
            break
    return tuple(steps)
