"""What an IAM policy document says about one request.

Source: IAM User Guide, "Policy evaluation logic": an explicit deny wins, else an allow is needed. Only the
operators that the modules write are known; another one fails the test that meets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.support.ses_server import ACCOUNT, REGION

SES, CLOUDWATCH, SNS = "ses.amazonaws.com", "cloudwatch.amazonaws.com", "sns.amazonaws.com"


def asking(name: str, account: str = ACCOUNT, region: str = REGION) -> dict[str, str]:
    """The context of a request that SES makes for a configuration set."""
    arn = f"arn:aws:ses:{region}:{account}:configuration-set/{name}"
    return {"aws:SourceAccount": account, "aws:SourceArn": arn}


def alarming(name: str, account: str = ACCOUNT) -> dict[str, str]:
    """The context of a request that CloudWatch makes for an alarm."""
    arn = f"arn:aws:cloudwatch:{REGION}:{account}:alarm:{name}"
    return {"aws:SourceAccount": account, "aws:SourceArn": arn}


def allows(
    policy: str | Mapping[str, Any],
    service: str | None,
    action: str,
    resource: str | None,
    context: Mapping[str, str],
) -> bool:
    """Whether a policy lets ``service`` (None: whom the policy is attached to) do something."""
    document = json.loads(policy) if isinstance(policy, str) else policy
    effects = {
        statement["Effect"]
        for statement in document["Statement"]
        if _matches(statement, service, action, resource, context)
    }
    assert effects <= {"Allow", "Deny"}
    return effects == {"Allow"}


def _matches(
    statement: Mapping[str, Any],
    service: str | None,
    action: str,
    resource: str | None,
    context: Mapping[str, str],
) -> bool:
    principal = statement.get("Principal")
    if (principal is None) != (service is None):
        return False
    if service is not None and service not in _listed((principal or {}).get("Service", [])):
        return False
    if not any(_like(pattern, action) for pattern in _listed(statement["Action"])):
        return False
    resources = _listed(statement.get("Resource", "*"))
    if resource is not None and not any(_like(pattern, resource) for pattern in resources):
        return False
    conditions = dict(statement.get("Condition", {}))
    equal = conditions.pop("StringEquals", {})
    like = {**conditions.pop("StringLike", {}), **conditions.pop("ArnLike", {})}
    assert not conditions, f"unknown operators {sorted(conditions)}"
    return all(context.get(key) in _listed(values) for key, values in equal.items()) and all(
        any(_like(value, context.get(key, "")) for value in _listed(values))
        for key, values in like.items()
    )


def _listed(value: Any) -> list[str]:  # noqa: ANN401 - one, or a list
    return value if isinstance(value, list) else [value]


def _like(pattern: str, text: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text) is not None
