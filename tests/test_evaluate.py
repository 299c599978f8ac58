"""The evaluation: what counts as found, in both measures, and the same figures as the script that made the gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import build
from pipeline.errors import KehoachError
from pipeline.evaluate import Evaluation, Tally, evaluate_database, kinds
from pipeline.options import Options
from pipeline.summary import print_scores
from tests.line_reader import Rows, read_lines

TEXT = "12/KH-UBND\nSở Mẫu chủ trì\ngiảm 15 %\ncòn 7 hộ\ntrước ngày 30/11/2024\n"


def read_with_facts(data: bytes, name: str, source_path: str, options: Options) -> Rows:
    """Return the rows of `read_lines`, with targets of line 3 and 4 and one fact of the other kinds."""
    rows = read_lines(data, name, source_path, options)
    doc_id = rows["documents"][0]["doc_id"]
    text = data.decode("utf8")
    rows["documents"][0] |= {"doc_type": "KH", "title": "Giảm nghèo", "period_start": 2024, "period_end": 2025}
    rows["targets"] = [row for row in rows["targets"] if row["quote"] in ("15", "7")]
    for row, unit, indicator in zip(rows["targets"], ("%", "người"), ("poverty_rate", None), strict=True):
        row |= {"unit": unit, "indicator": indicator, "comparator": "eq", "basis": "level", "kind": "target"}

    def fact(kind: str, quote: str, **slots: Any) -> dict[str, Any]:
        start = text.index(quote)
        place = {"span_start": start, "span_end": start + len(quote), "quote": quote}
        return {"doc_id": doc_id, f"{kind}_id": f"{kind}-{start}"} | place | slots

    rows["legal_refs"] = [fact("ref", "12/KH-UBND", code="12/KH-UBND", ref_type="KH", relation="self")]
    rows["percentages"] = [fact("percentage", "15 %", value_min=15.0, value_max=15.0)]
    rows["assignments"] = [fact("assignment", "chủ trì", agency="Sở Mẫu tỉnh", role="lead")]
    rows["deadlines"] = [fact("deadline", "trước ngày 30/11/2024", due_on_partial="2024-11-30")]
    return rows


def gold_of(**changed: Any) -> dict[str, Any]:
    gold: dict[str, Any] = {
        "file": "mot.txt",
        "document": {"type": "KH", "title_contains": "giảm nghèo", "period": [2024, 2025]},
        "legal_refs": [{"line": 1, "canonical": "12/KH-UBND", "type": "KH", "relation": "self"}],
        "percentages": [{"line": 3, "value_min": 15, "value_max": 15}],
        "targets": [
            {"line": 3, "quote": "15", "value_min": 15, "value_max": 15, "unit": "%", "indicator": "poverty_rate",
             "comparator": "eq", "basis": "level", "kind": "target", "target_year": 2025},
            {"line": 4, "quote": "7", "value_min": 7, "value_max": 7, "unit": "lao động", "indicator": "jobs",
             "comparator": "eq", "basis": "level", "kind": "target"},
        ],
        "assignments": [{"line": 9, "alt_line": 2, "agency": "Sở mẫu", "role": "lead"}],
        "deadlines": [{"line": 5, "due": "2024-11-30"}],
        "table_facts": [],
    }  # fmt: skip
    return gold | changed


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "mot.txt").write_text(TEXT, "utf8")
    build([folder / "mot.txt"], folder / "x.duckdb", jobs=1, extract=read_with_facts)
    return folder / "x.duckdb"


def evaluate(db: Path, tmp_path: Path, gold: Any) -> Evaluation:
    (tmp_path / "gold.json").write_text(gold if isinstance(gold, str) else json.dumps(gold), "utf8")
    return evaluate_database(db, tmp_path / "gold.json")


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.found, tally.extra, tally.missed


def test_both_measures(db: Path, tmp_path: Path) -> None:
    found = evaluate(db, tmp_path, gold_of())
    loose = {kind: counts(found.normalised.tallies[kind]) for kind in kinds([found.normalised])}
    assert loose == {
        "document fields": (3, 0, 0),
        "legal_refs": (1, 0, 0),
        "percentages": (1, 0, 0),
        "targets": (2, 0, 0),
        "assignments": (1, 0, 0),
        "deadlines": (1, 0, 0),
        "table_facts": (0, 0, 0),
    }
    strict = {kind: counts(found.strict.tallies[kind]) for kind in kinds([found.strict])}
    # Case of the title, another word for the unit, another line and a longer name of the agency.
    assert strict == loose | {"document fields": (2, 0, 1), "targets": (1, 1, 1), "assignments": (0, 1, 1)}


def test_slots_and_whole_records(db: Path, tmp_path: Path) -> None:
    score = evaluate(db, tmp_path, gold_of()).normalised
    slots = {name: (score.right["targets"][name], n) for name, n in score.asked["targets"].items()}
    assert slots == {
        "comparator": (2, 2),
        "basis": (2, 2),
        "kind": (2, 2),
        "indicator": (1, 2),
        "target_year": (0, 1),
        "whole record but its indicator": (1, 2),
        "whole record": (0, 2),
    }
    assert (score.right["legal_refs"]["whole record"], score.asked["legal_refs"]["relation"]) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"percentages": []}, (0, 1, 0)),
        ({"percentages": [{"line": 4, "value_min": 15, "value_max": 15}]}, (0, 1, 1)),
        ({"percentages": [{"line": 3, "value_min": 15, "value_max": 16}]}, (0, 1, 1)),
        ({"percentages": [{"line": 3, "value_min": 15, "value_max": 15, "optional": True}]}, (0, 0, 0)),
        ({"percentages": [{"line": 4, "value_min": 1, "value_max": 1, "optional": True}]}, (0, 1, 0)),
        # One row answers for one gold fact.
        ({"percentages": [{"line": 3, "value_min": 15, "value_max": 15}] * 2}, (1, 0, 1)),
    ],
)
def test_what_is_found_missed_and_too_much(
    changed: dict[str, Any], wanted: tuple[int, int, int], db: Path, tmp_path: Path
) -> None:
    assert counts(evaluate(db, tmp_path, gold_of(**changed)).normalised.tallies["percentages"]) == wanted


def test_misses_are_told(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = evaluate(
        db, tmp_path, gold_of(percentages=[{"line": 4, "quote": "99%", "value_min": 99, "value_max": 99}])
    )
    told = "\n".join(found.normalised.misses)
    assert "mot, line 4: percentages missed: quote 99%" in told
    assert "mot, line 3: percentages too much: quote 15 %" in told
    assert "mot, line 4: targets slots wrong: indicator None for jobs" in told
    print_scores(found, misses=True)
    out = capsys.readouterr().out
    assert "strict" in out
    assert "normalised" in out
    assert "99%" in out


def test_gold_of_a_plan_that_is_not_there(db: Path, tmp_path: Path) -> None:
    found = evaluate(db, tmp_path, gold_of(file="hai.txt"))
    assert (found.files, found.absent) == (0, ["hai.txt"])


@pytest.mark.parametrize("gold", ["no json", "[]", '{"document": {}}'])
def test_gold_that_is_none(gold: str, db: Path, tmp_path: Path) -> None:
    with pytest.raises(KehoachError, match="KH111"):
        evaluate(db, tmp_path, gold)


def test_no_gold(db: Path, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "khong-co"):
        with pytest.raises(KehoachError, match="KH401"):
            evaluate_database(db, path)


def test_measures_of_a_tally() -> None:
    tally = Tally(found=6, extra=2, missed=6)
    assert (tally.precision, tally.recall, round(tally.f1, 3)) == (0.75, 0.5, 0.6)
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
