"""Targets: quantified aims, and observed figures of the same kind, in running text."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.aims import COUNTED, LONGEST_LIST, Statement, cue, is_aimed, is_planned, role_of, statements
from extractors.clauses import Setting, clauses, sentences, settings, trim
from extractors.component import Extractor
from extractors.facts import Document, Target
from extractors.indicators import Indicator, match, match_worn, share_of
from extractors.offsets import Span
from extractors.quantities import Quantity
from extractors.reading import Reading
from extractors.target_places import is_in_part, place_in, place_of
from extractors.years import Years, mentions, years_above, years_of
from rules import read_yaml
from rules.needles import Sieve
from rules.plain import Match


def find_targets(reading: Reading) -> list[Target]:
    """Return the targets of the running text, in order."""
    found = []
    for st in statements(reading):
        if (role := role_of(st)) in ("target", "actual"):
            target = _target(reading, st, role)
            if not _is_make_up(st, target):
                found.append(target)
    found.extend(_zero_aims(reading))
    return sorted(found, key=lambda t: (t.value_at, t.at))


def _target(reading: Reading, st: Statement, role: str) -> Target:
    quantity = st.quantity
    basis, direction = move_of(st)
    per = _per(st, basis)
    when, inferred = _years(reading, st, per, role)
    subject = _subject(st)
    indicator = _indicator(st, subject)
    place = place_of(reading, st)
    clear = st.setting.kind == "targets" or is_aimed(st)
    return Target(
        at=st.clause,
        value_at=quantity.at,
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        unit=_unit(quantity),
        comparator=_comparator(st),
        basis=basis,
        direction=direction,
        per=per,
        indicator=indicator.id if indicator else None,
        indicator_text=subject.text or None,
        dimension=indicator.dimension if indicator else None,
        population=_population(st),
        place=place.name,
        place_code=place.code,
        in_part=is_in_part(st),
        kind="actual" if _is_over(reading, st, when, inferred) and not is_planned(st) else role,
        baseline_value=quantity.origin,
        baseline_year=quantity.origin_year
        or (when.baseline_year if basis == "change" or quantity.origin is not None else None),
        target_year=when.year,
        period_start=when.period_start,
        period_end=when.period_end,
        confidence="high" if clear and indicator else "medium" if clear or indicator else "low",
        inferred=(*inferred, *place.inferred),
    )


def _is_make_up(st: Statement, target: Target) -> bool:
    """Tell whether an observed count says only what a place is made up of: "huyện có 14 xã"."""
    counts_all = not st.low[st.quantity.whole.end : st.reach].strip(" .,;")
    if target.kind != "actual" or target.basis != "level" or (target.indicator is not None and not counts_all):
        return False
    return st.quantity.kind in ("places", "meetings") and cue("made_up_end").search(st.before) is not None


def _unit(quantity: Quantity) -> str:
    unit = quantity.unit or ""
    return "người" if unit == "người lao động" else unit


# How far in front of a percentage the verb may stand: "giảm tỷ lệ hộ nghèo cả huyện bình quân 1%/năm".
_VERB_REACH = 130


def move_of(st: Statement) -> tuple[str, str | None]:
    """Return basis (level or change) and direction of a statement, from the last verb before its value."""
    quantity = st.quantity
    if _is_surplus(st):
        return "change", "up"
    if quantity.moves_on:
        later = st.quantities[st.index + 1 : st.index + 2]
        return "level", ("down" if later[0].value_min < quantity.value_min else "up") if later else None
    if quantity.origin is not None:
        return "level", "down" if quantity.value_min < quantity.origin else "up"
    if quantity.unit in ("điểm phần trăm", "điểm %"):
        return "change", "down" if cue("change_down").search(st.before) else "up"
    if cue("is_cut").match(st.after):
        return "change", "down"
    if (whole := _whole_of(st)) is not None:
        return move_of(whole)
    if _goes_on(st):
        return move_of(replace(st, index=st.index - 1))
    before = st.before[-_VERB_REACH:]
    if cue("change_rate").search(before):
        return "change", "down"
    if cue("growth_end").search(before):
        return "change", "up"
    if cue("level_rate_end").search(before):
        return "level", None
    if cue("added_end").search(before):
        return "change", "down" if cue("change_down").search(before) else "up"
    for name, way in (("level_down", "down"), ("level_up", "up")):
        if (to := _last(cue(name), before)) and _near(before, to):
            return "level", way
    if cue("level_end").search(before) or cue("part_of").search(before):
        return "level", "up" if cue("raised_to_end").search(before) else None
    verbs = [
        (m, way) for name, way in (("change_down", "down"), ("change_up", "up")) if (m := _last(cue(name), before))
    ]
    if not verbs:
        return ("change", "down") if _is_listed_cut(st) else ("level", None)
    verb, way = max(verbs, key=lambda v: v[0].end())
    if _near(before, verb) or _governs(before, verb, quantity):
        return "change", way
    return ("change", "down") if _is_listed_cut(st) else ("level", None)


def _is_listed_cut(st: Statement) -> bool:
    """Tell whether a count stands in a list of what is to be cut: "giảm hộ nghèo: thôn A 9 hộ, thôn B 7 hộ"."""
    label, colon, _ = st.low[st.from_start(st.sentence) : st.quantity.whole.start].partition(":")
    cut = cue("change_down").search(label) if colon and st.quantity.kind in COUNTED else None
    return cut is not None and not cue("level_down").search(label)


def _is_surplus(st: Statement) -> bool:
    """Tell whether a percentage is by how much a plan is surpassed: "vượt 5% dự toán", not "vượt 95% kế hoạch"."""
    if (
        st.quantity.kind != "percent"
        or st.quantity.value_max >= _WHOLE
        or not st.low.startswith("vượt", st.quantity.whole.start)
    ):
        return False
    return cue("of_plan").match(st.after) is not None


def _goes_on(st: Statement) -> bool:
    """Tell whether the verb of the value before governs this one too: "giảm 5% số vụ, 10% số người chết"."""
    previous = st.previous
    if previous is None or st.index - 1 in st.passed or st.index > LONGEST_LIST:
        return False
    between = previous.whole.end, st.quantity.whole.start
    if previous.kind in COUNTED and st.quantity.kind in COUNTED:
        return cue("same_verb_count").fullmatch(st.low, *between) is not None
    if previous.kind != st.quantity.kind:
        return False
    if previous.per is not None and previous.per == st.quantity.per and cue("same_rate").fullmatch(st.low, *between):
        return True
    if previous.kind == "percent" and (st.quantity.value_max >= _WHOLE or cue("done_to").match(st.after)):
        return False
    return cue("same_verb").fullmatch(st.low, *between) is not None


def _comparator(st: Statement) -> str:
    """Return how the value is bounded: its own bound, else that of the value before whose verb governs both."""
    own, previous = st.quantity.comparator, st.previous
    if _is_surplus(st):
        return "eq"
    if own != "eq" or previous is None or previous.comparator not in ("ge", "gt", "approx") or not _goes_on(st):
        return own
    shared = st.quantity.unit == previous.unit and "trong đó" not in st.before
    return previous.comparator if shared else own


# A share from here on is no cut.
_WHOLE = 50


def _whole_of(st: Statement) -> Statement | None:
    """Return the statement of the count that a percentage in brackets repeats."""
    if st.quantity.kind != "percent" or st.previous is None or st.previous.kind in ("percent", "time", "structure"):
        return None
    between = st.low[st.previous.whole.end : st.quantity.whole.start]
    return replace(st, index=st.index - 1) if cue("same").fullmatch(between) else None


def _last(pattern: Sieve, text: str) -> Match | None:
    return next(iter(deque(pattern.finditer(text), maxlen=1)), None)


def _near(before: str, verb: Match) -> bool:
    return cue("fillers").fullmatch(before, verb.end()) is not None


def _governs(before: str, verb: Match, quantity: Quantity) -> bool:
    """Tell whether a verb further off governs a percentage or a rise in rank: only its object stands between."""
    between = before[verb.end() :]
    moves = (quantity.kind == "percent" and quantity.value_max < 100) or quantity.unit in ("bậc", "‰", "phần nghìn")
    return moves and not cue("object_ends").search(between)


def _per(st: Statement, basis: str) -> str | None:
    """Return the time by which a rate counts: beside the value, else "mỗi năm" in front of it or behind it."""
    quantity = st.quantity
    if quantity.per is not None:
        return quantity.per
    so_far = st.low[st.from_start(st.sentence) : quantity.whole.start]
    counted = basis == "change" or quantity.kind not in ("percent", "money")
    if counted and (opening := cue("opens_each").match(st.low, st.clause.start, st.quantity.whole.start)):
        return str(read_yaml("units")["per"][opening["time"]])
    for name, per in (("each_year", "year"), ("each_quarter", "quarter"), ("each_month", "month")):
        near = _last(cue(name), st.before)
        if near and not cue("some_year").search(st.before, near.end()):
            return per
        behind = cue(name).search(st.after) if counted else None
        if behind and not _APART.search(st.after, 0, behind.start()):
            return per
        if basis == "change" and cue(name).search(so_far) and not cue("by_year").search(so_far):
            return per
    return "year" if basis == "change" and cue("averaged").search(st.before) else None


_APART = regex.compile(r"[,(]")


def _years(reading: Reading, st: Statement, per: str | None, role: str) -> tuple[Years, tuple[str, ...]]:
    """Return the years of a statement and the names of the slots that were taken from elsewhere."""
    own = years_of(st.low, (st.from_start(st.sentence), st.sentence.end), st.clause.end, st.quantity.whole, st.reach)
    if (turn := _in_turn(st)) is not None:
        return Years(turn), ()
    if st.quantity.origin_year is not None and own.year == st.quantity.origin_year:
        own = own._replace(year=None)
    if st.quantity.moves_on:
        origin = st.quantities[st.index + 1].origin_year if st.index + 1 < len(st.quantities) else None
        return Years(origin), ()
    if own.year is not None or own.period_start is not None:
        return _by_end(own, per, role)
    outer = _said_before(st) if role == "actual" else Years()
    if outer.year is None:
        outer = years_above(st.setting.above)
    if outer.year is None and outer.period_start is None and role == "actual":
        outer = outer._replace(year=reading.once(_reported_years).get(st.block.at.start))
    if outer.year is None and per is None and role == "target":
        outer = outer._replace(year=outer.period_end)
    if outer.year is None and outer.period_start is None:
        outer = _document_years(reading.document_at(st.block.at.start))
    own = own._replace(year=outer.year, period_start=outer.period_start, period_end=outer.period_end)
    slots = (("target_year", own.year), ("period_start", own.period_start), ("period_end", own.period_end))
    return own, tuple(name for name, value in slots if value is not None)


def _in_turn(st: Statement) -> int | None:
    """Return the year of a value in a list that goes with one of years: "năm 2026, 2030 lần lượt đạt 55% và 70%"."""
    cut = st.low.rfind("lần lượt", st.from_start(st.sentence), st.quantity.whole.start)
    named = mentions(st.low, st.from_start(st.sentence), cut) if cut >= 0 else []
    years = [int(m[0]) for m in _A_YEAR.finditer(st.low, named[0][0], cut)] if named else []
    values = [i for i, q in enumerate(st.quantities) if q.at.start > cut and i not in st.passed]
    return years[values.index(st.index)] if len(years) == len(values) > 1 and st.index in values else None


_A_YEAR = regex.compile(r"(?<!\d)20\d\d(?!\d)")


def _by_end(own: Years, per: str | None, role: str) -> tuple[Years, tuple[str, ...]]:
    """Return the years with the end of a period as the year by which, where that is all that is stated."""
    if own.year is not None or per is not None or role != "target":
        return own, ()
    return own._replace(year=own.period_end), ("target_year",)


def _reported_years(reading: Reading) -> dict[int, int | None]:
    """Return, for each paragraph of a report, the year that those before it under the same heading named last."""
    years: dict[int, int | None] = {}
    heading: tuple[str, ...] | None = None
    last: int | None = None
    for block, setting in settings(reading):
        if setting.kind != "situation":
            heading = last = None
            continue
        if setting.above[-1:] != heading:
            heading, last = setting.above[-1:], None
        years[block.at.start] = last
        named = [year for _, year, is_base in mentions(reading.lowered, *block.at) if not is_base]
        last = named[-1] if named else last
    return years


def _said_before(st: Statement) -> Years:
    """Return the year that the sentences before in the paragraph name last."""
    named = [y for _, y, is_base in mentions(st.low, st.from_start(st.block.at), st.sentence.start) if not is_base]
    return Years(named[-1]) if named else Years()


def _is_over(reading: Reading, st: Statement, when: Years, inferred: tuple[str, ...]) -> bool:
    """Tell whether the year that a statement names lies before the year of its document."""
    document = reading.document_at(st.block.at.start)
    if document is None or when.year is None or "target_year" in inferred:
        return False
    issued = document.issued_on.year if document.issued_on else (document.issued_on_partial or "")[:4]
    return str(issued).isdecimal() and when.year < int(issued)


def _document_years(document: Document | None) -> Years:
    if document is None or document.period_start is None:
        return Years()
    if document.period_start == document.period_end:
        return Years(document.period_start)
    return Years(None, document.period_start, document.period_end)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is measured, in the clause's own words: the part in front of the value or the part behind it."""

    text: str
    near: str
    far: str
    joint: bool


