"""Administrative units: which one a name means, and where places stand in a text.

The gazetteer is `rules/places.csv` (see `rules/build_places.py` for what its rows say). A name that stays ambiguous
gives None: "xã Tân Tiến" is a commune only with its district, province or date.
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from extractors.offsets import Span
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
def _index() -> _Index:
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
def _place(number: int) -> Place:
    row = _index().rows[number]
    start, end = (date.fromisoformat(row[day]) if row[day] else None for day in ("valid_from", "valid_to"))
    return Place(row["name"], row["kind"], row["level"], row["code"], row["parent_code"], start, end)


def _named(name: str) -> list[_Entry]:
    """Return all units that `name`, without its kind, may mean."""
    return [_Entry(_place(number), spelling) for number, spelling in _index().by_key.get(_keys(name).strip(), ())]


def _coded(code: str) -> list[Place]:
    """Return all units that have or had a code."""
    return [_place(number) for number in _index().by_code.get(code, ())]


@functools.cache
def _predecessors() -> dict[Place, list[Place]]:
    """Return by province the provinces that it was made of."""
    found: dict[Place, list[Place]] = defaultdict(list)
    for number, row in enumerate(_index().rows):
        if row["level"] != "province":
            continue
        before = _place(number)
        for after in (p for code in row["successor_codes"].split() for p in _coded(code)):
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
def _leading_kind() -> regex.Pattern[str]:
    """Return the pattern of a kind at the start of a name: words before a space, letters before a dot, too."""
    printed = [p for k in kinds().values() for p in (*k.printed, *k.short)]
    words = "|".join(p for p in printed if len(p) > 3 or p == "xã")
    letters = "|".join(regex.escape(p) for p in sorted(printed, key=len, reverse=True) if len(p) <= 3 and p != "xã")
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
    area = _area(within, on) or frozenset() if within else None
    return _resolve(" ".join(unicodedata.normalize("NFC", name).split()).strip(" .,;:"), kind, level, on, area)


def _resolve(
    name: str,
    kind: str | None,
    level: str | None,
    on: date | None,
    area: frozenset[Place] | None,
    below: bool = False,
) -> Place | None:
    """Return the unit in an area (None: anywhere), or only `below` it."""
    if kind is not None:
        kind = kind_of_print().get(" ".join(fold(kind).lower().replace(".", "").split()), kind)
    for read_kind, read_name in _readings(fold(name), kind):
        entries = _of_kind(_named(regex.sub(r"^0+(?=\d)", "", read_name)), read_kind, level)
        if area is not None:
            entries = [e for e in entries if _lies_in(e.place, area) and not (below and e.place in area)]
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
        rows = _at_time(_coded(within), on) if on else _coded(within)
    else:
        place = resolve(within, level="province", on=on) or resolve(within, level="district", on=on)
        rows = [p for p in _coded(place.code) if p.name == place.name] if place else []
        if place and place.level == "province":
            rows = [place]
    if not rows:
        return None
    return _with_predecessors(rows)


def _with_predecessors(rows: Iterable[Place]) -> frozenset[Place]:
    rows = frozenset(rows)
    return rows | {before for p in rows for before in _predecessors().get(p, ())}


def _lies_in(place: Place, area: frozenset[Place]) -> bool:
    return place in area or any(_lies_in(p, area) for p in _parents(place))


@functools.lru_cache(maxsize=1 << 12)
def _parents(place: Place) -> tuple[Place, ...]:
    """Return the rows of the unit above that share a day with `place`, the oldest first."""
    start, end = place.valid_from or date.min, place.valid_to or date.max
    rows = _coded(place.parent_code)
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
_ROW_START = regex.compile(
    r"^(?:(?:\d{1,3}|[IVXLC]{1,5}|\p{Ll})\s?[.)/:-]+\s*|[-+*•]\s*|(?:UBND|Ủy ban nhân dân)\s+)+"
)
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
    entries = _named(text)
    spelt = any(_spelling(e.spelling) == _spelling(text) for e in entries)
    return spelt and (not text.isupper() or within is not None or any(e.place.level != "commune" for e in entries))


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text: `at` covers its kind, where one is printed before it, and its name.

    `kind` is that printed for it (in a list, for all of the list), `name` is as printed; `place` is None where the
    gazetteer does not have the unit, or has more than one that it may be.
    """

    at: Span
    place: Place | None
    kind: str | None
    name: str


