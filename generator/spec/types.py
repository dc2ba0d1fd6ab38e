"""The types of the spec language's values, each with its part of the JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from generator.hcl import IDENTIFIER_IN_SCHEMA, PLACE_IN_SCHEMA
from generator.spec.base import (
    ALL,
    APIS,
    EVERY_EVENT_TYPE,
    EXPRESSION_SCHEMA,
    HTTPS_POLICIES,
    LABELS,
    REPLACEMENTS,
    SUPPRESSED,
    SWITCH,
    TLS_POLICIES,
    VALUE_SOURCES,
    WAITS,
)
from generator.spec.validators import (
    all_or_expression,
    boolean,
    comment_place,
    flag,
    for_each,
    identifier,
    list_or_expression,
    no_list,
    number,
    one_of,
    plain_string,
    raw_hcl,
    reference,
    send_case,
    spelled,
    switch,
    template_string,
    whole_number,
)


def _as_is(value: object) -> object:
    return value


class _Checked:
    """Field annotation: what ``check`` makes of a value; its JSON Schema is one of ``kinds``.

    pydantic's own ``PlainValidator`` looks at the signature of its function wherever a field has it: of the time in
    which the models are built, that was a third.
    """

    def __init__(self, check: Callable[[Any], object], *kinds: dict[str, Any]) -> None:
        self._schema = self.schema(check)
        self._kinds = kinds

    schema: ClassVar[Callable[..., CoreSchema]] = staticmethod(
        core_schema.no_info_plain_validator_function
    )

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The schema of pydantic: the function alone."""
        return self._schema

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """What an editor sees."""
        return _one_of(self._kinds)


class _CheckedIn(_Checked):
    """The same for a function that also gets pydantic's information: where the value is from."""

    schema = staticmethod(core_schema.with_info_plain_validator_function)


