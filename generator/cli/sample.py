"""``sesgen sample``: the JSON that a consumer of events gets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from generator.cli.common import (
    PythonOption,
    TimeoutOption,
    is_in_the_way,
    reported,
    say,
    stop,
    write_file,
    write_out,
)
from generator.cli.specs import read_specs
from generator.config import find_config
from generator.samples import (
    ANY_WAY,
    TRANSPORTS,
    VALIDATION,
    Delivery,
    Event,
    Origin,
    deliveries,
    event,
    event_type,
    made_up,
    origin_of,
    schema_of,
    subtypes,
    written,
)
from generator.spec.base import EVENT_TYPES_OF
from generator.spec.event_records import NAMES
from generator.spec.resolved import Destination

_ENDING, LIST = ".schema.json", "samples.json"
"""The files beside samples: what the schemas' names end in, and what in each sample is made up."""
RECORD = Delivery("sqs", raw=True)
"""Of a record alone."""
VERSION = 1
"""The version of the samples: a change of what they hold raises it."""
Transport = StrEnum("Transport", {name: name for name in TRANSPORTS})  # type: ignore[misc]


class _Place(NamedTuple):
    """An event destination (``name`` is SET.DESTINATION, or "" for none in particular), and what it publishes."""

    name: str
    origin: Origin
    types: tuple[str, ...]
    deliveries: tuple[Delivery, ...]


_MOST = 5
_ANYWHERE = _Place("", Origin(), tuple(NAMES), ANY_WAY)


def sample(  # noqa: PLR0917 - the command's options
    event_: Annotated[
        str | None,
        typer.Argument(
            metavar="EVENT",
            help="An event type such as bounce, or validation: the first message of a topic.",
            show_default=False,
        ),
    ] = None,
    spec: Annotated[
        list[str] | None,
        typer.Option(
            "--spec",
            metavar="SPEC",
            help="Specs of --destination and --all. Default: `specs` of the configuration file.",
            show_default=False,
        ),
    ] = None,
    destination: Annotated[
        str,
        typer.Option(
            metavar="SET.DESTINATION",
            help="Event destination whose names, tags, account and Region the sample has.",
            show_default=False,
        ),
    ] = "",
    transport: Annotated[
        Transport | None,
        typer.Option(
            help="How it arrives. Default: as the destination's first subscription says, or sns.",
            show_default=False,
        ),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Without the envelope of SNS: raw message delivery.")
    ] = False,
    subtype: Annotated[
        str,
        typer.Option(
            help="Kind of bounce, complaint or delay, such as Transient or MailboxFull.",
            show_default=False,
        ),
    ] = "",
    every: Annotated[
        Path | None,
        typer.Option(
            "--all",
            metavar="DIR",
            help="Write a sample of everything that arrives, and JSON Schemas, into a folder.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files of --all that are there.")
    ] = False,
    schema: Annotated[
        bool,
        typer.Option(
            "--schema",
            help="Print the JSON Schema of records instead, or with --transport of what arrives.",
        ),
    ] = False,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
) -> None:
    """Print the JSON that a consumer gets of an event, or write samples of all of them.

    What is made up in a sample is named on standard error.
    """
    with reported():
        if schema:
            write_out(_schema(Delivery(transport, raw=raw) if transport else RECORD))
            return
        if every is not None:
            places = _places(spec, destination, python, python_timeout)
            _write(every, list(_files(places)), _schemas(places), force=force)
            return
        if event_ is None:
            say("name an event, or give --all DIR; `sesgen sample --help` has examples")
            stop(2)
        if event_.lower() == "validation":
            write_out(f"{VALIDATION}\n")
            return
        place = _places(spec, destination, python, python_timeout)[0] if destination else _ANYWHERE
        delivery = _delivery(place, transport, raw=raw)
        found = _event(place, event_, subtype)
        write_out(written(found, delivery, place.origin))
        for line in _remarks(found, delivery):
            say(line)


def _schema(delivery: Delivery) -> str:
    return json.dumps(schema_of(delivery), indent=2) + "\n"


def _schemas(places: Sequence[_Place]) -> dict[str, str]:
    """The schemas of what arrives: of records, and of each envelope."""
    every = dict.fromkeys(one for place in places for one in place.deliveries if not one.raw)
    found = {f"{one.name}{_ENDING}": _schema(one) for one in every}
    return {f"event{_ENDING}": _schema(RECORD), **found}


