"""The examples of rules' pages: whole specs, or destinations of a healthy set."""

from __future__ import annotations

import json
import re

from generator.diagnostics import Diagnostic, Path
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import planned
from generator.rules import Rule, Selection, check_specs

HEALTHY = """\
configuration_sets:
  mail:
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:feedback
"""
_WHOLE = ("version:", "configuration_sets:", "variables:", "defaults:", "terraform:", "module:")


def examples(rule: Rule, section: str) -> list[str]:
    """The specs of a section of a rule's page, one for each fenced block."""
    match = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", rule.doc, re.DOTALL | re.MULTILINE)
    assert match is not None, f"{rule.code} has no section {section}"
    found = re.findall(r"```yaml\n(.*?)```", match[1], re.DOTALL)
    assert found, f"{rule.code}: {section} has no example"
    return [whole(text) for text in found]


def whole(text: str) -> str:
    """A spec: a fragment is put beside a healthy event destination."""
    if text.startswith(_WHOLE):
        return text
    return HEALTHY + "".join(f"      {line}\n" for line in text.splitlines())


def findings(*texts: str, select: tuple[str, ...] = ()) -> list[Diagnostic]:
    """What the rules find in the specs of one run."""
    specs = []
    for index, text in enumerate(texts):
        loaded = load_text(SourceText(f"spec{index}.yaml", text), None)
        specs.append(planned(loaded))
    return check_specs(specs, Selection(select))


def codes(text: str, *select: str) -> list[str]:
    """The codes of what the rules find in one spec."""
    return [item.code for item in findings(text, select=select)]


def spec(**sets: object) -> str:
    """A spec of some configuration sets."""
    return json.dumps({"configuration_sets": sets})


def to(name: str | None = None, /, **args: object) -> dict[str, object]:
    """A set that exists already when it has a name, with these event destinations."""
    known = {"manage": False, "name": name} if name is not None else {}
    return {**known, "event_destinations": args}


def at(owner: str, key: str, *rest: str) -> Path:
    """The place of an event destination, or of one of its keys."""
    return ("configuration_sets", owner, "event_destinations", key, *rest)
