"""Administrative units: which one a name means, and where places stand in a text.

The gazetteer is `rules/places.csv` (see `rules/build_places.py` for what its rows say). A name that stays ambiguous
gives None: "xã Tân Tiến" is a commune only with its district, province or date.
"""

from __future__ import annotations

import functools
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from rules import read_csv, read_yaml
from rules.letters import fold

LEVELS = ("province", "district", "commune")
_LEVEL_OF_LENGTH = {2: "province", 3: "district", 5: "commune"}
# A plan may name a unit that is decided on and not yet there, but no unit of the far future.
_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit as it was from `valid_from` to `valid_to`.

    None: from before the gazetteer begins, or still there. `code` with `valid_from` names it: codes are used again.
    """

    name: str
    kind: str
    level: str
    code: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None

    def valid(self, on: date) -> bool:
        """Whether the unit was there on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the gazetteer under one of its names."""

    place: Place
    spelling: str


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_key: dict[str, list[_Entry]]
    by_code: dict[str, list[Place]]
    predecessors: dict[Place, list[Place]]


def _plain(code_point: int) -> str:
    letters = unicodedata.normalize("NFD", chr(code_point).lower().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


_PLAIN: dict[int, str | None] = {c: _plain(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))}
_PLAIN |= {c: None for c in range(0x300, 0x370)} | {ord(c): None for c in ".`´"}
_PLAIN |= {ord(c): "'" for c in "‘’ʼ"} | {ord(c): " " for c in "-–—‑−,\t\u00a0"} | {0xD0: "d", 0xF0: "d"}
# One sound, two letters: Mỹ and Mĩ, Quý and Quí.
_Y = regex.compile(r"\b([hklmstv]|qu)y\b")
_APOSTROPHE = regex.compile(r"' *")


def _keys(text: str) -> str:
    """Return text without accents, case, hyphens and the like, line by line: what names are looked up by."""
    text = _Y.sub(r"\1i", _APOSTROPHE.sub("", text.translate(_PLAIN)))
    return regex.sub(" {2,}", " ", text)


_DAK = regex.compile(r"\bđ[aăắ][kc]\b")


def _spelling(name: str) -> str:
    """Return a name with its accents, in the form in which two are the same name."""
    name = _APOSTROPHE.sub("", regex.sub("[-–—‑]", " ", fold(name)).lower().replace("’", "'"))
    return _DAK.sub("đắk", " ".join(name.split()))


@functools.cache
def _gazetteer() -> _Gazetteer:
    rows = read_csv("places")
    days = {day: date.fromisoformat(day) if day else None for r in rows for day in (r["valid_from"], r["valid_to"])}
    by_code: dict[str, list[Place]] = defaultdict(list)
    names: list[str] = []
    named: list[Place] = []
    merged: list[tuple[Place, list[str]]] = []
    for r in rows:
        place = Place(
            r["name"],
            r["kind"],
            r["level"],
            r["code"],
            r["parent_code"],
            days[r["valid_from"]],
            days[r["valid_to"]],
        )
        by_code[place.code].append(place)
        for name in (place.name, *r["also"].split("; ")) if r["also"] else (place.name,):
            names.append(name)
            named.append(place)
        if place.level == "province" and r["successor_codes"]:
            merged.append((place, r["successor_codes"].split()))
    by_key: dict[str, list[_Entry]] = defaultdict(list)
    for found, place, name in zip(_keys("\n".join(names)).split("\n"), named, names, strict=True):
        by_key[found].append(_Entry(place, name))
    predecessors: dict[Place, list[Place]] = defaultdict(list)
    for place, codes in merged:
        for after in (p for code in codes for p in by_code[code] if p.valid_from and p is not place):
            predecessors[after].append(place)
    return _Gazetteer(dict(by_key), dict(by_code), dict(predecessors))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit: the levels it is found at, its rank among the kinds of a level, and how it is printed."""

    name: str
    levels: tuple[str, ...]
    rank: int
    printed: tuple[str, ...]
    short: tuple[str, ...]


