"""Which body issued a document, and where it sits: level, province, district, commune."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import regex

from extractors import heads, places
from extractors.facts import Document
from extractors.gazetteer import named, spelling_of
from extractors.heads import Body
from extractors.places import Place
from rules.letters import bare, fold, key

_KIND_LEVEL = {
    "tỉnh": "province",
    "quận": "district",
    "huyện": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_COUNCIL = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "TTg": "Thủ tướng Chính phủ", "CP": "Chính phủ"}
_NAMED_UNIT = regex.compile(
    r"(?i:\b(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn))\s+(\p{Lu}\p{L}*(?:[\s-]+\p{Lu}\p{L}*)*)"
)
# Bodies whose standing committee acts for them; the letterhead names it on a line of its own.
_STANDING = ("Ủy ban Mặt trận Tổ quốc Việt Nam",)
_STANDING_LINE = "BAN THƯỜNG TRỰC"
# Only so far into a document is a place its own rather than one it speaks of.
_OPENING = 40


@dataclass(slots=True)
class Seat:
    """An issuing body with its level and its place in the hierarchy; `inferred` names the slots not printed.

    `printed` has the names of units that the gazetteer does not know, or knows too often.
    """

    issuer: str | None = None
    level: str | None = None
    units: dict[str, Place] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    place: str | None = None
    inferred: set[str] = field(default_factory=set)

    def slots(self) -> dict[str, Any]:
        """Return the slots of `Document` that the seat fills."""
        filled: dict[str, Any] = {"issuer": self.issuer, "level": self.level, "place": self.place}
        for level in ("province", "district", "commune"):
            unit = self.units.get(level)
            filled[level] = unit.name if unit else self.printed.get(level)
            filled[f"{level}_code"] = unit.code if unit else None
        return filled


def find_seat(
    capitals: Sequence[str], authority: str | None, document: Document, lines: Sequence[str], portal: str | None
) -> Seat:
    """Return who issued `document` and where.

    `capitals` are the letterhead's lines, `authority` the line in whose name a decision is made, `lines` the
    document's folded paragraphs, `portal` the issuer as a portal names it.
    """
    bodies = [body for _, body in heads.read_bodies("\n".join(capitals))]
    acting = [body for _, body in heads.read_bodies(authority)] if authority else []
    body = acting[0] if acting else bodies[-1] if bodies else _by_symbol(document.symbol)
    seat = Seat(place=document.place)
    if body is None:
        return seat
    on = document.day
    if body.level != "central":
        unit = _unit(body, bodies, document, lines, portal, on, seat)
        named = next((b for b in (body, *reversed(bodies)) if b.place), None)
        _settle(seat, unit, body, named, on)
    seat.level = seat.level or (body.level if body.level != "named" else None)
    seat.issuer = _name(body, seat)
    above = next((b for b in reversed(bodies) if b is not body and b.level == "named"), None)
    if body.of and above is not None:
        seat.issuer = f"{body.name} {_name(above, seat)}"
    if body.name in _STANDING and any(_STANDING_LINE in line for line in capitals):
        seat.issuer = f"Ban Thường trực {seat.issuer}"
    if document.place and (same := _same_spelling(document.place, seat)):
        seat.place = same
    return seat


def _by_symbol(symbol: str | None) -> Body | None:
    """Return the body that a symbol names: `KH-UBND` is of a people's committee, whichever it is."""
    parts = regex.split(r"[-/]", symbol or "")
    code = next((part for part in parts if part in _COUNCIL), None)
    if code is None:
        return None
    return Body(_COUNCIL[code], "central" if code in ("TTg", "CP") else "named")


def _unit(
    body: Body,
    bodies: Sequence[Body],
    document: Document,
    lines: Sequence[str],
    portal: str | None,
    on: date | None,
    seat: Seat,
) -> Place | None:
    """Return the unit that the body governs, from the most telling place that names it."""
    named = next((b for b in (body, *reversed(bodies)) if b.place), None)
    level = body.level if body.level in ("province", "district") else None
    if named is not None and named.place is not None:
        return _resolve(named.place, named.place_kind, None, on, lines)
    for slot, text in (("title", document.title), ("portal", portal), ("place", document.place)):
        unit = _stated(text, slot, level, on, lines)
        if unit is not None:
            seat.inferred |= {"issuer", "level"}
            return unit
    return None


