"""By when something is due, and what is due again and again.

A date is a deadline by what stands before it ("xong trước", "chậm nhất", "hoàn thành trong"), by its label
("Thời gian hoàn thành: …") or by its column ("Thời hạn"). Years of targets, dates of documents and of events are
none. Patterns: `rules/deadlines.yaml`; dates: `extractors/dates.py`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.actors import Line, outline, text_of
from extractors.agency_names import agency_names
from extractors.assignments import duties, heading_of
from extractors.component import Extractor
from extractors.dates import PrintedDate, find_dates
from extractors.duties import Phrase, any_of, duty, is_list_gap, phrase_of
from extractors.duty_sentences import LEAD, sentences
from extractors.facts import Deadline
from extractors.offsets import Span
from extractors.reading import Block, Reading
from rules.letters import lower

_DIGIT = re.compile(r"\d")
_DAY = (re.compile(r"ngày\s+\d"), re.compile(r"\d\s?[/-]\s?\d"))  # quicker one by one

_RETURNING = ("ằng ", "àng ", "ỗi ")  # without these in it no sentence tells of work that returns
_REACH = 160  # how far before a date, in code points, the words that make it a deadline may begin


@functools.cache
def pattern(name: str) -> Phrase:
    """Return the pattern of the rule `name` of `rules/deadlines.yaml`. Raises KeyError for one that it has not."""
    return phrase_of("deadlines", name)


@dataclass(frozen=True, slots=True)
class Due:
    """A time by which something is due: where it stands, its date, and how it returns."""

    at: Span
    day: date | None = None
    partial: str | None = None
    recurrence: str | None = None
    sentence: Span | None = None


def find_deadlines(reading: Reading) -> Iterator[Deadline]:
    """Yield the deadlines and recurring duties of `reading`."""
    lines = outline(reading)
    leaders = _leaders(reading, lines)
    for index, line in enumerate(lines):
        if line.recipient:
            continue
        for due in in_paragraph(
            reading.folded, line.body, line.block.at.end, is_item=_is_item(line), charged=bool(line.actors)
        ):
            at_label = due.sentence is None
            task = _task_above(lines, line) if at_label else due.sentence
            agency = _agency(reading.folded, line, due) or (
                _leader_beside(leaders, index, line) if at_label else None
            )
            yield _deadline(reading, due, task, agency)
    yield from _in_tables(reading)


def _leaders(reading: Reading, lines: Sequence[Line]) -> dict[int, str]:
    """Return the first body that each label names as leader ("Đơn vị chủ trì: …"), by the place of its line."""
    out: dict[int, str] = {}
    for found in duties(reading):
        if found.line is not None and found.role == LEAD and found.agency and found.at == found.name_at:
            out.setdefault(found.line, found.agency.name)
    return out


def _leader_beside(leaders: dict[int, str], index: int, line: Line) -> str | None:
    """Return the leader that a label beside the line at `index` names: the last before it under its heading, or
    the one right behind it."""
    top = line.above[-1] if line.above else index - 6
    near = (*range(index - 1, top, -1), index + 1)
    return next((leaders[i] for i in near if i in leaders), None)


def _deadline(reading: Reading, due: Due, task: Span | None, agency: str | None) -> Deadline:
    return Deadline(
        at=due.at,
        due_on=due.day,
        due_on_partial=due.partial,
        recurrence=due.recurrence,
        task=text_of(reading, task) if task else None,
        agency=agency,
    )


def _is_item(line: Line) -> bool:
    """Whether a label in `line` speaks of one task rather than of the whole plan."""
    return line.rank is None or line.rank >= 7


def _task_above(lines: Sequence[Line], line: Line) -> Span | None:
    for index in reversed(line.above):
        if not lines[index].open:
            return Span(lines[index].body, lines[index].block.at.end)
    return None


def _agency(folded: str, line: Line, due: Due) -> str | None:
    """Return who is to meet the deadline: the body its sentence begins with, or that of the heading."""
    if due.sentence is not None:
        first = next((n for n in line.named if due.sentence.start <= n.at.start < due.sentence.end), None)
        mandate = duty("mandate").match(folded[due.sentence.start : due.sentence.end].lstrip())
        before = folded[due.sentence.start : first.at.start].strip() if first else ""
        if first and is_list_gap(before[mandate.end() :] if mandate else before):
            return first.agency.name
        if first and due.at.end < first.at.start and _opens(folded, due.sentence.start, due):
            behind = pattern("recurrence_behind").cut(folded[due.at.end : first.at.start])
            if is_list_gap(behind):  # "Trước ngày 20/12 hằng năm, Sở Y tế lập danh sách"
                return first.agency.name
    return line.actors[0].name if line.actors else None


def _tells_time(low: str, start: int, end: int) -> bool:
    """Whether `low[start:end]` has a digit, or a word without which no time is told."""
    if _DIGIT.search(low, start, end):
        return True
    return low.find("năm", start, end) >= 0 or low.find("quý", start, end) >= 0 or low.find("tháng", start, end) >= 0


def _opens(folded: str, start: int, due: Due) -> bool:
    return not folded[start : due.at.start].strip(" *_-")


def in_paragraph(folded: str, start: int, end: int, *, is_item: bool = True, charged: bool = False) -> Iterator[Due]:
    """Yield what is due in a paragraph.

    `is_item`: a bare year behind a label counts (it is no plan's period); `charged`: a body is charged with what
    the paragraph tells.
    """
    if not _tells_time(lower(folded), start, end):
        return
    for name in ("label", "bare_label") if folded.find(":", start, end) >= 0 else ():
        label = pattern(name).search(folded, start, end)
        if label and not folded[start : label.start()].strip(" *_-+•(["):
            found = list(_labelled(folded, label.end(), end, is_item))
            if name == "bare_label":
                found = [due for due in found if due.day is None and due.partial and not due.partial.startswith("--")]
            yield from found
            if found:
                return
    for at in sentences(folded, start, end):
        if not _tells_time(lower(folded), *at):
            continue
        said = folded[at.start : at.end].lstrip(" *_")
        label = pattern("label").match(said) if at.start > start else None
        if label:  # "… theo quy định. Thời gian hoàn thành: Quý II/2026"
            yield from _labelled(folded, at.end - len(said) + label.end(), at.end, is_item)
            continue
        dues = list(_in_sentence(folded, at, charged=charged))
        yield from dues or _recurring(folded, at)


# Sentences


def _in_sentence(folded: str, at: Span, *, charged: bool = False) -> Iterator[Due]:
    """Yield what is due in a sentence, each time with the second day that stands beside it."""
    found = list(_first_due(folded, at, charged))
    yield from found
    for due in found:
        other = pattern("another_day").match(folded[due.at.end : at.end])
        if not other or not due.partial or not due.partial.startswith("--"):
            continue
        day = Span(due.at.end + other.start("at"), due.at.end + other.end("at"))
        if not any(d.at.start <= day.start < d.at.end for d in found):
            partial = f"--{int(other['month']):02}-{int(other['day']):02}"
            behind = _recurrences(folded[day.end : min(at.end, day.end + 12)])
            yield Due(day, None, partial, behind[0][0] if behind else due.recurrence, at)


def _first_due(folded: str, at: Span, charged: bool) -> Iterator[Due]:
    taken: list[Span] = []
    lowered = lower(folded)
    has_day = any(day.search(lowered, *at) for day in _DAY)
    for match in pattern("day_of_month").finditer(folded, *at) if has_day else ():
        taken.append(Span(*match.span()))
        monthly = match["quarter"] is None
        returns = "monthly" if monthly else "quarterly"
        yield Due(Span(*match.span()), None, f"---{int(match['day']):02}", returns, at)
    for match in pattern("bare_day").finditer(folded, *at) if has_day else ():
        taken.append(Span(*match.span()))
        partial = f"--{int(match['month']):02}-{int(match['day']):02}"
        behind = _recurrences(folded[match.end() : min(at.end, match.end() + 12)])
        yield Due(Span(*match.span()), None, partial, behind[0][0] if behind else None, at)
    last: PrintedDate | None = None
    for printed in find_dates(folded, *at) if _may_be_due(folded, at, charged) else ():
        if any(t.start <= printed.at.start < t.end for t in taken):
            continue
        begin = _trigger(folded, at, printed, charged)
        if begin is None and last is not None and pattern("also_due").match(folded[last.at.end : printed.at.start]):
            begin = printed.at.start if _is_day(printed) else None
        if begin is None:
            last = None
            continue
        last = printed
        recurrence = _recurrence(folded, at, printed)
        yield Due(Span(begin, printed.at.end), printed.day, printed.partial, recurrence, at)


def _may_be_due(folded: str, at: Span, charged: bool) -> bool:
    """Whether a sentence has any word without which none of its dates is due."""
    return charged or any_of("deadlines", "sign", "work").stands_in(folded, *at)


def _trigger(folded: str, sentence: Span, printed: PrintedDate, charged: bool) -> int | None:
    """Return where the words begin that make a date a deadline, or None."""
    floor = max(sentence.start, printed.at.start - _REACH)
    before = folded[floor : printed.at.start]
    if pattern("not_due").search(before):
        return None
    for name in _triggers(folded, sentence, printed, charged):
        match = pattern(name).search(before)
        if match:
            return floor + match.start("at")
    return printed.at.start if _is_day_of_sending(folded, sentence, printed, before) else None


def _triggers(folded: str, sentence: Span, printed: PrintedDate, charged: bool) -> Iterator[str]:
    """Yield the rules that may make a date a deadline: fewer for a year, which is often that of an aim."""
    behind = folded[printed.at.end : sentence.end]
    leads = duty("lead_verb").stands_in(folded, *sentence)
    last = bool(printed.year) and not behind.strip(" .;,)")
    if _is_year(printed):
        yield "before_year_done"
        if not pattern("aim_behind").match(behind):
            yield from ("before_finished", "before_year_limit", "before_year_work_done")
            if last and leads:
                yield "before_year_of_duty"
        return
    yield from ("before_limit", "before_term", "before_done", "before_year_done", "before_finished")
    if not _is_day(printed):
        yield "before_act"
        if last and (leads or _is_work(folded, sentence, printed, charged)):
            yield "before_end_of_duty"
    if pattern("then_done").match(behind):
        yield "reaching"


def _is_work(folded: str, sentence: Span, printed: PrintedDate, charged: bool) -> bool:
    """Whether what stands before a date is work to be done then, not a count or an account of what was done."""
    before = folded[sentence.start : printed.at.start].rstrip()
    if pattern("told_of_past").search(pattern("before_end_of_duty").cut(before)):
        return False
    return charged or (before.endswith("trong") and bool(pattern("work").search(before)))


def _is_day_of_sending(folded: str, sentence: Span, printed: PrintedDate, before: str) -> bool:
    """Whether a day of every year is the one on which a paper is to be sent: "ngày 15/12 hằng năm gửi báo cáo"."""
    if printed.year is not None or not _is_day(printed) or pattern("counted").search(before):
        return False
    behind = folded[printed.at.end : min(sentence.end, printed.at.end + 12)]
    return bool(_recurrences(behind)) and pattern("sending").stands_in(folded, *sentence)


def _is_year(printed: PrintedDate) -> bool:
    return printed.partial is not None and printed.partial.isdecimal()


def _is_day(printed: PrintedDate) -> bool:
    return printed.day is not None or bool(
        printed.partial and printed.partial.startswith("--") and printed.partial.count("-") == 3
    )


def _recurrence(folded: str, sentence: Span, printed: PrintedDate) -> str | None:
    """Return how a dated duty returns: what stands right behind the date, or before it in its sentence."""
    if printed.year is not None:
        return None
    behind = _recurrences(folded[printed.at.start : min(sentence.end, printed.at.end + 16)])
    if behind:
        return behind[0][0]
    before = folded[sentence.start : printed.at.start]
    near = [
        name
        for name, at in _recurrences(before)
        if at.end > len(before) - 30 or at.start < 10 or before[: at.end].lower().rfind("định kỳ") >= at.start - 10
    ]
    return near[-1] if near else None


def _recurrences(text: str) -> list[tuple[str, Span]]:
    out = []
    for name in ("yearly", "half_yearly", "quarterly", "monthly"):
        out += [(name, Span(*m.span())) for m in pattern(name).finditer(text)]
    return sorted(out, key=lambda r: r[1])


def _recurring(folded: str, sentence: Span) -> Iterator[Due]:
    """Yield the duties of a sentence that return without a date."""
    text = folded[sentence.start : sentence.end]
    said = pattern("recurring_duty").search(text) or (
        any(word in text for word in _RETURNING) and pattern("recurring_work").search(text)
    )
    if not said:
        return
    seen = set()
    for name, at in _recurrences(text):
        if name not in seen:
            seen.add(name)
            yield Due(Span(sentence.start + at.start, sentence.start + at.end), recurrence=name, sentence=sentence)


# Labels and columns


def _labelled(folded: str, start: int, end: int, is_item: bool) -> Iterator[Due]:
    """Yield the times behind a label or in a cell: of a stretch of time its end, else each."""
    stop = next((at.end for at in sentences(folded, start, end)), end)
    dates = [d for d in find_dates(folded, start, stop) if not _is_aside(folded, start, d)]
    for place, printed in enumerate(dates):
        before = folded[dates[place - 1].at.end if place else start : printed.at.start]
        behind = folded[printed.at.end : dates[place + 1].at.start] if place + 1 < len(dates) else ""
        if place + 1 < len(dates) and pattern("until").match(behind):
            continue
        if place == 0 and pattern("start_only").search(before):
            continue
        if _is_year(printed) and not (is_item and (place == 0 or pattern("until").match(before))):
            continue
        yield _ending(folded, start, printed)
    if not dates:
        for name, at in _recurrences(folded[start:stop])[:1]:
            yield Due(Span(start + at.start, start + at.end), recurrence=name)


def _is_aside(folded: str, start: int, printed: PrintedDate) -> bool:
    """Whether a date stands in brackets, or in the code of a document."""
    before = folded[start : printed.at.start]
    return before.count("(") > before.count(")") and bool(before.split("(")[0].strip())


def _ending(folded: str, start: int, printed: PrintedDate) -> Due:
    """Return the due date of a printed one: "đến hết năm 2030" is its last day."""
    before = folded[start : printed.at.start]
    whole = pattern("end_of").search(before)
    begin = start + whole.start() if whole else printed.at.start
    if whole and _is_year(printed) and printed.year:
        return Due(Span(begin, printed.at.end), date(printed.year, 12, 31))
    found = _recurrences(folded[printed.at.start : printed.at.end + 16]) if printed.year is None else []
    recurrence = found[0][0] if found else None
    return Due(Span(begin, printed.at.end), printed.day, printed.partial, recurrence)


def _in_tables(reading: Reading) -> Iterator[Deadline]:
    tables: dict[int, list[Block]] = {}
    for block in reading.unrepeated():
        if block.table is not None:
            tables.setdefault(block.table, []).append(block)
    for cells in tables.values():
        yield from _in_table(reading, cells)


def _in_table(reading: Reading, cells: Sequence[Block]) -> Iterator[Deadline]:
    folded = reading.folded
    top = min(c.row for c in cells)
    heads = [c for c in cells if c.row <= top + 3]
    times = {c.col: c.row for c in heads if pattern("column").search(heading_of(folded, c))}
    leads = {c.col for c in heads if duty("lead_column").search(heading_of(folded, c))}
    bodies = leads | {c.col for c in heads if duty("partner_column").search(heading_of(folded, c))}
    rows: dict[int, list[Block]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    if not leads:  # a column of times beside no column of bodies may be that of meetings
        times = {
            col: row
            for col, row in times.items()
            if not any(pattern("bare_column").search(heading_of(folded, c)) for c in heads if c.col == col)
        }
    for cell in cells:
        if cell.col in times:
            if cell.row <= times[cell.col]:
                continue
            row = [c for c in rows[cell.row] if c.col not in times]
            task = max((c.at for c in row if c.col not in bodies), key=lambda at: at.end - at.start, default=None)
            agency = next(
                (n.agency.name for c in row if c.col in leads for n in agency_names().find(folded, *c.at)), None
            )
            for due in _labelled(folded, *cell.at, True):
                yield _deadline(reading, due, task, agency)
        elif _tells_time(reading.lowered, *cell.at):
            for at in sentences(folded, *cell.at):
                for due in _in_sentence(folded, at):
                    yield _deadline(reading, due, at, None)


EXTRACTOR = Extractor("deadlines", Deadline, find_deadlines)
