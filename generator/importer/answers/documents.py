"""Files of answers → the JSON or YAML documents in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.hcl.numbers import JSON
from generator.loader import TERRAFORM_JSON
from generator.loader.text import STDIN, read_source

SUFFIXES = (".json", ".jsonl", ".tfstate", ".yaml", ".yml", ".template")
"""What the names of such files end in."""
_YAML = (".yaml", ".yml", ".template")
_TAG = "!"


class Document(NamedTuple):
    """A document, and the file that it is from."""

    file: str
    line: int
    value: Any

    def error(self, message: str, help_: str = "", column: int = 1) -> SpecError:
        """What is wrong with it."""
        place = Location(self.file, self.line, column, self.line, column + 1)
        return SpecError(Diagnostic("ANS001", Severity.ERROR, message, place, help_), exit_code=2)


def is_answer(name: str) -> bool:
    """Whether a file's name is that of an answer, a state or a template, and not of Terraform's own language."""
    return name.endswith(SUFFIXES) and not name.endswith(TERRAFORM_JSON)


def documents(name: str, stdin_name: str) -> Iterator[Document]:
    """The documents of a file: one, a list of them, or one after the other.

    Raises:
        SpecError: it cannot be read (exit status 2).
    """
    source = read_source(
        None if name == STDIN else Path(name), stdin_name if name == STDIN else name
    )
    if source.name.endswith(_YAML) and not source.text.lstrip().startswith(("{", "[")):
        yield Document(source.name, 1, _yaml(source.name, source.text))
        return
    for line, value in _values(source.name, source.text):
        several = value if isinstance(value, list) else [value]
        yield from (Document(source.name, line, one) for one in several)


def _values(name: str, text: str) -> Iterator[tuple[int, Any]]:
    """JSON values one after the other, each with its line."""
    at = 0
    while at < len(text):
        rest = len(text) - len(text[at:].lstrip())
        if rest == len(text):
            return
        at, line = rest, text.count("\n", 0, rest) + 1
        try:
            value, at = JSON.raw_decode(text, at)
        except json.JSONDecodeError as error:
            place = Document(name, error.lineno, None)
            raise place.error(f"not JSON: {error.msg}", column=error.colno) from None
        except RecursionError:
            raise Document(name, line, None).error("nested too deep") from None
        yield line, value


class _Tags(yaml.SafeLoader):
    """YAML of CloudFormation: its short forms of functions become the long ones."""


def _function(loader: _Tags, tag: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.MappingNode):
        value: Any = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = node.value
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Tags.add_multi_constructor(_TAG, _function)


def _yaml(name: str, text: str) -> Any:  # noqa: ANN401 - a document
    try:
        return yaml.load(text, Loader=_Tags)  # noqa: S506 - a safe loader, with tags that make mappings
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise Document(name, line, None).error(f"not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Document(name, 1, None).error(f"not YAML: {error}") from None


def base_name(document: Document) -> str:
    """The name of a document's file without what says its kind: that of the set whose answer it holds."""
    return Path(document.file).name.partition(".")[0]
