"""A private pool of processes, in which a crash or a hang costs one worker and nothing else.

Prefect's own process pool breaks as a whole when one worker dies, can't interrupt a long call into
C, and costs about 25 times as much a task. Pebble kills and replaces the one bad worker.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from types import ModuleType, TracebackType
from typing import ParamSpec, Self, TypeVar

import pyarrow as pa
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from flows import interrupts, library_environment
from flows.free_memory import then_give_back
from flows.no_pandas import forgo_pandas

P = ParamSpec("P")
T = TypeVar("T")
# Imported once, by the server that the workers are forked from.
PRELOADED = ["flows.stages.clean_shard", "flows.workers.preload"]
LOOK_SECONDS = 0.5  # between questions whether a worker is overdue: 60 s are allowed
LIVES = 3  # pools in a row that may break in one call: a guard against a loop
# Times the allowed memory: what grows too fast for the looks ends there, in a MemoryError.
HARD_LIMIT = 2
CLOSED = "the pool was closed"
# Of workers: one processor, no free memory, no import of the working folder, no word on semaphores.
ENVIRONMENT = {
    **library_environment.VARIABLES,
    "PYTHONSAFEPATH": "1",
    "PYTHONWARNINGS": "ignore:resource_tracker:UserWarning",
}


class WorkerDiedError(RuntimeError):
    """The worker's process ended with its work undone; the message says how."""


class WorkerStoppedError(RuntimeError):
    """The worker was killed because its work was overdue; the message says why."""


class Pool:
    """Worker processes that threads give work to. They start with the first call.

    `memory` is what a worker may have, in bytes.
    """

    def __init__(self, workers: int, memory: int) -> None:
        self._workers = workers
        self._memory = memory
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
        """Run `function` in a worker and return its result.

        `overdue` is asked every LOOK_SECONDS; once it returns a reason, the worker is killed.
        Pebble gives up a whole pool when a worker dies between two calls; then the call is made
        again in a new pool. Raises WorkerStoppedError, WorkerDiedError, and whatever the function
        raises.
        """
        for _ in range(LIVES):
            processes = self._working_pool()
            try:
                future = processes.submit(
                    then_give_back, None, function, *args, **kwargs
                )
                return self._result(future, overdue)
            except ProcessExpired as error:
                message = f"its process ended with code {error.exitcode}"
                raise WorkerDiedError(message) from error
            except BrokenProcessPool:
                continue
        raise WorkerDiedError(f"{LIVES} pools of workers broke, one after the other")

    def _start(self) -> ProcessPool:
        interrupts.expect_children()
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        with _environment():
            # It lets interrupts through again when it has started: it comes first.
            resource_tracker.ensure_running()
            with _deaf_to_interrupts():
                forkserver.ensure_running()
        return ProcessPool(
            self._workers,
            initializer=_prepare_worker,
            initargs=(self._memory,),
            context=context,
        )

    def _result(self, future: ProcessFuture[T], overdue: Callable[[], str | None]) -> T:
        while not wait([future], LOOK_SECONDS).done:
            # A pool that is stopped forgets the work that no worker has begun.
            if self._closed:
                raise WorkerDiedError(CLOSED)
            if reason := overdue():
                future.cancel()
                raise WorkerStoppedError(reason)
        return future.result()

    def _working_pool(self) -> ProcessPool:
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


class InProcessPool:
    """Does the work in this process: for a few texts, and to step through with a debugger.

    A record that crashes or hangs does the same to the run.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def call(
        self,
        _: Callable[[], str | None],
        function: Callable[P, T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `function` and return its result."""
        return function(*args, **kwargs)


AnyPool = Pool | InProcessPool


def open_pool(workers: int, memory: int) -> AnyPool:
    """Return a pool of `workers` processes with `memory` bytes each; 0 is this process."""
    return Pool(workers, memory) if workers else InProcessPool()


def _prepare_worker(memory: int) -> None:
    """Limit this worker's memory, its threads, and what it imports.

    It ends when its parent ends in any way: the next run must write alone.
    """
    forgo_pandas()
    pa.set_cpu_count(1)  # the other processors have workers of their own
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = HARD_LIMIT * memory
    if most == resource.RLIM_INFINITY or limit < most:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def _environment() -> Iterator[None]:
    """Set ENVIRONMENT for the processes that start meanwhile."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that start meanwhile never see Ctrl-C: they end with this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def bare_main() -> Iterator[None]:
    """Hide `__main__` from the workers that start meanwhile.

    A worker imports the `__main__` of its parent. In a scheduled run that is Prefect's engine,
    which costs every worker seconds and memory, and no worker needs it.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
