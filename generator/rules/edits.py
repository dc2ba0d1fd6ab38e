"""SES055, SES101, MOD005, MOD006: whether edits and first applies of event destinations succeed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.plan.triggers import MAX_OVERLAPPING_NAME
from generator.rules.base import Category, Finding, rule
from generator.rules.judge import literal, resource_reference
from generator.rules.limits import MAX_DESTINATIONS
from generator.rules.text import strings
from generator.spec.base import MAX_NAME
from generator.spec.resolved import KINDS, Resolved


@rule("SES055", "role-without-policy", Severity.WARNING, Category.REJECTED)
def role_without_policy(spec: Resolved) -> Iterator[Finding]:
    """An event destination with a role made beside it does not wait for the role's policy.

    ## Why
    SES looks at the role and the stream while it creates the event destination, and the resource makes
    one attempt: without `depends_on` the first apply may fail with `Could not assume IAM role`.

    ## Bad
    ```yaml
    archive:
      enabled: true
      matching_types: all
      firehose:
        stream_arn: ${aws_kinesis_firehose_delivery_stream.mail.arn}
        role_arn: ${aws_iam_role.mail.arn} # <-- SES055
    ```

    ## Good
    ```yaml
    archive:
      enabled: true
      matching_types: all
      firehose:
        stream_arn: ${aws_kinesis_firehose_delivery_stream.mail.arn}
        role_arn: ${aws_iam_role.mail.arn}
      depends_on: [aws_iam_role_policy.mail]
    ```

    ## Source
    hashicorp/terraform-provider-aws issues 33367 and 40843
    """
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


@rule("SES101", "unguarded-reference", Severity.WARNING, Category.DANGEROUS)
def unguarded_reference(spec: Resolved) -> Iterator[Finding]:
    """A value of a managed resource is used, and its change replaces nothing.

    ## Why
    The provider can neither update an event destination nor replace it for a new ARN. When the topic is
    renamed, the old one goes first, then the apply fails: the event destination points at nothing,
    and SES drops the events in silence.

    ## Bad
    ```yaml
    delivered:
      replacement: plain
      enabled: true
      matching_types: [delivery]
      sns: ${aws_sns_topic.deliveries.arn} # <-- SES101
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: ${aws_sns_topic.deliveries.arn}
    ```

    ## Source
    `event_destination.go` of hashicorp/aws 5.100.0; tried
    """
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


@rule("MOD005", "no-free-slot", Severity.ERROR, Category.REJECTED)
def no_free_slot(spec: Resolved) -> Iterator[Finding]:
    """`replacement: overlap` in a configuration set that is full.

    ## Why
    The new event destination is made before the old one goes, so that no event is lost (some may
    arrive twice). A set holds ten: with ten there is no room, and AWS answers `LimitExceeded`.

    ## Bad
    ```yaml
    defaults: {enabled: true, matching_types: [bounce, complaint]}
    configuration_sets:
      mail:
        event_destinations:
          d0: {sns: "${var.t}-0"}
          d1: {sns: "${var.t}-1"}
          d2: {sns: "${var.t}-2"}
          d3: {sns: "${var.t}-3"}
          d4: {sns: "${var.t}-4"}
          d5: {sns: "${var.t}-5"}
          d6: {sns: "${var.t}-6"}
          d7: {sns: "${var.t}-7"}
          d8: {sns: "${var.t}-8"}
          d9:
            sns: ${var.t}-9
            replacement: overlap # <-- MOD005
    variables: {t: {}}
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            replacement: overlap
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    [SES, Quotas](https://docs.aws.amazon.com/ses/latest/dg/quotas.html)
    """
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


@rule("MOD006", "no-room-for-suffix", Severity.ERROR, Category.REJECTED)
def no_room_for_suffix(spec: Resolved) -> Iterator[Finding]:
    """`replacement: overlap` with a name that is too long.

    ## Why
    The name gets a suffix of seven characters, and SES accepts 64.

    ## Bad
    ```yaml
    delivered:
      name: an-event-destination-with-quite-a-long-name-of-58-characters # <-- MOD006
      replacement: overlap
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Good
    ```yaml
    delivered:
      name: delivered
      replacement: overlap
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SES API v1, EventDestination](https://docs.aws.amazon.com/ses/latest/APIReference/API_EventDestination.html)
    """
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


@rule("MOD008", "overlap-refused", Severity.ERROR, Category.DANGEROUS)
def overlap_refused(spec: Resolved) -> Iterator[Finding]:
    """`replacement: overlap` with `create_before_destroy: false`.

    ## Why
    Overlapping means that the new event destination is made before the old one goes.

    ## Bad
    ```yaml
    delivered:
      replacement: overlap
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      lifecycle:
        create_before_destroy: false # <-- MOD008
    ```

    ## Good
    ```yaml
    delivered:
      replacement: overlap
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    Follows from what `overlap` means.
    """
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
