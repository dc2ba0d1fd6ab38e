"""Topics that the module makes: name, key and subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path
from generator.plan import Plan
from generator.plan.addresses import INSTANCE
from generator.plan.meta import varies
from generator.plan.policy import KEY_USE, SES
from generator.rules.base import (
    ERROR,
    INFO,
    REJECTED,
    SESGEN,
    TERRAFORM,
    USELESS,
    WARNING,
    Finding,
    Related,
)
from generator.rules.beside import (
    has_managed_key,
    is_beside,
    is_managed_key,
    key_of,
    key_policies,
    topic_of,
)
from generator.rules.policy_requests import asking, is_key, may
from generator.rules.registration import on_argument, on_destination, on_plan, on_spec
from generator.rules.tables import part
from generator.spec.facts import FIFO
from generator.spec.location import Location, location
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.supporting import SnsDestination, Topic

ROWS = (
    on_argument("SES068", "made-topic", ERROR, REJECTED, at="sns.topic")(
        part(Topic, unless=lambda key, value: key == "name" and value.endswith(FIFO))
    ),
)


@on_argument("SES073", "unseen-key-policy", INFO, REJECTED, at="sns.topic")
def unseen_key_policy(topic: Topic) -> Iterator[Finding]:
    """A topic or a queue of it is encrypted with a key whose policy is not in the spec."""
    for path, one in topic.encrypted():
        if one.kms_master_key_id is not None:
            message = (
                f"the policy of this key must allow {'SES' if one is topic else 'SNS'} to use it"
            )
            help_ = "check it, or let the module make one: `kms_key: true`"
            yield Finding((*path, "kms_master_key_id"), message, help_)


_MANAGED_KEY = "SES cannot use the key that AWS manages for SNS"


@on_argument("SES072", "aws-managed-key", ERROR, REJECTED, at="sns")
def aws_managed_key(
    sns: SnsDestination, destination: Destination, _: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """A topic or a queue of it is encrypted with the key that AWS manages."""
    for path, one in sns.topic.encrypted() if sns.topic is not None else ():
        if one.kms_master_key_id is not None and is_managed_key(one.kms_master_key_id):
            service, message = "SES", _MANAGED_KEY
            if one is not sns.topic:
                service, message = "SNS", "SNS cannot use a key that AWS manages"
            help_ = f"write `kms_key: true`, or name a key of your own that lets {service} use it"
            yield Finding(("topic", *path, "kms_master_key_id"), message, help_)
    topic = topic_of(plan, destination) if plan.beside.is_known else None
    if topic is not None and has_managed_key(topic, plan.beside):
        help_ = "encrypt the topic with a key of your own, whose policy allows SES to use it"
        place = (("the topic", topic.place()),)
        yield Finding(
            ("topic_arn",), f"{_MANAGED_KEY}, as {topic.address} does", help_, beside=place
        )


@on_destination("SES078", "key-without-ses", WARNING, REJECTED, at="sns", when=is_beside)
def key_without_ses(destination: Destination, owner: ResolvedSet, plan: Plan) -> Iterator[Finding]:
    """The policy of a topic's key does not allow SES to use it."""
    topic = topic_of(plan, destination) if plan.beside.is_known else None
    key = key_of(plan.beside, topic) if topic is not None else None
    if key is None:
        return
    policies = key_policies(plan.beside, key)
    if not policies and not plan.beside.is_whole:
        return
    request = asking(plan, destination, owner, SES, is_key(key))
    refused = [action for action in KEY_USE if may(policies, action, request) is False]
    if refused:
        what = "the policy of" if policies else "the default policy of"
        message = f"{what} {key.address} does not allow SES {' and '.join(refused)}"
        help_ = (
            "allow ses.amazonaws.com kms:GenerateDataKey* and kms:Decrypt in the policy of the key"
        )
        yield Finding(("sns", "topic_arn"), message, help_, beside=(("the key", key.place()),))


@on_spec("MOD001", "topic-conflict", ERROR, SESGEN)
def topic_conflict(spec: Resolved) -> Iterator[Finding]:
    """Topics of one name are described differently."""
    first: dict[tuple[Location, str], tuple[Path, Topic]] = {}
    for destination in spec.having("sns"):
        topic = destination.args.sns.topic if destination.args.sns is not None else None
        if topic is None or topic.name is None:
            continue
        path = (*destination.path, "sns", "topic")
        place, other = first.setdefault((location(destination.args), topic.name), (path, topic))
        if other != topic:
            message = f'the topic "{topic.name}" is described differently elsewhere'
            help_ = "describe it once, with an anchor (&name, *name), or give it another name"
            yield Finding(path, message, help_, (Related(place, "the other description"),))


@on_argument("MOD002", "key-twice", ERROR, SESGEN, at="sns.topic")
def key_twice(topic: Topic) -> Iterator[Finding]:
    """A topic or a queue is to have a key of its own and another one."""
    for path, one in topic.encrypted():
        if one.kms_key and one.kms_master_key_id is not None:
            message = "`kms_key` and `kms_master_key_id` exclude each other"
            yield Finding((*path, "kms_key"), message, "leave one of the two out")


@on_plan("MOD004", "one-part-for-many-sets", ERROR, TERRAFORM)
def one_part_for_many_sets(plan: Plan) -> Iterator[Finding]:
    """One topic for instances that it cannot tell apart."""
    for topic in plan.topics:
        first = topic.users[0][0].repetition(topic.users[0][1])
        for destination, owner in topic.users if not topic.repeated[0] else ():
            repeated = destination.repetition(owner)
            kind = repeated[0]
            if not kind:
                continue
            place: Path = ("topic",) if topic.topic is not None else ("topic_arn",)
            path = (*destination.path, "sns", *place)
            other_set = destination.args.configuration_set_name or (
                "" if owner.args.manage else owner.name
            )
            if repeated != first and varies(kind, topic.name):
                related = (Related(topic.spec_path, "another event destination that names it"),)
                message = "event destinations share one topic, and do not repeat alike"
                help_ = "give each a topic of its own, or let them repeat alike"
                yield Finding(path, message, help_, related)
            elif varies(kind, other_set):
                message = "one topic cannot serve every instance of a set that is made elsewhere"
                help_ = f"let its name differ: {topic.name}-${{{INSTANCE[kind]}}}"
                yield Finding(path, message, help_)


@on_argument("SES075", "no-subscription", INFO, USELESS, at="sns.topic")
def no_subscription(topic: Topic) -> Iterator[Finding]:
    """A topic that the module makes has no subscription."""
    if not topic.subscriptions:
        yield Finding((), "the topic has no subscription", "add `subscriptions`")
