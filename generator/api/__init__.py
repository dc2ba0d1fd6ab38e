"""The pipeline without a terminal: what the command line, tests and Python users call.

One way: files → :func:`load_specs` → :func:`check` → :func:`render_modules` → :mod:`generator.tree`.
:func:`import_terraform` walks it backwards, and :func:`verify_folder` compares the two ends.
"""

from generator.api.many import Rendered, render_modules
from generator.api.specs import (
    Loaded,
    LoadOptions,
    check,
    convert,
    find_specs,
    load_specs,
    render_module,
)
from generator.api.terraform import (
    Import,
    find_terraform,
    import_terraform,
    load_all,
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
