"""Files read by the workers of a Dask cluster, from storage that they share with this machine.

Each thread of a worker has a reading process under the same supervision as here, so that a file ends its reader at
most, never a worker. The rows come back through the scheduler: workers need to write nowhere.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline import parts
from pipeline.errors import KehoachError, fault, kind_and_line
from pipeline.find import Found
from pipeline.parts import Answers, Key, Tables, Task
from pipeline.workers import Crew, Limits

if TYPE_CHECKING:
    from distributed import Client, Future

# Files that are sent out for each thread of the cluster: the others stay here, and so does their result.
_AHEAD = 3
_RETRIES = 3
# Seconds until a scheduler has to answer and to have a worker, and between looks at how large the cluster is by now.
_PATIENCE = 60
_LOOK = 5.0
# What is wrong with the cluster, not with a file.
_ENDS_ALL = ("KH206", "KH502", "KH504")
_own = threading.local()


def read_on_cluster(files: Sequence[Found], task: Task, scheduler: str, limits: Limits) -> Answers:
    """Yield each file with its rows, as the workers at `scheduler` (tcp://HOST:PORT) come to it.

    Raises KehoachError: KH501 where no scheduler with workers answers or it is lost, KH502 where a worker has another
    version, KH503 where a worker cannot read the files, KH505 where Dask is not installed.
    """
    key = str(Key.of_now(task.options))
    with _connected(scheduler) as client:
        _check_workers(client, task, key, files[0])
        yield from _fly(client, scheduler, files, (task, key, limits))


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise KehoachError("KH505") from error
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:  # TimeoutError is an OSError
        raise KehoachError("KH501", detail=scheduler) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise KehoachError("KH501", detail=f"{scheduler}: it has no worker") from error
        yield client


def _check_workers(client: Client, task: Task, key: str, first: Found) -> None:
    """Ask each worker for its version, and to open a file."""
    try:
        told: dict[str, tuple[str, str | None]] = client.run(look_around, task, first)
    except Exception as error:  # a version so different that it lacks what it is asked for
        raise KehoachError("KH502", detail=kind_and_line(error)) from error
    for worker, (its_key, problem) in told.items():
        if its_key != key:
            raise KehoachError("KH502", detail=f"{its_key} at {worker}, {key} here")
        if problem:
            raise KehoachError("KH503", detail=f"{problem} at {worker}")


def look_around(task: Task, first: Found) -> tuple[str, str | None]:
    """Return, on a worker, what rows made here would depend on, and why the file `first` cannot be read, if so."""
    try:
        with first.place.open() as file:
            file.read(1)
        problem = None
    except (OSError, KehoachError) as error:
        problem = str(error)
    return str(Key.of_now(task.options)), problem


def _fly(client: Client, scheduler: str, files: Sequence[Found], what: tuple[Task, str, Limits]) -> Answers:
    from distributed import CancelledError, as_completed
    from distributed.comm import CommClosedError

    waiting, flying = iter(files), as_completed(loop=client.loop)
    begun: dict[str, Found] = {}
    looked, room = 0.0, 1
    try:
        while True:
            if time.monotonic() - looked > _LOOK:
                room = _AHEAD * max(1, sum(client.nthreads().values()))
                looked = time.monotonic()
            while flying.count() < room and (found := next(waiting, None)) is not None:
                name = f"kehoach-{found.sha256[:16]}-{uuid.uuid4().hex[:8]}"
                begun[name] = found
                flying.add(client.submit(read_one, found, *what, key=name, pure=False, retries=_RETRIES))
            if flying.is_empty():
                return
            future = next(flying)
            found = begun.pop(future.key)
            yield found, _result(future, found)
    except (CancelledError, CommClosedError, OSError) as error:
        raise KehoachError("KH501", detail=f"{scheduler}: the connection was lost") from error


def _result(future: Future, found: Found) -> Tables:
    """Return the rows of a file. What every worker has failed at is a row of `failures`."""
    from distributed import KilledWorker

    if future.status != "error":
        rows: Tables = future.result()
        return rows
    error: Any = future.exception()
    if isinstance(error, KehoachError) and error.code in _ENDS_ALL:
        raise error
    if isinstance(error, KilledWorker):
        error = KehoachError("KH205")
    elif not isinstance(error, KehoachError):
        error = fault(error)
    return parts.failed(found, error, stage="read")


def read_one(found: Found, task: Task, key: str, limits: Limits) -> Tables:
    """Return, on a worker, the rows of a file. Raises KehoachError KH502 where `key` is not that of here."""
    if (own := str(Key.of_now(task.options))) != key:
        raise KehoachError("KH502", detail=f"{own}, {key} is asked for")
    ((_, answer),) = _reader(task, limits).run([(found, found.byte_size)])
    return parts.failed(found, answer, stage="read") if isinstance(answer, KehoachError) else answer


def _reader(task: Task, limits: Limits) -> Crew[Found, Tables]:
    """Return the reading process of this thread; it stays for the files to come."""
    if getattr(_own, "work", None) != (task, limits):
        if hasattr(_own, "crew"):
            _own.crew.close()
        _own.crew, _own.work = Crew(task, 1, limits, warm=task.extract is None), (task, limits)
    crew: Crew[Found, Tables] = _own.crew
    return crew
