"""The short way from text to values, for the plain specs that most are, and all large ones.

:class:`generator.loader.document.Document` knows the line of every value, and takes most of the time of a
large spec to build. It is needed when there is a message. Values alone come from faster parsers here:
10,000 event destinations take 0.09 s instead of 0.5 s, and a third of the memory.

The faster YAML parser reads some of YAML otherwise (``012``, dates, tags, several documents). So it is only
given text that a pattern knows line by line: keys, plain and quoted words, lists and mappings of words in
brackets. For everything else :func:`quick_values` answers None, and the document is parsed as a whole. The
tests hold that both give the same.
"""

from __future__ import annotations

import json
import re
from typing import Any

from generator.hcl.numbers import exact
from generator.loader.text import MAX_DEPTH

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
# Line breaks of YAML 1.1, and what its readers do not take.
_ODD = r"[\x80-\xa0\u2028-\u202f\ud800-\uf8ff\ufdd0-\ufdef\ufeff-\U0010ffff]"

# Words begin with a letter: the faster parser takes _0 for a number.
_KEY = r"(?!(?:null|Null|NULL|[tT]rue|TRUE|[fF]alse|FALSE):)[A-Za-z][A-Za-z0-9_-]*+"
_QUOTED = r"""'[^'\n]*+'|"[^"\\\n]*+\""""
# Of 15 digits every decimal survives.
_NUMBER = r"(?:(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,8})?+|[1-9][0-9]{0,15})(?= *+(?:#|\n))"
# In a plain scalar a colon is no end, and a blank neither, unless a comment or the end of the line follows.
_PLAIN = r"[A-Za-z$/](?:[^ #:\n]|:(?=[^ \n])|(?<=[^ ])#| ++(?![#\n]))*+"
_WORD = rf"(?:[A-Za-z][A-Za-z0-9_./-]*+|{_QUOTED})"
_LIST = rf"\[ *+(?:{_WORD} *+(?:, *+{_WORD} *+)*+)?\]"
_PAIR = rf"{_KEY}: +(?:{_WORD}|{_LIST}) *+"
_MAP = rf"\{{ *+(?:{_PAIR}(?:, *+{_PAIR})*+)?\}}"
_VALUE = rf"(?:{_NUMBER}|{_LIST}|{_MAP}|{_QUOTED}|{_PLAIN})"
_LINE = (
    rf" {{0,40}}(?:(?:- ){{0,2}}{_KEY}:(?: ++{_VALUE})?|(?:- ){{1,2}}{_VALUE}) *+(?:(?<= )#.*+)?\n"
    r"| *+(?:#.*+)?\n"
)
_TEXT = rf"(?:{_LINE})*+"
# YAML folds these or refuses them; in JSON they are characters of a string.
NOT_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\\u[dD]")


def quick_values(name: str, text: str) -> Any:  # noqa: ANN401 - any value of YAML
    """The values in a text whose file is called ``name``; None where the long way must be taken."""
    if name.endswith(".json"):
        return _json(text)
    text = text if text.endswith("\n") else text + "\n"
    if _CONTROLS.search(text) or (not text.isascii() and re.search(_ODD, text)):
        return None
    if re.fullmatch(_TEXT, text) is None:
        return None
    import yaml_rs  # noqa: PLC0415 - for YAML alone

    try:
        return yaml_rs.loads(text, parse_datetime=False)
    except yaml_rs.YAMLDecodeError:
        # Whatever it is (a key twice, an indent that fits nothing), the long way says it at its place.
        return None


def _json(text: str) -> Any:  # noqa: ANN401 - any value of JSON
    if NOT_YAML.search(text):
        return None
    try:
        data = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse,
            parse_int=_integer,
            parse_float=_decimal,
        )
    except (ValueError, RecursionError):
        return None
    return None if _is_deep(data) else data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refuse(text: str) -> Any:  # noqa: ANN401 - never returns
    raise ValueError(text)


def _integer(text: str) -> int:
    if len(text) > 18:  # noqa: PLR2004 - from some length on, YAML keeps the text
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> float:
    found = exact(text)
    if found is None:
        raise ValueError(text)
    return found


def _is_deep(data: object) -> bool:
    """Whether values may nest deeper than a document can; level by level, without recursion."""
    level: list[Any] = [data] if isinstance(data, (dict, list)) else []
    for _ in range(MAX_DEPTH - 2):
        if not level:
            return False
        inner = [node.values() if isinstance(node, dict) else node for node in level]
        level = [item for items in inner for item in items if isinstance(item, (dict, list))]
    return bool(level)
