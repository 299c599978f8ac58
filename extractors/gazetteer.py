"""The gazetteer: which administrative unit a name means.

It is `rules/places.csv` (see `rules/build_places.py` for what its rows say). A name that stays ambiguous
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
    """A unit under one of its names."""

    place: Place
    spelling: str


@dataclass(frozen=True, slots=True)
class _Index:
    """Numbers of rows of the gazetteer, by name as `_keys` gives it (with the spelling that it is of) and by code."""

    rows: tuple[dict[str, str], ...]
    by_key: dict[str, list[tuple[int, str]]]
    by_code: dict[str, list[int]]


def _plain(code_point: int) -> str:
    letters = unicodedata.normalize("NFD", chr(code_point).lower().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


_PLAIN: dict[int, str | None] = {c: _plain(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))}
_PLAIN |= dict.fromkeys(range(0x300, 0x370)) | {ord(c): None for c in ".`´"}
_PLAIN |= {ord(c): "'" for c in "‘’ʼ"} | {ord(c): " " for c in "-–—‑−,\t\u00a0"} | {0xD0: "d", 0xF0: "d"}
# One sound, two letters: Mỹ and Mĩ, Quý and Quí.
_Y = regex.compile(r"\b([hklmstv]|qu)y\b")
_APOSTROPHE = regex.compile(r"' *")


_SPACES = regex.compile(" {2,}")


def _keys(text: str) -> str:
    """Return text without accents, case, hyphens and the like, line by line: what names are looked up by."""
    text = _Y.sub(r"\1i", _APOSTROPHE.sub("", text.translate(_PLAIN)))
    return _SPACES.sub(" ", text)


_HYPHENS = regex.compile("[-–—‑]")
_DAK = regex.compile(r"\bđ[aăắ][kc]\b")


def spelling_of(name: str) -> str:
    """Return a name with its accents, in the form in which two are the same name."""
    name = _APOSTROPHE.sub("", _HYPHENS.sub(" ", fold(name)).lower().replace("’", "'"))
    return _DAK.sub("đắk", " ".join(name.split()))


@functools.cache
def index() -> _Index:
    rows = read_csv("places")
    by_code: dict[str, list[int]] = defaultdict(list)
    names: list[tuple[int, str]] = []
    for number, row in enumerate(rows):
        by_code[row["code"]].append(number)
        names.append((number, row["name"]))
        if row["also"]:
            names.extend((number, name) for name in row["also"].split("; "))
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for found, name in zip(_keys("\n".join(name for _, name in names)).split("\n"), names, strict=True):
        by_key[found].append(name)
    return _Index(rows, dict(by_key), dict(by_code))


@functools.cache
def place_at(number: int) -> Place:
    row = index().rows[number]
    start, end = (date.fromisoformat(row[day]) if row[day] else None for day in ("valid_from", "valid_to"))
    return Place(row["name"], row["kind"], row["level"], row["code"], row["parent_code"], start, end)


def named(name: str) -> list[_Entry]:
    """Return all units that `name`, without its kind, may mean."""
    wanted = _keys(name).strip()
    found = [*index().by_key.get(wanted, ()), *(() if " " in wanted else _run_together().get(wanted, ()))]
    return [_Entry(place_at(number), spelling) for number, spelling in found]


@functools.cache
def _run_together() -> dict[str, list[tuple[int, str]]]:
    """Return the names of several syllables without spaces: people write Đakrông and Đa Krông, Mdrắk and M Drắk."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for words, entries in index().by_key.items():
        if " " in words:
            found[words.replace(" ", "")] += entries
    return dict(found)


def coded(code: str) -> list[Place]:
    """Return all units that have or had a code."""
    return [place_at(number) for number in index().by_code.get(code, ())]


@functools.cache
def _predecessors() -> dict[Place, list[Place]]:
    """Return by province the provinces that it was made of."""
    found: dict[Place, list[Place]] = defaultdict(list)
    for number, row in enumerate(index().rows):
        if row["level"] != "province":
            continue
        before = place_at(number)
        for after in (p for code in row["successor_codes"].split() for p in coded(code)):
            if after.valid_from and after is not before:
                found[after].append(before)
    return found


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
def leading_kind() -> regex.Pattern[str]:
    """Return the pattern of a kind at the start of a name: words before a space, letters before a dot, too."""
    printed = [p for k in kinds().values() for p in (*k.printed, *k.short)]
    words = "|".join(p for p in printed if len(p) > 3 or p == "xã")
    letters = "|".join(regex.escape(p) for p in sorted(printed, key=len, reverse=True) if len(p) <= 3 and p != "xã")
    full = rf"(?P<form>{words})(?:\s+|(?=\d))"
    joined = r"(?P<form>tp|tx|tt)(?=(?-i:\p{Lu}{2}))"
    return regex.compile(
        rf"{full}|(?P<form>{letters})(?:\.\s*|\s+|(?=\d))|{joined}", regex.IGNORECASE | regex.VERSION1
    )


