"""The sources of arguments → values of a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from generator import hcl
from generator.hcl import HclSyntaxError
from generator.spec import types as spec_types
from generator.spec.base import Model
from generator.spec.language import type_of

Reader: TypeAlias = Callable[[str], Any]
"""The source of an expression → a value of the spec; None where it has no form there."""
Readers: TypeAlias = Mapping[str, Reader]

text: Reader = hcl.from_source


def laid_out(value: object) -> object:
    """A value with its expression laid out, so that two can be compared."""
    return str(hcl.value(value)) if isinstance(value, str) and hcl.has_markup(value) else value


def same(one: object, other: object) -> bool:
    """Whether two values of a spec mean the same."""
    return type(one) is type(other) and laid_out(one) == laid_out(other)


def flag(source: str) -> Any:  # noqa: ANN401 - a boolean or an expression
    """A boolean or an expression."""
    value = hcl.read_value(source)
    if value in ("true", "false"):
        return value == "true"
    return value if isinstance(value, bool) else hcl.from_source(source)


def literal_flag(source: str) -> bool | None:
    """A boolean; None for an expression."""
    value = flag(source)
    return value if isinstance(value, bool) else None


def count(source: str) -> Any:  # noqa: ANN401 - a number or an expression
    """A number or an expression."""
    value = hcl.read_value(source)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    plain = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if plain else hcl.from_source(source)


def for_each(source: str) -> Any:  # noqa: ANN401 - a mapping or an expression
    """A mapping or an expression."""
    value = hcl.read_value(source)
    return value if isinstance(value, dict) else hcl.from_source(source)


def types(source: str) -> Any:  # noqa: ANN401 - a list or an expression
    """A list or an expression."""
    found = texts(source)
    return hcl.from_source(source) if found is None else found


def reference(source: str) -> str | None:
    """A reference; Terraform 0.11 wrote it in quotes."""
    text = hcl.from_source(source)
    try:
        return hcl.reference(hcl.sole_expression(text) or text)
    except HclSyntaxError:
        return None


def references(source: str) -> list[str] | None:
    """A list of references; None for anything else."""
    elements = hcl.list_items(source)
    found = [reference(element) for element in elements] if elements is not None else [None]
    return [element for element in found if element is not None] if None not in found else None


def ignored(source: str) -> Any:  # noqa: ANN401 - a list or the word
    """A list of references, or the word ``all``."""
    return "all" if source.strip() == "all" else references(source)


def number(source: str) -> Any:  # noqa: ANN401 - a number or an expression
    """A number, of which a spec may have an expression instead."""
    value = hcl.read_value(source)
    return value if isinstance(value, (int, float)) else hcl.from_source(source)


def texts(source: str) -> list[str] | None:
    """A list of strings; None for what is not a list."""
    elements = hcl.list_items(source)
    return None if elements is None else list(map(hcl.from_source, elements))


def encoded(source: str) -> Any:  # noqa: ANN401 - a mapping or an expression
    """What stands in the brackets of ``jsonencode(…)``; None for anything else."""
    inner = source.strip().removeprefix("jsonencode(")
    return for_each(inner[:-1]) if inner != source.strip() and inner.endswith(")") else None


_OF_TYPE: tuple[tuple[object, Reader], ...] = (
    (spec_types.Text, text),
    (str, text),
    (spec_types.Flag, flag),
    (spec_types.Boolean, literal_flag),
    (spec_types.Count, count),
    (spec_types.ForEach, for_each),
    (spec_types.Number, number),
    (spec_types.Reference, reference),
    (spec_types.References, references),
    (spec_types.IgnoredAttributes, ignored),
    (spec_types.MatchingTypes, types),
    (spec_types.Reasons, types),
)


def readers(model: type[Model], arguments: Iterable[str]) -> Readers:
    """The readers of those of some arguments that a model has keys for."""
    held = {key: type_of(model, key) for key in arguments if key in model.model_fields}
    return {key: read for key, type_ in held.items() for one, read in _OF_TYPE if one is type_}
