"""From a file to rows: nothing a user's file holds raises, every quote is where it says, names are masked."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import components
from extractors.facts import Target
from pipeline import extract
from pipeline.clean import clean
from pipeline.extract import analyse, extract_bytes
from pipeline.options import Options
from pipeline.read.textgrids import find_grids
from pipeline.rows import Layout, Rows
from pipeline.source import Source

PLANS = Path(__file__).parent.parent / "corpus" / "plans"
TEXTS = [p.read_text("utf8") for p in sorted(PLANS.iterdir()) if p.suffix in (".txt", ".md")]


def check_quotes(rows: Rows, text: str) -> None:
    for table, found in rows.items():
        for row in found:
            if "quote" in row and not (table == "findings" and row["span_start"] is None):
                assert row["quote"], table
                assert text[row["span_start"] : row["span_end"]] == row["quote"], table
            if table == "targets":
                assert row["span_start"] <= row["value_start"] < row["value_end"] <= row["span_end"]


def damaged(text: str, rng: random.Random) -> str:
    """Return a part of a plan as a bad scan, a portal or a hand may leave it."""
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    lines = lines[start : start + rng.randrange(5, 80)]
    match rng.randrange(6):
        case 0:
            rng.shuffle(lines)
        case 1:
            lines = [line[: rng.randrange(1, 60)] for line in lines]
        case 2:
            lines = [line.upper() for line in lines]
        case 3:
            lines = [line.replace(" ", "", rng.randrange(3)) for line in lines]
        case _:
            lines = ["".join(rng.choice(" |\t*-.:;") if rng.random() < 0.03 else c for c in line) for line in lines]
    return "\n".join(lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.integers(0, 1 << 30))
def test_damaged_plans_never_raise(text: str, seed: int) -> None:
    broken = damaged(text, random.Random(seed))
    source = Source(broken, "text/plain", "text", grids=find_grids(broken))
    check_quotes(Layout(source, analyse(source), "source").rows(), broken)


@pytest.mark.parametrize("path", sorted(PLANS.iterdir()), ids=lambda p: p.name)
def test_every_quote_of_the_corpus_is_where_it_says(path: Path) -> None:
    rows = extract_bytes(path.read_bytes(), path.name, path.name)
    assert rows["failures"] == []
    assert rows["targets"] or rows["legal_refs"]
    check_quotes(rows, rows["sources"][0]["text"])


def test_ids_hang_on_the_bytes_alone() -> None:
    data = (PLANS / "ke-hoach-huyen-binh-gia-2024.txt").read_bytes()
    first, second = extract_bytes(data, "a.txt", "a.txt"), extract_bytes(data, "another name.txt", "b/c.txt")
    for table in first:
        if table != "sources":
            assert first[table] == second[table]


def test_names_of_households_are_masked_unless_asked_for() -> None:
    path = PLANS / "ke-hoach-xa-van-linh-2024.txt"
    kept = extract_bytes(path.read_bytes(), path.name, path.name, Options(keep_names=True))["sources"][0]["text"]
    masked = extract_bytes(path.read_bytes(), path.name, path.name)["sources"][0]["text"]
    assert len(kept) == len(masked)
    assert "█" in masked
    assert "█" not in kept


def test_a_file_without_a_document_says_so() -> None:
    text = "Tin trong ngày\nTrời đẹp, nhiều người đi chợ.\n"
    rows = extract_bytes(text.encode(), "news.txt", "news.txt")
    assert [f["code"] for f in rows["failures"]] == ["KH202"]
    assert len(rows["sources"]) == 1


def test_a_fault_of_ours_costs_one_file_its_facts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: Source) -> None:
        raise ZeroDivisionError("a rule went wrong")

    monkeypatch.setattr(extract, "analyse", fail)
    path = PLANS / "ke-hoach-huyen-binh-gia-2024.txt"
    rows = extract_bytes(path.read_bytes(), path.name, path.name)
    assert [f["code"] for f in rows["failures"]] == ["KH201"]
    assert "ZeroDivisionError" in rows["failures"][0]["message"]
    assert len(rows["sources"]) == 1


def test_what_a_build_does_not_need_is_not_imported(root: Path) -> None:
    slow = "{'spacy', 'underthesea', 'pandas'}"
    code = f"import sys, pipeline.extract; print(sorted({slow} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_doc_of_spacy_has_the_same_facts_and_their_spans() -> None:
    source = Source(TEXTS[0], "text/plain", "text", grids=find_grids(TEXTS[0]))
    facts = sorted((f for found in analyse(source).facts.values() for f in found), key=lambda f: f.at)
    reading = clean(source)
    nlp = components.pipeline()
    doc = nlp.make_doc(reading.text)
    doc._.reading = reading
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert sorted(doc._.facts, key=lambda f: f.at) == facts
    targets = [f.at for f in doc._.facts if isinstance(f, Target)]
    assert targets
    assert [(s.start_char, s.end_char) for s in doc.spans["targets"]] == targets
