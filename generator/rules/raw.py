"""TF011, TF012: HCL that the spec language has keys for, or that the resource does not have."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
from generator.rules.text import RAW
from generator.spec.resolved import Destination, Resolved, ResolvedSet

_SHARED = ("count", "for_each", "provider", "depends_on", "lifecycle", "name")
_SET = frozenset([*_SHARED, "reputation_metrics_enabled", "sending_enabled"])
_DESTINATION = frozenset([*_SHARED, "configuration_set_name", "enabled", "matching_types"])

_ANYWHERE = frozenset(["region", "dynamic", "provisioner", "connection"])
_SET_BLOCKS = frozenset(["tracking_options", "delivery_options"])
_DESTINATION_BLOCKS = frozenset(
    ["cloudwatch_destination", "kinesis_destination", "sns_destination"]
)


@rule("TF011", "raw-argument", Severity.ERROR, Category.REJECTED)
def raw_argument(spec: Resolved) -> Iterator[Finding]:
    """`raw_hcl` holds an argument that the spec language has a key for.

    ## Why
    The block would have the argument twice, which Terraform refuses; and no rule looks at raw HCL.

    ## Bad
    ```yaml
    delivered:
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      enabled: true
      raw_hcl: | # <-- TF011
        enabled = true
    ```

    ## Good
    ```yaml
    delivered:
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      enabled: true
      raw_hcl: |
        provisioner "local-exec" {
          command = "echo made"
        }
    ```

    ## Source
    [HCL native syntax](https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md): each argument
    of a body may be set once.
    """
    every = [(entry, _SET) for entry in spec.sets] + [(i, _DESTINATION) for i in spec.destinations]
    for item, known in every:
        for name in _outermost(item.args.raw_hcl or ""):
            if name in known:
                message = f"`{RAW}` sets {name}, which has a key of its own"
                yield Finding((*item.path, RAW), message, f"write `{name}` as a key")


@rule("TF012", "unknown-argument", Severity.WARNING, Category.REJECTED)
def unknown_argument(spec: Resolved) -> Iterator[Finding]:
    """`raw_hcl` holds an argument or block that the resource does not have.

    ## Why
    `terraform validate` fails: "Unsupported argument" or "Unsupported block type". Known are what the
    provider hashicorp/aws has up to version 6 (its `region` included) and Terraform's own blocks; a
    later version may have more, hence a warning.

    ## Bad
    ```yaml
    delivered:
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      enabled: true
      raw_hcl: | # <-- TF012
        tags = { team = "mail" }
    ```

    ## Good
    ```yaml
    delivered:
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      enabled: true
      raw_hcl: |
        region = "eu-west-1"
    ```

    ## Source
    [Provider, aws_ses_event_destination](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ses_event_destination)
    """
    every: list[tuple[ResolvedSet | Destination, frozenset[str]]]
    every = [(entry, _SET | _SET_BLOCKS) for entry in spec.sets]
    every += [(item, _DESTINATION | _DESTINATION_BLOCKS) for item in spec.destinations]
    for item, known in every:
        for name in _outermost(item.args.raw_hcl or ""):
            if name not in known | _ANYWHERE:
                message = f"the resource has no {name}"
                yield Finding((*item.path, RAW), message, "remove it, or check how it is spelt")


def _outermost(source: str) -> Iterator[str]:
    """The first words of what stands in a body: arguments' names and blocks' types."""
    depth, first = 0, True
    for token in hcl.tokenize(source):
        opens = token.kind in (hcl.Kind.OPEN, hcl.Kind.QUOTE_OPEN, hcl.Kind.HEREDOC_OPEN)
        closes = token.kind in (hcl.Kind.CLOSE, hcl.Kind.QUOTE_CLOSE, hcl.Kind.HEREDOC_CLOSE)
        depth += opens - closes
        if first and not depth and token.kind is hcl.Kind.IDENT:
            yield token.text
        first = token.ends_line


RULES = (raw_argument, unknown_argument)
