"""What the tests of ``sesgen migrate`` share: the command with a caller's values, and what a plan then does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.support.cli import Result, sesgen
from tests.support.terraform import Terraform


def migrated(
    spec: Path, imports: Path, call: str, values: Mapping[str, str], *arguments: object
) -> Result:
    """Migrate a spec; the import blocks say the values of variables, which the caller of the module knows, in HCL."""
    done = sesgen(
        *("migrate", spec, "--imports", imports, *(["--call", call] if call else [])), *arguments
    )
    if imports.exists() and values:
        text = re.sub(r"\bvar\.(\w+)", lambda found: f"({values[found[1]]})", imports.read_text())
        imports.write_text(text)
    return done


def planned(terraform: Terraform, folder: Path) -> tuple[int, dict[str, list[str]]]:
    """How many resources a plan imports, and what else it does."""
    terraform.run("plan", "-input=false", "-out=plan.bin", cwd=folder)
    found = terraform.shown(folder)["resource_changes"]
    rest = {
        one["address"]: one["change"]["actions"]
        for one in found
        if one["change"]["actions"] not in (["no-op"], ["forget"])
    }
    return sum("importing" in one["change"] for one in found), rest
