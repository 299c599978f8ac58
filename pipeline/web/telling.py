"""What a fact says, in the language of the reader: its value, what that is of, and its other slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.facts import Fact, value_told
from pipeline.listing import words as on_one_line
from pipeline.values import day, number
from pipeline.web.words import words_in
from pipeline.wording import Language

Row = dict[str, Any]

# By kind of fact: the columns that are shown beside its value, in this order.
_SLOTS: dict[str, tuple[str, ...]] = {
    "targets": ("place", "population", "target_year", "period", "baseline", "kind", "confidence"),
    "table_facts": ("row_label", "column_path", "place", "year", "kind"),
    "percentages": ("role",),
    "amounts": ("purpose", "funding_source", "year"),
    "legal_refs": ("title", "relation", "pinpoint", "issued", "issuer"),
    "short_refs": ("pinpoint", "means"),
    "assignments": ("role", "task", "project"),
    "deadlines": ("task", "agency"),
    "agency_mentions": ("role",),
    "findings": ("expected", "found"),
}
# Columns that hold codes, for which there are words.
_CODED = frozenset({"kind", "confidence", "role", "relation", "recurrence", "means"})
# A slot made of several columns is inferred where the first of them is.
_MADE_OF = {"period": "period_start", "baseline": "baseline_value", "issued": "issued_on"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that is known of a fact; `inferred` where its words do not say it. `own` are words of the text."""

    name: str
    value: str
    inferred: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A fact as it is told beside the text; `own` says that its value is in the words of the text."""

    fact: Fact
    value: str
    own: bool
    quote: str
    slots: list[Slot] = field(default_factory=list)


class Teller:
    """Tells facts in one language; `indicators` are the names of the indicators in it, by id."""

    def __init__(self, lang: Language, indicators: Mapping[str, str]) -> None:
        self._lang = lang
        self._words = words_in(lang)
        self._indicators = indicators

    def card(self, fact: Fact) -> Card:
        """Return what is told of a fact."""
        row = fact.row
        value, own = value_told(fact, self._lang)
        inferred = set(row.get("inferred") or ())
        slots = []
        if indicator := row.get("indicator"):
            slots.append(
                Slot("indicator", self._indicators.get(indicator, indicator), "indicator" in inferred, False)
            )
        elif row.get("indicator_text"):
            slots.append(Slot("indicator", on_one_line(row["indicator_text"]), False, True))
        for name in _SLOTS[fact.kind]:
            if said := self._slot(name, row):
                coded = name in _CODED
                slots.append(Slot(name, said, _MADE_OF.get(name, name) in inferred, not coded))
        # A number of a table is all of its quote.
        quote = "" if fact.kind == "table_facts" else on_one_line(row["quote"])
        return Card(fact, value, own, quote, slots)

    def _slot(self, name: str, row: Row) -> str:
        match name:
            case "period":
                years = [str(row[end]) for end in ("period_start", "period_end") if row[end]]
                return "–".join(dict.fromkeys(years)) if years != [str(row["target_year"])] else ""
            case "baseline":
                if row["baseline_value"] is None:
                    return ""
                said = number(row["baseline_value"], self._lang)
                return f"{said} ({row['baseline_year']})" if row["baseline_year"] else said
            case "issued":
                return day(row["issued_on"] or row["issued_on_partial"], self._lang)
        value = row[name]
        if value is None or value == "":
            return ""
        if name in _CODED:
            return self._code(name, value)
        if isinstance(value, date):
            return day(value, self._lang)
        return number(value, self._lang) if isinstance(value, float) else on_one_line(value)

    def _code(self, kind: str, value: str | None) -> str:
        return self._words.get(f"codes.{kind}_{value}") or value or ""
