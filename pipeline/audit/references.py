"""References that cannot be right: two dates of one act, a wrong date, an act out of force or not yet issued."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from extractors.codes import issuer_of
from extractors.offsets import Span
from pipeline.audit.acts import Act, Key, key_of, known_acts
from pipeline.audit.days import issue_of, printed
from pipeline.audit.finding import Finding
from pipeline.audit.paper import Paper, span_of
from pipeline.audit.words import said
from pipeline.rows import Row
from rules.letters import fold, key

_DAY = regex.compile(r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# How far behind a number its date may stand.
_REACH = 90
# So many words has "Ủy ban nhân dân", which alone may be that of any level.
_BARE = 4
# So many acts dated after the document: its own date is what was misprinted or misread.
_MANY = 3


@dataclass(frozen=True, slots=True)
class _Mention:
    """One mention of an act with a date that is printed there; `row` is None for the document's own head."""

    code: str
    kind: str | None
    issued_on: date
    issuer: str
    row: Row | None


def dates_of_acts(paper: Paper) -> Iterator[Finding]:
    """Yield references whose date is wrong or not that of another reference to the same act, one each at most."""
    told: set[str] = set()
    seen: set[tuple[str | None, ...]] = set()
    documents = {d["doc_id"]: d for d in paper.documents}
    for row in _cited(paper):
        issued = issue_of(documents[row["doc_id"]], documents)
        finding = _against_rules(paper, row, issued) or _against_number(paper, row)
        if finding is not None:
            told.add(row["ref_id"])
            if (finding.kind, row["doc_id"], _name(row), finding.found) not in seen:
                seen.add((finding.kind, row["doc_id"], _name(row), finding.found))
                yield finding
    by_code: dict[Key, list[_Mention]] = defaultdict(list)
    for mention in _mentions(paper):
        if mention.row is None or mention.row["ref_id"] not in told:
            by_code[key_of(mention.code, mention.kind)].append(mention)
    for mentions in by_code.values():
        for row, finding in _two_dates(paper, mentions):
            told.add(row["ref_id"])
            yield finding
    yield from _not_yet_issued(paper, told)


def out_of_force(paper: Paper) -> Iterator[Finding]:
    """Yield acts that a document is based on and that were out of force when it was issued."""
    documents = {d["doc_id"]: d for d in paper.documents}
    for document in paper.documents:
        issued = issue_of(document, documents)
        seen: set[str] = set()
        for row in paper.of("legal_refs", document["doc_id"]) if issued else ():
            act = _act_of(row)
            if row["relation"] != "basis" or act is None or act.ended_on is None or act.code in seen:
                continue
            behind = fold(paper.text[row["span_end"] : row["span_end"] + _REACH])
            if issued and act.ended_on <= issued[0] and not said("told_as_ended").match(behind):
                seen.add(act.code)
                says = {"act": _name(row), "ended": printed(act.ended_on), "issued": printed(issued[0])}
                yield Finding("act_out_of_force", row["doc_id"], span_of(row), act.replaced_by, act.code, says)


def _cited(paper: Paper) -> Iterator[Row]:
    """Yield the references of all documents that print a whole date."""
    for document in paper.documents:
        for row in paper.of("legal_refs", document["doc_id"]):
            if row["issued_on"] is not None and "issued_on" not in (row["inferred"] or ()):
                yield row


def _mentions(paper: Paper) -> Iterator[_Mention]:
    for document in paper.documents:
        if document["code"] and document["issued_on"] and "issued_on" not in (document["inferred"] or ()):
            yield _Mention(
                document["code"], document["doc_type"], document["issued_on"], document["issuer"] or "", None
            )
    for row in _cited(paper):
        if row["code"]:
            yield _Mention(row["code"], row["ref_type"], row["issued_on"], row["issuer"] or "", row)


def _act_of(row: Row) -> Act | None:
    return known_acts().get(key_of(row["code"] or row["resolves_to"] or "", row["ref_type"]))


def _against_rules(paper: Paper, row: Row, issued: tuple[date, date] | None) -> Finding | None:
    """Return a finding where the rules know the act by another date; what is older than an act means another one."""
    act, day = _act_of(row), row["issued_on"]
    if act is None or day == act.issued_on or day in act.amended_on or not alike(act.code, day, act.issued_on):
        return None
    if (issued is not None and issued[1] < act.issued_on) or not _one_period(row["title"] or "", act.title):
        return None
    says = {"act": _name(row), "expected": printed(act.issued_on), "found": printed(day)}
    return Finding("wrong_act_date", row["doc_id"], _dated(paper, row), says["expected"], says["found"], says)


