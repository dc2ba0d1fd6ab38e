"""The value source of a dimension, and whether the tag or header that it names can be there.

Sources: SES API v1, ``CloudWatchDimensionConfiguration``; SES Developer Guide, "CloudWatch event
destinations" and "Monitor using event publishing"; recorded events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.likeness import nearest
from generator.rules.base import ERROR, INFO, TERRAFORM, UNKNOWN, USELESS, WARNING, Finding
from generator.rules.registration import Check, on_argument, on_dimension
from generator.rules.static_values import literal
from generator.rules.tables import argument, where
from generator.spec.destinations import CloudWatchDimension
from generator.spec.resolved import Destination, ResolvedSet

EXCLUDED_HEADERS = frozenset(
    ["received", "to", "from", "dkim-signature", "cc", "message-id", "return-path"]
)
"""Headers that cannot be dimensions, in lower case."""
_SOURCE = "cloudwatch.*.value_source"
_AUTO = "ses:"
AUTO_TAGS = frozenset([
    "ses:configuration-set", "ses:caller-identity", "ses:from-domain", "ses:source-ip",
    "ses:outgoing-ip", "ses:operation", "ses:source-tls-version", "ses:outgoing-tls-version",
    "ses:recipient-isp", "ses:sender-identity", "ses:tenant-name"
])  # fmt: skip
"""The tags that SES sets by itself, as documented or seen on recorded events."""
_CALLERS_TAGS = frozenset(["ses:feedback-id-a", "ses:feedback-id-b"])
"""Tags of this prefix that callers may set. SES Developer Guide, "Feedback-ID"."""
_LATE_TAGS = ("ses:outgoing-ip", "ses:outgoing-tls-version")
_NEAR = 0.85
"""How much a name is like a known tag where it is taken for a slip of it."""
_EARLY_EVENTS = ("send", "reject", "renderingFailure")


@on_argument("SES028", "unknown-auto-tag", WARNING, USELESS, at="cloudwatch.*.dimension_name")
def unknown_auto_tag(name: str) -> Iterator[Finding]:
    """A dimension is named after an automatic tag that SES is not known to set."""
    text = literal(name) or ""
    if not text.startswith(_AUTO) or text in AUTO_TAGS | _CALLERS_TAGS:
        return
    close = nearest(text.lower(), AUTO_TAGS | _CALLERS_TAGS, _NEAR)
    if close:
        message = f"SES sets no tag {text!r}: the metric shows the default value only"
        yield Finding((), message, f"did you mean {close}?")
    else:
        message = f"{text!r} is not a tag that SES documents"
        help_ = f"look whether SES sets it; known are {', '.join(sorted(AUTO_TAGS))}"
        yield Finding((), message, help_, severity=INFO)


def _where(
    sources: tuple[str, ...], wrong: Callable[[str], bool], message: str, help_: str, at: str = ""
) -> Check:
    """A name that some sources cannot have; the message takes it."""

    def check(dimension: CloudWatchDimension) -> Iterator[Finding]:
        name = literal(dimension.dimension_name) or ""
        if dimension.value_source in sources and wrong(name):
            yield Finding((at or "dimension_name",), message.format(name), help_)

    return check


def _has_colon(name: str) -> bool:
    """A name with a colon, which neither callers nor mails can set: only SES sets such tags."""
    return ":" in name[1:] and not name.startswith(_AUTO)


_LEAVE_OUT = "leave the colon out"
ROWS = (
    argument("SES024", "dimension-value-source", ERROR, TERRAFORM, _SOURCE),
    on_dimension("SES029", "impossible-message-tag", WARNING, USELESS)(
        _where(("messageTag",), _has_colon, "no mail can carry the tag {!r}", _LEAVE_OUT)
    ),
    on_dimension("SES032", "header-with-colon", WARNING, USELESS)(
        _where(("emailHeader",), _has_colon, "no mail has a header {!r}", _LEAVE_OUT)
    ),
    on_dimension("SES034", "impossible-link-tag", WARNING, USELESS)(
        _where(("linkTag",), _has_colon, "no link can carry the tag {!r}", _LEAVE_OUT)
    ),
    on_dimension("SES030", "auto-tag-source", WARNING, USELESS)(
        _where(
            ("emailHeader", "linkTag"),
            AUTO_TAGS.__contains__,
            "{} is a message tag",
            "write messageTag",
            "value_source",
        )
    ),
    on_dimension("SES031", "excluded-header", WARNING, UNKNOWN)(
        _where(
            ("emailHeader",),
            lambda name: name.lower() in EXCLUDED_HEADERS,
            "SES does not take the header {} as a dimension",
            "use another header, or a message tag",
        )
    ),
    on_argument("SES039", "header-values", INFO, USELESS, at=_SOURCE)(
        where(
            "header values with blanks or other characters make no metric",
            "a message tag is safer",
            wrong="emailHeader",
        )
    ),
)


@on_dimension("SES033", "link-tag-without-click", ERROR, UNKNOWN)
def link_tag_without_click(
    dimension: CloudWatchDimension, destination: Destination
) -> Iterator[Finding]:
    """Link tags are counted on events other than clicks."""
    if dimension.value_source != "linkTag" or dimension.dimension_name in AUTO_TAGS:
        return
    types = destination.event_types
    if not isinstance(types, tuple) or any(literal(name) is None for name in types):
        return
    if "click" not in types and types:
        message = "only click events carry link tags, and click is not among the types"
        others = (one.value_source for one in destination.args.cloudwatch or ())
        nothing_else = all(source == "linkTag" for source in others)
        severity = None if nothing_else else WARNING
        yield Finding(("value_source",), message, "add click, or use messageTag", severity=severity)
    elif len(types) > 1:
        message = "only click events carry link tags: the other types show the default"
        help_ = "make an event destination of its own for click"
        yield Finding(("value_source",), message, help_, severity=WARNING)


@on_dimension("SES037", "set-dimension-default", INFO, USELESS)
def set_dimension_default(
    dimension: CloudWatchDimension, _: Destination, configuration_set: ResolvedSet
) -> Iterator[Finding]:
    """The default of the dimension `ses:configuration-set` is not the name of the set."""
    name = configuration_set.name
    if dimension.dimension_name == "ses:configuration-set" and dimension.default_value != name:
        yield Finding(("default_value",), "is not the name of the set", f"write {name}")


@on_dimension("SES038", "late-tag-on-early-event", INFO, USELESS)
def late_tag_on_early_event(
    dimension: CloudWatchDimension, destination: Destination
) -> Iterator[Finding]:
    """A tag of the delivery is asked for on events that come before it."""
    types = destination.event_types
    early = [name for name in _EARLY_EVENTS if isinstance(types, tuple) and name in types]
    if dimension.dimension_name in _LATE_TAGS and early:
        message = f"events of type {', '.join(early)} do not carry {dimension.dimension_name}"
        yield Finding(("dimension_name",), message, "leave these types out here")
