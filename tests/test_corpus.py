"""The sample plans: what their gold says stands where it says, and the made files are what the maker makes."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import make_files
from pipeline.read import read_path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PLANS = sorted(p for p in (CORPUS / "plans").iterdir())
GOLD = sorted((CORPUS / "gold").glob("*.json"))
QUOTED = ("legal_refs", "percentages", "targets", "deadlines", "table_facts")


@cache
def text_of(path: Path) -> str:
    return read_path(path).text


def gold_of(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text("utf8"))
    return gold


def test_there_are_enough_plans_in_enough_formats() -> None:
    assert len(PLANS) >= 8
    assert {p.suffix for p in PLANS} == {".txt", ".md", ".html", ".docx", ".pdf"}


def test_every_plan_has_its_gold() -> None:
    assert {gold_of(path)["file"] for path in GOLD} == {p.name for p in PLANS}


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name)
def test_every_plan_says_near_its_top_that_it_is_an_illustration(path: Path) -> None:
    top = " ".join(text_of(path)[:600].split())
    assert "Văn bản minh họa; số liệu không có thật" in top


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name)
def test_every_plan_is_read_without_failures(path: Path) -> None:
    assert read_path(path).failures == ()


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_every_quote_stands_on_its_line(path: Path) -> None:
    gold = gold_of(path)
    lines = text_of(CORPUS / "plans" / gold["file"]).split("\n")
    lost = [
        (kind, fact["line"], fact["quote"])
        for kind in QUOTED
        for fact in gold[kind]
        if fact["quote"] not in lines[fact["line"] - 1]
    ]
    assert not lost


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_duties_stand_on_lines_that_speak_of_them(path: Path) -> None:
    gold = gold_of(path)
    lines = text_of(CORPUS / "plans" / gold["file"]).split("\n")
    for duty in gold["assignments"]:
        assert lines[duty["line"] - 1].strip(), duty
        assert duty["role"] in ("lead", "coordinate")
        if duty["role"] == "lead" and not duty.get("optional"):
            around = " ".join(lines[duty["line"] - 1 : duty.get("alt_line", duty["line"])])
            assert "chủ trì" in around.lower() or "Là cơ quan thường trực" in around, duty


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_gold_has_the_keys_and_only_the_keys_it_should(path: Path) -> None:
    gold = gold_of(path)
    kinds = {
        "legal_refs",
        "percentages",
        "targets",
        "assignments",
        "deadlines",
        "table_facts",
        "table_ranges",
        "audit",
    }
    assert set(gold) == {"file", "document"} | kinds
    for target in gold["targets"]:
        assert target["comparator"] in ("eq", "ge", "gt", "le", "lt", "approx", "range")
        assert target["basis"] in ("level", "change")
        assert target["kind"] in ("target", "actual")
    for first, last in gold["table_ranges"]:
        assert any(first <= fact["line"] <= last for fact in gold["table_facts"])


def parts_of(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_made_files_are_made_the_same_again() -> None:
    for name, content in make_files.make_all().items():
        committed = (CORPUS / "plans" / name).read_bytes()
        if name.endswith(".docx"):
            assert parts_of(content) == parts_of(committed), name
        else:
            assert content == committed, name


def column_sums(gold: dict[str, Any]) -> dict[tuple[int, str], tuple[float, float]]:
    """Return for each column of each table that has a total what its rows add up to, and what the total says."""
    sums: dict[tuple[int, str], tuple[float, float]] = {}
    for first, last in gold["table_ranges"]:
        facts = [f for f in gold["table_facts"] if first <= f["line"] <= last and f["unit"] != "%"]
        totals = [f for f in facts if f["row"].startswith(("Toàn ", "Tổng "))]
        for total in totals:
            rows = [f["value"] for f in facts if f["column"] == total["column"] and f not in totals]
            sums[total["line"], total["column"]] = (sum(rows), total["value"])
    return sums


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_totals_add_up_but_where_the_audit_should_find_that_they_do_not(path: Path) -> None:
    gold = gold_of(path)
    wrong = {line for (line, _), (rows, total) in column_sums(gold).items() if rows != total}
    assert wrong == {found["line"] for found in gold["audit"] if found["kind"] == "sum_mismatch"}


def test_the_readme_names_every_plan() -> None:
    readme = (CORPUS / "README.md").read_text("utf8")
    assert [p.name for p in PLANS if f"`{p.name}`" not in readme] == []
