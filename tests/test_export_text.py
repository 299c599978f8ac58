"""Exports of annotated text: each is read back and holds the facts of the database at their very places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import duckdb
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import DocBin

from extractors.tokens import blank
from pipeline.export.brat import fragments_of
from pipeline.export.choose import choose
from pipeline.export.formats import Written, export, said
from pipeline.export.slots import FACTS, controls
from pipeline.export.spacy_docs import doc_of
from pipeline.export.texts import Annotated, annotated, stated
from pipeline.export.webannotation import around
from pipeline.facts import KINDS, Fact, facts_of, facts_of_each
from pipeline.query import open_database, records
from tests.brat_reader import Standoff, read_conf, read_standoff

Facts = dict[str, Fact]


@pytest.fixture(scope="module")
def con(hard_db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(hard_db) as opened:
        yield opened


@pytest.fixture(scope="module")
def facts(con: duckdb.DuckDBPyConnection) -> Facts:
    """Every fact that is to be exported, asked for document by document."""
    documents = records(con, "SELECT doc_id FROM documents ANTI JOIN duplicates() USING (source_id)")
    found = {fact.id: fact for row in documents for fact in facts_of(con, row["doc_id"])}
    assert len(found) > 800
    assert {fact.kind for fact in found.values()} >= set(KINDS) - {"short_refs"}
    return found


@pytest.fixture(scope="module")
def texts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {row["source_id"]: row["text"] for row in records(con, "SELECT source_id, text FROM sources")}


@pytest.fixture(scope="module")
def written(hard_db: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Written]]:
    """By format: the folder with all text exported, and what was told of it."""
    folder = tmp_path_factory.mktemp("texts")
    return {name: export(hard_db, name, folder / name) for name in ("brat", "spacy", "webannotation")}


def test_facts_of_many_documents_are_those_of_each(con: duckdb.DuckDBPyConnection) -> None:
    ids = [row["doc_id"] for row in records(con, "SELECT doc_id FROM documents")]
    for kinds in (tuple(KINDS), ("targets", "percentages"), ("percentages",)):
        assert facts_of_each(con, ids, kinds) == {doc_id: facts_of(con, doc_id, kinds) for doc_id in ids}


def test_values_to_choose_from_are_all_that_the_database_has(con: duckdb.DuckDBPyConnection) -> None:
    for _, kind, slot in controls():
        if slot.asked == "choices" and slot.name != "optional" and slot.values != "indicators":
            found = records(con, f"SELECT DISTINCT {slot.name} AS value FROM {kind} WHERE {slot.name} IS NOT NULL")
            assert {row["value"] for row in found} <= set(said()["values"][slot.values]), slot.name
    assert set(FACTS) <= set(KINDS)


# brat.


@pytest.fixture(scope="module")
def standoffs(written: dict[str, tuple[Path, Written]]) -> dict[str, Standoff]:
    folder = written["brat"][0]
    return {file.stem: read_standoff(folder, file.stem) for file in folder.glob("*.ann")}


def test_brat_holds_the_facts(
    standoffs: dict[str, Standoff], facts: Facts, texts: dict[str, str], written: dict[str, tuple[Path, Written]]
) -> None:
    spans = {span.note["id"]: (span, standoff) for standoff in standoffs.values() for span in standoff.spans.values()}
    placed = {fact.id: fact for fact in facts.values() if fact.start >= 0}
    assert set(spans) == set(placed)
    for fact in placed.values():
        span, standoff = spans[fact.id]
        assert standoff.text == texts[fact.row["source_id"]]
        assert (span.kind, span.place) == (fact.kind, (fact.start, fact.end))
        assert {"id": fact.id} | stated(fact.row, without=KINDS[fact.kind].id) == span.note
        for name, value in span.attributes.items():
            assert fact.row[name.removeprefix(f"{fact.kind}_")] == value
    assert any(len(span.fragments) > 1 for span, _ in spans.values())
    assert sum(bool(span.attributes) for span, _ in spans.values()) > 300
    missing = len(facts) - len(placed)
    assert [note.split()[0] for note in written["brat"][1].notes] == [str(missing)]


def test_brat_relations_are_those_of_the_database(
    standoffs: dict[str, Standoff], con: duckdb.DuckDBPyConnection
) -> None:
    found = {
        (kind, standoff.spans[one].note["id"], standoff.spans[other].note["id"])
        for standoff in standoffs.values()
        for kind, one, other in standoff.relations
    }
    due = records(con, "SELECT fact_id, deadline_id FROM v_duties WHERE role IS NOT NULL AND deadline_id IS NOT NULL")
    meant = records(con, "SELECT short_ref_id, ref_id FROM short_refs WHERE ref_id IS NOT NULL AND means <> 'self'")
    expected = {("due", row["fact_id"], row["deadline_id"]) for row in due}
    assert len(expected) > 20
    assert found == expected | {("refers_to", row["short_ref_id"], row["ref_id"]) for row in meant}


def test_brat_shows_every_kind(written: dict[str, tuple[Path, Written]]) -> None:
    conf = read_conf(written["brat"][0] / "visual.conf")
    for section in ("labels", "drawing"):
        assert {re.split(r" \| |\t", line)[0] for line in conf[section]} == set(KINDS)


@given(st.text(alphabet="ab \t\n\r\x0b\x0c\x85\u2028😀ệ", max_size=30), st.data())
def test_fragments_are_all_that_is_no_break(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    fragments = list(fragments_of(text, start, end))
    breaks = set("\t\n\r\x0b\x0c\x85\u2028")
    assert "".join(text[a:b] for a, b in fragments) == "".join(c for c in text[start:end] if c not in breaks)
    assert all(a < b and not breaks & set(text[a:b]) for a, b in fragments)


# spaCy.


def test_spacy_holds_the_facts(facts: Facts, texts: dict[str, str], written: dict[str, tuple[Path, Written]]) -> None:
    vocab = blank().vocab
    docs = [doc for file in sorted(written["spacy"][0].glob("*.spacy"))
            for doc in DocBin().from_disk(file).get_docs(vocab)]  # fmt: skip
    assert len(docs) == 13
    seen: set[str] = set()
    for doc in docs:
        said = doc.user_data["kehoach"]
        assert doc.text == texts[said["source_id"]]
        for kind, group in doc.spans.items():
            for span in group:
                fact = facts[span.id_]
                assert (span.label_, fact.kind) == (kind, kind)
                assert (span.start_char, span.end_char) == (fact.start, fact.end)
                seen.add(fact.id)
        for fact_id, kept in said["facts"].items():
            fact = facts[fact_id]
            assert (kept["kind"], kept["start"], kept["end"]) == (fact.kind, fact.start, fact.end)
            expected = stated(fact.row, without=KINDS[fact.kind].id)
            assert json.loads(json.dumps(kept["row"])) == json.loads(json.dumps(expected))
    assert seen == {fact.id for fact in facts.values() if fact.start >= 0}
    assert set().union(*(doc.user_data["kehoach"]["facts"] for doc in docs)) == set(facts)
    assert written["spacy"][1].notes == []


def test_spacy_tells_of_spans_within_tokens() -> None:
    text = "giảm 1,5%/năm"
    row = {"target_id": "t", "source_id": "s", "doc_id": "d", "value_min": 1.5}
    fact = Fact("targets", "t", 5, 8, row)  # 1,5 of the token 1,5%
    file = {"text": text, "source_id": "s", "source_path": "x", "sha256": "0", "media_type": "text/plain"}
    source = Annotated(file, [], [], {"d": [fact]}, "x")
    doc, widened = doc_of(blank(), source)
    assert widened == 1
    assert [span.text for span in doc.spans["targets"]] == ["1,5%"]
    assert doc.user_data["kehoach"]["facts"]["t"] | {"row": {}} == {
        "kind": "targets", "doc_id": "d", "start": 5, "end": 8, "row": {},
    }  # fmt: skip


# Web Annotation.

_IRI = {"type": "string", "minLength": 1, "not": {"pattern": r"\s"}}
# The model (w3.org/TR/annotation-model) as far as pages of annotations of text use it.
MODEL = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"type": "array", "prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}]},
        "id": _IRI,
        "type": {"const": "AnnotationPage"},
        "startIndex": {"type": "integer", "minimum": 0},
        "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
    },
    "$defs": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "body", "target"],
            "propertyNames": {"enum": ["id", "type", "motivation", "generator", "body", "target"]},
            "properties": {
                "id": _IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": ["classifying", "assessing"]},
                "generator": {"type": "object", "required": ["id", "type"]},
                "body": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/body"}},
                "target": {
                    "type": "object",
                    "required": ["source"],
                    "properties": {
                        "source": {"type": "object", "required": ["id"], "properties": {"id": _IRI, "via": _IRI}},
                        "selector": {"type": "array", "items": {"$ref": "#/$defs/selector"}},
                    },
                    "additionalProperties": False,
                },
            },
        },
        "body": {
            "type": "object",
            "required": ["type"],
            "if": {"properties": {"type": {"const": "TextualBody"}}},
            "then": {"required": ["value", "purpose"], "properties": {"value": {"type": "string"}}},
            # Other words than those of the model need a name space of their own.
            "else": {"propertyNames": {"pattern": "^(type|kehoach:[a-z_]+)$"}},
        },
        "selector": {
            "oneOf": [
                {
                    "required": ["type", "start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 1},
                    },
                    "additionalProperties": False,
                },
                {
                    "required": ["type", "exact", "prefix", "suffix"],
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        "exact": {"type": "string", "minLength": 1},
                        "prefix": {"type": "string"},
                        "suffix": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
            ]
        },
    },
}


def test_web_annotations_hold_the_facts(
    facts: Facts, texts: dict[str, str], written: dict[str, tuple[Path, Written]]
) -> None:
    folder = written["webannotation"][0]
    validator = jsonschema.Draft202012Validator(MODEL)
    seen = set()
    for file in sorted((folder / "pages").glob("*.jsonld")):
        page = json.loads(file.read_text("utf8"))
        validator.validate(page)
        for item in page["items"]:
            fact = facts[item["id"].rsplit(":", 1)[1]]
            seen.add(fact.id)
            source = item["target"]["source"]
            with (folder / "pages" / source["id"]).open(encoding="utf8", newline="") as opened:
                text = opened.read()
            assert urljoin("https://x.example/pages/p.jsonld", source["id"]).startswith("https://x.example/texts/")
            assert text == texts[fact.row["source_id"]]
            kind, _, columns = item["body"]
            assert kind["value"] == fact.kind
            said = {name.removeprefix("kehoach:"): value for name, value in columns.items() if name != "type"}
            assert said == stated(fact.row, without=KINDS[fact.kind].id)
            if fact.start < 0:
                assert "selector" not in item["target"]
                continue
            place, quote = item["target"]["selector"]
            assert (place["start"], place["end"]) == (fact.start, fact.end)
            assert quote["exact"] == text[fact.start : fact.end]
            # Anchored by the quote alone, it comes to the same place, and to no other.
            around_it = quote["prefix"] + quote["exact"] + quote["suffix"]
            found = [m.start() for m in re.finditer(f"(?={re.escape(around_it)})", text)]
            assert [at + len(quote["prefix"]) for at in found] == [fact.start]
    assert seen == set(facts)


@given(st.text(alphabet="ab😀", min_size=1, max_size=200), st.data())
def test_a_quote_is_told_from_its_like(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    prefix, suffix = around(text, start, end)
    whole = prefix + text[start:end] + suffix
    assert [m.start() + len(prefix) for m in re.finditer(f"(?={re.escape(whole)})", text)] == [start]


def test_text_is_exported_in_batches(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    choose(con)
    whole = list(annotated(con))
    monkeypatch.setattr("pipeline.export.texts._AT_ONCE", 4)
    assert list(annotated(con)) == whole
    assert {fact.id for source in whole for own in source.facts.values() for fact in own} == set(facts)
    assert len({source.name for source in whole}) == len(whole) == 13
    choose(con, ["612/QĐ-UBND"])
    (part,) = annotated(con)
    (everything,) = annotated(con, whole_files=True)
    assert (len(part.documents), len(everything.documents)) == (1, 2)
    assert _codes(part) == ["612/QĐ-UBND"]


def _codes(source: Annotated) -> list[Any]:
    return [row["code"] for row in source.documents]
