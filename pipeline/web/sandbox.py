"""Questions of strangers: each is answered in a process of its own, which may take little time and memory.

`pipeline/query.py` refuses what is no question, and the database is opened for reading alone. That leaves questions
that never end, or need all memory there is: some of them cannot be interrupted, so they are asked in a process that
can be ended. It is kept for the next question, and comes from one that is ready for it (`pipeline/nursery.py`).
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline.answer import Form, write_rows
from pipeline.errors import KehoachError
from pipeline.query import Answer, ask, ask_for_table, open_database
from pipeline.web.download import parquet_of
from pipeline.workers import MB, Crew, Limits

# What a question may take: seconds, and memory in MB of the database and of its process.
SECONDS = 1.0
MEMORY, MEMORY_IN_ALL = 256, 512
# What an answer may be: rows, letters of a cell on a page, cells and letters of a page, bytes of a file.
ROWS = 1000
CELL = 500
_CELLS, _LETTERS = 50_000, 2_000_000
LARGEST = 16 * MB
# How many are asked at once, and how long others wait for their turn, in seconds.
AT_ONCE = 2
_PATIENCE = 3.0
# A process that does not heed the interruption is ended so many seconds later.
_GRACE = 0.4

# What the process stands under besides `open_database`. Locked, so that no function can change it either:
# enable_logging(storage_path := …) would write a file.
_SETTINGS = (
    f"SET memory_limit = '{MEMORY}MB'",
    "SET threads = 2",
    "SET max_temp_directory_size = '0B'",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a database, told from an earlier one at the same path by its `stamp`, and the form of answer."""

    db: str
    stamp: tuple[int, ...]
    sql: str
    form: Form


@dataclass(slots=True)
class Reply:
    """The first rows of an answer as text, NULL as None; or, in other forms than a table, the bytes of a file.

    `more` says that there are more rows, `cut` that some cells were longer.
    """

    columns: list[str]
    types: list[str]
    rows: list[list[str | None]] = field(default_factory=list)
    file: bytes = b""
    more: bool = False
    cut: bool = False


def answer_to(db: Path, sql: str, form: Form = Form.TABLE) -> Reply:
    """Return the answer to one SQL question, its first ROWS rows at most.

    Raises KehoachError: KH404 for what is no question or a wrong one, KH611 where it takes too long, KH612 where it
    needs too much memory, KH613 where too many are being answered, KH614 where a file would be too large, KH615 where
    the process died; KH303 and its neighbours for the database.
    """
    try:
        stat = db.stat()
    except OSError as error:
        raise KehoachError("KH303", detail=db) from error
    question = Question(str(db), (stat.st_ino, stat.st_mtime_ns, stat.st_size), sql, form)
    with _free_crew() as crew:
        [(_, reply)] = crew.run([(question, 0)])
    if isinstance(reply, KehoachError):
        raise _meant(reply)
    return reply


Turns = queue.SimpleQueue[Crew[Question, "Reply | KehoachError"]]


@functools.cache
def _turns() -> Turns:
    turns: Turns = queue.SimpleQueue()
    for _ in range(AT_ONCE):
        turns.put(Crew(_answer, 1, Limits(SECONDS + _GRACE, MEMORY_IN_ALL * MB), warm=False))
    return turns


@contextlib.contextmanager
def _free_crew() -> Iterator[Crew[Question, Reply | KehoachError]]:
    try:
        crew = _turns().get(timeout=_PATIENCE)
    except queue.Empty:
        raise KehoachError("KH613", detail=AT_ONCE) from None
    try:
        yield crew
    finally:
        _turns().put(crew)


def _meant(error: KehoachError) -> KehoachError:
    """Return what an error of a worker means for a question: it was told of files."""
    match error.code:
        case "KH203":
            return _too_long()
        case "KH204":
            return _too_big()
        case "KH205" | "KH206":
            return KehoachError("KH615")
    return error


