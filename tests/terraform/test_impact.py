"""What ``sesgen impact`` says of an edit, against the plan of the real Terraform."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from generator.impact import Action, Effect, compare
from tests.support.edits import Edited
from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

SEED = int(os.environ.get("SESGEN_SEED", "1"))
NUMBER = int(os.environ.get("SESGEN_EDITS", "40"))
_ACTIONS = {
    ("no-op",): Action.NOTHING,
    ("update",): Action.UPDATE,
    ("create",): Action.CREATE,
    ("delete",): Action.DESTROY,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
}


def write(folder: Path, edits: list[Edited], *, after: bool) -> None:
    for edit in edits:
        spec = edit.after if after else edit.before
        write_module(json.dumps(spec), folder / f"m{edit.number}")
    calls = (f'module "m{one.number}" {{\n  source = "./m{one.number}"\n}}\n' for one in edits)
    (folder / "main.tf").write_text("".join(calls))


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


@takes_long
def test_every_effect_is_what_terraform_plans(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        aws.client("sns").create_topic(Name=name)
    edits = [Edited(number, SEED) for number in range(NUMBER)]
    write(tmp_path, edits, after=False)
    with_provider(tmp_path, aws.url)
    terraform.prepare(tmp_path)
    terraform.apply(tmp_path)
    write(tmp_path, edits, after=True)
    shown = terraform.plan(tmp_path)
    wrong: list[object] = []
    perhaps, decided = 0, 0
    for edit in edits:
        before, after = edit.plans
        effects = [
            one for one in compare(before.plan, after.plan) if one.action is not Action.OUTPUT
        ]
        real = planned(shown, edit)
        wrong += [
            (edit.number, edit.done, one, real.get(one.address))
            for one in effects
            if not agrees(one, real)
        ]
        known = {one.address for one in effects}
        wrong += [
            (edit.number, edit.done, name, one)
            for name, one in real.items()
            if name not in known and name.partition("[")[0] not in known
        ]
        perhaps += sum(one.perhaps for one in effects)
        decided += sum(not one.perhaps for one in effects)
    print(f"{len(edits)} edits, {decided} effects decided, {perhaps} perhaps")
    assert wrong == []
