"""The answer to an SQL question, printed as a table, CSV or JSON, or written as Parquet."""

from __future__ import annotations

import csv
import enum
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.errors import KehoachError
from pipeline.query import Answer, ask, ask_for_table, open_database

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

_ROWS_SHOWN = 200
# Columns narrower than this cannot be read.
_LEAST_WIDTH = 14


class Form(enum.Enum):
    """How an answer is given."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def print_answer(db: Path, question: str, form: Form = Form.TABLE, file: Path | None = None) -> None:
    """Ask `db` the question and print the answer, or write it to `file` (Parquet).

    Raises KehoachError: KH303 and its neighbours for the database, KH404 for the question, KH301 for the file.
    """
    with open_database(db) as con:
        if form is Form.PARQUET and file is not None:
            _write_parquet(ask_for_table(con, question), file)
        elif form is Form.TABLE:
            _print_table(ask(con, question))
        else:
            answer = ask(con, question)
            write_rows(answer.columns, answer.rows(), form)


def _write_parquet(table: pa.Table, file: Path) -> None:
    import pyarrow.parquet as pq

    try:
        pq.write_table(table, file, compression="zstd")
    except OSError as error:
        raise KehoachError("KH301", detail=f"{file}: {os.strerror(error.errno or 0)}") from error
    print(f"{table.num_rows:,} rows in {file}", file=sys.stderr)


def write_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Form, file: IO[str] | None = None
) -> None:
    """Write rows to a file, or print them, as CSV or as JSON: one list of objects."""
    file = file or sys.stdout
    if form is Form.CSV:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_plain(value) for value in row] for row in rows)
    else:
        json.dump(
            [dict(zip(columns, row, strict=True)) for row in rows],
            file,
            ensure_ascii=False,
            indent=1,
            default=str,
        )
        file.write("\n")


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _print_table(answer: Answer) -> None:
    """Print rows as a table, or, where that would be too wide to read, one under the other."""
    from rich.console import Console
    from rich.text import Text

    rows = answer.rows(_ROWS_SHOWN + 1)
    console = Console()
    widths = [_width(name, [row[i] for row in rows]) for i, name in enumerate(answer.columns)]
    if sum(min(width, _LEAST_WIDTH) + 3 for width in widths) > console.width and len(rows):
        console.print(_under_each_other(answer, rows))
    else:
        console.print(_beside_each_other(answer, rows))
    console.print(Text(_count(rows), style="dim"))


def _width(name: str, values: Sequence[Any]) -> int:
    return max(len(name), *(len(str(v)) for v in values)) if values else len(name)


def _beside_each_other(answer: Answer, rows: Sequence[tuple[Any, ...]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, (name, kind) in enumerate(zip(answer.columns, answer.types, strict=True)):
        values = [row[index] for row in rows if row[index] is not None]
        right = bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        table.add_column(
            Text(name), justify="right" if right else "left", no_wrap=right or kind in ("DATE", "BOOLEAN")
        )
    for row in rows[:_ROWS_SHOWN]:
        table.add_row(*(_cell(value) for value in row))
    return table


def _under_each_other(answer: Answer, rows: Sequence[tuple[Any, ...]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    for row in rows[:_ROWS_SHOWN]:
        for name, value in zip(answer.columns, row, strict=True):
            table.add_row(Text(name), _cell(value))
        table.add_row()
    return table


def _cell(value: Any) -> Any:
    from rich.text import Text

    if value is None:
        return Text("NULL", style="dim")
    if isinstance(value, float):
        # 95.0 is printed as the text has it: 95.
        return Text(f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:g}")
    if isinstance(value, list):
        return Text(", ".join(str(v) for v in value))
    return Text(str(value))


def _count(rows: Sequence[tuple[Any, ...]]) -> str:
    if len(rows) > _ROWS_SHOWN:
        return f"the first {_ROWS_SHOWN} rows; --csv, --json and --parquet give all"
    return f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
