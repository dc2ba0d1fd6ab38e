"""What the models of the spec language share: the frozen base class and the argument types.

Each type validates with one function, so that a wrong value gives one message. Strings are Terraform
template strings as in Terraform's JSON configuration syntax; every argument accepts an expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
)
from pydantic_core import PydanticCustomError

from generator import hcl
from generator.diagnostics import Path
from generator.spec.facts import Fact, Words, listed

EVENT_TYPES = (
    "send",
    "reject",
    "bounce",
    "complaint",
    "delivery",
    "open",
    "click",
    "renderingFailure",
)
"""The event types of SES API v1, in the order of the API's ``EventDestination`` page."""

LOCATION = ("provider", "region")
"""The keys that say where a resource lives: event destinations have those of their set, and sets those of ``defaults``."""

SET_DEPTH = 2
"""How long the path of a configuration set is: ``configuration_sets``, a key."""
DESTINATION_DEPTH = 4
"""How long the path of an event destination is: ``configuration_sets``, a key, ``event_destinations``, a key."""

REPLACEMENTS = ("recreate", "overlap", "plain")
"""How the edit of an event destination is applied; the first is the default."""
LABELS = ("keys", "snake_case")
"""What labels are made of: keys and names as they stand, or these in snake case; the first is the default."""
WAITS = ("sleep", "time_sleep", "none")
"""How a module waits for a role that it makes; the first is the default."""

ALL = "all"
"""The word for every event type (``matching_types``) or every attribute (``ignore_changes``)."""

EXPRESSION_SCHEMA = {
    "type": "string",
    "pattern": r"^\$\{[\s\S]+\}$",
    "description": "A Terraform expression, such as ${var.name}.",
}


def owner_depth(path: Path) -> int:
    """How many steps of a path lead to the event destination or configuration set that it lies in."""
    in_one = path[SET_DEPTH : SET_DEPTH + 1] == ("event_destinations",)
    return DESTINATION_DEPTH if in_one else SET_DEPTH


class About(NamedTuple):
    """What a field says about its key, beside its type and the docstring below it.

    ``values`` are some to show and to offer. ``takes`` is what AWS takes: the docstring does not repeat it. ``api``
    is the SES API's name for it, ``hcl`` the provider's where it differs. ``inside`` are the places of the same
    value in groups of the API's answer and in blocks of the provider's, such as ``DeliveryOptions.TlsPolicy``.
    """

    values: Sequence[Any] = ()
    api: str = ""
    hcl: str = ""
    inside: tuple[str, ...] = ()
    takes: Fact | None = None

    @property
    def examples(self) -> list[Any]:
        """Values to show and to offer: the words, where a key takes one of a few."""
        words = self.takes.words if isinstance(self.takes, Words) else ()
        return list(self.values or words)


class Model(BaseModel):
    """Base of every model of the spec: immutable and closed (an unknown key is an error)."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


def kind_of(value: object) -> str:
    """Name the YAML kind of a value for messages: ``a string``, ``a list`` and so on."""
    match value:
        case None:
            return "nothing (null)"
        case bool():
            return f"the boolean {str(value).lower()}"
        case int() | float():
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
    if isinstance(value, (bool, int, float)):
        shown = str(value).lower() if isinstance(value, bool) else value
        return f'write it in quotes: "{shown}"'
    return ""


def template_string(value: object) -> str:
    """Validate a Terraform template string."""
    if not isinstance(value, str):
        raise wrong(value, "a string", _quoting_help(value))
    return _check_template(value)


def plain_string(value: object) -> str:
    """Validate a string that stands for itself: no template."""
    if not isinstance(value, str):
        raise wrong(value, "a string", _quoting_help(value))
    return value


def is_expression(value: object) -> bool:
    """Whether a value is a string that is one ``${…}`` alone."""
    return isinstance(value, str) and hcl.sole_expression(value) is not None


def _expression_or(value: object, expected: str) -> str:
    """Accept a string that is one expression; refuse everything else as not ``expected``."""
    if isinstance(value, str):
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


def replacement(value: object) -> str:
    """Validate how an edit is applied."""
    if isinstance(value, str) and value in REPLACEMENTS:
        return value
    raise wrong(value, listed(REPLACEMENTS, "or"))


def labels(value: object) -> str:
    """Validate what labels are made of."""
    if isinstance(value, str) and value in LABELS:
        return value
    raise wrong(value, listed(LABELS, "or"))


def wait(value: object) -> str:
    """Validate how a module waits for roles."""
    if isinstance(value, str) and value in WAITS:
        return value
    raise wrong(value, listed(WAITS, "or"))


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
    """Validate ``matching_types`` that are no list: ``all`` or an expression."""
    if value == ALL:
        return ALL
    if isinstance(value, str) and value in EVENT_TYPES:
        raise PydanticCustomError(
            "sesgen",
            "must be a list of event types, but is the string {text}",
            {"text": repr(value), "help": f"write [{value}]"},
        )
    return _expression_or(value, "a list of event types, all, or ${…}")


def no_list(expected: str, word: str = "") -> Callable[[object], str]:
    """A validator of what stands where a list is expected: nothing but ``word``, if given."""

    def validate(value: object) -> str:
        if word and value == word:
            return word
        raise wrong(value, expected)

    return validate


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
    """Validate a key that becomes a Terraform label: a letter or ``_``, then ``A-Za-z0-9_-``."""
    if hcl.IDENTIFIER.fullmatch(value):
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
