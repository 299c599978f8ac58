"""What a document says of one thing about its own place in several spots: the same value, and levels that agree.

Two statements are of one thing only if their words are the same, but for those that say when and where.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors import indicators
from extractors.cellwords import says, words
from extractors.offsets import Span
from pipeline.audit.figure_words import pattern
from pipeline.audit.finding import Finding
from pipeline.audit.paper import Paper
from pipeline.audit.printed import Figure, figure_of, read_figure, vietnamese
from pipeline.audit.reckoning import Reckoning
from pipeline.rows import Row
from rules.letters import lower

_WORD = regex.compile(r"\p{L}+")
_ASIDE = regex.compile(r"\([^()]*\)")
_OWN = ("commune", "district", "province")
_FEW = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A value stated about the document's own place; `about` are the words that say what it is of."""

    indicator: str
    about: frozenset[str]
    year: int
    kind: str
    figure: Figure
    clause: Span
    in_table: bool

    @property
    def topic(self) -> tuple[object, ...]:
        """What a second statement must share to be of the same thing."""
        return self.indicator, self.about, self.year, self.kind, self.figure.unit


def statements(paper: Paper) -> Iterator[Reckoning]:
    """Yield what is stated twice, and the changes that levels stated elsewhere give."""
    for document in paper.documents:
        own = next((document[level] for level in _OWN if document[level]), None)
        prose = list(_prose(paper, document, own))
        cells = list(_cells(paper, document, own))
        yield from _twice(document["doc_id"], prose, cells)
        yield from _reduced(paper, document, own, [*prose, *cells])


def _about(said: str | None) -> frozenset[str]:
    """Return the words of a label that say what is measured."""
    plain = _ASIDE.sub(" ", lower(words(said or "")))
    return frozenset(_WORD.findall(pattern("when_and_where").sub(" ", plain)))


def _prose(paper: Paper, document: Row, own: str | None) -> Iterator[Statement]:
    for row in paper.of("targets", document["doc_id"]):
        if row["basis"] == "level" and row["table_id"] is None and row["per"] is None:
            figure = _figure(paper, row, own)
            if figure is not None and row["target_year"]:
                clause = Span(row["span_start"], row["span_end"])
                about = _about(row["indicator_text"])
                if about:
                    yield Statement(
                        row["indicator"], about, row["target_year"], row["kind"], figure, clause, in_table=False
                    )


def _figure(paper: Paper, row: Row, own: str | None) -> Figure | None:
    """Return the exact figure of a target about a place's own, None for any other."""
    if row["indicator"] is None or row["population"] or row["place"] not in (None, own):
        return None
    if row["comparator"] != "eq" or row["value_min"] != row["value_max"]:
        return None
    at = Span(row["value_start"], row["value_end"])
    return read_figure(paper.text[at.start : at.end], row["value_min"], at, row["unit"])


def _cells(paper: Paper, document: Row, own: str | None) -> Iterator[Statement]:
    for row in paper.of("table_facts", document["doc_id"]):
        if row["indicator"] is None or row["year"] is None or "year" in row["inferred"]:
            continue
        figure = figure_of(row, paper.text)
        of_own = row["place"] == own if "place" in row["inferred"] else row["place"] is None
        if figure is not None and of_own:
            label = row["column_path"] if row["place"] else row["row_label"]
            if says("bare_rate", words(label or "")):
                label = _names()[row["indicator"]]  # the rate of the counts beside it
            at = Span(row["span_start"], row["span_end"])
            yield Statement(row["indicator"], _about(label), row["year"], row["kind"], figure, at, in_table=True)


@functools.cache
def _names() -> dict[str, str]:
    return {indicator.id: indicator.name_vi for indicator in indicators.known()}


# --- the same thing, two values ---------------------------------------------------------------------------------


