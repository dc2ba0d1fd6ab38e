"""TF001: two blocks of a module that would get one address."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.rules.base import Category, Finding, Related, plan_rule


@plan_rule("TF001", "address-made-twice", Severity.ERROR, Category.REJECTED)
def address_made_twice(plan: Plan) -> Iterator[Finding]:
    """Two blocks of the module would get the same address.

    ## Why
    An event destination is labelled `<set>_<destination>`, a topic by its name, and what is made for an event
    destination by the label of that: the role of a delivery stream ends in `_delivery`, the wait for a role in `_role`, an
    alarm in the name of its rate. Different keys and names can give the same label, and Terraform refuses a
    second block with the same address.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          eu_bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
      mail_eu:
        event_destinations:
          bounces: # <-- TF001
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          eu_bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
      mail_eu:
        event_destinations:
          bounces:
            label: mail_eu_region_bounces
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Source
    [Terraform, Resource blocks](https://developer.hashicorp.com/terraform/language/resources/syntax):
    type and name together must be unique in a module.
    """
    reported: set[tuple[Path, Path]] = set()
    for address, (first, *others) in plan.addresses.items():
        for path in others:
            # Where two entries have one label, everything that is made for them collides: that is one mistake.
            pair = (_entry(first), _entry(path))
            if pair not in reported:
                reported.add(pair)
                help_ = "give one of the two another key, name or `label`"
                related = (Related(first, "made for this, too"),)
                yield Finding(path, f"{address} would be made twice", help_, related)


_DEPTH = 4  # configuration_sets, its key, event_destinations, its key


def _entry(path: Path) -> Path:
    return path[:_DEPTH]


RULES = (address_made_twice,)
