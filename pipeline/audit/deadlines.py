"""Times that cannot be kept: before the day of issue, two for one duty, before what the duty rests on."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.audit.days import bounds, issue_of, printed
from pipeline.audit.finding import Finding
from pipeline.audit.paper import Paper, span_of
from pipeline.audit.words import said
from pipeline.rows import Row
from rules import compile_pattern, read_rules
from rules.letters import fold, key

# How far behind the words of what a duty builds on the duty itself may stand.
_NEAR = 90
_WORD = regex.compile(r"[^\S\n]*[\p{L}\d]")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage of work (`rules/workflow.yaml`)."""

    id: str
    names: dict[str, str]
    pattern: regex.Pattern[str]
    doing: regex.Pattern[str]
    rests_on: tuple[str, ...]


@functools.cache
def _stages() -> dict[str, _Stage]:
    return {
        rule.id: _Stage(
            id=rule.id,
            names=rule.data["name"],
            pattern=rule.patterns[0],
            doing=compile_pattern(rule.data["doing"], regex.IGNORECASE),
            rests_on=tuple(rule.data.get("rests_on", ())),
        )
        for rule in read_rules("workflow")
    }


def before_issue(paper: Paper) -> Iterator[Finding]:
    """Yield deadlines that had passed when the document was issued, but not what is told of the past."""
    documents = {d["doc_id"]: d for d in paper.documents}
    for document in paper.documents:
        issued = issue_of(document, documents)
        reviews = _reviews(paper, document["doc_id"])
        for row in paper.of("deadlines", document["doc_id"]) if issued else ():
            due = bounds(row["due_on"], row["due_on_partial"])
            if due is None or _is_inferred(row) or row["section_id"] in reviews:
                continue
            if issued and due[1] < issued[0] and _is_time_to_come(paper, row, due[1].year):
                says = {"issued": printed(issued[0])}
                yield Finding("deadline_before_issue", row["doc_id"], span_of(row), None, shown(row), says)


def two_for_one(paper: Paper) -> Iterator[Finding]:
    """Yield the second time set for a duty that is done once: targets of one kind handed out to the same bodies."""
    for document in paper.documents:
        first: dict[tuple[object, ...], Row] = {}
        for row in paper.of("deadlines", document["doc_id"]):
            duty = _handed_out(row)
            if duty is None or day_of(row) is None:
                continue
            other = first.setdefault(duty, row)
            if day_of(other) != day_of(row) and len(day_of(other) or "") == len(day_of(row) or ""):
                says = {"duty": f"giao {duty[0]}", "first": shown(other)}
                yield Finding("two_deadlines", row["doc_id"], span_of(row), shown(other), shown(row), says)


def before_its_base(paper: Paper) -> Iterator[Finding]:
    """Yield duties due before what they are said to build on, where the same bodies do both."""
    for document in paper.documents:
        rows = [r for r in paper.of("deadlines", document["doc_id"]) if day_of(r) is not None and not _is_inferred(r)]
        for row in rows:
            paragraph = _paragraph(paper, row)
            for stage, base, level in _builds_on(row, paragraph):
                later = next((r for r in rows if r is not row and _is_base_of(r, base, level, row)), None)
                if later is None:
                    continue
                says = {"stage_en": stage.names["en"], "stage_vi": stage.names["vi"]}
                says |= {"base_en": base.names["en"], "base_vi": base.names["vi"], "base_due": shown(later)}
                yield Finding("due_before_base", row["doc_id"], span_of(row), None, shown(row), says)
                break


def _is_time_to_come(paper: Paper, row: Row, year: int) -> bool:
    """Say whether a date ends its clause as the time of a duty, not of what was done or of the things meant."""
    task, quote = fold(row["task"] or ""), fold(row["quote"] or "")
    before, _, behind = task.partition(quote)
    if said("already").search(task) or regex.search(rf"(?i:năm)\s+{year}(?!\s*-)", before + behind):
        return False
    goes_on = _WORD.match(paper.text, row["span_end"]) is not None
    return not goes_on and said("qualifies").search(before) is None


def _handed_out(row: Row) -> tuple[object, ...] | None:
    """Return what is handed out to whom, for which years, or None for another duty."""
    task = fold(row["task"] or "")
    match = said("handing_out").search(task)
    if match is None or said("another_round").search(task):
        return None
    return key(match["object"]), key(match["whom"]), frozenset(_YEAR.findall(task, match.start())), row["recurrence"]


def _builds_on(row: Row, paragraph: str) -> Iterator[tuple[_Stage, _Stage, str]]:
    """Yield the stage of a duty, the stage that it says it builds on, and the level of the body that has to do it."""
    task = fold(row["task"] or "")
    body = said("body_of_level").search(paragraph)
    for stage in _stages().values() if body else ():
        if not stage.doing.search(task):
            continue
        for base in (_stages()[name] for name in stage.rests_on):
            for named in base.pattern.finditer(paragraph):
                ground = said("building_on").search(paragraph[: named.start()])
                behind = paragraph[named.end() : named.end() + _NEAR]
                if ground and body and body.start() < ground.start() and stage.pattern.search(behind):
                    yield stage, base, key(body["level"])


def _is_base_of(row: Row, base: _Stage, level: str, resting: Row) -> bool:
    """Say whether a deadline is that of the stage `base` for bodies of the level, and after that of `resting`."""
    task = fold(row["task"] or "")
    doing = base.doing.search(task)
    body = said("body_of_level").search(task)
    if doing is None or body is None or body.start() > doing.start() or key(body["level"]) != level:
        return False
    own, other = day_of(resting) or "", day_of(row) or ""
    return len(own) == len(other) and own < other


def day_of(row: Row) -> str | None:
    """Return a day that can be compared with others of its length: `2024-11-10`, or `11-10` of no certain year."""
    if row["due_on"] is not None:
        return str(row["due_on"])
    match = regex.fullmatch(r"--(\d\d-\d\d)", row["due_on_partial"] or "")
    return match[1] if match else None


def shown(row: Row) -> str:
    return " ".join((row["quote"] or "").split())


def _is_inferred(row: Row) -> bool:
    return not {"due_on", "due_on_partial"}.isdisjoint(row["inferred"] or ())


def _paragraph(paper: Paper, row: Row) -> str:
    start = paper.text.rfind("\n", 0, row["span_start"]) + 1
    end = paper.text.find("\n", row["span_end"])
    return fold(paper.text[start : end if end >= 0 else len(paper.text)])


def _reviews(paper: Paper, doc_id: str | None) -> set[str]:
    """Return the ids of the sections that tell of the past, with those inside them."""
    found: set[str] = set()
    for section in paper.of("sections", doc_id):
        if section["parent_section_id"] in found or said("review").search(fold(section["heading"] or "")):
            found.add(section["section_id"])
    return found
