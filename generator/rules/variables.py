"""Input variables: declared, used, and of a type that Terraform knows."""

from __future__ import annotations

from collections.abc import Iterator

from generator.hcl.evaluate import holds
from generator.hcl.numbers import Digits
from generator.likeness import Near
from generator.plan import Plan
from generator.plan.streams import WAIT_VARIABLE
from generator.plan.variables import example_value, has_default, type_of
from generator.rules.base import ERROR, TERRAFORM, USELESS, WARNING, Finding
from generator.rules.expressions import spec_traversals
from generator.rules.registration import on_plan, on_spec
from generator.rules.type_constraints import is_type
from generator.spec.resolved import Resolved
from generator.spec.terraform import Variable

_RESERVED = frozenset(
    ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"]
)
_USE = 2  # var, name


@on_plan("TF002", "undeclared-variable", ERROR, TERRAFORM)
def undeclared_variable(plan: Plan) -> Iterator[Finding]:
    """A variable is used that the spec does not declare."""
    declared, near = plan.variables, Near(plan.variables)
    for path, steps in spec_traversals(plan.resolved):
        if steps[0] == "var" and len(steps) >= _USE and steps[1] not in declared:
            if plan.beside.declares(f"var.{steps[1]}"):
                continue
            close = near.to(steps[1])
            help_ = f"add {steps[1]} under `variables`"
            help_ = f"did you mean var.{close}?" if close else help_
            yield Finding(path, f"the variable {steps[1]} is not declared", help_)


@on_plan("TF003", "unused-variable", WARNING, USELESS)
def unused_variable(plan: Plan) -> Iterator[Finding]:
    """A variable is declared and not used."""
    spec, beside = plan.resolved, plan.beside.variables
    if not spec.spec.variables:
        return
    used = {
        steps[1]
        for path, steps in spec_traversals(spec)
        if steps[0] == "var" and len(steps) >= _USE and path[:2] != ("variables", steps[1])
    }
    if plan.waits:
        used.add(WAIT_VARIABLE)
    for key in spec.spec.variables:
        if key not in used and key not in beside:
            message = f"nothing uses the variable {key}"
            yield Finding(("variables", key), message, "remove it, or use it")


@on_plan("TF015", "wait-variable", ERROR, TERRAFORM)
def wait_variable(plan: Plan) -> Iterator[Finding]:
    """The variable that says how long to wait for a role is not a number of seconds."""
    variable = plan.resolved.spec.variables.get(WAIT_VARIABLE)
    if variable is None or not plan.waits:
        return
    path, help_ = (
        ("variables", WAIT_VARIABLE),
        "rename the variable, or leave it out: the module has it",
    )
    default = variable.default
    if type_of(variable) != "number":
        yield Finding(
            path, "this is how many seconds the module waits for a role: it must be a number", help_
        )
    elif default is not None and _is_number(default) and (float(default) < 0 or float(default) % 1):
        message = f"the wait for a role cannot be {default} seconds"
        yield Finding((*path, "default"), message, "write a whole number from 0 on")


@on_spec("TF010", "variable-declaration", ERROR, TERRAFORM)
def variable_declaration(spec: Resolved) -> Iterator[Finding]:
    """A variable has a reserved name, no type that Terraform knows, or a default that is not of it."""
    for key, variable in spec.spec.variables.items():
        if key in _RESERVED:
            message = f"{key} is a name that Terraform keeps for itself"
            yield Finding(("variables", key), message, "rename the variable")
        elif variable.type is not None and not is_type(variable.type):
            message = f"{variable.type!r} is not a type of Terraform"
            help_ = "write one such as string, number, bool, list(string) or map(string)"
            yield Finding(("variables", key, "type"), message, help_)
        elif not _fits(variable):
            message = f"the default is not of the type {variable.type}"
            yield Finding(("variables", key, "default"), message, "change one of the two")
        elif variable.nullable is False and _is_null(variable):
            message = "the default is null, and the variable is not nullable"
            yield Finding(("variables", key, "default"), message, "change one of the two")


@on_plan("TF016", "no-example", WARNING, USELESS)
def no_example(plan: Plan) -> Iterator[Finding]:
    """No value can be made up for a variable that has neither a default nor an example."""
    for key, variable in plan.resolved.spec.variables.items():
        if plan.beside.is_by_hand or has_default(variable) or not is_type(type_of(variable)):
            continue
        if example_value(key, variable) is None:
            message = f"the README and the tests of the module need a value for the variable {key}"
            yield Finding(("variables", key), message, "give it an `example`")


@on_spec("TF017", "refused-value", ERROR, TERRAFORM)
def refused_value(spec: Resolved) -> Iterator[Finding]:
    """The default or the example of a variable does not satisfy its validation."""
    for key, variable in spec.spec.variables.items():
        checks = [check.condition for check in variable.validation or ()]
        for name in ("default", "example"):
            value = getattr(variable, name)
            if name not in variable.model_fields_set or not _is_exactly(type_of(variable), value):
                continue
            if any(holds(check, key, value) is False for check in checks):
                message = f"the {name} does not satisfy the variable's own validation"
                yield Finding(("variables", key, name), message, "change one of the two")


_EXACT: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "bool": bool,
    "list(string)": list,
    "map(string)": dict,
}


def _is_exactly(type_: str, value: object) -> bool:
    """Whether Terraform takes a value as it stands, without a conversion."""
    kinds = _EXACT.get(type_.replace(" ", ""))
    if kinds is None or (isinstance(value, bool) and kinds is not bool) or type(value) is Digits:
        return False
    return isinstance(value, kinds)


def _is_null(variable: Variable) -> bool:
    return variable.default is None and "default" in variable.model_fields_set


def _fits(variable: Variable) -> bool:
    """Whether a default can be of the declared type, as far as its outermost shape tells."""
    default, type_ = variable.default, (variable.type or "any").replace(" ", "")
    if default is None or type_ == "any":
        return True
    outer = type_.partition("(")[0]
    if outer in ("list", "set", "tuple"):
        return isinstance(default, (list, tuple))
    if outer in ("map", "object"):
        return isinstance(default, dict)
    if isinstance(default, (list, tuple, dict)):
        return outer not in ("string", "number", "bool")
    if outer == "bool":
        return isinstance(default, bool) or default in ("true", "false")
    if outer == "number":
        return not isinstance(default, bool) and _is_number(default)
    return True


def _is_number(default: object) -> bool:
    try:
        float(str(default))
    except ValueError:
        return False
    return True
