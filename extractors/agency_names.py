"""The agencies named in a text, by the names of `rules/agencies.yaml` (`extractors/agency_spellings.py`)."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import regex

from extractors.agency_spellings import FIELD, NOTHING, Node, abbreviations, initials, parts_of, spellings_of
from extractors.offsets import Span
from rules import one_of, read_yaml
from rules.letters import fold, key, lower
from rules.plain import compile_plain

_WORD = regex.compile(r"\p{L}+")
# Names that are no less a body's name when printed without a capital.
_LOWER_TOO = frozenset({"official", "mass_organisation"})


@dataclass(frozen=True, slots=True)
class Agency:
    """A body by its full name without place. `kind` is None for a body that the rules do not know."""

    name: str
    short_name: str | None = None
    level: str | None = None
    kind: str | None = None
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An agency named at a place of the text."""

    at: Span
    agency: Agency


@dataclass(frozen=True, slots=True, eq=False)
class _Family:
    """Bodies that share a head word. `fields` are the rest of their names.

    `shares`: the head may be printed once for several; `lower`: also where the next has no capital.
    """

    fields: Node[_Spelling]
    shares: bool = False
    lower: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Spelling:
    """Whose a printed name is, the words behind which it is another, and the family that may go on behind it.

    `named_by_place`: the name of the place behind it is part of the name.
    """

    agency: Agency
    not_after: tuple[str, ...] = ()
    family: _Family | None = None
    named_by_place: bool = False


def short_form(name: str) -> str:
    """Return the initials of the parts of a name: "Khoa học và Công nghệ" gives "KH&CN"."""
    parts = [initials(part) for part in parts_of(name)]
    return f"{'-'.join(parts[:-1])}&{parts[-1]}" if len(parts) > 1 else parts[0]


class AgencyNames:
    """Finds the agencies named in a text."""

    def __init__(self) -> None:
        self.agencies: list[Agency] = []
        self._names: Node[_Spelling] = Node()
        rules = read_yaml("agencies")
        for body in sorted(rules["bodies"], key=lambda b: -len(b["name"])):
            self._add_body(body)
        for family in rules["families"]:
            self._add_family(family)
        for organ, (committee, level) in itertools.product(
            rules["party"]["organs"], rules["party"]["committees"].items()
        ):
            self._add_body({"name": f"{organ} {committee}", "level": level, "kind": "party"})
        self._openings = _openings(self._names, rules["unknown"]["officials"])
        self._places = functools.lru_cache(maxsize=8)(self._find_places)

    def _add_body(self, body: dict[str, Any]) -> None:
        agency = Agency(body["name"], None, body.get("level"), body["kind"])
        self.agencies.append(agency)
        spelling = _Spelling(agency, tuple(body.get("not_after", ())))
        for name in _names_of(body):
            self._add(self._names, name, spelling)

    def _add_family(self, family: dict[str, Any]) -> None:
        head = fold(family["head"])
        shared = family.get("list")
        found = _Family(Node(), bool(shared), shared == "lower")
        not_after = tuple(family.get("not_after", ()))
        items = [f if isinstance(f, dict) else {"name": f} for f in family["fields"]]
        for item in sorted(items, key=lambda i: -len(i["name"])):
            level = item.get("level", family.get("level"))
            short = f"{head} {short_form(item['name'])}"
            agency = Agency(f"{family['head']} {item['name']}", short, level, family["kind"])
            self.agencies.append(agency)
            by_place = item.get("named_by_place", False)
            spelling = _Spelling(agency, not_after, found if shared else None, by_place)
            for name in _names_of(item):
                self._add(found.fields, name, spelling, short=True)
                if any(key(f"{head} {name}").startswith(f"{' '.join(full)} ") for full, _ in abbreviations()):
                    self._add(self._names, f"{head} {name}", _Spelling(agency, not_after, named_by_place=by_place))
        for steps in spellings_of(head):
            self._names.add(steps).following[FIELD] = found.fields.following[NOTHING]

    @staticmethod
    def _add(names: Node[_Spelling], name: str, spelling: _Spelling, *, short: bool = False) -> None:
        for steps in spellings_of(name, short=short):
            ends = names.add(steps).ends
            if spelling not in ends:
                ends.append(spelling)

    def find(self, folded: str, start: int, end: int) -> Iterator[Named]:
        """Yield the agencies named in `folded[start:end]`, in order, none inside another."""
        places = self._places(folded)
        inside = places[bisect_left(places, start) : bisect_left(places, end)]
        if not inside:
            return
        at = last = start
        before: Named | None = None
        lowered = lower(folded)
        for place in inside:
            if place < at or _is_in_code(folded, start, place):
                continue
            for named in self._at(folded, lowered, place, end):
                if not folded[last : named.at.start].isspace() or _are_two(lowered, before, named):
                    yield named
                at = last = max(at, named.at.end)
                before = named

    def _find_places(self, folded: str) -> list[int]:
        """Return where in `folded` a name may begin; a text is searched once for all its paragraphs."""
        known = (m.end() - 1 for m in self._openings.finditer("\n" + lower(folded)))
        unknown = (m.start() for m in _unknown_heads().finditer(folded))
        # To look at the letter before is cheaper for what was found than for every letter of the text.
        return sorted(at for at in {*known, *unknown} if not folded[at - 1 : at].isalpha())

    def _at(self, folded: str, lowered: str, at: int, end: int) -> Iterator[Named]:
        best: tuple[int, _Spelling] | None = None
        for stop, spelling in self._names.walk(folded, lowered, at, end):
            if (best is None or stop > best[0]) and _is_name(folded, lowered, Span(at, stop), spelling):
                best = stop, spelling
        named = _committee(folded, at, end) if folded[at] in "UuỦủHh" else None
        if named and (best is None or named.at.end > best[0]):
            yield named
        elif best and best[1].named_by_place:
            yield _with_place(folded, Span(at, best[0]), best[1].agency, end)
        elif best and (whole := _whole_country(folded, Span(at, best[0]), best[1].agency, end)):
            yield whole
        elif best and (longer := _going_on(folded, at, best[0], end)):
            yield longer
        elif best:
            yield Named(Span(at, best[0]), best[1].agency)
            if best[1].family is not None:
                yield from _listed(folded, lowered, best[0], end, best[1].family)
        elif unknown := _unknown(folded, at, end):
            yield unknown


