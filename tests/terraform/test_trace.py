"""`trace` over what the real Terraform says of modules with one fault each: at the line of the fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.diagnostics import SpecError
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import planned
from generator.workers import render_module
from tests.rules.corpus import CASES
from tests.rules.module_faults import MODULE_CASES
from tests.rules.test_faults_of_v2 import FAULTS, lines_of_fault, written
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform, provider_block

NEWER = re.compile(r">= 6|aws\.us")
"""Of modules that need a version of the provider that the tests have not, or another configuration of it."""
NOT_READ = {"TF005", "TF010"}
"""What keeps Terraform from reading any module beside it."""
FEW = (
    "stream that is not an ARN",
    "data stream by reference",
    "event in a list over lines",
    "two destinations",
)


class Fault(NamedTuple):
    """A spec with a fault, and the lines where that may be told."""

    name: str
    code: str
    text: str
    lines: range


def faults() -> Iterator[Fault]:
    for case in (*CASES, *(case for cases in MODULE_CASES.values() for case in cases)):
        yield Fault(case.name, case.code, case.text, range(case.place[0], case.place[0] + 1))
    for name, fault in FAULTS.items():
        right, text = written(name, spec=True)
        yield Fault(f"v2: {name}", fault.code, text, lines_of_fault(right, text))


def write(fault: Fault, number: int, root: Path) -> dict[Path, str]:
    """Write a spec and the call of its module, whose files are given back; none where Terraform cannot be asked about it."""
    stem = f"m{number}"
    name = f"{stem}.{'json' if fault.text.startswith('{') else 'yaml'}"
    try:
        spec = planned(load_text(SourceText(name, fault.text), Path(name)))
        files = render_module(spec).files
    except SpecError:
        return {}
    if NEWER.search(f"{spec.plan.aws_provider} {fault.text}"):
        return {}
    (root / "specs" / name).write_text(fault.text)
    (root / "out" / stem / "tests").mkdir(parents=True)
    given = (str(one.label) for one in spec.plan.inputs if one.default is None)
    inputs = "".join(f"  {label} = null\n" for label in given)
    (root / f"{stem}.tf").write_text(f'module "{stem}" {{\n  source = "./out/{stem}"\n{inputs}}}\n')
    return {root / "out" / stem / file.path: file.text for file in files}


def traced(
    terraform: Terraform, folder: Path, wanted: Callable[[Fault], bool]
) -> tuple[list[tuple[Fault, str]], list[str]]:
    """The faults with the places that `trace` gives, all of them in one root; and what it passes on."""
    (folder / "specs").mkdir()
    made, texts = dict[str, Fault](), dict[Path, str]()
    for number, fault in enumerate(filter(wanted, faults())):
        texts |= write(fault, number, folder)
        made[f"m{number}"] = fault
    # Terraform installs no module that it cannot read.
    terraform.prepare(folder)
    for path, text in texts.items():
        path.write_text(text)
    answer = terraform.run("validate", "-json", cwd=folder, check=False).stdout
    done = sesgen(
        "trace", folder / "specs", "--chdir", folder, "--output-format", "json", stdin=answer
    )
    assert done.code == 1, done.err
    at, passed = [], []
    for one in json.loads(done.out)["diagnostics"]:
        words = f"{Path(one['file']).name}:{one['line']}: {one['message']}"
        if one["code"] == "TRC001":
            at.append((made[Path(one["file"]).stem], words))
        else:
            passed.append(words)
    return at, passed


def wrong(found: list[tuple[Fault, str]]) -> list[str]:
    return [
        f"{fault.name} ({fault.lines}): {words}"
        for fault, words in found
        if int(words.split(":")[1]) not in fault.lines
    ]


def test_errors_of_a_few_faults_stand_at_their_lines(terraform: Terraform, tmp_path: Path) -> None:
    found, passed = traced(
        terraform, tmp_path, lambda fault: fault.name.removeprefix("v2: ") in FEW
    )
    assert ({fault.name for fault, _ in found}, wrong(found), passed) == (
        {*FEW, "v2: two destinations"},
        [],
        [],
    )
    # Two event destinations with two faults each: a line for a fault, however many diagnostics there are.
    assert len(found) == len(FEW) + 1


@takes_long
def test_nearly_all_errors_of_the_faults_stand_at_their_lines(
    terraform: Terraform, tmp_path: Path
) -> None:
    found, passed = traced(terraform, tmp_path, lambda fault: fault.code not in NOT_READ)
    others = [*wrong(found), *passed]
    for one in others:
        print(f"  not at its line: {one}")
    share = 1 - len(others) / (len(found) + len(passed))
    print(f"  {len(found) + len(passed)} errors, {share:.0%} at the line of the fault")
    assert len({fault.name for fault, _ in found}) > 40
    assert share >= 0.95


@takes_long
@pytest.mark.parametrize("code", sorted(NOT_READ))
def test_what_keeps_terraform_from_reading_stands_at_its_line(
    terraform: Terraform, code: str, tmp_path: Path
) -> None:
    found, passed = traced(terraform, tmp_path, lambda fault: fault.code == code)
    assert found
    assert (wrong(found), passed) == ([], [])


REFUSED = """\
variables:
  topic: {type: string, default: not-an-arn}
defaults:
  enabled: true
  matching_types: [bounce, complaint]
configuration_sets:
  plain:
    event_destinations:
      lost:
        sns: arn:aws:sns:eu-west-1:123456789012:lost
      default:
        sns: ${var.topic}
  newer:
    api: v2
    event_destinations:
      lost:
        sns: arn:aws:sns:eu-west-1:123456789012:lost
      default:
        sns: ${var.topic}
"""


@takes_long
def test_what_plan_and_aws_refuse_stands_at_its_line(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    spec, out = tmp_path / "specs" / "mail.yaml", tmp_path / "out"
    spec.parent.mkdir()
    root = 'module "mail" {\n  source = "./out/mail"\n}\n'
    (tmp_path / "main.tf").write_text(root + provider_block(aws.url))

    def places(text: str, *command: str) -> tuple[int, list[str]]:
        spec.write_text(text)
        assert sesgen("generate", spec, "--out", out).code == 0
        terraform.prepare(tmp_path)
        answer = terraform.run(*command, "-json", cwd=tmp_path, check=False).stdout
        done = sesgen(
            "trace", spec, "--chdir", tmp_path, "--output-format", "concise", stdin=answer
        )
        return done.code, [line.split(":")[1] for line in done.out.splitlines()]

    # Two event destinations have the default; the plan of each is refused.
    assert places(REFUSED, "plan") == (1, ["12", "19"])
    text = REFUSED.replace("not-an-arn", "arn:aws:sns:eu-west-1:123456789012:gone")
    assert places(text, "apply", "-auto-approve") == (1, ["10", "12", "17", "19"])
