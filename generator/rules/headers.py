"""SES031-SES034, SES039: headers and link tags as dimensions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.dimension_facts import (
    AUTO_PREFIX,
    AUTO_TAGS,
    EXCLUDED_HEADERS,
    dimensions,
)
from generator.rules.judge import literal
from generator.spec.resolved import Resolved


@rule("SES031", "excluded-header", Severity.WARNING, Impact.REJECTED)
def excluded_header(spec: Resolved) -> Iterator[Finding]:
    """A header that SES excludes is used as a dimension."""
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        if entry.value_source == "emailHeader" and name.lower() in EXCLUDED_HEADERS:
            message = f"SES does not take the header {name} as a dimension"
            yield Finding(
                (*path, "dimension_name"), message, "use another header, or a message tag"
            )


@rule("SES032", "header-with-colon", Severity.WARNING, Impact.USELESS)
def header_with_colon(spec: Resolved) -> Iterator[Finding]:
    """A header with a colon in its name, which no mail can have."""
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        is_header = entry.value_source == "emailHeader" and name not in AUTO_TAGS
        if is_header and ":" in name[1:] and not name.startswith(AUTO_PREFIX):
            message = f"no mail has a header {name!r}"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES033", "link-tag-without-click", Severity.ERROR, Impact.USELESS)
def link_tag_without_click(spec: Resolved) -> Iterator[Finding]:
    """Link tags are counted, and clicks are not published."""
    for item in spec.having("cloudwatch"):
        types = item.event_types
        if not isinstance(types, tuple) or any(literal(name) is None for name in types):
            continue
        for index, entry in enumerate(item.args.cloudwatch or ()):
            if entry.value_source != "linkTag" or types == ("click",) or not types:
                continue
            if entry.dimension_name in AUTO_TAGS:
                continue
            path = (*item.path, "cloudwatch", index, "value_source")
            if "click" not in types:
                message = "only click events carry link tags, and click is not among the types"
                yield Finding(path, message, "add click, or use messageTag")
            else:
                message = "only click events carry link tags: the other types show the default"
                help_ = "make an event destination of its own for click"
                yield Finding(path, message, help_, severity=Severity.WARNING)


@rule("SES034", "impossible-link-tag", Severity.WARNING, Impact.USELESS)
def impossible_link_tag(spec: Resolved) -> Iterator[Finding]:
    """A link tag with a colon in its name, which no link can carry."""
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        if entry.value_source == "linkTag" and ":" in name[1:] and not name.startswith(AUTO_PREFIX):
            message = f"no link can carry the tag {name!r}"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES039", "header-values", Severity.INFO, Impact.USELESS)
def header_values(spec: Resolved) -> Iterator[Finding]:
    """A header as a dimension: values with other characters make no metric."""
    for path, entry in dimensions(spec):
        if entry.value_source == "emailHeader":
            message = "header values with blanks or other characters make no metric"
            yield Finding((*path, "value_source"), message, "a message tag is safer")


RULES = (
    excluded_header,
    header_with_colon,
    link_tag_without_click,
    impossible_link_tag,
    header_values,
)
