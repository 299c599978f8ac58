"""Label Studio: the labelling interface, and a task for each source, with our facts as predictions to be mended.

Places count code points, as the editor of Label Studio does now; `kehoach import-gold` (gold.py) reads what a person
made of the tasks, also with places of its older versions, which counted units of UTF-16.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

import duckdb

from pipeline import __version__
from pipeline.export.formats import Job, Written, in_two, said
from pipeline.export.slots import ATTACHED, DOCUMENT, FACTS, INDICATORS, OPTIONAL, Slot, control
from pipeline.export.texts import Annotated, annotated
from pipeline.facts import KINDS, Fact
from pipeline.query import records

Json = dict[str, Any]

# Tasks in one file: Label Studio takes files of some hundred MB at most.
_IN_FILE = 200
_TEXT, _LABELS = "text", "facts"
_COLOURS = {
    "targets": "#2e9e4f", "percentages": "#8fb996", "legal_refs": "#2b6cb0", "assignments": "#0f8b8d",
    "deadlines": "#c98a00", "table_facts": "#7a5195",
}  # fmt: skip
# What a browser changes or hides in a text: each is shown as one space, so that places stay.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TAGS = {"text": "TextArea", "number": "Number", "choices": "Choices"}


def write_label_studio(job: Job) -> Written:
    """Write a folder: `config.xml` for the labelling interface, `tasks-….json` to import."""
    written = Written({"files": 0, "tasks": 0, "regions": 0})
    (job.target / "config.xml").write_text(config(job.con), "utf8")
    names = _names(job.con)
    tasks: list[Json] = []
    # Gold is gold for a whole file: what is not marked in it counts as not there.
    for source in annotated(job.con, tuple(FACTS), whole_files=True):
        tasks.append(task_of(source, names[source.source["source_id"]]))
        written.counts["tasks"] += 1
        written.counts["regions"] += len(source.placed)
        if len(tasks) == _IN_FILE:
            _save(tasks, job, written)
    if tasks:
        _save(tasks, job, written)
    return written


def _save(tasks: list[Json], job: Job, written: Written) -> None:
    written.counts["files"] += 1
    with (job.target / f"tasks-{written.counts['files']:04d}.json").open("w", encoding="utf8") as file:
        json.dump(tasks, file, ensure_ascii=False, indent=1)
    tasks.clear()


# Tasks.


def task_of(source: Annotated, file: str) -> Json:
    """Return the task of a source, which gold calls `file`: its text, and what we found in it as a prediction."""
    regions = [result for fact in source.placed for result in _region(fact, source.text)]
    return {
        "data": {
            "text": shown_text(source.text),
            "file": file,
            "table_ranges": _table_ranges(source),
            **{name: source.source[name] for name in ("source_id", "source_path", "sha256")},
        },
        "predictions": [{"model_version": f"kehoach {__version__}", "result": [*_document(source), *regions]}],
    }


def shown_text(text: str) -> str:
    """Return a text as a browser can show it, letter for letter."""
    return _UNSHOWN.sub(" ", text)


def _region(fact: Fact, text: str) -> Iterator[Json]:
    span = {"start": fact.start, "end": fact.end}
    base = {"id": fact.id, "to_name": _TEXT, "origin": "prediction"}
    quote = shown_text(text[fact.start : fact.end])
    yield base | {"from_name": _LABELS, "type": "labels", "value": span | {"text": quote, "labels": [fact.kind]}}
    for slot in FACTS[fact.kind]:
        if (value := slot.of(fact.row)) is not None:
            yield base | _answer(control(fact.kind, slot), slot, value, span)


def _document(source: Annotated) -> Iterator[Json]:
    main = next((row for row in source.documents if row["parent_doc_id"] is None), None)
    if main is None:
        return
    said_of = [(slot, slot.of(main)) for slot in DOCUMENT]
    types = [row["doc_type"] for row in source.documents if row["parent_doc_id"] is not None and row["doc_type"]]
    said_of.append((ATTACHED, types[0] if types else None))
    for slot, value in said_of:
        if value is not None:
            name = control("document", slot)
            yield {"id": f"{main['doc_id']}-{slot.name}", "to_name": _TEXT} | _answer(name, slot, value, {})


def _answer(name: str, slot: Slot, value: Any, span: Json) -> Json:
    """Return what Label Studio has for an answer: its key is the kind of control."""
    match slot.asked:
        case "number":
            return {"from_name": name, "type": "number", "value": span | {"number": value}}
        case "choices":
            return {"from_name": name, "type": "choices", "value": span | {"choices": [value]}}
        case _:
            return {"from_name": name, "type": "textarea", "value": span | {"text": [str(value)]}}


def _names(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return by source what gold calls its file: its name, or its path where another file has that name too."""
    rows = records(con, "SELECT source_id, source_path FROM sources")
    counts = Counter(PurePosixPath(row["source_path"]).name for row in rows)
    return {
        row["source_id"]: name if counts[name := PurePosixPath(row["source_path"]).name] == 1 else row["source_path"]
        for row in rows
    }


