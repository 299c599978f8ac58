"""What the audit found, document by document: the rows of `findings`, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import listing
from pipeline.answer import Form, write_rows
from pipeline.audit.finding import kinds
from pipeline.errors import KehoachError
from pipeline.query import open_database, records
from pipeline.show import doc_ids_called
from pipeline.text_lines import add_lines
from pipeline.wording import Language
from rules.letters import bare

Row = dict[str, Any]

SEVERITIES = {"error": "red", "warning": "yellow", "note": "dim"}
COLUMNS = (
    "severity", "kind", "name", "message", "message_vi", "expected", "found", "quote", "span_start", "span_end",
    "line", "page", "code", "issuer", "source_path", "doc_id", "finding_id",
)  # fmt: skip
# Longer quotes are left to --csv and --json: the line says where to look.
_SHORT_QUOTE = 60
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "severity": "severity", "line": "line", "page": "page", "kind": "kind", "message": "message",
        "error": "error", "warning": "warning", "note": "note", "none": "nothing found",
        "holds": "holds",
    },
    "vi": {
        "severity": "mức độ", "line": "dòng", "page": "trang", "kind": "loại", "message": "nội dung",
        "error": "lỗi", "warning": "cảnh báo", "note": "lưu ý", "none": "không phát hiện gì",
        "holds": "đúng",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: documents by any of their names, a severity and what is worse, kinds by id or name.

    `exactly` leaves out what is worse; `province` is that of the documents, without its kind. `doc_ids` are what
    `documents` mean, where that is known already.
    """

    documents: Sequence[str] = ()
    severity: str | None = None
    kinds: Sequence[str] = ()
    exactly: bool = False
    province: str | None = None
    doc_ids: Sequence[str] | None = None


def print_findings(db: Path, asked: Asked, form: Form = Form.TABLE, language: Language = "en") -> bool:
    """Print the findings that are asked for; tell whether an error is among them.

    Raises KehoachError: KH403 where no document is called so, KH410 where no kind is, KH303 and its neighbours for
    the file.
    """
    with open_database(db) as con:
        rows = find_findings(con, asked, language)
        held = count_confirmations(con, asked)
    if form is not Form.TABLE:
        write_rows(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows], form)
    else:
        _print_list(Console(highlight=False), rows, held, language)
    return any(row["severity"] == "error" for row in rows)


def find_findings(con: duckdb.DuckDBPyConnection, asked: Asked, language: Language = "en") -> list[Row]:
    """Return the findings with their lines and pages, by file and document, the worst of each first.

    Raises KehoachError: KH403 where no document is called so, KH410 where no kind is.
    """
    rows = records(
        con,
        f"""SELECT f.* EXCLUDE (doc_start), page_no AS page
            FROM (SELECT f.*, code, issuer, source_path, documents.span_start AS doc_start {_ASKED}) AS f {_PAGE}
            ORDER BY source_path, doc_start NULLS FIRST, list_position($1, severity),
                     f.span_start NULLS FIRST, kind, finding_id""",
        *_values(con, asked),
    )
    for row in rows:
        row["name"] = name_of(row["kind"], language)
    return add_lines(con, rows)


def find_worst(con: duckdb.DuckDBPyConnection, asked: Asked, limit: int, offset: int = 0) -> list[Row]:
    """Return a part of the findings, the worst of all documents first, without their lines; raises the same."""
    return records(
        con,
        f"""WITH part AS (
                SELECT f.*, code, issuer, source_path, documents.span_start AS doc_start {_ASKED}
                ORDER BY {_WORST} LIMIT $5 OFFSET $6
            )
            SELECT f.* EXCLUDE (doc_start), page_no AS page FROM part AS f {_PAGE} ORDER BY {_WORST}""",
        *_values(con, asked),
        limit,
        offset,
    )


def count_findings(con: duckdb.DuckDBPyConnection, asked: Asked) -> dict[tuple[str, str], int]:
    """Return how many findings there are of each severity and kind, the worst and most frequent first."""
    rows = records(
        con,
        f"""SELECT severity, kind, count(*) AS number {_ASKED} GROUP BY severity, kind
            ORDER BY list_position(['error', 'warning', 'note'], severity), number DESC, kind""",
        *_values(con, asked),
    )
    return {(row["severity"], row["kind"]): row["number"] for row in rows}


_WORST = """list_position(['error', 'warning', 'note'], severity), source_path, doc_start NULLS FIRST,
    f.span_start NULLS FIRST, kind, finding_id"""
_PAGE = """
    LEFT JOIN pages ON pages.source_id = f.source_id
                   AND f.span_start >= pages.span_start AND f.span_start < pages.span_end
"""
_ASKED = """
    FROM findings AS f
    JOIN sources USING (source_id)
    LEFT JOIN documents USING (doc_id)
    WHERE list_contains($1, severity)
      AND CASE WHEN $2 IS NULL THEN duplicate_of IS NULL ELSE list_contains($2, f.doc_id) END
      AND ($3 IS NULL OR list_contains($3, kind)) AND ($4 IS NULL OR province = $4)
"""