@dataclass(slots=True)
class _Group:
    """A printed kind and the names that it stands for: "các xã A, B và C"."""

    start: int
    kind: str
    names: list[Span]

    @property
    def end(self) -> int:
        return self.names[-1].end


_WORD = r"(?:\p{Lu}[\p{L}']*|\d{1,2}(?![\d.,/%]*\d|%))"
_WORDS = regex.compile(rf"(?:Nông trường )?{_WORD}(?: ?- ?{_WORD}| {_WORD}){{0,5}}")
_BREAK = regex.compile(r" ?- ?| ")
_NEXT = regex.compile(r" ?[,;+] ?(?:và )?| và ")
_MANY = regex.compile(r"(?:các|những|hai|ba|bốn|năm|\d+)\s*$", regex.IGNORECASE)
_NUMBER = regex.compile(r"\d{1,2}(?= ?[,.;:)\n]| ?$| và | - )")
_BELONGS = regex.compile(r" ?(?:[,(-]|thuộc|của|ở|tại)? ?(?:địa bàn )?")


@functools.cache
def _kind_in_text() -> regex.Pattern[str]:
    printed = [p for k in kinds().values() for p in k.printed]
    words = "|".join(p for p in printed if len(p) > 3 or p == "xã")
    letters = "|".join(form for p in (*printed, "tt") if len(p) == 2 and p != "xã" for form in (p.upper(), p.title()))
    return regex.compile(
        rf"(?<![\p{{L}}\d])(?:(?P<form>(?i:{words})) ?: ?|(?P<form>(?i:{words})) |(?P<form>{letters})(?:\. ?| ))",
        regex.VERSION1,
    )


def mentions(text: str, *, on: date | None = None, within: str | None = None) -> Iterator[PlaceMention]:
    """Yield the places of a text in their order: names after a printed kind, and provinces without one.

    "xã A, huyện B" looks for A in B; what stands alone is looked for in `within`, the document's own province or
    district (provinces and districts elsewhere, too).
    """
    folded = fold(text)
    groups = list(_groups(folded))
    found = _placed(folded, groups, on, within)
    taken = [Span(g.start, g.end) for g in groups]
    for at in _bare_provinces(folded, taken):
        found.append(PlaceMention(at, _resolve(folded[at.start : at.end], None, "province", on, None), None, ""))
    for mention in sorted(found, key=lambda m: m.at):
        printed = text[mention.at.start : mention.at.end]
        yield mention if mention.name else PlaceMention(mention.at, mention.place, None, printed)


def _groups(folded: str) -> Iterator[_Group]:
    at = 0
    while (match := _kind_in_text().search(folded, at)) is not None:
        at = match.end()
        kind = kind_of_print()[match["form"].lower()]
        sure = not match["form"].isupper() and kind != "thị trấn"
        many = _MANY.search(folded[max(0, match.start() - 12) : match.start()]) is not None or ":" in match[0]
        first = _name_at(folded, match.end(), kind, unknown=sure or len(match["form"]) > 2 and not match[0].isupper())
        if first is None:
            continue
        group = _Group(match.start(), kind, [first])
        while (after := _next_name(folded, group, many)) is not None:
            group.names.append(after)
        at = group.end
        yield group


def _next_name(folded: str, group: _Group, many: bool) -> Span | None:
    """Return the next name of a list, passing over one that the gazetteer does not have in a list of many."""
    at = group.end
    for _ in range(2 if many else 1):
        sep = _NEXT.match(folded, at)
        if sep is None or _kind_in_text().match(folded, sep.end()):
            return None
        name = _name_at(folded, sep.end(), group.kind, unknown=False)
        if name is not None:
            province = group.kind != "tỉnh" and any(
                e.place.level == "province" for e in _named(folded[name.start : name.end])
            )
            return None if province and not many else name
        run = _WORDS.match(folded, sep.end())
        if run is None:
            return None
        at = run.end()
    return None


