"""Figures of one sentence held against each other: parts and rates, sums and parts, changes and levels."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

import regex

from extractors.offsets import Span
from extractors.quantities import Quantity
from pipeline.audit.figure_words import pattern, said
from pipeline.audit.finding import Finding
from pipeline.audit.printed import Figure, read_figure, total, vietnamese
from pipeline.audit.reckoning import Reckoning, sum_in_words
from pipeline.audit.sentences import Sentence, end_of
from pipeline.audit.shares import Share, told

_FRACTION = regex.compile(r"(?P<part>\d[\d.,]*)\s?/\s?(?P<whole>\d[\d.,]*)")
_YEAR_AFTER = regex.compile(r"\s*+\(?\s*+(?:vào\s+)?(?:cuối\s+)?(?:năm\s+)?(\d{4})")
_FEW = 2
_BEYOND = 80
_HUNDRED = Decimal(100)


def is_rate(quantity: Quantity) -> bool:
    """Tell whether a number is a percentage."""
    return quantity.kind == "percent"


# --- a part and its rate ------------------------------------------------------------------------------------------


def rates(sentence: Sentence) -> Iterator[Reckoning]:
    """Yield the rates that counts give: "12/15 xã, chiếm 80%", "60 hộ, trong đó 15 hộ nghèo, chiếm 25%"."""
    for part, rate in zip(sentence.quantities, sentence.quantities[1:], strict=False):
        if not is_rate(rate) or is_rate(part) or rate.comparator != "eq" or rate.per or part.comparator != "eq":
            continue
        link = pattern("share_link").search(sentence.between(part, rate))
        figure = sentence.figure(rate)
        if rate.origin is not None or rate.moves_on or link is None or figure is None:
            continue
        fraction = _fraction(sentence, part, figure)
        share = fraction or _part(sentence, part, figure)
        sure = (fraction is not None or link["sure"]) and not said("of_else", sentence.after(rate))
        if share is None or (share.is_off and (not sure or _is_of_others(sentence, figure))):
            continue
        yield told("share_in_text", sentence.doc_id, share, None)


def _is_of_others(sentence: Sentence, rate: Figure) -> bool:
    """Tell whether other counts of a sentence give a rate than those it stands beside."""
    fractions = [share for q in sentence.quantities if (share := _fraction(sentence, q, rate)) is not None]
    plain = [f for q in sentence.quantities if not is_rate(q) and (f := sentence.figure(q)) is not None]
    pairs = ((a, b) for a, b in itertools.permutations(plain, 2) if a.unit == b.unit and b.value > 0)
    return any(not share.is_off for share in itertools.chain(fractions, (Share(rate, a, b) for a, b in pairs)))


def _fraction(sentence: Sentence, part: Quantity, rate: Figure) -> Share | None:
    match = _FRACTION.fullmatch(sentence.low, *part.at)
    if match is None or part.unit is None:
        return None
    some, every = (_plain(match[name], Span(*match.span(name)), part.unit) for name in ("part", "whole"))
    return Share(rate, some, every) if some and every and 0 < some.value <= every.value else None


def _plain(printed: str, at: Span, unit: str) -> Figure | None:
    """Return a figure whose last digits, behind a comma, are decimals, and whose dots part thousands."""
    groups = printed.partition(",")[0].split(".")
    if any(len(group) != len("000") for group in groups[1:]):
        return None
    return read_figure(printed, float(printed.replace(".", "").replace(",", ".")), at, unit)


def _part(sentence: Sentence, part: Quantity, rate: Figure) -> Share | None:
    """Return the share of a part in what stands before "trong đó", counted in the same unit."""
    some = sentence.figure(part)
    before = [q for q in sentence.quantities if end_of(q) <= part.whole.start]
    for whole in reversed(before):
        between = sentence.low[end_of(whole) : part.whole.start]
        if is_rate(whole) or whole.unit != part.unit or whole.comparator != "eq":
            continue
        every = sentence.figure(whole)
        if some is None or every is None or every.value < some.value:
            return None
        parting = list(pattern("part_word").finditer(between))
        share = Share(rate, some, every)
        inside = [q for q in before if q.at.start > end_of(whole)]
        # Of several parts each may be parted again: only the first is surely one of the whole.
        return share if len(parting) == 1 and (not share.is_off or not inside) else None
    return None


# --- a sum and its parts ------------------------------------------------------------------------------------------


def parts(sentence: Sentence) -> Iterator[Reckoning]:
    """Yield the sums of a sentence that divides them: "500 triệu đồng, gồm: … 300 triệu đồng, … 200 triệu đồng"."""
    found = [q for q in sentence.quantities if not is_rate(q)]
    for i, whole in enumerate(found[:-_FEW]):
        parting = list(pattern("part_word").finditer(sentence.between(whole, found[i + 1])))
        rest = found[i + 1 :]
        if len(parting) != 1 or whole.unit is None or "/" in whole.unit or whole.comparator != "eq":
            continue
        figures = [sentence.figure(q) for q in (whole, *rest) if q.comparator == "eq" and q.unit == whole.unit]
        known = [figure for figure in figures if figure is not None]
        if len(known) != len(rest) + 1:
            continue
        run = _run(known[0], known[1:])
        if run:
            yield _sum_told(sentence, known[0], run, holds=True)
        elif _is_closed(sentence, end_of(found[i + 1])) and all(q.unit != whole.unit for q in found[:i]):
            over = whole.kind == "money" and total(known[1:]) > known[0].value
            if over or parting[0]["all"]:
                yield _sum_told(sentence, known[0], known[1:], holds=False)
        return


def _run(whole: Figure, some: list[Figure]) -> list[Figure]:
    """Return those figures in a row that make up a whole, all of them if they do; a whole may be divided twice."""
    runs = [some[i:j] for i, j in itertools.combinations(range(len(some) + 1), 2) if j - i >= _FEW]
    runs.sort(key=len, reverse=True)
    return next((run for run in runs if _adds(whole, run)), [])


def _is_closed(sentence: Sentence, start: int) -> bool:
    """Tell whether the parts that begin at `start` are all there are: none in brackets, and no more behind."""
    words = sentence.low[start : sentence.at.end]
    beyond = sentence.low[sentence.at.end : sentence.at.end + _BEYOND]
    parted = said("part_word", words) or said("no_part", words) or "(" in words
    return not parted and not said("more_parts", words + beyond) and words.rstrip(" \n*_").endswith(".")


def _adds(whole: Figure, some: list[Figure]) -> bool:
    return abs(total(some) - whole.value) <= whole.slack + sum((p.slack for p in some), Decimal(0))


def _sum_told(sentence: Sentence, whole: Figure, some: list[Figure], holds: bool) -> Reckoning:
    decimals = max(figure.decimals for figure in (whole, *some))
    finding = Finding(
        "sum_in_text",
        sentence.doc_id,
        whole.at,
        expected=vietnamese(total(some), decimals),
        found=str(whole),
        says={"sum": sum_in_words(some, total(some), decimals)},
    )
    return Reckoning(finding, holds)


# --- a change and its levels --------------------------------------------------------------------------------------


def moves(sentence: Sentence) -> Iterator[Reckoning]:
    """Yield the changes of a sentence that also tells from where to where: "giảm 50 hộ, từ 118 hộ xuống 68 hộ"."""
    found = sentence.quantities
    for i, level in enumerate(found):
        if i == 0 or level.origin is None or not found[i - 1].moves_on or level.comparator != "eq":
            continue
        start, end = sentence.figure(found[i - 1]), sentence.figure(level)
        if start is None or end is None or found[i - 1].value_min != level.origin:
            continue
        if i > 1 and said("by_before", sentence.between(found[i - 2], found[i - 1])):
            yield from _change(sentence, found[i - 2], start, end, level)
        after = sentence.low[end_of(level) : found[i + 1].at.start] if i + 1 < len(found) else ""
        if said("by_after", after) and not said("of_else", sentence.after(found[i + 1])):
            yield from _change(sentence, found[i + 1], start, end, level)


def _change(sentence: Sentence, change: Quantity, start: Figure, end: Figure, level: Quantity) -> Iterator[Reckoning]:
    by = sentence.figure(change)
    lead = sentence.low[sentence.at.start : change.at.start]
    if by is None or change.moves_on or not said("change_word", lead):
        return
    if change.comparator not in ("eq", "ge", "gt"):
        return
    years = _years_between(sentence, level) if change.per == "year" else None if change.per else 1
    if not years:
        return
    apart = abs(start.value - end.value) / years
    slack = (start.slack + end.slack) / years
    points = change.unit == level.unit or (is_rate(level) and said("points", change.unit or ""))
    # "Giảm 10%" of a rate of 4% is a part of it; "giảm từ 1%" are points.
    part = is_rate(change) and (change.comparator == "eq" or not is_rate(level) or by.value >= start.value)
    relative = apart / start.value * _HUNDRED if part and start.value else None
    if not points and relative is None:
        return
    holds = (points and _fits(by, change.comparator, apart, slack)) or (
        relative is not None and _fits(by, change.comparator, relative, by.step / 2)
    )
    sign = "%" if is_rate(level) else ""
    comes_to = vietnamese(apart, max(start.decimals, end.decimals))
    higher, lower = (start, end) if start.value >= end.value else (end, start)
    way = f"{higher}{sign} - {lower}{sign}"
    way = way if years == 1 else f"({way}) / {years}"
    said_by = f"{by}{'%' if is_rate(change) else ''}"
    finding = Finding(
        "change_in_text",
        sentence.doc_id,
        change.at,
        expected=f"{comes_to}{sign}",
        found=said_by,
        says={"sum": f"{way} = {comes_to}{sign}"},
    )
    yield Reckoning(finding, holds)


def _years_between(sentence: Sentence, level: Quantity) -> int | None:
    """Return how many years lie between two levels, where both are dated."""
    after = _YEAR_AFTER.match(sentence.low, end_of(level))
    return int(after[1]) - level.origin_year if after and level.origin_year else None


def _fits(by: Figure, comparator: str, apart: Decimal, slack: Decimal) -> bool:
    if comparator == "eq":
        return abs(apart - by.value) <= slack + by.step / 2
    return apart + slack >= by.value