def _values(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[object, ...]:
    wanted = {kind for name in asked.kinds for kind in matching_kinds(name)}
    severities = list(SEVERITIES)[: list(SEVERITIES).index(asked.severity or "note") + 1]
    if asked.exactly and asked.severity:
        severities = [asked.severity]
    return severities, doc_ids_of(con, asked), sorted(wanted) or None, asked.province


def count_confirmations(con: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, int]:
    """Return by kind how many figures of the documents asked for were reckoned from others and hold."""
    rows = records(
        con,
        """SELECT kind, count(*) AS number
           FROM confirmations AS c JOIN sources USING (source_id) LEFT JOIN documents USING (doc_id)
           WHERE CASE WHEN $1 IS NULL THEN duplicate_of IS NULL ELSE list_contains($1, c.doc_id) END
             AND ($2 IS NULL OR province = $2)
           GROUP BY kind ORDER BY number DESC, kind""",
        doc_ids_of(con, asked),
        asked.province,
    )
    return {row["kind"]: row["number"] for row in rows}


def matching_kinds(asked: str) -> list[str]:
    """Return the kinds of findings that `asked` names: one by its id, or all of a name in either language.

    Raises KehoachError KH410, which lists the ids, where there is none.

    >>> matching_kinds("Thieu so van ban"), matching_kinds("missing_number")
    (['missing_number'], ['missing_number'])
    """
    if asked.strip() in kinds():
        return [asked.strip()]
    found = [kind for kind, rule in kinds().items() if bare(asked) in map(bare, rule["name"].values())]
    if not found:
        raise KehoachError("KH410", detail=f"{asked}; the kinds are {', '.join(sorted(kinds()))}")
    return found


def doc_ids_of(con: duckdb.DuckDBPyConnection, asked: Asked) -> list[str] | None:
    """Return the ids of the documents that are named, None where all are meant. Raises KehoachError KH403."""
    if asked.doc_ids is not None:
        return list(asked.doc_ids)
    return [doc_id for name in asked.documents for doc_id in doc_ids_called(con, name)] or None


def name_of(kind: str, language: Language, part: str = "name") -> str:
    """Return what a reader calls a kind, or what of it `holds`; a database may have one that the rules lack."""
    return str(kinds()[kind][part][language]) if part in kinds().get(kind, ()) else kind


# Printing.


def _print_list(console: Console, rows: list[Row], held: dict[str, int], language: Language) -> None:
    words = _WORDS[language]
    for _, alike in groupby(rows, key=lambda row: (row["source_path"], row["doc_id"])):
        group = list(alike)
        console.print(_heading(group[0]))
        console.print(_table(group, language))
        console.print()
    counts = Counter(row["severity"] for row in rows)
    said = (f"{counts[s]:,} {words[s]}{_plural(counts[s], language)}" for s in SEVERITIES if counts[s])
    console.print(Text(", ".join(said) or words["none"], style="dim"))
    if held:
        told = ", ".join(f"{number:,} {name_of(kind, language, 'holds')}" for kind, number in held.items())
        console.print(Text(f"{words['holds']}: {told}", style="dim"))


def _plural(count: int, language: Language) -> str:
    return "s" if language == "en" and count != 1 else ""


def _heading(row: Row) -> Text:
    about = " ".join(listing.words(row[part]) for part in ("code", "issuer") if row[part])
    return Text.assemble((about, "bold"), " · " if about else "", row["source_path"])


def _table(rows: Sequence[Row], language: Language) -> Table:
    words, pages = _WORDS[language], any(row["page"] for row in rows)
    table = listing.empty_table()
    table.add_column(words["severity"], no_wrap=True)
    table.add_column(words["line"], justify="right", no_wrap=True)
    if pages:
        table.add_column(words["page"], justify="right", no_wrap=True)
    table.add_column(words["kind"], max_width=22)
    table.add_column(words["message"])
    for row in rows:
        table.add_row(
            Text(words[row["severity"]], style=SEVERITIES[row["severity"]]),
            listing.words(row["line"]),
            *([listing.words(row["page"])] if pages else []),
            Text(row["name"]),
            _message(row, language),
        )
    return table


def _message(row: Row, language: Language) -> Text:
    """Return what a reader is told, with the words that it is about where they are few and not in it already."""
    said = listing.words(row["message" if language == "en" else "message_vi"])
    quote = listing.words(row["quote"])
    if quote and len(quote) <= _SHORT_QUOTE and quote not in said:
        return Text.assemble(said, (f" “{quote}”", "italic"))
    return Text(said)
