"""The examples of rules' pages: whole specs, or what matters of one."""

from __future__ import annotations

import json
import re
from textwrap import indent

from generator.diagnostics import Diagnostic, Path
from generator.hcl.folder import Folder
from generator.importer.loaded import load_module
from generator.loader import LoadedSpec, load_text
from generator.loader.text import SourceText
from generator.pipeline import planned
from generator.rules import Rule, Selection, check_specs
from generator.spec.destinations import EventDestination
from generator.spec.models import ConfigurationSet, Spec
from generator.spec.resources import KINDS
from tests.support.terraform_files import read_text

HEALTHY = """\
configuration_sets:
  mail:
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:feedback
"""
_SPEC, _SET, _DESTINATION = (
    frozenset(model.model_fields) for model in (Spec, ConfigurationSet, EventDestination)
)
_NEEDED = {
    "enabled": "enabled: true\n",
    "matching_types": "matching_types: [delivery]\n",
    "sns": "sns: arn:aws:sns:eu-west-1:123456789012:deliveries\n",
}


def section(rule: Rule, title: str) -> str:
    """A section of a rule's page."""
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", rule.page, re.DOTALL | re.MULTILINE)
    assert match is not None, f"{rule.code} has no section {title}"
    return match[1]


def examples(rule: Rule, title: str) -> list[str]:
    """The specs and Terraform files of a section of a rule's page, one for each fenced block."""
    found = re.findall(r"```(?:yaml|hcl)\n(.*?)```", section(rule, title), re.DOTALL)
    return [text if is_hcl(text) else whole(text) for text in found]


def is_hcl(text: str) -> bool:
    """Whether an example is a Terraform file."""
    return text.startswith(("resource ", "data ", "provider "))


def name_of(index: int, text: str) -> str:
    """What an example is called in findings."""
    return f"spec{index}.{'tf' if is_hcl(text) else 'yaml'}"


def loaded(text: str, index: int = 0) -> LoadedSpec:
    """An example, read."""
    if not is_hcl(text):
        return load_text(SourceText(name_of(index, text), text), None)
    found = load_module(".", read_text(text, name_of(index, text)))
    assert found is not None
    return found[0]


def whole(text: str) -> str:
    """A spec: event destinations, or arguments of one or of a configuration set, are put where they belong."""
    keys = re.findall(r"^(\w+):", text, re.MULTILINE)
    if keys and keys[0] in _SPEC:
        return text
    if keys and keys[0] in _DESTINATION:
        needed = [line for key, line in _NEEDED.items() if key not in keys]
        if any(kind in keys for kind in KINDS):
            needed = [line for line in needed if not line.startswith("sns")]
        return HEALTHY + "      example:\n" + indent("".join(needed) + text, " " * 8)
    if keys and keys[0] in _SET:
        return HEALTHY.replace(
            "    event_destinations:", indent(text, " " * 4) + "    event_destinations:"
        )
    return HEALTHY + indent(text, " " * 6)


def findings(
    *texts: str, select: tuple[str, ...] = (), beside: Folder | None = None
) -> list[Diagnostic]:
    """What the rules find in the specs of one run; ``beside`` is in the folder of their modules."""
    read = [loaded(text, index) for index, text in enumerate(texts)]
    specs = [planned(one if beside is None else one._replace(beside=beside)) for one in read]
    return check_specs(specs, Selection(select))


def codes(*texts: str, select: tuple[str, ...] = (), beside: Folder | None = None) -> list[str]:
    """The codes of what the rules find, in the order of the places."""
    return [found.code for found in findings(*texts, select=select, beside=beside)]


def spec_of(**sets: object) -> str:
    """A spec of configuration sets."""
    return json.dumps({"configuration_sets": sets})


def bounces_of(own: object, defaults: object = None) -> str:
    """A spec of one event destination, ``bounces`` of ``mail``."""
    sets = {"mail": {"event_destinations": {"bounces": own}}}
    return json.dumps({"defaults": defaults or {}, "configuration_sets": sets})


def to(name: str | None = None, /, **destinations: object) -> dict[str, object]:
    """A set that exists already when it has a name, with these event destinations."""
    known = {"manage": False, "name": name} if name is not None else {}
    return {**known, "event_destinations": destinations}


def at(owner: str, key: str, *rest: str | int) -> Path:
    """The path of an event destination, or of something in it."""
    return ("configuration_sets", owner, "event_destinations", key, *rest)
