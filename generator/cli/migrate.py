"""``sesgen migrate``: specs of API v1 become specs of API v2, and Terraform touches nothing in AWS."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from generator.cli.common import (
    file_option,
    has_errors,
    own_templates,
    refuse_no_module,
    refuse_read,
    refuse_taken,
    reported,
    say,
    selection,
    show,
    stop,
    write_file,
    write_out,
)
from generator.cli.specs import chosen_specs, options
from generator.config import Config
from generator.diagnostics import SpecError
from generator.loader import LoadedSpec, load_text
from generator.loader.origin import TextOrigin, diagnose
from generator.loader.text import SourceText
from generator.output import Change, replace_all
from generator.pipeline import Loaded, PlannedSpec, check, load_specs, planned
from generator.plan.migrated_text import migrated_text, moving, order_of_v1
from generator.plan.migration import Import, before, imports, unknown_names
from generator.plan.plan import Plan
from generator.render import render_imports
from generator.spec.base import APIS, V1, V2
from generator.spec.language import about
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, ResolvedSet

_NEWER = [key for key, said in about(ConfigurationSet).items() if said.only == V2]
"""The options of a configuration set that API v1 does not have."""


_SELF = re.compile(r"\bself\.")


class Target(StrEnum):
    """The API that a migration leads to."""

    V2 = V2


class _Migrated(NamedTuple):
    before: PlannedSpec
    after: PlannedSpec

    @property
    def change(self) -> Change | None:
        """What becomes of the text of the spec; None where it was rewritten before, by whoever."""
        old, new = (one.loaded.source for one in (self.before, self.after))
        return None if old == new else Change("", new.name, old.text.encode(), new.text)

    @property
    def was(self) -> Plan:
        """What the module made with API v1."""
        return before(self.after.plan) if self.change is None else self.before.plan

    def imports(self, call: str, values: dict[str, str]) -> list[Import]:
        """What the root module imports for it."""
        return list(imports(self.was, self.after.plan, call, values))


def migrate(  # noqa: PLR0917 - the command's options
    specs: Annotated[list[str] | None, typer.Argument(help="Specs in YAML or JSON.")] = None,
    to: Annotated[Target, typer.Option(help="The API to go to.")] = Target.V2,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", help="SET or SET.DESTINATION to migrate; may be given several times."
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", help="SET.DESTINATION=NAME that one with `replacement: overlap` has now."
        ),
    ] = None,
    call: Annotated[
        str, typer.Option(help="Address of the module in the root module, such as module.mail.")
    ] = "",
    var: Annotated[
        list[str] | None,
        typer.Option(
            "--var", help="NAME=VALUE of a variable, or local.NAME=VALUE, that names depend on."
        ),
    ] = None,
    imports_file: Annotated[
        Path | None,
        file_option("--imports", help_="File for the import blocks instead of standard output."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file of --imports when it is there.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print how the specs would change.")
    ] = False,
) -> None:
    """Turn specs of SES API v1 into specs of API v2, with nothing to change in AWS."""
    del to  # there is one way so far
    refuse_no_module("--call", call)
    with reported():
        paths, config = chosen_specs(specs)
        loaded = load_specs(paths, options(config, python=None, timeout=None))
        _refuse_errors(loaded, config)
        names, values = (
            dict(one.partition("=")[::2] for one in given or ()) for given in (name, var)
        )
        _refuse_unknown([*(only or ()), *names], loaded.specs)
        after = Loaded()
        for spec in loaded.specs:
            after.add(_rewritten(spec, only or [], names))
        _refuse_errors(after, config)
        done = [
            one
            for one in map(_Migrated, loaded.specs, after.specs)
            if one.change or (one.after.loaded.spec.migrated_from and not only)
        ]
        changes = [one.change for one in done if one.change]
        if diff:
            write_out("".join(line for one in changes for line in one.diff()))
            stop(int(bool(changes)))
        blocks = [block for one in done for block in one.imports(call, values)]
        if not blocks:
            say("nothing of API v1 is to be migrated")
            return
        text = render_imports(blocks, own_templates(None, config), migrating=True)
        _write(imports_file, text, done, force=force)
        say(*_notes(done, text if call else ""))


def _refuse_errors(loaded: Loaded, config: Config) -> None:
    found = check(loaded, selection(config))
    if has_errors(found):
        show(found)
        stop(loaded.exit_code or 1)


def _refuse_unknown(only: Sequence[str], specs: Sequence[PlannedSpec]) -> None:
    """What is named and is not there would migrate nothing, and say so nowhere."""
    sets = [owner for spec in specs for owner in spec.plan.resolved.sets]
    known = {owner.key for owner in sets}
    known |= {f"{owner.key}.{one.key}" for owner in sets for one in owner.destinations}
    unknown = [item for item in only if item not in known]
    if unknown:
        say(*(f"{item}: no spec has such a set or event destination" for item in unknown))
        stop(2)


def _write(path: Path | None, text: str, done: Sequence[_Migrated], *, force: bool) -> None:
    """Write the import blocks and the specs, all of them or none.

    The specs come last: without the import blocks they would leave nothing to migrate.
    """
    specs = {
        one.after.loaded.path: one.after.loaded.source.text
        for one in done
        if one.change and one.after.loaded.path
    }
    if path is not None:
        read = [one.after.loaded.path for one in done if one.after.loaded.path]
        refuse_read([path], read, "one of the specs")
        refuse_taken({path: text}, force=force)
    files = specs
    if path is None:
        write_out(text)
    elif path.exists() and not path.is_file():
        write_file(path, text.encode())
    else:
        files = {path: text, **specs}
    try:
        before = {one: one.read_bytes() if one.exists() else None for one in files}
        changes = {one: (before[one], _like(before[one], new)) for one, new in files.items()}
        why = replace_all(changes)
    except OSError as error:
        why = f"{error.filename}: cannot be read: {error.strerror}"
    if why:
        say(why, f"nothing was written: {', '.join(map(str, files))}")
        stop(2)
    say(*([f"wrote {path}"] if path else []), *(f"rewrote {one}" for one in specs))


def _like(before: bytes | None, text: str) -> bytes:
    """The bytes of a text, with the byte order mark that the file has."""
    mark = codecs.BOM_UTF8 if (before or b"").startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def _rewritten(spec: PlannedSpec, only: Sequence[str], names: Mapping[str, str]) -> LoadedSpec:
    """The spec with its text for API v2; as it is where none of it is of API v1."""
    loaded = spec.loaded
    resolved = spec.plan.resolved
    apis = {one.api for one in resolved.sets} | {one.api for one in resolved.destinations}
    if V1 not in apis:
        return loaded
    if not isinstance(loaded.origin, TextOrigin) or loaded.path is None:
        help_ = "write `api: v2` and `migrated_from: v1` into it, and run this again for the import blocks"
        message = "only files in YAML and JSON are rewritten"
        raise SpecError(diagnose(loaded.origin, (), "SPEC001", message, help_))
    moves = moving(resolved, only)
    text = migrated_text(loaded.source, loaded.origin.raw, resolved, moves, names)
    source = SourceText(loaded.source.name, text)
    after = load_text(source, loaded.path)._replace(beside=loaded.beside)
    unknown = [
        diagnose(
            loaded.origin,
            (*one.path, "replacement"),
            "SES181",
            f'only the state knows the name of event destination "{one.key}"',
            f"give the name that it has now: --name {one.set_key}.{one.key}=NAME (terraform state show has it)",
        )
        for one in unknown_names(spec.plan, planned(after).plan)
        if f"{one.set_key}.{one.key}" not in names
    ]
    if unknown:
        raise SpecError(*unknown)
    return after


def _resources(plan: Plan) -> Sequence[ResolvedSet | Destination]:
    return (*plan.resolved.sets, *plan.resolved.destinations)


def _notes(done: Sequence[_Migrated], imported: str) -> list[str]:
    """What a person must know and do; ``imported`` are the import blocks of another module than this one."""
    lines = [note for one in done for note in _notes_of(one.was, one.after.plan)]
    if re.search(r"\b(?:var|local)\.", imported):
        lines.append(
            "the import blocks speak of variables or locals of the module: --var NAME=VALUE and --var local.NAME=VALUE"
            " put values in their place"
        )
    return [
        *lines,
        "next: sesgen generate, terraform plan (it must add, change and destroy nothing), terraform apply;",
        "then take `migrated_from` out of the spec, delete the import blocks, and run sesgen generate",
    ]


def _notes_of(was: Plan, after: Plan) -> Iterator[str]:
    """What a person must know of one spec."""
    outputs = {output.label for output in was.outputs} - {o.label for o in after.outputs}
    inputs = {item.label for item in was.made_inputs} - {i.label for i in after.made_inputs}
    if outputs:
        yield f"the module has no output {', '.join(sorted(outputs))} any more"
    if inputs:
        yield f"the module takes no {', '.join(sorted(inputs))} any more"
    unseen = [
        owner.key
        for owner, old in zip(after.resolved.sets, was.resolved.sets, strict=True)
        if (old.api, owner.api) == APIS and owner.args.manage
    ]
    if unseen:
        yield (
            f"not seen: what API v1 cannot say of {', '.join(unseen)} ({', '.join(_NEWER)}); the plan removes what is not in"
            " the spec: sesgen verify names it in the answer of aws sesv2 get-configuration-set"
        )
    yield from (
        f'"{owner.key}" says no `tls_policy`: if the plan shows one, write it'
        for owner in after.resolved.sets
        if owner.api == V2 and owner.args.manage and owner.args.tls_policy is None
    )
    yield from (
        f"{'.'.join(map(str, now.path[1::2]))}: a condition speaks of `self`, which API v2 calls otherwise: the plan says what it lacks"
        for now, old in zip(_resources(after), _resources(was), strict=True)
        if (old.api, now.api) == APIS and _SELF.search(str(now.args.lifecycle))
    )
    apis = {f"{i.set_key}.{i.key}": i.api for i in was.resolved.destinations}
    yield from (
        f"{key}: the plan may show another order of its dimensions, which changes nothing else"
        for now in after.resolved.having("cloudwatch")
        if (apis.get(key := f"{now.set_key}.{now.key}"), now.api) == APIS
        and order_of_v1(now.args.cloudwatch or ()) is None
    )
