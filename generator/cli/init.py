"""``sesgen init``: a spec and a configuration to start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from generator.assets import template_root
from generator.cli.common import reported, say, stop, write_out
from generator.config import OWN, find_config

_HOOKS = ".pre-commit-config.yaml"


def init(
    spec: Annotated[Path, typer.Argument(help="The spec to write.")] = Path("specs/ses.yaml"),
    hook: Annotated[
        bool,
        typer.Option(
            "--hook", help=f"Write {_HOOKS}, too; where there is one, print the lines to add."
        ),
    ] = False,
) -> None:
    """Write a commented spec and sesgen.toml to start from; a file that is there is never overwritten."""
    if spec.suffix not in (".yaml", ".yml"):
        say(f"{spec}: a starter spec ends in .yaml or .yml")
        stop(2)
    with reported():
        config = find_config()
    if not _write(spec, (template_root() / "starter.yaml").read_bytes()):
        say(f"{spec}: is there already{'' if hook else '; name another file'}")
        if not hook:
            stop(1)
    if not config.file:
        inside = not spec.is_absolute() and spec.parent != Path()
        specs = (spec.parent / f"*{spec.suffix}" if inside else spec).as_posix()
        text = f'specs = [{json.dumps(specs, ensure_ascii=False)}]\nout = "out"\n'
        _write(Path(OWN), text.encode())
    if hook:
        lines = (template_root() / "pre-commit-config.yaml").read_bytes()
        if not _write(Path(_HOOKS), lines):
            say(f"{_HOOKS}: is there already; add these lines to its `repos`")
            write_out("".join(lines.decode().splitlines(keepends=True)[1:]))
    say(f"next: sesgen generate{f' {spec} -o out' if config.file else ''}")


def _write(path: Path, content: bytes) -> bool:
    """Write a new file: False where there is one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as handle:
            handle.write(content)
    except FileExistsError:
        return False
    except OSError as error:
        say(f"{path}: cannot be written: {error.strerror}")
        stop(2)
    say(f"wrote {path}")
    return True
