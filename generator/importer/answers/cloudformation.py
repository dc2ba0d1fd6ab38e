"""CloudFormation templates, in JSON (``cdk synth``) and YAML: the configuration sets and event destinations in them.

What refers to another part of the template becomes a variable. Source: CloudFormation, ``AWS::SES::ConfigurationSet`` and
``AWS::SES::ConfigurationSetEventDestination``.
"""

from __future__ import annotations

import re
from typing import Any

from generator.importer.answers.collected import Collected, Data, DestinationSeen, plain, tags_of
from generator.importer.answers.documents import Document
from generator.spec.base import V1, V2

_SET = "AWS::SES::ConfigurationSet"
_DESTINATION = f"{_SET}EventDestination"
_FUNCTIONS = re.compile(r"Ref|Fn::\w+")
_OF_V2 = {"SuppressionOptions", "VdmOptions", "Tags"}
_MEMBERS_OF_V2 = {"HttpsPolicy", "SendingPoolName", "MaxDeliverySeconds"}
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def template(document: Document, into: Collected) -> bool:
    """A template.

    Raises:
        SpecError: an event destination names no set.
    """
    resources = document.value.get("Resources")
    if not isinstance(resources, dict):
        return False
    if not all(isinstance(one, dict) for one in resources.values()):
        raise TypeError(resources)
    _Template(document, into, resources).read()
    return True


class _Template:
    def __init__(self, document: Document, into: Collected, resources: dict[str, Data]) -> None:
        self.document, self.into, self.resources = document, into, resources
        self.parameters = document.value.get("Parameters") or {}

    def read(self) -> None:
        """Take over the sets, then the event destinations."""
        sets = self._of(_SET)
        for logical, properties in sets.items():
            name = self._name(logical)
            data = {key: value for key, value in properties.items() if key not in ("Name", "Tags")}
            tags = tags_of(properties.get("Tags"))
            found = self._value(data, logical) | (
                {"tags": self._value(tags, logical)} if tags else {}
            )
            self.into.see(self.document, name, _api(properties), data=found, destinations=[])
        for logical, properties in self._of(_DESTINATION).items():
            self._destination(logical, properties)
        if sets:
            names = ", ".join(sets)
            self.into.notes.append(
                f"before the stack lets go of them: DeletionPolicy: Retain and UpdateReplacePolicy: Retain for {names}"
                " and the event destinations, deploy, then take them out of the template"
            )

    def _of(self, type_: str) -> dict[str, Data]:
        return {
            logical: one.get("Properties") or {}
            for logical, one in self.resources.items()
            if one.get("Type") == type_
        }

    def _destination(self, logical: str, properties: Data) -> None:
        owner = self._value(
            properties.get("ConfigurationSetName"), f"{logical}ConfigurationSetName"
        )
        about = dict(properties.get("EventDestination") or {})
        if not isinstance(owner, str):
            raise self.document.error(f"{logical} names no configuration set")
        name = about.pop("Name", None)
        found = self.into.sets.get(owner) or self.into.see(self.document, owner, V1)
        one = {key: self._value(value, f"{logical}{key}") for key, value in about.items()}
        one["Name"] = self._value(name, f"{logical}Name") if name else self._made_up(logical)
        found.add(DestinationSeen(one))
        if "EventBridgeDestination" in about:
            found.api = V2

    def _name(self, logical: str) -> str:
        """The name of a set; one that CloudFormation makes up is a variable."""
        given = self.resources[logical].get("Properties", {}).get("Name")
        if given is None:
            return self._made_up(logical)
        return str(self._value(given, f"{logical}Name"))

    def _made_up(self, logical: str) -> str:
        """The name of what the template gives no name: CloudFormation alone knows it."""
        return f"${{var.{self._variable(logical, 'Name')}}}"

    def _value(self, value: Any, place: str) -> Any:  # noqa: ANN401 - a part of a template
        """A value as a spec has it: functions of the template become variables."""
        if isinstance(value, dict) and len(value) == 1 and _FUNCTIONS.fullmatch(next(iter(value))):
            return self._function(value, place)
        if isinstance(value, dict):
            return {key: self._value(inner, f"{place}{key}") for key, inner in value.items()}
        if isinstance(value, list):
            return [self._value(inner, place) for inner in value]
        # A template may write booleans and numbers as texts.
        return (
            {"true": True, "false": False}.get(value, plain(value))
            if isinstance(value, str)
            else value
        )

    def _function(self, value: Data, place: str) -> str:
        ((function, argument),) = value.items()
        if function == "Ref" and self.resources.get(str(argument), {}).get("Type") == _SET:
            return self._name(str(argument))
        if function == "Fn::GetAtt" and isinstance(argument, list):
            return f"${{var.{self._variable(*map(str, argument))}}}"
        logical = str(argument) if function == "Ref" else place
        default = (self.parameters.get(logical) or {}).get("Default") if function == "Ref" else None
        return f"${{var.{self._variable(logical, default=default)}}}"

    def _variable(self, *words: str, default: object = None) -> str:
        """The name of a variable for a part of the template, which it declares."""
        name = "_".join(filter(None, _WORDS.split("_".join(words)))).lower()
        declared: Data = {"type": "string"}
        if isinstance(default, str):
            declared["default"] = default
        self.into.variables.setdefault(name, declared)
        return name


def _api(properties: Data) -> str:
    inner = {key for value in properties.values() if isinstance(value, dict) for key in value}
    return V2 if properties.keys() & _OF_V2 or inner & _MEMBERS_OF_V2 else V1
