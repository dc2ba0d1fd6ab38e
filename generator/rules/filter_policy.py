"""Filter policies of subscriptions, against the records that SES publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.plan import Plan
from generator.plan.subscriptions import SCOPE
from generator.rules.base import ERROR, REJECTED, TERRAFORM, USELESS, WARNING, Finding
from generator.rules.registration import on_argument, on_plan
from generator.rules.static_values import literal
from generator.rules.tables import argument
from generator.spec.event_records import ANY, EVENT_TYPE, NAMES, RECORD, VALUES
from generator.spec.subscriptions import Subscription

_AT = "sns.topic.subscriptions.*"
_OR = "$or"
"""An operator that stands where keys do: a list of policies."""
_LIKE_EVENT_TYPE = frozenset(["eventtype", "notificationtype", "type"])

ROWS = (argument("SES143", "unknown-filter-scope", ERROR, TERRAFORM, f"{_AT}.filter_policy_scope"),)


@on_argument("SES144", "filter-scope", WARNING, USELESS, at=_AT)
def filter_scope(subscription: Subscription) -> Iterator[Finding]:
    """A filter policy looks at message attributes."""
    scope = literal(subscription.filter_policy_scope)
    if scope == "MessageAttributes" and subscription.filter_policy is not None:
        message = "SES sets no message attributes: this filter lets nothing pass"
        yield Finding(("filter_policy_scope",), message, "leave it out: it looks at the body")


@on_argument("SES145", "filter-scope-alone", ERROR, TERRAFORM, at=_AT)
def filter_scope_alone(subscription: Subscription) -> Iterator[Finding]:
    """There is a scope, and no filter policy."""
    if subscription.filter_policy_scope is not None and subscription.filter_policy is None:
        message = "`filter_policy_scope` needs a `filter_policy`"
        yield Finding(("filter_policy_scope",), message, "remove it, or add a filter policy")


_Leaf: TypeAlias = tuple[Path, tuple[str, ...], Any]


def _leaves(policy: Mapping[str, Any], path: Path, at: tuple[str, ...]) -> Iterator[_Leaf]:
    """The keys of a policy with what must match: the place in the spec, that in a record, the condition."""
    for key, value in policy.items():
        if key == _OR and isinstance(value, list):
            for index, one in enumerate(value):
                if isinstance(one, Mapping):
                    yield from _leaves(one, (*path, key, index), at)
        elif isinstance(value, Mapping):
            yield from _leaves(value, (*path, key), (*at, key))
        else:
            yield (*path, key), (*at, key), value


def _conditions(subscription: Subscription) -> Iterator[_Leaf]:
    """What a filter asks of the body of a message; nothing where it looks at attributes."""
    policy, scope = subscription.filter_policy, subscription.filter_policy_scope
    if isinstance(policy, dict) and (scope is None or literal(scope) == SCOPE):
        yield from _leaves(policy, ("filter_policy",), ())


def _plain(value: object) -> Iterator[tuple[int, str]]:
    """The words that a condition lists, with their numbers; no expressions, and no operators."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        text = literal(item)
        if text is not None:
            yield index, text


@on_argument("SES146", "filter-condition", ERROR, REJECTED, at=_AT)
def filter_condition(subscription: Subscription) -> Iterator[Finding]:
    """What a filter must match is not a list."""
    for path, at, value in _conditions(subscription):
        if not isinstance(value, list) and not (isinstance(value, str) and hcl.has_markup(value)):
            message = f"what `{at[-1]}` must match is a list"
            yield Finding(path, message, f"write [{value}]")


@on_argument("SES147", "filter-key", WARNING, USELESS, at=_AT)
def filter_key(subscription: Subscription) -> Iterator[Finding]:
    """A filter asks for a key that no record has."""
    for path, at, value in _conditions(subscription):
        if any(hcl.has_markup(key) for key in at) or _asks_for_absence(value):
            continue
        inside: Any = RECORD
        for depth, key in enumerate(at):
            if inside == ANY:
                break
            if inside is None or key not in inside:
                place = path[: len(path) - len(at) + depth + 1]
                message = f"no record of event publishing has `{'.'.join(at[: depth + 1])}`"
                yield Finding(place, message, _meant(key, value))
                break
            inside = inside[key]


def _asks_for_absence(value: object) -> bool:
    items = value if isinstance(value, list) else ()
    return any(isinstance(item, Mapping) and item.get("exists") is False for item in items)


def _meant(key: str, value: object) -> str:
    """What a key was meant to be, as far as can be told."""
    folded = re.sub(r"[^a-z]", "", key.lower())
    if folded in _LIKE_EVENT_TYPE:
        return f"write `{EVENT_TYPE}`"
    for place in _places(RECORD, ()):
        if place[-1].lower() == folded:
            shown = value if not isinstance(value, list) else f"[{', '.join(map(str, value))}]"
            *outer, last = place
            inner = f"{last}: {shown}"
            for one in reversed(outer):
                inner = f"{one}: {{{inner}}}"
            return f"write `{inner}`"
    return "the keys of records are in the SES Developer Guide"


def _places(record: Mapping[str, Any], at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, inside in record.items():
        yield (*at, key)
        if inside:
            yield from _places(inside, (*at, key))


@on_argument("SES156", "filter-value", ERROR, USELESS, at=_AT)
def filter_value(subscription: Subscription) -> Iterator[Finding]:
    """A filter asks for a value that no record has."""
    for path, at, value in _conditions(subscription):
        known = VALUES.get(at)
        for index, text in _plain(value) if known is not None else ():
            if known is not None and text not in known:
                folded = {_folded(word): word for word in known}
                meant = folded.get(_folded(text))
                help_ = f"write `{meant}`" if meant else f"they are {', '.join(known)}"
                message = f"no record has the `{at[-1]}` {text!r}; the case matters"
                yield Finding((*path, index), message, help_)


def _folded(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


@on_plan("SES157", "filter-of-unpublished-type", WARNING, USELESS)
def filter_of_unpublished_type(plan: Plan) -> Iterator[Finding]:
    """A filter asks for an event type that the topic does not get."""
    for topic in plan.topics:
        published: set[str] = set()
        for destination, _ in topic.users:
            types = destination.event_types
            if not isinstance(types, tuple) or any(map(hcl.has_markup, types)):
                break
            published.update(NAMES.get(name, name) for name in types)
        else:
            for one in topic.subscriptions:
                for path, at, value in _conditions(one.args):
                    for index, text in _plain(value) if at == (EVENT_TYPE,) else ():
                        if text in VALUES[at] and text not in published:
                            message = f"no event destination publishes {text} to this topic"
                            help_ = "add it to `matching_types`, or remove it here"
                            yield Finding((*one.spec_path, *path, index), message, help_)
