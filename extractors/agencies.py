"""The agencies that a text names, and what each does where it is named."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from extractors.actors import outline
from extractors.agency_names import Named, agency_names
from extractors.assignments import duties
from extractors.component import Extractor
from extractors.duties import duty, is_list_gap
from extractors.facts import AgencyMention
from extractors.offsets import Span
from extractors.reading import Reading
from rules import read_yaml
from rules.letters import key

_LEVEL_WORDS = 40  # how far behind a name the kind of its place may stand


def find_agencies(reading: Reading) -> Iterator[AgencyMention]:
    """Yield the agencies named in `reading`: full name without place, level, and role at that place."""
    roles = {d.name_at: d.role for d in duties(reading) if d.name_at is not None}
    issuers: set[str] = set()
    reported: Named | None = None
    for named, recipient in _named(reading):
        role = roles.get(named.at)
        if role is None and recipient:
            role = "recipient"
        if role is None and _is_issuer(reading, named, issuers):
            role = "issuer"
        if role is None and (_is_reported_to(reading, named.at) or _is_listed_after(reading, reported, named)):
            role, reported = "report_to", named
        level = level_of(reading.folded, named)
        of_city = level is None and _is_of_city(reading.folded, named)
        document = reading.document_at(named.at.start) if of_city else None
        yield AgencyMention(
            at=named.at,
            inferred=("level",) if document and document.level else (),
            agency=named.agency.name,
            short_name=named.agency.short_name,
            level=document.level if document else level,
            kind=named.agency.kind,
            role=role or "mentioned",
        )


def _named(reading: Reading) -> Iterator[tuple[Named, bool]]:
    for line in outline(reading):
        yield from ((n, line.recipient) for n in line.named)
    for block in reading.unrepeated():
        if block.table is not None:
            yield from ((n, False) for n in agency_names().find(reading.folded, *block.at))


def _is_issuer(reading: Reading, named: Named, seen: set[str]) -> bool:
    """Whether this is where a document's issuer is first named."""
    document = reading.document_at(named.at.start)
    if document is None or document.issuer is None or f"{document.at}" in seen:
        return False
    if key(named.agency.name).split(",")[0] not in key(document.issuer):
        return False
    seen.add(f"{document.at}")
    return True


def _is_reported_to(reading: Reading, at: Span) -> bool:
    block = reading.block_at(at.start)
    start = max(block.at.start if block else 0, at.start - 110)
    before = reading.folded[start : at.start]
    told = duty("report").search(before)
    return told is not None and duty("no_report").search(before, told.start()) is None


def _is_listed_after(reading: Reading, reported: Named | None, named: Named) -> bool:
    """Whether a body stands in one list with one that is reported to: "báo cáo UBND tỉnh và Sở Y tế"."""
    if reported is None or not 0 <= named.at.start - reported.at.end < 60:
        return False
    gap = reading.text[reported.at.end : named.at.start]
    return "\n" not in gap and ";" not in gap and is_list_gap(reading.folded[reported.at.end : named.at.start])


def level_of(folded: str, named: Named) -> str | None:
    """Return the level of a body: what the rules say, or what follows its name ("Công an tỉnh")."""
    if named.agency.level is not None:
        return named.agency.level
    if not folded[named.at.end : named.at.end + 1].isspace():
        return None
    words = folded[named.at.end : named.at.end + _LEVEL_WORDS].lower().split()
    units = _units()
    return next((unit for n in (2, 1) if (unit := units.get(key(" ".join(words[:n]).strip(" ,;.:()"))))), None)


@functools.cache
def _units() -> dict[str, str]:
    """Return the level that a kind of unit has, where it has one only."""
    units = read_yaml("agencies")["units"].items()
    return {key(unit): level for level, names in units for unit in names if level != "unclear"}


def _is_of_city(folded: str, named: Named) -> bool:
    """Whether a body is a city's, whose level is that of the document: a city is a province or part of one."""
    behind = folded[named.at.end : named.at.end + _LEVEL_WORDS].lower()
    return behind.startswith((" thành phố", " tp")) or named.agency.name.endswith(" thành phố")


EXTRACTOR = Extractor("agency_mentions", AgencyMention, find_agencies)
