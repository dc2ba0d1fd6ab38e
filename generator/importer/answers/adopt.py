"""What was collected → the text of a spec, and what Terraform is to import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.diagnostics import Location, SpecError
from generator.importer.answers import aws, cloudformation, state
from generator.importer.answers.collected import DEFAULTS, Collected, Data, SetSeen
from generator.importer.answers.documents import Document, documents
from generator.importer.tidy import tidy
from generator.importer.yaml_text import yaml_text
from generator.loader import LoadedSpec, load_text
from generator.loader.text import SourceText
from generator.spec.base import V2
from generator.spec.spellings import key_from_name

READERS: Sequence[Callable[[Document, Collected, str], bool]] = (
    state.state,
    cloudformation.template,
    aws.described,
    aws.got,
    aws.destinations,
    aws.listed,
)
"""What may be adopted; the first that knows a document takes it."""
_NOT_OF_THE_FORM = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What a walk through JSON of another form than the documented one ends with."""
_FORM = "this is not of the form that AWS and Terraform document"
_KNOWN = "answers of `aws ses` and `aws sesv2`, Terraform's state, and CloudFormation templates are known"


class Adopted(NamedTuple):
    """A spec, as text and read back; what a person must know; whether Terraform's state has all of it already.

    ``only_names`` are the sets of which nothing but the name was seen, ``without_destinations`` those whose event
    destinations were not.
    """

    text: str
    spec: LoadedSpec
    notes: tuple[str, ...]
    is_in_state: bool
    only_names: tuple[str, ...]
    without_destinations: frozenset[str]


def adopt_answers(
    names: Sequence[str],
    *,
    stdin_name: str = "stdin.json",
    owner: str = "",
    target: str = "spec.yaml",
) -> Adopted:
    """The spec of answers, states and templates; ``owner`` is the set of event destinations whose answer names none.

    ``target`` is what the spec will be called: findings in what was read stand in its text.

    Raises:
        SpecError: a file cannot be read, is none of these, or says what no spec can say.
    """
    found = Collected()
    first: Document | None = None
    for name in names:
        for document in documents(name, stdin_name):
            first = first or document
            if not _is_read(document, found, owner):
                raise document.error("this is nothing that can be adopted", _KNOWN)
    if first is None:
        raise Document(names[0], 1, None).error("the file is empty", _KNOWN)
    if not found.sets:
        raise first.error("there is no configuration set in it")
    try:
        text = yaml_text(tidy(_data(found)), {})
        spec = load_text(SourceText(target, text), None)
    except _NOT_OF_THE_FORM:
        raise first.error(_FORM) from None
    except SpecError as error:
        place = Location(first.file)
        raise SpecError(
            *(one._replace(location=place) for one in error.diagnostics), exit_code=2
        ) from None
    only_names = tuple(
        one.name for one in found.sets.values() if one.data is None and one.destinations is None
    )
    alone = frozenset(one.name for one in found.sets.values() if one.destinations is None)
    return Adopted(text, spec, tuple(_notes(found)), found.is_in_state, only_names, alone)


def _is_read(document: Document, found: Collected, owner: str) -> bool:
    """Whether a reader knows a document, and took what it says."""
    if not isinstance(document.value, dict):
        return False
    try:
        return any(read(document, found, owner) for read in READERS)
    except _NOT_OF_THE_FORM:
        raise document.error(_FORM) from None


def _data(found: Collected) -> Data:
    """The spec as plain values in its own spelling."""
    apis = {one.api for one in found.sets.values()}
    sets: dict[str, Data] = {}
    for one in found.sets.values():
        key = _unused(one.label or key_from_name(_words(one.name)), sets)
        sets[key] = _set(one, key)
    document: Data = {"configuration_sets": sets}
    if found.variables:
        document["variables"] = found.variables
    if apis == {V2}:
        document["api"] = V2
    else:
        for key, one in zip(sets, found.sets.values(), strict=True):
            sets[key] |= {"api": V2} if one.api == V2 else {}
    return _canonical(document)


def _set(one: SetSeen, key: str) -> Data:
    data: Data = dict(one.data or {})
    if one.name != key:
        data["name"] = one.name
    if one.unseen:
        data["lifecycle"] = {"ignore_changes": sorted(one.unseen)}
    if one.data is None and one.destinations is not None:
        # The set itself was not seen: it stays whose it is.
        data["manage"] = False
    inner: dict[str, Data] = {}
    for destination in one.destinations or ():
        name = str(destination.get("name", destination.get("Name", "")))
        label = destination.get("label", "")
        own = label.removeprefix(f"{key}_") if label.startswith(f"{key}_") else label
        chosen = _unused(own or key_from_name(_words(name)), inner)
        made = {k: v for k, v in destination.items() if k not in ("name", "Name", "label")}
        made |= {"name": name} if name != chosen else {}
        made |= {"label": label} if label and own == label else {}
        inner[chosen] = made | ({"replacement": "plain"} if one.api != V2 else {})
    return data | ({"event_destinations": inner} if inner else {})


def _words(name: str) -> str:
    """A name for a key: that of the variable where it is one."""
    return name.removeprefix("${var.").removesuffix("}").removesuffix("_name")


def _unused(key: str, taken: Data) -> str:
    number, found = 2, key
    while found in taken:
        found, number = f"{key}_{number}", number + 1
    return found


def _canonical(document: Data) -> Data:
    """The values in the spelling of the spec, without what is so anyway.

    Raises:
        SpecError: a spec cannot say them.
    """
    loaded = load_text(SourceText("answers.json", json.dumps(document)), None)
    data: Data = loaded.spec.model_dump(mode="json", exclude_unset=True)
    sets = data["configuration_sets"]
    for name, one in sets.items():
        given = {key: value for key, value in one.items() if DEFAULTS.get(key) is not value}
        last = [key for key in ("lifecycle", "event_destinations") if key in given]
        order = ["name", *(key for key in given if key not in ("name", *last)), *last]
        sets[name] = {key: given[key] for key in order if key in given}
    return data


def _notes(found: Collected) -> Iterator[str]:
    for one in found.sets.values():
        if one.data is None and one.destinations is None:
            yield f'of "{one.name}" the name alone was seen: neither its options nor its event destinations'
        elif one.data is None:
            yield f'the set "{one.name}" itself was not seen, and is not managed'
        elif one.destinations is None:
            yield f'the event destinations of "{one.name}" were not seen, and are not managed'
        if one.unseen and one.data is not None:
            yield f'not seen of "{one.name}", and left alone (ignore_changes): {", ".join(one.unseen)}'
    yield from found.notes
    if found.variables:
        yield f"variables that need values: {', '.join(found.variables)}"
