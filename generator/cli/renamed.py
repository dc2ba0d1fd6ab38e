"""What callers of a module must know about a rename: its outputs have other keys."""

from __future__ import annotations

from collections.abc import Iterator

from generator.output import Changes
from generator.plan.files import MOVED, OUTPUTS

_MOST = 3
"""So many keys of a module are named."""


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
