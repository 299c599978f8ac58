"""The facts: one frozen class a table of the database, without ids.

Every fact stands somewhere: `at` is its span in the working copy (the text of the spaCy Doc), from which
`pipeline/rows.py` makes the span and the quote in the source. A slot that the text does not state is None; the
names of slots filled from elsewhere stand in `inferred`. Slots mean what the columns of `pipeline/schema.sql`
mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import regex

from extractors.offsets import Span

_YEAR_AND_MONTH = regex.compile(r"(\d{4})(?:-(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something stated at a place of the text."""

    at: Span
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Fact):
    """A document, from its letterhead to its last appendix. `parent` is its place in the list of documents."""

    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    code: str | None = None
    issued_on: date | None = None
    issued_on_partial: str | None = None
    place: str | None = None
    issuer: str | None = None
    level: str | None = None
    province: str | None = None
    district: str | None = None
    commune: str | None = None
    province_code: str | None = None
    district_code: str | None = None
    commune_code: str | None = None
    title: str | None = None
    programme: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    signer: str | None = None
    signer_title: str | None = None
    signed_for: str | None = None
    parent: int | None = None

    @property
    def day(self) -> date | None:
        """The day of issue or, where it is left open, the first of its month or year, or of the plan's period."""
        if self.issued_on is not None:
            return self.issued_on
        match = _YEAR_AND_MONTH.fullmatch(self.issued_on_partial or "")
        if match is not None:
            return date(int(match[1]), int(match[2] or 1), 1)
        return date(self.period_start, 1, 1) if self.period_start else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Fact):
    """A heading (`heading_at`) and all it covers (`at`). `parent` is its place in the list of sections."""

    heading_at: Span
    heading: str
    label: str | None = None
    depth: int = 1
    kind: str = "other"
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalRef(Fact):
    """A mention of a legal document; `at` covers the code as printed, or the law's name."""

    ref_type: str
    number: str | None = None
    year: int | None = None
    code: str | None = None
    resolves_to: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    issued_on_partial: str | None = None
    title: str | None = None
    pinpoint: str | None = None
    relation: str = "cites"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortRef(Fact):
    """A mention of a document by a short form: "Quyết định này", "Nghị quyết nêu trên", "Đề án 06".

    `ref_at` is the place of the mention in full that it goes back to, `document` the place in the list of documents
    of the one that is meant where it is in the same text.
    """

    ref_type: str
    means: str
    pinpoint: str | None = None
    resolves_to: str | None = None
    issued_on: date | None = None
    ref_at: Span | None = None
    document: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentage(Fact):
    """A percentage in running text; `at` covers the value and its sign, `target_at` the value of its target."""

    value_min: float
    value_max: float
    comparator: str = "eq"
    role: str = "other"
    target_at: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Fact):
    """A quantified aim or observed figure; `at` covers its clause, `value_at` its value.

    `in_part`: it is about a part of the place only ("tại các huyện nghèo").
    """

    value_at: Span
    value_min: float
    value_max: float
    unit: str
    comparator: str = "eq"
    basis: str = "level"
    direction: str | None = None
    per: str | None = None
    indicator: str | None = None
    indicator_text: str | None = None
    dimension: str | None = None
    population: str | None = None
    place: str | None = None
    place_code: str | None = None
    in_part: bool = False
    kind: str = "target"
    baseline_value: float | None = None
    baseline_year: int | None = None
    target_year: int | None = None
    period_start: int | None = None
    period_end: int | None = None
    confidence: str = "medium"
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMention(Fact):
    """A mention of an agency: its full name without place, and what it does there."""

    agency: str
    short_name: str | None = None
    level: str | None = None
    kind: str | None = None
    role: str = "mentioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Fact):
    """An agency's part in a task; `at` is the verb or the partner's name, `agency` None where it was lost."""

    role: str
    agency: str | None = None
    task: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Fact):
    """A date by which something is due, or a recurring duty."""

    due_on: date | None = None
    due_on_partial: str | None = None
    recurrence: str | None = None
    task: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Fact):
    """A sum of money in đồng (VND)."""

    value_vnd_min: float
    value_vnd_max: float
    purpose: str | None = None
    funding_source: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFact(Fact):
    """One number of a table; `table` is the table's place in the list of grids, `row` and `col` its cell.

    A range has `comparator` range, its lower end in `value` and its upper end in `value_max`. `basis` and `direction`
    are those of a target.
    """

    table: int
    row: int
    col: int
    value: float
    value_max: float | None = None
    comparator: str = "eq"
    unit: str | None = None
    row_label: str | None = None
    column_path: str | None = None
    place: str | None = None
    place_code: str | None = None
    indicator: str | None = None
    year: int | None = None
    basis: str = "level"
    direction: str | None = None
    kind: str = "target"
