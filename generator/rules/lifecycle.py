"""SES102, SES105, SES107, SES108: what Terraform's lifecycle makes of event destinations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
from generator.rules.judge import literal
from generator.rules.text import spec_traversals
from generator.spec.resolved import DESTINATION_TYPE, Resolved

MANY = 100
"""From here on an apply takes minutes at one call a second."""


@rule("SES102", "create-before-destroy", Severity.ERROR, Category.REJECTED)
def create_before_destroy(spec: Resolved) -> Iterator[Finding]:
    """`create_before_destroy` with a name that never changes.

    ## Why
    The new destination has the name of the old one, which is still there: AWS answers
    `EventDestinationAlreadyExists`.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      lifecycle:
        create_before_destroy: true # <-- SES102
    ```

    ## Good
    ```yaml
    delivered:
      name: delivered-${substr(sha1("arn:aws:sns:eu-west-1:123456789012:deliveries"), 0, 6)}
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      lifecycle:
        create_before_destroy: true
    ```

    ## Source
    Tried with hashicorp/aws 5.100.0
    """
    for item in spec.having("lifecycle"):
        lifecycle = item.args.lifecycle
        fixed = literal(item.name) is not None and item.args.replacement != "overlap"
        if lifecycle and lifecycle.create_before_destroy and fixed:
            path = (*item.path, "lifecycle", "create_before_destroy")
            message = f'the replacement would have the name "{item.name}" of what it replaces'
            yield Finding(path, message, "let the name change with the content, or leave it out")


@rule("SES105", "ambiguous-id", Severity.INFO, Category.DANGEROUS)
def ambiguous_id(spec: Resolved) -> Iterator[Finding]:
    """The `id` of an event destination is its name alone.

    ## Why
    It is not unique across configuration sets. The `arn` is.

    ## Bad
    ```yaml
    delivered:
      name: d-${aws_ses_event_destination.mail_feedback.id} # <-- SES105
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Good
    ```yaml
    delivered:
      name: d-${substr(sha1(aws_ses_event_destination.mail_feedback.arn), 0, 6)}
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    The provider's `event_destination.go`
    """
    for path, steps in spec_traversals(spec):
        if steps[0] == DESTINATION_TYPE and steps[-1] == "id":
            message = "the id is not unique across configuration sets"
            yield Finding(path, message, "refer to `.arn`")


@rule("SES107", "prevent-destroy", Severity.INFO, Category.DANGEROUS)
def prevent_destroy(spec: Resolved) -> Iterator[Finding]:
    """`prevent_destroy` on an event destination: most edits then fail in the plan.

    ## Why
    Nearly every change of an event destination replaces it.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      lifecycle:
        prevent_destroy: true # <-- SES107
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    Tried with hashicorp/aws 5.100.0
    """
    for item in spec.having("lifecycle"):
        if item.args.lifecycle and item.args.lifecycle.prevent_destroy:
            path = (*item.path, "lifecycle", "prevent_destroy")
            message = "nearly every edit replaces an event destination"
            yield Finding(path, message, "put it on the configuration set instead")


@rule("SES108", "slow-apply", Severity.INFO, Category.USELESS)
def slow_apply(spec: Resolved) -> Iterator[Finding]:
    """A module with a hundred event destinations or more takes minutes to apply.

    ## Why
    SES takes one such call a second; throttled calls are repeated.

    ## Bad
    ```yaml
    configuration_sets:
      mail: # <-- SES108
        count: 100
        name: mail-${count.index}
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    [SES quotas](https://docs.aws.amazon.com/ses/latest/dg/quotas.html)
    """
    number = 0
    for entry in spec.sets:
        for item in entry.destinations:
            times = item.repetition(entry)[1]
            number += times if isinstance(times, int) else 1
        if number >= MANY:
            message = f"{number} event destinations take as many seconds to make"
            yield Finding(entry.path, message, "apply with less -parallelism, or split the spec")
            return


RULES = (create_before_destroy, ambiguous_id, prevent_destroy, slow_apply)
