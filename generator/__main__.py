"""The command ``sesgen``, and ``python -m generator``."""

import gc
import os
import sys


def main() -> None:
    """Run the command line. ``--version`` answers before anything heavy is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from generator.version import __version__  # noqa: PLC0415 - nothing else is needed

        print(f"sesgen {__version__}")  # noqa: T201 - the command's answer
        return
    # A run builds trees that live until it ends: collecting them costs time and frees nothing.
    gc.disable()
    # Saves the search through all installed packages for plugins that a command line cannot use.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    from generator.cli import run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
