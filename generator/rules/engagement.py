"""SES082-SES084: opens and clicks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.coverage import may_take, names
from generator.spec.resolved import Resolved

_ENGAGEMENT = ("open", "click")


@rule("SES082", "engagement-tracking", Severity.INFO, Impact.DANGEROUS)
def engagement_tracking(spec: Resolved) -> Iterator[Finding]:
    """Opens or clicks are published: SES then rewrites links and adds an image."""
    for item in spec.destinations:
        if item.args.enabled and any(names(item, event) for event in _ENGAGEMENT):
            message = "opens and clicks are tracked: links are rewritten, an image is added"
            yield Finding(item.path, message, "leave open and click out where that is not wanted")


@rule("SES083", "no-redirect-domain", Severity.INFO, Impact.DANGEROUS)
def no_redirect_domain(spec: Resolved) -> Iterator[Finding]:
    """Opens or clicks are tracked under a domain of AWS."""
    for entry in spec.sets:
        if not entry.args.manage or entry.args.custom_redirect_domain is not None:
            continue
        for item in entry.destinations:
            if item.args.enabled and any(names(item, event) for event in _ENGAGEMENT):
                message = "links will lead to a domain of AWS"
                yield Finding(item.path, message, "set `custom_redirect_domain` on the set")
                break


@rule("SES084", "idle-redirect-domain", Severity.INFO, Impact.USELESS)
def idle_redirect_domain(spec: Resolved) -> Iterator[Finding]:
    """A custom redirect domain is set, and neither opens nor clicks are published."""
    for entry in spec.sets:
        tracked = (may_take(item, event) for item in entry.destinations for event in _ENGAGEMENT)
        if entry.args.custom_redirect_domain is not None and not any(tracked):
            path = (*entry.path, "custom_redirect_domain")
            message = "no event destination of the set takes open or click"
            yield Finding(path, message, "add one of them, or leave the domain out")


RULES = (engagement_tracking, no_redirect_domain, idle_redirect_domain)
