"""How good the facts are: the database against facts that people found by hand.

A fact of the gold is found when a row of the database stands on its line (from 1, in the source's text) and has its
value. Two measures are given. *Strict* takes lines, values and words exactly as the gold has them. *Normalised* also
takes the second line that the gold allows, and compares words without regard to case, dashes and spaces, units and
agencies under their other names. Facts that the gold calls optional count for nothing where they are missed, and for
nothing where they are found; a row that no gold fact accounts for is too much.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from pipeline.errors import KehoachError
from pipeline.query import open_database, records

Fact = dict[str, Any]
Same = Callable[[Fact, Fact], bool]
STRICT, NORMALISED = "strict", "normalised"

# One thing under two names: where the gold has the one, the plan may have the other.
_UNITS = {"lao động": "người", "người lao động": "người"}
# Slots that every matched target is measured by, and those only where the gold fills them.
_ALWAYS = ("comparator", "basis", "kind", "indicator")
_WHERE_STATED = ("direction", "per", "target_year")
_SHOWN = (
    "code",
    "value_min",
    "value_max",
    "unit",
    "agency",
    "role",
    "due_on",
    "row_label",
    "indicator",
    "value",
    "year",
)


@dataclass(slots=True)
class Tally:
    """Facts found, too much, and missed."""

    found: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the database's rows that the gold has."""
        return self.found / (self.found + self.extra) if self.found + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold's facts that the database has."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """One measure: a tally a fact type, and how often each slot of a matched fact is right."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    right: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    asked: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)

    def slot(self, kind: str, name: str, right: bool) -> None:
        """Count one slot of one matched fact."""
        self.right[kind][name] += int(right)
        self.asked[kind][name] += 1


@dataclass(slots=True)
class Evaluation:
    """Both measures over all gold files, and the gold files whose plans are not in the database."""

    strict: Score = field(default_factory=Score)
    normalised: Score = field(default_factory=Score)
    files: int = 0
    absent: list[str] = field(default_factory=list)


def evaluate_database(db: Path, gold: Path) -> Evaluation:
    """Return how well the rows of `db` agree with the gold file `gold`, or with all of a folder.

    Raises KehoachError: KH401 or KH402 where there is no gold, KH111 where it cannot be read, KH303 and its
    neighbours for the database.
    """
    evaluation = Evaluation()
    with open_database(db) as con:
        paths = con.execute(
            "SELECT source_id, unnest([source_path] || also_at) AS path FROM sources ORDER BY path DESC"
        ).fetchall()
        by_name = {PurePosixPath(path).name: source_id for source_id, path in paths}
        # Where several files have one name, gold has the path.
        by_name |= {path: source_id for source_id, path in paths}
        for wanted in _read_gold(gold):
            source_id = by_name.get(wanted["file"])
            if source_id is None:
                evaluation.absent.append(wanted["file"])
                continue
            evaluation.files += 1
            plan = _Plan(con, source_id)
            _Judge(evaluation.strict, plan, wanted, exact=True).judge()
            _Judge(evaluation.normalised, plan, wanted, exact=False).judge()
    return evaluation


def _read_gold(gold: Path) -> Iterator[dict[str, Any]]:
    if not gold.exists():
        raise KehoachError("KH401", detail=gold)
    files = sorted(gold.glob("*.json")) if gold.is_dir() else [gold]
    if not files:
        raise KehoachError("KH401", detail=f"{gold}/*.json")
    for file in files:
        try:
            wanted = json.loads(file.read_text("utf8"))
        except (OSError, ValueError) as error:
            raise KehoachError("KH111", detail=f"{file}: {error}") from error
        if not isinstance(wanted, dict) or "file" not in wanted:
            raise KehoachError("KH111", detail=f'{file}: not a gold file, it names no "file"')
        yield wanted


