"""The command ``sesgen``, and ``python -m generator``."""

import gc
import os
import signal
import sys

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended, as shells have it."""


def main() -> None:
    """Run the command line. ``--version`` answers before anything heavy is imported."""
    # While modules are imported there is nothing to tidy up, and nobody who could catch an interrupt.
    signal.signal(signal.SIGINT, _quit)
    if sys.argv[1:] in (["--version"], ["-V"]):
        from generator.version import __version__  # noqa: PLC0415 - nothing else is needed

        try:
            print(f"sesgen {__version__}", flush=True)  # noqa: T201 - the command's answer
        except OSError as error:
            os.write(2, f"sesgen: {error.strerror}\n".encode())
            os._exit(2)
        return
    # A run builds trees that live until it ends: collecting them costs time and frees nothing.
    gc.disable()
    # Saves the search through all installed packages for plugins that a command line cannot use.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    from generator.cli import run  # noqa: PLC0415 - see above

    run(_quit)


def _quit(*_: object) -> None:
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
