"""One document for a reader at a terminal: its head, its sections as a tree, and every fact in its section."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from pipeline.errors import KehoachError
from pipeline.query import open_database, records

Row = dict[str, Any]

# Table of facts, what a reader calls one, its colour.
_KINDS = (
    ("legal_refs", "reference", "blue"),
    ("short_refs", "short form", "blue"),
    ("targets", "target", "green"),
    ("percentages", "percentage", "dim"),
    ("amounts", "sum", "magenta"),
    ("assignments", "assignment", "cyan"),
    ("deadlines", "deadline", "yellow"),
)
_HEAD = (
    ("type", "doc_type"),
    ("code", "code"),
    ("issued", "issued"),
    ("issuer", "issuer"),
    ("level", "level"),
    ("place", "where"),
    ("period", "period"),
    ("programme", "programme"),
    ("signed", "signed"),
    ("file", "source_path"),
)
# In a file or a pipe there is no edge to keep within.
_WIDTH_ELSEWHERE = 200
_COMPARATORS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "eq": "", "range": ""}


def show_document(db: Path, document: str) -> None:
    """Print every document that `document` names: a doc_id or its start, a code, or the name of a file.

    Raises KehoachError: KH403 where none has that name, KH303 and its neighbours for the database.
    """
    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(width=_WIDTH_ELSEWHERE)
    with open_database(db) as con:
        found = find_documents(con, document)
        if not found:
            raise KehoachError("KH403", detail=document)
        for row in found:
            console.print(_Page(con, row).render())


def find_documents(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """Return the documents called `name`, in order of their files; only the best kind of match counts.

    A file that holds the same as another stands for that other, so its name finds the documents there.
    """
    rows = records(con, """
        WITH twins AS (
            SELECT duplicate_of AS source_id, list(source_path ORDER BY source_path) AS paths
            FROM sources WHERE duplicate_of IS NOT NULL GROUP BY duplicate_of
        )
        SELECT documents.*, source_path, coalesce(also_at, []) || coalesce(paths, []) AS also_at, duplicate_of, text
        FROM documents JOIN sources USING (source_id) LEFT JOIN twins USING (source_id)
        ORDER BY source_path, documents.span_start
    """)  # fmt: skip
    known = [row for row in rows if row["duplicate_of"] is None]
    wanted = name.strip()
    matches = (
        lambda row: row["doc_id"] == wanted,
        lambda row: row["code"] == wanted,
        lambda row: wanted in (row["source_path"], *row["also_at"]),
        lambda row: any(
            wanted in (PurePosixPath(path).name, PurePosixPath(path).stem)
            for path in (row["source_path"], *row["also_at"])
        ),
        lambda row: len(wanted) >= 4 and row["doc_id"].startswith(wanted),
    )
    for match in matches:
        if found := [row for row in known if match(row)]:
            return found
    # One that is left out elsewhere can still be looked at, by its id.
    return [row for row in rows if row["doc_id"] == wanted]


class _Page:
    """One document with everything in it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, document: Row) -> None:
        self.document = document
        doc_id = document["doc_id"]
        self.sections = records(con, "SELECT * FROM sections WHERE doc_id = ? ORDER BY span_start, depth", doc_id)
        self.facts: dict[str | None, list[tuple[str, str, Row]]] = defaultdict(list)
        for table, title, colour in _KINDS:
            for row in records(con, f"SELECT * FROM {table} WHERE doc_id = ?", doc_id):
                elsewhere = row.get("table_id") or (table == "percentages" and row["target_id"])
                if not elsewhere and row.get("means") != "self":  # "Kế hoạch này" says nothing here
                    self.facts[row["section_id"]].append((title, colour, row))
        self.tables = records(
            con,
            """SELECT tables.*, (SELECT count(*) FROM table_facts f WHERE f.table_id = tables.table_id) AS numbers
               FROM tables WHERE doc_id = ? ORDER BY span_start""",
            doc_id,
        )
        self.attached = records(
            con,
            "SELECT doc_id, doc_type, code, title FROM documents WHERE parent_doc_id = ? ORDER BY span_start",
            doc_id,
        )
        self.findings = records(
            con, "SELECT * FROM findings WHERE doc_id = ? ORDER BY span_start NULLS FIRST, kind, finding_id", doc_id
        )

    def render(self) -> RenderableType:
        """Return the page."""
        tree = Tree(Text("sections and facts", style="bold"), guide_style="dim")
        self._grow(tree, None, {row["section_id"] for row in self.sections})
        parts: list[RenderableType] = [self._head(), tree]
        if self.tables:
            parts.append(self._tables())
        parts += [self._finding(row) for row in self.findings]
        parts += [
            Text(
                f"attached: {_words(row['doc_type'])} {_words(row['code'])} {_words(row['title'])} [{row['doc_id']}]"
            )
            for row in self.attached
        ]
        return Group(*parts, Text())

    def _head(self) -> Panel:
        row = self.document
        said = dict(row) | {
            "issued": row["issued_on"] or row["issued_on_partial"],
            "where": ", ".join(row[k] for k in ("commune", "district", "province") if row[k]),
            "period": " to ".join(str(row[k]) for k in ("period_start", "period_end") if row[k]),
            "signed": " ".join(row[k] for k in ("signed_for", "signer_title", "signer") if row[k]),
        }
        names = {"issued": "issued_on", "where": "province", "period": "period_start", "signed": "signer"}
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="cyan", no_wrap=True)
        grid.add_column()
        for title, key in _HEAD:
            if said[key]:
                guessed = names.get(key, key) in (row["inferred"] or ())
                grid.add_row(title, Text.assemble(str(said[key]), (" (inferred)", "dim") if guessed else ""))
        about = Text(_words(row["title"]) or "(no title)", style="bold")
        return Panel(Group(about, Text(), grid), subtitle=f"doc_id {row['doc_id']}", subtitle_align="right")

    def _grow(self, branch: Tree, section_id: str | None, known: set[str]) -> None:
        """Put under `branch` the facts of a section and the sections below it, in the order of the text."""
        items: list[tuple[int, Row | tuple[str, str, Row]]] = [
            (row["span_start"], (title, colour, row))
            for owner, facts in self.facts.items()
            if owner == section_id or (section_id is None and owner not in known)
            for title, colour, row in facts
        ]
        items += [
            (row["span_start"], row)
            for row in self.sections
            if (row["parent_section_id"] if row["parent_section_id"] in known else None) == section_id
        ]
        for _, item in sorted(items, key=lambda pair: pair[0]):
            if isinstance(item, tuple):
                branch.add(self._fact(*item))
            else:
                label = Text(_heading(item), style="bold", no_wrap=True, overflow="ellipsis")
                if item["kind"] not in (None, "other"):
                    label.append(f"  {item['kind']}", style="dim")
                self._grow(branch.add(label), item["section_id"], known)

    def _line(self, row: Row) -> int:
        place = row.get("value_start")
        return int(self.document["text"].count("\n", 0, row["span_start"] if place is None else place)) + 1

    def _fact(self, title: str, colour: str, row: Row) -> Text:
        """Return one line: where it stands, what it is, its value, its words, and what of it was inferred."""
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{self._line(row):>5} ", style="dim").append(f"{title} ", style=colour)
        text.append(_value(row), style=f"bold {colour}")
        # Where a task is told, the quote is its verb alone.
        text.append(f"  “{_words(row.get('task') or row['quote'])}”", style="italic")
        if row.get("inferred"):
            text.append(f"  (inferred: {', '.join(row['inferred'])})", style="dim")
        return text

    def _finding(self, row: Row) -> Text:
        """Return what the audit says, with its line; what is missing has none."""
        line = "" if row["span_start"] is None else f"line {self._line(row)}, "
        return Text(f"{line}{row['severity']}: {row['message']}", style="yellow")

    def _tables(self) -> Tree:
        tree = Tree(Text("tables", style="bold"), guide_style="dim")
        for row in self.tables:
            size = f"{row['n_rows']} rows, {row['n_cols']} columns, {row['numbers']} numbers"
            tree.add(
                Text.assemble(
                    (f"{self._line(row):>5} ", "dim"), _words(row["caption"]) or "(no caption)", f"  {size}"
                )
            )
        return tree


