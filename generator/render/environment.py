"""Jinja as sesgen uses it: what templates may emit, which filters they have, and where they are found.

A template can emit nothing but text that is ready: :class:`~generator.hcl.Hcl` in HCL, also :class:`Markdown` in
READMEs. One that forgets to make a value ready raises :class:`UnsafeTemplateError`. A user's own templates run in
Jinja's sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    nodes,
)
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator import hcl
from generator.assets import template_root
from generator.hcl import Hcl
from generator.plan.records import TYPES
from generator.render import markdown
from generator.render.compiled import CompiledTemplates, cache_folder
from generator.render.markdown import Markdown
from generator.render.own import OwnTemplates

OURS = "sesgen"
"""The folder in which own templates find those of ours that they replace."""
RESOURCES = "resources"
"""The folder of the templates of one block each."""
SUFFIX = ".tf.j2"
END = "\0"
"""What ends each block of a template that is rendered for many records; no HCL holds it."""


class UnsafeTemplateError(TypeError):
    """A template writes a value that nothing made ready."""


def template_of(kind: str, type_: str) -> str:
    """The name of the template of a block, such as ``resources/aws_sns_topic.tf.j2``."""
    return f"{RESOURCES}/{type_ or kind}{SUFFIX}"


TEMPLATES: Mapping[type, str] = {
    record: template_of(*named)
    for record, named in TYPES.items()
    if named[1] or named[0] == "locals"
}
"""The template of each record that has one of its own."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    name: record._fields  # type: ignore[attr-defined]
    for record, name in TEMPLATES.items()
}


class _ForEachRecord(Extension):
    """Renders the template of a block for many records in one go, with their fields as variables."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template inside a loop over ``records``. Its lines stay where they are."""
        del filename
        fields = _FIELDS.get(name or "")
        if fields is None:
            return source
        return f"{{% for {', '.join(fields)} in records %}}{source}{{{{ end }}}}{{% endfor %}}"


class _Sandbox(ImmutableSandboxedEnvironment):
    """What a user's own templates run in."""


class _Marking(_Sandbox):
    """A sandbox in which every line of a template says where it comes from: see :data:`MARK`."""

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's
    ) -> str:
        for node in source.find_all(nodes.TemplateData):
            first, *others = node.data.split("\n")
            lines = [f"\1{name}\2{node.lineno}\1{first}"]
            lines += [
                f"\1{name}\2{line}\1{text}" for line, text in enumerate(others, node.lineno + 1)
            ]
            node.data = "\n".join(lines)
        return super()._generate(source, name, filename, defer_init)


MARK = re.compile("\1([^\1\2]*)\2(\\d+)\1")
"""Template and line of what follows, in what a marking environment writes."""


@lru_cache(maxsize=8)
def environment(
    own: OwnTemplates | None, *, markdown_too: bool, marking: bool = False
) -> Environment:
    """The environment of templates that write HCL, or also Markdown.

    Of ``own`` templates one takes the place of ours with the same name. What they write is rendered for
    one record at a time.
    """
    ready: frozenset[type] = frozenset([Hcl, hcl.Lines, hcl.Verbatim])
    if markdown_too:
        ready |= {Markdown}
    ours = FileSystemLoader(template_root(), encoding="utf-8")
    kind = Environment if own is None else _Marking if marking else _Sandbox
    made = kind(
        loader=ours if own is None else _own_loader(own, ours),
        undefined=StrictUndefined,
        extensions=[_ForEachRecord] if own is None else [],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_finalize(ready),
        auto_reload=False,
        cache_size=-1,
    )
    folder = cache_folder()
    if own is None and folder is not None:
        layout = (made.trim_blocks, made.lstrip_blocks, made.keep_trailing_newline)
        made.bytecode_cache = CompiledTemplates(folder, (layout, _FIELDS))
    made.filters |= HCL_FILTERS
    if markdown_too:
        made.filters |= markdown.FILTERS
    # They would write something else with every run.
    del made.globals["lipsum"], made.filters["random"]
    return made


def _own_loader(own: OwnTemplates, ours: BaseLoader) -> BaseLoader:
    """Theirs before ours; ours that one of theirs replaces is there as ``sesgen/NAME``."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = own.source(name)
        return None if source is None else (source.text, source.name, lambda: True)

    return ChoiceLoader([FunctionLoader(load), ours, PrefixLoader({OURS: ours})])


def _finalize(ready: frozenset[type]) -> Callable[[object], object]:
    def finalize(value: object) -> object:
        # An undefined value reports itself when it is written.
        if type(value) in ready or isinstance(value, Undefined):
            return value
        kind = type(value).__name__
        raise UnsafeTemplateError(f"{value!r} ({kind}) is written without a filter")

    return finalize


def _arguments(pairs: Mapping[str, Any], indent: int) -> Hcl:
    """Arguments as aligned lines; the template places the first one."""
    return hcl.arguments([(name, hcl.value(value)) for name, value in pairs.items()], indent)


HCL_FILTERS: Mapping[str, Callable[..., Hcl]] = {
    "arguments": _arguments,
    "comment": hcl.comment,
    "indent": hcl.indented,
    "quote": hcl.quote,
    "value": hcl.value,
}
"""The filters that make a value ready for HCL."""
