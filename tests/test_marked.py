"""A text cut at its facts: every character once, each piece with the facts that it is part of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts import KINDS, Fact, facts_of, told
from pipeline.marked import pieces
from pipeline.query import open_database, records
from tests.corpus_db import corpus_db

TEXT = "Phấn đấu giảm tỷ lệ hộ nghèo 2,5% trong năm 2026."


def fact(start: int, end: int) -> Fact:
    return Fact("targets", f"{start}-{end}", start, end, {})


@given(st.lists(st.tuples(st.integers(-1, len(TEXT)), st.integers(-1, len(TEXT) + 5))), st.integers(0, len(TEXT)))
def test_pieces_are_the_whole_text_and_know_their_facts(spans: list[tuple[int, int]], start: int) -> None:
    facts = [fact(*span) for span in spans]
    found = list(pieces(TEXT, start, len(TEXT), facts))
    assert "".join(piece.text for piece in found) == TEXT[start:]
    for piece in found:
        assert TEXT[piece.start : piece.end] == piece.text
        meant = {f.id for f in facts if start <= f.start <= piece.start and piece.end <= f.end <= len(TEXT)}
        assert {f.id for f in piece.facts} == meant


def test_of_two_facts_the_outer_one_comes_first() -> None:
    found = list(pieces(TEXT, 0, len(TEXT), [fact(29, 33), fact(9, 33)]))
    assert [(p.text, [f.id for f in p.facts]) for p in found] == [
        ("Phấn đấu ", []),
        ("giảm tỷ lệ hộ nghèo ", ["9-33"]),
        ("2,5%", ["9-33", "29-33"]),
        (" trong năm 2026.", []),
    ]


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus_db(root, tmp_path_factory)


def test_every_fact_of_the_corpus_is_in_pieces_with_its_words(db: Path) -> None:
    seen = set()
    with open_database(db) as con:
        documents = records(
            con, "SELECT doc_id, d.span_start, d.span_end, text FROM documents d JOIN sources USING (source_id)"
        )
        for document in documents:
            facts = facts_of(con, document["doc_id"])
            assert all(told(f, "en", {}) for f in facts)
            for piece in pieces(document["text"], document["span_start"], document["span_end"], facts):
                for f in piece.facts:
                    seen.add(f.kind)
                    assert piece.text in document["text"][f.start : f.end]
                    assert f.row["quote"].find(piece.text) >= 0 or f.kind == "targets"
    assert seen == set(KINDS) - {"short_refs"}  # those of the corpus mean the document itself
