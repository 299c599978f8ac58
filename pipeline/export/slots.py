"""What a person is asked about each fact in Label Studio: the slots of gold files, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Row = dict[str, Any]
Asked = Literal["text", "number", "choices"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot: its name in gold, how it is asked, the columns it comes from (the first that has a value).

    `values` is the name of the values to choose from, in words.yaml; `required` says that a fact is none without it.
    """

    name: str
    asked: Asked = "text"
    columns: tuple[str, ...] = ()
    values: str = ""
    required: bool = False

    def of(self, row: Row) -> Any:
        """Return the value of a row of the database, None where it has none."""
        for column in self.columns or (self.name,):
            value = row[column]
            if value is not None:
                return value.isoformat() if isinstance(value, date) else value
        return None


def _choice(name: str, values: str = "", *, required: bool = False) -> Slot:
    return Slot(name, "choices", values=values or name, required=required)


def _number(name: str, *, required: bool = False) -> Slot:
    return Slot(name, "number", required=required)


INDICATORS = "indicators"

# By kind of fact, as gold files name them.
FACTS: dict[str, tuple[Slot, ...]] = {
    "targets": (
        _number("value_min", required=True), _number("value_max"), Slot("unit"), _choice("indicator", INDICATORS),
        _choice("comparator", required=True), _choice("basis", required=True), _choice("kind", required=True),
        _choice("direction"), _choice("per"), _number("target_year"), _number("period_start"), _number("period_end"),
        Slot("place"),
    ),
    "percentages": (_number("value_min", required=True), _number("value_max")),
    "legal_refs": (
        Slot("type", columns=("ref_type",), required=True), Slot("canonical", columns=("code",)),
        Slot("issued_on", columns=("issued_on", "issued_on_partial")), Slot("pinpoint"), _choice("relation"),
        Slot("resolves_to"),
    ),
    "assignments": (Slot("agency"), _choice("role", "assignment_role", required=True)),
    "deadlines": (Slot("due", columns=("due_on", "due_on_partial")), _choice("recurrence")),
    "table_facts": (
        _number("value", required=True), Slot("unit"), _number("year"),
        Slot("row", columns=("row_label", "place"), required=True), Slot("column", columns=("column_path",)),
    ),
}  # fmt: skip
OPTIONAL = _choice("optional")

# What is asked once, of the document that is attached to no other.
DOCUMENT: tuple[Slot, ...] = (
    Slot("type", columns=("doc_type",)), Slot("number"), Slot("symbol"),
    Slot("issued_on", columns=("issued_on", "issued_on_partial")), Slot("place"), Slot("issuer"), _choice("level"),
    Slot("province"), Slot("district"), Slot("commune"), Slot("title_contains", columns=("title",)),
    _number("period_start"), _number("period_end"), Slot("signer"), Slot("signer_title"),
    Slot("signing", columns=("signed_for",)),
)  # fmt: skip
ATTACHED = Slot("attached")


def control(kind: str, slot: Slot) -> str:
    """Return what the control of a slot is called in the labelling interface."""
    return f"{kind}__{slot.name}"


def controls() -> Iterator[tuple[str, str, Slot]]:
    """Yield the name of every control of a fact, with its kind and slot."""
    for kind, slots in FACTS.items():
        for slot in (*slots, OPTIONAL):
            yield control(kind, slot), kind, slot
