"""``sesgen schema``: the JSON Schema of the spec language."""

from __future__ import annotations

import json

from generator.cli.common import write_out
from generator.spec.schema import json_schema


def schema() -> None:
    """Print the JSON Schema of the spec language, for editors and validators."""
    write_out(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
