"""What a large spec takes: work in function calls, the same on every machine unlike seconds, and memory in bytes."""

from __future__ import annotations

import json
import sys
import tempfile
import tracemalloc
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from types import FrameType

import pytest

from generator.impact import Action, Effect, compare
from generator.importer import import_terraform
from generator.loader import BrokenSpecError, LoadedSpec, load_text
from generator.loader.text import SourceText
from generator.pipeline import Loaded, LoadOptions, check, convert, load_specs, planned
from generator.plan import alarms, streams, topics
from generator.verify import verify_rendered
from generator.workers import render_module
from tests.benchmarks.specs import SURROUNDINGS, document, yaml_text

SMALL, LARGE = 200, 600
FOLDER = tempfile.TemporaryDirectory()
"""Where the HCL lies that is read back."""


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python and of C a piece of work calls."""
    counter = count()

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        if event in ("call", "c_call"):
            next(counter)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return next(counter)


@cache
def source(size: int, name: str) -> SourceText:
    data = document(size)
    return SourceText(name, json.dumps(data) if name.endswith(".json") else yaml_text(data))


def load(size: int, name: str) -> LoadedSpec:
    return load_text(source(size, name), None)


def find(size: int) -> list[object]:
    spec = load(size, "spec.yaml")
    return list(check(Loaded([planned(spec)])))


def find_one(size: int) -> list[object]:
    text = yaml_text(document(size)).replace("variables:\n", "variables:\n  unused: {}\n", 1)
    found = check(Loaded([planned(load_text(SourceText("spec.yaml", text), None))]))
    assert [(item.code, item.location.line) for item in found] == [("TF003", 3)]
    return list(found)


def write(size: int) -> str:
    spec = load(size, "spec.yaml")
    return convert(planned(spec))


@cache
def hcl_file(size: int) -> Path:
    """A file with the HCL of a spec."""
    path = Path(FOLDER.name) / str(size) / "main.tf"
    path.parent.mkdir()
    path.write_text(write(size))
    return path


@cache
def out_folder(size: int) -> Path:
    """A folder for modules, in which blocks by hand stand beside that of a spec."""
    module = Path(FOLDER.name) / f"out-{size}" / "spec"
    module.mkdir(parents=True)
    (module / "by_hand.tf").write_text(SURROUNDINGS)
    (module.parent / "spec.yaml").write_text(yaml_text(document(size)))
    return module.parent


def find_beside(size: int) -> list[object]:
    out = out_folder(size)
    return list(check(load_specs([str(out / "spec.yaml")], LoadOptions(out=out))))


def read_back(size: int) -> object:
    return import_terraform([str(hcl_file(size))])


def edit(size: int) -> object:
    """What becomes of everything when one topic changes."""
    before = planned(load(size, "spec.yaml"))
    text = yaml_text(document(size)).replace("bounces.arn", "changed.arn", 1)
    after = planned(load_text(SourceText("spec.yaml", text), None))
    found = compare(before.plan, after.plan)
    assert any(effect.action is not Action.NOTHING for effect in found)
    return found


def say_what_happens(size: int) -> list[Effect]:
    old = load(size, "spec.yaml")
    with_policy = "tls_policy: Require\n    event_destinations:"
    text = old.source.text.replace("event_destinations:", with_policy, 1)
    new = load_text(SourceText("spec.yaml", text), None)
    found = compare(planned(old).plan, planned(new).plan)
    (one,) = [one for one in found if one.action is not Action.NOTHING]
    assert one.reasons == ("delivery_options",)
    return found


@pytest.mark.parametrize(
    ("name", "work", "limit"),
    [
        ("load YAML", lambda size: load(size, "spec.yaml"), 42),
        ("load JSON", lambda size: load(size, "spec.json"), 60),
        ("load and check", find, 249),
        ("load and check, with blocks beside", find_beside, 770),
        ("load and convert", write, 150),
        ("load both sides of an edit, and compare", edit, 550),
        ("import", read_back, 4_150),
        ("load two and compare them", say_what_happens, 400),
    ],
)
def test_the_work_for_an_event_destination_does_not_grow(
    name: str, work: Callable[[int], object], limit: int
) -> None:
    for size in (SMALL, LARGE):
        work(size)  # what happens once: models are built, patterns compiled, the spec is made
    small, large = calls(lambda: work(SMALL)), calls(lambda: work(LARGE))
    each = (large - small) / (LARGE - SMALL)
    assert each <= limit, (
        f"{name}: {each:.0f} calls for an event destination, and {limit} were enough before."
        " Find what calls them with `python -m cProfile -s ncalls -m generator convert SPEC`;"
        " raise the limit only for a feature that is worth it (see docs/performance.md)."
    )
    # Twice as many event destinations take twice the work, not four times.
    assert large <= 1.1 * small * LARGE / SMALL, f"{name}: the work grows faster than the spec"


def _sets(each: str) -> Callable[[int], str]:
    return lambda size: (
        "configuration_sets:\n"
        + "".join(each.replace("KEY", f"s{number}") for number in range(size))
    )


_TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
_SET = """\
  KEY:
    event_destinations:
      # a comment
      a: {enabled: true, matching_types: [bounce, complaint], sns: "arn:aws:sns:eu-west-1:123456789012:t"}
