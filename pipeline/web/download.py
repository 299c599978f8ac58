"""Rows as a file that a browser saves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from pipeline.answer import Form, write_rows

Row = dict[str, Any]

MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSON: "application/json",
    Form.PARQUET: "application/vnd.apache.parquet",
}


def form_of(asked: str | None) -> Form | None:
    """Return the form of file that an address asks for, None where it asks for none that is known."""
    return next((form for form in MEDIA_TYPES if form.value == asked), None)


def send_rows(columns: Sequence[str], rows: Sequence[Row], form: Form, name: str) -> Response:
    """Answer with rows as a file called `name`, without its ending."""
    if form is Form.PARQUET:
        import pyarrow as pa

        return send(parquet_of(pa.table({c: [row[c] for row in rows] for c in columns})), form, name)
    written = io.StringIO(newline="")
    write_rows(columns, [tuple(row[c] for c in columns) for row in rows], form, written)
    return send(written.getvalue().encode(), form, name)


def send(content: bytes, form: Form, name: str) -> Response:
    """Answer with a file that is ready."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form.value}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def parquet_of(table: Any) -> bytes:
    """Return an Arrow table as the bytes of a Parquet file."""
    import pyarrow.parquet as pq

    written = io.BytesIO()
    pq.write_table(table, written, compression="zstd")
    return written.getvalue()
