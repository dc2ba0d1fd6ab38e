"""A spec → the files of its module, each with its template and what the template is given."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.hcl import escape_value, expression
from generator.plan import tests
from generator.plan.outputs import output_block, outputs
from generator.plan.readme import readme
from generator.plan.supporting import MAIN, module_blocks
from generator.plan.variables import variable_block
from generator.spec.resolved import Resolved


class PlannedFile(NamedTuple):
    """A file to render: its path in the module, its template, and the values for it."""

    path: str
    template: str
    context: dict[str, Any]


def plan_module(resolved: Resolved, name: str, spec_file: str) -> tuple[PlannedFile, ...]:
    """The files of the module ``name`` made from the spec file called ``spec_file``."""
    spec = resolved.spec
    shared: dict[str, Any] = {"spec_file": spec_file}
    made = module_blocks(resolved)
    variables = (
        *(variable_block(key, item) for key, item in spec.variables.items()),
        *made.variables,
    )
    aliases = _aliases(resolved)
    checks = tests.test_blocks(resolved) if spec.module.tests and not aliases else None
    about = readme(resolved, name, made, aliases, tested=checks is not None)
    output_blocks = tuple(map(output_block, outputs(resolved)))
    return (
        PlannedFile("versions.tf", "versions.tf.j2", shared | _versions(resolved)),
        PlannedFile("variables.tf", "variables.tf.j2", shared | {"blocks": variables}),
        *(
            PlannedFile(path, "main.tf.j2", shared | {"blocks": tuple(blocks)})
            for path, blocks in made.spread()
            if blocks or path == MAIN
        ),
        PlannedFile("outputs.tf", "outputs.tf.j2", shared | {"blocks": output_blocks}),
        *([PlannedFile(tests.PATH, "tftest.hcl.j2", shared | {"tests": checks})] if checks else []),
        PlannedFile("README.md", "README.md.j2", shared | about),
    )


def _versions(resolved: Resolved) -> dict[str, Any]:
    terraform = resolved.spec.terraform
    aliases = [expression(name) for name in _aliases(resolved)]
    return {
        "required_version": escape_value(terraform.required_version),
        "provider": (
            ("source", "hashicorp/aws"),
            ("version", escape_value(terraform.aws_provider)),
            *((("configuration_aliases", aliases),) if aliases else ()),
        ),
    }


def _aliases(resolved: Resolved) -> list[str]:
    """The provider configurations that the caller must hand in, such as ``aws.ireland``."""
    used = {entry.args.provider for entry in resolved.sets if entry.args.manage}
    used |= {item.args.provider for item in resolved.destinations}
    return sorted(name for name in used if name and "." in name)
