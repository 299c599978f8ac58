"""Numbers of documents: found in text with all their noise, and brought to one form.

The families of numbers are those of `rules/doctypes.yaml`; the bodies are those of `rules/issuers.yaml`.
A code without stray spaces, with `Đ` and with its hyphens is *canonical*: `02/2022/QĐ- TTg` is `02/2022/QĐ-TTg`,
`93/KHUBND` is `93/KH-UBND`, `11/NQ-TU` is `11-NQ/TU`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from extractors.offsets import Span
from extractors.phrases import phrase
from rules import read_yaml
from rules.letters import fold


@dataclass(frozen=True, slots=True)
class Code:
    """A number of a document and where it stands.

    `doc_type` is the code of its type (`QĐ`; `CV` for a letter, None for the National Assembly, whose type stands
    outside the number); `bodies` are the parts after it (`("UBND",)`, `("BGDĐT", "BTC")`).
    """

    at: Span
    number: str
    year: int | None
    doc_type: str | None
    bodies: tuple[str, ...]
    canonical: str

    @property
    def symbol(self) -> str:
        """The code without its number: `QĐ-UBND`, `2022/QĐ-TTg`, `NQ/TU`."""
        return self.canonical[len(self.number) + 1 :]


_ABBREVIATION = (
    r"(?:[CT]tr(?![\p{L}\d])|\p{Lu}[\p{Lu}\d]*+(?:\p{Ll}{1,2}+\p{Lu}[\p{Lu}\d]*+)*(?:g|r)?"
    r"(?:(?![\p{L}\d])|(?=ngày|của|năm|về|V/v)))"
)
_SEGMENT = rf"{_ABBREVIATION}(?:[&.]{_ABBREVIATION})*"
# Nothing of another number may touch a number from the left; a word may, where the space was lost ("số12/QĐ-UBND").
_NUMBER = r"(?:(?<![\p{L}\d/&]|[\d\p{L}][.,:]|\d\s?-|\p{L}-|/\s)|(?<=[Ss]ố))(?P<number>\d{1,6}(?:\p{L}(?=[\s/-]))?)"
_JOINT = r"\s{0,3}[/-]\s{0,3}"
# A hyphen that became a space, or a dot, before a body that is known ("90/QĐ TTg", "12/QĐ.UBND").
_LOST = r"\s{1,2}(?=(?:UBND|HĐND|TTg|CP|TW|TU|ĐU)(?![\p{L}\d]))|\.(?=(?:UBND|UB|HĐND|TTg|CP)(?![\p{L}\d]))"
# The unit that a letter comes from may be short: "15/UBND-Ktn".
_UNIT = r"(?<=-)\p{Lu}[a-z]{1,3}\d?(?![\p{L}\d])"
_CODE = regex.compile(
    rf"{_NUMBER}(?P<joint>{_JOINT})(?:(?P<year>(?:19|20)\d\d)(?:\s{{0,3}}/\s{{0,3}}|-))?"
    rf"(?P<segment>{_SEGMENT})(?:(?P<joint>{_JOINT}|{_LOST})(?P<segment>{_SEGMENT}|{_UNIT})){{0,5}}"
)
# To look only where a number and a joint stand is much faster.
_MAY_BE_CODE = re.compile(r"\d{1,6}[^\W\d_]?\s{0,3}[/-]")
_ASSEMBLY = regex.compile(r"(QH|UBTVQH)(\d{0,2})")
_TERM = regex.compile(r"(HĐND|HDND|UBND|QH|UBTVQH)(\d{1,2})")
_LETTERS_BODY = regex.compile(r"(?:[BSPCTV]|UB|HĐ|BC|VP)[\p{Lu}&]{2,}")


@functools.cache
def types_by_code() -> dict[str, dict[str, Any]]:
    """Return the types of documents by their codes, wrong ways of printing them among these."""
    types: list[dict[str, Any]] = read_yaml("doctypes")["types"]
    return {code: item for item in types for code in [*item.get("codes", []), item["code"]]}


@functools.cache
def issuers_by_code() -> dict[str, dict[str, Any]]:
    """Return the bodies by their codes, misprints among these."""
    issuers: list[dict[str, Any]] = read_yaml("issuers")["issuers"]
    return {code: item for item in issuers for code in item["codes"] + item.get("misprints", [])}


@functools.cache
def _types_by_capitals() -> dict[str, str]:
    """Types by their code in capitals, where that is no other type's code: for headings in capitals."""
    codes = types_by_code()
    return {c.upper(): item["code"] for c, item in codes.items() if c.upper() == c or c.upper() not in codes}


def type_of(segment: str) -> str | None:
    """Return the type that a part of a number names: `QD` is `QĐ`, `CTR` is `CTr`, `XYZ` is None.

    >>> type_of("ND"), type_of("QyĐ"), type_of("UBND")
    ('NĐ', 'QyĐ', None)
    """
    found = types_by_code().get(segment)
    return found["code"] if found else _types_by_capitals().get(segment)


def body_of(segment: str) -> str:
    """Return the right code of a body: `HDND` is `HĐND`, `TTG` is `TTg`; an unknown one stays as it is."""
    term = _TERM.fullmatch(segment)
    name, number = (term[1], term[2]) if term else (segment, "")
    item = issuers_by_code().get(name)
    return (item["codes"][0] if item and name not in item["codes"] else name) + number


