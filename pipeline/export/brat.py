"""brat standoff: for each source a .txt and an .ann, and the configuration that brat shows them with.

The text is that of the source, so offsets are those of the database: code points, as brat counts them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from pipeline.export.formats import Job, Written, said
from pipeline.export.texts import Annotated, annotated, stated
from pipeline.facts import KINDS, Fact
from pipeline.query import records

# What ends a line, or a column of an .ann, cannot stand in it: a span is cut there into fragments.
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
# By kind: the columns whose few values become attributes, with the name of their values in words.yaml.
_ATTRIBUTES = {
    "targets": {"comparator": "comparator", "basis": "basis", "direction": "direction", "per": "per", "kind": "kind"},
    "table_facts": {"kind": "kind", "basis": "basis"},
    "legal_refs": {"relation": "relation"},
    "assignments": {"role": "assignment_role"},
    "deadlines": {"recurrence": "recurrence"},
    "findings": {"severity": "severity"},
}
_COLOURS = {
    "legal_refs": "#9ecbff", "short_refs": "#c8e1ff", "targets": "#a8e6a1", "percentages": "#d9f2d6",
    "amounts": "#e6b8e6", "assignments": "#8fe0e0", "deadlines": "#ffe08a", "agency_mentions": "#c9f0f0",
    "table_facts": "#d5e8c5", "findings": "#ffb3a7",
}  # fmt: skip
_DUE, _REFERS_TO = "due", "refers_to"


def write_brat(job: Job) -> Written:
    """Write a folder that can stand in brat's data folder as it is."""
    written = Written({"files": 0, "facts": 0, "relations": 0})
    due = _due(job.con)
    placeless = 0
    for source in annotated(job.con):
        (job.target / f"{source.name}.txt").write_text(source.text, "utf8", newline="")
        lines = list(_standoff(source, due))
        (job.target / f"{source.name}.ann").write_text("".join(f"{line}\n" for line in lines), "utf8", newline="")
        written.counts["files"] += 1
        written.counts["facts"] += sum(line.startswith("T") for line in lines)
        written.counts["relations"] += sum(line.startswith("R") for line in lines)
        placeless += sum(fact.start < 0 for facts in source.facts.values() for fact in facts)
    _write_configuration(job.target)
    if placeless:
        written.notes.append(f"{placeless} findings about something that is missing have no place and are left out.")
    return written


def _due(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return by assignment the deadline that belongs to it."""
    rows = records(
        con,
        """SELECT fact_id, deadline_id FROM v_duties
           WHERE deadline_id IS NOT NULL AND fact_id <> deadline_id
             AND doc_id IN (SELECT doc_id FROM chosen_documents)""",
    )
    return {row["fact_id"]: row["deadline_id"] for row in rows}


def _standoff(source: Annotated, due: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the .ann of a source: spans, attributes, notes, and then relations between spans."""
    ids: dict[str, str] = {}
    attributes = 0
    for number, fact in enumerate(source.placed, 1):
        ids[fact.id] = f"T{number}"
        yield _span(f"T{number}", fact, source.text)
        for column in _ATTRIBUTES.get(fact.kind, {}):
            if fact.row[column] is not None:
                attributes += 1
                yield f"A{attributes}\t{fact.kind}_{column} T{number} {fact.row[column]}"
        note = json.dumps({"id": fact.id} | stated(fact.row, without=KINDS[fact.kind].id), ensure_ascii=False)
        yield f"#{number}\tAnnotatorNotes T{number}\t{_BREAKS.sub(_escaped, note)}"
    for number, (kind, one, other) in enumerate(_relations(source.placed, due, ids), 1):
        yield f"R{number}\t{kind} Arg1:{ids[one]} Arg2:{ids[other]}"


def _escaped(breaks: re.Match[str]) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in breaks[0])


def _span(name: str, fact: Fact, text: str) -> str:
    fragments = list(fragments_of(text, fact.start, fact.end))
    places = ";".join(f"{start} {end}" for start, end in fragments)
    return f"{name}\t{fact.kind} {places}\t{' '.join(text[start:end] for start, end in fragments)}"


def fragments_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of `text[start:end]` that brat can hold: those between tabs and ends of lines."""
    for gap in _BREAKS.finditer(text, start, end):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if end > start:
        yield start, end


def _relations(facts: Iterable[Fact], due: dict[str, str], ids: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for fact in facts:
        if fact.kind == "assignments" and due.get(fact.id) in ids:
            yield _DUE, fact.id, due[fact.id]
        if fact.kind == "short_refs" and fact.row["ref_id"] in ids:
            yield _REFERS_TO, fact.id, fact.row["ref_id"]


def _write_configuration(folder: Path) -> None:
    attributes = [
        f"{kind}_{column}\tArg:{kind}, Value:{'|'.join(said()['values'][values])}"
        for kind, columns in _ATTRIBUTES.items()
        for column, values in columns.items()
    ]
    relations = [f"{_DUE}\tArg1:assignments, Arg2:deadlines", f"{_REFERS_TO}\tArg1:short_refs, Arg2:legal_refs"]
    parts = {"entities": list(KINDS), "relations": relations, "events": [], "attributes": attributes}
    (folder / "annotation.conf").write_text(_conf(parts), "utf8")
    labels = [f"{kind} | {row.name['vi']} ({row.name['en']}) | {row.name['vi']}" for kind, row in KINDS.items()]
    drawing = [f"{kind}\tbgColor:{colour}" for kind, colour in _COLOURS.items()]
    (folder / "visual.conf").write_text(_conf({"labels": labels, "drawing": drawing}), "utf8")


def _conf(parts: dict[str, list[str]]) -> str:
    return "\n".join(line for name, lines in parts.items() for line in (f"[{name}]", *lines, ""))
