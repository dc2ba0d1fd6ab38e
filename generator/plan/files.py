"""The files of a module: which records stand in which, and what the templates of the others are given.

Large modules: records are spread over files, so that a file can be read and an edit touches one of them. A
file with more than ``MANY`` blocks becomes sixteen, by the first digit of a hash of the configuration set's key;
one of those that is too large again becomes sixteen by the next digit, and so on. Where a set stands follows from
its own key and from how full its file is: an edit or a new set moves no other set, but when its file
overflows. Addresses do not depend on files: Terraform sees no change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator import hcl
from generator.hcl import Hcl, escape_value
from generator.plan import tftest
from generator.plan.declarations import Locals
from generator.plan.migration import migration
from generator.plan.moves import moves
from generator.plan.plan import ALARMS, DATA, MAIN, STREAMS, TOPICS, Plan
from generator.plan.readme import readme
from generator.plan.records import Record
from generator.plan.renames import Past
from generator.plan.triggers import SHARED_TRIGGER, watched

MANY = 2_000
"""Blocks of one file: about half a megabyte, what an editor and a reviewer's page still show."""

_DIGITS = 64
VERSIONS, VARIABLES, OUTPUTS, MOVED = "versions.tf", "variables.tf", "outputs.tf", "moved.tf"
MIGRATE = "migrate.tf"
GENERATED = frozenset(
    [VERSIONS, VARIABLES, OUTPUTS, MOVED, MIGRATE, MAIN, TOPICS, STREAMS, ALARMS, DATA]
)
"""The Terraform files of a module that is not large."""
README = "README.md"

_SPREAD = "|".join(path.removesuffix(".tf") for path in (MAIN, TOPICS, STREAMS, ALARMS, DATA))
_PATHS = re.compile(
    rf"(?:{_SPREAD})_[0-9a-f]{{1,{_DIGITS}}}\.tf"
    rf"|{'|'.join(map(re.escape, (*sorted(GENERATED), tftest.PATH, README)))}"
)


def can_be_generated(path: str) -> bool:
    """Whether a module may have a file of this path: those of a large one are spread over several."""
    return _PATHS.fullmatch(path) is not None


class PlannedFile(NamedTuple):
    """A file of a module: its path, its template, what the template is given, and the blocks it holds."""

    path: str
    template: str
    context: Mapping[str, Any]
    records: Sequence[Record] = ()


def module_files(
    plan: Plan,
    name: str,
    spec_file: str,
    past: Past = Past(),  # noqa: B008 - immutable
) -> Iterator[PlannedFile]:
    """The files of the module ``name``, made from the spec file called ``spec_file``; ``past`` is what it was."""
    shared: dict[str, Any] = {"spec_file": spec_file}
    aliases = provider_aliases(plan)
    checks = tftest.context(plan) if plan.resolved.spec.module.tests and not aliases else None
    yield PlannedFile(VERSIONS, "versions.tf.j2", shared | _versions(plan, aliases))
    inputs = {"variables": plan.inputs}
    yield PlannedFile(VARIABLES, "variables.tf.j2", shared | inputs, plan.inputs)
    for path, records in spread(plan):
        if records or path == MAIN:
            yield PlannedFile(path, "resources.tf.j2", shared, records)
    yield from of_the_state(plan, spec_file, past)
    outputs = {"outputs": plan.outputs}
    yield PlannedFile(OUTPUTS, "outputs.tf.j2", shared | outputs, plan.outputs)
    if checks is not None:
        yield PlannedFile(tftest.PATH, "module.tftest.hcl.j2", shared | checks)
    about = readme(plan, name, aliases, tested=checks is not None)
    yield PlannedFile(README, "README.md.j2", shared | about)


