"""Names and values where they leave: nothing in them is a command of a terminal, a runner or Markdown."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.diagnostics import Diagnostic, Location, Related, Severity
from generator.harmless import for_log, name, one_line
from generator.report import OutputFormat, render_diagnostics

ROOT = Path(__file__).parents[2]
PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\r",
            "\x1b[31m",
            "\x07",
            "::",
            "::error file=a::",
            "##[",
            "##",
            "[",
            "`" * 3,
            "`" * 12,
        ),
        *("|", "\u2028", "\x85", "\udcff", " ", "a", "# x", "- ", "%0A", "<b>", "é"),
    ]
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)
ENDINGS = re.compile(r"\r\n|[\n\r]")


@st.composite
def findings(draw: st.DrawFn) -> Diagnostic:
    place = Location(draw(TEXTS) + ".yaml", draw(st.sampled_from([0, 3])), 1, 3, 2)
    related = (Related(draw(TEXTS), place),)
    texts = [draw(TEXTS) for _ in range(3)]
    path = (draw(TEXTS), 0)
    return Diagnostic("X", Severity.ERROR, texts[0], place, texts[1], path, texts[2], related)


def has_only_our_lines(log: str, ours: int) -> None:
    lines = ENDINGS.split(log.removesuffix("\n"))
    assert len(lines) == ours
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff]", log)
    assert "##[" not in log


@given(st.lists(findings(), min_size=1, max_size=3))
def test_lines_of_findings_are_ours(found: list[Diagnostic]) -> None:
    concise = render_diagnostics(found, OutputFormat.CONCISE)
    has_only_our_lines(concise, len(found))
    text = render_diagnostics(found, OutputFormat.TEXT)
    has_only_our_lines(text, len(ENDINGS.split(text.removesuffix("\n"))))
    for log in (concise, text):
        assert not any(line.lstrip().startswith("::") for line in log.split("\n"))
    github = render_diagnostics(found, OutputFormat.GITHUB)
    has_only_our_lines(github, len(found))
    assert all(line.startswith("::error file=") for line in github.splitlines())
    for output_format in (OutputFormat.JSON, OutputFormat.SARIF):
        log = render_diagnostics(found, output_format)
        has_only_our_lines(log, log.count("\n"))
        json.loads(log.encode())


@given(TEXTS)
def test_names_are_one_line_that_says_nothing_to_a_runner(text: str) -> None:
    shown = name(text)
    has_only_our_lines(shown, 1)
    assert not shown.lstrip().startswith("::")


def test_what_is_plain_stays() -> None:
    assert name("specs/Grüße 📧.yaml") == "specs/Grüße 📧.yaml"
    assert one_line("a\n\x1b[31m##[x") == "a\\n\\x1b[31m##\\x5bx"
    assert name("::error::.yaml") == "./::error::.yaml"


@given(TEXTS)
def test_a_diff_in_a_runner_is_no_command(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITHUB_ACTIONS", raising=False)
        assert for_log(text) == text
        patch.setenv("GITHUB_ACTIONS", "true")
        log = for_log(f" {text}\n+{text}\n")
    assert "##[" not in log
    assert "\r" not in log
    assert not any(line.lstrip().startswith("::") for line in log.split("\n"))


BLOCK = re.search(r"(?ms)^block\(\) \{.*?^\}$", (ROOT / ".ci/action").read_text())


@given(st.lists(TEXTS, max_size=8).map("\n".join), st.sampled_from([10, 100, 100_000]))
def test_the_summary_has_one_fence(text: str, most: int) -> None:
    assert BLOCK is not None
    script = f'work=$(mktemp -d); trap \'rm -r "$work"\' EXIT; cat >"$work/in"\n{BLOCK.group()}\nblock text "$work/in" {most}'
    data = (text + "\n").encode("utf-8", "surrogateescape")
    done = subprocess.run(["bash", "-c", script], input=data, capture_output=True, check=True)
    tokens = MarkdownIt().parse(done.stdout.decode("utf-8", "replace") + "\nafter\n")
    assert [token.type for token in tokens] == [
        "fence",
        *("paragraph_open", "inline", "paragraph_close"),
    ]
