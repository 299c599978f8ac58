"""The formats of `kehoach export`, and the command itself."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipeline import __version__
from pipeline.export.choose import Chosen, choose
from pipeline.export.landing import landing, write_manifest
from pipeline.query import open_database, records
from pipeline.wording import Language, joined, read_words


@dataclass(frozen=True, slots=True)
class Job:
    """What a format has to write: the rows that `choose` has chosen of a database, as a file or folder at `target`.

    `bom` puts a byte order mark before text that a spreadsheet program may open.
    """

    con: duckdb.DuckDBPyConnection
    chosen: Chosen
    target: Path
    bom: bool = True


@dataclass(slots=True)
class Written:
    """What was written: how many of what, and what a reader should know of it."""

    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it is for by language, the ending of its file (none: a folder), and what writes it."""

    name: str
    about: dict[str, str]
    ending: str
    writer: str

    def write(self, job: Job) -> Written:
        """Write the job. Raises OSError where the disk does not take it."""
        module, _, function = self.writer.partition(":")
        write: Callable[[Job], Written] = getattr(importlib.import_module(f"pipeline.export.{module}"), function)
        return write(job)


def said() -> dict[str, Any]:
    """Return the words that an export shows, by language (words.yaml)."""
    return read_words("pipeline.export")


def in_two(words: Mapping[Language, str]) -> str:
    """Return words as people see them in a workbook or form, in Vietnamese and English."""
    return joined(words, ("vi", "en"), " · ")


@functools.cache
def formats() -> dict[str, Format]:
    """Return all formats by name."""
    return {name: Format(name, row["about"], row["ending"], row["writer"]) for name, row in said()["formats"].items()}


def export(
    db: Path,
    format_name: str,
    path: Path | None = None,
    *,
    documents: Sequence[str] = (),
    within: str | None = None,
    force: bool = False,
    bom: bool = True,
) -> tuple[Path, Written]:
    """Write the chosen documents of `db` at `path`, by default beside `db`; return where, and what was written.

    Raises KehoachError: KH403, KH408, KH628 and KH633 where nothing is chosen, KH631 where something else stands at
    `path`, KH632 where it cannot be written, KH303 and its neighbours for the database.
    """
    chosen_format = formats()[format_name]
    path = path or db.with_name(f"{db.stem}{chosen_format.ending or f'-{format_name}'}")
    with open_database(db) as con:
        chosen = choose(con, documents, within)
        with landing(path, force=force, keep=db) as target:
            if not chosen_format.ending:
                target.mkdir()
            written = chosen_format.write(Job(con, chosen, target, bom))
            if not chosen_format.ending:
                write_manifest(target, _manifest(con, format_name, chosen, documents, within, written))
    return path, written


def print_export(db: Path, format_name: str, path: Path | None, **asked: Any) -> None:
    """Export, and say what was written. Raises what `export` raises."""
    from rich.console import Console

    path, written = export(db, format_name, path, **asked)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{path}[/bold]: " + ", ".join(f"{n:,} {name}" for name, n in written.counts.items()))
    for note in written.notes:
        console.print(note, markup=False)


def last_build(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the row of the last run, which has made the database what it is."""
    rows = records(con, "SELECT * FROM builds ORDER BY finished_at DESC LIMIT 1")
    return rows[0] if rows else {"build_id": None, "version": __version__, "finished_at": None}


def _manifest(
    con: duckdb.DuckDBPyConnection,
    format_name: str,
    chosen: Chosen,
    documents: Sequence[str],
    within: str | None,
    written: Written,
) -> dict[str, Any]:
    return {
        "format": format_name,
        "kehoach": __version__,
        "build_id": last_build(con)["build_id"],
        "asked": {"documents": list(documents), "within": within},
        "documents": chosen.documents,
        "sources": chosen.sources,
        "counts": written.counts,
        "notes": written.notes,
    }
