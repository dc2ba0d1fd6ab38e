"""The types of the spec language's values, each with its part of the JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
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
    return WithJsonSchema({"anyOf": list(kinds)} if len(kinds) > 1 else dict(kinds[0]))


_STRING: dict[str, Any] = {"type": "string"}


def _words(words: tuple[str, ...]) -> dict[str, Any]:
    every = [*words, *map(send_case, words)]
    return {"type": "string", "anyOf": [{"enum": every}, {"pattern": r"[$%]\{"}]}


Text: TypeAlias = Annotated[str, PlainValidator(template_string), _json(_STRING)]
"""A Terraform template string."""
Plain: TypeAlias = Annotated[str, PlainValidator(plain_string), _json(_STRING)]
"""A string without interpolation."""
Comments: TypeAlias = dict[
    Annotated[
        str, PlainValidator(comment_place), _json({"type": "string", "pattern": PLACE_IN_SCHEMA})
    ],
    Plain,
]
"""Comments by the places where they stand in the block."""
RawHcl: TypeAlias = Annotated[str, PlainValidator(raw_hcl), _json(_STRING)]
"""The inside of a block, in HCL."""
Flag: TypeAlias = Annotated[
    bool | str, PlainValidator(flag), _json({"type": "boolean"}, EXPRESSION_SCHEMA)
]
"""A boolean or an expression."""
Boolean: TypeAlias = Annotated[bool, PlainValidator(boolean), _json({"type": "boolean"})]
"""A boolean that Terraform does not let be an expression."""
Count: TypeAlias = Annotated[
    int | str,
    PlainValidator(whole_number),
    _json({"type": "integer", "minimum": 0}, EXPRESSION_SCHEMA),
]
"""A whole number from 0 on, or an expression."""
ForEach: TypeAlias = Annotated[
    dict[str, Any] | str, PlainValidator(for_each), _json({"type": "object"}, EXPRESSION_SCHEMA)
]
"""A mapping or an expression."""
Number: TypeAlias = Annotated[
    float | str, PlainValidator(number), _json(_NUMBER, EXPRESSION_SCHEMA)
]
"""A number from 0 on, or an expression."""
Switch: TypeAlias = Annotated[
    bool | str,
    PlainValidator(switch),
    _json({"type": "boolean"}, {"enum": list(SWITCH)}, EXPRESSION_SCHEMA),
]
"""A boolean or an expression; API v2 has words for it."""


Api: TypeAlias = Annotated[str, PlainValidator(one_of(APIS)), _json({"enum": list(APIS)})]
"""The API of SES that the resources use."""
Replacement: TypeAlias = Annotated[
    str, PlainValidator(one_of(REPLACEMENTS)), _json({"enum": list(REPLACEMENTS)})
]
"""How the edit of an event destination is applied."""
Labels: TypeAlias = Annotated[str, PlainValidator(one_of(LABELS)), _json({"enum": list(LABELS)})]
"""What labels are made of."""
Wait: TypeAlias = Annotated[str, PlainValidator(one_of(WAITS)), _json({"enum": list(WAITS)})]
"""How a module waits for a role that it makes."""
Reference: TypeAlias = Annotated[str, PlainValidator(reference), _json(_STRING)]
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
    ListOr(
        Annotated[str, PlainValidator(spelled(EVERY_EVENT_TYPE)), _json(_STRING)], all_or_expression
    ),
    _json({"type": "array", "items": _words(EVERY_EVENT_TYPE)}, {"const": ALL}, EXPRESSION_SCHEMA),
]
"""Event types: a list, ``all`` or an expression."""
Reasons: TypeAlias = Annotated[
    tuple[str, ...] | str,
    ListOr(
        Annotated[str, PlainValidator(spelled(SUPPRESSED)), _json(_STRING)],
        list_or_expression("a list of reasons"),
    ),
    _json({"type": "array", "items": _STRING}, EXPRESSION_SCHEMA),
]
"""Reasons for which an address is suppressed: a list or an expression."""
ValueSource: TypeAlias = Annotated[str, PlainValidator(spelled(VALUE_SOURCES)), _json(_STRING)]
"""Where SES looks for the value of a dimension."""
TlsPolicy: TypeAlias = Annotated[str, PlainValidator(spelled(TLS_POLICIES)), _json(_STRING)]
"""Whether mail is delivered over TLS only."""
HttpsPolicy: TypeAlias = Annotated[str, PlainValidator(spelled(HTTPS_POLICIES)), _json(_STRING)]
"""Which tracking links use HTTPS."""
Key: TypeAlias = Annotated[
    str,
    AfterValidator(identifier),
    _json({"type": "string", "pattern": f"^{IDENTIFIER_IN_SCHEMA}$"}),
]
"""A key that becomes a Terraform label."""
