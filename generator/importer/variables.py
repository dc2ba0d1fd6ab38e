"""The variables that imported blocks use: declared in a spec as in the module that they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from generator import hcl
from generator.importer.document import Document
from generator.importer.files import TopBlock
from generator.importer.item import Item
from generator.rules.expressions import sources, strings, traversals

_CONDITION = {"condition", "error_message"}


def add_variables(
    document: Document, items: Iterable[Item], is_kept: Callable[[TopBlock], bool]
) -> None:
    """Declare what the blocks use, and what the checks of those variables use.

    ``is_kept`` says of a declaration whether it is taken over in any case.
    """
    declared = {b.labels[-1]: b for b in document.left if b.type == "variable" and b.labels}
    kept = [name for name, block in declared.items() if is_kept(block)]
    used = [name for item in items for name in used_variables(item.data)]
    used += [*used_variables(document.data), *document.needed]
    wanted = list(dict.fromkeys([*kept, *used]))
    for name in wanted:
        data: dict[str, Any] = {"type": "any"}
        if name in declared:
            entry = Item(declared[name])
            data = _variable(entry)
            document.add(("variables", name), entry, data)
        else:
            document.undeclared.append(name)
        document.data.setdefault("variables", {})[name] = data
        wanted += [other for other in used_variables(data.get("validation")) if other not in wanted]


def used_variables(data: object) -> Iterator[str]:
    """The names of the input variables that strings refer to."""
    for path, text in strings(data, ("",)):
        for source in sources(path, text):
            for steps in traversals(source):
                if steps[0] == "var" and len(steps) > 1:
                    yield steps[1]


def _variable(item: Item) -> dict[str, Any]:
    """The declaration in the spec's words."""
    block = item.block
    item.spans[()] = (block.file, block.start, block.header_end)
    item.comments[()] = block.comments
    data: dict[str, Any] = {}
    for part in block.body.attributes:
        item.spans[(part.name,)] = (block.file, part.value, part.end)
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
        {inner.name: hcl.from_source(inner.source) for inner in part.body.attributes}
        for part in block.body.blocks
        if part.type == "validation" and {a.name for a in part.body.attributes} == _CONDITION
    ]
    return data | ({"validation": checks} if checks else {})


def literal(value: Any) -> Any:  # noqa: ANN401 - any literal
    """A literal of HCL as a value of a spec whose strings are no templates."""
    if isinstance(value, str):
        text = hcl.literal_text(value)
        return text if text is not None else value
    if isinstance(value, dict):
        return {str(literal(key)): literal(item) for key, item in value.items()}
    return [literal(item) for item in value] if isinstance(value, list) else value
