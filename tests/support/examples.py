"""How many examples Hypothesis makes of what takes long."""

from __future__ import annotations

import os

from hypothesis import settings

IN_CI = "CI" in os.environ


def up_to(most: int) -> settings:
    """All of them in CI; a third elsewhere, where every run looks at other examples."""
    return settings(max_examples=most if IN_CI else most // 3)
