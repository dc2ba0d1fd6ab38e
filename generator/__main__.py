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
    _fill_closed_streams()
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


def _fill_closed_streams() -> None:
    """Put something in the place of standard streams that are closed: a file that we open must not become one.

    What is written to a standard output that is closed cannot be written, as to a full disk; what is said is lost.
    """
    for stream, flags in (
        (sys.stdin, os.O_RDONLY),
        (sys.stdout, os.O_RDONLY),
        (sys.stderr, os.O_WRONLY),
    ):
        if stream is None:
            os.open(os.devnull, flags)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - to the end
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - to the end


def _quit(*_: object) -> None:
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