# A word between a unit and what bounds the value behind it: "120 sản phẩm OCOP trở lên".
_WORD = regex.compile(r"\p{L}{2,40}(?<!trở)(?=\s+\p{L})")
_BEHIND = regex.compile(r"\s*[*_]*\s*(?:\p{L}|\()")


def _subject(st: Statement) -> _Subject:
    quantity = st.quantity
    behind = st.low[quantity.whole.end if quantity.kind == "percent" else quantity.at.end : st.reach]
    counts = quantity.kind != "percent" and _WORD.search(st.low, quantity.unit_end, quantity.whole.end)
    stands_last = not counts and bool(cue("not_behind").match(st.low[quantity.whole.end : st.reach]))
    front = cue("aim_words").sub("", cue("verb_words").sub("", _own_front(st))).rsplit(";", 1)[-1].strip(" ,:*_(-+#")
    behind = (
        (cue("next_own") if st.reach < st.clause.end else cue("next_aim"))
        .split(behind, maxsplit=1)[0]
        .strip(" ,.:*_)")
    )
    names = bool(cue("quantity_words").search(front)) and cue("verb_words").search(st.before) is not None
    ahead = bool(front) and (names or (stands_last and len(front.split()) >= 2) or not behind)
    if stands_last and (not front or (st.reach < st.clause.end and st.quantity.kind == "percent")):
        behind = ""
    near, far = (front, behind) if ahead else (behind, front)
    joint = cue("part_of").search(st.before) is not None or (quantity.kind != "percent" and not ahead and bool(front))
    return _Subject(_cut(near), near, far, joint)