def _are_two(lowered: str, before: Named | None, named: Named) -> bool:
    """Whether a body right behind another is one of its own.

    It mostly is the one the other belongs to ("Văn phòng Tỉnh ủy", "Trung tâm … Sở Y tế"), but "Sở Nội vụ Sở Y tế"
    are two whose comma was lost.
    """
    if before is None or not before.agency.kind == named.agency.kind == "department":
        return False
    head = _WORD.match(lowered, named.at.start)
    return head is not None and lowered.startswith(head[0], before.at.start)


# Nearly all signs that are no letters, by their codes: to look for one of these is much faster than for a class.
_NO_LETTER = r"[\x00-@\[-`{-\xbf\xd7\xf7\u2000-\u2bff\u3000-\u303f\ufe00-\uff20]"


def _openings(names: Node[_Spelling], officials: Iterable[str]) -> re.Pattern[str]:
    """Return what finds, in lower case, the sign before what may be a known name: before its first two words."""
    openings: dict[str, set[str]] = defaultdict(set)
    for word, node in names.following[NOTHING].items():
        openings[word.lower()] |= {second.lower() for words in node.following.values() for second in words}
        if node.ends:
            openings[word.lower()].add("")
    rows = [[word for _, word in s] for b in ("Ủy ban nhân dân", "Hội đồng nhân dân") for s in spellings_of(b)]
    rows += [fold(official).split() for official in officials]
    for first, *rest in rows:
        openings[first.lower()].add(rest[0].lower() if rest else "")
    letters: dict[str, list[str]] = defaultdict(list)
    for first, seconds in openings.items():
        second = "|".join(map(re.escape, sorted(seconds)))
        behind = "" if "" in seconds else rf"[\W_]{{0,8}}(?:và\s+)?(?:{second})"
        letters[first[0]].append(rf"{first[1:]}(?![^\W\d_]){behind}")
    forms_of = "|".join(f"{letter}(?:{'|'.join(sorted(forms))})" for letter, forms in sorted(letters.items()))
    return re.compile(f"{_NO_LETTER}(?={forms_of})")


@functools.cache
def _unknown_heads() -> re.Pattern[str]:
    heads = one_of(fold(head) for head in read_yaml("agencies")["unknown"]["heads"])
    return re.compile(rf"{heads}(?=\s+[^\W\d_])")


_PLACE = regex.compile(r"(?:\s+\p{Lu}\p{Ll}*){1,4}")


def _with_place(folded: str, at: Span, agency: Agency, end: int) -> Named:
    """Return `agency`, named at `at`, with the place behind it in its name."""
    place = _PLACE.match(folded, at.end, end)
    if place is None:
        return Named(at, agency)
    name = f"{agency.name} {' '.join(place[0].split())}"
    return Named(Span(at.start, place.end()), replace(agency, name=name, short_name=None))


