"""The variables that imported blocks use: declared in a spec as in the module that they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from generator import hcl
from generator.diagnostics import Diagnostic
from generator.hcl import AttributeSource
from generator.hcl.numbers import Digits, number
from generator.importer.draft import Draft
from generator.importer.files import TopBlock
from generator.importer.spec_block import SpecBlock
from generator.plan.blocks import Condition
from generator.rules.expressions import sources, strings, traversals


def add_variables(
    draft: Draft,
    blocks: Iterable[SpecBlock],
    is_kept: Callable[[TopBlock], bool],
    beside: Iterable[TopBlock] = (),
    *,
    is_whole: bool = False,
) -> None:
    """Declare what the blocks use, and what the checks of those variables use.

    ``is_kept`` says of a declaration whether it is taken over in any case; those ``beside`` are where they are used, and
    with ``is_whole`` there are no others.
    """
    here = {b.labels[-1]: b for b in draft.remaining if b.type == "variable" and b.labels}
    others = {b.labels[-1]: b for b in beside if b.type == "variable" and b.labels}
    declared = others | here
    kept = [name for name, source in here.items() if is_kept(source)]
    used = [name for block in blocks for name in used_variables(block.data)]
    used += [*used_variables(draft.data), *draft.needed]
    wanted = list(dict.fromkeys([*kept, *used]))
    known = set(wanted)
    for name in wanted:
        data: dict[str, Any] = {"type": "any"}
        if name in declared:
            block = SpecBlock(declared[name])
            block.comments += [
                ((), line) for line in (*block.source.comments, *block.source.behind)
            ]
            data = _variable(block)
            default = block.source.body.arguments.get("default")
            if default is not None and "default" not in data:
                draft.uncarried.append(_uncarried(block, default))
            draft.add(("variables", name), block, data)
        else:
            draft.undeclared.append(name)
            if is_whole:
                continue
        draft.data.setdefault("variables", {})[name] = data
        more = {one: None for one in used_variables(data.get("validation")) if one not in known}
        wanted += more
        known.update(more)


def used_variables(data: object) -> Iterator[str]:
    """The names of the input variables that strings refer to."""
    for path, text in strings(data, ("",)):
        for source in sources(path, text) if "var" in text else ():
            for steps in traversals(source):
                if steps[0] == "var" and len(steps) > 1:
                    yield steps[1]


def _variable(block: SpecBlock) -> dict[str, Any]:
    """The declaration in the spec's words."""
    source = block.source
    data: dict[str, Any] = {}
    for part in source.body.attributes:
        block.spans[(part.name,)] = (source.file, part.value, part.end)
        value = hcl.read_value(part.source)
        if part.name == "type":
            data["type"] = value if part.source[:1] == '"' else part.source
        elif part.name == "description" and isinstance(value, str) and hcl.literal_text(value):
            data["description"] = hcl.literal_text(value)
        elif part.name == "default":
            default = literal(value)
            if not _is_computed(default):
                data["default"] = default
        elif part.name in ("sensitive", "nullable") and isinstance(value, bool):
            data[part.name] = value
    checks = [
        {name: hcl.from_source(inner.source) for name, inner in part.body.arguments.items()}
        for part in source.body.blocks
        if part.type == "validation" and {*part.body.arguments} == {*Condition._fields}
    ]
    return data | ({"validation": checks} if checks else {})


_WRITE_IT_OUT = "write the value out"


def _uncarried(block: SpecBlock, default: AttributeSource) -> Diagnostic:
    file = block.source.file
    message = "a spec cannot hold this default: it is computed"
    place = file.place(default.value, default.end)
    return file.source.error("HCL003", message, place, _WRITE_IT_OUT)


def _is_computed(default: object) -> bool:
    """Whether an expression stands in it."""
    if isinstance(default, dict):
        return any(map(_is_computed, default.values()))
    if isinstance(default, list):
        return any(map(_is_computed, default))
    return isinstance(default, _Computed)


class _Computed(str):
    """The source of what is not a literal."""

    __slots__ = ()


def literal(value: Any) -> Any:  # noqa: ANN401 - any literal
    """A literal of HCL as a value of a spec whose strings are not templates."""
    if isinstance(value, str):
        text = hcl.literal_text(value)
        if text is not None:
            return text
        source = (hcl.sole_expression(value) or "").replace(" ", "")
        found = number(source) if _NUMBER.fullmatch(source) else None
        return found if isinstance(found, Digits) else _heredoc(value) or _Computed(value)
    if isinstance(value, dict):
        return {str(literal(key)): literal(inner) for key, inner in value.items()}
    return [literal(inner) for inner in value] if isinstance(value, list) else value


def _heredoc(value: str) -> str | None:
    """The text of a heredoc without templates: one of ``<<-`` loses the blanks that all lines begin with."""
    match = _HEREDOC.fullmatch(hcl.sole_expression(value) or "")
    text = hcl.literal_text(match["text"]) if match is not None else None
    if match is None or text is None or not match["dedent"]:
        return text
    lines = text.splitlines(keepends=True)
    if any(not line.strip() or "\t" in line for line in lines):
        return None
    width = min(len(line) - len(line.lstrip(" ")) for line in lines)
    return "".join(line[width:] for line in lines)


_NUMBER = re.compile(r"-?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?")
_HEREDOC = re.compile(
    r"<<(?P<dedent>-?)(?P<marker>[\w-]+)\r?\n(?P<text>(?s:.*)\n)[ \t]*(?P=marker)\s*"
)
