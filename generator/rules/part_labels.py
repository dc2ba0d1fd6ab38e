"""MOD007: the labels of what a module makes beside sets and event destinations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, Related, rule
from generator.rules.roles import DELIVERY
from generator.spec.base import REPLACEMENTS
from generator.spec.resolved import Destination, Resolved

GUARD = "event_destination"
"""Label of the `terraform_data` that watches the values of event destinations which stand once."""


@rule("MOD007", "part-label-collision", Severity.ERROR, Category.REJECTED)
def part_label_collision(spec: Resolved) -> Iterator[Finding]:
    """Two parts that the module makes would get the same label.

    ## Why
    Labels of parts follow those of their event destinations: the role of a delivery stream ends in
    `_delivery`, the wait for a role in `_role`. Terraform refuses two resources with one address.

    ## Bad
    ```yaml
    archive:
      enabled: true
      matching_types: [send]
      firehose: {stream: {bucket_arn: "arn:aws:s3:::mail-events"}}
    archive_delivery: # <-- MOD007
      enabled: true
      matching_types: [delivery]
      firehose: {stream: {bucket_arn: "arn:aws:s3:::mail-events"}}
    ```

    ## Good
    ```yaml
    archive:
      enabled: true
      matching_types: [send]
      firehose: {stream: {bucket_arn: "arn:aws:s3:::mail-events"}}
    deliveries:
      enabled: true
      matching_types: [delivery]
      firehose: {stream: {bucket_arn: "arn:aws:s3:::mail-events"}}
    ```

    ## Source
    [Terraform, Resource addressing](https://developer.hashicorp.com/terraform/cli/state/resource-addressing)
    """
    first: dict[str, Destination] = {}
    for entry in spec.sets:
        for item in entry.destinations:
            repeats = item.repetition(entry)[1] is not None
            for address in _addresses(item, repeats=repeats):
                if address == f"terraform_data.{GUARD}":
                    message = f"{address} is what the module watches edits with"
                    yield Finding(item.path, message, "give it another key or `label`")
                other = first.setdefault(address, item)
                if other is not item and other.label != item.label:
                    related = (Related(other.path, "the other one"),)
                    message = f"{address} would be made twice"
                    yield Finding(item.path, message, "give it another key or `label`", related)


def _addresses(item: Destination, *, repeats: bool) -> Iterator[str]:
    """The addresses of roles and of `terraform_data` that are made for an event destination."""
    firehose = item.args.firehose
    if firehose is not None and firehose.role_to_make() is not None:
        yield f"aws_iam_role.{item.label}"
        yield f"terraform_data.{item.label}_role"
    if firehose is not None and firehose.stream is not None:
        yield f"aws_iam_role.{item.label}{DELIVERY}"
    if repeats and (item.args.replacement or REPLACEMENTS[0]) == "recreate":
        yield f"terraform_data.{item.label}"


RULES = (part_label_collision,)
