"""Adoption as a whole: `import --remove` and `convert` over hand-written folders, and over HCL made by chance."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.importer.corpus import CASES, CLOUDWATCH, FIREHOSE, SET, TOPIC, dest, parts
from tests.importer.test_import import blocks
from tests.support.cli import sesgen
from tests.support.examples import up_to

NOTE = "# A note about the block, number {}.\n"
MARK = "# tflint-ignore: rule_{}\n"


def adopted(folder: Path, text: str) -> tuple[int, str, str, str]:
    """Import with --remove, and convert where blocks were taken out: exit status, file, spec and HCL."""
    path, spec, made = folder / "main.tf", folder / "s.yaml", folder / "made.tf"
    path.write_bytes(text.encode())
    done = sesgen("import", path, "-o", spec, "--remove")
    after = path.read_bytes().decode()
    if after == text:
        return done.code, after, "", ""
    assert sesgen("convert", spec, "-o", made).code == 0, text
    return done.code, after, spec.read_text(), made.read_text()


def commented(text: str) -> str:
    """The text with a comment for people and one for a linter above each block of ours."""
    number = iter(range(100))

    def both(match: re.Match[str]) -> str:
        index = next(number)
        return NOTE.format(index) + MARK.format(index) + match.group()

    return re.sub(r'(?m)^resource "aws_ses_', both, text)


def test_the_totals_of_the_corpus(tmp_path: Path) -> None:
    """What the table of the findings counts, over files as they occur in public repositories."""
    assert len(CASES) >= 50
    totals: Counter[str] = Counter()
    for index, case in enumerate(CASES):
        folder = tmp_path / str(index)
        folder.mkdir()
        text = commented(case.text.replace("NAME", "mail").replace("\r\n", "\n"))
        text = text.replace("\n", "\r\n") if "\r\n" in case.text else text
        code, after, spec, made = adopted(folder, text)
        totals[f"import {code}"] += 1
        if not spec:
            continue
        totals["taken out"] += 1
        # Bytes: lines are gone, and nothing else has changed.
        rest = iter(text.splitlines(keepends=True))
        assert all(line in rest for line in after.splitlines(keepends=True)), case.name
        assert "\n" not in after.replace("\r\n", "") or "\r\n" not in text, case.name
        assert blocks(made + after) == blocks(text), case.name
        count = text.count("# A note about")
        assert count == text.count("# tflint-ignore") > 0
        for number in range(count):
            assert NOTE.format(number) in re.sub(r"(?m)^ +", "", spec), case.name
            assert MARK.format(number) + 'resource "aws_ses_' in made, case.name
    assert totals["import 2"] == 0
    # What AWS or Terraform refuses stays where it is.
    assert totals["import 0"] == totals["taken out"] >= len(CASES) - 2, totals


DYNAMIC = """\
dynamic "sns_destination" {
    for_each = var.arns
    content {
      topic_arn = sns_destination.value
    }
  }"""
LISTS = st.lists(
    st.sampled_from(["bounce", "complaint", "send", "delivery"]), min_size=1, unique=True
).map(lambda words: "[" + ", ".join(f'"{word}"' for word in words) + "]")
KINDS = st.sampled_from(
    [
        CLOUDWATCH,
        FIREHOSE,
        'sns_destination {\n    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"\n  }',
        "sns_destination {\n    topic_arn = aws_sns_topic.events.arn\n  }",
        "sns_destination {\n    topic_arn = var.arn\n  }",
        'sns_destination {\n    topic_arn = "${local.prefix}:t"\n  }',
        DYNAMIC,
    ]
)
TAILS = st.lists(
    st.sampled_from(
        [
            "  depends_on = []\n",
            "  depends_on = [aws_sns_topic.events]\n",
            "  lifecycle {\n    ignore_changes = []\n  }\n",
            "  lifecycle {\n    ignore_changes = [enabled] # told to\n  }\n",
            "  lifecycle {\n    prevent_destroy = false\n  }\n",
            "  lifecycle {\n    create_before_destroy = true\n  }\n",
            "  lifecycle {}\n",
        ]
    ),
    max_size=2,
    unique_by=lambda text: text.split()[0],
).map("".join)
REPEATED = st.sampled_from(
    [
        {},
        {"count": "1"},
        {"count": "var.on ? 1 : 0"},
        {"for_each": "{ a = 0.1234567890123456789012345, b = 12345678901234567890.25 }"},
        {"for_each": "toset([])"},
    ]
)
ENABLED = st.sampled_from(["true", "false", '"true"', "var.on", ""])


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A file as somebody could have written it: every argument in several forms, other blocks between."""
    found = [SET.replace("NAME", draw(st.sampled_from(["mail", "m-${var.stage}", "ü"])))]
    for index in range(draw(st.integers(0, 3))):
        label = draw(st.sampled_from(["bounces", "main_all", "rückläufer", "_x", "a-b"]))
        repeated = draw(REPEATED)
        name = '"n%d-${each.key}"' if "for_each" in repeated else '"n%d"'
        given = {"name": name % index, "enabled": draw(ENABLED), "matching_types": draw(LISTS)}
        block = dest(f"{label}{index}", draw(KINDS), **repeated, **given, tail=draw(TAILS))
        found.append(draw(st.sampled_from(["", "# why\n", "// tfsec:ignore:x\n"])) + block)
    found += draw(st.lists(st.sampled_from(['variable "on" {}\n', "# alone\n"]), unique=True))
    return parts(*draw(st.permutations([*found, TOPIC])))


def without_empty(found: Any) -> Any:  # noqa: ANN401 - what python-hcl2 reads
    """Lists and blocks with nothing in them mean the same as none."""
    if isinstance(found, list):
        return [inner for one in found if (inner := without_empty(one)) not in ({}, [])]
    if not isinstance(found, dict):
        return found
    inside = {key: without_empty(one) for key, one in found.items()}
    return {key: one for key, one in inside.items() if one not in ({}, [])}


@given(sources())
@up_to(150)
def test_no_folder_is_left_broken(text: str) -> None:
    """The blocks come back as they were, or not a byte has changed."""
    with TemporaryDirectory() as folder:
        code, after, spec, made = adopted(Path(folder), text)
        if spec:
            assert code == 0
            assert without_empty(blocks(made + after)) == without_empty(blocks(text))
        else:
            assert (code, after) == (1, text)
