"""SES055, SES101, MOD005, MOD006: whether edits and first applies of event destinations succeed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.plan.triggers import MAX_OVERLAPPING_NAME
from generator.rules.base import Finding, Impact, rule
from generator.rules.judge import literal, resource_reference
from generator.rules.limits import MAX_DESTINATIONS
from generator.rules.text import strings
from generator.spec.base import MAX_NAME
from generator.spec.resolved import KINDS, Resolved


@rule("SES055", "role-without-policy", Severity.WARNING, Impact.REJECTED)
def role_without_policy(spec: Resolved) -> Iterator[Finding]:
    """An event destination with a role made beside it does not wait for the role's policy."""
    for item in spec.destinations:
        firehose = item.args.firehose
        found = resource_reference(firehose.role_arn) if firehose is not None else None
        if (
            found is None
            or found.type != "aws_iam_role"
            or found.is_data
            or found.attribute != "arn"
        ):
            continue
        if item.args.depends_on is None:
            message = f"nothing waits for the policy of aws_iam_role.{found.label}"
            help_ = "add that policy to `depends_on`, or let the module make the role: `role: {}`"
            yield Finding((*item.path, "firehose", "role_arn"), message, help_)


@rule("SES101", "unguarded-reference", Severity.WARNING, Impact.DANGEROUS)
def unguarded_reference(spec: Resolved) -> Iterator[Finding]:
    """A value of a managed resource is used, and its change replaces nothing."""
    for item in spec.destinations:
        if item.args.replacement != "plain":
            continue
        lifecycle = item.args.lifecycle
        triggers = (lifecycle.replace_triggered_by if lifecycle is not None else None) or ()
        for kind in KINDS:
            for path, text in strings(getattr(item.args, kind), (*item.path, kind)):
                found = resource_reference(text)
                if found is None or found.is_data:
                    continue
                address = f"{found.type}.{found.label}"
                if not any(trigger.startswith(address) for trigger in triggers):
                    message = f"a change of {address} cannot be applied to this event destination"
                    help_ = (
                        f"write `replacement: recreate`, or add {address} to replace_triggered_by"
                    )
                    yield Finding(path, message, help_)


@rule("MOD005", "no-free-slot", Severity.ERROR, Impact.REJECTED)
def no_free_slot(spec: Resolved) -> Iterator[Finding]:
    """`replacement: overlap` in a configuration set that is full."""
    for entry in spec.sets:
        if len(entry.destinations) < MAX_DESTINATIONS:
            continue
        for item in entry.destinations:
            if item.args.replacement == "overlap":
                message = (
                    f'"{entry.key}" has {MAX_DESTINATIONS} event destinations: no room to overlap'
                )
                help_ = "write `replacement: recreate`, or leave one slot free"
                yield Finding((*item.path, "replacement"), message, help_)


@rule("MOD006", "no-room-for-suffix", Severity.ERROR, Impact.REJECTED)
def no_room_for_suffix(spec: Resolved) -> Iterator[Finding]:
    """`replacement: overlap` with a name that is too long."""
    for item in spec.destinations:
        name = literal(item.name)
        if (
            item.args.replacement == "overlap"
            and name is not None
            and len(name) > MAX_OVERLAPPING_NAME
        ):
            message = f"the name has {len(name)} characters and gets {MAX_NAME - MAX_OVERLAPPING_NAME} more"
            help_ = f"shorten it to {MAX_OVERLAPPING_NAME}"
            yield Finding((*item.path, "name"), message, help_)


@rule("MOD008", "overlap-refused", Severity.ERROR, Impact.DANGEROUS)
def overlap_refused(spec: Resolved) -> Iterator[Finding]:
    """`replacement: overlap` with `create_before_destroy: false`."""
    for item in spec.having("lifecycle"):
        lifecycle = item.args.lifecycle
        refused = lifecycle is not None and lifecycle.create_before_destroy is False
        if refused and item.args.replacement == "overlap":
            path = (*item.path, "lifecycle", "create_before_destroy")
            message = "`overlap` makes the new one first, and this forbids it"
            yield Finding(path, message, "leave it out, or write `replacement: recreate`")


RULES = (
    overlap_refused,
    role_without_policy,
    unguarded_reference,
    no_free_slot,
    no_room_for_suffix,
)
