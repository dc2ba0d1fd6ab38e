"""What the rules about CloudWatch dimensions share: walks and facts.

Sources: SES API v1, ``CloudWatchDimensionConfiguration``; SES Developer Guide, "CloudWatch event
destinations" and "Monitor using event publishing"; recorded events.
"""

from __future__ import annotations

from functools import lru_cache

from generator.diagnostics import Path
from generator.spec.models import CloudWatchDimension
from generator.spec.resolved import Resolved

SOURCES = ("messageTag", "emailHeader", "linkTag")
"""The value sources, as they are spelt in API v1."""
MAX_LENGTH = 256
"""Longest name and default value."""
EXCLUDED_HEADERS = frozenset(
    ["received", "to", "from", "dkim-signature", "cc", "message-id", "return-path"]
)
"""Headers that cannot be dimensions, in lower case."""
AUTO_PREFIX = "ses:"
AUTO_TAGS = frozenset(
    [
        "ses:configuration-set",
        "ses:caller-identity",
        "ses:from-domain",
        "ses:source-ip",
        "ses:outgoing-ip",
        "ses:operation",
        "ses:source-tls-version",
        "ses:outgoing-tls-version",
        "ses:recipient-isp",
        "ses:sender-identity",
    ]
)
"""The tags that SES sets by itself: five documented, five seen on recorded events."""


@lru_cache(maxsize=8)
def dimensions(spec: Resolved) -> tuple[tuple[Path, CloudWatchDimension], ...]:
    """Every dimension of a spec with its path; fourteen rules ask for them, so they are kept."""
    return tuple(
        ((*item.path, "cloudwatch", index), entry)
        for item in spec.having("cloudwatch")
        for index, entry in enumerate(item.args.cloudwatch or ())
    )