def warm_up(db: Path) -> None:
    """Get the process ready that the first question will need, without waiting for it."""

    def ask_nothing() -> None:
        with contextlib.suppress(KehoachError):  # a question will tell what is wrong
            answer_to(db, "SELECT 1")

    if not _turns.cache_info().currsize:
        threading.Thread(target=ask_nothing, daemon=True).start()


def _too_long() -> KehoachError:
    return KehoachError("KH611", detail=f"{SECONDS:g} s")


def _too_big() -> KehoachError:
    return KehoachError("KH612", detail=f"{MEMORY} MB")


# In the process.


@functools.lru_cache(maxsize=1)
def _opened(db: str, stamp: tuple[int, ...]) -> duckdb.DuckDBPyConnection:
    con = open_database(Path(db))
    for setting in _SETTINGS:
        con.execute(setting)
    return con


def _answer(question: Question) -> Reply | KehoachError:
    """Answer a question, or say why not. What does not heed the interruption is ended from outside."""
    late = threading.Event()
    try:
        con = _opened(question.db, question.stamp)
        with con.cursor() as cursor, _interrupted(cursor, late):
            if question.form is Form.PARQUET:
                return _parquet(cursor, question.sql)
            answer = ask(cursor, question.sql)
            return _page(answer) if question.form is Form.TABLE else _text_file(answer, question.form)
    except KehoachError as error:
        if late.is_set() and error.code == "KH404":
            return _too_long()
        out_of_memory = isinstance(error.__cause__, duckdb.OutOfMemoryException)
        return _too_big() if out_of_memory else error
    except (MemoryError, duckdb.OutOfMemoryException):
        return _too_big()


@contextlib.contextmanager
def _interrupted(cursor: duckdb.DuckDBPyConnection, late: threading.Event) -> Iterator[None]:
    """Interrupt what the cursor is asked when its time is over, and set `late`."""

    def interrupt() -> None:
        late.set()
        cursor.interrupt()

    timer = threading.Timer(SECONDS, interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _page(answer: Answer) -> Reply:
    rows = answer.rows(ROWS + 1)
    reply = Reply(answer.columns, answer.types, more=len(rows) > ROWS)
    cells = letters = 0
    for row in rows[:ROWS]:
        said = [_text(value) for value in row]
        cells += len(said)
        letters += sum(len(cell or "") for cell in said)
        if reply.rows and (cells > _CELLS or letters > _LETTERS):
            reply.more = True
            break
        reply.cut = reply.cut or any(cell is not None and len(cell) > CELL for cell in said)
        reply.rows.append([cell and cell[:CELL] for cell in said])
    return reply


def _text(value: object) -> str | None:
    """Return a value as a page shows it, of a long one a little more than what is shown; None for NULL."""
    if value is None or isinstance(value, str):
        return value and value[: CELL + 1]
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)[: CELL + 1]
    if isinstance(value, bytes):
        return value[:CELL].hex(" ")[: CELL + 1]
    return str(value)[: CELL + 1]


def _text_file(answer: Answer, form: Form) -> Reply:
    rows = answer.rows(ROWS + 1)
    written = io.StringIO(newline="")
    write_rows(answer.columns, rows[:ROWS], form, written)
    return Reply(answer.columns, answer.types, file=_bounded(written.getvalue().encode()), more=len(rows) > ROWS)


def _parquet(con: duckdb.DuckDBPyConnection, sql: str) -> Reply:
    table = ask_for_table(con, sql, ROWS + 1)
    names, types = table.schema.names, [str(kind) for kind in table.schema.types]
    return Reply(names, types, file=_bounded(parquet_of(table.slice(0, ROWS))), more=table.num_rows > ROWS)


def _bounded(file: bytes) -> bytes:
    """Return a file that is not too large: one with half of its values left out would tell what is not so."""
    if len(file) > LARGEST:
        raise KehoachError("KH614", detail=f"{LARGEST // MB} MB")
    return file
