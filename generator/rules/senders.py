"""Senders: the identities whose default configuration set a set is, as a spec says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.plan import Plan
from generator.plan.outputs import SET_NAMES
from generator.plan.senders import is_several
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    USELESS,
    WARNING,
    Finding,
    Related,
)
from generator.rules.beside import (
    WITH_DEFAULT,
    declared_identities,
    has_default_set,
    identities_with,
    without_case,
)
from generator.rules.registration import on_run, on_set, on_set_argument
from generator.rules.set_identity import elsewhere
from generator.rules.static_values import literal
from generator.rules.tables import set_argument
from generator.spec.location import Location, location
from generator.spec.resolved import ResolvedSet, repetition

ROWS = (set_argument("SES184", "sender", ERROR, REJECTED, "senders.*"),)


@on_set("SES093", "set-not-default", INFO, USELESS)
def set_not_default(
    configuration_set: ResolvedSet, _: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """A configuration set works for mail that names it."""
    args = configuration_set.args
    if args.senders is not None or any(identities_with(plan, configuration_set)):
        return
    if args.manage and configuration_set.destinations:
        message = "events are published for mail that names the set"
        help_ = "name it when sending; or make it an identity's default, and say so in `senders`"
        yield Finding((), message, help_)


@on_run("SES185", "other-default-set", ERROR, DANGEROUS)
def other_default_set(plans: Sequence[Plan]) -> Iterator[Finding]:
    """A sender has another default configuration set."""
    seen: dict[tuple[str, Location], tuple[int, ResolvedSet, int]] = {}
    for index, plan in enumerate(plans):
        for owner in plan.resolved.sets:
            for number, sender in enumerate(owner.args.senders or ()):
                key = (_comparable(sender, index), location(owner.args))
                first = seen.setdefault(key, (index, owner, number))
                if first != (index, owner, number):
                    yield from _taken((index, owner, number), first, sender)
                for found in _said_beside(sender, owner, plan):
                    path = (*owner.path, "senders", number)
                    yield found._replace(path=path, spec=index)


def _comparable(sender: str, index: int) -> str:
    """An identity to compare with others; an expression is the same in its own spec alone."""
    text = literal(sender)
    return f"{index}:{sender}" if text is None else without_case(text)


def _taken(
    second: tuple[int, ResolvedSet, int], first: tuple[int, ResolvedSet, int], sender: str
) -> Iterator[Finding]:
    index, owner, number = second
    where, other, position = first
    help_, severity = "leave it in one of the two: an identity has one default set", None
    message = f'"{sender}" is a sender of configuration set "{other.key}", too'
    if owner is other:
        message, help_ = f'"{sender}" is listed twice', "remove it"
    elif index != where:
        if elsewhere(other.destinations, owner.destinations):
            return
        # Two specs may go to two accounts.
        message, severity = f"{message}, in another spec of this run", WARNING
    related = (Related((*other.path, "senders", position), "the first one", where),)
    yield Finding((*owner.path, "senders", number), message, help_, related, severity, index)


def _said_beside(sender: str, owner: ResolvedSet, plan: Plan) -> Iterator[Finding]:
    """The identity stands beside, and its default set is another, or none."""
    for block in declared_identities(plan, sender, location(owner.args)):
        if has_default_set(plan, block, owner) is False:
            message = (
                f'the set is not the default of {block.address}, which is the identity "{sender}"'
            )
            help_ = "set its configuration_set_name"
            if block.labels[0] != WITH_DEFAULT:
                help_ = f"make it an {WITH_DEFAULT} with configuration_set_name"
            beside = (("the identity", block.place()),)
            yield Finding((), message, help_, severity=WARNING, beside=beside)


@on_set_argument("SES186", "senders-of-several", ERROR, DANGEROUS, at="senders")
def senders_of_several(senders: tuple[str, ...], owner: ResolvedSet) -> Iterator[Finding]:
    """Senders of a configuration set that stands several times."""
    if senders and is_several(owner):
        kind = repetition(owner.args)[0]
        message = f'configuration set "{owner.key}" is several (`{kind}`); an identity has one default set'
        help_ = f'leave `senders` out, and use the output {SET_NAMES}["{owner.key}"] for each'
        yield Finding((), message, help_)
