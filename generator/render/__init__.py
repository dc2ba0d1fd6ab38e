"""Plan → text, through the Jinja templates in ``templates/`` (and those of a user's own)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeGuard

from generator import hcl
from generator.hcl import Hcl, Verbatim
from generator.plan import Plan, Record
from generator.plan.files import PlannedFile, of_the_state
from generator.plan.migration import Import
from generator.plan.moves import Move
from generator.plan.records import TYPES
from generator.plan.renames import Past
from generator.plan.ses import SesRecord
from generator.render.environment import END, TEMPLATES, UnsafeTemplateError, environment
from generator.render.layout import laid_out
from generator.render.markdown import Markdown
from generator.render.own import OwnTemplates

__all__ = [
    "Markdown",
    "OwnTemplates",
    "UnsafeTemplateError",
    "context_of",
    "inputs_alone",
    "render_blocks",
    "render_file",
    "render_imports",
    "render_records",
]

BLOCKS = "resources.tf.j2"
_LAID_OUT = frozenset([BLOCKS, "outputs.tf.j2", "module.tftest.hcl.j2"])
"""Our templates that need no layout pass: what varies in them is laid out before, but for an output that cannot be moved."""


def render_records(records: Iterable[Record], own: OwnTemplates | None = None) -> list[Hcl]:
    """The blocks of records, each laid out as ``terraform fmt`` does, without its last line end.

    Raises:
        SpecError: one of a user's ``own`` templates fails, or writes no HCL.
    """
    records = list(records)
    by_type: dict[type, list[Record]] = {}
    for record in records:
        by_type.setdefault(type(record), []).append(record)
    texts = {kind: iter(_blocks(kind, same, own)) for kind, same in by_type.items()}
    found = [next(texts[type(record)]) for record in records]
    for index, record in enumerate(records):
        if isinstance(record, SesRecord) and record.comments:
            labels = (TYPES[type(record)][1], record.label)
            found[index] = hcl.with_comments(found[index], labels, record.comments)
    return found


def _blocks(kind: type, records: Sequence[Record], own: OwnTemplates | None) -> Iterator[Hcl]:
    """The blocks of records of one type."""
    if _is_made_of(own, TEMPLATES[kind]):
        yield from _own_blocks(own, records)
        return
    template = environment(None, markdown_too=False).get_template(TEMPLATES[kind])

    def write(*some: Record) -> list[str]:
        return template.render(records=some, end=Hcl(END)).split(f"\n{END}")

    def one(record: Record) -> str:
        return write(record)[0]

    for record, text in zip(records, write(*records), strict=False):
        yield laid_out(record, text, one)


def _is_made_of(own: OwnTemplates | None, name: str) -> TypeGuard[OwnTemplates]:
    """Whether any of a user's own templates has a part in a template."""
    if own is None:
        return False
    from generator.render.parts import parts_of  # noqa: PLC0415 - only for those who have some

    return bool(parts_of(own, name))


def _own_blocks(own: OwnTemplates, records: Iterable[Record]) -> Iterator[Hcl]:
    from generator.render.written import write_record  # noqa: PLC0415 - as above

    for record in records:
        written = write_record(own, record)
        yield Hcl(hcl.format_source(written.text.strip("\n")) if written else "")


def render_file(planned: PlannedFile, own: OwnTemplates | None = None) -> str:
    """The text of a file of a module: LF line ends and one final newline.

    Raises:
        SpecError: as :func:`render_records`.
    """
    markdown = planned.path.endswith(".md")
    text = _text(planned.template, context_of(planned, own), own, markdown_too=markdown)
    is_ready = planned.template in _LAID_OUT and (
        planned.template == BLOCKS or Verbatim not in map(type, chain(*planned.records))
    )
    if markdown or (is_ready and not _is_made_of(own, planned.template)):
        return text
    return hcl.format_source(text)


def context_of(planned: PlannedFile, own: OwnTemplates | None = None) -> dict[str, Any]:
    """What the template of a file is given.

    Raises:
        SpecError: as :func:`render_records`.
    """
    context = dict(planned.context)
    if planned.template == BLOCKS:
        context["blocks"] = render_records(planned.records, own)
    return context


def _text(
    name: str, context: Mapping[str, Any], own: OwnTemplates | None, *, markdown_too: bool = False
) -> str:
    if _is_made_of(own, name):
        from generator.render.written import write  # noqa: PLC0415 - as above

        return write(own, name, context, markdown_too=markdown_too).text
    return environment(None, markdown_too=markdown_too).get_template(name).render(context)


def render_imports(
    imports: Sequence[Import],
    own: OwnTemplates | None = None,
    *,
    moves: Sequence[Move] = (),
    migrating: bool = False,
) -> str:
    """The ``import`` blocks of a root module: of what exists, or of what goes from API v1 to v2; and ``moved`` blocks.

    Raises:
        SpecError: as :func:`render_records`.
    """
    context = {"imports": imports, "moves": moves, "migrating": migrating}
    return render_file(PlannedFile("", "imports.tf.j2", context), own)


def inputs_alone(plan: Plan) -> PlannedFile:
    """The inputs that the blocks of a spec need beside its own, without a header."""
    inputs = {"variables": plan.made_inputs, "spec_file": ""}
    return PlannedFile("", "variables.tf.j2", inputs, plan.made_inputs)


def render_blocks(plan: Plan, own: OwnTemplates | None = None, past: Past = Past()) -> str:  # noqa: B008 - immutable
    """The resource blocks of a spec alone, without a header; an input that they need comes first.

    Those of ``past`` that are called otherwise now have ``moved`` blocks.

    Raises:
        SpecError: as :func:`render_records`.
    """
    blocks = render_records(plan.resources(), own)
    if plan.made_inputs:
        text = render_file(inputs_alone(plan), own)
        blocks.insert(0, Hcl(text.strip()))
    blocks += (Hcl(render_file(planned, own).strip()) for planned in of_the_state(plan, past=past))
    return "\n\n".join(blocks) + "\n"
