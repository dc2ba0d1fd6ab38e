"""SES028-SES030, SES037, SES038: dimensions named after the tags that SES sets."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.dimension_facts import (
    AUTO_PREFIX,
    AUTO_TAGS,
    dimensions,
)
from generator.rules.events import listed
from generator.rules.judge import literal
from generator.spec.base import ALL
from generator.spec.resolved import Resolved

_LATE_TAGS = ("ses:outgoing-ip", "ses:outgoing-tls-version")
_EARLY_EVENTS = ("send", "reject", "renderingFailure")


@rule("SES028", "unknown-auto-tag", Severity.WARNING, Impact.USELESS)
def unknown_auto_tag(spec: Resolved) -> Iterator[Finding]:
    """A dimension is named after an automatic tag that SES does not set."""
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name)
        if name and name.startswith(AUTO_PREFIX) and name not in AUTO_TAGS:
            known = ", ".join(sorted(AUTO_TAGS))
            message = f"SES sets no tag {name!r}: the metric shows the default value only"
            yield Finding((*path, "dimension_name"), message, f"it sets {known}")


@rule("SES029", "impossible-message-tag", Severity.WARNING, Impact.USELESS)
def impossible_message_tag(spec: Resolved) -> Iterator[Finding]:
    """A message tag with a colon in its name, which callers cannot set."""
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        if (
            ":" in name[1:]
            and not name.startswith(AUTO_PREFIX)
            and entry.value_source == "messageTag"
        ):
            message = f"no mail can carry the tag {name!r}"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES030", "auto-tag-source", Severity.WARNING, Impact.USELESS)
def auto_tag_source(spec: Resolved) -> Iterator[Finding]:
    """An automatic tag is looked for where it never is."""
    for path, entry in dimensions(spec):
        if entry.dimension_name in AUTO_TAGS and entry.value_source in ("emailHeader", "linkTag"):
            message = f"{entry.dimension_name} is a message tag"
            yield Finding((*path, "value_source"), message, "write messageTag")


@rule("SES037", "set-dimension-default", Severity.INFO, Impact.USELESS)
def set_dimension_default(spec: Resolved) -> Iterator[Finding]:
    """The default of the dimension `ses:configuration-set` is not the name of the set."""
    for owner in spec.sets:
        for item in owner.destinations:
            for index, entry in enumerate(item.args.cloudwatch or ()):
                if entry.dimension_name != "ses:configuration-set":
                    continue
                if entry.default_value != owner.name:
                    path = (*item.path, "cloudwatch", index, "default_value")
                    yield Finding(path, "is not the name of the set", f"write {owner.name}")


@rule("SES038", "late-tag-on-early-event", Severity.INFO, Impact.USELESS)
def late_tag_on_early_event(spec: Resolved) -> Iterator[Finding]:
    """A tag of the delivery is asked for on events that come before it."""
    for item in spec.having("cloudwatch"):
        types = item.event_types if item.args.matching_types == ALL else listed(item)
        early = [name for name in types or () if name in _EARLY_EVENTS]
        for index, entry in enumerate(item.args.cloudwatch or ()):
            if entry.dimension_name in _LATE_TAGS and early:
                path = (*item.path, "cloudwatch", index, "dimension_name")
                message = f"{', '.join(early)} do not carry {entry.dimension_name}"
                yield Finding(path, message, "leave these types out here")


RULES = (
    unknown_auto_tag,
    impossible_message_tag,
    auto_tag_source,
    set_dimension_default,
    late_tag_on_early_event,
)
