"""``sesgen init``: a spec to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.assets import template_root
from generator.cli.common import say, stop


def init(
    spec: Annotated[Path, typer.Argument(help="The file to write.")] = Path("ses.yaml"),
) -> None:
    """Write a commented spec to start from; a file that is there is never overwritten."""
    if spec.suffix not in (".yaml", ".yml"):
        say(f"{spec}: a starter spec ends in .yaml or .yml")
        stop(2)
    starter = (template_root() / "starter.yaml").read_bytes()
    try:
        spec.parent.mkdir(parents=True, exist_ok=True)
        with spec.open("xb") as handle:
            handle.write(starter)
    except FileExistsError:
        say(f"{spec}: is there already; name another file")
        stop(1)
    except OSError as error:
        say(f"{spec}: cannot be written: {error.strerror}")
        stop(2)
    say(f"wrote {spec}; next: sesgen generate {spec} --out out")