def _one_of(kinds: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {"anyOf": list(kinds)} if len(kinds) > 1 else dict(kinds[0])


class _Or:
    """Field annotation: what has ``parts``, of one of some ``kinds``, or what ``otherwise`` accepts.

    One validator, not a union, so that a wrong part is reported once and at its own place.
    """

    def __init__(
        self, parts: object, kinds: tuple[type, ...], otherwise: Callable[[object], object]
    ) -> None:
        self._parts = parts
        self._kinds = kinds
        self._otherwise = otherwise

    def _validate(self, value: object, handler: ValidatorFunctionWrapHandler) -> object:
        return handler(value) if isinstance(value, self._kinds) else self._otherwise(value)

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The schema of pydantic: that of the parts, behind the look at the value's kind."""
        parts = handler.generate_schema(self._parts)
        as_is = core_schema.plain_serializer_function_ser_schema(_as_is)
        return core_schema.no_info_wrap_validator_function(
            self._validate, parts, serialization=as_is
        )


class ListOr(_Or):
    """Field annotation: a list of ``item``, or what ``otherwise`` accepts."""

    def __init__(self, item: object, otherwise: Callable[[object], str]) -> None:
        super().__init__(tuple[item, ...], (list, tuple), otherwise)  # type: ignore[valid-type]


class NumberOr(_Or):
    """Field annotation: a mapping of ``entries``, or a number from 0 on, or an expression."""

    def __init__(self, entries: object) -> None:
        super().__init__(entries, (Mapping,), _number_or_mapping)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Both kinds of value."""
        return {"anyOf": [_NUMBER, EXPRESSION_SCHEMA, handler(schema)]}


def _number_or_mapping(value: object) -> object:
    return number(value, "a number from 0 on, ${…} or a mapping")


_NUMBER: dict[str, Any] = {"type": "number", "minimum": 0}


def _json(*kinds: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema(_one_of(kinds))


_STRING: dict[str, Any] = {"type": "string"}


def _words(words: tuple[str, ...]) -> dict[str, Any]:
    every = [*words, *map(send_case, words)]
    return {"type": "string", "anyOf": [{"enum": every}, {"pattern": r"[$%]\{"}]}


Text: TypeAlias = Annotated[str, _Checked(template_string, _STRING)]
"""A Terraform template string."""
Plain: TypeAlias = Annotated[str, _Checked(plain_string, _STRING)]
"""A string without interpolation."""
Comments: TypeAlias = dict[
    Annotated[str, _Checked(comment_place, {"type": "string", "pattern": PLACE_IN_SCHEMA})],
    Plain,
]
"""Comments by the places where they stand in the block."""
RawHcl: TypeAlias = Annotated[str, _Checked(raw_hcl, _STRING)]
"""The inside of a block, in HCL."""
Flag: TypeAlias = Annotated[bool | str, _Checked(flag, {"type": "boolean"}, EXPRESSION_SCHEMA)]
"""A boolean or an expression."""
Boolean: TypeAlias = Annotated[bool, _Checked(boolean, {"type": "boolean"})]
"""A boolean that Terraform does not let be an expression."""
Count: TypeAlias = Annotated[
    int | str,
    _Checked(whole_number, {"type": "integer", "minimum": 0}, EXPRESSION_SCHEMA),
]
"""A whole number from 0 on, or an expression."""
ForEach: TypeAlias = Annotated[
    dict[str, Any] | str, _Checked(for_each, {"type": "object"}, EXPRESSION_SCHEMA)
]
"""A mapping or an expression."""
Number: TypeAlias = Annotated[float | str, _Checked(number, _NUMBER, EXPRESSION_SCHEMA)]
"""A number from 0 on, or an expression."""
Switch: TypeAlias = Annotated[
    bool | str,
    _Checked(switch, {"type": "boolean"}, {"enum": list(SWITCH)}, EXPRESSION_SCHEMA),
]
"""A boolean or an expression; API v2 has words for it."""


Api: TypeAlias = Annotated[str, _Checked(one_of(APIS), {"enum": list(APIS)})]
"""The API of SES that the resources use."""
Replacement: TypeAlias = Annotated[
    str, _Checked(one_of(REPLACEMENTS), {"enum": list(REPLACEMENTS)})
]
"""How the edit of an event destination is applied."""
Labels: TypeAlias = Annotated[str, _Checked(one_of(LABELS), {"enum": list(LABELS)})]
"""What labels are made of."""
Wait: TypeAlias = Annotated[str, _Checked(one_of(WAITS), {"enum": list(WAITS)})]
"""How a module waits for a role that it makes."""
Reference: TypeAlias = Annotated[str, _Checked(reference, _STRING)]
"""A reference to a Terraform object."""
References: TypeAlias = Annotated[
    tuple[str, ...],
    ListOr(Reference, no_list("a list of references")),
    _json({"type": "array", "items": _STRING}),
]
"""A list of references."""
Texts: TypeAlias = Annotated[
    tuple[str, ...],
    ListOr(Text, no_list("a list of strings")),
    _json({"type": "array", "items": _STRING}),
]
"""A list of template strings."""
IgnoredAttributes: TypeAlias = Annotated[
    tuple[str, ...] | str,
    ListOr(Reference, no_list("a list of attribute names, or all", ALL)),
    _json({"type": "array", "items": _STRING}, {"const": ALL}),
]
"""Attribute names, or ``all``."""
MatchingTypes: TypeAlias = Annotated[
    tuple[str, ...] | str,
    ListOr(Annotated[str, _CheckedIn(spelled(EVERY_EVENT_TYPE), _STRING)], all_or_expression),
    _json({"type": "array", "items": _words(EVERY_EVENT_TYPE)}, {"const": ALL}, EXPRESSION_SCHEMA),
]
"""Event types: a list, ``all`` or an expression."""
Reasons: TypeAlias = Annotated[
    tuple[str, ...] | str,
    ListOr(
        Annotated[str, _CheckedIn(spelled(SUPPRESSED), _STRING)],
        list_or_expression("a list of reasons"),
    ),
    _json({"type": "array", "items": _STRING}, EXPRESSION_SCHEMA),
]
"""Reasons for which an address is suppressed: a list or an expression."""
ValueSource: TypeAlias = Annotated[str, _CheckedIn(spelled(VALUE_SOURCES), _STRING)]
"""Where SES looks for the value of a dimension."""
TlsPolicy: TypeAlias = Annotated[str, _CheckedIn(spelled(TLS_POLICIES), _STRING)]
"""Whether mail is delivered over TLS only."""
HttpsPolicy: TypeAlias = Annotated[str, _CheckedIn(spelled(HTTPS_POLICIES), _STRING)]
"""Which tracking links use HTTPS."""
Key: TypeAlias = Annotated[
    str,
    AfterValidator(identifier),
    _json({"type": "string", "pattern": f"^{IDENTIFIER_IN_SCHEMA}$"}),
]
"""A key that becomes a Terraform label."""
