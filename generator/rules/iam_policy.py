"""Literal IAM policies: whether they let SES do something. What an expression hides may be anything.

Source: IAM User Guide, "Policy evaluation logic": an explicit deny wins, else an allow is needed. "IAM JSON policy
elements: Condition operators": ``StringEquals`` takes ``*`` for itself, ``ArnEquals`` does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from generator import hcl
from generator.hcl.folder import Folder, Values, inner, listed
from generator.plan.policy import SES
from generator.rules.static_values import literal

Answer: TypeAlias = bool | None
"""Yes, no, or (None) that it cannot be told."""

_OPERATOR = re.compile(r"(?P<kind>StringEquals|StringLike|ArnEquals|ArnLike)(?P<lax>IfExists)?")
_GLOBS = ("StringLike", "ArnEquals", "ArnLike")
_DATA = "aws_iam_policy_document"


class Written(NamedTuple):
    """A value of a policy; ``globs`` says that ``*`` in it stands for anything."""

    text: str
    globs: bool


Judge: TypeAlias = Callable[[Written], Answer]
"""Whether a value of a policy is the one of a request."""


class Statement(NamedTuple):
    """A statement: principals as pairs of type and value, conditions as operator, key and values.

    ``is_open`` says that there is more in it than can be read.
    """

    effect: str
    principals: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    is_open: bool = False

    @property
    def services(self) -> tuple[str, ...]:
        """The services among the principals that are known."""
        found = (literal(value) for kind, value in self.principals if kind == "Service")
        return tuple(filter(None, found))


class Request(NamedTuple):
    """What SES asks for: the service (None: the policy is attached to who asks), the resource, the context by key."""

    service: str | None
    resource: Judge
    context: Mapping[str, Judge]


def statements_of(policy: Any, folder: Folder) -> tuple[Statement, ...] | None:  # noqa: ANN401 - any value
    """The statements of a policy in an argument of a block; None where they are not written out."""
    policy = folder.known(policy)
    source = hcl.sole_expression(policy) if isinstance(policy, str) else None
    found = hcl.resource_reference(policy)
    if found is not None and found.is_data and (found.type, found.attribute) == (_DATA, "json"):
        block = folder.find(f"data.{_DATA}.{found.label}")
        return None if block is None else _of_data(block.values)
    document = folder.document(policy) if source is not None or isinstance(policy, str) else None
    if not isinstance(document, dict):
        return None
    statements = listed(folder.known(document.get("Statement")))
    if not all(isinstance(one, dict) and "Effect" in one for one in statements):
        return None
    return tuple(_of_json(one) for one in statements)


def _of_json(one: Values) -> Statement:
    principal = one.get("Principal", {})
    pairs = principal.items() if isinstance(principal, dict) else [("*", principal)]
    conditions = one.get("Condition", {})
    tests = _conditions(conditions) if isinstance(conditions, dict) else None
    return Statement(
        _text(one["Effect"]),
        tuple((kind, _text(value)) for kind, values in pairs for value in listed(values)),
        _texts(one.get("Action")),
        _texts(one.get("Resource")),
        tests or (),
        is_open=tests is None
        or any(f"Not{key}" in one for key in ("Principal", "Action", "Resource")),
    )


def _conditions(given: Values) -> tuple[tuple[str, str, tuple[str, ...]], ...] | None:
    if not all(isinstance(keys, dict) for keys in given.values()):
        return None
    return tuple(
        (operator, key, _texts(values))
        for operator, keys in given.items()
        for key, values in keys.items()
    )


def _of_data(values: Values) -> tuple[Statement, ...] | None:
    """The statements of a data source; None where it takes some from elsewhere."""
    given = inner(values, "statement")
    if given is None or any(
        "policy_documents" in name or name.endswith("_json") for name in values
    ):
        return None
    return tuple(_of_block(one) for one in given)


def _of_block(one: Values) -> Statement:
    principals, conditions = inner(one, "principals"), inner(one, "condition")
    return Statement(
        _text(one.get("effect", "Allow")),
        tuple(
            (_text(each.get("type")), value)
            for each in principals or ()
            for value in _texts(each.get("identifiers"))
        ),
        _texts(one.get("actions")),
        _texts(one.get("resources")),
        tuple(
            (_text(each.get("test")), _text(each.get("variable")), _texts(each.get("values")))
            for each in conditions or ()
        ),
        is_open=principals is None
        or conditions is None
        or any(name.startswith("not_") for name in one),
    )


def _text(value: object) -> str:
    """A text as it is; whatever is none may be anything."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else hcl.expression("computed")


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - one, or a list
    return tuple(map(_text, listed(value)))


def allows(statements: Iterable[Statement], action: str, request: Request) -> Answer:
    """Whether a policy allows an action."""
    granted: list[Answer] = []
    denied: list[Answer] = []
    for one in statements:
        answer, effect = _matches(one, action, request), literal(one.effect)
        if effect in (None, "Allow"):
            granted.append(answer if effect else answer and None)
        if effect != "Allow":
            denied.append(answer if effect else answer and None)
    refused = either(denied)
    if refused or either(granted) is False:
        return False
    return either(granted) if refused is False else None


def _matches(one: Statement, action: str, request: Request) -> Answer:
    # Of NotPrincipal and its like nothing is read but that they are there.
    absent: tuple[Answer, ...] = (None,) if one.is_open else ()
    service = request.service
    of_service = (_is_service(kind, value, service) for kind, value in one.principals)
    answers: list[Answer] = [
        True if service is None else either(of_service if one.principals else absent),
        either([like(pattern.lower(), action.lower()) for pattern in one.actions] or absent),
        either(request.resource(Written(value, globs=True)) for value in one.resources or ("*",)),
        *(_holds(*condition, request.context) for condition in one.conditions),
    ]
    return both([*answers, *absent])


def _is_service(kind: str, value: str, service: str | None) -> Answer:
    """Whether a principal is a service, or everybody."""
    text = literal(value)
    if text == "*":
        return True
    if kind == "Service":
        if text is None or (text != service and text.startswith(f"{SES.partition('.')[0]}.")):
            return True if text == service else None
        return text == service
    if literal(kind) is None or kind == "*":
        return None
    # An account, a role or a user: a service is none of them.
    is_arn = value.startswith("arn:") or hcl.resource_reference(value) is not None
    return False if text is not None or is_arn else None


def _holds(
    operator: str, key: str, values: tuple[str, ...], context: Mapping[str, Judge]
) -> Answer:
    """Whether a condition holds."""
    judge, found = context.get(key.lower()), _OPERATOR.fullmatch(operator)
    if operator == "Bool" and key.lower() == "aws:securetransport":
        return either({"true": True, "false": False}.get(value) for value in values)
    if judge is None or found is None:
        return None
    return either(judge(Written(value, found["kind"] in _GLOBS)) for value in values)


@lru_cache(maxsize=1024)
def like(pattern: str, text: str) -> Answer:
    """Whether a pattern with ``*`` and ``?`` matches a text."""
    written = literal(pattern)
    if written is None:
        return None
    shape = re.escape(written).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(shape, text, re.DOTALL) is not None


def either(answers: Iterable[Answer]) -> Answer:
    """Whether one of several answers is yes."""
    found = list(answers)
    return True if True in found else None if None in found else False


def both(answers: Iterable[Answer]) -> Answer:
    """Whether all of several answers are yes."""
    found = list(answers)
    return False if False in found else None if None in found else True