def _names_of(item: dict[str, Any]) -> Iterator[str]:
    yield item["name"]
    yield from item.get("also", ())


# A code whose hyphen stands between spaces: "12/KH - UBND".
_CODE_BEFORE = regex.compile(r"\d\s?/\s?\p{Lu}[\p{L}&]{1,6}\s?-\s{0,2}$")


def _is_in_code(folded: str, start: int, at: int) -> bool:
    """Whether the word at `at` stands in a document's code ("12/KH-UBND"), which mentions no body."""
    if "-" in folded[at - 3 : at] and _CODE_BEFORE.search(folded, max(start, at - 20), at):
        return True
    if at - 2 < start:
        return False
    before, mark = folded[at - 2], folded[at - 1]
    # "xã/Phòng Kinh tế" is no code, "92/TTr-UBND" is one
    return before.isalnum() if mark == "-" else mark == "/" and (before.isdigit() or before.isupper())


def _is_name(folded: str, lowered: str, at: Span, spelling: _Spelling) -> bool:
    """Whether what is printed at `at` is a name: with a capital, or of a kind that needs none, behind no word
    that makes it part of another ("cơ sở", "cán bộ")."""
    if spelling.agency.kind not in _LOWER_TOO and folded[at.start : at.end] == lowered[at.start : at.end]:
        return False
    if not spelling.not_after or not folded[at.start - 1 : at.start].isspace():
        return True
    return not lowered[max(0, at.start - 12) : at.start - 1].endswith(spelling.not_after)


_NEXT = re.compile(r"\s*(?:,|;|\bvà\b)\s*")


def _listed(folded: str, lowered: str, at: int, end: int, family: _Family) -> Iterator[Named]:
    """Yield the bodies listed after one whose head word they share: "các Sở: Tài chính, Y tế"."""
    while gap := _NEXT.match(folded, at, end):
        if gap.end() >= end or not (family.lower or folded[gap.end()].isupper()):
            return
        fields = family.fields.walk(folded, lowered, gap.end(), end)
        found = max(fields, key=lambda f: f[0], default=None)
        if found is None or _PLACE_KIND.match(folded, found[0], end):
            return
        yield Named(Span(gap.end(), found[0]), found[1].agency)
        at = found[0]


_PLACE_KIND = regex.compile(r"\s+(?:tỉnh|thành phố|huyện|xã|phường)\b", regex.IGNORECASE)


@functools.cache
def _committee_pattern() -> re.Pattern[str]:
    units = "|".join(
        r"\s+".join(regex.escape(word) for word in fold(u).split())
        for u in sorted((u for us in read_yaml("agencies")["units"].values() for u in us), key=len)[::-1]
    )
    unit = rf"(?:(?i:các|từng|mỗi)\s+)?(?i:{units})(?!\p{{L}})"
    place = r"(?:\s+\p{Lu}[\p{L}’']*(?:\s+\p{Lu}[\p{L}’']*){0,3})?"
    bodies = itertools.chain(spellings_of("Ủy ban nhân dân"), spellings_of("Hội đồng nhân dân"))
    body = "|".join(r"\s+".join(w if w.isupper() else f"(?i:{w})" for _, w in steps) for steps in bodies)
    return compile_plain(
        rf"(?<!\p{{L}})(?P<body>{body})(?!\p{{L}})"
        rf"(?P<units>(?:\s+(?i:các|tại các))?\s*{unit}{place}(?:\s*(?:,|/|\bvà\b)\s*{unit}{place})*)?",
    )


@functools.cache
def _unit_levels() -> dict[str, str]:
    return {key(u): level for level, units in read_yaml("agencies")["units"].items() for u in units}


_UNIT_PART = regex.compile(r"\s*(?:,|/|\bvà\b)\s*")


def _committee(folded: str, at: int, end: int) -> Named | None:
    """Return the people's committee or council named at `at`, its units in its name but no place."""
    match = _committee_pattern().match(folded, at, end)
    if match is None or not any(c.isupper() for c in match["body"]):
        return None
    return Named(Span(*match.span()), _committee_of(match["body"], match["units"] or ""))


