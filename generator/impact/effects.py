"""What Terraform does to each resource of a module, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.diagnostics import Path


class Action(StrEnum):
    """What becomes of a resource, the worst first; ``OUTPUT`` is of a key of an output, which callers use."""

    IMPOSSIBLE = "impossible"
    DESTROY = "destroy"
    REPLACE = "replace"
    OUTPUT = "output"
    UPDATE = "update"
    CREATE = "create"
    FORGET = "forget"
    IMPORT = "import"
    MOVED = "moved"
    NOTHING = "nothing"


ORDER = tuple(Action)
"""The actions, the worst first."""


class Effect(NamedTuple):
    """What becomes of one resource or instance.

    ``perhaps`` says that an expression decides whether it happens. ``gap`` is whether what is replaced goes before
    the new one is there. ``before`` is the address that it has now, where that is another. ``events`` are the event
    types that are not recorded meanwhile, or any more. ``path`` is the place in the spec: the new one, or (``gone``) the old one.
    ``is_part`` sets what is in AWS apart from what only watches it, or waits for it.
    """

    address: str
    action: Action
    path: Path
    reasons: tuple[str, ...] = ()
    perhaps: bool = False
    gap: bool = False
    before: str = ""
    events: tuple[str, ...] = ()
    gone: bool = False
    is_part: bool = True

    @property
    def resource(self) -> str:
        """The resource that it is an instance of, by the address that it has now."""
        return (self.before or self.address).partition("[")[0]

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """Where it stands among others, the worst first."""
        return ORDER.index(self.action), self.perhaps, not self.gap
