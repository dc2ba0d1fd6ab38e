"""Every string of a spec, and what its expressions refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import BARE
from generator.rules.static_values import expressions
from generator.spec.base import Model
from generator.spec.resolved import ACCOUNTS, Resolved

RAW = "raw_hcl"
"""The key whose string is HCL itself."""
_COMMENTS = frozenset(["comments"])
"""The key whose strings are not templates."""
INDEX = "[]"
"""Stands for an index or a splat in a traversal."""

Traversal: TypeAlias = tuple[str, ...]

_RESOURCE = "resource."
"""What may stand before a type: ``resource.a.b`` is ``a.b``."""
_NAME = hcl.IDENTIFIER.pattern
_FOR = re.compile(rf"\bfor\s+({_NAME})\s*(?:,\s*({_NAME})\s*)?\bin\b")
_BINDING = frozenset(["iterator", "ignore_changes", "provider", "providers"])
"""Arguments in raw HCL whose values are names, and no addresses."""
_PLAIN = re.compile(rf"{_NAME}(?:\.{_NAME})*")


def strings(node: object, path: Path) -> Iterator[tuple[Path, str]]:
    """The strings below a value that hold templates or references, with their paths."""
    found: list[tuple[Path, str]] = []
    if not isinstance(node, str):
        _collect(node, path, found)
    elif hcl.has_markup(node) or path[-1] == RAW or BARE.intersection(path[-2:]):
        found.append((path, node))
    return iter(found)


def _collect(node: object, path: Path, found: list[tuple[Path, str]]) -> None:
    """Add the strings in a value to a list: a generator in a generator for each node took three times as long."""
    if isinstance(node, dict):
        found += [((*path, key), key) for key in node if hcl.has_markup(key)]
    inside = path[-1] in BARE
    for key, value in _children(node):
        kind = value.__class__
        if kind is str:
            if "${" in value or "%{" in value or inside or key in BARE or key == RAW:
                found.append(((*path, key), value))
        elif kind not in _WITHOUT_STRINGS:
            _collect(value, (*path, key), found)


_WITHOUT_STRINGS = frozenset([type(None), bool, int, float])


def _children(node: Any) -> Iterable[tuple[str | int, Any]]:  # noqa: ANN401 - any value
    kind = node.__class__
    if kind is tuple or kind is list:
        return enumerate(node)
    if isinstance(node, dict):
        return node.items()
    if isinstance(node, Model):
        return [(name, node.__dict__[name]) for name in node.model_fields_set - _COMMENTS]
    return ()


@lru_cache(maxsize=8)
def spec_strings(spec: Resolved) -> tuple[tuple[Path, str], ...]:
    """The strings of sets, destinations, defaults, tags and the checks of variables.

    Six rules ask for them: the walk is most of what they cost, so it is kept.
    """
    return tuple(_spec_strings(spec))


@lru_cache(maxsize=8)
def spec_traversals(spec: Resolved) -> tuple[tuple[Path, Traversal], ...]:
    """What the strings of a spec refer to, with their paths."""
    found: list[tuple[Path, Traversal]] = []
    for path, text in spec_strings(spec):
        reference = hcl.sole_traversal(text) if path[-1] != RAW else None
        for source in sources(path, text) if reference is None else (reference,):
            found += [(path, steps) for steps in traversals(source)]
    return tuple(found)


def _spec_strings(spec: Resolved) -> Iterator[tuple[Path, str]]:
    yield from strings(spec.spec.configuration_sets, ("configuration_sets",))
    yield from strings(spec.spec.account_alarms, (ACCOUNTS,))
    yield from strings(spec.spec.defaults, ("defaults",))
    yield from strings(spec.spec.tags, ("tags",))
    for key, variable in spec.spec.variables.items():
        yield from strings(variable.validation, ("variables", key, "validation"))


def sources(path: Path, text: str) -> tuple[str, ...]:
    """The expressions in a string: a bare reference is one itself, and so is raw HCL."""
    if path[-1] == RAW or BARE.intersection(path[-2:]):
        return (text,)
    return expressions(text)


def bound_names(path: Path, text: str) -> frozenset[str]:
    """What is not a reference at the start of one: variables of ``for`` and of ``dynamic`` blocks, ignored attributes."""
    found = set[str]()
    for source in sources(path, text):
        for match in _FOR.finditer(source):
            found.update(name for name in match.groups() if name)
    if path[-1] == RAW:
        found.update(_bound_in(hcl.readable_body(text)))
    return frozenset(found)


def _bound_in(body: hcl.BodySource) -> Iterator[str]:
    for argument in body.attributes:
        if argument.name in _BINDING:
            yield from (steps[0] for steps in traversals(argument.source))
    for block in body.blocks:
        yield from block.labels if block.type == "dynamic" else ()
        yield from _bound_in(block.body)


@lru_cache(maxsize=4096)
def traversals(source: str) -> tuple[Traversal, ...]:
    """What an expression refers to, such as ``("var", "x")`` or ``("a_b", "c", "[]", "arn")``.

    Only the part that is written out counts; what cannot be split into tokens refers to nothing.
    """
    plain = _PLAIN.fullmatch(source)
    if plain is not None:
        return (tuple(source.removeprefix(_RESOURCE).split(".")),)
    try:
        tokens = hcl.tokenize(source)
    except hcl.HclSyntaxError:
        return ()
    found: list[Traversal] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        if token.kind is hcl.Kind.IDENT and before != ".":
            steps = _traversal(tokens, index)
            found.append(steps[1:] if steps[0] == "resource" and len(steps) > 1 else steps)
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
