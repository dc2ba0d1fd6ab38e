"""SES017, SES018: configuration sets that are named instead of referred to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.rules.base import Finding, Impact, Related, rule
from generator.rules.judge import literal
from generator.spec.resolved import Resolved


@rule("SES017", "set-by-name", Severity.WARNING, Impact.DANGEROUS)
def set_by_name(spec: Resolved) -> Iterator[Finding]:
    """An event destination names a set that the spec makes, instead of referring to it."""
    made = {literal(entry.name): entry for entry in spec.sets if entry.args.manage}
    for item in spec.having("configuration_set_name"):
        name = literal(item.args.configuration_set_name)
        entry = made.get(name) if name else None
        if entry is None or (item.args.depends_on and entry.address in item.args.depends_on):
            continue
        path = (*item.path, "configuration_set_name")
        message = f'the set "{name}" is made by this spec, and nothing waits for it'
        help_ = f"leave it out under the set itself, or write ${{{entry.address}.name}}"
        yield Finding(path, message, help_, (Related(entry.path, "made here"),))


@rule("SES018", "set-made-elsewhere", Severity.INFO, Impact.REJECTED)
def set_made_elsewhere(spec: Resolved) -> Iterator[Finding]:
    """A configuration set is named that the spec does not make."""
    made = {literal(entry.name) for entry in spec.sets if entry.args.manage}
    named: list[tuple[Path, str | None]] = [
        ((*entry.path, "name"), literal(entry.name)) for entry in spec.sets if not entry.args.manage
    ]
    named += [
        ((*item.path, "configuration_set_name"), literal(item.args.configuration_set_name))
        for item in spec.having("configuration_set_name")
    ]
    for path, name in named:
        if name and name not in made:
            yield Finding(path, f'nothing here makes the set "{name}"', "make sure that it exists")


RULES = (set_by_name, set_made_elsewhere)
