"""spaCy's own format: a Doc for each source, with a span group for each kind of fact."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from extractors.tokens import blank
from pipeline.export.formats import Job, Written
from pipeline.export.texts import Annotated, annotated, stated
from pipeline.facts import KINDS

# Sources in one file: spaCy reads a file whole.
_IN_FILE = 200


def write_spacy(job: Job) -> Written:
    """Write a folder of .spacy files, as `spacy train` and `spacy.training.Corpus` read them.

    A span that does not begin and end with tokens is widened to those that it touches; where exactly a fact stands,
    and what it says, is in `doc.user_data["kehoach"]["facts"]` by its id, which is the id of its span.
    """
    written = Written({"files": 0, "docs": 0, "spans": 0})
    nlp, widened = blank(), 0
    batch = _bin()
    for source in annotated(job.con):
        doc, off = doc_of(nlp, source)
        batch.add(doc)
        widened += off
        written.counts["docs"] += 1
        written.counts["spans"] += sum(len(group) for group in doc.spans.values())
        if len(batch) == _IN_FILE:
            _save(batch, job, written)
            batch = _bin()
    if len(batch):
        _save(batch, job, written)
    if widened:
        written.notes.append(
            f"{widened} spans do not begin and end with tokens and were widened to those they touch."
        )
    return written


def doc_of(nlp: Language, source: Annotated) -> tuple[Doc, int]:
    """Return a source as a Doc, and how many spans were widened to whole tokens."""
    doc = nlp.tokenizer(source.text)
    groups: dict[str, list[Span]] = {kind: [] for kind in KINDS}
    widened = 0
    for fact in source.placed:
        span = doc.char_span(fact.start, fact.end, fact.kind, span_id=fact.id, alignment_mode="expand")
        assert span is not None, "tokens cover all of a text"
        widened += (span.start_char, span.end_char) != (fact.start, fact.end)
        groups[fact.kind].append(span)
    for kind, spans in groups.items():
        doc.spans[kind] = spans
    doc.user_data["kehoach"] = _said(source)
    return doc, widened


def _said(source: Annotated) -> dict[str, Any]:
    return {
        **{name: source.source[name] for name in ("source_id", "source_path", "sha256", "media_type")},
        "documents": [stated(row) | {n: row[n] for n in ("doc_id", "span_start", "span_end")}
                      for row in source.documents],
        "facts": {
            fact.id: {"kind": fact.kind, "doc_id": doc_id, "start": fact.start, "end": fact.end}
            | {"row": stated(fact.row, without=KINDS[fact.kind].id)}
            for doc_id, facts in source.facts.items()
            for fact in facts
        },
    }  # fmt: skip


def _bin() -> DocBin:
    return DocBin(attrs=["ORTH"], store_user_data=True)


def _save(batch: DocBin, job: Job, written: Written) -> None:
    written.counts["files"] += 1
    batch.to_disk(job.target / f"plans-{written.counts['files']:04d}.spacy")
