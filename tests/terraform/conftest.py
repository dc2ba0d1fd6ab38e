"""Shared by the tests with the real binaries: each is initialised once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.ses_server import LocalAws, local_aws
from tests.support.terraform import (
    Terraform,
    initialise,
    one_provider,
    terraform_binary,
    tofu_binary,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/terraform/" in item.path.as_posix():
            item.add_marker("terraform")


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terraform]:
    """Terraform with the AWS provider."""
    folder = tmp_path_factory.mktemp("terraform")
    with one_provider(initialise(terraform_binary(), "registry.terraform.io", folder)) as found:
        yield found


@pytest.fixture(scope="session")
def tofu(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """OpenTofu with the same provider, which every command starts as it does for a user."""
    folder = tmp_path_factory.mktemp("tofu")
    return initialise(tofu_binary(), "registry.opentofu.org", folder)


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    """A fresh local AWS."""
    with local_aws() as state:
        yield state