def _places(
    specs: Sequence[str] | None, wanted: str, python: PythonOption, timeout: TimeoutOption
) -> list[_Place]:
    """The event destinations of specs, or the one that is ``wanted``; where there are no specs, any."""
    if not specs and not wanted and not find_config().specs:
        return [_ANYWHERE]
    loaded = read_specs(specs, python=python, timeout=timeout)
    if loaded.exit_code:
        stop(loaded.exit_code)
    every = [
        _Place(
            f"{owner.key}.{one.key}",
            origin_of(one, owner),
            _published(one),
            deliveries(one),
        )
        for planned in loaded.specs
        for owner in planned.plan.resolved.sets
        for one in owner.destinations
    ]
    found = [place for place in every if wanted in ("", place.name)]
    if not found:
        known = ", ".join(place.name for place in every) or "none"
        say(f"--destination {wanted}: no spec has such an event destination; there are: {known}")
        stop(2)
    return found


def _published(destination: Destination) -> tuple[str, ...]:
    """The event types that a destination publishes: all of its API where an expression decides."""
    types, possible = destination.event_types, EVENT_TYPES_OF[destination.api]
    return tuple(types) if isinstance(types, tuple) and {*types} <= {*possible} else possible


def _delivery(place: _Place, transport: Transport | None, *, raw: bool) -> Delivery:
    """How the events of a place arrive.

    Ends the command where they do not arrive in the way that is asked for.
    """
    known = [one for one in place.deliveries if transport in (None, one.transport)]
    if not known:
        ways = ", ".join(dict.fromkeys(one.transport for one in place.deliveries))
        what = f"its events arrive by {ways}" if ways else "no JSON arrives from it"
        say(f"{place.name}: {what}")
        stop(1)
    found = known[0]
    if raw and not found.can_be_raw:
        say(f"--raw: {found.transport} has no envelope that SNS can leave out")
        stop(2)
    return found._replace(raw=found.raw or raw)


def _event(place: _Place, word: str, subtype: str) -> Event:
    """A sample of an event.

    Ends the command: exit status 2 for an unknown event or subtype, 1 for one that the place does not publish.
    """
    type_ = event_type(word)
    if type_ is None:
        say(f"{word} is not an event type; there are: {', '.join(NAMES)}, and validation")
        stop(2)
    if type_ not in place.types:
        say(f"{place.name} does not publish {type_}: it publishes {', '.join(place.types)}")
        stop(1)
    try:
        return event(type_, place.origin, subtype)
    except LookupError:
        known = ", ".join(subtypes(type_)) or "none"
        say(f"--subtype {subtype}: {type_} has no such kind; there are: {known}")
        stop(2)


def _remarks(found: Event, delivery: Delivery) -> Iterator[str]:
    places = made_up(found, delivery)
    if places:
        yield f"made up: {', '.join(places)}"


def _files(places: Sequence[_Place]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, text and what is made up, of each sample."""
    for place in places:
        for type_ in place.types:
            for subtype in subtypes(type_) or ("",):
                found = event(type_, place.origin, subtype)
                for delivery in place.deliveries:
                    words = (type_, found.subtype.replace("/", "-"), delivery.name)
                    name = f"{'.'.join(filter(None, words))}.json"
                    text = written(found, delivery, place.origin)
                    yield "/".join(filter(None, (place.name, name))), text, made_up(found, delivery)


def _write(
    folder: Path,
    samples: Sequence[tuple[str, str, tuple[str, ...]]],
    schemas: Mapping[str, str],
    *,
    force: bool,
) -> None:
    """All of the files, or none."""
    if not samples:
        say("no event destination of the specs sends JSON")
        stop(1)
    about = {"version": VERSION, "made_up": {name: places for name, _, places in samples if places}}
    files = {
        **{name: text for name, text, _ in samples},
        **schemas,
        LIST: json.dumps(about, indent=2) + "\n",
    }
    taken = [name for name, text in files.items() if is_in_the_way(folder / name, text.encode())]
    if taken and not force:
        say(*(f"{folder / name}: is there already, and different" for name in taken[:_MOST]))
        say("nothing was written; name another folder, or give --force")
        stop(2)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, text.encode())
    say(f"wrote {len(samples)} samples, {', '.join(schemas)} and {LIST} into {folder}")
