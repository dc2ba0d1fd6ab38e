"""SES028-SES030, SES037, SES038: dimensions named after the tags that SES sets."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
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


@rule("SES028", "unknown-auto-tag", Severity.WARNING, Category.USELESS)
def unknown_auto_tag(spec: Resolved) -> Iterator[Finding]:
    """A dimension is named after an automatic tag that SES does not set.

    ## Why
    The tag is never there, so that the metric shows the default value only: most often a slip of the
    pen.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: ses:configurationset # <-- SES028
          value_source: messageTag
          default_value: mail
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: ses:configuration-set
          value_source: messageTag
          default_value: mail
    ```

    ## Source
    [SES, Monitor using event publishing](https://docs.aws.amazon.com/ses/latest/dg/monitor-using-event-publishing.html);
    five more tags are known from recorded events.
    """
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name)
        if name and name.startswith(AUTO_PREFIX) and name not in AUTO_TAGS:
            known = ", ".join(sorted(AUTO_TAGS))
            message = f"SES sets no tag {name!r}: the metric shows the default value only"
            yield Finding((*path, "dimension_name"), message, f"it sets {known}")


@rule("SES029", "impossible-message-tag", Severity.WARNING, Category.USELESS)
def impossible_message_tag(spec: Resolved) -> Iterator[Finding]:
    """A message tag with a colon in its name, which callers cannot set.

    ## Why
    SES refuses mail whose tag names hold anything but letters, digits, `_` and `-`, so that the metric
    shows the default value only.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: mail:campaign # <-- SES029
          value_source: messageTag
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: mail-campaign
          value_source: messageTag
          default_value: none
    ```

    ## Source
    [MessageTag](https://docs.aws.amazon.com/ses/latest/APIReference/API_MessageTag.html)
    """
    for path, entry in dimensions(spec):
        name = literal(entry.dimension_name) or ""
        if (
            ":" in name[1:]
            and not name.startswith(AUTO_PREFIX)
            and entry.value_source == "messageTag"
        ):
            message = f"no mail can carry the tag {name!r}"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES030", "auto-tag-source", Severity.WARNING, Category.USELESS)
def auto_tag_source(spec: Resolved) -> Iterator[Finding]:
    """An automatic tag is looked for where it never is.

    ## Why
    The tags `ses:…` are message tags; neither headers nor links carry them.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [click]
      cloudwatch:
        - dimension_name: ses:configuration-set
          value_source: linkTag # <-- SES030
          default_value: mail
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [click]
      cloudwatch:
        - dimension_name: ses:configuration-set
          value_source: messageTag
          default_value: mail
    ```

    ## Source
    [SES, CloudWatch event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-cloudwatch.html)
    """
    for path, entry in dimensions(spec):
        if entry.dimension_name in AUTO_TAGS and entry.value_source in ("emailHeader", "linkTag"):
            message = f"{entry.dimension_name} is a message tag"
            yield Finding((*path, "value_source"), message, "write messageTag")


@rule("SES037", "set-dimension-default", Severity.INFO, Category.USELESS)
def set_dimension_default(spec: Resolved) -> Iterator[Finding]:
    """The default of the dimension `ses:configuration-set` is not the name of the set.

    ## Why
    AWS suggests the name of the set; another default makes a metric that looks like a second set.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: ses:configuration-set
          value_source: messageTag
          default_value: none # <-- SES037
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: ses:configuration-set
          value_source: messageTag
          default_value: mail
    ```

    ## Source
    [SES, CloudWatch event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-cloudwatch.html)
    """
    for owner in spec.sets:
        for item in owner.destinations:
            for index, entry in enumerate(item.args.cloudwatch or ()):
                if entry.dimension_name != "ses:configuration-set":
                    continue
                if entry.default_value != owner.name:
                    path = (*item.path, "cloudwatch", index, "default_value")
                    yield Finding(path, "is not the name of the set", f"write {owner.name}")


@rule("SES038", "late-tag-on-early-event", Severity.INFO, Category.USELESS)
def late_tag_on_early_event(spec: Resolved) -> Iterator[Finding]:
    """A tag of the delivery is asked for on events that come before it.

    ## Why
    On recorded events `ses:outgoing-ip` was absent from `send` and present on `delivery`; the early
    events fall under the default value.

    ## Bad
    ```yaml
    metrics:
      enabled: true
      matching_types: [send, delivery]
      cloudwatch:
        - dimension_name: ses:outgoing-tls-version # <-- SES038
          value_source: messageTag
          default_value: none
    ```

    ## Good
    ```yaml
    metrics:
      enabled: true
      matching_types: [delivery]
      cloudwatch:
        - dimension_name: ses:outgoing-tls-version
          value_source: messageTag
          default_value: none
    ```

    ## Source
    Events recorded on AWS in public test suites
    """
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
