"""What ``generate`` says it did, and what that means for those who apply it, and for callers of the module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.cli.common import say
from generator.cli.staged import StagedRun
from generator.diagnostics import SpecError
from generator.loader.text import STDIN
from generator.output import Change, Changes, ModuleChanges, RenderedModule
from generator.output.manifest import FILE_NAME
from generator.output.single import SingleFile
from generator.pipeline import Loaded
from generator.plan.files import MOVED, OUTPUTS

_NAMED = 10
"""So many of the specs that were left out are named."""
_MOST = 3
"""So many keys of a module are named."""


class Made(NamedTuple):
    """What is made of the specs without an error."""

    modules: list[RenderedModule]
    files: list[SingleFile]


def tell(changes: Changes, folder: Path | None, run: StagedRun | None, *, dry: bool) -> None:
    """Every file that was written or deleted, how many modules there are, and what callers must change."""

    def line(verb: str, shown: str, cause: str = "") -> str:
        return f"{'would ' if dry else ''}{verb}{'' if dry else 'd'} {shown}{cause}"

    def cause(module: ModuleChanges, change: Change) -> str:
        return f" ({run.cause(module, change)})" if run is not None else ""

    lines = [
        line(verb, change.shown, cause(module, change))
        for verb in ("create", "update", "delete")
        for module in changes.modules
        for change in getattr(module, verb)
    ]
    lines += [
        line(module.manifest_alone, str(module.place / FILE_NAME))
        for module in changes.modules
        if module.manifest_alone
    ]
    of_modules, of_files = (changes.of_modules(single=single) for single in (False, True))
    if folder is not None:
        modules = len(of_modules.modules)
        plural = "" if modules == 1 else "s"
        lines.append(f"{modules} module{plural} in {folder}: {of_modules.summary()}")
    if of_files.modules:
        files = len(of_files.modules)
        plural = "y" if files == 1 else "ies"
        lines.append(f"{files} entr{plural} of [[convert]]: {of_files.summary()}")
    say(*lines, *other_keys(changes))


def tell_left_out(paths: list[str], made: Made, changes: Changes, folder: Path | None) -> None:
    """How many specs made nothing, and which; how many of what they made could not be written."""
    wanted = [Path(folder or ".", one.name) for one in made.modules]
    written = {module.place for module in changes.modules}
    held = [place for place in wanted if place not in written]
    if held and len(wanted) > 1:
        say(f"{len(held)} of {len(wanted)} modules left alone")
    specs = (*(one.spec for one in made.modules), *(one.spec for one in made.files))
    done = {STDIN if spec is None else str(spec) for spec in specs}
    left = [path for path in paths if str(Path(path)) not in done]
    if left and len(paths) > 1:
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        say(f"{len(left)} of {len(paths)} specs left out: {', '.join(left[:_NAMED])}{more}")


def other_keys(changes: Changes) -> Iterator[str]:
    """A line for each module in which something is called otherwise, and outputs are, too."""
    for module in changes.modules:
        texts = {
            change.path: [(change.old or b"").decode("utf-8", "replace"), change.new or ""]
            for change in module.changes
            if change.path in {MOVED, OUTPUTS}
        }
        if len(texts) > 1:
            # Of the few that rename something.
            from generator.impact.output_keys import lost_keys, outputs_of, shown  # noqa: PLC0415
            from generator.output.past import moved_in  # noqa: PLC0415

            old, new = map(outputs_of, texts[OUTPUTS])
            keys: dict[tuple[str, str], list[str]] = {}
            for one in lost_keys(old, new, moved_in(texts[MOVED][1])):
                if one.now:
                    keys.setdefault((shown(one.keys), shown(one.now)), []).append(one.output)
            named = [f"{was} is {now} ({', '.join(names)})" for (was, now), names in keys.items()]
            more = f"; {len(named) - _MOST} more" if len(named) > _MOST else ""
            if named:
                yield (
                    f"{module.place}: callers that use its outputs must change, too:"
                    f" {'; '.join(named[:_MOST])}{more}"
                )


def tell_impact(run: StagedRun, changes: Changes, loaded: Loaded) -> bool:
    """Say in one line what Terraform does about a commit, where it is more than an update in place: whether it never can.

    Nothing is said of Python specs, and where the last commit cannot be read or holds mistakes.
    """
    edited = [spec for spec in run.edited(changes) if not spec.endswith(".py")]
    if not edited:
        return False
    # What most commits do not need.
    from generator.cli.revisions import effects, specs_at  # noqa: PLC0415
    from generator.report.impact import at_a_glance, is_impossible  # noqa: PLC0415

    after = [spec for spec in loaded.specs if spec.loaded.source.name in edited]
    try:
        before = specs_at(run.repository, "HEAD", edited, after)
    except SpecError:
        return False
    found = list(effects(before, after))
    words = at_a_glance(found)
    if words:
        say(f"impact: {words}; `sesgen impact` shows them")
    return any(map(is_impossible, found))
