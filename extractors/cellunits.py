"""The unit of a figure, from what its cell, its header, its row's label or the table's title says."""

from __future__ import annotations

import functools

import regex

from extractors.cellwords import pattern, says
from extractors.quantities import COUNTABLE, find_quantities

_IN_BRACKETS = regex.compile(r"\(([^()]{1,40})\)")
_POWER = regex.compile(r"10\s?\^?\s?([36])\s*|(1\.000(?:\.000)?)\s+")
_POWERS = {"3": "nghìn", "1.000": "nghìn", "6": "triệu", "1.000.000": "triệu"}
_RATE = regex.compile(r"\s?/\s?(năm|tháng|quý|ngày|vụ)(?!\p{L})")
# Kinds of units that figures of a table are in; days and hours of procedures are none.
COUNTED = ("percent", "money", *COUNTABLE)
_MEASURES = ("percent", "money", "area", "measure", "rate")


@functools.lru_cache(maxsize=1 << 12)
def own_unit(said: str, whole: bool = False) -> str | None:
    """Return the unit that words begin with, None where they begin with none; times of day and the like are none.

    With `whole` a noun that is counted must be all the words: "(hộ)", not "(hộ có đất)".
    """
    if said.startswith("%"):
        return "%"
    found = find_quantities(f"1 {said}", 0, len(said) + 2)
    if not found or found[0].at.start != 0 or found[0].unit is None:
        return None
    kind, covers = found[0].kind, found[0].unit_end == len(said) + 2
    if kind not in COUNTED or (whole and not covers and kind not in _MEASURES):
        return None
    rate = _RATE.match(said, max(found[0].unit_end - 2, 0))
    unit = _plain_unit(found[0].unit)
    return f"{unit}/{rate[1]}" if rate and "/" not in unit else unit


def _plain_unit(unit: str) -> str:
    """Return the noun that heads should count in: the households and people of a header are of some kind."""
    for noun in ("hộ", "người"):
        if unit.startswith(f"{noun} ") and unit != "hộ kinh doanh":
            return noun
    return unit


@functools.lru_cache(maxsize=1 << 12)
def _named_unit(text: str) -> str | None:
    """Return the unit that a text names as such: "Đơn vị tính: triệu đồng"; None where it names several."""
    match = pattern("unit_named").search(text)
    if match is None:
        return None
    printed = match["unit"].strip(" .*_:")
    unit = short_unit(printed) or own_unit(printed)
    if text[match.end() : match.end() + 1] in (",", ";") and own_unit(text[match.end() + 1 :].strip()):
        return None
    # "Đơn vị: Sở Mẫu" names no unit.
    return unit or (printed if match["sure"] else None)


def short_unit(printed: str) -> str | None:
    """Return the unit that a short form stands for: "tr.đ", "1.000 đồng"."""
    if pattern("million_dong").match(printed):
        return "triệu đồng"
    if pattern("thousand_dong").match(printed):
        return "nghìn đồng"
    power = _POWER.match(printed)
    rest = own_unit(printed[power.end() :]) if power else None
    return f"{_POWERS[power[1] or power[2]]} {rest}" if power and rest else None


@functools.lru_cache(maxsize=1 << 12)
def line_unit(line: str) -> str | None:
    """Return the unit that a line above a table (lower case) gives, None where it gives none."""
    return _named_unit(line) if says("unit_line", line) else None


def in_brackets(text: str) -> str | None:
    """Return the unit that stands in brackets in a header (lower case): "Kinh phí (triệu đồng)"."""
    for inside in map(str.strip, reversed(_IN_BRACKETS.findall(text))):
        if unit := short_unit(inside) or own_unit(inside, whole=True):
            return unit
        if says("bracket_unit", inside):
            return inside
    return None


@functools.lru_cache(maxsize=1 << 12)
def unit_said(text: str, bare: bool = False) -> str | None:
    """Return the unit of the figures under a header or beside a label (lower case), None where it says none.

    `bare` lets a header that itself begins with people, households or a measure give it ("Hộ nghèo").
    """
    if not text:
        return None
    if named := _named_unit(text) or in_brackets(text):
        return named
    if says("rate_word", text):
        return "%"
    if says("headcount", text):
        return "người"
    if counted := pattern("count_of").match(text):
        measure = pattern("counted_measure").match(text, counted.end())
        return measure[0] if measure else own_unit(text[counted.end() :])
    if bare:
        found = find_quantities(f"1 {text}", 0, len(text) + 2)
        kind = found[0].kind if found and found[0].at.start == 0 else None
        whole = bool(found) and found[0].unit_end == len(text) + 2
        if kind in ("people", "households", "area", "measure") or (kind == "money" and whole):
            return _plain_unit(found[0].unit or "")
    return None


def title_unit(title: str) -> str | None:
    """Return the unit that a title gives all figures under it: it names one, or is about a rate."""
    for inside in reversed(_IN_BRACKETS.findall(title)):
        if (unit := unit_said(f"({inside})")) is not None:
            return unit
    return _named_unit(title) or ("%" if says("rate_title", title) else None)
