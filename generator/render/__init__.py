"""Plan → text, through the Jinja templates in ``templates/`` (and those of a user's own)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator import hcl
from generator.hcl import Hcl
from generator.plan import Plan, Record
from generator.plan.files import PlannedFile
from generator.render.environment import END, TEMPLATES, UnsafeTemplateError, environment
from generator.render.layout import laid_out
from generator.render.markdown import Markdown

__all__ = ["Markdown", "UnsafeTemplateError", "render_file", "render_records"]

BLOCKS = "resources.tf.j2"
_LAID_OUT = frozenset([BLOCKS, "outputs.tf.j2", "module.tftest.hcl.j2"])
"""Our templates that need no layout pass: what varies in them is laid out before."""


def render_records(records: Iterable[Record], templates: str | None = None) -> list[Hcl]:
    """The blocks of records, each laid out as ``terraform fmt`` does, without its last line end.

    ``templates`` is a folder of a user's own templates.
    """
    records = list(records)
    by_type: dict[type, list[Record]] = {}
    for record in records:
        by_type.setdefault(type(record), []).append(record)
    texts = {kind: iter(_blocks(kind, same, templates)) for kind, same in by_type.items()}
    return [next(texts[type(record)]) for record in records]


def _blocks(kind: type, records: Sequence[Record], templates: str | None) -> Iterator[Hcl]:
    """The blocks of records of one type."""
    template = environment(templates, markdown_too=False).get_template(TEMPLATES[kind])

    def write(*some: Record) -> list[str]:
        return template.render(records=some, end=Hcl(END)).split(f"\n{END}")

    def one(record: Record) -> str:
        return write(record)[0]

    for record, text in zip(records, write(*records), strict=False):
        yield laid_out(record, text, one) if templates is None else Hcl(hcl.format_source(text))


def render_file(planned: PlannedFile, templates: str | None = None) -> str:
    """The text of a file of a module: LF line ends and one final newline.

    ``templates`` is a folder of a user's own templates.
    """
    jinja = environment(templates, markdown_too=planned.path.endswith(".md"))
    context = dict(planned.context)
    if planned.template == BLOCKS:
        context["blocks"] = render_records(planned.records, templates)
    text = jinja.get_template(planned.template).render(context)
    if (templates is None and planned.template in _LAID_OUT) or planned.path.endswith(".md"):
        return text
    return hcl.format_source(text)


def render_blocks(plan: Plan, templates: str | None = None) -> str:
    """The resource blocks of a spec alone, without a header; an input that they need comes first."""
    jinja = environment(templates, markdown_too=False)
    blocks = render_records(plan.resources(), templates)
    if plan.made_inputs:
        context = {"variables": plan.made_inputs, "spec_file": ""}
        text = jinja.get_template("variables.tf.j2").render(context)
        blocks.insert(0, Hcl(hcl.format_source(text.strip())))
    return "\n\n".join(blocks) + "\n"
