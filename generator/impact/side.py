"""One side of a comparison: the resources of a plan, instance by instance, and what their arguments are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from generator import hcl
from generator.hcl import Hcl, HclSyntaxError, Kind, read_value
from generator.hcl.tokens import encloses
from generator.impact.order import REFERENCE, Uses, uses_of
from generator.impact.values import Answer, Call, Symbol, Unknown, Value, merged
from generator.plan import Plan
from generator.plan.records import Record, TerraformData, address, is_resource
from generator.plan.renames import instance as trigger_instance
from generator.plan.triggers import SHARED_TRIGGER

MOST = 1000
"""So many instances of one resource are told apart."""
_ATTRIBUTE = re.compile(rf'({REFERENCE.pattern})(\[(?:[^\]"]+|"[^"]*")\])?(?:\.(\w+))?')
_SPLAT = re.compile(rf"(?:values\(({REFERENCE.pattern})\)|({REFERENCE.pattern}))\[\*\]\.(\w+)")
_OF_INSTANCE = re.compile(r"\b(each|count)\.(key|value|index)((?:\.\w+)*)")
_VARIABLE = re.compile(r"(?<![\w.-])var\.([\w-]+)")
_IMPURE = re.compile(r"\b(?:timestamp|plantimestamp|uuid|bcrypt)\(")


class Instance(NamedTuple):
    """One instance of a resource, by its address: its key as Terraform writes it (``""`` for none), and what ``each`` and ``count`` are in it.

    Where it stands for all instances, ``every`` is what makes them.
    """

    resource: str
    record: Record
    key: str = ""
    given: Mapping[str, Value] = {}
    every: Hcl | None = None

    @property
    def address(self) -> str:
        """Its own address."""
        return f"{self.resource}{self.key}"


Known = Callable[[str, str], Answer]
"""Whether an attribute of an instance, by its address, is known after the apply only."""


@dataclass(eq=False)
class Side:
    """The resources of a plan. ``names`` are what addresses are called on the other side.

    ``unknown`` says what is known after the apply only; ``changed`` are variables with another default than on the other side.
    """

    plan: Plan
    names: Mapping[str, str] = field(default_factory=dict)
    unknown: Known = lambda *_: Answer.NO
    changed: frozenset[str] = frozenset()
    _instances: dict[str, list[Instance]] = field(default_factory=dict)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The resources by address."""
        return {address(one): one for one in self.plan.resources() if is_resource(one)}

    @cached_property
    def uses(self) -> Uses:
        """What each resource refers to."""
        return uses_of(self.records)

    def instances(self, resource: str) -> list[Instance]:
        """The instances of a resource."""
        if resource not in self._instances:
            record = self.records.get(resource)
            self._instances[resource] = [] if record is None else list(self._made(resource, record))
        return self._instances[resource]

    def _made(self, resource: str, record: Record) -> Iterator[Instance]:
        if isinstance(record, TerraformData) and record.label == SHARED_TRIGGER:
            for label, fingerprint in self.plan.fingerprints.items():
                one = record._replace(for_each=None, input=fingerprint)
                yield Instance(resource, one, trigger_instance(label).removeprefix(resource))
            return
        count, each = getattr(record, "count", None), getattr(record, "for_each", None)
        if count is None and each is None:
            yield Instance(resource, record)
            return
        found = self.value(str(count or each), Instance(resource, record))
        if count is not None and isinstance(found, int) and found <= MOST:
            for number in range(found):
                yield Instance(resource, record, f"[{number}]", {"count.index": number})
        elif each is not None and (members := _members(found)) is not None:
            for key, value in members.items():
                given = {"each.key": key, "each.value": value}
                yield Instance(resource, record, f"[{hcl.quote(hcl.escape_template(key))}]", given)
        else:
            yield Instance(resource, record, "", {}, count or each)

    def value(self, text: str, one: Instance) -> Value:
        """What some HCL is in an instance."""
        return self._of(_read(text), one)

    def _of(self, read: Any, one: Instance) -> Value:  # noqa: ANN401 - as read
        if isinstance(read, str):
            return self._template(read, one)
        if isinstance(read, list):
            return [self._of(item, one) for item in read]
        if isinstance(read, dict):
            return {key: self._of(item, one) for key, item in read.items()}
        return read

    def _template(self, text: str, one: Instance) -> Value:
        if not hcl.has_markup(text):
            return text
        source = hcl.sole_expression(text)
        if source is not None:
            return self._expression(source, one)
        try:
            parts = hcl.parse_template(text)
        except HclSyntaxError:
            return Symbol(text)
        if any(isinstance(part, hcl.Directive) for part in parts):
            return self._symbol(text, one)
        return merged(
            part.text if isinstance(part, hcl.Literal) else self._expression(part.source, one)
            for part in parts
        )

    def _expression(self, source: str, one: Instance) -> Value:
        source = source.strip()
        match = _ATTRIBUTE.fullmatch(source)
        if match is not None and match[3]:
            return self._attribute(match[1], match[2] or "", match[3], one)
        match = _SPLAT.fullmatch(source)
        if match is not None:
            name, attribute = match[1] or match[2], match[3]
            return [self._own(item, attribute) for item in self.instances(name)] or Symbol(source)
        match = _OF_INSTANCE.fullmatch(source)
        if match is not None:
            return self._given(match, one)
        call = _call(source)
        if call is not None:
            return Call(call[0], tuple(self._of(item, one) for item in call[1]))
        return self._symbol(source, one)

    def _given(self, match: re.Match[str], one: Instance) -> Value:
        found = one.given.get(f"{match[1]}.{match[2]}", Symbol(match[0]))
        for step in match[3].split(".")[1:]:
            found = (
                found.get(step, Symbol(match[0])) if isinstance(found, dict) else Symbol(match[0])
            )
        return found

    def _attribute(self, resource: str, index: str, attribute: str, one: Instance) -> Value:
        key = self.key(index, one)
        instances = self.instances(resource)
        found = next((item for item in instances if item.key == key or item.every), None)
        if found is None:
            return self._symbol(f"{resource}{index}.{attribute}", one)
        return self._own(found if found.every is None else found._replace(key=""), attribute, key)

    def key(self, index: str, one: Instance) -> str:
        """The key of an instance as a reference has it."""
        match = _OF_INSTANCE.fullmatch(index[1:-1])
        if match is None:
            return index
        found = self._given(match, one)
        if isinstance(found, int):
            return f"[{found}]"
        return f"[{hcl.quote(hcl.escape_template(found))}]" if isinstance(found, str) else index

    def _own(self, one: Instance, attribute: str, key: str = "") -> Value:
        """An attribute of an instance: what it says, or what only AWS says."""
        text = getattr(one.record, attribute, None)
        if isinstance(text, Hcl):
            if one.every is not None:
                return Call(f"{key}{attribute}", (self.value(text, one), Symbol(str(one.every))))
            return self.value(text, one)
        answer = self.unknown(one.address, attribute)
        if answer:
            return Unknown(answer)
        return Symbol(f"{self._renamed(one)}{key if one.every else ''}.{attribute}")

    def _renamed(self, one: Instance) -> str:
        resource = self.names.get(one.resource, one.resource)
        return self.names.get(one.address, f"{resource}{one.key}")

    def _symbol(self, source: str, one: Instance) -> Value:
        """An expression that is only compared: with what is known of the instance, and its addresses as they are called."""
        found = [self._any_unknown(match[0]) for match in REFERENCE.finditer(source)]
        found += [
            Answer.PERHAPS for match in _VARIABLE.finditer(source) if match[1] in self.changed
        ]
        found += [Answer.PERHAPS for _ in _IMPURE.finditer(source)]
        if any(found):
            return Unknown(Answer.PERHAPS)
        text = _OF_INSTANCE.sub(lambda match: str(self._given(match, one)), source)
        return Symbol(REFERENCE.sub(lambda match: self.names.get(match[0], match[0]), text))

    def _any_unknown(self, resource: str) -> Answer:
        every = self.instances(resource)
        return max((self.unknown(item.address, "") for item in every), default=Answer.NO)


@lru_cache(maxsize=16_384)
def _read(text: str) -> Any:  # noqa: ANN401 - any value of a spec
    try:
        return read_value(text)
    except HclSyntaxError:
        return hcl.expression(text)


@lru_cache(maxsize=4096)
def _call(source: str) -> tuple[str, Sequence[Any]] | None:
    """The name of the function that an expression calls as a whole, and what it is given."""
    try:
        tokens = hcl.tokenize(source)
    except HclSyntaxError:
        return None
    if len(tokens) < 3 or tokens[0].kind is not Kind.IDENT or not encloses(tokens[1:], "("):  # noqa: PLR2004
        return None
    parts = hcl.split_at_commas(tokens[2:-1], lines=False)
    return tokens[0].text, [_read(source[part[0].offset : part[-1].end]) for part in parts if part]


def _members(found: Value) -> dict[str, Value] | None:
    """What ``for_each`` repeats over: the members of a mapping, or of a set of texts."""
    match found:
        case dict():
            return found if len(found) <= MOST else None
        case Call("toset", ([*items],)) if all(isinstance(one, str) for one in items):
            return {one: one for one in items if len(items) <= MOST}
        case _:
            return None