def _one_period(one: str, other: str) -> bool:
    """Say whether two titles can be one act's: those of two programmes of one name are of other years."""
    years, others = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    return not years or not others or not years.isdisjoint(others)


def _against_number(paper: Paper, row: Row) -> Finding | None:
    """Return a finding where the number of an act holds another year than its date."""
    if row["year"] is None or row["code"] is None or row["year"] == row["issued_on"].year:
        return None
    says = {"act": row["code"], "year": row["year"], "found": printed(row["issued_on"])}
    return Finding("year_against_number", row["doc_id"], _dated(paper, row), str(row["year"]), says["found"], says)


def _two_dates(paper: Paper, mentions: Sequence[_Mention]) -> Iterator[tuple[Row, Finding]]:
    """Yield, for each date of an act but the one most often given (the first of several), where it is given first."""
    counts = Counter(m.issued_on for m in mentions)
    if len(counts) < 2:
        return
    believed = max(counts, key=lambda day: counts[day])
    right = next(m for m in mentions if m.issued_on == believed)
    seen = {believed}
    for mention in mentions:
        if mention.row is None or mention.issued_on in seen or not _same_act(mention, right):
            continue
        seen.add(mention.issued_on)
        row = mention.row
        says = {"act": row["code"], "expected": printed(believed), "found": printed(mention.issued_on)}
        at = _dated(paper, row)
        yield row, Finding("two_dates_of_act", row["doc_id"], at, says["expected"], says["found"], says)


def _same_act(one: _Mention, other: _Mention) -> bool:
    """Say whether two mentions of one number with two dates can only mean one act."""
    if not alike(one.code, one.issued_on, other.issued_on):
        return False
    if is_central(one.code):
        return True
    shorter, longer = sorted((key(one.issuer), key(other.issuer)), key=len)
    return len(shorter.split()) > _BARE and longer.startswith(shorter)


def is_central(code: str) -> bool:
    """Say whether a body numbers for the whole country; others number alike in every province and commune."""
    body = issuer_of(regex.split(r"[-/]", code)[-1])
    return body is not None and body["level"] == "central"


def alike(code: str, one: date, other: date) -> bool:
    """Say whether two dates can be one act's: numbers begin anew every year, unless they hold the year."""
    holds_year = regex.search(r"/(?:19|20)\d\d/", code) is not None
    return holds_year or one.year == other.year or (one.day, one.month) == (other.day, other.month)


def _not_yet_issued(paper: Paper, told: set[str]) -> Iterator[Finding]:
    """Yield acts cited in a document that is older than they are."""
    documents = {d["doc_id"]: d for d in paper.documents}
    for document in paper.documents:
        issued = issue_of(document, documents)
        if issued is None:
            continue
        late: dict[Key, Row] = {}
        for row in paper.of("legal_refs", document["doc_id"]):
            if row["ref_id"] in told or row["relation"] in ("self", "attached_to") or not row["code"]:
                continue
            given = row["issued_on"] if "issued_on" not in (row["inferred"] or ()) else None
            if (given is not None and given > issued[1]) or (given is None and (row["year"] or 0) > issued[1].year):
                late.setdefault(key_of(row["code"], row["ref_type"]), row)
        for row in late.values() if len(late) < _MANY else ():
            found = printed(row["issued_on"]) if row["issued_on"] else str(row["year"])
            says = {"act": row["code"], "found": found, "issued": printed(issued[1])}
            yield Finding("act_not_yet_issued", row["doc_id"], _dated(paper, row), None, found, says)


def _name(row: Row) -> str:
    return str(row["code"] or row["resolves_to"])


def _dated(paper: Paper, row: Row) -> Span:
    """Return the place of a reference up to its date, where that follows."""
    at = span_of(row)
    day = row["issued_on"]
    for match in _DAY.finditer(paper.text, at.end, at.end + _REACH) if day else ():
        if tuple(map(int, match.groups())) == (day.day, day.month, day.year):
            return Span(at.start, match.end())
    return at
