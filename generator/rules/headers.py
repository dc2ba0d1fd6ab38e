"""SES031-SES034, SES039: headers and link tags as dimensions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
from generator.rules.dimension_facts import (
    AUTO_PREFIX,
    AUTO_TAGS,
    EXCLUDED_HEADERS,
    dimensions,
)
from generator.rules.judge import literal
from generator.spec.resolved import Resolved


@rule("SES031", "excluded-header", Severity.WARNING, Category.REJECTED)
def excluded_header(spec: Resolved) -> Iterator[Finding]:
    """A header that SES excludes is used as a dimension.

    ## Why
    Received, To, From, DKIM-Signature, CC, Message-ID and Return-Path cannot be dimensions. When AWS
    refuses them is not documented, so this is a warning.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: From # <-- SES031
          value_source: emailHeader
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: X-Mailer
          value_source: emailHeader
          default_value: none
    ```

    ## Source
    [SES, CloudWatch event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-cloudwatch.html)
    """
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        if entry.value_source == "emailHeader" and name.lower() in EXCLUDED_HEADERS:
            message = f"SES does not take the header {name} as a dimension"
            yield Finding(
                (*path, "dimension_name"), message, "use another header, or a message tag"
            )


@rule("SES032", "header-with-colon", Severity.WARNING, Category.USELESS)
def header_with_colon(spec: Resolved) -> Iterator[Finding]:
    """A header with a colon in its name, which no mail can have.

    ## Why
    The colon ends the name of a header; the metric shows the default value only.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: "X-Mailer:" # <-- SES032
          value_source: emailHeader
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: X-Mailer
          value_source: emailHeader
          default_value: none
    ```

    ## Source
    [RFC 5322, section 2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2)
    """
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        is_header = entry.value_source == "emailHeader" and name not in AUTO_TAGS
        if is_header and ":" in name[1:] and not name.startswith(AUTO_PREFIX):
            message = f"no mail has a header {name!r}"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES033", "link-tag-without-click", Severity.ERROR, Category.USELESS)
def link_tag_without_click(spec: Resolved) -> Iterator[Finding]:
    """Link tags are counted, and clicks are not published.

    ## Why
    Only click events carry link tags. Without `click` the destination shows nothing useful; with other
    types beside it these fall under the default value (a warning). Whether AWS refuses it is not
    documented; it is of no use either way.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: link
          value_source: linkTag # <-- SES033
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [click]
      cloudwatch:
        - dimension_name: link
          value_source: linkTag
          default_value: none
    ```

    ## Source
    [SES, CloudWatch tutorial](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-cloudwatch-tutorial.html)
    """
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


@rule("SES034", "impossible-link-tag", Severity.WARNING, Category.USELESS)
def impossible_link_tag(spec: Resolved) -> Iterator[Finding]:
    """A link tag with a colon in its name, which no link can carry.

    ## Why
    The keys of `ses:tags` in a link are letters, digits, `_` and `-`.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [click]
      cloudwatch:
        - dimension_name: mail:link # <-- SES034
          value_source: linkTag
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [click]
      cloudwatch:
        - dimension_name: mail-link
          value_source: linkTag
          default_value: none
    ```

    ## Source
    [SES, Email metrics FAQ](https://docs.aws.amazon.com/ses/latest/dg/faqs-metrics.html)
    """
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        if entry.value_source == "linkTag" and ":" in name[1:] and not name.startswith(AUTO_PREFIX):
            message = f"no link can carry the tag {name!r}"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES039", "header-values", Severity.INFO, Category.USELESS)
def header_values(spec: Resolved) -> Iterator[Finding]:
    """A header as a dimension: values with other characters make no metric.

    ## Why
    Names and values must stay within letters, digits, `_`, `-`, `@` and `.`; otherwise the mail goes out
    and the metric is dropped in silence.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: X-Mailer
          value_source: emailHeader # <-- SES039
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: mailer
          value_source: messageTag
          default_value: none
    ```

    ## Source
    [SES, Specifying email headers](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-send-email.html)
    """
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
