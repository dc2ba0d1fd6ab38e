"""What some tests need beside Python: a network, npm, root. Without it they are skipped, with the reason.

``SESGEN_REQUIRE_TOOLS=1`` makes a failure of what would be a skip.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def unavailable(reason: str) -> NoReturn:
    """Skip the test with a reason, or fail where nothing may be skipped."""
    if os.environ.get("SESGEN_REQUIRE_TOOLS"):
        pytest.fail(f"SESGEN_REQUIRE_TOOLS is set: {reason}", pytrace=False)
    pytest.skip(reason)
