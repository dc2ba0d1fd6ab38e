"""``sesgen migrate``: specs of API v1 become specs of API v2, and Terraform touches nothing in AWS."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from generator.cli.common import (
    chosen_specs,
    has_errors,
    options,
    own_templates,
    reported,
    say,
    selection,
    show,
    stop,
    write_file,
    write_out,
)
from generator.diagnostics import Path as SpecPath
from generator.diagnostics import SpecError
from generator.loader import load_text
from generator.loader.edit import TextEdit
from generator.loader.origin import TextOrigin, diagnose
from generator.loader.text import SourceText
from generator.pipeline import PlannedSpec, check, load_specs, planned
from generator.plan.migration import imports, unknown_names
from generator.render import render_imports
from generator.spec.base import ALL, APIS, EVENT_TYPES


class Target(StrEnum):
    """The API that a migration leads to."""

    V2 = "v2"


class _Migrated(NamedTuple):
    before: PlannedSpec
    after: PlannedSpec
    path: Path
    text: str


def migrate(  # noqa: PLR0917 - the command's options
    specs: Annotated[list[str] | None, typer.Argument(help="Specs in YAML or JSON.")] = None,
    to: Annotated[Target, typer.Option(help="The API to go to.")] = Target.V2,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", help="SET or SET.DESTINATION to migrate; may be given several times."
        ),
    ] = None,
    call: Annotated[
        str, typer.Option(help="Address of the module in the root module, such as module.mail.")
    ] = "",
    var: Annotated[
        list[str] | None,
        typer.Option("--var", help="NAME=VALUE of a variable that names depend on."),
    ] = None,
    imports_file: Annotated[
        Path | None,
        typer.Option("--imports", help="File for the import blocks instead of standard output."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print how the specs would change.")
    ] = False,
) -> None:
    """Turn specs of SES API v1 into specs of API v2, with nothing to change in AWS."""
    del to  # there is one way so far
    with reported():
        paths, config = chosen_specs(specs)
        loaded = load_specs(paths, options(config, python=None, timeout=None))
        found = check(loaded, selection(config))
        show(found)
        if has_errors(found):
            stop(loaded.exit_code or 1)
        done = [_migrated(spec, only or []) for spec in loaded.specs]
        if diff:
            write_out("".join(map(_diff, done)))
            stop(int(any(one.before.loaded.source.text != one.text for one in done)))
        values = dict(one.partition("=")[::2] for one in var or ())
        blocks = [
            block
            for one in done
            for block in imports(one.before.plan, one.after.plan, call, values)
        ]
        text = render_imports(blocks, own_templates(None, config))
        for one in done:
            write_file(one.path, one.text.encode())
            say(f"rewrote {one.path}")
        if imports_file is None:
            write_out(text)
        else:
            write_file(imports_file, text.encode())
            say(f"wrote {imports_file}")
        say(*_notes(done, bool(call), values))


def _migrated(spec: PlannedSpec, only: list[str]) -> _Migrated:
    loaded = spec.loaded
    if not isinstance(loaded.origin, TextOrigin) or loaded.path is None:
        help_ = "write `api: v2` and `migrated_from: v1` into it, and run `sesgen generate`"
        message = "only files in YAML and JSON are rewritten"
        raise SpecError(diagnose(loaded.origin, (), "SPEC001", message, help_))
    edit = TextEdit(loaded.source)
    raw = loaded.origin.raw
    edit.put((), "migrated_from", APIS[0])
    for owner in spec.plan.resolved.sets:
        for one in owner.destinations:
            if _is_wanted(only, owner.key, one.key) and one.api == APIS[0]:
                _write_types(edit, raw, one.path, one.own.matching_types)
                if one.own.api is not None or (only and owner.key not in only):
                    edit.put(raw(one.path), "api", APIS[-1])
        said = owner.args.api is not None or owner.key in only
        if said and _is_wanted(only, owner.key, ""):
            edit.put(raw(owner.path), "api", APIS[-1])
    _write_types(edit, raw, ("defaults",), spec.plan.resolved.spec.defaults.matching_types)
    if not only:
        edit.put((), "api", APIS[-1])
    text = edit.text()
    source = SourceText(loaded.source.name, text)
    after = planned(load_text(source, loaded.path)._replace(beside=loaded.beside))
    unknown = [
        diagnose(
            loaded.origin,
            (*one.path, "replacement"),
            "SES181",
            f'only the state knows the name of event destination "{one.key}"',
            "write the name that it has now under `name`, and leave `replacement` out",
        )
        for _, one in unknown_names(spec.plan, after.plan)
    ]
    if unknown:
        raise SpecError(*unknown)
    return _Migrated(spec, after, loaded.path, text)


def _is_wanted(only: list[str], set_key: str, key: str) -> bool:
    return not only or set_key in only or f"{set_key}.{key}" in only


def _write_types(
    edit: TextEdit, raw: Callable[[SpecPath], SpecPath], path: SpecPath, types: object
) -> None:
    """Write out what ``all`` means with API v1: with v2 it would be two types more."""
    if types == ALL:
        edit.replace(raw((*path, "matching_types")), f"[{', '.join(EVENT_TYPES)}]")


def _diff(one: _Migrated) -> str:
    name = str(one.path)
    old, new = one.before.loaded.source.text, one.text
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(lines)


def _notes(done: list[_Migrated], called: bool, values: dict[str, str]) -> list[str]:  # noqa: FBT001
    """What a person must know and do."""
    lines = []
    for one in done:
        before, after = one.before.plan, one.after.plan
        outputs = {output.label for output in before.outputs} - {o.label for o in after.outputs}
        inputs = {item.label for item in before.made_inputs} - {i.label for i in after.made_inputs}
        if outputs:
            lines.append(f"the module has no output {', '.join(sorted(outputs))} any more")
        if inputs:
            lines.append(f"the module takes no {', '.join(sorted(inputs))} any more")
        lines += (
            f'"{owner.key}" says no `tls_policy`: if the plan shows one, write it'
            for owner in after.resolved.sets
            if owner.api == APIS[-1] and owner.args.manage and owner.args.tls_policy is None
        )
        if called and not values and any("var." in o.name for o in after.resolved.sets):
            lines.append("names depend on variables: give their values with --var NAME=VALUE")
    return [
        *lines,
        "next: sesgen generate, terraform plan (it must add, change and destroy nothing), terraform apply;",
        "then take `migrated_from` out of the spec, delete the import blocks, and run sesgen generate",
    ]
