"""What ``sesgen impact`` says of an edit, against the plan of the real Terraform."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from generator.impact import Action, Effect
from generator.impact.change import PREVENTED
from tests.support.edits import Edited
from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

SEED = int(os.environ.get("SESGEN_SEED", "1"))
NUMBER = int(os.environ.get("SESGEN_EDITS", "40"))
REFUSED = 4
"""So many of the edits that Terraform refuses are planned alone."""
_ACTIONS = {
    ("no-op",): Action.NOTHING,
    ("update",): Action.UPDATE,
    ("create",): Action.CREATE,
    ("delete",): Action.DESTROY,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
}


def write(folder: Path, edits: list[Edited]) -> None:
    """The modules of edits before these were made, each with nothing left of what came later."""
    for edit in edits:
        module = folder / f"m{edit.number}"
        shutil.rmtree(module, ignore_errors=True)
        write_module(json.dumps(edit.before), module)
    calls = (f'module "m{one.number}" {{\n  source = "./m{one.number}"\n}}\n' for one in edits)
    (folder / "main.tf").write_text("".join(calls))


def write_after(folder: Path, edit: Edited) -> None:
    write_module(json.dumps(edit.after), folder / f"m{edit.number}")


def planned(shown: dict[str, Any], edit: Edited) -> dict[str, tuple[Action, bool]]:
    """What the plan does to each address of a module, and whether what is replaced is away meanwhile."""
    prefix = f"module.m{edit.number}."
    found = {}
    for item in shown.get("resource_changes", []):
        if item["address"].startswith(prefix) and item["mode"] == "managed":
            actions = tuple(item["change"]["actions"])
            action = _ACTIONS[actions]
            if action is Action.NOTHING and "previous_address" in item:
                action = Action.MOVED
            found[item["address"].removeprefix(prefix)] = (action, actions == ("delete", "create"))
    return found


def agrees(effect: Effect, real: dict[str, tuple[Action, bool]]) -> bool:
    """Whether an effect is what the plan says of its address, or of all instances of it."""
    if effect.perhaps:
        return True
    found = [real[effect.address]] if effect.address in real else []
    found = found or [one for name, one in real.items() if name.startswith(f"{effect.address}[")]
    if effect.action is Action.IMPOSSIBLE:
        return all(action is Action.UPDATE for action, _ in found)
    if not found:
        return effect.action is Action.NOTHING
    return all(one == (effect.action, effect.gap) for one in found)


def refused(effects: list[Effect]) -> str:
    """What Terraform says instead of a plan; "" where it makes one."""
    reasons = [
        reason for one in effects if one.action is Action.IMPOSSIBLE for reason in one.reasons
    ]
    if PREVENTED in reasons:
        return "Instance cannot be destroyed"
    return "Cycle" if any("cycle" in reason for reason in reasons) else ""


@takes_long
def test_every_effect_is_what_terraform_plans(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        aws.client("sns").create_topic(Name=name)
    edits = [Edited(number, SEED) for number in range(NUMBER)]
    effects = {edit.number: edit.effects for edit in edits}
    write(tmp_path, edits)
    with_provider(tmp_path, aws.url)
    terraform.prepare(tmp_path)
    terraform.apply(tmp_path)
    blocked = [edit for edit in edits if refused(effects[edit.number])]
    for edit in [one for one in blocked if not any(e.perhaps for e in effects[one.number])][
        :REFUSED
    ]:
        write(tmp_path, edits)
        write_after(tmp_path, edit)
        target = f"-target=module.m{edit.number}"
        done = terraform.run("plan", "-no-color", target, cwd=tmp_path, check=False)
        assert refused(effects[edit.number]) in done.stderr, (edit.number, edit.done, done.stdout)
    write(tmp_path, edits)
    planned_edits = [edit for edit in edits if edit not in blocked]
    for edit in planned_edits:
        write_after(tmp_path, edit)
    shown = terraform.plan(tmp_path)
    wrong: list[object] = []
    for edit in planned_edits:
        found = [one for one in effects[edit.number] if one.action is not Action.OUTPUT]
        real = planned(shown, edit)
        wrong += [
            (edit.number, edit.done, one, real.get(one.address))
            for one in found
            if not agrees(one, real)
        ]
        known = {one.address for one in found}
        wrong += [
            (edit.number, edit.done, name, one)
            for name, one in real.items()
            if name not in known and name.partition("[")[0] not in known
        ]
    every = [one for edit in planned_edits for one in effects[edit.number]]
    perhaps = sum(one.perhaps for one in every)
    print(f"{len(edits)} edits, {len(blocked)} refused; {len(every)} effects, {perhaps} perhaps")
    assert wrong == []
