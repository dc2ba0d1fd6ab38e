"""``make mutants``: changes one thing at a time in the code and says which changes no test notices.

python tests/mutation/run.py [PACKAGE ...] [--every N]

The work is mutmut's (its settings: ``tool.mutmut`` in ``pyproject.toml``). It happens in ``.cache/mutants``, and what is known
is kept there: a second run asks again only for functions that changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import libcst as cst
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import file_mutation
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache/mutants"
ACCEPTED = Path(__file__).with_name("accepted.toml")
PACKAGES = ("plan", "hcl", "importer", "rules", "output")
UNNOTICED = ("survived", "no tests")
SHOWN = ("killed", "timeout", *UNNOTICED)


def main() -> None:
    """Prepare the folder, let mutmut work in it, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "packages", nargs="*", default=PACKAGES, help="of generator/; else all five"
    )
    parser.add_argument("--every", type=int, default=1, help="of each package every Nth mutant")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.chdir(FOLDER)
    shutil.rmtree("mutants/tests", ignore_errors=True)  # what is no longer there must not run
    for name in ("generator", *map(str, config().also_copy)):
        if (ROOT / name).exists() and not Path(name).is_symlink():
            Path(name).symlink_to(ROOT / name)
    take_rules_too()
    take_every(options.every, options.packages)
    try:
        mutmut._run((), None)
    finally:
        sys.stdout.write(report(options.packages))


# -- what mutmut leaves out ------------------------------------------------------------------------


def take_rules_too() -> None:
    """Mutate what is registered as a rule: mutmut leaves functions with decorators as they are.

    A copy of such a function must not register itself: only what calls it, in its place, keeps decorators and parameters.
    """
    skips = file_mutation.MutationVisitor._skip_node_and_children
    arrange = file_mutation.function_trampoline_arrangement

    def skip(self: file_mutation.MutationVisitor, node: cst.CSTNode) -> bool:
        return not is_rule(node) and skips(self, node)

    def arranged(
        function: cst.FunctionDef, mutants: Iterable[Any], class_name: str | None
    ) -> tuple[Sequence[Any], ...]:
        if not is_rule(function):
            found: tuple[Sequence[Any], ...] = arrange(function, mutants, class_name)
            return found
        bare = function.with_changes(decorators=())
        declared, (first, *others), assigned, names = arrange(bare, mutants, class_name)
        copies = cst.ensure_type(first.decorators[0].decorator, cst.Call).args[0].value
        name = cst.ensure_type(copies, cst.Name).value
        call = f"return _mutmut_mutated({name})({name}['_mutmut_orig'])(*locals().values())"
        body = cst.IndentedBlock(body=[cst.parse_statement(call)])
        return declared, [function.with_changes(body=body), *others], assigned, names

    file_mutation.MutationVisitor._skip_node_and_children = skip
    file_mutation.function_trampoline_arrangement = arranged


def is_rule(node: cst.CSTNode) -> bool:
    """Whether a function is registered by ``on_argument`` or another of its kind."""
    return (
        isinstance(node, cst.FunctionDef)
        and bool(node.decorators)
        and all(
            isinstance(found := item.decorator, cst.Call)
            and isinstance(found.func, cst.Name)
            and found.func.value.startswith("on_")
            for item in node.decorators
        )
    )


def take_every(step: int, packages: Sequence[str]) -> None:
    """Let mutmut ask for the packages alone, and of each for every Nth mutant: the same ones each time.

    What survived is asked for again: it may be that a test was added.
    """
    collect = mutmut.collect_source_file_mutation_data

    def collected(*, mutant_names: Sequence[str]) -> tuple[list[Any], dict[str, Any]]:
        mutants, data = collect(mutant_names=mutant_names)
        asked = []
        for package in packages:
            mine = [mutant for mutant in mutants if package_of(mutant[0].path) == package]
            for number, (file, name, code) in enumerate(mine):
                unnoticed = status_by_exit_code[code] in UNNOTICED
                if unnoticed or number % step == 0:
                    asked.append((file, name, None if unnoticed else code))
        return asked, data

    mutmut.collect_source_file_mutation_data = collected


# -- the report ------------------------------------------------------------------------------------


def package_of(path: Path) -> str:
    """The package of a module of ``generator/``."""
    return path.parts[1]


def results(packages: Sequence[str]) -> Iterator[tuple[Path, str, str]]:
    """File, mutant and what became of it."""
    for path in sorted(walk_mutatable_files()):
        if package_of(path) in packages:
            data = SourceFileMutationData(path=path)
            data.load()
            for name, code in data.exit_code_by_key.items():
                if code is not None:
                    yield path, name, status_by_exit_code[code]


def change_of(name: str, path: Path) -> tuple[str, str]:
    """The lines that a mutant takes away, and those that it puts there."""
    lines = get_diff_for_mutant(name, path=path).splitlines()[3:]
    old, new = ([line[1:].strip() for line in lines if line[0] == sign] for sign in "-+")
    return " ".join(old), " ".join(new)


def report(packages: Sequence[str]) -> str:
    """The survivors that nobody accepted, and a table of the packages."""
    known = {
        (function, new)
        for function, changes in tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).items()
        for new in changes
    }
    counts = {name: Counter[str]() for name in packages}
    text = "\n"
    for path, name, status in results(packages):
        if status in UNNOTICED:
            old, new = change_of(name, path)
            if (name.partition("__mutmut_")[0], new) in known:
                counts[package_of(path)]["accepted"] += 1
                continue
            text += f"{status}: {name}\n  - {old}\n  + {new}\n"
        counts[package_of(path)][status] += 1
    text += (
        "\n" + "".join(f"{word:>10}" for word in ("", *SHOWN, "accepted", "other", "score")) + "\n"
    )
    for name, found in counts.items():
        other = sum(found.values()) - sum(found[word] for word in (*SHOWN, "accepted"))
        noticed = found["killed"] + found["timeout"]
        judged = sum(found.values()) - found["accepted"]
        row = (*(found[word] for word in SHOWN), found["accepted"], other)
        text += f"{name:>10}" + "".join(f"{number:>10}" for number in row)
        text += f"{noticed / judged:>10.1%}\n" if judged else f"{'-':>10}\n"
    return text


if __name__ == "__main__":
    main()
