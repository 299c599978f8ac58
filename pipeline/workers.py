"""Worker processes under supervision: each item has limits of time and memory, which are watched from outside.

An item that goes over them, or that its worker dies of, gets an error; the worker is replaced, and all other items
are worked on as if nothing had happened. Workers come from one process that is ready for it (`pipeline/nursery.py`).
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

import psutil

from pipeline import nursery
from pipeline.errors import KehoachError

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MB = 1 << 20
# How often limits are looked at, in seconds, and after how long those of what a reader has started, too.
_LOOK = 0.2
_LONG = 2.0
# Small items wait at their worker for the one before them, so that it never waits for us.
_QUEUE = 4
_SMALL = 256 << 10
# Of the one nursery.
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: `seconds`, and as much again for each MB that it has, and `memory` in bytes."""

    seconds: float = 120.0
    memory: int = 2048 * MB

    def __str__(self) -> str:
        """Return them as `builds.limits` has them."""
        return f"{self.seconds:g} s, {self.memory // MB} MB"

    def seconds_for(self, size: int) -> float:
        """Return the time for a file of this number of bytes: one of many pages takes long for its length alone."""
        return self.seconds * (1 + size / MB)


@dataclass(slots=True)
class _Worker(Generic[Item]):
    connection: Connection
    pid: int | None = None
    queue: deque[tuple[Item, int]] = field(default_factory=deque)
    begun: float = 0.0
    verdict: KehoachError | None = None
    retired: bool = False

    def kill(self) -> None:
        """End it, and what it has started. One that has not said yet who it is ends by its connection."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)


class Crew(Generic[Item, Answer]):
    """Up to `jobs` processes that do `work`, which goes to them by name, to items.

    `warm` says that the work needs the extractors. To be closed, or used as a context.
    """

    def __init__(self, work: Callable[[Item], Answer], jobs: int, limits: Limits, *, warm: bool = True) -> None:
        self._work, self._jobs, self._limits, self._warm = work, jobs, limits, warm
        self._workers: list[_Worker[Item]] = []

    def __enter__(self) -> Crew[Item, Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        for worker in tuple(self._workers):
            self._dismiss(worker)

    def run(self, items: Iterable[tuple[Item, int]]) -> Iterator[tuple[Item, Answer | KehoachError]]:
        """Yield each item with the answer to it, as they come; `items` are given with their size in bytes.

        In place of an answer stands an error: KH203 where the time was over, KH204 where the memory was, KH205 where
        the worker died. Raises KH206 where no worker can be started.
        """
        waiting = deque(items)
        self._hire(len(waiting))
        return self._answers(waiting)

    def _answers(self, waiting: deque[tuple[Item, int]]) -> Iterator[tuple[Item, Answer | KehoachError]]:
        while waiting or any(worker.queue for worker in self._workers):
            self._hire(len(waiting))
            self._feed(waiting)
            for connection in wait([worker.connection for worker in self._workers], timeout=_LOOK):
                worker = next(w for w in self._workers if w.connection is connection)
                try:
                    told = worker.connection.recv()
                except (EOFError, OSError):
                    yield from self._bury(worker, waiting)
                    continue
                worker.begun = time.monotonic()
                if worker.pid is None:
                    worker.pid = told
                    continue
                answer, memory = told
                item, _ = worker.queue.popleft()
                # The next file is not to suffer from what this one leaves behind.
                worker.retired = memory > self._limits.memory // 2
                if worker.retired and not worker.queue:
                    self._dismiss(worker)
                yield item, self._too_big() if answer is None else answer
            for worker in self._workers:
                self._watch(worker)

    def _hire(self, wanted: int) -> None:
        while len(self._workers) < min(self._jobs, wanted + sum(bool(w.queue) for w in self._workers)):
            self._workers.append(self._start())

    def _start(self) -> _Worker[Item]:
        connection = _new_process(self._warm)
        with contextlib.suppress(OSError):  # where it has died, its connection tells so when it is asked
            # The kernel's bound stands where a worker grows faster than we look.
            connection.send((sys.path, 2 * self._limits.memory))
            connection.send(self._work)
        return _Worker(connection)

    def _feed(self, waiting: deque[tuple[Item, int]]) -> None:
        """Give every worker something to do, then something small to do after it."""
        for length in range(_QUEUE):
            for worker in self._workers:
                if not waiting or worker.retired or len(worker.queue) != length:
                    continue
                item, size = waiting[0]
                if length and (size > _SMALL or worker.queue[0][1] > _SMALL):
                    continue
                with contextlib.suppress(OSError):
                    worker.connection.send((item, self._limits.seconds_for(size)))
                if not length:
                    worker.begun = time.monotonic()
                worker.queue.append(waiting.popleft())

    def _watch(self, worker: _Worker[Item]) -> None:
        if worker.pid is None or not worker.queue or worker.verdict or worker.connection.poll():
            return
        took = time.monotonic() - worker.begun
        allowed = self._limits.seconds_for(worker.queue[0][1])
        if took > allowed:
            worker.verdict = KehoachError("KH203", detail=f"{allowed:.0f} s")
        elif took > _LOOK and _memory(worker.pid, with_children=took > _LONG) > self._limits.memory:
            worker.verdict = self._too_big()
        if worker.verdict:
            worker.kill()

    def _too_big(self) -> KehoachError:
        return KehoachError("KH204", detail=f"{self._limits.memory // MB:,} MB")

    def _bury(
        self, worker: _Worker[Item], waiting: deque[tuple[Item, int]]
    ) -> Iterator[tuple[Item, Answer | KehoachError]]:
        """Yield the item that a worker has died of; what was to come after it goes to the others."""
        self._dismiss(worker)
        if worker.pid is None:
            raise KehoachError("KH206", detail="it ended before it began")
        if worker.queue:
            item, _ = worker.queue.popleft()
            waiting.extendleft(reversed(worker.queue))
            yield item, worker.verdict or KehoachError("KH205")

    def _dismiss(self, worker: _Worker[Item]) -> None:
        self._workers.remove(worker)
        worker.kill()
        worker.connection.close()


def _memory(pid: int, *, with_children: bool) -> int:
    try:
        process = psutil.Process(pid)
        family = [process, *(process.children(recursive=True) if with_children else ())]
        return sum(member.memory_info().rss for member in family)
    except psutil.Error:  # it has ended since
        return 0


def _new_process(warm: bool) -> Connection:
    """Return the connection to a new worker."""
    ours, theirs = socket.socketpair()
    with _LOCK, theirs:
        for _ in range(2):
            try:
                socket.send_fds(_nursery(), [nursery.WARM if warm else nursery.PLAIN], [theirs.fileno()])
                return Connection(ours.detach())
            except OSError:  # somebody has ended it
                _nursery.cache_clear()
    raise KehoachError("KH206", detail="nothing to start it from")


@functools.cache
def _nursery() -> socket.socket:
    """Start the process that workers come from; it serves all crews of this one and ends with it."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipeline.nursery", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    atexit.register(process.wait)
    atexit.register(process.kill)
    return ours
