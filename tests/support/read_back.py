"""HCL read by python-hcl2, as the values of a spec."""

from __future__ import annotations

from typing import Any

import hcl2

from generator import hcl


def resources(source: str) -> dict[str, dict[str, Any]]:
    """The resources of some HCL by address; strings as in a spec, expressions laid out."""
    found = {}
    for entry in hcl2.loads(source).get("resource", []):
        for type_, labels in entry.items():
            for label, body in labels.items():
                address = f"{type_.strip(chr(34))}.{label.strip(chr(34))}"
                assert address not in found
                found[address] = value(body)
    return found


def value(item: Any) -> Any:  # noqa: ANN401 - what the parser gives
    """One value in the spec's terms."""
    if isinstance(item, dict):
        return {
            hcl.from_source(key) if key.startswith('"') else key: value(entry)
            for key, entry in item.items()
            if key not in ("__is_block__", "__comments__", "__inline_comments__")
        }
    if isinstance(item, list):
        return [value(entry) for entry in item]
    if isinstance(item, str):
        # The parser gives expressions as ${…}, and one that is a single word as it is.
        return canonical(item if item.startswith("${") else hcl.from_source(item))
    return item


def one_line(source: str) -> str:
    """An expression with single blanks between its words, and no comma before a bracket closes."""
    words = [token.text for token in hcl.tokenize(source) if token.text.strip()]
    kept = zip(words, (*words[1:], ""), strict=True)
    return "${" + " ".join(w for w, after in kept if w != "," or after not in ")]}") + "}"


def canonical(item: Any) -> Any:  # noqa: ANN401 - a value of a spec
    """A spec value with its expressions laid out on one line, so that two can be compared."""
    if isinstance(item, dict):
        return {key: canonical(entry) for key, entry in item.items()}
    if isinstance(item, (list, tuple)):
        return [canonical(entry) for entry in item]
    if isinstance(item, str) and hcl.has_markup(item):
        text = hcl.value(item)
        if hcl.sole_expression(item) is None:
            parts = hcl.parse_template(hcl.from_source(text))
            shown = (p.text if isinstance(p, hcl.Literal) else one_line(p.source) for p in parts)
            return "".join(shown)
        return one_line(text)
    return item