@functools.lru_cache(maxsize=1 << 12)
def _committee_of(printed: str, of: str) -> Agency:
    """Return the committee or council that is printed so, of the units that are printed behind it."""
    council = printed[0] in "Hh"
    body = "Hội đồng nhân dân" if council else "Ủy ban nhân dân"
    units, levels = [], []
    for part in _UNIT_PART.split(of.strip()):
        words = part.split()
        level = None
        for size in range(min(4, len(words)), 0, -1):
            plain = [w for w in words[:size] if w.lower() not in ("các", "tại", "từng", "mỗi")]
            known = _unit_levels()
            level = known.get(key(" ".join(words[:size]))) or known.get(key(" ".join(plain)).rstrip("."))
            if level:
                units.append(" ".join(words[:size]).lower().replace("tp", "thành phố").removeprefix("tại "))
                levels.append(level)
                break
    units = list(dict.fromkeys(units))
    plain_name = f"{body} {', '.join(units)}".strip()
    collective = len(units) > 1 or any(u.startswith(("các ", "từng ", "mỗi ", "cấp ")) for u in units)
    level = levels[0] if len(set(levels)) == 1 and levels[0] != "unclear" else None
    short = "HĐND" if council else "UBND"
    return Agency(
        plain_name, f"{short} {', '.join(units)}".strip(), level, "assembly" if council else "committee", collective
    )


def _one_of(words: Iterable[str]) -> str:
    return one_of(fold(word) for word in words)


@functools.cache
def _unknown_patterns() -> tuple[regex.Pattern[str], ...]:
    rules = read_yaml("agencies")["unknown"]
    heads, stops, verbs = _one_of(rules["heads"]), _one_of(rules["stop"]), _one_of(rules["verbs"])
    ends = rf"(?i:{stops})(?!\p{{L}})"
    word = (
        rf"\s+(?:(?i:{_one_of(rules['compounds'])})(?!\p{{L}})"
        rf"|(?!{ends}|và\s+(?:{heads}|\p{{Ll}}|{ends}))\p{{L}}[\p{{L}}\d]*)"
    )
    # What is joined on is a word of two syllables: behind it a verb may follow.
    no_part = rf"(?i:{_one_of(rules['asides'])})(?!\p{{L}})|{heads}|{ends}"
    part = rf"(?!{no_part})\p{{Lu}}\p{{Ll}}+(?:\s+(?!{ends}|và\s)\p{{Ll}}+)?"
    joined = rf"(?:\s+-\s+{part}(?:\s+và\s+{part})?)"
    body = rf"(?<!\p{{L}})(?<!(?i:cơ|văn|ủy)\s)(?:{heads})(?=\s+\p{{Lu}}\p{{Ll}})(?:{word}){{1,9}}{joined}{{0,3}}"
    official = (
        rf"(?<!\p{{L}})(?i:{_one_of(rules['officials'])})(?:\s+(?!(?i:{verbs})(?!\p{{L}}))[\p{{L}}\d]+){{1,14}}"
    )
    return regex.compile(body), regex.compile(official)


@functools.cache
def _national() -> re.Pattern[str]:
    rules = read_yaml("agencies")
    units = _one_of(unit for units in rules["units"].values() for unit in units)
    return compile_plain(rf"\s+(?:{_one_of(rules['unknown']['national'])})(?!\p{{L}})(?!\s+(?i:{units})(?!\p{{L}}))")


def _whole_country(folded: str, at: Span, agency: Agency, end: int) -> Named | None:
    """Return the body of the whole country where that is said behind a name: "Hội Nông dân Việt Nam".

    The Front bears "Việt Nam" in its name at every level.
    """
    said = _national().match(folded, at.end, end)
    if said is None or agency.level is not None or agency.kind == "front":
        return None
    name = f"{agency.name} {' '.join(said[0].split())}"
    return Named(Span(at.start, said.end()), replace(agency, name=name, short_name=None, level="central"))


_HYPHEN = re.compile(r"\s+-\s")


def _going_on(folded: str, at: int, stop: int, end: int) -> Named | None:
    """Return the longer name that a known one only begins: "Trung tâm Truyền thông - Văn hóa - Thể thao"."""
    unknown = _unknown(folded, at, end) if _HYPHEN.match(folded, stop, end) else None
    return unknown if unknown and unknown.at.end > stop else None


def _unknown(folded: str, at: int, end: int) -> Named | None:
    """Return a body by its head word and capitalised name, where the rules do not know it."""
    for pattern in _unknown_patterns():
        if match := pattern.match(folded, at, end):
            name = " ".join(match[0].split())
            return Named(Span(*match.span()), Agency(name[0].upper() + name[1:]))
    return None


@functools.cache
def agency_names() -> AgencyNames:
    """Return the names of `rules/agencies.yaml`, compiled once."""
    return AgencyNames()
