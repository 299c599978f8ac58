"""Rows of the database as pandas frames: whole numbers stay whole, days are days, what is not stated is <NA>."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from extractors.grid import Cell, Grid
from extractors.headers import Frame
from extractors.offsets import Span
from pipeline.query import records

Row = dict[str, Any]

# Columns with a few values that come again and again.
_CATEGORIES = frozenset({
    "basis", "comparator", "direction", "doc_type", "indicator", "kind", "level", "per", "place_level", "ref_type",
    "relation", "role", "severity", "side", "stands_in", "through", "unit", "verdict",
})  # fmt: skip
# What commands add to the columns of the database.
_ADDED = {
    "value": pa.string(), "upper_value": pa.string(), "other_value": pa.string(), "line": pa.int64(),
    "numbers": pa.int64(), "start": pa.int64(), "end": pa.int64(),
}  # fmt: skip
_SIDES = ("other_", "upper_", "own_", "citing_")
_OF_DATABASE = {
    "INTEGER": pa.int64(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}  # fmt: skip


def to_frame(
    con: duckdb.DuckDBPyConnection, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> pd.DataFrame:
    """Return rows as a frame with these columns, each of the type that it has in the database, also without rows."""
    known = records(
        con, "SELECT column_name AS name, any_value(data_type) AS type FROM duckdb_columns() GROUP BY name"
    )
    types = {row["name"]: _OF_DATABASE.get(row["type"], pa.string()) for row in known} | _ADDED
    schema = pa.schema([(name, types.get(name) or types.get(_without_side(name), pa.string())) for name in columns])
    # Commands print nothing as an empty text.
    stated = [{name: None if row.get(name) == "" else row.get(name) for name in columns} for row in rows]
    frame = from_arrow(pa.Table.from_pylist(stated, schema=schema))
    return frame.astype({name: "category" for name in columns if name in _CATEGORIES})


def _without_side(name: str) -> str:
    return next((name.removeprefix(side) for side in _SIDES if name.startswith(side)), name)


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame of pandas' own nullable types: Int64, Float64, boolean, string, datetime64."""
    columns = [_plain(column) for column in table.columns]
    plain = pa.Table.from_arrays(columns, names=table.column_names)
    frame: pd.DataFrame = plain.to_pandas(types_mapper=_nullable, date_as_object=False)
    return frame


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of a type that pandas reckons with: sums of DuckDB are decimals, only NULL has no type."""
    if pa.types.is_null(column.type):
        return column.cast(pa.string())
    if not pa.types.is_decimal(column.type):
        return column
    try:
        return column.cast(pa.float64() if column.type.scale else pa.int64())
    except pa.ArrowInvalid:  # a sum too large for a whole number of 64 bits
        return column.cast(pa.float64())


def _nullable(kind: pa.DataType) -> Any:
    if pa.types.is_integer(kind):
        return pd.Int64Dtype()
    if pa.types.is_floating(kind):
        return pd.Float64Dtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pd.StringDtype(na_value=pd.NA)
    return None


def printed_table(table: Row, cells: Sequence[Row], paths: Mapping[int, str]) -> pd.DataFrame:
    """Return a table of a plan as printed: its rows below the header, under the headers of their columns.

    A cell that covers several places stands in each of them; headers above one another are joined by " / ", and of
    columns with the same header the second ends in "(2)". Row and column numbers are those of `cells` and
    `table_facts`, so the index of the frame is `row_no`. All values are text, as printed. `paths` are the headers of
    columns as the table's numbers have them.
    """
    grid = Grid(
        Span(0, 0),
        tuple(Cell(c["row_no"], c["col_no"], Span(0, 0), c["row_span"], c["col_span"]) for c in cells),
        header_rows=table["header_rows"],
    )
    frame = Frame(grid, {(c["row_no"], c["col_no"]): c["text"] for c in cells})
    first = table["header_rows"]
    # The rest of a table that a page cut off has no header of its own; its numbers know the one above.
    heads = [" / ".join(path) for path in frame.paths] if first else [paths.get(c, "") for c in range(grid.n_cols)]
    body = [[_text(frame, row, col) for col in range(grid.n_cols)] for row in range(first, grid.n_rows)]
    return pd.DataFrame(
        body,
        index=pd.RangeIndex(first, grid.n_rows, name="row_no"),
        columns=_distinct(head or str(col) for col, head in enumerate(heads)),
        dtype=pd.StringDtype(na_value=pd.NA),
    )


def _text(frame: Frame, row: int, col: int) -> str | None:
    return frame.printed(row, col) or None


def _distinct(names: Iterable[str]) -> list[str]:
    """Return names of which no two are alike.

    >>> _distinct(["Số hộ", "Tỷ lệ", "Số hộ"])
    ['Số hộ', 'Tỷ lệ', 'Số hộ (2)']
    """
    found: list[str] = []
    for name in names:
        again = (f"{name} ({count})" for count in range(2, len(found) + 3))
        found.append(name if name not in found else next(form for form in again if form not in found))
    return found
