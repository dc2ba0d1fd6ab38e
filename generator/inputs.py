"""The files that arguments and the configuration stand for: specs, Terraform files, folders and globs of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.diagnostics import SpecError
from generator.loader import SUFFIXES, TERRAFORM_JSON
from generator.loader.names import globbed, is_hidden
from generator.loader.text import TERRAFORM_ENDINGS, unreadable

_SETS = re.compile(
    rb"""configuration_sets|(?:ConfigurationSets?|EventDestinations)["']?\s*:|(?:from|import) generator\b"""
)
"""What a spec says, in one of its spellings."""
_CODE = re.compile(rb"configuration_sets|(?:from|import) generator\b")
"""What a Python spec says."""


def find_specs(
    arguments: Sequence[str], *, otherwise: Sequence[str] = (), root: Path | None = None
) -> list[str]:
    """The spec files that names stand for: files as given, every spec in a folder, what a glob matches.

    A folder stands for its files that end in one of ``otherwise``, too: for all where it holds no spec, else for those with
    resources of SES that others wrote. With ``root`` the names are those of
    a configuration: they count from there, and a folder may hold no spec yet, or none any more.

    Raises:
        SpecError: a folder holds no spec (exit status 2).
        ValueError: one is not a pattern.
    """
    found: list[str] = []
    for argument in arguments:
        matched = globbed(argument, root or Path())
        if matched is not None:
            folders = [one for one in matched if one.is_dir()]
            found += (str(one) for one in matched if _is_named_as_spec(one) and one.is_file())
            found += (name for one in folders for name in _files_in(one, SUFFIXES))
            continue
        path = Path() / argument if root is None else root / argument
        if not path.is_dir():
            found.append(argument if root is None else str(path))
            continue
        inside = _files_in(path, SUFFIXES)
        terraform = _terraform_in(path) if otherwise else []
        if terraform:
            # Most of what stands beside Terraform's files is not a spec: functions, policies, build files.
            specs = [name for name in inside if _says_sets(name)]
            inside = [*specs, *_by_hand(terraform)] if specs else terraform
        if not inside and root is None:
            endings = ", ".join(f"*{suffix}" for suffix in (*SUFFIXES, *otherwise))
            message = f"contains no specs ({endings})"
            wrong = unreadable(argument, message)
            raise _with_below(wrong, path) if otherwise else wrong
        found += inside
    return list(dict.fromkeys(found))


def _with_below(wrong: SpecError, folder: Path) -> SpecError:
    """The error of a folder that holds nothing to read, with what of SES is in the folders below."""
    from generator.importer import with_below  # noqa: PLC0415 - 40 ms that specs do not need

    return with_below(wrong, folder)


def _is_named_as_spec(path: Path) -> bool:
    return path.suffix in SUFFIXES and not path.name.endswith(TERRAFORM_JSON)


def _says_sets(name: str) -> bool:
    """Whether a file beside Terraform's looks like a spec."""
    try:
        pattern = _CODE if name.endswith(".py") else _SETS
        return pattern.search(Path(name).read_bytes()) is not None
    except OSError:
        return True


def _terraform_in(folder: Path) -> list[str]:
    """The Terraform files of a folder, and of the modules that it calls by their paths."""
    if not any(file.name.endswith(TERRAFORM_ENDINGS) for file in folder.iterdir()):
        return []
    from generator.importer import files_with_modules  # noqa: PLC0415 - as below

    return files_with_modules(folder)


def _by_hand(names: Sequence[str]) -> list[str]:
    """Those of some Terraform files in which others wrote resources of SES."""
    from generator.importer import ses_files  # noqa: PLC0415 - as below

    return ses_files(names)


def _files_in(folder: Path, suffixes: Sequence[str]) -> list[str]:
    try:
        files = list(folder.iterdir())
    except OSError as error:
        raise unreadable(str(folder), f"cannot read: {error.strerror}") from None
    return sorted(
        str(file)
        for file in files
        if file.suffix in suffixes
        and not is_hidden(file.name)
        and not file.name.endswith(TERRAFORM_JSON)
        and file.is_file()
    )