def issuer_of(body: str) -> dict[str, Any] | None:
    """Return what `rules/issuers.yaml` says of a body, its term (`HĐND17`) left aside."""
    return issuers_by_code().get(body.rstrip("0123456789") or body)


def find_codes(folded: str, start: int = 0, end: int | None = None) -> Iterator[Code]:
    """Yield the numbers of documents in `folded[start:end]` (text folded by `rules.letters.fold`) in their order."""
    end = len(folded) if end is None else end
    at = start
    for number in _MAY_BE_CODE.finditer(folded, start, end):
        match = _CODE.match(folded, number.start(), end) if number.start() >= at else None
        code = _read(folded, match, start) if match else None
        if code is not None:
            yield code
            at = code.at.end


def parse_code(text: str) -> Code | None:
    """Return the number that `text` holds, or None. Its place is that in `text`.

    >>> parse_code("432 /QĐ-UBND").canonical
    '432/QĐ-UBND'
    """
    folded = fold(text)
    match = _CODE.search(folded)
    return _read(folded, match, 0, cued=True) if match else None


def _read(folded: str, match: regex.Match[str], start: int, cued: bool = False) -> Code | None:
    before = folded[max(start, match.start() - 30) : match.start()]
    if phrase("before_form_number").search(before):
        return None
    joints, segments = match.captures("joint"), match.captures("segment")
    if "-" in joints[0] and (len(match["number"]) > 3 if match["year"] else type_of(segments[0]) is None):
        return None
    kept = _kept(folded, match)
    segments = segments[:kept]
    cued = cued or bool(phrase("before_any_number").search(before))
    year = int(match["year"]) if match["year"] else None
    found = _classify(match["number"], year, segments, joints, cued)
    if found is None:
        return None
    doc_type, bodies, canonical = found
    return Code(
        Span(match.start("number"), match.ends("segment")[kept - 1]),
        match["number"],
        year,
        doc_type,
        bodies,
        canonical,
    )


def _ends_at(folded: str, position: int) -> bool:
    return phrase("behind_whole_number").match(folded[position : position + 12]) is not None


def _kept(folded: str, match: regex.Match[str]) -> int:
    """Return how many parts belong to the number: a loose hyphen after a whole number begins something else."""
    joints, segments = match.captures("joint"), match.captures("segment")
    for i in range(1, len(segments)):
        joint = joints[i]
        loose = joint[0].isspace() and joint[-1].isspace()
        letter = type_of(segments[0]) is None
        if loose and (i > 1 or letter) and not (letter and _ends_at(folded, match.ends("segment")[i])):
            return i
        abbreviation = sum(c.isupper() for c in segments[i]) > 1 or segments[i] in issuers_by_code()
        if not abbreviation and (joint != "-" or (i == 1 and not letter)):
            return i
    return len(segments)


_Form = tuple[str | None, tuple[str, ...], str]


def _classify(number: str, year: int | None, segments: list[str], joints: list[str], cued: bool) -> _Form | None:
    """Return type, bodies and canonical form, or None where the parts are no number of a document."""
    head = f"{number}/{year}" if year else number
    assembly = _ASSEMBLY.fullmatch(segments[0])
    if assembly and year:
        return None, (segments[0],), f"{head}/{segments[0]}"
    doc_type, bodies = _split(segments)
    if doc_type is None:
        return _letter(number, year, bodies, cued)
    if not bodies:
        return (doc_type, (), f"{head}/{doc_type}") if cued and len(segments[0]) > 1 else None
    kind = (issuer_of(bodies[0]) or {"kind": "mixed"})["kind"]
    party = kind == "party" or (kind == "mixed" and "-" in joints[0])
    if party and not year and len(bodies) == 1:
        return doc_type, bodies, f"{number}-{doc_type}/{bodies[0]}"
    return doc_type, bodies, f"{head}/{doc_type}-{'-'.join(bodies)}"


def _split(segments: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the type and the bodies, a lost hyphen (`KHUBND`) put back."""
    bodies = tuple(body_of(s) for s in segments[1:])
    first, _, rest = segments[0].partition(".")
    if rest and type_of(first) and issuer_of(body_of(rest)):
        segments, bodies = [first, rest], (body_of(rest), *bodies)
    doc_type = type_of(segments[0])
    if doc_type is None and segments[0] not in issuers_by_code():
        for cut in range(len(segments[0]) - 1, 1, -1):
            joined, rest = type_of(segments[0][:cut]), body_of(segments[0][cut:])
            if joined and issuer_of(rest):
                return joined, (rest, *bodies)
    return doc_type, (bodies if doc_type else (body_of(segments[0]), *bodies))


def _letter(number: str, year: int | None, bodies: tuple[str, ...], cued: bool) -> _Form | None:
    """Return the form of a letter (công văn): `15/UBND-VP`. Without a cue it must be whole and its body known."""
    known = issuer_of(bodies[0]) is not None or _LETTERS_BODY.fullmatch(bodies[0]) is not None
    if year or not (cued or (known and len(bodies) > 1)) or sum(c.isupper() for c in bodies[0]) < 2:
        return None
    return "CV", bodies, f"{number}/{'-'.join(bodies)}"
