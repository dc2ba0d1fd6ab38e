"""What goes wrong in a user's own template → a diagnostic at its line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterable

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from generator.diagnostics import Diagnostic
from generator.likeness import nearest
from generator.plan import records
from generator.render import markdown
from generator.render.environment import HCL_FILTERS, UnsafeTemplateError
from generator.render.own import OwnTemplates

_QUOTED = re.compile(r"'([^']*)'")
_UNKNOWN = re.compile(r"No (filter|test) named '([^']*)'")
_ATTRIBUTE = re.compile(r"'([^']*)' has no attribute '([^']*)'")
_MOST = 40
"""So many names are listed in a help."""


def mistake(own: OwnTemplates, error: Exception, name: str, given: Collection[str]) -> Diagnostic:
    """The diagnostic of an error that rendering or compiling a template raises.

    ``name`` is the template that was asked for, ``given`` the names that it is given.
    """
    name, line = _place(own, error, name)
    code, message, help_, word = _words(error, given)
    place = own.whole_line(name, line)
    source = own.source(name)
    match = re.search(rf"\b{re.escape(word)}\b", source.line(line)) if word and source else None
    if match:
        place = (line, match.start() + 1, match.end() + 1)
    return own.at(code, message, name, place, help_)


def _place(own: OwnTemplates, error: Exception, name: str) -> tuple[str, int]:
    """The innermost line of an own template that an error went through."""
    names = {source.name: known for known, source in own.files}
    if isinstance(error, TemplateSyntaxError) and own.source(error.name or ""):
        return error.name or name, error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    inside = [
        (names[frame.filename], frame.lineno or 1) for frame in frames if frame.filename in names
    ]
    if inside:
        return inside[-1]
    return (name if own.source(name) else next(iter(own.names()), name)), 1


def _words(error: Exception, given: Collection[str]) -> tuple[str, str, str, str]:
    """Code, message and help for an error, and the word in the line that it speaks of."""
    for kind, words in _KINDS:
        if isinstance(error, kind):
            return words(error, given)
    reason = " ".join(str(error).split()) or type(error).__name__
    return "TPL006", f"the template fails: {reason}", "", ""


def _syntax(error: Exception, _: Collection[str]) -> tuple[str, str, str, str]:
    text = str(getattr(error, "message", "") or error).rstrip(".")
    unknown = _UNKNOWN.match(text)
    if unknown is None:
        shown = f"{text[:1].lower()}{text[1:]}" if text[1:2].islower() else text
        return "TPL001", f"is not a Jinja template: {shown}", "", ""
    kind, word = unknown.groups()
    ours = (*HCL_FILTERS, *markdown.FILTERS)
    known = (*ours, *FILTERS) if kind == "filter" else tuple(TESTS)
    listed = f"filters that make a value ready: {', '.join(ours)}" if kind == "filter" else ""
    return "TPL001", f"there is no {kind} {word!r}", _close(word, known) or listed, word


def _undefined(error: Exception, given: Collection[str]) -> tuple[str, str, str, str]:
    attribute = _ATTRIBUTE.search(str(error))
    if attribute is None:
        word = (_QUOTED.search(str(error)) or [""] * 2)[1]
        return (
            "TPL002",
            f"{word!r} is not a name that the template is given",
            _given(word, given),
            word,
        )
    owner, word = attribute.groups()
    if owner == "None":
        help_ = "where the spec asks for no such block it is not given: test it with {% if … %}"
        return "TPL002", f"what has {word!r} is not given here", help_, word
    kind = vars(records).get(owner.removesuffix(" object").rpartition(".")[2])
    fields = getattr(kind, "_fields", ())
    return "TPL002", f"{word!r} is not a part of this value", _given(word, fields), word


def _given(word: str, given: Collection[str]) -> str:
    names = f"there are {', '.join(sorted(given)[:_MOST])}" if given else ""
    return "; ".join(filter(None, (_close(word, given), names)))


def _close(word: str, known: Iterable[str]) -> str:
    close = nearest(word, known)
    return f"did you mean {close}?" if close else ""


def _unsafe(error: Exception, _: Collection[str]) -> tuple[str, str, str, str]:
    if str(error).startswith("None "):
        help_ = "the spec does not give it: write it inside {% if … %}"
        return "TPL003", "a value that is not given is written", help_, ""
    help_ = f"make it ready with a filter: {', '.join(HCL_FILTERS)}"
    return "TPL003", str(error), help_, ""


def _missing(error: Exception, _: Collection[str]) -> tuple[str, str, str, str]:
    name = getattr(error, "name", None) or str(error)
    return "TPL005", f"there is no template {name!r}", "`sesgen templates` lists ours", ""


def _security(error: Exception, _: Collection[str]) -> tuple[str, str, str, str]:
    word = (_QUOTED.search(str(error)) or [""] * 2)[1]
    help_ = "templates run in a sandbox: they use what they are given, and filters"
    return "TPL004", f"a template may not do this: {str(error).rstrip('.')}", help_, word


def _recursion(_: Exception, __: Collection[str]) -> tuple[str, str, str, str]:
    return "TPL006", "includes or calls itself without an end", "", ""


def _runtime(error: Exception, given: Collection[str]) -> tuple[str, str, str, str]:
    if _UNKNOWN.match(str(error)):
        return _syntax(error, given)
    return "TPL006", f"the template fails: {error}", "", ""


_KINDS: tuple[
    tuple[type[Exception], Callable[[Exception, Collection[str]], tuple[str, str, str, str]]], ...
] = (
    (TemplateSyntaxError, _syntax),
    (TemplateNotFound, _missing),
    (UndefinedError, _undefined),
    (SecurityError, _security),
    (UnsafeTemplateError, _unsafe),
    (RecursionError, _recursion),
    (TemplateRuntimeError, _runtime),
)
