"""A private pool of processes, in which a crash or a hang costs one worker and nothing else.

Prefect's own process pool breaks as a whole when one worker dies, cannot interrupt a long call into
C, and costs some 25 times as much per task. Pebble kills and replaces the one bad worker.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import ModuleType, TracebackType
from typing import ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

P = ParamSpec("P")
T = TypeVar("T")
PRELOADED = [
    "flows.stages.clean_shard",
    "flows.workers.preload",
]  # imported once, by the server that the workers are forked from
LOOK_SECONDS = 0.5
LIVES = 3
CLOSED = "the pool was closed"


class WorkerDiedError(RuntimeError):
    """The worker's process ended with its work undone; the message says how."""


class WorkerStoppedError(RuntimeError):
    """The worker was killed because its work was overdue; the message says why."""


class Pool:
    """A number of worker processes that threads hand their work to."""

    def __init__(self, workers: int) -> None:
        """Describe a pool of `workers` processes; they start with the first call."""
        self._workers = workers
        self._lock = threading.Lock()
        self._closed = False
        self._processes = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._closed = True
        if kind:
            self._processes.stop()
        else:
            self._processes.close()
        self._processes.join()

    def call(
        self,
        overdue: Callable[[], str | None],
        function: Callable[P, T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `function` in a worker and return what it returns.

        `overdue` is asked twice a second; once it gives a reason, the worker is killed. Raises
        WorkerStoppedError, WorkerDiedError, and whatever the function raises. Pebble gives a whole
        pool up when a worker dies between two calls; then the call is made again in a new pool.
        """
        for _ in range(LIVES):
            processes = self._whole()
            try:
                return self._result(
                    processes.submit(function, None, *args, **kwargs), overdue
                )
            except ProcessExpired as error:
                raise WorkerDiedError(
                    f"its process ended with code {error.exitcode}"
                ) from error
            except BrokenProcessPool:
                continue
        raise WorkerDiedError(f"{LIVES} pools of workers broke, one after the other")

    def _start(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        return ProcessPool(self._workers, initializer=_end_with_parent, context=context)

    def _result(self, future: ProcessFuture[T], overdue: Callable[[], str | None]) -> T:
        while not wait([future], LOOK_SECONDS).done:
            if (
                self._closed
            ):  # a pool that is stopped forgets the work that no worker has begun
                raise WorkerDiedError(CLOSED)
            if reason := overdue():
                future.cancel()
                raise WorkerStoppedError(reason)
        return future.result()

    def _whole(self) -> ProcessPool:
        """Return the pool, or a new one in place of a broken one."""
        with self._lock:
            if self._closed:
                raise WorkerDiedError(CLOSED)
            if self._processes.active:
                return self._processes
            self._processes.stop()
            self._processes.join()
            self._processes = self._start()
            return self._processes


def _end_with_parent() -> None:
    """End this worker when its parent ends, however that came: it must not write on beside the next run."""
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def bare_main() -> Iterator[None]:
    """Hide `__main__` from the workers that start meanwhile.

    A worker imports the `__main__` of its parent. In a scheduled run that is Prefect's engine, which
    costs every worker seconds and memory, and nothing of it is needed here.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def processors() -> int:
    """Count the processors that this process may use."""
    return (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )
