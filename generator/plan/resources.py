"""Configuration sets and event destinations → resource blocks: every reference is made here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.hcl import expression
from generator.plan import replacement
from generator.plan.blocks import Argument, Block, Nested, given
from generator.plan.policy import INDEX
from generator.plan.replacement import Guard
from generator.plan.wiring import Wiring
from generator.spec.models import (
    CloudWatchDimension,
    Lifecycle,
    MetaArguments,
)
from generator.spec.parts import FirehoseDestination, SnsDestination
from generator.spec.resolved import (
    DESTINATION_TYPE,
    SET_TYPE,
    Destination,
    Kind,
    ResolvedSet,
    repetition,
)

_NO_GUARD, _NO_WIRING = Guard(), Wiring()


class Planned(NamedTuple):
    """The block of an event destination, and what replaces it when it is edited."""

    block: Block
    guard: Guard


def configuration_set(entry: ResolvedSet) -> Block:
    """The block of a configuration set that the module makes."""
    args = entry.args
    arguments = given(
        ("name", entry.name),
        ("reputation_metrics_enabled", args.reputation_metrics_enabled),
        ("sending_enabled", args.sending_enabled),
    )
    nested = []
    if args.custom_redirect_domain is not None:
        domain = ("custom_redirect_domain", args.custom_redirect_domain)
        nested.append(Nested("tracking_options", (domain,)))
    if args.tls_policy is not None:
        nested.append(Nested("delivery_options", (("tls_policy", args.tls_policy),)))
    head = (*given(repetition(args)), *_provider(args))
    if args.lifecycle is not None:
        nested += _lifecycle(args.lifecycle, ())
    return _resource(entry, (SET_TYPE, entry.label), (head, arguments), nested, args.depends_on)


def event_destination(
    item: Destination, entry: ResolvedSet, wiring: Wiring | None, *, apart: bool = False
) -> Planned:
    """The block of an event destination; it repeats with its set unless it says otherwise.

    ``wiring`` are the parts that the module makes for it. ``apart`` gives it a guard of its own.
    """
    args, made = item.args, wiring or _NO_WIRING
    repeated = item.repetition(entry)
    nested = [
        block for value in item.kinds().values() for block in _kind_blocks(value, made.values)
    ]
    content = given(
        ("configuration_set_name", _set_name(item, entry, repeated[0])),
        ("enabled", args.enabled if args.enabled is not None else False),
        ("matching_types", item.event_types),
    )
    name, mode = item.name, replacement.mode(item)
    lifecycle, guard = args.lifecycle, _NO_GUARD
    if mode == "overlap":
        name = replacement.overlapping_name(name, content, nested)
        lifecycle = (lifecycle or Lifecycle()).model_copy(update={"create_before_destroy": True})
    elif mode == "recreate":
        guard = replacement.guard(item, entry, nested, apart=apart)
    depends = _added(args.depends_on, made.depends_on)
    block = _resource(
        item,
        (DESTINATION_TYPE, item.label),
        ((*given(repeated), *_provider(args)), (("name", name), *content)),
        (*nested, *_lifecycle(lifecycle, (guard.reference,) if guard.reference else ())),
        depends,
    )
    return Planned(block, guard)


def _added(own: Iterable[str] | None, made: Iterable[str]) -> tuple[str, ...]:
    """What a user lists, and what is not yet in it."""
    listed = tuple(own or ())
    return (*listed, *(name for name in made if name not in listed))


def _set_name(item: Destination, entry: ResolvedSet, repeated: str) -> str:
    """What ``configuration_set_name`` is: a reference wherever the module makes the set."""
    if item.args.configuration_set_name is not None:
        return item.args.configuration_set_name
    if not entry.args.manage:
        return entry.name
    kind, times = repetition(entry.args)
    index = INDEX[repeated] if times is not None and repeated == kind else ""
    return expression(f"{entry.address}{index}.name")


def _kind_blocks(value: Kind, made: dict[str, str]) -> Iterator[Nested]:
    match value:
        case FirehoseDestination():
            # The provider's name for it, and its order of the arguments.
            arguments = (("stream_arn", value.stream_arn), ("role_arn", value.role_arn))
            yield Nested("kinesis_destination", tuple((k, made.get(k, v)) for k, v in arguments))
        case SnsDestination():
            topic_arn = made.get("topic_arn", value.topic_arn)
            yield Nested("sns_destination", (("topic_arn", topic_arn),))
        case _:
            yield from map(_dimension, value)


def _dimension(dimension: CloudWatchDimension) -> Nested:
    return Nested(
        "cloudwatch_destination",
        (
            ("dimension_name", dimension.dimension_name),
            ("value_source", dimension.value_source),
            ("default_value", dimension.default_value),
        ),
    )


def _provider(args: MetaArguments) -> tuple[tuple[str, str], ...]:
    return (("provider", expression(args.provider)),) if args.provider is not None else ()


def _resource(
    item: ResolvedSet | Destination,
    labels: tuple[str, str],
    groups: tuple[tuple[Argument, ...], ...],
    nested: Iterable[Nested],
    depends_on: tuple[str, ...] | None,
) -> Block:
    return Block(
        "resource",
        labels,
        tuple(group for group in groups if group),
        tuple(nested),
        _references("depends_on", depends_on),
        item.args.raw_hcl or "",
        item.path,
    )


def _references(name: str, references: tuple[str, ...] | None) -> tuple[tuple[str, object], ...]:
    return ((name, [expression(item) for item in references]),) if references else ()


def _lifecycle(lifecycle: Lifecycle | None, triggers: tuple[str, ...]) -> tuple[Nested, ...]:
    """The ``lifecycle`` block, if there is anything in it; ``triggers`` replace, too."""
    if lifecycle is None:
        only = _references("replace_triggered_by", triggers)
        return (Nested("lifecycle", only),) if only else ()
    triggers = _added(lifecycle.replace_triggered_by, triggers)
    ignored = lifecycle.ignore_changes
    arguments = (
        *given(
            ("create_before_destroy", lifecycle.create_before_destroy),
            ("prevent_destroy", lifecycle.prevent_destroy),
            ("ignore_changes", expression(ignored) if isinstance(ignored, str) else None),
        ),
        *_references("ignore_changes", ignored if isinstance(ignored, tuple) else None),
        *_references("replace_triggered_by", triggers),
    )
    checks = tuple(
        Nested(name, (("condition", item.condition), ("error_message", item.error_message)))
        for name in ("precondition", "postcondition")
        for item in getattr(lifecycle, name) or ()
    )
    return (Nested("lifecycle", arguments, checks),) if arguments or checks else ()