_AND = regex.compile(r",|\svà\s")


def _own_front(st: Statement) -> str:
    """Return the words before the value without those that belong to the value before it."""
    front = st.before
    aims = _last(cue("aim_last"), front)
    if aims is not None:
        rest = front[aims.end() :]
        named_behind = not cue("not_behind").match(st.low, st.quantity.whole.end, st.reach)
        if named_behind or cue("verb_words").sub("", rest).strip():
            return rest
    if st.back == st.clause.start:
        return front
    if (opens := _last(cue("opens_name"), front)) is not None:
        return front[opens.end() :]
    last = _AND.split(front)[-1]
    return last if last != front and not cue("verb_words").sub("", " " + last).strip() else front


def _cut(text: str, limit: int = 160) -> str:
    text = " ".join(text.replace("*", "").replace("_", "").split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0]


# So many words tell what is measured; where they name no indicator, the rest of the sentence does not either.
_SAYS_ENOUGH = 4
# So many letters before a value are looked at once more for words of which a scan lost the marks.
_WORN_REACH = 120
# So few ("hộ, chiếm") tell nothing of what was counted.
_SAYS_LITTLE = 2
# So many words in front of a count are its verb: "hỗ trợ xây mới, sửa chữa".
_VERB_LENGTH = 6


def _counted(st: Statement, subject: _Subject) -> Statement | None:
    """Return the statement of the count before a percentage that says only which share it is."""
    if st.previous is None or st.index - 1 in st.passed or st.previous.kind == "money" or st.index > LONGEST_LIST:
        return None
    only = _whole_of(st) is not None or cue("only_share").fullmatch(f"{subject.near} {subject.far}") is not None
    return replace(st, index=st.index - 1) if only else None


