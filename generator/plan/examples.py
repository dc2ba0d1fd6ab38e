"""Values that are made up for inputs: of the input's type, and such that its validation holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import hcl
from generator.hcl import Kind, Token
from generator.hcl.evaluate import holds, literals
from generator.spec.terraform import Variable

_ARNS = {
    "topic_arn": "arn:aws:sns:eu-west-1:123456789012:example",
    "stream_arn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/example",
    "role_arn": "arn:aws:iam::123456789012:role/example",
}
_EXAMPLE = "example"
_TYPICAL = (
    *(
        "dev",
        "prod",
        "eu-west-1",
        "123456789012",
        "example.com",
        "example@example.com",
        "a",
        "A",
        "1",
    ),
    *("https://example.com", "arn:aws:s3:::example", "arn:aws:iam::123456789012:role/example"),
    *("arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",),
    *_ARNS.values(),
)
"""What inputs of modules often are: tried where a validation refuses the first word."""
_LONGEST = 256


def made_up(key: str, type_: str, variable: Variable) -> object:
    """A value for an input of a type; None where none is found that is certain to be accepted."""
    checks = [check.condition for check in variable.validation or ()]
    if not checks:
        return _of_type(key, type_)
    for value in _candidates(key, type_, checks):
        if all(holds(check, key, value) for check in checks):
            return value
    return None


def _of_type(key: str, type_: str) -> object:
    if type_ == "string":
        return next((arn for end, arn in _ARNS.items() if key.endswith(end)), _EXAMPLE)
    try:
        return _value([t for t in hcl.tokenize(type_) if t.kind is not Kind.COMMENT or t.ends_line])
    except hcl.HclSyntaxError:
        return None


def _value(tokens: Sequence[Token]) -> object:
    """A value of a type constraint; None for one that is `any`, or no type."""
    solid = [token for token in tokens if not token.ends_line]
    outer = solid[0].text if solid else ""
    match outer:
        case "list" | "set":
            return []
        case "map":
            return {}
        case "tuple":
            inner = [_value(part) for part in hcl.split_at_commas(solid[3:-2], lines=False)]
            return None if None in inner else inner
        case "object":
            return _object(tokens)
        case _:
            plain: dict[str, object] = {"string": _EXAMPLE, "number": 1, "bool": True}
            return plain.get(outer)


def _object(tokens: Sequence[Token]) -> object:
    """A value with the attributes that are not optional."""
    opening = next((n for n, token in enumerate(tokens) if token.text == "{"), len(tokens))
    closing = max((n for n, token in enumerate(tokens) if token.text == "}"), default=0)
    found: dict[str, object] = {}
    for name, _, *type_ in hcl.split_at_commas(tokens[opening + 1 : closing], lines=True):
        if type_ and type_[0].text != "optional":
            found[name.text] = _value(type_)
    return None if None in found.values() else found


def _candidates(key: str, type_: str, checks: Sequence[str]) -> Iterator[object]:
    """Values of a type that a validation may accept: what it names goes before what is typical."""
    natural = _of_type(key, type_)
    if natural is not None:
        yield natural
    named = [value for check in checks for value in literals(check)]
    numbers = [value for value in named if not isinstance(value, str)]
    match type_:
        case "bool":
            yield False
        case "number":
            yield from (number + step for number in numbers for step in (0, 1, -1))
        case "string":
            yield from _strings([value for value in named if isinstance(value, str)], numbers)
        case "list(string)" | "set(string)":
            words = [value for value in named if isinstance(value, str)]
            yield from ([word] for word in (*words, _EXAMPLE))
        case _:
            pass


def _strings(words: Sequence[str], numbers: Sequence[int | float]) -> Iterator[str]:
    yield from (word for word in words if word[:1].isalnum() and word[-1:].isalnum())
    for word in words:
        yield from (f"{word}{_EXAMPLE}", f"{_EXAMPLE}{word}")
        yield from (f"{word}{_EXAMPLE}{end}" for end in words)
    if not words:
        yield from _long(numbers)
    yield from _TYPICAL
    for word in words:
        # A choice of words within a pattern.
        yield from word.strip("^$()").split("|")
        yield word
    yield from _long(numbers)


def _long(numbers: Sequence[int | float]) -> Iterator[str]:
    for number in numbers:
        for length in (number, number + 1, number - 1):
            if isinstance(length, int) and 0 < length <= _LONGEST:
                yield (_EXAMPLE * length)[:length]