@functools.cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of units by name."""
    return {
        k["kind"]: Kind(k["kind"], tuple(k["levels"]), k["rank"], tuple(k["printed"]), tuple(k["short"]))
        for k in read_yaml("place_variants")["kinds"]
    }


@functools.cache
def kind_of_print() -> dict[str, str]:
    """Return what each printed form of a kind means: `tp` is a thành phố. Forms are lower case, without dots."""
    return {form.replace(".", ""): k.name for k in kinds().values() for form in (*k.short, *k.printed)}


@functools.cache
def _leading_kind() -> regex.Pattern[str]:
    """Return the pattern of a kind at the start of a name: words before a space, letters before a dot, too."""
    words = "|".join(p for k in kinds().values() for p in k.printed if len(p) > 3)
    letters = "|".join(
        sorted((regex.escape(p) for k in kinds().values() for p in (*k.printed, *k.short) if len(p) <= 3), key=len)[::-1]
    )
    return regex.compile(
        rf"(?P<form>{words})\s+|(?P<form>{words})(?=\d)|(?P<form>{letters})(?:\.\s*|\s+|(?=\d)|(?=(?-i:\p{{Lu}}{{2}})))",
        regex.IGNORECASE | regex.VERSION1,
    )


def _readings(name: str, kind: str | None) -> list[tuple[str | None, str]]:
    """Return the ways to read a name: (kind, name without it), the likeliest first."""
    whole = [(kind, name)]
    match = _leading_kind().match(name)
    if match is None or match.end() == len(name):
        return whole
    printed = kind_of_print()[" ".join(match["form"].lower().replace(".", "").split())]
    if kind is None or kind == printed:
        return [(printed, name[match.end() :]), *whole]
    return whole


def _of_kind(entries: Iterable[_Entry], kind: str | None, level: str | None) -> list[_Entry]:
    """Return the entries of a kind, or else those of a higher kind: a unit only ever rises in rank."""
    entries = [e for e in entries if level is None or e.place.level == level]
    if kind is None:
        return entries
    exact = [e for e in entries if e.place.kind == kind]
    if exact or kind not in kinds():
        return exact
    known = kinds()[kind]
    return [e for e in entries if e.place.level in known.levels and kinds()[e.place.kind].rank > known.rank]


def _at_time(places: list[Place], on: date | None) -> list[Place]:
    """Return those that were there on a day, or else those that had ended, or else those that were soon to be."""
    day = on or date.max
    return (
        [p for p in places if p.valid(day)]
        or [p for p in places if p.valid_to and p.valid_to < day]
        or [p for p in places if p.valid_from and p.valid_from - day < _AHEAD]
    )


def _version(places: list[Place], on: date | None) -> Place:
    """Return one of several rows of one unit: where its times overlap the day of change is not known."""
    order = sorted(places, key=lambda p: p.valid_from or date.min)
    return order[0] if on and order[0].valid(on) else order[-1]


@functools.lru_cache(maxsize=1 << 14)
def resolve(
    name: str,
    *,
    kind: str | None = None,
    level: str | None = None,
    on: date | None = None,
    within: str | None = None,
) -> Place | None:
    """Return the unit that `name` means, or None where there is none or more than one.

    `kind` (`huyện`, `tp`) counts as if it were printed before the name, `level` is province, district or commune.
    `on` is the day of the document; without it the units of today come first. `within` is the code or name of a
    province or district that the unit lies in (or is). Without a kind, a province comes before a district and a
    district before a commune. Case, tone placement, hyphens and lost accents do not matter.
    """
    text = " ".join(unicodedata.normalize("NFC", name).split()).strip(" .,;:")
    if kind is not None:
        kind = kind_of_print().get(" ".join(fold(kind).lower().replace(".", "").split()), kind)
    area = _area(within, on) if within else None
    for read_kind, read_name in _readings(fold(text), kind):
        key = _keys(regex.sub(r"^0+(?=\d)", "", read_name)).strip()
        entries = _of_kind(_gazetteer().by_key.get(key, ()), read_kind, level)
        if within:
            entries = [e for e in entries if _lies_in(e.place, area or frozenset())]
        if entries:
            return _choose(entries, read_name, read_kind, on)
    return None


def _choose(entries: list[_Entry], name: str, kind: str | None, on: date | None) -> Place | None:
    spelling = _spelling(name)
    places = [e.place for e in entries if _spelling(e.spelling) == spelling] or [e.place for e in entries]
    places = _at_time(places, on)
    if not places:
        return None
    if kind is None or len({p.level for p in places}) > 1:
        top = min(LEVELS.index(p.level) for p in places)
        places = [p for p in places if p.level == LEVELS[top]]
    if len({p.code for p in places}) > 1:
        return None
    return _version(places, on)


@functools.lru_cache(maxsize=1 << 10)
def _area(within: str, on: date | None) -> frozenset[Place] | None:
    """Return the rows that `within` means, with those a province was made of. None where it means nothing."""
    if within.isdigit():
        rows = _at_time(_gazetteer().by_code.get(within, []), on) if on else _gazetteer().by_code.get(within, [])
    else:
        place = resolve(within, level="province", on=on) or resolve(within, level="district", on=on)
        rows = [p for p in _gazetteer().by_code[place.code] if p.name == place.name] if place else []
        if place and place.level == "province":
            rows = [place]
    if not rows:
        return None
    return frozenset(rows) | {before for p in rows for before in _gazetteer().predecessors.get(p, ())}


def _lies_in(place: Place, area: frozenset[Place]) -> bool:
    return place in area or any(_lies_in(p, area) for p in _parents(place))


@functools.lru_cache(maxsize=1 << 12)
def _parents(place: Place) -> tuple[Place, ...]:
    """Return the rows of the unit above that share a day with `place`, the oldest first."""
    rows = _gazetteer().by_code.get(place.parent_code, [])
    start, end = place.valid_from or date.min, place.valid_to or date.max
    return tuple(p for p in rows if (p.valid_from or date.min) <= end and (p.valid_to or date.max) >= start)


def chain(place: Place, on: date | None = None) -> tuple[Place, ...]:
    """Return the unit, the one above it, and so on up to its province, as they were on a day.

    >>> [p.name for p in chain(resolve("xã Sơn Kim 1", on=date(2022, 5, 4)))]
    ['Sơn Kim 1', 'Hương Sơn', 'Hà Tĩnh']
    """
    above = [p for p in _parents(place) if on and p.valid(on)] or list(_parents(place))
    return (place, *chain(above[-1], on)) if above else (place,)


def infer_parents(place: Place, on: date | None = None) -> dict[str, Place]:
    """Return the units above `place` by level."""
    return {p.level: p for p in chain(place, on)[1:]}


# What stands around the place in a row's label: its number, "UBND", a note in brackets, a colon.
_ROW_START = regex.compile(r"^(?:(?:\d{1,3}|[IVXLC]{1,5}|\p{Ll})\s?[.)/:-]+\s*|[-+*•]\s*|(?:UBND|Ủy ban nhân dân)\s+)+")
_ROW_END = regex.compile(r"\s*(?:\([^()]*\)|[:;.,*])\s*$")
_TITLE = regex.compile(r"\p{Lu}[\p{L}']*(?:[\s-]+(?:\p{Lu}[\p{L}']*|\d{1,2}))*")


def row_place(label: str, *, on: date | None = None, within: str | None = None) -> Place | None:
    """Return the unit that a table's row stands for, None for any other row ("Toàn tỉnh", "Văn hóa").

    `within` is the document's own province or district; provinces are found outside it, too.
    """
    text = _ROW_START.sub("", fold(" ".join(label.split())))
    while (cut := _ROW_END.sub("", text)) != text:
        text = cut
    if _leading_kind().match(text) is None and not _could_be_bare(text, within):
        return None
    return resolve(text, on=on, within=within) or (resolve(text, level="province", on=on) if within else None)


def _could_be_bare(text: str, within: str | None) -> bool:
    """Whether a label without a kind may name a unit: every syllable has a capital ("An Toàn", not "An toàn")."""
    if not _TITLE.fullmatch(text):
        return False
    entries = _gazetteer().by_key.get(_keys(text).strip(), [])
    spelt = any(_spelling(e.spelling) == _spelling(text) for e in entries)
    return spelt and (not text.isupper() or within is not None or any(e.place.level != "commune" for e in entries))
