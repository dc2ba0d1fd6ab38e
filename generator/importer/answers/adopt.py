"""What was collected → the text of a spec, and what Terraform is to import."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from generator.diagnostics import Location, Path, SpecError
from generator.importer.answers import aws, cloudformation, state
from generator.importer.answers.collected import (
    DEFAULTS,
    ROOT,
    Collected,
    Data,
    DestinationSeen,
    InState,
    Resource,
    SetSeen,
)
from generator.importer.answers.documents import Document, documents
from generator.importer.draft import SETS
from generator.importer.tidy import tidy
from generator.importer.yaml_text import yaml_text
from generator.loader import LoadedSpec, load_text
from generator.loader.text import SourceText
from generator.spec.base import V2
from generator.spec.spellings import key_from_name

READERS: Sequence[Callable[[Document, Collected], bool]] = (
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
    """A spec, as text and read back; what a person must know, and by the name of a set what of it was not seen.

    ``in_state`` says where Terraform's state has what stands at a place of the spec, ``home`` is the address of the module
    that is to have all of it: "" for the root module. ``resources`` is all that the state has. ``only_names`` are the sets of which nothing but the name was
    seen, ``without_destinations`` those whose event destinations were not.
    """

    text: str
    spec: LoadedSpec
    notes: tuple[str, ...]
    unseen: tuple[tuple[str, str], ...]
    in_state: Mapping[Path, InState]
    home: str
    resources: tuple[Resource, ...]
    only_names: tuple[str, ...]
    without_destinations: frozenset[str]


def adopt_answers(
    names: Sequence[str],
    *,
    stdin_name: str = "stdin.json",
    owner: str = "",
    module: str = "",
    call: str = "",
    target: str = "spec.yaml",
) -> Adopted:
    """The spec of answers, states and templates; ``owner`` is the set of event destinations whose answer names none.

    ``module`` is the one of which a state is read, ``call`` the one that is to have it all. ``target`` is what the spec will
    be called: findings in what was read stand in its text.

    Raises:
        SpecError: a file cannot be read, is none of these, or says what no spec can say.
    """
    found = Collected(owner, module)
    first: Document | None = None
    for name in names:
        for document in documents(name, stdin_name):
            first = first or document
            if not _is_read(document, found):
                raise document.error("this is nothing that can be adopted", _KNOWN)
    if first is None:
        raise Document(names[0], 1, None).error("the file is empty", _KNOWN)
    if not found.sets:
        raise first.error("there is no configuration set in it")
    if len(set(found.states)) > 1:
        of = ", ".join(found.states)
        raise first.error(f"these are several states: {of}", "import each into a spec of its own")
    homes = sorted({one.module for seen in found.sets.values() for one in seen.in_state})
    home = call or (homes[0] if len(homes) == 1 else "")
    if len(homes) > 1 and not call:
        of = ", ".join(one or ROOT for one in homes)
        found.notes.append(
            f"what {of} have goes into the root module; --call names another, --module takes one alone"
        )
    try:
        written = _Written(found, home)
        text = yaml_text(tidy(written.document()), {})
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
    every = tuple(found.resources)
    notes, unseen = tuple(_notes(found)), tuple(one[:2] for one in _unseen(found))
    return Adopted(text, spec, notes, unseen, written.in_state, home, every, only_names, alone)


def _is_read(document: Document, found: Collected) -> bool:
    """Whether a reader knows a document, and took what it says."""
    if not isinstance(document.value, dict):
        return False
    try:
        return any(read(document, found) for read in READERS)
    except _NOT_OF_THE_FORM:
        raise document.error(_FORM) from None


class _Written:
    """The spec of what was collected, as plain values; ``in_state`` is where the state has what stands at a place of it.

    In the state's module ``home`` what stands once keeps its label, and nothing else gets one of these: Terraform would
    take what moves there for what was there.
    """

    def __init__(self, found: Collected, home: str) -> None:
        every = list(chain.from_iterable(one.in_state for one in found.sets.values()))
        times = Counter(one[:-1] for one in every)
        self.found = found
        self.stays = {one for one in every if one.module == home and times[one[:-1]] == 1}
        self.labels = {one.label for one in self.stays}
        self.in_state: dict[Path, InState] = {}
        self.sets: dict[str, Data] = {}

    def document(self) -> Data:
        """The spec in its own spelling."""
        every = self.found.sets.values()
        for one in every:
            self._set(one)
        document: Data = {SETS: self.sets}
        if self.found.variables:
            document["variables"] = self.found.variables
        if {one.api for one in every} == {V2}:
            document["api"] = V2
        else:
            for key, one in zip(self.sets, every, strict=True):
                self.sets[key] |= {"api": V2} if one.api == V2 else {}
        return _canonical(document)

    def _label(self, place: InState | None) -> str:
        """The label that something keeps; "" for what gets another."""
        return place.label if place is not None and place in self.stays else ""

    def _set(self, one: SetSeen) -> None:
        key = self._label(one.state)
        if not key or key in self.sets:
            name = key_from_name(_words(one.name))
            key = _unused(name, lambda key: key in self.sets or key in self.labels)
        self.sets[key] = data = dict(one.data or {})
        if one.name != key:
            data["name"] = one.name
        if one.unseen:
            data["lifecycle"] = {"ignore_changes": sorted(one.unseen)}
        if one.data is None and one.destinations is not None:
            # The set itself was not seen: it stays whose it is.
            data["manage"] = False
        if one.state is not None:
            self.in_state[SETS, key] = one.state
        inner: dict[str, Data] = {}
        for destination in one.destinations or ():
            self._destination(destination, one, key, inner)
        if inner:
            data["event_destinations"] = inner

    def _destination(
        self, one: DestinationSeen, owner: SetSeen, set_key: str, into: dict[str, Data]
    ) -> None:
        label, start = self._label(one.state), f"{set_key}_"
        own = label.removeprefix(start) or key_from_name(_words(one.name))
        others = () if label else self.labels
        key = _unused(own, lambda key: key in into or f"{start}{key}" in others)
        made = {k: v for k, v in one.data.items() if k not in ("name", "Name")}
        made |= {"name": one.name} if one.name != key else {}
        made |= {"label": label} if label and label != f"{start}{key}" else {}
        into[key] = made | ({"replacement": "plain"} if owner.api != V2 else {})
        if one.state is not None:
            self.in_state[SETS, set_key, "event_destinations", key] = one.state


def _words(name: str) -> str:
    """A name for a key: that of the variable where it is one."""
    return name.removeprefix("${var.").removesuffix("}").removesuffix("_name")


def _unused(key: str, is_taken: Callable[[str], bool]) -> str:
    number, found = 2, key
    while is_taken(found):
        found, number = f"{key}_{number}", number + 1
    return found


def _canonical(document: Data) -> Data:
    """The values in the spelling of the spec, without what is so anyway.

    Raises:
        SpecError: a spec cannot say them.
    """
    loaded = load_text(SourceText("answers.json", json.dumps(document)), None)
    data: Data = loaded.spec.model_dump(mode="json", exclude_unset=True)
    sets = data[SETS]
    for name, one in sets.items():
        given = {key: value for key, value in one.items() if DEFAULTS.get(key) is not value}
        last = [key for key in ("lifecycle", "event_destinations") if key in given]
        order = ["name", *(key for key in given if key not in ("name", *last)), *last]
        sets[name] = {key: given[key] for key in order if key in given}
    return data


class _Unseen(NamedTuple):
    """What was not seen of a set, and what that means for a spec of it."""

    name: str
    what: str
    meaning: str = ""


def _unseen(found: Collected) -> Iterator[_Unseen]:
    for one in found.sets.values():
        if one.data is None and one.destinations is None:
            what = f'of "{one.name}" the name alone was seen: neither its options nor its event destinations'
            yield _Unseen(one.name, what)
        elif one.data is None:
            yield _Unseen(
                one.name, f'the set "{one.name}" itself was not seen', ", and is not managed"
            )
        elif one.destinations is None:
            yield _Unseen(
                one.name,
                f'the event destinations of "{one.name}" were not seen',
                ", and are not managed",
            )
        if one.unseen and one.data is not None:
            what = f'not seen of "{one.name}": {", ".join(one.unseen)}'
            yield _Unseen(one.name, what, "; left alone (ignore_changes)")


def _notes(found: Collected) -> Iterator[str]:
    yield from (f"{one.what}{one.meaning}" for one in _unseen(found))
    yield from found.notes
    if found.variables:
        yield f"variables that need values: {', '.join(found.variables)}"
