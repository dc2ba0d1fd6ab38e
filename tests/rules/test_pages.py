"""Every rule has a page, and its examples are its test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from botocore import session

from generator.diagnostics import Severity
from generator.rules import ALL_RULES, MODULES, Impact, Rule
from generator.spec import resolve
from generator.spec.base import EVENT_TYPES
from tests.support.rules import HEALTHY, codes, examples, findings, loaded, name_of, section

PACKAGE = Path(__file__).parents[2] / "generator" / "rules"
PRIVATE = re.compile(r"(?<!there )\b(is no|holds|hears|no one|stands)\b|\blet\b.*\bin\b")
"""Words that messages have plainer ones for: "is not a", "contains", "receives", "allow"."""
by_code = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)


def selected(rule: Rule) -> tuple[str, ...]:
    """Notes are reported only where they are selected."""
    return (rule.code,) if rule.severity is Severity.INFO else ()


NOTHING_HELPS = ("SES121", "TF005")
"""No SES is there; a mistake of syntax is said by the parser."""


@by_code
def test_the_bad_example_gives_its_code_at_the_marked_line(rule: Rule) -> None:
    texts = examples(rule, "Bad")
    marked = [
        (rule.code, name_of(index, text), number)
        for index, text in enumerate(texts)
        for number, line in enumerate(text.splitlines(), 1)
        if line.endswith(f"# <-- {rule.code}")
    ]
    assert marked
    found = findings(*texts, select=selected(rule))
    assert [(item.code, item.location.file, item.location.line) for item in found] == marked
    for item in found:
        assert not PRIVATE.search(item.message), item.message
        assert item.help or rule.code in NOTHING_HELPS, item.message


@by_code
def test_the_good_example_gives_nothing(rule: Rule) -> None:
    texts = examples(rule, "Good")
    if not texts:  # what nothing in a spec mends: a note that says what to do elsewhere
        assert rule.severity is Severity.INFO
        assert len(re.findall(r"\w+", section(rule, "Good"))) > 10
        return
    assert findings(*texts) == []
    assert findings(*texts, select=(rule.code,)) == []


@by_code
def test_the_good_example_does_what_the_bad_one_wanted(rule: Rule) -> None:
    """The same sets, event destinations, kinds and types: the page says why where it is otherwise."""
    good = [destinations(text) for text in examples(rule, "Good")]
    wanted = [destinations(text) for text in examples(rule, "Bad")]
    same = not good or all(one in good for one in wanted)
    assert same != ("<!-- good: " in rule.page), (wanted, good)


Wanted = dict[tuple[str, str], set[str]]


def destinations(text: str) -> Wanted:
    """The event types and kinds of each event destination, and the configuration sets."""
    spec = resolve(loaded(text).spec)
    found: Wanted = {(owner.key, ""): set() for owner in spec.sets}
    for item in spec.destinations:
        types = item.event_types
        known = set(EVENT_TYPES).intersection(types) if isinstance(types, tuple) else set()
        found[item.set_key, item.key] = known | set(item.kinds()) | set(item.raw_kinds())
    return found


@by_code
def test_the_page_is_complete_and_says_what_the_rule_is(rule: Rule) -> None:
    title, blank, kind, *_ = rule.page.splitlines()
    assert title == f"# {rule.code}: {rule.summary}"
    said = (rule.check.__doc__ or "").partition("\n")[0]
    assert said in ("", f"{rule.summary}.")
    assert blank == ""
    assert kind == f"`{rule.name}` · {rule.severity.value} · {rule.impact.value}"
    assert re.findall(r"^## (.*)", rule.page, re.MULTILINE) == ["Why", "Bad", "Good", "Source"]
    assert re.fullmatch(r"(SES|TF|MOD)\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)


_SEEN = r"(?i)observed|recorded|seen to|unproved"
_OF_AWS = rf"{_SEEN}|aws\.amazon\.com|repost\.aws|botocore|terraform-provider-aws issue"
SOURCES = {
    Impact.TERRAFORM: r"(?i)terraform|provider|hashicorp",
    Impact.REJECTED: _OF_AWS,
    Impact.SESGEN: "sesgen stops",
    Impact.UNKNOWN: _OF_AWS,
    Impact.LATER: _OF_AWS,
}
"""Who is named as the source, by who refuses it."""
OPEN = re.compile(
    r"not documented|[Nn]othing found|not certain|is not described|[Uu]nproved|no page says"
)
"""Words of pages about what nobody knows."""


@by_code
def test_the_source_is_of_the_party_that_refuses_it(rule: Rule) -> None:
    source = rule.page.partition("## Source\n")[2]
    assert re.search(SOURCES.get(rule.impact, r"\w"), source), source
    if rule.impact is Impact.UNKNOWN:
        assert OPEN.search(rule.page)
    elif rule.impact is Impact.REJECTED:
        assert not re.search(r"not documented|[Nn]othing found|not certain", rule.page)


QUOTED = re.compile(r'/ses/latest/APIReference/API_(\w+)\.html\):?\s+"([^"]+)"')


def test_what_is_quoted_from_the_api_is_said_there() -> None:
    model = session.get_session().get_service_model("ses")
    quoted = [found for rule in ALL_RULES for found in QUOTED.findall(rule.page)]
    assert quoted
    for shape, words in quoted:
        assert words in " ".join(str(model.shape_for(shape).documentation).split())


ERRORS = re.compile(r"API_(\w+)\.html\)[^`(]{0,3}`(\w+)`")


def test_errors_are_named_at_the_action_that_answers_them() -> None:
    model = session.get_session().get_service_model("ses")
    said = [found for rule in ALL_RULES for found in ERRORS.findall(rule.page)]
    checked = 0
    for action, error in said:
        if action in model.operation_names:
            shapes = model.operation_model(action).error_shapes
            assert error in {one.name.removesuffix("Exception") for one in shapes}
            checked += 1
    assert checked > 2


def test_every_page_has_a_rule() -> None:
    assert {path.stem for path in (PACKAGE / "pages").iterdir()} == {
        rule.code for rule in ALL_RULES
    }


def test_no_page_is_read_when_rules_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rule, "pages", tmp_path)
    assert codes(HEALTHY.replace("bounce,", "Bounce,")) == ["SES009"]
    with pytest.raises(FileNotFoundError):
        _ = ALL_RULES[0].summary


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in ALL_RULES}) == len(ALL_RULES)
    assert len({rule.name for rule in ALL_RULES}) == len(ALL_RULES)


def test_every_rule_is_registered() -> None:
    """A code stands in one module, which is one of those whose rules run."""
    listed = {module.__name__.rpartition(".")[2] for module in MODULES}
    modules = {
        code: path.stem
        for path in PACKAGE.glob("*.py")
        for code in re.findall(r"\(\s*(?:\*\()?\"([A-Z]+\d+)\"", path.read_text())
    }
    assert set(modules) == {rule.code for rule in ALL_RULES}
    assert set(modules.values()) == listed
