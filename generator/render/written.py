"""What a user's own templates write: HCL that Terraform reads, and the line of the template that wrote a line of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import Diagnostic, Path, SpecError
from generator.plan.records import Record
from generator.render.environment import MARK, TEMPLATES, environment
from generator.render.mistakes import mistake
from generator.render.own import OwnTemplates
from generator.render.parts import parts_of

_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")


class Written(NamedTuple):
    """What a template that is made of own ones wrote, and from what."""

    own: OwnTemplates
    template: str
    context: Mapping[str, Any]
    text: str
    markdown_too: bool = False

    def diagnostic(
        self, code: str, message: str, line: int, help_: str = "", path: Path = ()
    ) -> Diagnostic:
        """A mistake in what stands at a line of the text, at the line of the template."""
        name, found = self.line_of(line)
        place = self.own.whole_line(name, found)
        return self.own.at(code, message, name, place, help_)._replace(path=path)

    def line_of(self, line: int) -> tuple[str, int]:
        """The own template, and its line, that wrote a line; its first line where that cannot be told."""
        parts = parts_of(self.own, self.template)
        first = self.template if self.template in parts else parts[0]
        jinja = environment(self.own, markdown_too=self.markdown_too, marking=True)
        marked = jinja.get_template(self.template).render(self.context)
        last = (first, 1)
        if MARK.sub("", marked) != self.text:
            return last
        for text in marked.split("\n")[:line]:
            end = 0
            while match := MARK.match(text, end):
                end = match.end()
                # A tag in front of it writes nothing; what ours write, one of theirs includes.
                if match[1] in parts:
                    last = match[1], int(match[2])
        return last


def write(
    own: OwnTemplates,
    template: str,
    context: Mapping[str, Any],
    *,
    markdown_too: bool = False,
    path: Path = (),
) -> Written:
    """What a template writes; ``path`` is the place in the spec that asks for it.

    Raises:
        SpecError: the template fails, or writes no HCL (Markdown can be any text).
    """
    jinja = environment(own, markdown_too=markdown_too)
    try:
        text = jinja.get_template(template).render(context)
    except Exception as error:  # noqa: BLE001 - whatever a template does is its mistake
        raise SpecError(mistake(own, error, template, context)._replace(path=path)) from None
    written = Written(own, template, context, text, markdown_too)
    problem = _problem(written, path)
    if problem is not None:
        raise SpecError(problem)
    return written


def _problem(written: Written, path: Path) -> Diagnostic | None:
    """Why a text is nothing to write: for HashiCorp's parser, or (where that is content) for ours."""
    text = written.text
    unwritable = _UNWRITABLE.search(text)
    if unwritable:
        line = text.count("\n", 0, unwritable.start()) + 1
        what = "a NUL character" if unwritable[0] == "\0" else "half of a surrogate pair"
        return written.diagnostic("TPL007", f"writes {what}", line, path=path)
    if written.markdown_too:
        return None
    unread = None
    outside: Sequence[hcl.AttributeSource] = ()
    try:
        outside = hcl.parse_body(text).attributes
    except hcl.HclSyntaxError as error:
        unread = error
    try:
        refused = hcl.parser_error(text, is_read=unread is None)
    except hcl.TooDeepError as too_deep:
        refused = hcl.ParserError(str(too_deep), text.count("\n", 0, too_deep.offset) + 1, 1)
    if refused is not None:
        message = f"what it writes is not HCL: {refused.message}"
        return written.diagnostic("TPL007", message, refused.line, path=path)
    if unread is not None:
        line = text.count("\n", 0, unread.offset) + 1
        message = f"sesgen cannot read what it writes: {unread}"
        return written.diagnostic("TPL007", message, line, "write it in another way", path)
    for argument in outside:
        message = f"writes the argument {argument.name} in no block: Terraform refuses it"
        return written.diagnostic(
            "TPL007", message, text.count("\n", 0, argument.start) + 1, path=path
        )
    return None


def write_record(own: OwnTemplates, record: Record) -> Written | None:
    """The block of a record as its template writes it; None where that is ours alone."""
    name = TEMPLATES.get(type(record), "")
    if not parts_of(own, name):
        return None
    return write(own, name, record._asdict(), path=record.spec_path)
