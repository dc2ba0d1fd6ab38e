"""What git knows beyond the index: which files say that sesgen made them, what they were in other commits, and what it joins."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.diagnostics import SpecError
from generator.loader.text import TERRAFORM_ENDINGS
from generator.output.git import Repository, is_below
from generator.output.model import MARK

_MOST = 100
"""So many commits are looked at, the newest."""


def marked(repository: Repository, but: Iterable[Path], *, staged: bool) -> list[str]:
    """The Terraform files in git that have our mark somewhere, as the work tree holds them, or (``staged``) the index.

    Those below some folders are left out.
    """
    places = [os.path.realpath(folder) for folder in but]
    if repository.top in places:
        return []
    inside = (
        os.path.relpath(one, repository.top) for one in places if is_below(one, repository.top)
    )
    found = repository.ask(
        *("grep", "-l", "-z", "-F", "--no-color", "--no-recurse-submodules"),
        *(["--cached"] if staged else []),
        *("-e", MARK, "--", *(f"*{ending}" for ending in TERRAFORM_ENDINGS)),
        *(f":(exclude,literal){place}" for place in inside),
        fine=(0, 1),
    )
    return [f"{repository.top}/{name}" for name in dict.fromkeys(found.split("\0")) if name]


def earlier(repository: Repository, files: Sequence[Path], word: str) -> Iterator[tuple[Path, str]]:
    """What each of some files, which differ in their names, said before and after a commit changed a line with a word."""
    found = repository.ask(
        *("log", f"--max-count={_MOST}", "--format=", "--raw", "--no-abbrev", f"-G{word}"),
        *("--no-renames", "--no-ext-diff", "--no-textconv", "--no-show-signature"),
        *("--", *map(str, files)),
    )
    seen: set[tuple[Path, str]] = set()
    for line in found.splitlines():
        facts, _, name = line.partition("\t")
        file = next(one for one in files if one.name == name.rstrip('"').rpartition("/")[2])
        blobs = facts.split()[2:4]
        seen |= {(file, blob) for blob in blobs if blob.strip("0")}
    for file, blob in sorted(seen):
        yield file, repository.blob(blob).decode("utf-8", "replace")


_SINCE = (("MERGE_HEAD", ""), ("CHERRY_PICK_HEAD", "^"), ("REBASE_HEAD", "^"))
"""What git is joining with HEAD, and how the revision is called that both come from: a merge asks for it."""


def joined_by_git(path: Path, content: bytes) -> list[bytes]:
    """The two versions of a file that git has just joined into this content; none where a person may have changed it since."""
    try:
        repository = Repository(os.path.realpath(path.parent))
        heads = ((other, parent) for other, parent in _SINCE if _is_there(repository, other))
        for other, parent in heads:
            base = other + parent if parent else repository.ask("merge-base", "HEAD", other).strip()
            sides = [
                os.fsencode(repository.ask("cat-file", "blob", f"{one}:./{path.name}"))
                for one in ("HEAD", base, other)
            ]
            if _joined(repository, sides) == content.replace(b"\r\n", b"\n"):
                return [sides[0], sides[2]]
    except (SpecError, OSError):
        pass
    return []


def _is_there(repository: Repository, revision: str) -> bool:
    return bool(repository.ask("rev-parse", "--quiet", "--verify", revision, fine=(0, 1)))


def _joined(repository: Repository, sides: Sequence[bytes]) -> bytes:
    with TemporaryDirectory(prefix="sesgen-") as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, side in zip(files, sides, strict=True):
            file.write_bytes(side)
        return os.fsencode(repository.ask("merge-file", "-p", "-q", *map(str, files)))


def tracked(repository: Repository, names: Iterable[str]) -> list[Path]:
    """The files of some names that the index holds, in whichever folder."""
    found = repository.ask("ls-files", "-z", "--", *(f":(glob)**/{name}" for name in names))
    return [Path(repository.top, name) for name in dict.fromkeys(found.split("\0")) if name]