def _readings(name: str, kind: str | None) -> list[tuple[str | None, str]]:
    """Return the ways to read a name: (kind, name without it), the likeliest first."""
    whole = [(kind, name)]
    match = leading_kind().match(name)
    if match is None or match.end() == len(name):
        return whole
    printed = kind_of_print()[" ".join(match["form"].lower().replace(".", "").split())]
    if kind is None or kind == printed:
        return [(printed, name[match.end() :]), *whole]
    return whole


def of_kind(entries: Iterable[_Entry], kind: str | None, level: str | None) -> list[_Entry]:
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
    area = area_of(within, on) or frozenset() if within else None
    return resolve_in(" ".join(unicodedata.normalize("NFC", name).split()).strip(" .,;:"), kind, level, on, area)


def resolve_in(
    name: str,
    kind: str | None,
    level: str | None,
    on: date | None,
    area: frozenset[Place] | None,
    below: bool = False,
) -> Place | None:
    """Return the unit as `resolve` does, in an area of rows (None: anywhere), or only `below` it."""
    entries, read_name, read_kind = _meant(name, kind, level, area, below)
    return _choose(entries, read_name, read_kind, on) if entries else None


def _meant(
    name: str, kind: str | None, level: str | None, area: frozenset[Place] | None, below: bool = False
) -> tuple[list[_Entry], str, str | None]:
    """Return the entries under the likeliest reading of a name that has any, with that name and its kind."""
    if kind is not None:
        kind = kind_of_print().get(" ".join(fold(kind).lower().replace(".", "").split()), kind)
    for read_kind, read_name in _readings(fold(name), kind):
        entries = of_kind(named(regex.sub(r"^0+(?=\d)", "", read_name)), read_kind, level)
        if area is not None:
            entries = [e for e in entries if _lies_in(e.place, area) and not (below and e.place in area)]
        if entries:
            return entries, read_name, read_kind
    return [], name, kind


def candidates(name: str, area: frozenset[Place] | None = None) -> list[Place]:
    """Return all rows of all times that a name or an official code may mean, in an area of rows (None: anywhere).

    Accents count where they tell names apart: "Tân Tiến" is not Tân Tiên, "tan tien" is both.
    """
    words = " ".join(unicodedata.normalize("NFC", name).split()).strip(" .,;:")
    if len(words) in _LEVEL_OF_LENGTH and words.isdigit() and (found := coded(words)):
        return [p for p in found if area is None or _lies_in(p, area)]
    entries, read_name, _ = _meant(words, None, None, area)
    return list(dict.fromkeys(e.place for e in _spelt(entries, read_name)))


def _spelt(entries: list[_Entry], name: str) -> list[_Entry]:
    """Return the entries whose accents are those of the name, or all where there are none."""
    spelling = spelling_of(name)
    return [e for e in entries if spelling_of(e.spelling) == spelling] or entries


def _choose(entries: list[_Entry], name: str, kind: str | None, on: date | None) -> Place | None:
    places = _at_time([e.place for e in _spelt(entries, name)], on)
    if not places:
        return None
    if kind is None or len({p.level for p in places}) > 1:
        top = min(LEVELS.index(p.level) for p in places)
        places = [p for p in places if p.level == LEVELS[top]]
    # One district has no two communes of one kind and name: two codes are of one that was merged on a day not known.
    same_code = len({p.code for p in places}) == 1
    return _version(places, on) if same_code or len({(p.kind, p.name, p.parent_code) for p in places}) == 1 else None


@functools.lru_cache(maxsize=1 << 10)
def area_of(within: str, on: date | None) -> frozenset[Place] | None:
    """Return the rows that `within` means, with those a province was made of. None where it means nothing."""
    if within.isdigit():
        rows = _at_time(coded(within), on) if on else coded(within)
    else:
        place = resolve(within, level="province", on=on) or resolve(within, level="district", on=on)
        rows = [p for p in coded(place.code) if p.name == place.name] if place else []
        if place and place.level == "province":
            rows = [place]
    if not rows:
        return None
    return with_predecessors(rows)


def with_predecessors(rows: Iterable[Place]) -> frozenset[Place]:
    """Return the rows and those of the provinces that they were made of: a district of the old lies in the new."""
    rows = frozenset(rows)
    return rows | {before for p in rows for before in _predecessors().get(p, ())}


def _lies_in(place: Place, area: frozenset[Place]) -> bool:
    return place in area or any(_lies_in(p, area) for p in _parents(place))


@functools.lru_cache(maxsize=1 << 12)
def _parents(place: Place) -> tuple[Place, ...]:
    """Return the rows of the unit above that share a day with `place`, the oldest first."""
    start, end = place.valid_from or date.min, place.valid_to or date.max
    rows = coded(place.parent_code)
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
