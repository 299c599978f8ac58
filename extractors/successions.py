"""What became of an administrative unit, and what it was made of: the gazetteer's successors, both ways."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from extractors.gazetteer import Place, chain, coded, index, place_at


def successors(place: Place) -> tuple[Place, ...]:
    """Return the units that took the place of one that ended, as they were on the day after; none where unknown.

    The gazetteer does not say what the districts of 2025 became, for they went commune by commune: theirs are the
    successors of their communes.

    >>> from extractors.gazetteer import resolve
    >>> [p.name for p in successors(resolve("tỉnh Hà Tây"))]
    ['Hà Nội']
    """
    if place.valid_to is None:
        return ()
    after = place.valid_to + timedelta(days=1)
    row = index().rows[_numbers()[place]]
    found = _on(row["successor_codes"].split(), after)
    if not found and place.level == "district":
        communes = (place_at(n) for n in _below().get(place.code, ()) if place_at(n).valid(place.valid_to))
        found = {p for commune in communes for p in successors(commune)}
    return _in_order(found - {place})


def made_of(place: Place) -> tuple[Place, ...]:
    """Return the units that ended on the day before `place` began and went into it, or a part of each did."""
    before = (place_at(n) for n in _went_into().get(place.code, ()))
    return _in_order({p for p in before if p != place and place in successors(p)})


def also_written(place: Place) -> tuple[str, ...]:
    """Return the other spellings of a unit's name that the gazetteer has."""
    also = index().rows[_numbers()[place]]["also"]
    return tuple(also.split("; ")) if also else ()


def above(place: Place) -> tuple[Place, ...]:
    """Return the units above `place`, up to the province, as they were on its last day, or are today."""
    return chain(place, place.valid_to or date.max)[1:]


def _on(codes: Iterable[str], day: date) -> set[Place]:
    return {p for code in codes for p in coded(code) if p.valid(day)}


def _in_order(places: set[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: (p.code, p.valid_from or date.min)))


@functools.cache
def _numbers() -> dict[Place, int]:
    """Return the number of each unit's row."""
    return {place_at(number): number for number in range(len(index().rows))}


@functools.cache
def _below() -> dict[str, list[int]]:
    """Return the numbers of the rows right below each code."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(index().rows):
        found[row["parent_code"]].append(number)
    return found


@functools.cache
def _went_into() -> dict[str, list[int]]:
    """Return the numbers of the rows that name each code as a successor's."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(index().rows):
        for code in row["successor_codes"].split():
            found[code].append(number)
    return found
