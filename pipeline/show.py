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
from pipeline.facts import KINDS, Fact, facts_of, indicator_names, told
from pipeline.listing import words
from pipeline.query import open_database, records

Row = dict[str, Any]

# Kinds of facts and their colours.
_COLOURS = {
    "legal_refs": "blue", "short_refs": "blue", "targets": "green", "percentages": "dim", "amounts": "magenta",
    "assignments": "cyan", "deadlines": "yellow",
}  # fmt: skip
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


def show_document(db: Path, document: str) -> None:
    """Print every document that `document` names: a doc_id or its start, a code, or the name of a file.

    Raises KehoachError: KH403 where none has that name, KH303 and its neighbours for the database.
    """
    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(width=_WIDTH_ELSEWHERE)
    with open_database(db) as con:
        for row in find_documents(con, document):
            console.print(_Page(con, row).render())


def find_documents(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """Return what `matching_documents` returns, with their texts. Raises KehoachError KH403 where there is none."""
    found = _named(con, name)
    texts = records(
        con,
        "SELECT source_id, text FROM sources WHERE list_contains(?, source_id)",
        list({row["source_id"] for row in found}),
    )
    of_source = {row["source_id"]: row["text"] for row in texts}
    return [row | {"text": of_source[row["source_id"]]} for row in found]


def doc_ids_called(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return the ids of the documents called `name`. Raises KehoachError KH403 where there is none."""
    return [row["doc_id"] for row in _named(con, name)]


def _named(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    if found := matching_documents(con, name):
        return found
    raise KehoachError("KH403", detail=name)


def matching_documents(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """Return the documents called `name`, in order of their files; only the best kind of match counts.

    A file that holds the same as another stands for that other, so its name finds the documents there. A row is one
    of `documents` with `source_path`, other paths of its file (`also_at`) and `duplicate_of`.
    """
    wanted = name.strip()
    # Only those that the name may mean: a large archive is not fetched as a whole.
    rows = records(
        con,
        """WITH twins AS (
               SELECT duplicate_of AS source_id, list(source_path ORDER BY source_path) AS paths
               FROM sources WHERE duplicate_of IS NOT NULL GROUP BY duplicate_of
           ),
           files AS (
               SELECT source_id, source_path, coalesce(also_at, []) || coalesce(paths, []) AS also_at, duplicate_of
               FROM sources LEFT JOIN twins USING (source_id)
           )
           SELECT documents.*, source_path, also_at, duplicate_of FROM documents JOIN files USING (source_id)
           WHERE code = $1 OR starts_with(doc_id, $1) OR contains('/' || source_path || '.', '/' || $1 || '.')
              OR len(list_filter(also_at, lambda path: contains('/' || path || '.', '/' || $1 || '.'))) > 0
           ORDER BY source_path, documents.span_start""",
        wanted,
    )
    known = [row for row in rows if row["duplicate_of"] is None]
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
        self.names = indicator_names(con, "en")
        self.sections = records(con, "SELECT * FROM sections WHERE doc_id = ? ORDER BY span_start, depth", doc_id)
        self.facts: dict[str | None, list[Fact]] = defaultdict(list)
        for fact in facts_of(con, doc_id, kinds=_COLOURS):
            if not fact.row.get("table_id"):
                self.facts[fact.row["section_id"]].append(fact)
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
            Text(f"attached: {words(row['doc_type'])} {words(row['code'])} {words(row['title'])} [{row['doc_id']}]")
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
        about = Text(words(row["title"]) or "(no title)", style="bold")
        return Panel(Group(about, Text(), grid), subtitle=f"doc_id {row['doc_id']}", subtitle_align="right")

    def _grow(self, branch: Tree, section_id: str | None, known: set[str]) -> None:
        """Put under `branch` the facts of a section and the sections below it, in the order of the text."""
        items: list[tuple[int, Row | Fact]] = [
            (fact.row["span_start"], fact)
            for owner, facts in self.facts.items()
            if owner == section_id or (section_id is None and owner not in known)
            for fact in facts
        ]
        items += [
            (row["span_start"], row)
            for row in self.sections
            if (row["parent_section_id"] if row["parent_section_id"] in known else None) == section_id
        ]
        for _, item in sorted(items, key=lambda pair: pair[0]):
            if isinstance(item, Fact):
                branch.add(self._fact(item))
            else:
                label = Text(_heading(item), style="bold", no_wrap=True, overflow="ellipsis")
                if item["kind"] not in (None, "other"):
                    label.append(f"  {item['kind']}", style="dim")
                self._grow(branch.add(label), item["section_id"], known)

    def _line(self, row: Row) -> int:
        place = row.get("value_start")
        return int(self.document["text"].count("\n", 0, row["span_start"] if place is None else place)) + 1

    def _fact(self, fact: Fact) -> Text:
        """Return one line: where it stands, what it is, its value, its words, and what of it was inferred."""
        row, colour = fact.row, _COLOURS[fact.kind]
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{self._line(row):>5} ", style="dim").append(f"{KINDS[fact.kind].name['en']} ", style=colour)
        text.append(told(fact, "en", self.names), style=f"bold {colour}")
        # Where a task is told, the quote is its verb alone.
        text.append(f"  “{words(row.get('task') or row['quote'])}”", style="italic")
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
                Text.assemble((f"{self._line(row):>5} ", "dim"), words(row["caption"]) or "(no caption)", f"  {size}")
            )
        return tree


def _heading(section: Row) -> str:
    """Return a heading with the last part of its numbering: the tree shows the parts before it."""
    heading, label = words(section["heading"]), (section["label"] or "").rsplit(".", 1)[-1]
    return heading if heading.startswith(label) else f"{label}. {heading}"
