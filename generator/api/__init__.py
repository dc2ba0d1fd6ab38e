"""The pipeline without a terminal: what the command line, tests and Python users call.

One way: files → :func:`load_specs` → :func:`check` → :func:`render_module` → :mod:`generator.tree`.
:func:`import_terraform` walks it backwards, and :func:`verify_folder` compares the two ends.
"""

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
    "check",
    "convert",
    "find_specs",
    "find_terraform",
    "import_terraform",
    "load_all",
    "load_specs",
    "refuse_foreign",
    "render_module",
    "verify_folder",
    "verify_rendered",
]
