"""What ``terraform validate``, ``plan`` and ``apply`` print with ``-json``: one document, or a message a line.

Sources: "Machine-Readable UI" and "terraform validate" of Terraform's documentation. Nothing in it is trusted to be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from generator.diagnostics import Location, Severity
from generator.hcl.numbers import JSON

_UNITS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENDS = frozenset(["change_summary", "outputs", "test_summary", "init_output"])
"""The messages that a command ends with that ended by itself."""
_MOST = 20
"""So many lines are shown of what was read."""
_SHOWN = ("planned_values", "prior_state", "values")
"""What ``terraform show -json`` prints of a plan or a state."""


class NotTerraformError(ValueError):
    """What was read is not what these commands print. The message says what to do; ``beginning`` is some of it."""

    def __init__(self, message: str, beginning: Sequence[str] = ()) -> None:
        """Say what to do."""
        super().__init__(message)
        self.beginning = tuple(beginning)[:_MOST]


class Message(NamedTuple):
    """A diagnostic of Terraform's.

    ``context`` is the header of the block that it is about, ``code`` the line, and ``highlighted`` the part of it that is meant.
    """

    severity: Severity
    summary: str
    detail: str = ""
    address: str = ""
    place: Location | None = None
    context: str = ""
    code: str = ""
    highlighted: str = ""

    @property
    def text(self) -> str:
        """Summary and detail in one line."""
        return ": ".join(
            " ".join(one.split()) for one in (self.summary, self.detail) if one.strip()
        )


class Answer(NamedTuple):
    """What a command printed: its diagnostics, its own summary such as ``Plan: 1 to add``, and lines that are not JSON."""

    messages: list[Message]
    summary: str = ""
    others: tuple[str, ...] = ()
    failed: bool = False


def read_answer(data: bytes) -> Answer:
    """The diagnostics in what a command printed.

    Raises:
        NotTerraformError: it is nothing that Terraform prints with ``-json``, or ends before the command did.
    """
    encoding = next((name for mark, name in _UNITS if data.startswith(mark)), "utf-8-sig")
    text = data.decode(encoding, "replace").replace("\r\n", "\n")
    if not text.strip():
        raise NotTerraformError(
            "nothing was read: did the command before the pipe run? Its words are on standard error"
        )
    messages: list[Message] = []
    kinds: dict[str, str] = {}
    others: list[str] = []
    failed = is_shown = False
    for one in _values(text):
        if isinstance(one, str):
            others.append(one)
        elif isinstance(one.get("diagnostics"), list):
            messages += map(_message, filter(_is_diagnostic, one["diagnostics"]))
            failed = failed or one.get("valid") is False
            kinds["change_summary"] = ""
        elif isinstance(one.get("type"), str) and "@level" in one:
            if one["type"] == "apply_start":  # what an apply says of its plan is not its end
                kinds.pop("change_summary", None)
            kinds[one["type"]] = _text(one.get("@message"))
            if _is_diagnostic(one.get("diagnostic")):
                messages.append(_message(one["diagnostic"]))
        else:
            is_shown = is_shown or any(key in one for key in _SHOWN)
    if not kinds:
        raise NotTerraformError(_SHOW if is_shown else _TEXT, others)
    failed = failed or any(one.severity is Severity.ERROR for one in messages)
    if not failed and _ENDS.isdisjoint(kinds):
        raise NotTerraformError(_CUT_OFF, others)
    return Answer(messages, kinds.get("change_summary", ""), tuple(others), failed)


_CUT_OFF = "what Terraform printed ends too early: there is no summary, and no error"
_TEXT = "this is not what Terraform prints with -json: run `terraform validate -json`, `plan -json` or `apply -json`"
_SHOW = "this is a plan or a state of `terraform show -json`: run `terraform plan -json`, which prints diagnostics"


def _values(text: str) -> Iterator[dict[str, Any] | str]:
    """The objects of a text that begin lines, and the lines that are none."""
    at = 0
    while at < len(text):
        if text[at] in "{[":
            try:
                value, at = JSON.raw_decode(text, at)
            except (ValueError, RecursionError):
                pass
            else:
                yield from (
                    one
                    for one in (value if isinstance(value, list) else [value])
                    if isinstance(one, dict)
                )
                continue
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if line.strip():
            yield line
        at = end + 1


def _is_diagnostic(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("summary"), str) and "severity" in value


def _message(found: dict[str, Any]) -> Message:
    snippet = found.get("snippet")
    snippet = snippet if isinstance(snippet, dict) else {}
    code = _text(snippet.get("code"))
    ends = (_number(snippet.get(f"highlight_{end}_offset")) for end in ("start", "end"))
    return Message(
        Severity.WARNING if found["severity"] == "warning" else Severity.ERROR,
        _text(found["summary"]),
        _text(found.get("detail")),
        _text(found.get("address")),
        _place(found.get("range")),
        _text(snippet.get("context")),
        code,
        # Terraform counts bytes.
        code.encode()[slice(*ends)].decode("utf-8", "replace"),
    )


def _place(found: object) -> Location | None:
    if not isinstance(found, dict) or not _text(found.get("filename")):
        return None
    numbers = [
        _number(end.get(key)) if isinstance(end := found.get(which), dict) else 0
        for which in ("start", "end")
        for key in ("line", "column")
    ]
    file = _text(found["filename"]).replace("\\", "/")
    if not all(numbers):
        return Location(file)
    line, column, *end = numbers
    if tuple(end) <= (line, column):
        end = [line, column + 1]
    return Location(file, line, column, *end)


def _text(value: object) -> str:
    """A text; half of a surrogate pair, which nothing can be written with, is a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
