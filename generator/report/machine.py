"""Diagnostics for programs: JSON, SARIF 2.1.0 and GitHub workflow commands."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.diagnostics import Diagnostic, Location, Severity, path_text
from generator.harmless import OLDER, one_line
from generator.rules import ALL_RULES, Rule
from generator.version import HOME, __version__

JSON_VERSION = 1
"""Version of the JSON format; it grows when a key changes its meaning or goes away."""


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """An object with ``version`` and ``diagnostics``; every diagnostic has every key.

    Lines and columns count from 1 and are null where only the file is known; columns count
    characters; ``end_column`` is the first one after the range. ``path`` is the place in the spec.
    """
    found = [_json_diagnostic(finding) for finding in diagnostics]
    document = {"version": JSON_VERSION, "diagnostics": found}
    return _dumped(document)


def _dumped(document: dict[str, Any]) -> str:
    """JSON in whose strings nothing is a command of a terminal or a runner, and half of a surrogate pair is an escape."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    text = text.replace(OLDER, "##\\u005b") + "\n"
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text
    )


def _json_diagnostic(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help or None,
        "path": list(finding.path),
        **_json_place(finding.location),
        "related": [
            {"message": related.message, **_json_place(related.location)}
            for related in finding.related
        ],
        "url": next((rule.url for rule in ALL_RULES if rule.code == finding.code), None),
    }


def _json_place(place: Location) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "end_line": place.end_line or None,
        "end_column": place.end_column or None,
    }


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Workflow commands, which GitHub shows at their lines in a pull request."""
    return "".join(f"{_annotation(finding)}\n" for finding in diagnostics)


def _annotation(finding: Diagnostic) -> str:
    place = finding.location
    values = {"file": _in_log(place.file), "title": f"sesgen {finding.code}"}
    if place.line:
        values |= {"line": str(place.line), "endLine": str(place.end_line)}
        if place.end_line == place.line:
            values |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties = ",".join(f"{key}={_escape(text, ':,')}" for key, text in values.items())
    message = "\n".join(map(one_line, filter(None, (finding.message, finding.help))))
    return f"::{_GITHUB[finding.severity]} {properties}::{_escape(message)}"


def _escape(text: str, extra: str = "") -> str:
    for char in "%\r\n" + extra:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _in_log(file: str) -> str:
    """A file's name with line ends, which are escaped, and nothing else that a log would obey."""
    return "".join(char if char in "\r\n" else one_line(char) for char in file).replace(
        OLDER, "##\\x5b"
    )


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """A SARIF 2.1.0 log with one run, for code scanning."""
    found = list(diagnostics)
    known = {rule.code: rule for rule in ALL_RULES}
    codes = sorted({finding.code for finding in found})
    driver = {
        "name": "sesgen",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_sarif_rule(code, known.get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes.index(finding.code)) for finding in found],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return _dumped(document)


def _sarif_rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    page = rule.page
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.impact.value},
        "help": {"text": page, "markdown": page},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _sarif_result(finding: Diagnostic, index: int) -> dict[str, Any]:
    message = f"{finding.message}. {finding.help}" if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_sarif_place(finding.location)],
    }
    if finding.path:
        logical = {"fullyQualifiedName": path_text(finding.path)}
        result["locations"][0]["logicalLocations"] = [logical]
    if finding.related:
        result["relatedLocations"] = [
            {**_sarif_place(related.location), "message": {"text": related.message}}
            for related in finding.related
        ]
    return result


def _sarif_place(place: Location) -> dict[str, Any]:
    path = Path(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if place.line:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return {"physicalLocation": physical}