def _stated(text: str | None, slot: str, level: str | None, on: date | None, lines: Sequence[str]) -> Place | None:
    if not text:
        return None
    if slot == "place":
        return _resolve(text, None, level, on, lines)
    folded = fold(text)
    # The unit that a title speaks of stands last, with those that it lies in behind it: "xã A, huyện B năm 2024".
    found = [m.place for m in places.mentions(folded.title() if folded.isupper() else folded, on=on) if m.kind]
    kinds = [p for p in found if p is not None]
    if kinds:
        unit = kinds[-1]
        for inner in reversed(kinds[:-1]):
            if inner.parent_code != unit.code:
                break
            unit = inner
        return unit
    printed = list(_NAMED_UNIT.finditer(folded))
    if not printed:
        return None
    return _resolve(printed[-1][2], printed[-1][1].lower(), None, on, lines)


def _resolve(name: str, kind: str | None, level: str | None, on: date | None, lines: Sequence[str]) -> Place | None:
    """Return the unit of this name; where several bear it, the one within a unit that the opening names."""
    level = _KIND_LEVEL.get(kind or "", level)
    for words in _shortened(name):
        unit = places.resolve(words, kind=kind, level=level, on=on) or places.resolve(words, level=level, on=on)
        if unit is not None:
            return unit
        for within in _surroundings(lines, on):
            unit = places.resolve(words, kind=kind, level=level, on=on, within=within)
            if unit is not None:
                return unit
    return None


def _shortened(name: str) -> Iterator[str]:
    """Yield a name, and the longest of the gazetteer at its beginning, for the words behind may be no part of it.

    That one has to be spelt just so, and be of several syllables: "Tứ Hiệp" is not Tư, nor is "Ba Xáng" Ba.
    """
    yield name
    words = name.split()
    for length in range(len(words), 1, -1):
        shorter = " ".join(words[:length])
        if any(spelling_of(entry.spelling) == spelling_of(shorter) for entry in named(shorter)):
            if length < len(words):
                yield shorter
            return


def _surroundings(lines: Sequence[str], on: date | None) -> Iterator[str]:
    """Yield the codes of provinces and districts that the first paragraphs name, each once."""
    seen: set[str] = set()
    for line in lines[:_OPENING]:
        for mention in places.mentions(line, on=on):
            if mention.place is None or mention.place.level == "commune":
                continue
            for unit in reversed(places.chain(mention.place, on)):
                if unit.code not in seen:
                    seen.add(unit.code)
                    yield unit.code


def _settle(seat: Seat, unit: Place | None, body: Body, named: Body | None, on: date | None) -> None:
    if unit is None:
        level = _KIND_LEVEL.get(named.place_kind or "") if named else None
        seat.level = level if body.level == "named" else body.level
        if named is not None and named.place and level:
            seat.printed[level] = _capitalised(named.place)
        return
    chain = places.chain(unit, on)
    seat.units = {place.level: place for place in chain}
    seat.level = unit.level if body.level == "named" else body.level
    # The unit itself is printed; those above it are known from the gazetteer.
    seat.inferred |= {place.level for place in chain if place is not unit}
    seat.inferred |= {f"{place.level}_code" for place in chain}


def _capitalised(place: str) -> str:
    return " ".join(word.capitalize() for word in place.split())


def _name(body: Body, seat: Seat) -> str:
    """Return the body's name with its place: "Sở Y tế tỉnh Điện Biên", "Tỉnh ủy Kon Tum"."""
    unit = seat.units.get(seat.level or "") if body.level != "central" else None
    if unit is not None:
        return f"{body.name} {unit.name}" if body.implied else f"{body.name} {unit.kind} {unit.name}"
    if body.place and body.place_kind:
        kind = "" if body.implied else f"{body.place_kind} "
        return f"{body.name} {kind}{_capitalised(body.place)}"
    return body.name


def _same_spelling(place: str, seat: Seat) -> str | None:
    """Return the unit's own spelling where the place line lost a mark ("Hung Chính")."""
    return next(
        (u.name for u in seat.units.values() if key(u.name) != key(place) and bare(u.name) == bare(place)), None
    )
