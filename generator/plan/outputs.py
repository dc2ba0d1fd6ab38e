"""The outputs of a module: names and ARNs, in maps by the keys of the spec."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator import hcl
from generator.hcl import Hcl
from generator.plan import policy, records, sns
from generator.plan.addresses import Address, address_of, address_of_set
from generator.plan.alarms import Alarm
from generator.plan.declarations import Output
from generator.plan.senders import DEFAULT_SET, senders
from generator.plan.streams import Delivery
from generator.plan.topics import SharedTopic
from generator.spec.base import V1
from generator.spec.resolved import Resolved, ResolvedSet, repetition

SET_NAMES = "configuration_set_names"
"""The output that holds the names of the configuration sets by key."""
SENDER_POLICIES = "sender_policies"
"""The output that holds policies for senders by key of the set."""
DESTINATION_NAMES = "event_destination_names"
"""The output that holds the names of the event destinations by the keys of set and destination."""
DESTINATION_ARNS = "event_destination_arns"
"""The output that holds their ARNs; the resource of API v2 has none."""
_REPEATED = {"count": "a list", "for_each": "a map"}
_BY_KEYS = "by key of the configuration set and key"


def outputs(
    resolved: Resolved,
    topics: Iterable[SharedTopic],
    deliveries: Iterable[Delivery],
    alarms: Iterable[Alarm],
) -> Iterator[Output]:
    """The outputs that have anything to say, in a fixed order."""
    secret = hcl.value(True) if _names_sensitive_variable(resolved) else None  # noqa: FBT003
    for kinds, found in (
        (_kinds_of_sets(resolved), _of_sets(resolved)),
        ((), _of_senders(resolved)),
        (_kinds_of_destinations(resolved), _of_destinations(resolved)),
    ):
        for name, description, value in found:
            if value:
                yield _output(name, description, value, kinds, secret)
    for name, what, addresses in _supporting(list(topics), list(deliveries), alarms):
        made = dict(addresses)
        kinds = {address.repeats for address in made.values()}
        attributes = {name: "arn"} | ({"queue_urls": "url"} if name == "queue_arns" else {})
        for output, attribute in attributes.items() if made else ():
            value = {label: address.output(attribute) for label, address in made.items()}
            about = f"{attribute.upper()}s of the {what}, by label"
            yield _output(output, about, value, kinds, secret)


def _output(
    name: str,
    description: str,
    value: Mapping[str, object],
    kinds: Collection[str],
    secret: Hcl | None,
) -> Output:
    """An output; ``kinds`` are the meta-arguments that repeat what it is about."""
    forms = [f"{form} where {{}} has {kind}" for kind, form in _REPEATED.items() if kind in kinds]
    ending = ", ".join(forms).format("the resource", "it")
    ending = f"; {ending}" if forms else ""
    about = hcl.quote(f"{description}{ending}.")
    return Output((), Hcl(name), about, hcl.value(value), secret)


def _kinds_of_sets(resolved: Resolved) -> set[str]:
    return {address_of_set(one).repeats for one in resolved.sets if one.args.manage}


def _kinds_of_destinations(resolved: Resolved) -> set[str]:
    return {
        address_of(destination, one).repeats
        for one in resolved.sets
        for destination in one.destinations
    }


def _of_sets(resolved: Resolved) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Names and ARNs of configuration sets, and what their senders must be allowed."""
    made = "configuration sets that the module makes"
    yield SET_NAMES, "Names of the configuration sets, by key", _names(resolved)
    yield "configuration_set_arns", f"ARNs of the {made}, by key", _arns(resolved)
    yield (
        SENDER_POLICIES,
        f"Policies, as JSON, for those who send mail with the {made}, by key",
        {one.key: _sender_policy(one) for one in resolved.sets if one.args.manage},
    )


def _of_senders(resolved: Resolved) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """The default sets of identities."""
    found = {one.key: one.name for one in senders(resolved)}
    yield DEFAULT_SET, "Names of the default configuration sets of identities, by identity", found


