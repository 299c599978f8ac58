"""What a fact says, in the language of the reader: its value, what that is of, and its other slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.facts import Fact
from pipeline.listing import words as on_one_line
from pipeline.values import value_of
from pipeline.web.page import day, number
from pipeline.web.words import words_in

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

    def __init__(self, lang: str, indicators: Mapping[str, str]) -> None:
        self._lang = lang
        self._words = words_in(lang)
        self._indicators = indicators

    def card(self, fact: Fact) -> Card:
        """Return what is told of a fact."""
        row = fact.row
        value, own = self._value(fact)
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

    def _value(self, fact: Fact) -> tuple[str, bool]:
        row = fact.row
        match fact.kind:
            case "targets":
                return self.amount(row), self._lang == "vi"
            case "table_facts":
                number_of_cell = {"basis": None, "comparator": None, **row, "value_min": row["value"]}
                return self.amount(number_of_cell), self._lang == "vi"
            case "percentages":
                return self.amount(row | {"unit": "%", "basis": None}), self._lang == "vi"
            case "amounts":
                money = {"value_min": row["value_vnd_min"], "value_max": row["value_vnd_max"], "unit": "đồng"}
                return self.amount(money | {"basis": None, "comparator": None}), self._lang == "vi"
            case "legal_refs" | "short_refs":
                return on_one_line(row.get("code") or row["resolves_to"] or row["ref_type"] or row["quote"]), True
            case "deadlines":
                due = row["due_on"] or row["due_on_partial"]
                return (day(due, self._lang) if due else self._code("recurrence", row["recurrence"])), False
            case "findings":
                return on_one_line(row["message_vi"] if self._lang == "vi" else row["message"]), False
            case _:
                name = on_one_line(row["agency"])
                return name or self._words("document.no_agency"), bool(name)

    def amount(self, row: Row) -> str:
        """Return the value of a number with its unit and its bound: "từ 2,5% trở lên", "at least 2.5%"."""
        if row["value_min"] is None:
            return "?"
        if self._lang == "vi":
            return value_of(row)
        low, high, unit = row["value_min"], row["value_max"], row["unit"] or ""
        said = number(low, "en") if high is None or low == high else f"{number(low, 'en')}–{number(high, 'en')}"
        said += unit if unit.startswith(("%", "‰", "/")) else f" {unit}" if unit else ""
        if row.get("per"):
            said += " " + self._words(f"codes.per_{row['per']}")
        if row["comparator"] in ("ge", "gt", "le", "lt", "approx"):
            said = self._words(f"codes.comparator_{row['comparator']}", value=said)
        if row["basis"] == "change":
            said = self._words(f"codes.change_{row.get('direction') or 'any'}", value=said)
        return said

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