def _name_at(folded: str, at: int, kind: str, unknown: bool) -> Span | None:
    """Return the name of a unit of this kind that begins at a place: the longest that the gazetteer has.

    Where it has none, the words with a capital letter are taken for one if `unknown` names count. A commune's name
    is not cut short: there are communes that the gazetteer lacks.
    """
    run = _WORDS.match(folded, at)
    if run is None:
        return None
    if folded[at].isdigit():
        number = _NUMBER.match(folded, at)
        known = number is not None and _of_kind(_named(number[0].lstrip("0")), kind, None)
        return Span(*number.span()) if number is not None and known else None
    words = run[0]
    upper = words.isupper() and len(words) > 4
    if upper and words.split()[0].lower() in _not_names():
        return None
    ends = [len(words), *(m.start() for m in reversed(list(_BREAK.finditer(words))))]
    for end in ends:
        whole = end == len(words) or upper or words[end:].lstrip(" ").startswith("-") or "xã" not in kind
        if whole and _of_kind(_named(words[:end]), kind, None):
            return Span(at, at + end)
    first = words.split()[0]
    if not unknown or first.lower() in _not_names() or (len(first) > 1 and first.isupper()):
        return None
    return Span(at, run.end())


@functools.cache
def _not_names() -> frozenset[str]:
    return frozenset(read_yaml("place_variants")["not_names"])


def _placed(folded: str, groups: list[_Group], on: date | None, within: str | None) -> list[PlaceMention]:
    """Return the mentions of all groups, each looked for in the unit named after it, if one is."""
    out: list[PlaceMention] = []
    above: tuple[int, Place] | None = None
    for group in reversed(groups):
        holds = above[1] if above and _BELONGS.fullmatch(folded, group.end, above[0]) else None
        if holds and not any(LEVELS.index(level) > LEVELS.index(holds.level) for level in kinds()[group.kind].levels):
            holds = None
        for number, name in enumerate(reversed(group.names), 1):
            place = _place_of(folded[name.start : name.end], group.kind, holds, on, within)
            start = group.start if number == len(group.names) else name.start
            out.append(PlaceMention(Span(start, name.end), place, group.kind, folded[name.start : name.end]))
        above = (group.start, out[-1].place) if out[-1].place else None
    return out


def _place_of(name: str, kind: str, holds: Place | None, on: date | None, within: str | None) -> Place | None:
    if holds is not None:
        return _resolve(name, kind, None, on, _with_predecessors([holds]), below=True)
    area = _area(within, on) if within else None
    if area is None:
        return _resolve(name, kind, None, on, None)
    place = _resolve(name, kind, None, on, area)
    if place is not None:
        return place
    provinces = frozenset(p for row in area for p in chain(row, on) if p.level == "province")
    return _resolve(name, kind, None, on, provinces) or (
        None if kinds()[kind].levels == ("commune",) else _resolve(name, kind, None, on, None)
    )


@functools.cache
def _province_names() -> regex.Pattern[str]:
    """Return the pattern of all provinces' names in both cases, as words of their own."""
    unsure = set(read_yaml("place_variants")["only_with_kind"])
    rows = [r for r in _index().rows if r["level"] == "province" and r["name"] not in unsure]
    names = {name for r in rows for name in (r["name"], *filter(None, r["also"].split("; ")))}
    forms = sorted(names | {name.upper() for name in names}, key=len, reverse=True)
    longer = "|".join(regex.escape(f, special_only=True).replace(" - ", " ?- ?") for f in forms)
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{longer})(?![\p{{L}}\d]| \p{{Lu}}\p{{Ll}})")


_BEFORE = regex.compile(r"(\p{Lu}\p{Ll}+) $")


def _bare_provinces(folded: str, taken: list[Span]) -> Iterator[Span]:
    """Yield where provinces are named without a kind, outside of what is taken and of longer names."""
    allowed = set(read_yaml("place_variants")["before_bare"])
    starts = [span.start for span in taken]
    for match in _province_names().finditer(folded):
        before = _BEFORE.search(folded[max(0, match.start() - 10) : match.start()])
        inside = bisect_right(starts, match.start()) - 1
        if inside >= 0 and match.start() < taken[inside].end:
            continue
        if before is None or before[1] in allowed or match[0].isupper():
            yield Span(*match.span())
