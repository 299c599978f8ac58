"""What reads the files of a build: processes of this machine, those of a cluster, or this process itself.

Whatever it is, the same task is done to the same bytes, and the rows come back here, where they are written down.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from pipeline import parts
from pipeline.codes import EngineKind
from pipeline.errors import KehoachError
from pipeline.find import Found
from pipeline.load import blank_database
from pipeline.parts import Answers, Tables, Task
from pipeline.workers import Crew, Limits

NAMES = {"pool": "process pool", "here": "in process", "dask": "dask"}


@dataclass(frozen=True, slots=True)
class Engine:
    """What reads the files, and within which limits.

    `pool` are processes of this machine, supervised. `dask` is the cluster whose scheduler answers at
    the address `scheduler`. `here` is this process, which no limit protects: for a debugger.
    """

    kind: EngineKind = "pool"
    limits: Limits = field(default_factory=Limits)
    scheduler: str | None = None

    def read(self, files: Sequence[Found], task: Task, jobs: int = 0) -> Answers:
        """Yield each file with its rows, as they come. Where a limit ends it, they are a row of `failures`.

        `jobs` is the number of processes of a pool (0: one a core).

        Raises KehoachError: KH206 where no process starts, KH501 to KH505 where a cluster does not work.
        """
        if self.kind == "here":
            return _read_here(files, task)
        if self.kind == "dask":
            from pipeline.cluster import read_on_cluster

            return read_on_cluster(files, task, self.scheduler or "", self.limits)
        return _read_in_pool(files, task, jobs or _cores(), self.limits)


POOL = Engine()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_here(files: Sequence[Found], task: Task) -> Answers:
    for found in files:
        yield found, task(found)


def _read_in_pool(files: Sequence[Found], task: Task, jobs: int, limits: Limits) -> Answers:
    with Crew[Found, Tables](task, jobs, limits, warm=task.extract is None) as crew:
        answers = crew.run((found, found.byte_size) for found in files)
        if task.extract is None:
            # Needed at the end, and made while the extractors get ready. A full disk is no reason not to read.
            with contextlib.suppress(OSError, duckdb.Error):
                blank_database()
        for found, answer in answers:
            yield found, parts.failed(found, answer, stage="read") if isinstance(answer, KehoachError) else answer