class _Plan:
    """One plan as the database has it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, source_id: str) -> None:
        self._con, self._source_id = con, source_id
        self._text = str(records(con, "SELECT text FROM sources WHERE source_id = ?", source_id)[0]["text"] or "")
        self.documents = records(con, "SELECT * FROM documents WHERE source_id = ? ORDER BY span_start", source_id)
        self._facts: dict[str, list[Fact]] = {}

    @property
    def main(self) -> Fact:
        """The document that is attached to no other, or nothing."""
        return next((d for d in self.documents if d["parent_doc_id"] is None), {})

    def facts(self, table: str) -> list[Fact]:
        """Return the rows of `table`, each with its `line`."""
        if table not in self._facts:
            rows = records(
                self._con, f"SELECT * FROM {table} WHERE source_id = ? AND doc_id IS NOT NULL", self._source_id
            )
            place = "value_start" if table == "targets" else "span_start"
            for row in rows:
                row["line"] = self._text.count("\n", 0, row[place] or 0) + 1
            self._facts[table] = rows
        return self._facts[table]


class _Judge:
    """Holds one plan against its gold, under one measure."""

    def __init__(self, score: Score, plan: _Plan, gold: Mapping[str, Any], *, exact: bool) -> None:
        self.score, self.plan, self.gold, self.exact = score, plan, gold, exact
        self.name = PurePosixPath(gold["file"]).stem

    def judge(self) -> None:
        """Count everything."""
        self._documents()
        self._legal_refs()
        self._tally("percentages", self.plan.facts("percentages"), self._same_value)
        self._targets()
        roles = [f for f in self.plan.facts("assignments") if f["role"] in ("lead", "coordinate")]
        self._tally("assignments", roles, self._same_assignment)
        due = [f for f in self.plan.facts("deadlines") if _due(f)]
        self._tally("deadlines", due, lambda g, f: self._on(g, f) and _due(f) == g["due"])
        self._table_facts()

    # How words and places are compared.

    def _on(self, gold: Fact, fact: Fact) -> bool:
        return bool(fact["line"] == gold["line"]) or (not self.exact and fact["line"] == gold.get("alt_line"))

    def _word(self, text: object) -> str:
        return str(text or "") if self.exact else _fold(str(text or ""))

    def _within(self, part: object, whole: object) -> bool:
        return self._word(part) == self._word(whole) if self.exact else self._word(part) in self._word(whole)

    def _unit(self, unit: object) -> str:
        word = self._word(unit)
        return word if self.exact else _UNITS.get(word, word)

    def _same_value(self, gold: Fact, fact: Fact) -> bool:
        return self._on(gold, fact) and all(_equal(gold[k], fact[k]) for k in ("value_min", "value_max"))

    # What is counted.

    def _tally(self, kind: str, facts: Sequence[Fact], same: Same) -> list[tuple[Fact, Fact]]:
        """Match gold facts and rows, one to one, in order; count them and return the pairs."""
        left, pairs, missed = list(facts), [], []
        for gold in self.gold.get(kind, []):
            hit = next((i for i, fact in enumerate(left) if same(gold, fact)), None)
            if hit is None:
                missed.append(gold)
            else:
                pairs.append((gold, left.pop(hit)))
        tally = self.score.tallies[kind]
        tally.found += sum(not gold.get("optional") for gold, _ in pairs)
        tally.missed += sum(not gold.get("optional") for gold in missed)
        tally.extra += len(left)
        for gold in missed:
            if not gold.get("optional"):
                self._note(kind, "missed", gold["line"], {k: v for k, v in gold.items() if k != "line"})
        for fact in left:
            said = {k: fact[k] for k in _SHOWN if fact.get(k) is not None}
            self._note(kind, "too much", fact["line"], {"quote": fact.get("quote"), **said})
        return pairs

    def _note(self, kind: str, what: str, line: int, said: Mapping[str, Any]) -> None:
        words = ", ".join(f"{k} {v}" for k, v in said.items() if v is not None)
        self.score.misses.append(f"{self.name}, line {line}: {kind} {what}: {' '.join(words.split())[:200]}")

    def _documents(self) -> None:
        main = self.plan.main
        have = {
            **main,
            "type": main.get("doc_type"),
            "signing": main.get("signed_for"),
            "period": [main.get("period_start"), main.get("period_end")],
        }
        for key, want in self.gold.get("document", {}).items():
            right = self._document_slot(key, want, have)
            tally = self.score.tallies["document fields"]
            tally.found += right
            tally.missed += not right
            if not right:
                self._note("document", f"{key} wrong", 1, {"want": want, "have": have.get(key)})

    def _document_slot(self, key: str, want: Any, have: Fact) -> bool:
        match key:
            case "title_contains":
                return self._word(want) in self._word(have.get("title"))
            case "attached":
                return any(d["parent_doc_id"] and d["doc_type"] == want["type"] for d in self.plan.documents)
            case "issued_on":
                stated = str(have.get("issued_on") or have.get("issued_on_partial") or "")
                return stated.startswith(str(want)) if want else have.get("issued_on") is None
            case "period":
                return bool([int(year) if year else None for year in have["period"]] == want)
            case _:
                return self._word(have.get(key)) == self._word(want)

    def _legal_refs(self) -> None:
        def same(gold: Fact, fact: Fact) -> bool:
            if not self._on(gold, fact):
                return False
            if gold["type"] == "Luật" or gold["canonical"] is None:
                return bool(fact["ref_type"] == gold["type"])
            return fact["code"] is not None and fact["code"] in (gold["canonical"], gold.get("also"))

        for gold, fact in self._tally("legal_refs", self.plan.facts("legal_refs"), same):
            dated = str(fact["issued_on"] or fact["issued_on_partial"] or "")
            right = {
                "issued_on": dated.startswith(gold.get("issued_on") or ""),
                "pinpoint": self._word(fact["pinpoint"]) == self._word(gold.get("pinpoint")),
                "relation": fact["relation"] == gold.get("relation"),
            }
            stated = [name for name in right if gold.get(name)]
            for name in stated:
                self.score.slot("legal_refs", name, right[name])
            if not gold.get("optional"):
                self.score.slot("legal_refs", "whole record", all(right[name] for name in stated))

    def _targets(self) -> None:
        def same(gold: Fact, fact: Fact) -> bool:
            return self._same_value(gold, fact) and self._unit(gold["unit"]) == self._unit(fact["unit"])

        prose = [f for f in self.plan.facts("targets") if f["table_id"] is None]
        for gold, fact in self._tally("targets", prose, same):
            # A slot that the gold leaves open is right when the row leaves it open too, where it always counts.
            right = {name: (fact[name] or "") == gold[name] for name in _ALWAYS}
            right |= {name: str(fact[name] or "") == str(gold[name]) for name in _WHERE_STATED if gold.get(name)}
            if gold.get("place"):
                right["place"] = self._within(gold["place"], fact["place"])
            for name, ok in right.items():
                self.score.slot("targets", name, ok)
            wrong = [name for name, ok in right.items() if not ok]
            if wrong:
                self._note("targets", "slots wrong", gold["line"], {n: f"{fact[n]} for {gold[n]}" for n in wrong})
            if not gold.get("optional"):
                stated = [ok for name, ok in right.items() if name != "indicator" and gold.get(name)]
                self.score.slot("targets", "whole record but its indicator", all(stated))
                self.score.slot("targets", "whole record", all(stated) and right["indicator"])

    def _same_assignment(self, gold: Fact, fact: Fact) -> bool:
        if not self._on(gold, fact) or fact["role"] != gold["role"]:
            return False
        if gold["agency"] is None:
            return not fact["agency"]
        return bool(fact["agency"]) and self._within(gold["agency"], fact["agency"])

    def _table_facts(self) -> None:
        def same(gold: Fact, fact: Fact) -> bool:
            return (
                self._on(gold, fact)
                and _equal(gold["value"], fact["value"])
                and self._unit(gold["unit"]) == self._unit(fact["unit"])
                and (gold["year"] is None or gold["year"] == fact["year"])
                and self._word(gold["row"]) in (self._word(fact["row_label"]), self._word(fact["place"]))
            )

        lines = [g["line"] for g in self.gold.get("table_facts", [])]
        ranges = self.gold.get("table_ranges") or ([[min(lines), max(lines)]] if lines else [])
        inside = [f for f in self.plan.facts("table_facts") if any(lo <= f["line"] <= hi for lo, hi in ranges)]
        self._tally("table_facts", inside, same)


def _fold(text: str) -> str:
    words = text.lower().replace("–", "-")
    for dash in (" - ", "- ", " -"):
        words = words.replace(dash, "-")
    return " ".join(words.split())


def _equal(one: Any, other: Any) -> bool:
    return one is not None and other is not None and abs(float(one) - float(other)) < 1e-6


def _due(fact: Fact) -> str:
    return str(fact["due_on"] or fact["due_on_partial"] or "")


def kinds(scores: Iterable[Score]) -> list[str]:
    """Return the fact types that any of `scores` has counted, in the order of counting."""
    return list(dict.fromkeys(kind for score in scores for kind in score.tallies))
