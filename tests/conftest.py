"""Settings of every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.support.examples import IN_CI

# Grammars and validators are built on first use: a deadline for one example would flake. In CI a commit that
# changes nothing fails nothing; elsewhere every run looks at other examples.
settings.register_profile("sesgen", deadline=None, derandomize=IN_CI)
settings.load_profile("sesgen")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests first: one worker goes through them while the other shows its progress with the rest."""
    items.sort(key=lambda item: "terraform" not in item.keywords)
