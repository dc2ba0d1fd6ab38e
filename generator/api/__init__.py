"""The pipeline without a terminal: what the command line, tests and Python users call.

One way: files → :func:`load_specs` → :func:`check` → :func:`render_modules` → :mod:`generator.tree`.
:func:`import_terraform` walks it backwards, and :func:`verify_folder` compares the two ends.

What a run does not call is not imported: `sesgen validate` needs neither templates nor the way back.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from generator.api.specs import Loaded, LoadOptions, check, find_specs, load_all, load_specs

if TYPE_CHECKING:
    from generator.api.blocks import convert
    from generator.api.many import Rendered, render_modules
    from generator.api.modules import render_module
    from generator.api.terraform import (
        Import,
        find_terraform,
        import_terraform,
        refuse_foreign,
        verify_folder,
        verify_rendered,
    )

__all__ = [
    "Import",
    "LoadOptions",
    "Loaded",
    "Rendered",
    "check",
    "convert",
    "find_specs",
    "find_terraform",
    "import_terraform",
    "load_all",
    "load_specs",
    "refuse_foreign",
    "render_module",
    "render_modules",
    "verify_folder",
    "verify_rendered",
]

_MODULES = {
    "Rendered": "many",
    "convert": "blocks",
    "render_module": "modules",
    "render_modules": "many",
}


def __getattr__(name: str) -> object:
    if name in __all__:
        module = _MODULES.get(name, "terraform")
        return getattr(import_module(f"generator.api.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
