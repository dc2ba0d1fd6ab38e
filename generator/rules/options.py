"""SES085, SES091, SES094: options of sets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.judge import literal, literal_parts
from generator.spec.resolved import Resolved

_NOT_A_HOST = re.compile(r"[^A-Za-z0-9.-]")
_POLICIES = ("Require", "Optional")


@rule("SES085", "redirect-domain", Severity.ERROR, Impact.REJECTED)
def redirect_domain(spec: Resolved) -> Iterator[Finding]:
    """`custom_redirect_domain` is no bare domain name."""
    for entry in spec.sets:
        domain = entry.args.custom_redirect_domain
        if domain is None:
            continue
        wrong = next(filter(None, map(_NOT_A_HOST.search, literal_parts(domain))), None)
        text = literal(domain)
        path = (*entry.path, "custom_redirect_domain")
        if wrong is not None:
            message = f"holds {wrong.group()!r}, which no domain name does"
            yield Finding(path, message, "write the domain alone, such as links.example.com")
        elif text is not None and (text == "" or "." not in text.strip(".") or text.endswith(".")):
            help_ = "write a domain such as links.example.com"
            yield Finding(path, f"{text!r} is no domain name that SES takes", help_)


@rule("SES091", "sending-disabled", Severity.INFO, Impact.DANGEROUS)
def sending_disabled(spec: Resolved) -> Iterator[Finding]:
    """Sending with the configuration set is switched off."""
    for entry in spec.sets:
        if entry.args.sending_enabled is False:
            path = (*entry.path, "sending_enabled")
            yield Finding(path, f'mail with the set "{entry.key}" is refused', "write true to send")


@rule("SES094", "tls-policy", Severity.ERROR, Impact.REJECTED)
def tls_policy(spec: Resolved) -> Iterator[Finding]:
    """`tls_policy` is neither `Require` nor `Optional`."""
    for entry in spec.sets:
        text = literal(entry.args.tls_policy)
        if text is None or text in _POLICIES:
            continue
        meant = text.capitalize().removesuffix("d")
        help_ = f"write {meant}" if meant in _POLICIES else "write Require or Optional"
        yield Finding((*entry.path, "tls_policy"), f"{text!r} is no TLS policy", help_)


RULES = (redirect_domain, sending_disabled, tls_policy)
