"""What validates the values of the spec language: one function for each type, so that a wrong value gives one message.

Strings are Terraform template strings as in Terraform's JSON configuration syntax; every argument accepts an expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from generator import hcl
from generator.hcl.numbers import Digits
from generator.spec.base import ALL, EVERY_EVENT_TYPE, SWITCH
from generator.spec.fact_types import listed

if TYPE_CHECKING:
    from pydantic import ValidationInfo


def kind_of(value: object) -> str:
    """Name the YAML kind of a value for messages: ``a string``, ``a list`` and so on."""
    match value:
        case None:
            return "nothing (null)"
        case bool():
            return f"the boolean {str(value).lower()}"
        case int() | float() | Digits():
            return f"the number {value}"
        case str():
            return "a string"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            return f"a Python {type(value).__name__}"


def wrong(value: object, expected: str, help_: str = "") -> PydanticCustomError:
    """The error of a value that has the wrong kind. ``help_`` says what to do."""
    got = kind_of(value)
    return PydanticCustomError(
        "sesgen",
        "must be {expected}, but is {got}",
        {"expected": expected, "got": got, "help": help_},
    )


def _check_template(text: str) -> str:
    if not text.isprintable():
        try:
            hcl.quote(text)
        except hcl.HclValueError as error:
            context = {"reason": str(error), "help": "remove it"}
            raise PydanticCustomError("sesgen", "is wrong: {reason}", context) from None
    if "${" in text or "%{" in text:
        try:
            hcl.parse_template(text)
        except hcl.HclSyntaxError as error:
            context = {
                "reason": str(error),
                "help": "write $${ or %%{ for a literal ${ or %{",
            }
            raise PydanticCustomError("sesgen_template", "{reason}", context) from None
    return text


def _quoting_help(value: object) -> str:
    if isinstance(value, (bool, int, float, Digits)):
        shown = str(value).lower() if isinstance(value, bool) else value
        return f'write it in quotes: "{shown}"'
    return ""


def template_string(value: object) -> str:
    """Validate a Terraform template string."""
    if not isinstance(value, str) or type(value) is Digits:
        raise wrong(value, "a string", _quoting_help(value))
    return _check_template(value)


def plain_string(value: object) -> str:
    """Validate a string that stands for itself: no template."""
    if not isinstance(value, str) or type(value) is Digits:
        raise wrong(value, "a string", _quoting_help(value))
    return value


def is_expression(value: object) -> bool:
    """Whether a value is a string that is one ``${…}`` alone."""
    return isinstance(value, str) and hcl.sole_expression(value) is not None


def _expression_or(value: object, expected: str) -> str:
    """Accept a string that is one expression; refuse everything else as not ``expected``."""
    if isinstance(value, str) and type(value) is not Digits:
        _check_template(value)
        if is_expression(value):
            return value
        raise PydanticCustomError(
            "sesgen",
            "must be {expected}, but is the string {text}",
            {"expected": expected, "text": repr(value), "help": ""},
        )
    raise wrong(value, expected)


def flag(value: object) -> bool | str:
    """Validate a boolean or an expression."""
    return value if isinstance(value, bool) else _expression_or(value, "true, false or ${…}")


def boolean(value: object) -> bool:
    """Validate a boolean that Terraform must know before it evaluates anything."""
    if isinstance(value, bool):
        return value
    raise wrong(value, "true or false")


def whole_number(value: object) -> int | str:
    """Validate a count: a whole number from 0 on, or an expression."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return _expression_or(value, "a whole number from 0 on, or ${…}")


def number(value: object, expected: str = "a number from 0 on, or ${…}") -> float | str:
    """Validate a number from 0 on, or an expression; ``expected`` says so in the message."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0:
        return value
    return _expression_or(value, expected)


def one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    """A validator of a word that is one of some."""

    def validate(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise wrong(value, listed(words, "or"))

    return validate


def send_case(word: str) -> str:
    """A word as API v2 spells it, such as ``RENDERING_FAILURE`` for ``renderingFailure``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word).upper()


FROM_HCL = {"is_hcl": True}
"""The context of validation for what Terraform files say: there a word has the spelling of its API alone."""


