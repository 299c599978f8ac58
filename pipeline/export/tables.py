"""Every table and view as a file of its own: Parquet, and CSV."""

from __future__ import annotations

import codecs
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from pipeline.export.columns import Table, exported_tables
from pipeline.export.formats import Job, Written


def write_parquet(job: Job) -> Written:
    """Write a folder of Parquet files, one a table or view; what a column is stands in its metadata."""
    written = Written()
    for table in exported_tables(job.con, whole=job.chosen.whole):
        with table.rows(job.con) as rows:
            schema = _described(table, rows.schema)
            file = job.target / f"{table.name}.parquet"
            with pa.parquet.ParquetWriter(file, schema, compression="zstd") as out:
                count = 0
                for batch in rows:
                    out.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                    count += batch.num_rows
        written.counts[table.name] = count
    return written


def write_csv(job: Job) -> Written:
    """Write a folder of CSV files, one a table or view: UTF-8, by default with the mark that Excel knows it by."""
    written = Written()
    for table in exported_tables(job.con, whole=job.chosen.whole):
        file = job.target / f"{table.name}.csv"
        written.counts[table.name] = write_csv_file(job.con, table, file, bom=job.bom)
    return written


def write_csv_file(con: duckdb.DuckDBPyConnection, table: Table, file: Path, *, bom: bool) -> int:
    """Write the chosen rows of a table and return how many. Text stands in quotes, what is NULL is left empty."""
    count = 0
    with table.rows(con, as_text=True) as rows, file.open("wb") as sink:
        if bom:
            sink.write(codecs.BOM_UTF8)
        with pa.csv.CSVWriter(sink, rows.schema) as out:
            for batch in rows:
                out.write_batch(batch)
                count += batch.num_rows
    return count


def _described(table: Table, schema: pa.Schema) -> pa.Schema:
    fields = [
        schema.field(column.name).with_metadata({f"description:{lang}": text for lang, text in column.about.items()})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={f"description:{lang}": text for lang, text in table.about.items()})
