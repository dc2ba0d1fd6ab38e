"""The ids of hand-written ``import`` blocks: ``validate`` of Terraform does not look at them, the plan fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import hcl
from generator.diagnostics import Diagnostic
from generator.importer.files import TopBlock
from generator.rules.expressions import traversals
from generator.rules.static_values import literal, literal_parts
from generator.spec.resources import DESTINATION_TYPES, ID_SEPARATORS


def wrong_ids(blocks: Iterable[TopBlock]) -> Iterator[Diagnostic]:
    """The ids that cannot be those of an event destination, as far as they are written out."""
    for block in blocks:
        to, found = (block.body.arguments.get(name) for name in ("to", "id"))
        if block.type != "import" or to is None or found is None:
            continue
        steps = {step for one in traversals(to.source) for step in one}
        api = next((api for api, kind in DESTINATION_TYPES.items() if kind in steps), None)
        value = hcl.read_value(found.source)
        if api is None or not isinstance(value, str):
            continue
        separator = ID_SEPARATORS[api]
        if _is_wrong(value, separator):
            message = f"the id of an {DESTINATION_TYPES[api]} is SET{separator}NAME"
            help_ = f"write the name of its configuration set, {separator} and its own name"
            place = block.file.place(found.value, found.end)
            yield block.file.source.error("HCL003", message, place, help_)


def _is_wrong(value: str, separator: str) -> bool:
    text = literal(value)
    if text is not None:
        set_name, _, name = text.partition(separator)
        return not set_name or not name or separator in name
    others = [other for other in ID_SEPARATORS.values() if other != separator]
    return any(other in part for part in literal_parts(value) for other in others)