def of_the_state(
    plan: Plan,
    spec_file: str = "",
    past: Past = Past(),  # noqa: B008 - immutable
) -> Iterator[PlannedFile]:
    """What tells Terraform of addresses that its state has and the module has not; without a header for no spec file."""
    shared: dict[str, Any] = {"spec_file": spec_file}
    if moved := moves(plan, past):
        yield PlannedFile(MOVED, "moved.tf.j2", shared | {"moves": moved})
    if (left := migration(plan)).removed:
        yield PlannedFile(MIGRATE, "migrate.tf.j2", shared | left._asdict())


def provider_aliases(plan: Plan) -> list[Hcl]:
    """The provider configurations that the caller must hand in, such as ``aws.ireland``."""
    resolved = plan.resolved
    used = {one.args.provider for one in resolved.owners}
    used |= {one.args.provider for one in resolved.having("provider")}
    return sorted(Hcl(name) for name in used if name and "." in name)


def _versions(plan: Plan, aliases: list[Hcl]) -> dict[str, Hcl | None]:
    terraform = plan.resolved.spec.terraform
    return {
        "required_version": hcl.value(escape_value(terraform.required_version)),
        "aws_provider": hcl.value(escape_value(plan.aws_provider)),
        "time_provider": hcl.value(plan.time_provider) if plan.time_provider else None,
        "configuration_aliases": hcl.sequence(aliases) if aliases else None,
    }


def spread(plan: Plan) -> Iterator[tuple[str, Sequence[Record]]]:
    """The records of the module by file; a file that would be too large is several."""
    for path, records in plan.files.items():
        parts = list(split(path, records)) or [(path, [])]
        yield from _with_trigger(plan, parts) if path == MAIN else parts


def split(path: str, records: Sequence[Record]) -> Iterator[tuple[str, list[Record]]]:
    """The files that hold the records of one file: ``main.tf`` alone, or ``main_0.tf``, ``main_1a.tf``, ….

    A file keeps the order of the spec.
    """
    stem, _, ending = path.rpartition(".")
    few = len(records) <= MANY
    for digits, part in _parts("", [("" if few else _hash(one), one) for one in records]):
        yield f"{stem}_{digits}.{ending}" if digits else path, part


def _parts(
    digits: str, records: Sequence[tuple[str, Record]]
) -> Iterator[tuple[str, list[Record]]]:
    if len(records) <= MANY or len(digits) == _DIGITS:
        yield digits, [record for _, record in records]
        return
    buckets: dict[str, list[tuple[str, Record]]] = {}
    for hashed in records:
        buckets.setdefault(hashed[0][len(digits)], []).append(hashed)
    for digit, part in sorted(buckets.items()):
        yield from _parts(digits + digit, part)


def _hash(record: Record) -> str:
    """The hash of the configuration set that a block is there for."""
    key = str(record.spec_path[1]) if len(record.spec_path) > 1 else ""
    return hashlib.sha256(key.encode()).hexdigest()


def _with_trigger(
    plan: Plan, files: Iterable[tuple[str, Sequence[Record]]]
) -> Iterator[tuple[str, Sequence[Record]]]:
    """The files with the shared trigger, one resource in ``main.tf``.

    When there are several files, each says in a local value what is to be watched for its sets.
    """
    files = list(files)
    if plan.shared_trigger is None:
        yield from files
        return
    if len(files) == 1:
        yield MAIN, [*files[0][1], plan.shared_trigger]
        return
    names = []
    for name, records in files:
        sets = dict.fromkeys(str(record.spec_path[1]) for record in records)
        fingerprints = [plan.watched[key] for key in sets if key in plan.watched]
        if fingerprints:
            label = Hcl(f"{SHARED_TRIGGER}_{name.rpartition('.')[0].rpartition('_')[2]}")
            names.append(Hcl(f"local.{label}"))
            yield name, [*records, Locals(records[0].spec_path, label, watched(fingerprints))]
        else:
            yield name, records
    merged = f"merge({hcl.sequence(names)}...)"
    yield MAIN, [plan.shared_trigger_over(hcl.expression_source(merged))]
