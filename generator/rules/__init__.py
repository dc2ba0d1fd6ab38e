"""The rules, by the argument or resource that they judge, and the check of specs by them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.diagnostics import NOT_CHECKED, Diagnostic
from generator.loader import LoadedSpec
from generator.plan import Plan
from generator.rules import (
    alarms,
    api,
    cloudwatch_destination,
    configuration_set,
    configuration_set_name,
    count_for_each,
    delivery_roles,
    event_destination,
    event_routing,
    expression_syntax,
    filter_policy,
    kinesis_destination,
    lifecycle,
    matching_types,
    names_of_parts,
    quotas,
    raw_hcl,
    raw_hcl_of_parts,
    references,
    regions_accounts,
    run,
    senders,
    sns_destination,
    sns_subscription,
    sns_topic,
    unique_names,
    value_source,
    variables,
    versions,
)
from generator.rules.base import Finding, Impact
from generator.rules.registration import Rule
from generator.rules.run import Selection
from generator.rules.suppressions import ALIASES, UNUSED

__all__ = [
    "ALIASES",
    "ALL_RULES",
    "MODULES",
    "UNUSED",
    "Finding",
    "Impact",
    "Rule",
    "Selection",
    "check_specs",
    "unknown_codes",
]

MODULES = (
    api,
    configuration_set,
    senders,
    alarms,
    configuration_set_name,
    unique_names,
    quotas,
    event_destination,
    matching_types,
    event_routing,
    cloudwatch_destination,
    value_source,
    kinesis_destination,
    delivery_roles,
    sns_destination,
    sns_topic,
    sns_subscription,
    filter_policy,
    names_of_parts,
    regions_accounts,
    lifecycle,
    count_for_each,
    references,
    expression_syntax,
    variables,
    raw_hcl,
    raw_hcl_of_parts,
    versions,
)
"""The modules with rules: every rule in them is one that runs."""

ALL_RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            value
            for module in MODULES
            for value in (*vars(module).values(), *getattr(module, "ROWS", ()))
            if isinstance(value, Rule)
        ),
        key=lambda rule: rule.code,
    )
)
"""Every rule, by code."""


def unknown_codes(codes: Sequence[str]) -> list[str]:
    """Those of some codes, or beginnings of codes, that no rule has."""
    known = ("ALL", UNUSED, NOT_CHECKED, *ALIASES, *(rule.code for rule in ALL_RULES))
    return [code for code in codes if not any(name.startswith(code) for name in known)]


def check_specs(specs: Sequence[tuple[LoadedSpec, Plan]], selection: Selection) -> list[Diagnostic]:
    """Run the selected rules over all specs of a run; see :func:`generator.rules.run.check_specs`."""
    return run.check_specs(ALL_RULES, specs, selection)
