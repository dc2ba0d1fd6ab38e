"""Rendering in worker processes; imported where they pay, as it takes a while to import."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import connection
from typing import TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def in_processes(
    work: Callable[[Task], Answer], tasks: Sequence[Task], workers: int
) -> Iterator[Answer]:
    """The answers to tasks, in their order.

    They end early where there can be no processes, or one was killed: the rest is the caller's.
    """
    pool = None
    try:
        # A fork has everything imported; beside threads, or elsewhere than on Linux, it is not safe.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        pool = ProcessPoolExecutor(workers, context, _start)
        chunk = max(1, min(32, len(tasks) // (workers * 4)))
        yield from pool.map(work, tasks, chunksize=chunk)
    except (BrokenExecutor, NotImplementedError, OSError):
        return
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _start() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
