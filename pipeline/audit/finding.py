"""A finding, and what is told of it: kinds, severities and words are in `rules/findings.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.offsets import Span
from pipeline.audit.paper import Paper
from pipeline.rows import Row, identify
from rules import read_yaml


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in a document.

    `at` is its place in the source's text, None for what is missing; `expected` is what should stand there and
    `found` what does, in Vietnamese form; `says` fills the braces of the kind's message.
    """

    kind: str
    doc_id: str | None
    at: Span | None = None
    expected: str | None = None
    found: str | None = None
    says: Mapping[str, object] = field(default_factory=dict)


@functools.cache
def kinds() -> dict[str, dict[str, Any]]:
    """Return the kinds of findings by id, as `rules/findings.yaml` has them."""
    return {rule["id"]: rule for rule in read_yaml("findings")["rules"]}


def message(finding: Finding, language: str) -> str:
    """Return what a reader is told, in English (`en`) or Vietnamese (`vi`)."""
    words = {"expected": finding.expected, "found": finding.found} | dict(finding.says)
    return str(kinds()[finding.kind]["message"][language]).format_map(words)


def row_of(finding: Finding, paper: Paper, number: int) -> Row:
    """Return a finding as a row of the database; `number` is its place among those of its source."""
    at = finding.at
    return {
        "finding_id": identify(paper.source_id, "findings", finding.kind, finding.doc_id, at, number),
        "source_id": paper.source_id,
        "doc_id": finding.doc_id,
        "kind": finding.kind,
        "severity": kinds()[finding.kind]["severity"],
        "span_start": None if at is None else at.start,
        "span_end": None if at is None else at.end,
        "quote": None if at is None else paper.text[at.start : at.end],
        "expected": finding.expected,
        "found": finding.found,
        "message": message(finding, "en"),
        "message_vi": message(finding, "vi"),
    }
