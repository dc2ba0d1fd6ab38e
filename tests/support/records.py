"""Records of every type, made by their annotations: the smallest, the fullest, and by chance."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, NamedTuple, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from generator import hcl
from generator.hcl import Hcl, Verbatim
from generator.plan.records import Record
from generator.render.environment import TEMPLATES
from tests.support import specs


class Field(NamedTuple):
    """What an annotation says: whether it may be None, what stands in it, and whether several times."""

    optional: bool
    kind: type
    many: bool

    @property
    def nested(self) -> bool:
        """Whether it is a block of its own."""
        return self.kind is not Hcl


def fields(record: type) -> dict[str, Field]:
    """The fields of a record that a template writes, nested ones, too."""
    hints = get_type_hints(record)
    return {name: _field(hints[name]) for name in hints if name not in _NOT_WRITTEN}


_NOT_WRITTEN = ("spec_path", "label", "comments")


def _field(hint: Any) -> Field:  # noqa: ANN401 - an annotation
    union = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    (kind,) = (one for one in union if one is not NoneType)
    many = get_origin(kind) is tuple
    return Field(len(union) > 1, get_args(kind)[0] if many else kind, many)


def examples(record: type) -> Iterator[Record]:
    """The smallest, the fullest, and the smallest with each of its optional fields. Every value differs."""
    yield cast("Record", _made(record, (), frozenset()))
    yield honest(cast("Record", _made(record, (), frozenset(fields(record)))))
    for name, field in fields(record).items():
        if field.optional or field.many:
            yield cast("Record", _made(record, (), frozenset([name])))


def _made(record: type, place: tuple[str, ...], given: frozenset[str]) -> object:
    made: dict[str, object] = {}
    if "label" in record._fields:  # type: ignore[attr-defined]
        made = {"spec_path": (), "label": Hcl("x")}
    for name, field in fields(record).items():
        if (field.optional or field.many) and name not in given:
            made[name] = None if field.optional else ()
        else:
            made[name] = _value(field, (*place, name))
    return record(**made)


def _value(field: Field, place: tuple[str, ...]) -> object:
    if not field.nested:
        name = "_".join(place)
        raw = place[-1] == "raw_hcl"
        return Verbatim(f"raw_hcl_{name} = local.x") if raw else Hcl(f"local.{name}")
    every = frozenset(fields(field.kind))
    if not field.many:
        return _made(field.kind, place, every)
    return tuple(_made(field.kind, (*place, str(number)), every) for number in range(2))


def honest(record: Record) -> Record:
    """The record without what a plan never gives together."""
    given = {name for name, value in zip(record._fields, record, strict=True) if value is not None}
    both = {"lifecycle": "replace_triggered_by", "count": "for_each"}
    unsaid = {other: None for name, other in both.items() if {name, other} <= given}
    return record._replace(**unsaid)  # type: ignore[arg-type]


_odd_values = st.sampled_from(
    [
        "${<<E\nx\nE\n}",
        '${join(",", [<<-EOT\n  x\n  EOT\n, "b"])}',
        "${a # c\n}",
        "${a +\nb}",
        "${[\n1]}${[\n2]}",
        '${"a ${\nb}" + 1}',
        "${f(1, /* why */ 2)}",
        "${f(\n  1,\n\n  2\n)}",
        "${merge(var.a, {\n  x = 1\n})}",
        "${{\n  x = 1\n}.x}",
        ["${a # c\n}", "b"],
        {"a$${\u0301": 1, "longer_key_than_that": 2, "😀": 3},
        {"${var.k}": {"x": [1, "${f(\n2)}"]}, "y": "# no comment // at all"},
        [{"a": 1, "bcd": 2}, {"e": "https://x"}],
        {},
        [],
    ]
)
values = st.one_of(_odd_values, specs.values, specs.texts).map(hcl.value)
"""Ready HCL of every type: on one line, several, and such as only the layout pass moves."""


def records() -> st.SearchStrategy[Record]:
    """Records of every type that has a template."""
    return st.one_of([_record(kind) for kind in TEMPLATES]).map(honest)


def _record(record: type) -> st.SearchStrategy[Any]:
    made: dict[str, st.SearchStrategy[Any]] = {
        name: _strategy(name, field) for name, field in fields(record).items()
    }
    if "label" in record._fields:  # type: ignore[attr-defined]
        made |= {"spec_path": st.just(()), "label": specs.keys.map(Hcl)}
    return st.builds(record, **made)


def _strategy(name: str, field: Field) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any]
    if name == "raw_hcl":
        one = specs.raw_bodies.map(lambda text: Verbatim(text.strip()))
    elif name == "provider":
        one = st.sampled_from(["aws.ireland", "aws"]).map(Hcl)
    elif name in ("depends_on", "ignore_changes", "replace_triggered_by"):
        one = st.lists(specs.references.map(Hcl), min_size=1, max_size=3).map(hcl.sequence)
    elif field.nested:
        one = _record(field.kind)
    else:
        one = values
    if field.many:
        one = st.lists(one, max_size=3).map(tuple)
    return st.one_of(st.none(), one) if field.optional else one
