"""The figures of a source held against each other: what does not hold is found, what does is confirmed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline.audit import changes, shares, statements, sums, told, years
from pipeline.audit.blame import blamed
from pipeline.audit.paper import Paper
from pipeline.audit.reckoning import Reckoning
from pipeline.audit.sentences import telling
from pipeline.audit.sheet import sheets
from pipeline.rows import Row, identify

_IN_TABLES = (sums.row_sums, sums.column_sums, changes.changes, shares.shares, years.out_of_row)
_IN_SENTENCES = (told.rates, told.parts, told.moves)


def confirmation(reckoning: Reckoning, paper: Paper, number: int) -> Row:
    """Return what holds as a row of the database; `number` is its place among those of its source."""
    finding = reckoning.finding
    assert finding.at is not None
    return {
        "confirmation_id": identify(paper.source_id, "confirmations", finding.kind, finding.at, number),
        "source_id": paper.source_id,
        "doc_id": finding.doc_id,
        "table_id": reckoning.table_id,
        "kind": finding.kind,
        "span_start": finding.at.start,
        "span_end": finding.at.end,
        "quote": paper.text[finding.at.start : finding.at.end],
        "arithmetic": reckoning.way or None,
    }


def reckonings(paper: Paper) -> Iterator[Reckoning]:
    """Yield all that the figures of a source should come to, each once."""
    seen = set()
    for reckoning in itertools.chain(_in_tables(paper), _in_sentences(paper), statements.statements(paper)):
        finding = reckoning.finding
        # A change is held against the levels in its own sentence first.
        known = ("change_in_text", finding.at) if finding.kind == "reduction_against_levels" else None
        if (key := (finding.kind, finding.at, finding.expected)) not in seen and known not in seen:
            seen |= {key, key[:2]}
            yield reckoning


def _in_tables(paper: Paper) -> Iterator[Reckoning]:
    for sheet in sheets(paper):
        yield from blamed([reckoning for check in _IN_TABLES for reckoning in check(sheet)])


def _in_sentences(paper: Paper) -> Iterator[Reckoning]:
    for sentence in telling(paper):
        for check in _IN_SENTENCES:
            yield from check(sentence)
