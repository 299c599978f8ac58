"""One build at a time for a database: a lock beside it, which says who holds it."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from pipeline.errors import KehoachError


@contextmanager
def alone(db: Path) -> Iterator[None]:
    """Keep other builds away from `db`. The lock ends with the process, however that ends.

    Raises KehoachError: KH301 where the lock cannot be set or written, KH304 where another build holds it. On storage
    that machines share, it holds as far as that storage passes `flock` on, as NFS has since version 4.
    """
    path = db.with_name(db.name + ".lock")
    while True:
        try:
            db.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a+", encoding="utf8")
        except OSError as error:
            raise KehoachError("KH301", detail=f"{db}: {error.strerror}") from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise KehoachError("KH304", detail=f"{db} is being built{_holder(file)}") from error
            except OSError as error:  # a storage that knows no locks
                raise KehoachError("KH301", detail=f"{db}: {error.strerror}") from error
            # The build that held the lock before may have taken its file away: then it locks nothing.
            if not (path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat())):
                continue
            _sign(file, db)
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return


def _holder(file: IO[str]) -> str:
    file.seek(0)
    said = file.read().strip()
    return f" by {said}" if said else ""


def _sign(file: IO[str], db: Path) -> None:
    """Write down who holds the lock, for the one who finds it taken."""
    try:
        file.truncate(0)
        since = datetime.now().astimezone().isoformat(" ", "seconds")
        file.write(f"process {os.getpid()} on {socket.gethostname()}, since {since}\n")
        file.flush()
    except OSError as error:
        raise KehoachError("KH301", detail=f"{db}: {error.strerror}") from error