def _indicator(st: Statement, subject: _Subject) -> Indicator | None:
    """Return the indicator that the words nearest to the value name, else those further off."""
    unit = "%" if st.quantity.unit in ("điểm phần trăm", "điểm %") else _unit(st.quantity)
    near, far = subject.near, subject.far
    if unit == "%" and (counted := _counted(st, subject)) is not None:
        of_count = _indicator(counted, _subject(counted))
        return share_of(of_count) if of_count is not None else None
    clause, sentence = st.around(st.clause), st.around(st.sentence)
    label = sentence.split(":", 1)[0] if ":" in sentence[:120] else ""
    tail = st.lead[: -len(st.before)] if st.before and st.lead.endswith(st.before) else ""
    weak = None
    whole = sentence if len(near.split()) < _SAYS_ENOUGH else ""
    verb = " ".join(far.split()[-_VERB_LENGTH:])
    texts = ["" if subject.joint else near, f"{verb} {near}", f"{far} {near}", f"{label} {near}", f"{tail} {near}"]
    if st.index and unit == "%":
        texts.insert(1, st.before)
    observed = st.quantity.kind != "percent" and not st.quantity.moves_on and role_of(st) == "actual"
    if not observed or len(near.split()) <= _SAYS_LITTLE:
        texts += [clause, whole, *(st.setting.above[:3] if len(near.split()) <= _SAYS_ENOUGH else ())]
    for text in texts:
        if weak is not None and text is clause:
            break
        found = match(text, unit) if text.strip() else None
        if found is not None and not found.vague:
            return found
        weak = weak or found
    return weak or match_worn(f"{far} {near}"[-_WORN_REACH:], unit)


