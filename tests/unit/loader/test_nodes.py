"""What a large text holds is read where it is asked for, and is what it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Path as SpecPath
from generator.diagnostics import SpecError
from generator.loader import nodes
from generator.loader.document import Document
from generator.loader.text import SourceText
from tests.rules.corpus import CASES
from tests.support.cli import sesgen

ROOT = Path(__file__).parents[3]
WORDS = st.text("ab :#-{}[],'\"\n\\é\U0001f600\t%?|>", max_size=30) | st.sampled_from(
    ["<<", "--- a", "...", "a: b", "- a", "? a", "%TAG", "a\n\n b\n", "\n  a\nb", "a\r\nb", "1"]
)
VALUES = st.recursive(
    WORDS | st.integers() | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(bool), inner, max_size=4)
    ),
    max_leaves=40,
)


def _paths(value: Any, path: SpecPath = ()) -> Iterator[SpecPath]:  # noqa: ANN401 - any value of YAML
    yield path
    yield (*path, "not there")
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(item, (*path, key))


def _known(text: str) -> list[object]:
    """All that a document says of a text."""
    try:
        document = Document(SourceText("spec.yaml", text))
        value = document.value
    except SpecError as error:
        return list(error.diagnostics)
    # Backwards, too: what was read last may not be there any more.
    paths = [*_paths(value)]
    places = [(document.locate(path), document.locate(path, key=True)) for path in paths]
    blocks = [document.is_block(path) for path in reversed(paths)]
    return [value, places, blocks]


def _agree(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold that a text says the same with all folded that can be, at any depth."""
    expected = _known(text)
    for depth in (2, 3, 4):
        with monkeypatch.context() as patch:
            patch.setattr(nodes, "LARGE", 0)
            patch.setattr(nodes, "_FOLDED_DEPTH", depth)
            patch.setattr(nodes, "_FOLDED_SIZE", 0)
            patch.setattr(nodes, "_KEPT", 1)
            assert _known(text) == expected


def test_what_is_folded_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text() for path in (ROOT / "specs").glob("*.[yj]*")]
    for text in (*texts, *(case.text for case in CASES)):
        _agree(text, monkeypatch)
        _agree(text.replace("\n", "\r\n"), monkeypatch)


@settings(max_examples=200)
@given(
    VALUES,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([2, 3, 9]),
    st.sampled_from([5, 80]),
)
@example({"a": {"b": [{"c": 1}, 2], "d": {}}}, None, None, 2, 80)
def test_of_any_shape(
    value: object,
    flow: bool | None,  # noqa: FBT001 - what PyYAML takes
    style: str | None,
    indent: int,
    width: int,
) -> None:
    text = yaml.dump(
        value,
        default_flow_style=flow,
        default_style=style,
        indent=indent,
        width=width,
        allow_unicode=True,
        sort_keys=False,
        Dumper=_Dumper,
    )
    with pytest.MonkeyPatch.context() as patch:
        _agree(text, patch)


class _Dumper(yaml.SafeDumper):
    """One without anchors, which keep a document in one part."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


@pytest.mark.parametrize(
    "shared",
    ["&a {x: 1, y: 2}", "!a {x: 1}", "! b", "{x: &b 1}", "{<<: [{x: 1}]}", '{"<<": {x: 1}}'],
)
def test_what_means_more_than_its_part_is_not_folded(shared: str) -> None:
    large = "".join(f"  k{at}: {{a: {{b: {'x' * 80}}}}}\n" for at in range(7000))
    text = f"other: {shared}\nroot:\n{large}"
    first = _first(Document(SourceText("x.yaml", text.replace(shared, "{x: 1}"))))
    assert first.value is None
    assert _first(Document(SourceText("x.yaml", text))).value is not None


def _first(document: Document) -> Any:  # noqa: ANN401 - PyYAML has no types
    """The value of the first key below the root's last one."""
    root: Any = document.root
    return root.value[-1][1].value[0][1]


def test_what_is_asked_for_again_and_again_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule after rule may have something to say of every set."""
    read: list[int] = []
    whole = nodes.Nodes._read_again

    def counted(self: nodes.Nodes, start: int, end: int, *at: int, flow: bool) -> Any:  # noqa: ANN401 - a node
        read.append(end - start)
        return whole(self, start, end, *at, flow=flow)

    monkeypatch.setattr(nodes.Nodes, "_read_again", counted)
    monkeypatch.setattr(nodes, "LARGE", 0)
    text = "sets:\n" + "".join(f"  s{at}: {{a: {{b: {'x' * 80}}}}}\n" for at in range(50))
    document = Document(SourceText("x.yaml", text))
    for _ in range(40):
        for at in range(50):
            place, found = document.locate(("sets", f"s{at}", "a", "b"))
            assert (place.line, found) == (at + 2, 4)
    assert 6 * len(text) < sum(read) < 10 * len(text)


def test_a_finding_of_a_large_spec_is_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, sets = 154, 200
    monkeypatch.setattr(nodes, "LARGE", 1000)
    entries = [
        f"  s{at}:\n    event_destinations:\n      all:\n        enabled: true\n"
        f"        matching_types: all\n        sns: {'topic' if at == wrong else '${var.a}'}\n"
        for at in range(sets)
    ]
    spec = tmp_path / "large.yaml"
    spec.write_text("variables: {a: {type: string}}\nconfiguration_sets:\n" + "".join(entries))
    assert spec.stat().st_size > nodes.LARGE
    result = sesgen("validate", spec)
    assert f"large.yaml:{2 + 6 * wrong + 6}:14" in result.out + result.err