"""
_ACCEPTED = "# sesgen: ignore[SES080]"
_GOOD = _sets(_SET)(1)
_WITH_FINDINGS: dict[str, Callable[[int], str]] = {
    "a warning in each set": _sets(_SET.replace("[bounce,", "[send,")),
    "an error in each set": _sets(_SET.replace(":sns:", ":sqs:")),
    "wrong destinations of one set": lambda size: (
        "configuration_sets:\n  mail:\n    event_destinations:\n"
        + "".join(f"      d{number}: {{sns: x}}\n" for number in range(size))
    ),
    "unused variables": lambda size: (
        f"{_GOOD}variables:\n"
        + "".join(f"  v{number}: {{type: string}}\n" for number in range(size))
    ),
    "sets of a wrong type": _sets("  KEY: 3\n"),
    "the same on one line": lambda size: (
        "configuration_sets: {" + ", ".join(f"s{number}: 3" for number in range(size)) + "}\n"
    ),
    "a comment that accepts nothing at each": _sets(
        _SET.replace("[bounce,", "[send,").replace("# a comment", _ACCEPTED)
    ),
    "comments that accept nothing": lambda size: _GOOD + f"{_ACCEPTED}\n" * size,
    "a mistake in defaults": lambda size: (
        "defaults: {sns: 'arn:aws:sqs:eu-west-1:123456789012:t'}\n"
        + _sets(_SET.replace(f', sns: "{_TOPIC}"', ""))(size)
    ),
    "a mistake behind an alias": lambda size: (
        _sets(_SET)(size)
        .replace(f'"{_TOPIC}"', "&x 'arn:aws:sqs:eu-west-1:123456789012:t'", 1)
        .replace(f'"{_TOPIC}"', "*x")
    ),
    "a merge in each": lambda size: _sets(_SET.replace("enabled: true", "<<: *x"))(size).replace(
        "*x", "&x {enabled: 3}", 1
    ),
}


@pytest.mark.parametrize("name", _WITH_FINDINGS)
def test_the_work_grows_with_the_findings_and_no_faster(name: str) -> None:
    def work(size: int) -> int:
        text = _WITH_FINDINGS[name](size)
        try:
            spec = load_text(SourceText("spec.yaml", text), None)
        except BrokenSpecError as error:
            broken = Loaded()
            broken.fail(error)
            return len(check(broken))
        return len(check(Loaded([planned(spec)])))

    few, many = SMALL // 2, LARGE // 2
    assert work(few) >= 1
    small, large = calls(lambda: work(few)), calls(lambda: work(many))
    assert large <= 1.15 * small * many / few, f"{small} calls, then {large}"


def peak(work: Callable[[], object]) -> int:
    """The bytes that Python held at most during a piece of work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "work", "limit"),
    [
        ("load", lambda size: load(size, "spec.yaml"), 2_900),
        ("load and check", find, 4_000),
        ("load and convert", write, 5_300),
        ("load and check, with a finding", find_one, 10_500),
    ],
)
def test_the_memory_for_an_event_destination_does_not_grow(
    name: str, work: Callable[[int], object], limit: int
) -> None:
    for size in (SMALL, LARGE):
        work(size)
    small, large = peak(lambda: work(SMALL)), peak(lambda: work(LARGE))
    each = (large - small) / (LARGE - SMALL)
    assert each <= limit, f"{name}: {each:.0f} bytes for an event destination"


MANAGED = Path(__file__).parents[2] / "specs" / "managed.yaml"


def test_what_a_plan_decides_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules, files, outputs and tests of a module ask the plan: nothing walks the spec for them again."""
    counted: Counter[str] = Counter()
    walks = {"shared_topics": topics, "deliveries": streams, "alarms": alarms}

    def counting(name: str, walk: Callable[..., object]) -> Callable[..., object]:
        def call(*spec: object) -> object:
            counted[name] += 1
            return walk(*spec)

        return call

    modules = [module for name, module in sys.modules.items() if name.startswith("generator.")]
    for name, home in walks.items():
        walk: Callable[..., object] = getattr(home, name)
        for module in modules:
            if getattr(module, name, None) is walk:
                monkeypatch.setattr(module, name, counting(name, walk))
    loaded = load_specs([str(MANAGED)])
    (spec,) = loaded.specs
    assert spec.plan.topics
    assert spec.plan.deliveries
    assert spec.plan.alarms
    check(loaded)
    verify_rendered(*spec, render_module(spec))
    convert(spec)
    assert counted == dict.fromkeys(walks, 1)
