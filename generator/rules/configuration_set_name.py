"""The name of a configuration set, at the set itself and where event destinations refer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import hcl
from generator.plan import Plan
from generator.plan.addresses import Address, address_of_set
from generator.rules.base import DANGEROUS, ERROR, INFO, REJECTED, WARNING, Finding, Related
from generator.rules.registration import on_set_name, on_spec
from generator.rules.static_values import is_null, literal
from generator.rules.tables import argument, check_of
from generator.spec.facts import SES_NAME
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.resources import SET_TYPES
from generator.spec.terraform import Variable

_VARIABLE = re.compile(rf"\$\{{\s*var\.({hcl.IDENTIFIER.pattern})\s*\}}")


def _is_arn(name: str) -> bool:
    """Whether a configuration set's name is an ARN, or a reference to one."""
    found = hcl.resource_reference(name)
    if found is not None:
        return found.type in SET_TYPES.values() and found.attribute == "arn"
    return name.startswith("arn:")


ROWS = (
    argument(
        *("SES002", "configuration-set-reference-name", ERROR, REJECTED, "configuration_set_name"),
        noun='the configuration set name of event destination "{key}"',
        unless=lambda name, _: not name or _is_arn(name),
    ),
    on_set_name("SES019", "configuration-set-name", ERROR, REJECTED)(
        check_of(
            SES_NAME,
            noun='the name of configuration set "{key}"',
            unless=lambda name, resource: isinstance(resource, Destination) or _is_arn(name),
        )
    ),
)


@on_set_name("SES003", "configuration-set-arn", ERROR, REJECTED)
def configuration_set_arn(name: str, resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """A configuration set is given by its ARN where its name is needed."""
    if not _is_arn(name):
        return
    message = f'the name of configuration set "{resource.key}" is an ARN; SES needs the name'
    if isinstance(resource, Destination):
        message = f'event destination "{resource.key}" names its configuration set by an ARN'
        message += "; SES needs the name"
    yield Finding((), message, _by_name(name))


def _by_name(arn: str) -> str:
    """What to write for an ARN of a configuration set."""
    found = hcl.resource_reference(arn)
    if found is not None:
        address = hcl.sole_expression(arn) or ""
        return f"write ${{{address.removesuffix('.arn')}.{Address(found.type, found.label).name}}}"
    name = arn.partition(":configuration-set/")[2].partition("/")[0]
    return f"write {name}" if name else "write the last part of the ARN, after configuration-set/"


@on_set_name("SES004", "empty-configuration-set", ERROR, REJECTED)
def empty_configuration_set(
    name: str, resource: ResolvedSet | Destination, plan: Plan
) -> Iterator[Finding]:
    """`configuration_set_name` is empty."""
    what = f'the configuration set name of event destination "{resource.key}"'
    if isinstance(resource, ResolvedSet):
        if name == "" or resource.args.manage:
            return  # SES019
        what = f'the name of configuration set "{resource.key}"'
    variable = _VARIABLE.fullmatch(name)
    if name == "" or is_null(name):
        yield Finding((), f"{what} is empty", "leave it out, or name a set")
    elif variable and plan.resolved.spec.variables.get(variable[1], Variable()).default == "":
        yield Finding(
            (),
            f"{what} is empty unless the variable {variable[1]} is set",
            f"leave the default of {variable[1]} out, so that it must be set",
            (Related(("variables", variable[1], "default"), "the default is empty"),),
            WARNING,
        )


def _made(spec: Resolved) -> dict[str | None, ResolvedSet]:
    """The configuration sets that the module makes, by their literal names."""
    return {literal(one.name): one for one in spec.sets if one.args.manage}


@on_spec("SES017", "set-by-name", WARNING, DANGEROUS)
def set_by_name(spec: Resolved) -> Iterator[Finding]:
    """An event destination names a set that the spec makes, instead of referring to it."""
    named = spec.having("configuration_set_name")
    made = _made(spec) if named else {}
    for destination in named:
        name = literal(destination.args.configuration_set_name)
        found = made.get(name) if name else None
        if found is None or str(address_of_set(found)) in (destination.args.depends_on or ()):
            continue
        made_as = address_of_set(found)
        path = (*destination.path, "configuration_set_name")
        message = f'the set "{name}" is made by this spec, and nothing waits for it'
        help_ = f"leave it out under the set itself, or write ${{{made_as}.{made_as.name}}}"
        yield Finding(path, message, help_, (Related(found.path, "made here"),))


@on_spec("SES018", "set-made-elsewhere", INFO, REJECTED)
def set_made_elsewhere(spec: Resolved) -> Iterator[Finding]:
    """A configuration set is named that the spec does not make."""
    made = _made(spec)
    named = [((*one.path, "name"), one.name) for one in spec.sets if not one.args.manage]
    named += [
        ((*one.path, "configuration_set_name"), one.args.configuration_set_name or "")
        for one in spec.having("configuration_set_name")
    ]
    for path, text in named:
        name = literal(text)
        if name and name not in made:
            yield Finding(path, f'nothing here makes the set "{name}"', "make sure that it exists")