def _words(text: object) -> str:
    return " ".join(str(text or "").split())


def _heading(section: Row) -> str:
    """Return a heading with the last part of its numbering: the tree shows the parts before it."""
    heading, label = _words(section["heading"]), (section["label"] or "").rsplit(".", 1)[-1]
    return heading if heading.startswith(label) else f"{label}. {heading}"


def _value(row: Row) -> str:
    if "target_year" in row:
        return _join(
            {"up": "↑", "down": "↓"}.get(row["direction"] or "") if row["basis"] == "change" else None,
            _COMPARATORS.get(row["comparator"] or "", "") + _range(row["value_min"], row["value_max"]),
            row["unit"],
            f"a {row['per']}" if row["per"] else None,
            row["indicator"] or row["indicator_text"],
            f"by {row['target_year']}" if row["target_year"] else None,
            "(observed)" if row["kind"] == "actual" else None,
        )
    if "value_vnd_min" in row:
        return _join(_range(row["value_vnd_min"], row["value_vnd_max"]), "đ", row["funding_source"], row["year"])
    if "short_ref_id" in row:
        return _join(row["resolves_to"] or row["ref_type"], row["pinpoint"], row["means"])
    if "ref_type" in row:
        return _join(row["code"] or row["resolves_to"] or row["ref_type"], row["pinpoint"], row["relation"])
    if "recurrence" in row:
        return _join(row["due_on"] or row["due_on_partial"] or row["recurrence"], row["agency"])
    if "project" in row:
        return _join(row["role"], row["agency"] or "(agency lost)", row["project"])
    return _join(_range(row["value_min"], row["value_max"]) + "%", row["role"])


def _range(low: float | None, high: float | None) -> str:
    return _number(low) if low == high or high is None else f"{_number(low)} to {_number(high)}"


def _number(value: float | None) -> str:
    if value is None:
        return "?"
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _join(*parts: object) -> str:
    return " ".join(_words(part) for part in parts if part)
