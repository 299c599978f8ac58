"""What reads one hostile file in a process of its own with little memory and time; preloaded, to start fast."""

from __future__ import annotations

import resource
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import parts
from pipeline.extract import extract_file, pipeline
from pipeline.find import find_files

MEMORY = 3 << 30  # bytes of address space
SECONDS = 60  # of processor time

pipeline()
parts.table_schemas()


def read(path: Path, folder: Path, answer: Connection) -> None:
    """Build the file at `path` as a worker of a build does, and send what came of it: tables and failures."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    parts.write_batch(parts.Batch(tuple(find_files([path]).files), folder, False), extract_file)
    tables = {file.stem: pq.read_table(file) for file in folder.rglob("*.parquet")}
    failures = tables["failures"].to_pylist() if "failures" in tables else []
    answer.send((sorted(tables), [(row["code"], row["message"]) for row in failures]))
