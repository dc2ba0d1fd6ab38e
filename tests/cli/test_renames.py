"""``sesgen generate`` where a key has changed: ``moved.tf``, from the first run to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output.past import read_past_of
from generator.output.single import with_mark
from generator.plan.renames import Past
from tests.support.cli import SPEC, sesgen

NAMED = SPEC.replace("  mail:", "  mail:\n    name: mail").replace(
    "      bounces:", "      bounces:\n        name: bounces"
)


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a module whose set was called otherwise before."""
    monkeypatch.chdir(tmp_path)
    generate(NAMED)
    generate(NAMED.replace("  mail:\n", "  post:\n"))
    return tmp_path / "out/s/moved.tf"


def generate(text: str) -> None:
    Path("s.yaml").write_text(text)
    done = sesgen("generate", "s.yaml", "-o", "out")
    assert done.code == 0, done.err
    assert sesgen("generate", "s.yaml", "-o", "out", "--check").code == 0


def test_it_stays_until_it_is_deleted(moved: Path) -> None:
    text = moved.read_text()
    assert text.count("moved {") == 3
    assert (
        "  from = aws_ses_configuration_set.mail\n  to   = aws_ses_configuration_set.post\n" in text
    )
    later = Path("s.yaml").read_text().replace("      bounces:\n", "      all:\n")
    generate(later)
    assert moved.read_text().startswith(text)
    assert moved.read_text().count("moved {") == 5
    moved.unlink()
    assert sesgen("generate", "s.yaml", "-o", "out", "--check").code == 1
    generate(later)
    assert not moved.exists()


def test_one_block_goes_by_hand(moved: Path) -> None:
    first, *others = moved.read_text().split("\n\n")
    moved.write_text("\n\n".join([first, *others[1:]]))
    assert sesgen("generate", "s.yaml", "-o", "out").code == 0
    assert moved.read_text().count("moved {") == 2


def test_what_is_called_as_before_needs_no_block(moved: Path) -> None:
    generate(NAMED)
    assert "to   = aws_ses_configuration_set.mail\n" in moved.read_text()
    assert "to   = aws_ses_configuration_set.post\n" not in moved.read_text()


def test_a_merge_keeps_the_blocks_of_both_sides(moved: Path) -> None:
    """As git leaves the file of two branches, each of which called something otherwise."""
    text = moved.read_text()
    other = "moved {\n  from = aws_ses_configuration_set.older\n  to   = aws_ses_configuration_set.mail\n}\n"
    lines = text.replace("\nmoved", "\n<<<<<<< ours\nmoved", 1)
    moved.write_text(f"{lines}=======\n{other}>>>>>>> theirs\n")
    assert sesgen("generate", "s.yaml", "-o", "out", "--force").code == 0
    assert moved.read_text().count("moved {") == 4
    assert "aws_ses_configuration_set.older\n" in moved.read_text()


def test_callers_are_told_of_the_keys_that_outputs_have_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    generate(NAMED)
    for text, expected in (
        (NAMED.replace("      bounces:\n", "      all:\n"), '["mail"]["bounces"] is ["mail"]["all"] (event_destination_names, event_destination_arns)'),
        (NAMED.replace("      bounces:\n", "      all:\n").replace("[bounce, ", "["), ""),
        (NAMED.replace("  mail:\n", "  post:\n"), '["mail"] is ["post"] (configuration_set_names, configuration_set_arns, sender_policies, event_destination_names, event_destination_arns)'),
    ):  # fmt: skip
        Path("s.yaml").write_text(text)
        told = [
            line
            for line in sesgen("generate", "s.yaml", "-o", "out").err.splitlines()
            if "callers" in line
        ]
        assert len(told) == bool(expected)
        assert not expected or told[0].startswith(
            f"out/s: callers that use its outputs must change, too: {expected}"
        )


@pytest.mark.parametrize("name", ["ses.tf", "ses.tf.json"])
@pytest.mark.parametrize("command", ["generate", "convert"])
def test_a_single_file_has_its_moved_blocks_itself(
    name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sesgen.toml").write_text(f'[[convert]]\nspec = "s.yaml"\noutput = "{name}"\n')
    to = ["--to", "json"] if name.endswith("json") else []
    arguments = ["generate"] if command == "generate" else ["convert", "s.yaml", "-o", name, *to]

    def written(text: str) -> dict[str, str]:
        Path("s.yaml").write_text(text)
        for options in ([], ["--check"]):
            done = sesgen(*arguments, *options)
            assert done.code == 0, done.err
        return dict(read_past_of(Path(name)).moves)

    later = NAMED.replace("  mail:\n", "  post:\n")
    assert written(NAMED) == {}
    first = {
        "aws_ses_configuration_set.mail": "aws_ses_configuration_set.post",
        "aws_ses_event_destination.mail_bounces": "aws_ses_event_destination.post_bounces",
        'terraform_data.event_destination["mail_bounces"]': 'terraform_data.event_destination["post_bounces"]',
    }
    assert written(later) == first
    assert written(later.replace("[bounce, complaint]", "[bounce]")) == first
    latest = later.replace("      bounces:\n", "      all:\n")
    assert len(written(latest)) == 5
    # A file that was not there has no past; blocks that are deleted do not come again.
    text = Path(name).read_text()
    if not to:
        Path(name).write_text(text.partition("\nmoved {")[0])
        assert written(latest) == {}
    Path(name).unlink()
    assert written(latest) == {}


@pytest.mark.parametrize(
    "text",
    ["{", '{"resource": 3}', '{"moved": [{}]}', '{"moved": 3}', '{"resource": {"a": {"b": 1}}}'],
)
def test_a_file_in_json_that_was_edited_has_no_past(text: str, tmp_path: Path) -> None:
    file = tmp_path / "ses.tf.json"
    file.write_text(with_mark("{\n" + text.removeprefix("{"), "s.yaml", as_json=True))
    assert read_past_of(file) == Past()
