"""What reads one hostile file in a process of its own with little memory and time; preloaded, to start fast."""

from __future__ import annotations

import resource
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa

from pipeline import parts
from pipeline.extract import get_ready
from pipeline.find import find_files
from pipeline.options import Options

MEMORY = 3 << 30  # bytes of address space
SECONDS = 60  # of processor time

get_ready()
parts.table_schemas()


def read(path: Path, answer: Connection) -> None:
    """Build the file at `path` as a worker of a build does, and send what came of it: tables and failures."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    tables = parts.Task(Options())(find_files([path]).files[0])
    failures = []
    if "failures" in tables:
        failures = pa.ipc.read_record_batch(tables["failures"], parts.table_schemas()["failures"]).to_pylist()
    answer.send((sorted(tables), [(row["code"], row["message"]) for row in failures]))
