"""The input variables of a module: their records, their types, and values to show for them."""

from __future__ import annotations

import re
from functools import cache

from generator import hcl
from generator.hcl import Hcl, escape_value
from generator.hcl.numbers import Digits
from generator.plan.declarations import Input
from generator.plan.examples import made_up
from generator.plan.meta import conditions, given
from generator.plan.streams import WAIT_SECONDS, WAIT_VARIABLE
from generator.spec.terraform import Condition, Variable


@cache
def wait_variable() -> Variable:
    """The input that says how long to wait for a new role: made where a module asks for it, not at each start."""
    seconds = f"var.{WAIT_VARIABLE}"
    return Variable(
        type="number",
        description="Seconds to wait until a new role is known to SES; 0 where roles work at once.",
        default=WAIT_SECONDS,
        nullable=False,
        validation=(
            Condition(
                condition=f"${{{seconds} >= 0 && floor({seconds}) == {seconds}}}",
                error_message="The seconds to wait must be a whole number from 0 on.",
            ),
        ),
    )


def input_record(key: str, variable: Variable) -> Input:
    """The record of an input variable; it always has a description and a type."""
    # The example stands in the module's tests alone: what cannot be written of it shows here.
    hcl.value(escape_value(variable.example))
    return Input(
        ("variables", key),
        Hcl(key),
        hcl.value(escape_value(describe(key, variable))),
        hcl.expression_source(type_of(variable)),
        hcl.value(escape_value(variable.default)) if has_default(variable) else None,
        given(variable.sensitive),
        given(variable.nullable),
        conditions(variable.validation),
    )


def has_default(variable: Variable) -> bool:
    """Whether the caller may leave the variable out; ``default: null`` counts."""
    return "default" in variable.model_fields_set


def describe(key: str, variable: Variable) -> str:
    """The variable's description, or its name as words."""
    if variable.description is not None:
        return variable.description
    words = re.sub(r"[_-]+", " ", key).strip() or key
    return f"{words[0].upper()}{words[1:]}."


def type_of(variable: Variable) -> str:
    """The type expression of a variable: given, else that of its default, else ``string``."""
    if variable.type is not None:
        given_type = variable.type.strip()
        # terraform fmt writes collections without an element type out like this.
        return f"{given_type}(any)" if given_type in ("list", "map", "set") else given_type
    match variable.default:
        case bool():
            return "bool"
        case int() | float() | Digits():
            return "number"
        case list() | tuple() as values:
            return "list(string)" if all(map(_is_text, values)) else "any"
        case dict() as values:
            return "map(string)" if all(map(_is_text, values.values())) else "any"
        case _:
            return "string"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, Digits)


def example_value(key: str, variable: Variable) -> object:
    """A value that an input could have: its example, else one that its type and its validation accept, else None."""
    if variable.example is not None:
        return escape_value(variable.example)
    return escape_value(made_up(key, type_of(variable), variable))
