"""SES003, SES004: how an event destination names its configuration set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, Related, rule
from generator.rules.identity import name_path
from generator.rules.judge import is_null, literal, resource_reference
from generator.rules.names import SET_TYPES, is_set_arn
from generator.spec.models import Variable
from generator.spec.resolved import Destination, Resolved, ResolvedSet

_VARIABLE = re.compile(r"\$\{\s*var\.([A-Za-z_][\w-]*)\s*\}")


@rule("SES003", "configuration-set-arn", Severity.ERROR, Impact.REJECTED)
def configuration_set_arn(spec: Resolved) -> Iterator[Finding]:
    """A configuration set is given by its ARN where its name is needed."""
    for item in spec.destinations:
        name = item.args.configuration_set_name
        if name is not None and is_set_arn(name):
            path = (*item.path, "configuration_set_name")
            message = f'event destination "{item.key}" names its configuration set by an ARN'
            yield Finding(path, f"{message}; SES needs the name", _by_name(name))
    for entry in spec.sets:
        if is_set_arn(entry.name):
            message = f'the name of configuration set "{entry.key}" is an ARN; SES needs the name'
            yield Finding(name_path(entry), message, _by_name(entry.name))


def _by_name(arn: str) -> str:
    """What to write for an ARN of a configuration set."""
    found = resource_reference(arn)
    if found is not None:
        address = hcl.sole_expression(arn) or ""
        return f"write ${{{address.removesuffix('.arn')}.{SET_TYPES[found.type]}}}"
    name = arn.partition(":configuration-set/")[2].partition("/")[0]
    return f"write {name}" if name else "write the last part of the ARN, after configuration-set/"


@rule("SES004", "empty-configuration-set", Severity.ERROR, Impact.REJECTED)
def empty_configuration_set(spec: Resolved) -> Iterator[Finding]:
    """`configuration_set_name` is empty."""
    named: list[tuple[Destination | ResolvedSet, str | None, str]]
    named = [
        (i, i.args.configuration_set_name, "configuration_set_name") for i in spec.destinations
    ]
    named += [(entry, entry.args.name, "name") for entry in spec.sets if not entry.args.manage]
    for item, name, key in named:
        if name is None:
            continue
        path = (*item.path, key)
        owner = "event destination" if key != "name" else "entry"
        what = f'the configuration set name of {owner} "{item.key}"'
        variable = _VARIABLE.fullmatch(name)
        # The empty name of a set itself is SES019.
        if (key != "name" and literal(name) == "") or is_null(name):
            yield Finding(path, f"{what} is empty", "leave it out, or name a set")
        elif variable and spec.spec.variables.get(variable[1], Variable()).default == "":
            yield Finding(
                path,
                f"{what} is empty unless the variable {variable[1]} is set",
                f"leave the default of {variable[1]} out, so that it must be set",
                (Related(("variables", variable[1], "default"), "the default is empty"),),
                Severity.WARNING,
            )


RULES = (configuration_set_arn, empty_configuration_set)
