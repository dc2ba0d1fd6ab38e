"""Rules and specs → diagnostics: which rules run, and which findings the spec's comments accept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Path, Related, Severity, path_text
from generator.loader import LoadedSpec
from generator.plan import Plan
from generator.rules import walk
from generator.rules.base import Finding
from generator.rules.help_in_hcl import NOTES_IN_HCL, api_at, in_hcl
from generator.rules.registration import Rule
from generator.rules.suppressions import UNUSED, Suppressions
from generator.spec.base import owner_depth

_SHOWN = 3
"""How many further places of a mistake are named."""


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

    A suppression that nothing needs is itself reported.
    """
    plans = [plan for _, plan in specs]
    loaded = [spec for spec, _ in specs]
    mistakes: dict[object, _Mistake] = {}
    comments = [Suppressions(spec) for spec in loaded]
    wanted = [rule for rule in rules if selection.wants(rule)]
    # A finding may be less severe than its rule, never more: notes are looked for where one can be reported, or
    # suppressed: a suppression of a note has its use also where notes are not asked for.
    asked = [
        rule
        for rule in wanted
        if selection.reports(rule.severity) or any(of_spec.all for of_spec in comments)
    ]
    for rule, finding in walk.findings(asked, plans):
        severity = finding.severity or rule.severity
        if loaded[finding.spec].origin.is_hcl:
            severity = NOTES_IN_HCL.get(rule.code, severity)
        reported = selection.reports(severity)
        if not reported and not comments[finding.spec].all:
            continue
        diagnostic = _diagnostic(rule, finding, severity, loaded)
        if not comments[finding.spec].accept(diagnostic) and reported:
            mistakes.setdefault(_what(diagnostic), _Mistake(diagnostic)).add(diagnostic)
    found = [diagnostic for one in mistakes.values() for diagnostic in one.findings(loaded)]
    if not selection.select and UNUSED not in selection.ignore:
        codes = {rule.code for rule in wanted}
        unused = (comment.unused(codes) for of_spec in comments for comment in of_spec.all)
        found += (diagnostic for diagnostic in unused if diagnostic is not None)
    return found


def _diagnostic(
    rule: Rule, finding: Finding, severity: Severity, specs: Sequence[LoadedSpec]
) -> Diagnostic:
    spec = specs[finding.spec]
    place, related = spec.origin.find(finding.path)
    others = (
        (
            related.message,
            specs[finding.spec if related.spec is None else related.spec],
            related.path,
        )
        for related in finding.related
    )
    further = tuple(Related(text, other.origin.find(path)[0]) for text, other, path in others)
    beside = (Related(*one) for one in finding.beside)
    return Diagnostic(
        rule.code,
        severity,
        finding.message,
        place,
        in_hcl(rule.code, finding.help, api_at(spec.spec, finding.path))
        if spec.origin.is_hcl
        else finding.help,
        finding.path,
        spec.origin.line(place),
        (*related, *further, *beside),
    )


def _what(found: Diagnostic) -> object:
    """What findings have in common that come from one place: inherited from ``defaults``, or behind an alias."""
    depth = owner_depth(found.path)
    if not found.location.line or len(found.path) <= depth:
        return (found.code, found.location, found.path, found.message)
    return (found.code, found.location, found.path[depth:], found.help)


class _Mistake:
    """A mistake: the findings of the first event destination that has it, and which others do."""

    def __init__(self, found: Diagnostic) -> None:
        self._place = _owner(found)
        self._file = found.location.file
        self._first: dict[str, Diagnostic] = {}
        self._others: dict[Path, None] = {}

    def add(self, found: Diagnostic) -> None:
        """Take a finding of it."""
        place = _owner(found)
        if place == self._place:
            self._first[found.message] = found
        else:
            self._others[place] = None

    def findings(self, specs: Sequence[LoadedSpec]) -> list[Diagnostic]:
        """The findings of the first event destination, with the places of the others."""
        if not self._others:
            return list(self._first.values())
        origin = next(
            one.origin
            for one in specs
            if self._file in (one.origin.name, *(text.name for text in one.origin.sources()))
        )
        more = []
        for path in islice(self._others, _SHOWN):
            # A loop in Python makes many in one place.
            where = f"for {path_text(path)}" if self._file.endswith(".py") else "here"
            more.append(Related(f"the same {where}", origin.find(path)[0]))
        if len(self._others) > _SHOWN:
            message = f"{more[-1].message}, and in {len(self._others) - _SHOWN} more"
            more[-1] = more[-1]._replace(message=message)
        return [one._replace(related=(*one.related, *more)) for one in self._first.values()]


def _owner(found: Diagnostic) -> Path:
    """The event destination or configuration set that a finding is in."""
    return found.path[: owner_depth(found.path)]
