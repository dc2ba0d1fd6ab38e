"""The variables that imported blocks use: declared in a spec as in the module that they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from generator import hcl
from generator.importer.draft import Draft
from generator.importer.files import TopBlock
from generator.importer.spec_block import SpecBlock
from generator.plan.blocks import Condition
from generator.rules.expressions import sources, strings, traversals


def add_variables(
    draft: Draft, blocks: Iterable[SpecBlock], is_kept: Callable[[TopBlock], bool]
) -> None:
    """Declare what the blocks use, and what the checks of those variables use.

    ``is_kept`` says of a declaration whether it is taken over in any case.
    """
    declared = {b.labels[-1]: b for b in draft.remaining if b.type == "variable" and b.labels}
    kept = [name for name, source in declared.items() if is_kept(source)]
    used = [name for block in blocks for name in used_variables(block.data)]
    used += [*used_variables(draft.data), *draft.needed]
    wanted = list(dict.fromkeys([*kept, *used]))
    for name in wanted:
        data: dict[str, Any] = {"type": "any"}
        if name in declared:
            block = SpecBlock(declared[name])
            data = _variable(block)
            draft.add(("variables", name), block, data)
        else:
            draft.undeclared.append(name)
        draft.data.setdefault("variables", {})[name] = data
        wanted += [other for other in used_variables(data.get("validation")) if other not in wanted]


def used_variables(data: object) -> Iterator[str]:
    """The names of the input variables that strings refer to."""
    for path, text in strings(data, ("",)):
        for source in sources(path, text):
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
            data["default"] = literal(value)
        elif part.name in ("sensitive", "nullable") and isinstance(value, bool):
            data[part.name] = value
    checks = [
        {name: hcl.from_source(inner.source) for name, inner in part.body.arguments.items()}
        for part in source.body.blocks
        if part.type == "validation" and {*part.body.arguments} == {*Condition._fields}
    ]
    return data | ({"validation": checks} if checks else {})


def literal(value: Any) -> Any:  # noqa: ANN401 - any literal
    """A literal of HCL as a value of a spec whose strings are no templates."""
    if isinstance(value, str):
        text = hcl.literal_text(value)
        return text if text is not None else value
    if isinstance(value, dict):
        return {str(literal(key)): literal(inner) for key, inner in value.items()}
    return [literal(inner) for inner in value] if isinstance(value, list) else value
