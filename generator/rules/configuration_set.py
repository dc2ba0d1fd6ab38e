"""A configuration set: its options, and that it has event destinations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.plan import Plan
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    TERRAFORM,
    USELESS,
    WARNING,
    Finding,
)
from generator.rules.beside import IDENTITIES, verifying
from generator.rules.problems import Problem, like_problem
from generator.rules.registration import on_set, on_set_argument
from generator.rules.static_values import literal_parts
from generator.rules.tables import check_of, set_argument, where
from generator.spec.fact_types import Like
from generator.spec.language import takes
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import ResolvedSet

_NOT_A_HOST = re.compile(r"[^A-Za-z0-9_.-]")


def _host_problem(domain: str, _: Like) -> Problem:
    """A character that no domain name has, also beside an expression."""
    wrong = next(filter(None, map(_NOT_A_HOST.search, literal_parts(domain))), None)
    if wrong is None:
        return None
    message = f"contains {wrong.group()!r}, which no domain name does"
    return message, "write the domain alone, such as links.example.com"


ROWS = (
    set_argument("SES094", "tls-policy", ERROR, TERRAFORM, "tls_policy"),
    on_set_argument("SES091", "sending-disabled", INFO, DANGEROUS, at="sending_enabled")(
        where('mail with the set "{key}" is refused', "write true to send", wrong=False)
    ),
)


_DOMAIN = check_of(takes(ConfigurationSet, "custom_redirect_domain"), _host_problem, like_problem)


@on_set_argument("SES085", "redirect-domain", ERROR, REJECTED, at="custom_redirect_domain")
def redirect_domain(domain: str) -> Iterator[Finding]:
    """`custom_redirect_domain` is not a bare domain name."""
    found = list(_DOMAIN(domain))
    yield from found
    if not found and any("_" in part for part in literal_parts(domain)):
        message = "contains '_', which names in DNS may have and host names may not"
        help_ = "write a name without it: whether SES accepts it is not documented"
        yield Finding((), message, help_, severity=WARNING)


@on_set_argument(
    "SES086", "unverified-redirect-domain", INFO, REJECTED, at="custom_redirect_domain"
)
def unverified_redirect_domain(domain: str, _: ResolvedSet, plan: Plan) -> Iterator[Finding]:
    """The redirect domain must be verified in SES, and answer https where links do."""
    if not any(kind in domain for kind in IDENTITIES) and not any(verifying(plan, domain)):
        message = "the domain must be verified in SES, and have a certificate where links are https"
        help_ = "verify it, and put a CDN with a certificate for it before SES"
        yield Finding((), message, help_)


@on_set("SES092", "no-event-destination", INFO, USELESS)
def no_event_destination(configuration_set: ResolvedSet) -> Iterator[Finding]:
    """A configuration set has no event destination."""
    if not configuration_set.destinations:
        message = f'configuration set "{configuration_set.key}" has no event destination'
        yield Finding((), message, "add one under `event_destinations`")
