"""Which specs a command reads, and how."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.cli.common import say, show, stop
from generator.config import Config, find_config, shown
from generator.inputs import find_specs
from generator.loader.names import nearest_file
from generator.pipeline import Loaded, LoadOptions, load_specs


def read_specs(
    arguments: Sequence[str] | None,
    *,
    python: bool | None,
    timeout: float | None,
    stdin_filename: str = "stdin.yaml",
) -> Loaded:
    """The specs of a run, read; what is wrong with the others is shown.

    Raises:
        SpecError: as :func:`chosen_specs`.
    """
    paths, config = chosen_specs(arguments)
    how = options(config, python=python, timeout=timeout, stdin_filename=stdin_filename)
    loaded = load_specs(paths, how)
    show(loaded.diagnostics)
    return loaded


def options(
    config: Config,
    *,
    python: bool | None,
    timeout: float | None,
    stdin_filename: str = "stdin.yaml",
) -> LoadOptions:
    """How to read specs: as the options say, else the configuration file."""
    if python and not config.python:
        say(f"{config.file}: `python` is false; --python runs Python specs all the same")
    return LoadOptions(
        python=config.python if python is None else python,
        stdin_name=stdin_filename,
        seconds=config.python_timeout if timeout is None else timeout,
    )


def chosen_specs(
    arguments: Sequence[str] | None, *, otherwise: Sequence[str] = ()
) -> tuple[list[str], Config]:
    """The specs of a run: the arguments, else those of the configuration file, ``[[convert]]`` entries included.

    A folder stands for its files that end in one of ``otherwise``, too.

    Raises:
        SpecError: a folder contains no specs, or the configuration is wrong (exit status 2).
    """
    config = find_config()
    if arguments:
        try:
            specs = find_specs(arguments, otherwise=otherwise)
        except ValueError as error:
            say(f"{' '.join(arguments)}: not a pattern: {error}")
            stop(2)
        if not specs:
            say(f"no specs: nothing matches {' '.join(arguments)}")
            stop(2)
        return specs, config
    if not config.specs and not config.convert:
        say("no specs: name some, or put `specs` into sesgen.toml (see `sesgen init`)")
        stop(2)
    specs = [*configured_specs(config), *config.convert_specs()]
    if not specs:
        say(f"{config.file}: nothing matches `specs`")
    return specs, config


def one_spec(argument: str | None) -> str:
    """The spec of a command that takes one: the file as given, else the only one of a folder or of the configuration.

    Raises:
        SpecError: as :func:`chosen_specs`.
    """
    if argument is not None and not Path(argument).is_dir():
        return argument
    specs, config = chosen_specs(None if argument is None else [argument])
    if len(specs) != 1:
        where = argument or config.file
        say(f"{where}: {len(specs)} specs; name one of them: {' '.join(specs)}")
        stop(2)
    return specs[0]


def configured_specs(config: Config) -> list[str]:
    """The specs that ``specs`` of the configuration names, but for those of its ``[[convert]]`` entries.

    Raises:
        SpecError: it names what is not there (exit status 2).
    """
    if not all(config.specs):
        raise config.wrong("`specs` contains an empty pattern")
    try:
        found = find_specs(config.specs, root=config.root)
    except ValueError as error:
        raise config.wrong(
            f"`specs`: {', '.join(config.specs)} is not a pattern: {error}"
        ) from None
    lost = next((path for path in found if not os.path.lexists(path)), None)
    if lost is not None:
        near = nearest_file(Path(lost))
        help_ = f"did you mean {shown(Path(lost).with_name(near))}?" if near else ""
        raise config.wrong(f"`specs`: there is no {shown(Path(lost))}", help_)
    paths = [shown(Path(path)) for path in found]
    converted = config.outputs(paths)
    return [path for path in paths if path not in converted]


def only_configured(paths: Iterable[str], config: Config) -> list[str]:
    """Those of some files that the configuration names as specs.

    Raises:
        SpecError: it names none (exit status 2), or as :func:`configured_specs`.
    """
    if not config.specs and not config.convert:
        help_ = 'say which files are specs, such as specs = ["specs/*.yaml"]'
        raise config.wrong("names no `specs`", help_)
    names = (*configured_specs(config), *config.convert_specs())
    known = {os.path.abspath(name) for name in names}  # noqa: PTH100 - links stay
    return [path for path in paths if os.path.abspath(path) in known]  # noqa: PTH100