def _of_destinations(resolved: Resolved) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Names and ARNs of event destinations."""
    for output, name, attribute in (
        (DESTINATION_NAMES, "Names", ""),
        (DESTINATION_ARNS, "ARNs", "arn"),
    ):
        yield (
            output,
            f"{name} of the event destinations, {_BY_KEYS}",
            _destinations(resolved, attribute),
        )


def _supporting(
    topics: list[SharedTopic], deliveries: list[Delivery], alarms: Iterable[Alarm]
) -> tuple[tuple[str, str, Iterable[tuple[str, Address]]], ...]:
    """ARNs of what the module makes for event destinations, by label of the resource."""
    made = [topic for topic in topics if topic.topic is not None]
    keys = [topic for topic in made if topic.topic is not None and topic.topic.kms_key]
    streams = [delivery for delivery in deliveries if delivery.firehose.stream is not None]
    roles = [delivery for delivery in deliveries if delivery.role is not None]
    subscribed = [one for topic in topics for one in topic.subscriptions]
    queues = [(str(q.common[1]), q) for one in subscribed for q in one.every_queue()]
    queue_keys = [(label, q) for label, q in queues if q.makes_key]
    return (
        ("topic_arns", "topics", ((t.label, t.address(sns.SnsTopic)) for t in made)),
        (
            "kms_key_arns",
            f"keys of the topics{' and queues' if queue_keys else ''}",
            (
                *((t.label, t.address(records.KmsKey)) for t in keys),
                *((label, q.address(records.KmsKey)) for label, q in queue_keys),
            ),
        ),
        ("queue_arns", "queues", ((label, q.address()) for label, q in queues)),
        (
            "subscription_role_arns",
            "roles that SNS assumes",
            ((one.label, one.role) for one in subscribed if one.args.role is not None),
        ),
        (
            "delivery_stream_arns",
            "delivery streams",
            ((s.destination.label, s.stream) for s in streams),
        ),
        ("role_arns", "roles that SES assumes", ((r.destination.label, r.ses_role) for r in roles)),
        (
            "delivery_role_arns",
            "roles that Data Firehose delivers with",
            ((s.destination.label, s.delivery_role) for s in streams),
        ),
        ("alarm_arns", "alarms", ((a.address.label, a.address) for a in alarms)),
    )


def _names(resolved: Resolved) -> dict[str, str]:
    found: dict[str, str] = {}
    for configuration_set in resolved.sets:
        if configuration_set.args.manage:
            address = address_of_set(configuration_set)
            found[configuration_set.key] = address.output(address.name)
        elif repetition(configuration_set.args)[1] is None:
            found[configuration_set.key] = configuration_set.name
    return found


def _arns(resolved: Resolved) -> dict[str, str]:
    managed = (
        configuration_set for configuration_set in resolved.sets if configuration_set.args.manage
    )
    return {
        configuration_set.key: address_of_set(configuration_set).output("arn")
        for configuration_set in managed
    }


def _sender_policy(owner: ResolvedSet) -> Hcl:
    """What a sender may do with a set, and with its senders, or all identities of its account and Region.

    Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SES".
    """
    address = address_of_set(owner)
    arn = Hcl("item.arn") if address.repeats else address.single("arn")
    identities = [
        hcl.spanning(f'replace({arn}, "/configuration-set.*/", {hcl.template(f"identity/{one}")})')
        for one in owner.args.senders or ("*",)
    ]
    document = policy.document(
        {
            "Effect": "Allow",
            "Action": ["ses:SendEmail", "ses:SendRawEmail"],
            "Resource": [arn, *identities],
        }
    )
    match address.repeats:
        case "count":
            return hcl.spanning(f"[for item in {address} : {document}]")
        case "for_each":
            return hcl.spanning(f"{{ for key, item in {address} : key => {document} }}")
        case _:
            return document


def _destinations(resolved: Resolved, attribute: str) -> dict[str, dict[str, str]]:
    """An attribute of the event destinations, or their names; none of those that have no such attribute."""

    def inner(configuration_set: ResolvedSet) -> dict[str, str]:
        addresses = {
            destination.key: address_of(destination, configuration_set)
            for destination in configuration_set.destinations
            if attribute != "arn" or destination.api == V1
        }
        return {
            key: address.output(attribute or address.name) for key, address in addresses.items()
        }

    found = {one.key: inner(one) for one in resolved.sets}
    return {key: destinations for key, destinations in found.items() if destinations}


def _names_sensitive_variable(resolved: Resolved) -> bool:
    """Whether a name may show a sensitive variable: Terraform then wants the output sensitive too."""
    secret = [key for key, variable in resolved.spec.variables.items() if variable.sensitive]
    if not secret:
        return False
    mentions = re.compile(rf"\bvar\.(?:{'|'.join(map(re.escape, secret))})(?![\w-])").search
    return any(map(mentions, _named(resolved)))


def _named(resolved: Resolved) -> Iterator[str]:
    for configuration_set in resolved.sets:
        yield from (configuration_set.name, str(configuration_set.args.for_each))
        yield from configuration_set.args.senders or ()
        for destination in configuration_set.destinations:
            set_name = destination.args.configuration_set_name or ""
            yield from (destination.name, str(destination.args.for_each), set_name)
