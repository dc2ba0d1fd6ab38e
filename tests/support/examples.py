"""What takes long: how much of it runs by default, and what in CI alone."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

IN_CI = "CI" in os.environ


def up_to(most: int) -> settings:
    """All of them in CI; a third elsewhere, where every run looks at other examples."""
    return settings(max_examples=most if IN_CI else most // 3)


takes_long = pytest.mark.skipif(not IN_CI, reason="takes ten seconds and more: in CI")
"""A test that runs where `CI` is set, as `.ci/run` sets it."""
