"""What expressions are, as far as a state and the keys of instances say: nothing is guessed."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from generator import hcl
from generator.hcl import HclSyntaxError, Interpolation, Literal
from generator.importer.values import encoded
from generator.plan.repeated import members

_STEP = re.compile(
    r"\.([A-Za-z_][\w-]*|\d+)|\[\s*(\"[^\"\\$%\n]*\"|\d+|each\.key|count\.index)\s*\]"
)
_DATA = "data"


Given: TypeAlias = Mapping[str, object]
"""What ``each`` and ``count`` are in an instance."""


UNKNOWN = object()
"""What an expression decides."""


class UnknownError(Exception):
    """Something that an expression decides which nothing here knows."""


class Known(NamedTuple):
    """What is known: the values of resources by their addresses, and what ``each`` and ``count`` are in an instance.

    ``several`` are the keys, in brackets, of the instances of a resource that are there.
    """

    resources: Mapping[str, Mapping[str, Any]]
    several: Mapping[str, Sequence[str]] = MappingProxyType({})
    given: Given = MappingProxyType({})

    @classmethod
    def of(cls, resources: Mapping[str, Mapping[str, Any]]) -> Known:
        """What the resources of a module say, by their addresses in it."""
        several = defaultdict[str, list[str]](list)
        for one in resources:
            base, bracket, key = one.partition("[")
            if bracket:
                several[base].append(f"[{key}")
        return cls(resources, several)

    def source(self, text: str) -> Any:  # noqa: ANN401 - any value
        """What some HCL is.

        Raises:
            UnknownError: something else decides.
        """
        try:
            return self.value(hcl.read_value(text))
        except HclSyntaxError:
            raise UnknownError from None

    def instances(self, address: str, kind: str, source: str) -> tuple[dict[str, Given], bool]:
        """What ``each`` and ``count`` are in every instance, by its key in brackets, and whether these are all.

        ``kind`` is which of the two repeats something, and "" for what stands once: that has one instance, without a key.
        Where an expression decides, those count that are there.
        """
        if not kind:
            return {"": {}}, True
        found = members(kind, source)
        if found or source in {"0", "{}"}:
            return {f"[{key}]": given for key, given in found.items()}, True
        name, type_ = ("each.key", str) if kind == "for_each" else ("count.index", int)
        keys = {key: hcl.read_value(key[1:-1]) for key in self.several.get(address, ())}
        return {key: {name: one} for key, one in keys.items() if isinstance(one, type_)}, False

    def value(self, value: Any) -> Any:  # noqa: ANN401 - any value
        """What a value is, whose texts are template strings.

        Raises:
            UnknownError: something else decides.
        """
        if isinstance(value, str):
            return self._template(value) if hcl.has_markup(value) else value
        if isinstance(value, Mapping):
            return {self.value(key): self.value(inner) for key, inner in value.items()}
        return [self.value(inner) for inner in value] if isinstance(value, (list, tuple)) else value

    def _template(self, text: str) -> Any:  # noqa: ANN401 - any value
        alone = hcl.sole_expression(text)
        if alone is not None:
            return self._expression(alone)
        try:
            return "".join(map(self._part, hcl.parse_template(text)))
        except HclSyntaxError:
            raise UnknownError from None

    def _part(self, part: object) -> str:
        if isinstance(part, Literal):
            return part.text
        if isinstance(part, Interpolation) and not (part.strip_left or part.strip_right):
            found = self._expression(part.source.strip())
            if isinstance(found, bool):
                return str(found).lower()
            if isinstance(found, (str, int)):
                return str(found)
        raise UnknownError

    def _expression(self, source: str) -> Any:  # noqa: ANN401 - any value
        text = encoded(source)
        if text is not None:
            return json.dumps(self.value(text))
        read = hcl.read_value(source)
        if not isinstance(read, str) or hcl.sole_expression(read) is None:
            return self.value(read)
        return self._reference(source)

    def _reference(self, source: str) -> Any:  # noqa: ANN401 - any value
        if source in self.given:
            return self.given[source]
        steps = list(self._steps(source))
        length = 3 if steps[0] == _DATA else 2
        found: Any = self.resources.get(".".join(map(str, steps[:length])))
        rest = steps[length:]
        if found is None and rest:
            key, *rest = rest
            key = hcl.quote(key) if isinstance(key, str) else key
            found = self.resources.get(f"{'.'.join(map(str, steps[:length]))}[{key}]")
        try:
            for step in rest:
                found = found[step]
        except (KeyError, IndexError, TypeError):
            raise UnknownError from None
        if found is None or not rest:
            raise UnknownError
        return found

    def _steps(self, source: str) -> Iterator[str | int]:
        first = re.match(r"[A-Za-z_][\w-]*", source)
        if first is None:
            raise UnknownError
        yield first[0]
        at = first.end()
        while at < len(source):
            match = _STEP.match(source, at)
            if match is None:
                raise UnknownError
            name, key = match.groups()
            if name is not None:
                yield int(name) if name.isdecimal() else name
            else:
                yield self.source(key)
            at = match.end()


def literally(value: Any) -> Any:  # noqa: ANN401 - a part of a spec
    """What a value is that was read from answers; UNKNOWN for a variable in the place of what a template refers to."""
    try:
        return Known({}).value(value)
    except UnknownError:
        return UNKNOWN