def _twice(doc_id: str | None, prose: list[Statement], cells: list[Statement]) -> Iterator[Reckoning]:
    by_topic: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in (*cells, *prose):
        by_topic[statement.topic].append(statement)
    known = {(s.indicator, s.about, s.figure.unit, s.figure.value) for s in cells}
    for alike in by_topic.values():
        in_tables = {s.figure.value for s in alike if s.in_table}
        if len(in_tables or {s.figure.value for s in alike}) > (1 if in_tables else _FEW):
            continue  # one of several things that the words do not tell apart
        first, *later = alike
        for second in later:
            if second.clause != first.clause and not second.in_table:
                told = _other_value(doc_id, "text_against_table" if first.in_table else "stated_twice", first, second)
                # What a table has for another year was most likely said of that.
                if (
                    told.holds
                    or (second.indicator, second.about, second.figure.unit, second.figure.value) not in known
                ):
                    yield told


def _other_value(doc_id: str | None, kind: str, first: Statement, second: Statement) -> Reckoning:
    one, other = first.figure, second.figure
    holds = abs(one.value - other.value) <= max(one.slack, other.slack)
    sign = one.unit if one.unit in ("%", "‰") else f" {one.unit}"
    return Reckoning(Finding(kind, doc_id, other.at, f"{one}{sign}", f"{other}{sign}"), holds)


# --- a change, and levels that give another -----------------------------------------------------------------------


def _reduced(paper: Paper, document: Row, own: str | None, levels: list[Statement]) -> Iterator[Reckoning]:
    at: dict[tuple[str, frozenset[str], str | None, int], set[Figure]] = defaultdict(set)
    for level in levels:
        at[level.indicator, level.about, level.figure.unit, level.year].add(level.figure)
    for row in paper.of("targets", document["doc_id"]):
        if row["basis"] != "change" or row["unit"] != "%" or row["direction"] is None or row["table_id"]:
            continue
        if row["comparator"] not in ("eq", "ge", "gt") or (years := _years(row)) is None:
            continue
        by = _figure(paper, row | {"comparator": "eq"}, own)
        about = _about(row["indicator_text"])
        ends = [at[row["indicator"], about, "%", year] for year in years]
        values = [{figure.value for figure in figures} for figures in ends]
        if by is None or not all(len(v) == 1 for v in values):
            continue
        yield _change(document["doc_id"], row, by, [min(f, key=lambda g: g.at) for f in ends], years)


def _years(row: Row) -> tuple[int, int] | None:
    """Return the years of the levels that a change leads from and to."""
    if row["per"] is None and row["target_year"]:
        return row["target_year"] - 1, row["target_year"]
    if row["per"] == "year" and row["period_start"] and row["period_end"]:
        return row["period_start"] - 1, row["period_end"]
    return None


def _change(doc_id: str | None, row: Row, by: Figure, ends: list[Figure], years: tuple[int, int]) -> Reckoning:
    start, end = ends
    sign = -1 if row["direction"] == "down" else 1
    span = years[1] - years[0]
    apart = (end.value - start.value) * sign / span
    slack = (start.slack + end.slack) / span
    relative = apart / start.value * Decimal(100) if start.value else apart
    if row["comparator"] == "eq":
        holds = abs(apart - by.value) <= slack + by.slack or abs(relative - by.value) <= by.slack
    else:
        holds = (relative if by.value >= start.value else apart) + slack >= by.value
    high, low = (start, end) if sign < 0 else (end, start)
    comes_to = vietnamese(apart, max(start.decimals, end.decimals))
    total = f"{high}% - {low}% = {vietnamese(apart * span, max(start.decimals, end.decimals))}%"
    way = total if span == 1 else f"({high}% - {low}%) / {span} = {comes_to}%"
    finding = Finding(
        "reduction_against_levels",
        doc_id,
        by.at,
        f"{comes_to}%",
        f"{by}%",
        {"sum": way, "years": f"{years[0]}-{years[1]}"},
    )
    return Reckoning(finding, holds)
