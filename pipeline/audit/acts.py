"""What the rules know of acts: when laws and programmes were issued, and how long they are in force."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules import read_csv


@dataclass(frozen=True, slots=True)
class Act:
    """A row of `rules/laws.csv` or `rules/acts.csv`. `ended_on` is the first day on which it is not in force.

    `title` is in short, and empty for laws.
    """

    code: str
    issued_on: date
    ended_on: date | None
    replaced_by: str
    title: str = ""
    amended_on: frozenset[date] = frozenset()


Key = tuple[bool, str]


def key_of(code: str, kind: str | None) -> Key:
    """Return the form under which acts are compared: numbers below 10 are written with and without a 0.

    The National Assembly numbers its laws and its resolutions each from 1, so whether it is a law is part of it.
    """
    return kind in ("Luật", "PL"), code.lstrip("0").replace(" ", "").upper()


@functools.cache
def known_acts() -> dict[Key, Act]:
    """Return the acts that the rules know, by `key_of`."""
    laws = {key_of(act.code, "Luật"): act for act in _laws()}
    return laws | {key_of(act.code, None): act for act in _others()}


def _laws() -> Iterator[Act]:
    rows = read_csv("laws")
    adopted = {row["code"]: date.fromisoformat(row["adopted_on"]) for row in rows}
    for row in rows:
        amended = (adopted.get(code) for code in row["amended_by"].split(";"))
        yield Act(
            code=row["code"],
            issued_on=adopted[row["code"]],
            ended_on=_day(row["in_force_to"]),
            replaced_by=row["successor"].replace(";", ", "),
            amended_on=frozenset(day for day in amended if day),
        )


def _others() -> Iterator[Act]:
    for row in read_csv("acts"):
        yield Act(
            code=row["code"],
            issued_on=date.fromisoformat(row["issued_on"]),
            ended_on=_day(row["in_force_to"]),
            replaced_by=row["replaced_by"].replace(";", ", "),
            title=row["title"],
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
