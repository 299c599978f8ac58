"""What a person made of our predictions in Label Studio, as gold files that `kehoach evaluate` reads."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from pipeline.errors import KehoachError
from pipeline.export.label_studio import line_of, shown_text
from pipeline.export.names import file_name
from pipeline.export.slots import ATTACHED, DOCUMENT, FACTS, OPTIONAL, Slot, control
from pipeline.query import open_database, records

Json = dict[str, Any]

# How many problems are told at once.
_TOLD = 10
_DAY = re.compile(r"(\d{4}|-)-(\d\d(-\d\d)?|Q[1-4])|---\d\d|\d{4}")
_UNSEEN = re.compile(r"\\n|\s+")
# Slots that gold leaves out where they are empty, and those it then has as empty text or as null.
_EMPTY: dict[str, dict[str, Any]] = {
    "targets": dict.fromkeys(("unit", "indicator"), ""),
    "legal_refs": {"canonical": None},
    "assignments": {"agency": None},
    "table_facts": {"unit": "", "year": None, "column": ""},
}


@dataclass(slots=True)
class Imported:
    """What became of a file: gold files by name, tasks that nobody has annotated, regions with labels not ours."""

    gold: dict[str, Json] = field(default_factory=dict)
    untouched: int = 0
    unknown: int = 0


def print_import(file: Path, folder: Path, *, db: Path | None, force: bool) -> None:
    """Make gold files in `folder`, and say what was made. Raises what `read_annotations` and `write_gold` raise."""
    found = read_annotations(file)
    if db is not None:
        _compare(found, file, db)
    write_gold(found, folder, force=force)
    facts = sum(len(gold[kind]) for gold in found.gold.values() for kind in FACTS)
    print(f"{folder}: {len(found.gold):,} gold files with {facts:,} facts")
    if found.untouched:
        print(f"{found.untouched:,} tasks without a submitted annotation were left out.")
    if found.unknown:
        print(f"{found.unknown:,} regions with labels of your own were left out.")


def read_annotations(file: Path) -> Imported:
    """Return the gold that a JSON export of Label Studio holds.

    Raises KehoachError: KH401 where there is no such file, KH634 where it is something else, KH635 where nothing in
    it is annotated, KH636 where a fact lacks what it needs or has what cannot be.
    """
    found, problems = Imported(), []
    for task in _tasks(file):
        annotation = _annotation(task)
        if annotation is None:
            found.untouched += 1
            continue
        reader = _Reader(task["data"], annotation["result"])
        found.gold[reader.name] = reader.gold()
        found.unknown += reader.unknown
        problems += reader.problems
    if problems:
        more = f" and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
        raise KehoachError("KH636", detail="; ".join(problems[:_TOLD]) + more)
    if not found.gold:
        raise KehoachError("KH635", detail=file)
    return found


def write_gold(found: Imported, folder: Path, *, force: bool) -> None:
    """Write the gold files, each in one step.

    Raises KehoachError: KH637 where one is there already, unless `force`, KH632 where the disk does not take it.
    """
    there = [name for name in found.gold if (folder / name).exists()]
    if there and not force:
        raise KehoachError("KH637", detail=folder / there[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, gold in found.gold.items():
            new = folder / f".{name}.new"
            new.write_text(gold_text(gold), "utf8")
            new.replace(folder / name)
    except OSError as error:
        raise KehoachError("KH632", detail=f"{folder}: {error.strerror}") from error


def gold_text(gold: Json) -> str:
    """Return a gold file, a fact a line."""
    parts = []
    for key, value in gold.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in value)
            parts.append(f' "{key}": [\n  {lines}\n ]')
        else:
            parts.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _tasks(file: Path) -> list[Json]:
    try:
        tasks = json.loads(file.read_text("utf8"))
    except FileNotFoundError as error:
        raise KehoachError("KH401", detail=file) from error
    except (OSError, ValueError) as error:
        raise KehoachError("KH634", detail=f"{file}: {error}") from error
    if not isinstance(tasks, list):
        raise KehoachError("KH634", detail=f"{file}: no list of tasks")
    for number, task in enumerate(tasks, 1):
        data = task.get("data") if isinstance(task, dict) else None
        if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in ("text", "file")):
            raise KehoachError("KH634", detail=f"{file}: task {number} has no text and file, as our tasks have")
        if not isinstance(task.get("annotations"), list):
            raise KehoachError("KH634", detail=f"{file}: task {number} has no list of annotations")
    return tasks


def _annotation(task: Json) -> Json | None:
    """Return the annotation that holds: the one marked as ground truth, or else the last that was not skipped."""
    done = [
        a for a in task["annotations"]
        if isinstance(a, dict) and isinstance(a.get("result"), list) and not a.get("was_cancelled")
    ]  # fmt: skip
    done.sort(key=lambda a: (bool(a.get("ground_truth")), str(a.get("updated_at") or a.get("created_at") or "")))
    return done[-1] if done else None


def _compare(found: Imported, file: Path, db: Path) -> None:
    """Raise KH638 where a text that was annotated is not the one that `db` has: lines would not be the same."""
    texts = {task["data"]["file"]: task["data"] for task in _tasks(file)}
    with open_database(db) as con:
        for gold in found.gold.values():
            data = texts[gold["file"]]
            rows = records(con, "SELECT text FROM sources WHERE source_id = ?", data.get("source_id"))
            if not rows or shown_text(rows[0]["text"] or "") != data["text"]:
                raise KehoachError("KH638", detail=gold["file"])


class _Reader:
    """One task: its regions become facts, and what is wrong with them is noted."""

    def __init__(self, data: Json, results: Sequence[Json]) -> None:
        self.text: str = data["text"]
        self.file: str = data["file"]
        self.name = file_name(self.file, _id(data)) + ".json"
        self.ranges = data.get("table_ranges") or []
        self.problems: list[str] = []
        self.unknown = 0
        self.regions: dict[str, list[Json]] = defaultdict(list)
        for result in results:
            self.regions[str(result.get("id"))].append(result)

    def gold(self) -> Json:
        """Return the gold of the task."""
        facts: dict[str, list[Json]] = {kind: [] for kind in _ORDER}
        for kind, start, end, said in sorted(self._facts(), key=lambda found: found[1:3]):
            entry = self._entry(kind, start, end, said)
            if kind == "deadlines" and not entry.get("due"):
                continue  # gold has dates only
            facts[kind].append(entry)
            # A target in per cent is a percentage too, and is marked once.
            if kind == "targets" and "%" in entry["unit"]:
                facts["percentages"].append(
                    {name: entry[name] for name in ("line", "quote", "value_min", "value_max", *_OPTIONAL)
                     if name in entry}
                )  # fmt: skip
        # An entry that leaves something open fits many rows: those that leave nothing open choose first.
        facts["table_facts"].sort(key=lambda entry: (entry["line"], entry["year"] is None))
        facts["legal_refs"].sort(key=lambda entry: (entry["line"], entry["canonical"] is None))
        facts["percentages"].sort(key=lambda entry: entry["line"])
        return {"file": self.file, "document": self._document(), **facts, "table_ranges": self.ranges}

    def _facts(self) -> Iterator[tuple[str, int, int, dict[str, Any]]]:
        """Yield every region that is labelled as a fact: its kind, its place, and its answers by control."""
        for results in self.regions.values():
            label = next((r for r in results if r.get("type") == "labels" and r.get("from_name") == "facts"), None)
            if label is None:
                continue
            kinds = [kind for kind in label["value"].get("labels") or () if kind in FACTS]
            if not kinds:
                self.unknown += 1
                continue
            value = label["value"]
            span = span_of(self.text, value.get("start"), value.get("end"), value.get("text"))
            if span is None:
                self._note(0, str(value.get("text")), "it does not stand where the export says")
                continue
            yield kinds[0], *span, {r["from_name"]: _said(r) for r in results if r is not label}

    def _entry(self, kind: str, start: int, end: int, said: dict[str, Any]) -> Json:
        entry: Json = {"line": line_of(self.text, start), "quote": self.text[start:end]}
        for slot in FACTS[kind]:
            value = self._value(slot, said.get(control(kind, slot)), entry)
            if value is not None:
                entry[slot.name] = value
            elif slot.required:
                self._note(entry["line"], entry["quote"], f"{slot.name} is missing")
            elif slot.name in _EMPTY.get(kind, {}):
                entry[slot.name] = _EMPTY[kind][slot.name]
        if kind == "deadlines" and not (entry.get("due") or entry.get("recurrence")):
            self._note(entry["line"], entry["quote"], "due is missing")
        if "value_min" in entry:
            entry.setdefault("value_max", entry["value_min"])
        first, last = entry.pop("period_start", None), entry.pop("period_end", None)
        if first or last:
            entry["period"] = [first, last]
        if said.get(control(kind, OPTIONAL)):
            entry["optional"] = True
        return entry

    def _value(self, slot: Slot, value: Any, entry: Json) -> Any:
        """Return an answer as gold has it, None where there is none; note what cannot be."""
        if value is None or value == "":
            return None
        if slot.asked == "number":
            try:
                number = float(value)
            except (TypeError, ValueError):
                self._note(entry["line"], entry.get("quote", ""), f"{slot.name} is no number: {value}")
                return None
            return int(number) if number.is_integer() else number
        if slot.name in ("issued_on", "due") and not _DAY.fullmatch(value):
            self._note(entry["line"], entry.get("quote", ""), f"{slot.name} is no date like 2024-11-30: {value}")
            return None
        return value

    def _document(self) -> Json:
        said = {r["from_name"]: _said(r) for results in self.regions.values() for r in results if "from_name" in r}
        found: Json = {}
        for slot in DOCUMENT:
            value = self._value(slot, said.get(control("document", slot)), {"line": 1})
            if value is not None:
                found[slot.name] = value
        first, last = found.pop("period_start", None), found.pop("period_end", None)
        if first or last:
            found["period"] = [first, last]
        if attached := said.get(control("document", ATTACHED)):
            found["attached"] = {"type": attached}
        return found

    def _note(self, line: int, quote: str, what: str) -> None:
        where = f"{self.file}, line {line}" if line else self.file
        self.problems.append(f"{where} “{' '.join(quote.split())[:60]}”: {what}")


_ORDER = ("legal_refs", "percentages", "targets", "assignments", "deadlines", "table_facts")
_OPTIONAL = (OPTIONAL.name,)


def _id(data: Json) -> str:
    own = str(data.get("source_id") or "")
    return own if re.fullmatch(r"[0-9a-f]{12,}", own) else hashlib.sha256(data["text"].encode()).hexdigest()


def _said(result: Json) -> Any:
    """Return what one control answers: its first text or choice, or its number."""
    value = result.get("value") or {}
    answer = value.get("number", value.get("choices", value.get("text")))
    if isinstance(answer, list):
        answer = answer[0] if answer else None
    return answer.strip() if isinstance(answer, str) else answer


def span_of(text: str, start: Any, end: Any, quoted: str | None) -> tuple[int, int] | None:
    """Return where a region of Label Studio stands, in code points and without white space at its ends.

    Its words (`quoted`) tell whether its places count code points or, as older versions did, units of UTF-16.
    None where it stands nowhere.
    """
    if not (isinstance(start, int) and isinstance(end, int)):
        return None
    places = [(start, end)]
    if quoted and not text.isascii() and max(text) > "\uffff":
        places.append((_from_utf16(text, start), _from_utf16(text, end)))
    for first, last in places:
        words = text[max(0, first) : last]
        if first >= 0 and words.strip() and (not quoted or _UNSEEN.sub("", words) == _UNSEEN.sub("", quoted)):
            return first + len(words) - len(words.lstrip()), first + len(words.rstrip())
    return None


def _from_utf16(text: str, position: int) -> int:
    """Return the code point of `text` at a place that counts units of UTF-16."""
    units = accumulate((2 if letter > "\uffff" else 1 for letter in text), initial=0)
    return next((index for index, unit in enumerate(units) if unit >= position), len(text))
