"""Rules and specs → diagnostics: which rules run, and which findings the spec's comments accept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Location, Related, Severity
from generator.loader import LoadedSpec
from generator.loader.text import SourceText
from generator.plan import Plan
from generator.rules import walk
from generator.rules.base import Finding
from generator.rules.registration import Rule

UNUSED = "SUP001"
"""Code of the finding that a suppression suppresses nothing."""

ALIASES = {"MOD007": "TF001"}
"""Codes of rules that others took the place of: comments and commands that name them mean these."""

_ENTRY = 4  # configuration_sets, its key, event_destinations, its key
_SHOWN = 3
"""How many further places of a mistake are named."""
_COMMENT = re.compile(r"(?:^|\s)(#\s*sesgen:\s*ignore\[([A-Za-z0-9,\s]*)\])")


class Selection(NamedTuple):
    """Which codes are reported. ``select`` and ``ignore`` hold codes or their beginnings.

    Without ``select``, everything but notes (severity info) is; ``ALL`` selects these too.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, rule: Rule) -> bool:
        """Whether a rule can report anything."""
        if rule.code.startswith(self.ignore):
            return False
        return rule.code.startswith(self.select) or "ALL" in self.select if self.select else True

    def reports(self, severity: Severity) -> bool:
        """Whether a finding of a wanted rule is reported."""
        return bool(self.select) or severity is not Severity.INFO


def check_specs(
    rules: Iterable[Rule], specs: Sequence[tuple[LoadedSpec, Plan]], selection: Selection
) -> list[Diagnostic]:
    """Run rules over all specs of a run; findings that a comment accepts are left out.

    A suppression (``# sesgen: ignore[SES082] reason`` on the line, or alone on the line before) that
    nothing needs is itself reported.
    """
    plans = [plan for _, plan in specs]
    loaded = [item for item, _ in specs]
    same: dict[object, list[Diagnostic]] = {}
    suppressions = [list(_suppressions(item)) for item in loaded]
    wanted = [rule for rule in rules if selection.wants(rule)]
    # A finding may be less severe than its rule, never more: notes are looked for where one can be reported, or
    # suppressed: a suppression of a note has its use also where notes are not asked for.
    asked = [rule for rule in wanted if selection.reports(rule.severity) or any(suppressions)]
    for rule, finding in walk.findings(asked, plans):
        severity = finding.severity or rule.severity
        reported = selection.reports(severity)
        if not reported and not suppressions[finding.spec]:
            continue
        diagnostic = _diagnostic(rule, finding, severity, loaded)
        if not _suppressed(diagnostic, suppressions[finding.spec]) and reported:
            same.setdefault(_mistake(diagnostic), []).append(diagnostic)
    found = [item for items in same.values() for item in _once(items, loaded)]
    if not selection.select and UNUSED not in selection.ignore:
        codes = {rule.code for rule in wanted}
        for entries in suppressions:
            found += _unused(entries, codes)
    return found


def _diagnostic(
    rule: Rule, finding: Finding, severity: Severity, specs: Sequence[LoadedSpec]
) -> Diagnostic:
    spec = specs[finding.spec]
    place, related = spec.origin.find(finding.path)
    others = (
        (item.message, specs[finding.spec if item.spec is None else item.spec], item.path)
        for item in finding.related
    )
    further = tuple(Related(text, other.origin.find(path)[0]) for text, other, path in others)
    return Diagnostic(
        rule.code,
        severity,
        finding.message,
        place,
        finding.help,
        finding.path,
        spec.origin.line(place),
        (*related, *further),
    )


def _mistake(found: Diagnostic) -> object:
    """What two findings have in common that come from one place: inherited, or behind an alias."""
    if not found.location.line or len(found.path) <= _ENTRY:
        return (found.code, found.location, found.path, found.message)
    return (found.code, found.location, found.path[_ENTRY:], found.help)


def _once(items: list[Diagnostic], specs: Sequence[LoadedSpec]) -> list[Diagnostic]:
    """The findings of the first entry that has a mistake, with the places of the others."""
    entry = items[0].path[:_ENTRY]
    first = {item.message: item for item in items if item.path[:_ENTRY] == entry}
    others = dict.fromkeys(item.path[:_ENTRY] for item in items if item.path[:_ENTRY] != entry)
    if not others:
        return list(first.values())
    file = items[0].location.file
    origin = next(s.origin for s in specs if any(t.name == file for t in s.origin.sources()))
    more = [Related("the same here", origin.find(path)[0]) for path in list(others)[:_SHOWN]]
    if len(others) > _SHOWN:
        message = f"the same here, and in {len(others) - _SHOWN} more"
        more[-1] = more[-1]._replace(message=message)
    return [item._replace(related=(*item.related, *more)) for item in first.values()]


@dataclass(slots=True)
class _Suppression:
    """A comment: the codes it accepts, the line they are accepted on, and where it stands."""

    codes: tuple[str, ...]
    line: int
    place: Location
    text: str
    used: set[str]

    @property
    def accepted(self) -> set[str]:
        """The codes of the rules that it accepts the findings of."""
        return {ALIASES.get(code, code) for code in self.codes}


def _suppressions(spec: LoadedSpec) -> Iterator[_Suppression]:
    for source in spec.origin.sources():
        if "sesgen:" in source.text:
            yield from _comments(source)


def _comments(source: SourceText) -> Iterator[_Suppression]:
    lines = source.lines()
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if match is None:
            continue
        codes = tuple(code for code in re.split(r"[,\s]+", match[2].upper()) if code)
        target = number
        if not line[: match.start(1)].strip():
            rest = enumerate(lines[number:], number + 1)
            blank = ("", "#")
            target = next((n for n, text in rest if text.strip()[:1] not in blank), number)
        start, end = match.start(1) + 1, match.end(1) + 1
        place = Location(source.name, number, start, number, end)
        yield _Suppression(codes, target, place, lines[number - 1], set())


def _suppressed(found: Diagnostic, entries: Iterable[_Suppression]) -> bool:
    for entry in entries:
        same = (found.location.file, found.location.line) == (entry.place.file, entry.line)
        if same and found.code in entry.accepted:
            entry.used |= {code for code in entry.codes if ALIASES.get(code, code) == found.code}
            return True
    return False


def _unused(entries: Iterable[_Suppression], codes: set[str]) -> Iterator[Diagnostic]:
    for entry in entries:
        unused = [code for code in entry.codes if code not in entry.used]
        if not unused and entry.codes:
            continue
        message = "a suppression names no code"
        if unused:
            message = f"the suppression of {', '.join(unused)} suppresses nothing"
        unknown = [code for code in unused if ALIASES.get(code, code) not in codes]
        help_ = f"no rule of this run is called {', '.join(unknown)}" if unknown else "remove it"
        place, excerpt = entry.place, entry.text
        yield Diagnostic(UNUSED, Severity.WARNING, message, place, help_, excerpt=excerpt)
