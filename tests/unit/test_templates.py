"""The templates of blocks: there is one for each record, and it writes every field, laid out as ``terraform fmt`` does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import hcl
from generator.assets import template_root
from generator.hcl import BodySource, Hcl, Lines, Verbatim
from generator.importer.arguments import body_sources, differing, record_sources
from generator.plan.blocks import TrackingOptions
from generator.plan.declarations import Input, Output
from generator.plan.records import TYPES, KinesisFirehoseDeliveryStream, Record
from generator.plan.ses import SesConfigurationSet
from generator.render import layout, render_records
from generator.render.environment import TEMPLATES
from tests.support.examples import up_to
from tests.support.hcl_oracles import parse
from tests.support.records import examples, records

_NAME = re.compile(r'^ *([a-z0-9_]+(?: "[a-z-]+")?) +(?:=|\{(?!%)) *', re.MULTILINE)


def test_every_record_has_a_template_and_every_template_a_record() -> None:
    assert set(TYPES) - set(TEMPLATES) == {Input, Output}
    found = {path.name for path in (template_root() / "resources").iterdir()}
    assert found == {f"{type_ or kind}.tf.j2" for kind, type_ in map(TYPES.get, TEMPLATES)}  # type: ignore[misc]
    assert len(found) == len(TEMPLATES)


def body_of(record: Record) -> BodySource:
    """The inside of the block that a template writes."""
    (text,) = render_records([record])
    (block,) = hcl.parse_body(text).blocks
    kind, type_ = TYPES[type(record)]
    assert (block.type, *block.labels) == ((kind, type_, "x") if type_ else (kind,))
    return block.body


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.__name__)
def test_a_template_writes_every_field_of_its_record(kind: type) -> None:
    for record in examples(kind):
        assert list(differing(record, body_of(record))) == []
        assert body_sources(body_of(record)).keys() == record_sources(record).keys()


def names_in(body: BodySource) -> Iterator[str]:
    for item in body.attributes:
        yield item.name
    for block in body.blocks:
        yield " ".join([block.type, *(f'"{label}"' for label in block.labels)])
        yield from names_in(block.body)


def source_of(name: str) -> str:
    """A template with what it includes."""
    text = (template_root() / name).read_text()
    return re.sub(r'\{% include "(.*?)" %\}', lambda match: source_of(match[1]), text)


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.__name__)
def test_a_template_writes_nothing_else(kind: type) -> None:
    """Every name in the source of a template, whatever it depends on, is that of a field."""
    written = {name for record in examples(kind) for name in names_in(body_of(record))}
    sources = "\n".join(source_of(TEMPLATES[kind]).splitlines()[1:])
    found = set(_NAME.findall(sources))
    head = {"locals", kind_of(kind)}
    assert found - head <= written, "no record makes the template write these"
    assert {name for name in written if not name.startswith("raw_hcl_")} - head <= found | {"x"}


def kind_of(kind: type) -> str:
    return TYPES[kind][0]


def check(record: Record, text: str) -> None:
    """A block is laid out, can be read by HashiCorp's parser, and says what its record says."""
    assert hcl.format_source(text) == text
    parse(text)
    (block,) = hcl.parse_body(text).blocks
    assert list(differing(record, block.body)) == []
    assert body_sources(block.body).keys() == record_sources(record).keys()


@up_to(100)
@given(st.lists(records(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_blocks_are_laid_out_whatever_was_rendered_before(
    made: list[Record], chance: Random
) -> None:
    """Which forms need no layout is found out once: that must not depend on which record asked first."""
    texts = render_records(made)
    for record, text in zip(made, texts, strict=True):
        check(record, text)
    shuffled = list(enumerate(made))
    chance.shuffle(shuffled)
    forget()
    assert render_records([record for _, record in shuffled]) == [texts[n] for n, _ in shuffled]


def forget() -> None:
    """Forget which forms are laid out."""
    layout._settled.clear()
    layout._lines.clear()


def stream(**inside: Hcl | None) -> Record:
    """A delivery stream with other values in its nested block."""
    record = next(examples(KinesisFirehoseDeliveryStream))
    assert isinstance(record, KinesisFirehoseDeliveryStream)
    block = record.extended_s3_configuration._replace(**inside)  # type: ignore[arg-type]
    return record._replace(extended_s3_configuration=block)


def configuration_set(name: Hcl) -> Record:
    """A configuration set with a name and an argument that is not aligned with it in the template."""
    _, record, *_ = examples(SesConfigurationSet)
    assert isinstance(record, SesConfigurationSet)
    return record._replace(name=name, raw_hcl=None)


def repeated(times: Hcl, domain: Hcl) -> Record:
    """A configuration set that repeats, with a nested block."""
    record = next(examples(SesConfigurationSet))
    assert isinstance(record, SesConfigurationSet)
    return record._replace(for_each=times, tracking_options=TrackingOptions(domain))


LONG = Lines("{\n  a = 1\n}")


@pytest.mark.parametrize(
    "made",
    [
        # As many lines, of which those of the second need the layout pass.
        [
            stream(prefix=Hcl("a"), buffering_size=Hcl("b")),
            stream(prefix=None, buffering_size=None, bucket_arn=LONG),
        ],
        [
            repeated(Lines("{\n  a = 1\n  b = 2\n  c = 3\n}"), Hcl("a")),
            repeated(LONG, LONG),
        ],
        [configuration_set(value) for value in (Hcl("a"), LONG, Verbatim("<<E\nx\nE"))],
    ],
)
def test_a_form_that_was_seen_does_not_speak_for_another(made: list[Record]) -> None:
    for order in (made, made[::-1]):
        forget()
        for record, text in zip(order, render_records(order), strict=True):
            check(record, text)