def spelled(words: tuple[str, ...]) -> Callable[[object, ValidationInfo], str]:
    """A validator of a template string that brings some words of API v2 into the spec's own spelling."""
    own = {send_case(word): word for word in words}

    def validate(value: object, info: ValidationInfo) -> str:
        text = template_string(value)
        return text if info.context is FROM_HCL else own.get(text, text)

    return validate


def switch(value: object) -> bool | str:
    """Validate a boolean, an expression, or one of the words that API v2 has for a boolean."""
    return SWITCH[value] if isinstance(value, str) and value in SWITCH else flag(value)


def for_each(value: object) -> dict[str, Any] | str:
    """Validate ``for_each``: a mapping (values are templates) or an expression."""
    if isinstance(value, Mapping):
        return dict(_check_value(value))
    if isinstance(value, list):
        help_ = 'write a mapping, or ${toset(["a", "b"])}'
        raise wrong(value, "a mapping or ${…} (Terraform takes no list here)", help_)
    return _expression_or(value, "a mapping or ${…}")


def _check_value(value: Any) -> Any:  # noqa: ANN401 - any YAML value
    if isinstance(value, str):
        return _check_template(value)
    if isinstance(value, Mapping):
        return {_check_template(key): _check_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_check_value(item) for item in value]
    return value


def reference(value: object) -> str:
    """Validate a reference such as ``aws_sns_topic.bounces``; ``${…}`` around it is dropped."""
    if not isinstance(value, str):
        raise wrong(value, "a reference such as aws_sns_topic.bounces")
    inner = hcl.sole_expression(value) if "${" in value else None
    try:
        return str(hcl.reference(inner if inner is not None else value))
    except hcl.HclSyntaxError as error:
        raise PydanticCustomError(
            "sesgen",
            "must be a reference such as aws_sns_topic.bounces: {reason}",
            {"reason": str(error), "help": ""},
        ) from None


def all_or_expression(value: object) -> str:
    """Validate ``matching_types`` that are not a list: ``all`` or an expression."""
    if value == ALL:
        return ALL
    if isinstance(value, str) and value in EVERY_EVENT_TYPE:
        raise PydanticCustomError(
            "sesgen",
            "must be a list of event types, but is the string {text}",
            {"text": repr(value), "help": f"write [{value}]"},
        )
    return _expression_or(value, "a list of event types, all, or ${…}")


def list_or_expression(expected: str) -> Callable[[object], str]:
    """A validator of what stands where a list is expected: an expression."""

    def validate(value: object) -> str:
        return _expression_or(value, f"{expected}, or ${{…}}")

    return validate


def no_list(expected: str, word: str = "") -> Callable[[object], str]:
    """A validator of what stands where a list is expected: nothing but ``word``, if given."""

    def validate(value: object) -> str:
        if word and value == word:
            return word
        raise wrong(value, expected)

    return validate


def comment_place(value: object) -> str:
    """Validate where in a block a comment stands."""
    if isinstance(value, str) and hcl.PLACE.fullmatch(value):
        return value
    help_ = "write `above`, `inside`, `behind`, `above name` or `behind sns_destination.topic_arn`"
    raise wrong(value, "a place in the block", help_)


def raw_hcl(value: object) -> str:
    """Validate HCL that goes into a block as it is: brackets, strings and heredocs must close."""
    if not isinstance(value, str):
        raise wrong(value, "HCL in a string", "write it as a block scalar: `raw_hcl: |`")
    try:
        hcl.tokenize(value)
    except hcl.HclSyntaxError as error:
        raise PydanticCustomError("sesgen_template", "{reason}", {"reason": str(error)}) from None
    return value


def identifier(value: str) -> str:
    """Validate a key that becomes a Terraform label: a letter or ``_``, then letters, digits, ``_`` and ``-``."""
    if hcl.IDENTIFIER.fullmatch(value) and value.replace("-", "_").isidentifier():
        return value
    raise PydanticCustomError(
        "sesgen",
        "{key} cannot be a Terraform label",
        {
            "key": repr(value),
            "help": "start with a letter or _, go on with letters, digits, _ and -;"
            " write the real name under `name`",
        },
    )
