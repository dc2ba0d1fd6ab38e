"""The process that Python specs are run from: it imports what they need once, and forks for each of them.

It runs no code of theirs itself, so that one spec is to the next as if it had never been. A line of JSON comes in for
each spec, a line goes out. When whoever asks is gone, it ends, and with it the spec that is running.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import secrets
import selectors
import signal
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator import spec as models
from generator.harmless import for_log
from generator.loader.python_run import BROKEN, Request, answer, speak
from generator.spec.base import Model

MOST_WORDS = 1 << 20
"""So many bytes may a spec print."""
MOST_VALUES = 1 << 28
"""So many bytes may its values take."""
_SET_CHILD_SUBREAPER = 36
_CHILDREN = Path("/proc/thread-self/children")
_PAUSE = 0.02
_PIECE = 1 << 16


def serve(limit: float) -> None:
    """Answer requests until there are no more; a spec may take ``limit`` seconds."""
    requests, answers, null = os.dup(0), os.dup(1), os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # standard error is closed: nobody wants to hear anything
        os.dup2(null, 1)
        os.dup2(null, 2)
    for name in models.__all__:
        model = getattr(models, name)
        if isinstance(model, type) and issubclass(model, Model):
            model.model_rebuild()
    _adopt()
    gc.freeze()  # what is here is not looked at again in a fork
    # Nobody may be there to hear the last answer.
    with os.fdopen(requests, "rb") as lines, suppress(BrokenPipeError):
        for line in lines:
            run = _Run(Request(*json.loads(line)), (requests, answers), limit)
            _write(answers, run.answer())


def _adopt() -> None:
    """Have what a spec leaves behind become a child of this process, also from a session of its own; Linux has that."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_all() -> None:
    """End the processes that a spec left behind."""
    with suppress(OSError):
        while children := _CHILDREN.read_text().split():
            for child in map(int, children):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _write(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


class _Run:
    """One spec in a fork of this process; ``ours`` are the handles it must not have."""

    def __init__(self, request: Request, ours: tuple[int, int], limit: float) -> None:
        self.requests, self.limit = ours[0], limit
        self.values, values = os.pipe()
        self.words, words = os.pipe()
        self.token = secrets.token_hex().encode()
        self.pid = os.fork()
        if not self.pid:
            for handle in (*ours, self.values, self.words):
                os.close(handle)
            speak(partial(answer, request), self.token, values, words)
        os.close(values)
        os.close(words)
        self.line = bytearray()
        self.rest = b""
        self.printed = 0

    def answer(self) -> bytes:
        """The line that the spec leaves behind, or how it ended without one."""
        try:
            ended = self._watch()
        finally:
            # What it started goes with it.
            for kill in (os.killpg, os.kill):
                with suppress(OSError):
                    kill(self.pid, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(self.pid, 0)
            _end_all()
            if self.rest:
                self._say(b"\n")
            os.close(self.values)
            os.close(self.words)
        token, line = self.line[: len(self.token)], self.line[len(self.token) :]
        if not ended and token == self.token and line.find(b"\n") == len(line) - 1:
            return bytes(line)
        said = ended or "ended its process (exit status 0)"
        if self.line and not ended:
            said = "wrote to a file descriptor that it did not open"
        return json.dumps({"ended": said}).encode() + b"\n"

    def _watch(self) -> str:
        """Listen until the process is gone, or must go: then the reason."""
        deadline = time.monotonic() + self.limit
        with selectors.DefaultSelector() as selector:
            for handle in (self.values, self.words):
                os.set_blocking(handle, False)
                selector.register(handle, selectors.EVENT_READ)
            # Nothing more comes in before there is an answer, but the end.
            selector.register(self.requests, selectors.EVENT_READ)
            while True:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                for key, _ in selector.select(0 if pid else _PAUSE):
                    if key.fd == self.requests:
                        return "was left alone"
                    if self._drained(key.fd):
                        selector.unregister(key.fd)
                if pid:
                    return _said(status)
                if time.monotonic() > deadline:
                    return f"ran for more than {self.limit:g} seconds"
                if self.is_full():
                    return f"printed over {MOST_WORDS >> 20} MiB, or made over {MOST_VALUES >> 20} MiB of values"

    def is_full(self) -> bool:
        """Whether the spec said more than anybody reads."""
        return self.printed > MOST_WORDS or len(self.line) > MOST_VALUES

    def _drained(self, handle: int) -> bool:
        """Take in what the spec says there now; whether that was the last of it."""
        piece: bytes | None = b"..."
        while piece and not self.is_full():
            piece = self._read(handle)
        return piece == b""

    def _read(self, handle: int) -> bytes | None:
        """A piece of what the spec says: empty at the end, None where there is no more for now."""
        try:
            piece = os.read(handle, _PIECE)
        except BlockingIOError:
            return None
        if handle == self.values:
            self.line += piece
            return piece
        self.printed += len(piece)
        self._say(piece)
        return piece

    def _say(self, piece: bytes) -> None:
        """Print what the spec prints, line by line: a command of a runner must not come in two pieces."""
        whole, end, self.rest = (self.rest + piece).rpartition(b"\n")
        text = (whole + end).decode("utf-8", "surrogateescape")
        with suppress(OSError):
            _write(2, for_log(text).encode("utf-8", "surrogateescape"))


def _said(status: int) -> str:
    if not os.WIFSIGNALED(status):
        code = os.waitstatus_to_exitcode(status)
        if code == BROKEN:
            return "closed a file descriptor, or replaced a function, that is not its own"
        return f"ended its process (exit status {code})" if code else ""
    number = os.WTERMSIG(status)
    try:
        return f"was ended by {signal.Signals(number).name}"
    except ValueError:
        return f"was ended by signal {number}"
