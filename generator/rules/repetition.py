"""TF006, TF009: resources that repeat in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition


@rule("TF006", "count-and-for-each", Severity.ERROR, Category.REJECTED)
def count_and_for_each(spec: Resolved) -> Iterator[Finding]:
    """A resource has both `count` and `for_each`.

    ## Why
    Terraform refuses the two together: it would not know how to address the instances.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            count: 1 # <-- TF006
            for_each: {eu: eu-west-1}
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            count: 1
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Source
    [Terraform, for_each](https://developer.hashicorp.com/terraform/language/meta-arguments/for_each):
    "A given resource or module block cannot use both count and for_each."
    """
    every: list[ResolvedSet | Destination] = [*spec.sets, *spec.having("count")]
    for item in every:
        if item.args.count is not None and item.args.for_each is not None:
            yield Finding(
                (*item.path, "count"),
                f'"{item.key}" has both count and for_each',
                "leave one of the two out",
            )


@rule("TF009", "mixed-repetition", Severity.ERROR, Category.REJECTED)
def mixed_repetition(spec: Resolved) -> Iterator[Finding]:
    """An event destination repeats otherwise than its configuration set.

    ## Why
    The destinations of a set that repeats stand in one instance of it each. Where a destination has a
    `count` or `for_each` of its own that differs from its set's, nothing says which instance it
    belongs to.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        name: mail-${each.key}
        for_each: {eu: 1, us: 2}
        event_destinations:
          bounces:
            count: 2 # <-- TF009
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        name: mail-${each.key}
        for_each: {eu: 1, us: 2}
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Source
    [Terraform, Referring to instances](https://developer.hashicorp.com/terraform/language/meta-arguments/for_each)
    """
    for entry in spec.sets:
        if repetition(entry.args)[1] is not None:
            yield from (_mixed(item) for item in entry.destinations if _differs(item, entry))


def _differs(item: Destination, entry: ResolvedSet) -> bool:
    own = repetition(item.args)
    if own[1] is None or item.args.configuration_set_name is not None:
        return False
    return own != repetition(entry.args)


def _mixed(item: Destination) -> Finding:
    kind = repetition(item.args)[0]
    return Finding(
        (*item.path, kind),
        f'event destination "{item.key}" has a {kind} of its own, and so has its configuration set',
        f"leave {kind} out, or write `configuration_set_name` with the instance it belongs to",
    )


RULES = (count_and_for_each, mixed_repetition)
