"""The GitHub Action, its steps run as a runner would: annotations, job summary, outputs, SARIF."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.cli import SPEC, sesgen
from tests.support.git import new_repo

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
pytestmark = pytest.mark.hooks
WRONG = SPEC.replace("complaint]", "complant]")


def step(name: str) -> dict[str, Any]:
    (found,) = [item for item in ACTION["runs"]["steps"] if item.get("name") == name]
    assert isinstance(found, dict)
    return found


def filled(text: str, inputs: dict[str, str]) -> str:
    """An expression of a step with its inputs; the one that is more than an input stands for SARIF."""

    def value(match: re.Match[str]) -> str:
        name, rest = re.fullmatch(r"inputs\.([a-z-]+)(.*)", match[1]).groups()  # type: ignore[union-attr]
        if rest:
            assert rest == " || (inputs.upload-sarif == 'true' && 'sesgen.sarif' || '')"
            uploads = inputs["upload-sarif"] == "true"
            return inputs[name] or ("sesgen.sarif" if uploads else "")
        return inputs[name]

    return re.sub(r"\$\{\{ (.*?) \}\}", value, text)


@dataclass(frozen=True)
class Ran:
    """What the runner has after the step."""

    code: int
    log: str
    summary: str
    outputs: str


def run_action(folder: Path, **given: str) -> Ran:
    """Run the step in a folder, with the command of this environment on the path."""
    inputs = {name: item["default"] for name, item in ACTION["inputs"].items()}
    inputs |= {name.replace("_", "-"): text for name, text in given.items()}
    one = step("Run sesgen")
    bin_ = folder.parent / "bin"
    bin_.mkdir(exist_ok=True)
    command = bin_ / "sesgen"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
    command.chmod(0o755)
    environment = {
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(folder.parent / "summary"),
        "GITHUB_OUTPUT": str(folder.parent / "outputs"),
        **{name: filled(text, inputs) for name, text in one["env"].items()},
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    texts = [folder.parent / name for name in ("summary", "outputs")]
    summary, outputs = (path.read_text() if path.exists() else "" for path in texts)
    return Ran(done.returncode, done.stdout, summary, outputs)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "specs").mkdir(parents=True)
    (folder / "specs/mail.yaml").write_text(SPEC)
    (folder / "sesgen.toml").write_text('specs = ["specs/*.yaml"]\nout = "out"\n')
    done = sesgen("generate", folder / "specs", "--out", folder / "out")
    assert done.code == 0
    return folder


def test_clean(project: Path) -> None:
    ran = run_action(project)
    assert ran.code == 0, ran.log
    assert ran.summary == "## sesgen\n\n1 file checked: no findings\n"
    assert ran.outputs == "stale=false\n"
    assert "::error" not in ran.log


def test_a_mistake_is_annotated_and_in_the_summary(project: Path) -> None:
    (project / "specs/mail.yaml").write_text(WRONG)
    ran = run_action(project)
    assert ran.code == 1
    assert "::error file=specs/mail.yaml,title=sesgen SES009,line=6," in ran.log
    (listed,) = re.findall(r"\n`{10}text\n(.*?)`{10}\n", ran.summary, re.DOTALL)
    assert listed.startswith("specs/mail.yaml:6:34: SES009 ")
    assert "what the specs make" not in ran.summary


def test_stale_modules_fail_with_their_diff(project: Path) -> None:
    (project / "specs/mail.yaml").write_text(SPEC.replace("t\n", "other\n"))
    ran = run_action(project)
    assert ran.code == 1
    assert ran.outputs == "stale=true\n"
    assert re.search(
        r"::error file=out/mail/main.tf,title=sesgen OUT010,line=14,.*::is not what", ran.log
    )
    assert "would update out/mail/main.tf" in ran.log
    (diff,) = re.findall(r"\n`{10}diff\n(.*?)`{10}\n", ran.summary, re.DOTALL)
    assert "--- a/out/mail/main.tf\n+++ b/out/mail/main.tf\n" in diff
    assert re.search(r"^\+.*:other\"$", diff, re.MULTILINE)
    assert run_action(project, check="false").code == 0


def test_what_was_adopted_is_checked_as_modules_are(project: Path) -> None:
    (project / "infra").mkdir()
    (project / "infra/ses.yaml").write_text(SPEC.replace("mail:", "adopted:"))
    entry = '[[convert]]\nspec = "infra/ses.yaml"\noutput = "infra/ses.tf"\n'
    with (project / "sesgen.toml").open("a") as config:
        config.write(entry)
    ran = run_action(project)
    assert (ran.code, ran.outputs) == (1, "stale=true\n")
    assert "::error file=infra/ses.tf,title=sesgen OUT010::" in ran.log
    assert "\n--- /dev/null\n+++ b/infra/ses.tf\n" in ran.summary


def test_the_summary_says_what_terraform_will_do(project: Path) -> None:
    repo = new_repo(project)
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", "x")
    ran = run_action(project)
    assert "What Terraform will do" not in ran.summary  # the first commit has no parent
    plain = SPEC + "        replacement: plain\n"
    for text in (plain, plain.replace(":t\n", ":u\n")):
        repo.write("specs/mail.yaml", text)
        assert sesgen("generate", project / "specs", "--out", project / "out").code == 0
        repo.git("add", "--all")
        repo.git("commit", "--quiet", "--message", "x")
    ran = run_action(project)
    assert ran.code == 0, ran.log
    said = ran.summary.partition("\n### What Terraform will do\n\n")[2]
    assert said.startswith("1 impossible, 1 unchanged\n\n| Place |")
    ran = run_action(project, strict="true", check="false")
    assert ran.code == 1
    assert "::error title=sesgen::an edit can never be applied" in ran.log
    (project.parent / "summary").unlink()
    assert "What Terraform" not in run_action(project, base="").summary
    copy = project.parent / "copy"
    repo.git("clone", "--quiet", "--depth=1", f"file://{project}", str(copy))
    assert "as it does with `fetch-depth: 2`" in run_action(copy).summary


GH = """\
#!/bin/sh
printf '%s\\n' "$*" >>calls
case "$*" in *--paginate*) cat ids ;; esac
"""


def test_the_comment_of_the_docs_is_written_once_and_then_changed(project: Path) -> None:
    page = (ROOT / "docs/ci.md").read_text()
    block = page.partition("<!-- comment -->\n```yaml\n")[2].partition("```")[0]
    (step,) = yaml.safe_load(block)
    repo = new_repo(project)
    for message in ("x", "y"):
        repo.git("add", "--all")
        repo.git("commit", "--quiet", "--allow-empty", "--message", message)
    run_action(project, check="false")  # puts the command on the path
    (project.parent / "bin/gh").write_text(GH)
    (project.parent / "bin/gh").chmod(0o755)
    environment = {
        "PATH": f"{project.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COMMENTS": step["env"]["COMMENTS"]
        .replace("${{ github.repository }}", "o/r")
        .replace("${{ github.event.number }}", "5"),
    }
    for ids in ("", "17\n18\n"):
        repo.write("ids", ids)
        subprocess.run(["bash", "-e", "-c", step["run"]], cwd=project, env=environment, check=True)
    listed = "--paginate repos/o/r/issues/5/comments --jq "
    calls = [one for one in repo.read("calls").splitlines() if listed not in one]
    assert calls == [
        "api --silent repos/o/r/issues/5/comments --field body=@impact.md",
        "api --silent --method PATCH repos/o/r/issues/comments/17 --field body=@impact.md",
    ]
    assert repo.read("impact.md") == "<!-- sesgen -->\n2 unchanged\n"


def edited(out: Path) -> None:
    with (out / "mail/main.tf").open("a") as file:
        file.write("# hand\n")


def without_manifest(out: Path) -> None:
    (out / "mail/.sesgen.json").unlink()


def with_a_wrong_hash(out: Path) -> None:
    manifest = out / "mail/.sesgen.json"
    manifest.write_text(manifest.read_text().replace("sha256:", "sha256:0", 1))


def with_a_copy(out: Path) -> None:
    shutil.copytree(out / "mail", out / "old")


def overridden(out: Path) -> None:
    text = 'resource "aws_ses_event_destination" "mail_bounces" {\n  enabled = false\n}\n'
    (out / "mail/override.tf").write_text(text)


def renamed(out: Path) -> None:
    (out / "mail").rename(out / "old")


@pytest.mark.parametrize(
    ("spoil", "file", "code"),
    [
        (edited, "mail/main.tf", "OUT002,line=29,"),
        (without_manifest, "mail/.sesgen.json", "OUT010"),
        (with_a_wrong_hash, "mail/.sesgen.json", "OUT010"),
        (with_a_copy, "old", "OUT008"),
        (renamed, "old", "OUT008"),
        (overridden, "mail/override.tf", "OUT009,line=1,"),
    ],
)
def test_what_was_found_is_an_annotation_and_makes_it_stale(
    project: Path, spoil: Callable[[Path], None], file: str, code: str
) -> None:
    spoil(project / "out")
    ran = run_action(project)
    assert ran.code == 1
    assert ran.outputs == "stale=true\n"
    assert f"::error file=out/{file},title=sesgen {code}" in ran.log
    assert f"out/{file}" in ran.summary.partition("### The generated modules are not what")[2]
    if spoil is edited:
        assert "\n-# hand\n" in ran.summary


def test_an_output_that_cannot_be_looked_at_fails_with_an_annotation(project: Path) -> None:
    shutil.rmtree(project / "out")
    (project / "out").write_text("")
    ran = run_action(project)
    assert (ran.code, ran.outputs) == (2, "stale=false\n")
    assert "::error title=sesgen::the generated modules could not be checked" in ran.log
    assert "out: error[OUT004] is not a directory" in ran.summary


def test_a_configuration_that_cannot_be_read_fails_with_an_annotation(project: Path) -> None:
    (project / "sesgen.toml").write_text("x = 3\n")
    ran = run_action(project)
    assert ran.code == 2
    assert "::error title=sesgen::the specs could not be checked" in ran.log
    assert "unknown key `x`" in ran.summary


def test_a_sarif_file_that_cannot_be_written_fails(project: Path) -> None:
    assert run_action(project, sarif_file="no/dir/x.sarif").code != 0


def test_nothing_breaks_out_of_the_fences_of_the_summary(project: Path) -> None:
    raw = "\n".join(
        [
            "        raw_hcl: |",
            '          provisioner "local-exec" {',
            "            command = <<EOT",
            *("          first", "          " + "`" * 12, "          # All checks passed"),
            *("          last", "          EOT", "          }"),
        ]
    )
    (project / "specs/mail.yaml").write_text(SPEC + raw + "\n")
    ran = run_action(project)
    assert ran.code == 1
    lines = ran.summary.splitlines()
    fences = [line for line in lines if re.fullmatch(r" {0,3}`{10,}\w*", line)]
    opening = next(line for line in fences if line.endswith("diff"))
    assert len(opening.removesuffix("diff")) > 12
    shown = lines[lines.index(opening) + 1 : lines.index(opening.removesuffix("diff"))]
    assert any("All checks passed" in line for line in shown)


def test_a_long_list_of_findings_is_cut_between_lines(project: Path) -> None:
    sets = "".join(
        f"  s{n}:\n    event_destinations:\n      a: {{enabled: true, matching_types: [bounce], sns: x}}\n"
        for n in range(1200)
    )
    # As many findings as are listed, in lines that are long.
    (project / f"specs/{'m' * 150}.yaml").write_text("configuration_sets:\n" + sets)
    ran = run_action(project, check="false")
    assert re.search(r"\n\.\.\. \d+ more lines\n`{10}\n$", ran.summary)
    assert len(ran.summary) < 110_000


def test_inputs_name_specs_and_output(project: Path) -> None:
    (project / "sesgen.toml").unlink()
    (project / "my specs").mkdir()
    (project / "my specs/$(touch hit).yaml").write_text(SPEC.replace("mail:", "other:"))
    ran = run_action(project, specs="specs/mail.yaml\nmy specs\n", out="made", strict="true")
    assert ran.code == 1
    assert "would create made/$(touch hit)/main.tf" in ran.log
    assert "2 modules in made: 12 created" in ran.log
    assert not (project / "hit").exists()


def test_strict_makes_warnings_fail(project: Path) -> None:
    (project / "specs/mail.yaml").write_text(SPEC.replace(", complaint", ""))
    assert run_action(project, check="false").code == 0
    assert run_action(project, check="false", strict="true").code == 1


def test_python_specs_can_be_refused(project: Path) -> None:
    (project / "specs/code.py").write_text("raise SystemExit('ran')\n")
    ran = run_action(project, specs="specs", python="false")
    assert ran.code == 2
    assert "Python specs are refused" in ran.log
    assert "ran" not in ran.log.replace("Python specs are refused", "").split()


def test_sarif_is_written_for_the_upload(project: Path) -> None:
    (project / "specs/mail.yaml").write_text(WRONG)
    assert run_action(project, upload_sarif="true").code == 1
    log = json.loads((project / "sesgen.sarif").read_text())
    assert "SES009" in {item["ruleId"] for item in log["runs"][0]["results"]}
    assert run_action(project, sarif_file="my log.sarif").code == 1
    assert json.loads((project / "my log.sarif").read_text()) == log
    upload = step("Upload SARIF")
    assert upload["if"] == "${{ !cancelled() && inputs.upload-sarif == 'true' }}"


def test_no_input_is_part_of_a_script() -> None:
    for item in ACTION["runs"]["steps"]:
        assert "${{" not in item.get("run", "")
        assert item.get("uses", "").count("@") == ("uses" in item)


def test_every_input_is_documented() -> None:
    page = (ROOT / "docs/ci.md").read_text()
    for name, item in ACTION["inputs"].items():
        assert f"| `{name}` |" in page
        assert item["description"]
    used = (ROOT / "action.yml").read_text()
    assert set(re.findall(r"inputs\.([a-z-]+)", used)) == set(ACTION["inputs"])