def _table_ranges(source: Annotated) -> list[list[int]]:
    """Return the first and last line of each table of a source, lines counted from 1."""
    places = sorted({(row["span_start"], row["span_end"]) for row in source.tables})
    return [[line_of(source.text, start), line_of(source.text, end)] for start, end in places]


def line_of(text: str, position: int) -> int:
    """Return the line of a text that a code point stands on, from 1."""
    return text.count("\n", 0, position) + 1


# The labelling interface.


def config(con: duckdb.DuckDBPyConnection) -> str:
    """Return the labelling interface as XML."""
    words = said()
    view = ElementTree.Element("View")
    # Without it a browser makes one space of several, and places are lost.
    ElementTree.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    _add(view, "Header", value="$source_path")
    labels = _add(view, "Labels", name=_LABELS, toName=_TEXT)
    for kind in FACTS:
        _add(labels, "Label", value=in_two(KINDS[kind].name), alias=kind, background=_COLOURS[kind])
    _add(view, "Text", name=_TEXT, value="$text", granularity="symbol")
    for kind, slots in FACTS.items():
        when = {"visibleWhen": "region-selected", "whenTagName": _LABELS, "whenLabelValue": kind}
        part = _add(view, "View", **when)
        _add(part, "Header", value=in_two(KINDS[kind].name), size="4")
        for slot in (*slots, OPTIONAL):
            _ask(part, con, kind, slot, perRegion="true", **when)
    _add(view, "Header", value=in_two(words["labelstudio"]["document"]), size="4")
    for slot in (*DOCUMENT, ATTACHED):
        _ask(view, con, "document", slot)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _ask(part: ElementTree.Element, con: duckdb.DuckDBPyConnection, kind: str, slot: Slot, **when: str) -> None:
    """Add the control of a slot, with what it asks above it."""
    _add(part, "Header", value=in_two(said()["slots"][slot.name]), size="6")
    needed = {"required": "true"} if slot.required else {}
    element = _add(part, _TAGS[slot.asked], name=control(kind, slot), toName=_TEXT, **needed, **when)
    if slot.asked == "text":
        element.attrib |= {"editable": "true", "maxSubmissions": "1", "rows": "1"}
    elif slot.values == INDICATORS:
        element.attrib["layout"] = "select"
        for row in records(con, "SELECT indicator, name_vi FROM indicators ORDER BY indicator"):
            _add(element, "Choice", value=f"{row['indicator']} · {row['name_vi']}", alias=row["indicator"])
    elif slot.asked == "choices":
        element.attrib |= {"showInline": "true", "choice": "single"}
        for value, words in said()["values"][slot.values].items():
            _add(element, "Choice", value=in_two(words), alias=value)


def _add(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, attributes)