def _population(st: Statement) -> str | None:
    """Return who or what a share is taken of, as printed in lower case: "hộ nghèo, hộ cận nghèo"."""
    if st.quantity.kind != "percent":
        return None
    after = st.low[st.quantity.whole.end : st.reach]
    if cue("not_behind").match(after) or not _BEHIND.match(after):
        return None
    stop = _population_end().search(after)
    words = _cut(after[: stop.start()] if stop else after, 120).strip(" ,.;:()")
    return words if words and len(words.split()) <= 24 else None


@functools.cache
def _population_end() -> regex.Pattern[str]:
    words = "|".join(regex.escape(w).replace(r"\ ", r"\s+") for w in read_yaml("targets")["population_ends"])
    return regex.compile(rf"(?<!mới)\s(?:{words})(?!\p{{L}})|[.;:(]|,\s*(?:giảm|tăng|đạt)")


# Settings in which "không còn …" aims at something.
_AIMING = ("targets", "tasks", "outputs", "other")


def _zero_aims(reading: Reading) -> Iterator[Target]:
    """Yield the aims that are stated without a number: "không còn hộ nghèo ở nhà tạm"."""
    low = reading.lowered
    for block, setting in settings(reading):
        said = "không" if setting.kind == "targets" else "không còn"
        if said not in low[block.at.start : block.at.end] or setting.kind not in _AIMING:
            continue
        for sentence in sentences(reading.folded, block.at.start, block.at.end):
            for clause in clauses(reading.folded, sentence):
                found = cue("zero").search(low[clause.start : clause.end])
                if found is not None:
                    yield _zero(reading, setting, sentence, clause, found)


def _zero(reading: Reading, setting: Setting, sentence: Span, clause: Span, found: Match) -> Target:
    low = reading.lowered
    place = place_in(reading, Span(clause.start, clause.start + found.start("unit")))
    text = low[clause.start : clause.end].split(",")[0]
    words = regex.search(r"không\s+(?:còn|có|để)", text)
    start = clause.start + (words.start() if words else 0)
    value = Span(start, clause.start + (words.end() if words else found.end()))
    own = years_of(low, sentence, clause.end, value, clause.end)
    outer = years_above(setting.above) if own.year is None else own
    indicator = match(text, found["unit"]) or match(low[clause.start : clause.end], found["unit"])
    return Target(
        at=trim(low, clause),
        value_at=value,
        value_min=0.0,
        value_max=0.0,
        unit=found["unit"],
        indicator=indicator.id if indicator else None,
        indicator_text=_cut(text),
        dimension=indicator.dimension if indicator else None,
        place=place.name,
        place_code=place.code,
        target_year=outer.year,
        confidence="low",
        inferred=(*(("target_year",) if own.year is None and outer.year is not None else ()), *place.inferred),
    )


EXTRACTOR = Extractor("targets", Target, find_targets)
