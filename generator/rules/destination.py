"""SES005-SES007: an event destination has exactly one destination."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.spec.resolved import RAW_KINDS, Destination, Resolved


@rule("SES005", "no-destination", Severity.ERROR, Impact.REJECTED)
def no_destination(spec: Resolved) -> Iterator[Finding]:
    """An event destination names no destination."""
    for item in spec.destinations:
        if not (item.kinds() or item.raw_kinds() or _in_blocks(item)):
            yield Finding(
                item.path,
                f'event destination "{item.key}" names no destination; AWS requires exactly one',
                "add one of `sns`, `firehose` and `cloudwatch`",
            )


@rule("SES006", "several-destinations", Severity.ERROR, Impact.REJECTED)
def several_destinations(spec: Resolved) -> Iterator[Finding]:
    """An event destination names more than one kind of destination."""
    for item in spec.destinations:
        kinds = dict.fromkeys([*item.kinds(), *_in_blocks(item)])
        if len(kinds) > 1:
            number = {2: "two", 3: "three"}[len(kinds)]
            yield Finding(
                item.path,
                f'event destination "{item.key}" names {number} destinations'
                f" ({', '.join(kinds)}); AWS accepts exactly one",
                "make an event destination of its own for each",
            )


@rule("SES007", "repeated-destination", Severity.ERROR, Impact.REJECTED)
def repeated_destination(spec: Resolved) -> Iterator[Finding]:
    """An event destination has two topics, or two delivery streams."""
    for item in spec.destinations:
        kinds = [*item.kinds(), *_in_blocks(item)]
        for kind in ("firehose", "sns"):
            if kinds.count(kind) > 1:
                message = f'event destination "{item.key}" has {kinds.count(kind)} of {kind}'
                help_ = "make an event destination of its own for each"
                yield Finding(item.path, message, help_)


def _in_blocks(item: Destination) -> list[str]:
    """The kinds that its own HCL certainly names, in blocks or (wrongly) arguments."""
    named = hcl.readable_body(item.args.raw_hcl).named()
    return [RAW_KINDS[name] for name, _ in named if name in RAW_KINDS]


RULES = (no_destination, several_destinations, repeated_destination)
