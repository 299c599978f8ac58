"""Who cites an act, and what it cites itself: the graph of `v_citations` around one number."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from rich import box
from rich.console import Console, OverflowMethod
from rich.table import Table
from rich.text import Text

from extractors.codes import parse_code
from extractors.laws import laws_by_name, name_key
from pipeline.errors import KehoachError
from pipeline.query import open_database, records
from pipeline.text_lines import add_lines
from rules.letters import bare, fold

Row = dict[str, Any]

_KINDS_OF_LAWS = ("bộ luật", "luật", "pháp lệnh")


@dataclass(slots=True)
class Act:
    """An act of the graph: a document of the database, or a number that is only cited.

    `province` is that of the documents that cite the number of a local body. `cited_by` are the mentions of it, in
    order of the files that cite it; `cites` are its own mentions of others, in order of its text, none for an act
    outside the database.
    """

    code: str | None
    title: str | None
    document: Row | None = None
    province: str | None = None
    cited_by: list[Row] = field(default_factory=list)
    cites: list[Row] = field(default_factory=list)


def show_citations(db: Path, code: str) -> None:
    """Print who cites the act that `code` names, and what it cites where it is in the database.

    Raises KehoachError: KH405 where nothing has or cites that number, KH303 and its neighbours for the database.
    """
    console = Console(highlight=False)
    with open_database(db) as con:
        for act in find_acts(con, code):
            _print_act(console, act)


def find_acts(con: duckdb.DuckDBPyConnection, code: str) -> list[Act]:
    """Return the acts that `code` names: those of the database first, then the number by itself.

    A number of a people's committee may be that of several documents; mentions of which it cannot be told which one
    they mean belong to the number alone. Raises KehoachError KH405 where there is none.
    """
    known = [row[0] for row in con.execute("""
        SELECT code FROM kept_documents() WHERE code IS NOT NULL
        UNION SELECT code FROM v_citations WHERE code IS NOT NULL
    """).fetchall()]  # fmt: skip
    codes = matching_codes(code, known)
    if not codes:
        raise KehoachError("KH405", detail=code)
    documents = records(
        con,
        """SELECT doc_id, code, title, issuer, issued_on, source_path, span_start FROM kept_documents()
           JOIN sources USING (source_id) WHERE list_contains(?, code) ORDER BY source_path, span_start""",
        codes,
    )
    acts = {row["doc_id"]: Act(row["code"], row["title"], row) for row in documents}
    for mention in find_mentions(
        con, "list_contains(?, c.code) OR list_contains(?, c.cited_doc_id)", codes, list(acts)
    ):
        if mention["cited_doc_id"] == mention["doc_id"]:
            continue
        node = mention["cited_doc_id"] or f"{mention['code'].lstrip('0')} {mention['province'] or ''}"
        acts.setdefault(node, Act(mention["code"], None, province=mention["province"])).cited_by.append(mention)
    for mention in find_mentions(con, "list_contains(?, c.doc_id)", [row["doc_id"] for row in documents]):
        acts[mention["doc_id"]].cites.append(mention)
    for act in acts.values():
        act.title = act.title or _title(act.cited_by)
    return list(acts.values())


def _title(mentions: Sequence[Row]) -> str | None:
    """Return what most mentions call an act."""
    titles = (mention["title"] or (mention["quote"] if mention["by_name"] else None) for mention in mentions)
    return next((title for title, _ in Counter(filter(None, map(_words, titles))).most_common(1)), None)


def find_mentions(con: duckdb.DuckDBPyConnection, where: str, *values: object) -> list[Row]:
    """Return the rows of `v_citations` (as `c`) that fit a condition, with their lines, by file and place."""
    rows = records(
        con,
        f"""SELECT c.*, placed.source_id, placed.span_start,
                   CASE WHEN is_local(c.code) AND c.cited_doc_id IS NULL THEN documents.province END AS province
            FROM v_citations AS c
            LEFT JOIN documents USING (doc_id)
            JOIN (SELECT ref_id, source_id, span_start FROM legal_refs
                  UNION ALL SELECT short_ref_id, source_id, span_start FROM short_refs) AS placed USING (ref_id)
            WHERE {where} ORDER BY c.source_path, placed.span_start, c.ref_id""",
        *values,
    )
    return add_lines(con, rows)


def matching_codes(asked: str, known: Iterable[str]) -> list[str]:
    """Return the numbers among `known` that `asked` means; only the best kind of match counts.

    The number may be printed with spaces, en dashes, Ð for Đ or no accents at all; a law may be asked for by name.

    >>> matching_codes("90/QD - TTg", ["90/QĐ-TTg", "90/QĐ-UBND"])
    ['90/QĐ-TTg']
    """
    wanted = unicodedata.normalize("NFC", asked.strip())
    code = parse_code(wanted)
    spellings = {wanted, code.canonical} if code else {wanted}
    codes = sorted(set(known))
    forms: tuple[Callable[[str], str], ...] = (_squeezed, lambda text: bare(_squeezed(text)))
    for form in forms:
        keys = {form(text) for text in spellings}
        if found := [c for c in codes if form(c) in keys]:
            return found
    laws = laws_by_name().get(_name_of_law(wanted), ())
    return [c for c in codes if c in {law.code for law in laws}]


def _squeezed(text: str) -> str:
    """Return a number without what says nothing in it: spaces, kinds of dashes, the 0 before a numeral."""
    return "".join(fold(text).split()).lstrip("0")


def _name_of_law(text: str) -> str:
    name = name_key(text)
    for kind in _KINDS_OF_LAWS:
        name = name.removeprefix(f"{kind} ")
    return name


def _print_act(console: Console, act: Act) -> None:
    title = Text(act.code or "", style="bold")
    if act.title:
        title.append(f"  {_words(act.title)}", style="default")
    console.print(title)
    if act.document is not None:
        issued = f", {act.document['issued_on']}" if act.document["issued_on"] else ""
        said = f"{act.document['issuer'] or 'issuer unknown'}{issued}; {act.document['source_path']}"
        console.print(Text(said, style="dim"))
    else:
        where = f" (by documents of {act.province})" if act.province else ""
        console.print(Text(f"not in the database, or it cannot be told which document is meant{where}", style="dim"))
    if dates := _dates(act.cited_by):
        console.print(
            Text(f"cited with the {'date' if len(dates) == 1 else 'dates'} {', '.join(dates)}", style="dim")
        )
    console.print()
    citing = len({mention["doc_id"] for mention in act.cited_by})
    console.print(Text(f"Cited by {_count(citing, 'document')}, {_count(len(act.cited_by), 'mention')}", "cyan"))
    if act.cited_by:
        console.print(_cited_by(act.cited_by))
        console.print()
    if act.document is not None:
        cited = len({mention["code"] or mention["quote"] for mention in act.cites})
        console.print(Text(f"Cites {_count(cited, 'act')}, {_count(len(act.cites), 'mention')}", "cyan"))
        if act.cites:
            console.print(_cites(act.cites))
            console.print()


def _dates(mentions: Sequence[Row]) -> list[str]:
    """Return the dates that mentions give an act, the most frequent first; where there are several, with counts."""
    dates = Counter(str(row["issued_on"] or row["issued_on_partial"] or "") for row in mentions)
    stated = [(day, count) for day, count in dates.most_common() if day]
    return [day if len(stated) == 1 else f"{day} ({count})" for day, count in stated]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        wide = {"document": 4, "act": 4, "title": 4, "pinpoint": 3, "quote": 3, "lines": 1}.get(name)
        # The name of a file is one long word.
        overflow: OverflowMethod = "fold" if name == "document" else "ellipsis"
        table.add_column(
            name,
            ratio=wide,
            justify="right" if name == "lines" else "left",
            no_wrap=name == "relation",
            overflow=overflow,
        )
    return table


def _cited_by(mentions: Sequence[Row]) -> Table:
    """Return the mentions of an act, a document's name at its first one, with the lines of those that are alike."""
    table = _table("document", "relation", "pinpoint", "quote", "lines")
    alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for mention in mentions:
        alike[tuple(_words(mention[name]) for name in ("doc_id", "relation", "pinpoint", "quote"))].append(mention)
    above = None
    for (doc_id, *said), rows in alike.items():
        name = Text()
        if doc_id != above:
            name.append(_words(rows[0]["citing_code"]) or "(no number)", style="bold")
            name.append(f" {_words(rows[0]['citing_issuer'])}\n{rows[0]['source_path']}")
        above = doc_id
        table.add_row(name, *map(Text, said), _lines(rows))
    return table


def _lines(mentions: Sequence[Row]) -> Text:
    return Text(", ".join(dict.fromkeys(str(mention["line"]) for mention in mentions)))


def _cites(mentions: Sequence[Row]) -> Table:
    """Return what a document cites, each act once, with the lines on which it does."""
    table = _table("act", "title", "relation", "pinpoint", "lines")
    acts: dict[str, list[Row]] = defaultdict(list)
    for mention in mentions:
        acts[mention["cited_doc_id"] or mention["code"] or _words(mention["quote"])].append(mention)
    for rows in acts.values():
        table.add_row(
            Text(rows[0]["code"] or _words(rows[0]["quote"]), style="bold"),
            Text(_words(next((t for row in rows if (t := row["cited_title"] or row["title"])), ""))),
            Text("\n".join(dict.fromkeys(_words(row["relation"]) for row in rows))),
            Text("; ".join(dict.fromkeys(_words(row["pinpoint"]) for row in rows if row["pinpoint"]))),
            _lines(rows),
        )
    return table


def _words(text: object) -> str:
    return " ".join(str(text or "").split())


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' if number != 1 else ''}"
