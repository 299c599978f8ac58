"""What a number is there for: an aim, an observed figure, a condition, a share of money, or something else."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.clauses import Setting, clauses, sentences, settings
from extractors.offsets import Span
from extractors.quantities import COUNTABLE, Quantity, quantities_of
from extractors.reading import Block, Reading
from rules import read_yaml
from rules.needles import Sieve
from rules.plain import compile_quick

# How far from a value its words may stand. Only text without full stops, such as the wreck of a table, goes further.
_NEAR, _FAR = 800, 1600
LONGEST_LIST = 40


@dataclass(frozen=True)
class Statement:
    """A quantity in its clause: `index` is its place among the `quantities` of the clause.

    `passed` are the places of those that do not part statements: ages, numbers of articles, conditions.
    The stretches of words around it are asked for by many cues, and cut out once.
    """

    low: str
    block: Block
    setting: Setting
    sentence: Span
    clause: Span
    quantities: tuple[Quantity, ...]
    index: int
    passed: frozenset[int] = frozenset()

    @property
    def quantity(self) -> Quantity:
        """The quantity itself."""
        return self.quantities[self.index]

    @property
    def previous(self) -> Quantity | None:
        """The quantity before it in the clause."""
        return self.quantities[self.index - 1] if self.index else None

    @functools.cached_property
    def reach(self) -> int:
        """Where the words behind the value end: at the next quantity that stands by itself, or with the clause."""
        later = range(self.index + 1, len(self.quantities))
        return next((self.quantities[i].whole.start for i in later if i not in self.passed), self.clause.end)

    @functools.cached_property
    def back(self) -> int:
        """Where the words before the value begin: behind the quantity before it, or with the clause."""
        earlier = range(self.index - 1, -1, -1)
        return next((self.quantities[i].whole.end for i in earlier if i not in self.passed), self.clause.start)

    @functools.cached_property
    def before(self) -> str:
        """The words between the quantity before it and its own first word."""
        return self.low[self.back : self.quantity.whole.start]

    @functools.cached_property
    def after(self) -> str:
        """The words behind value and sign (the unit, where it is a noun, is the first of them)."""
        return self.low[self.quantity.at.end : self.reach]

    @functools.cached_property
    def lead(self) -> str:
        """The words of the clause before the value."""
        return self.low[max(self.clause.start, self.quantity.whole.start - _NEAR) : self.quantity.whole.start]

    def from_start(self, span: Span) -> int:
        """Return where to start to read `span` up to the value: at its start, unless that is far off."""
        return max(span.start, self.quantity.whole.start - _FAR)

    def around(self, span: Span) -> str:
        """Return the words of `span` around the value."""
        return self.low[max(span.start, self.quantity.at.start - _NEAR) : min(span.end, self.quantity.at.end + _NEAR)]


def statements(reading: Reading) -> tuple[Statement, ...]:
    """Return every quantity of the running text in its clause, in order."""
    return reading.once(_statements)


def _statements(reading: Reading) -> tuple[Statement, ...]:
    return tuple(_each(reading))


def _each(reading: Reading) -> Iterator[Statement]:
    low = reading.lowered
    for block, setting in settings(reading):
        quantities = quantities_of(reading).get(block.at.start)
        if not quantities:
            continue
        for sentence in sentences(reading.folded, block.at.start, block.at.end):
            if not any(sentence.start <= q.at.start < sentence.end for q in quantities):
                continue
            for clause in clauses(reading.folded, sentence):
                inside = tuple(q for q in quantities if clause.start <= q.at.start < clause.end)
                passed = frozenset(i for i, q in enumerate(inside) if not _measures(low, clause, q))
                for index in range(len(inside)):
                    if is_condition(Statement(low, block, setting, sentence, clause, inside, index, passed)):
                        passed |= {index}
                for index in range(len(inside)):
                    yield Statement(low, block, setting, sentence, clause, inside, index, passed)


def _measures(low: str, clause: Span, quantity: Quantity) -> bool:
    """Tell whether a quantity can be an aim: times and parts of a document cannot, unless they are measured."""
    before = low[max(clause.start, quantity.whole.start - _NEAR) : quantity.whole.start]
    if quantity.kind == "time":
        return cue("lifespan_end" if quantity.unit == "tuổi" else "lasting_end").search(before) is not None
    if quantity.kind == "structure" and is_part(low, quantity):
        return not _is_whole(low, quantity)  # "12/38 đại biểu", but "đạt 19/19 tiêu chí" is a name
    if quantity.unit == "chỉ tiêu" and cue("scored_after").match(low, quantity.whole.end, clause.end):
        return True
    if quantity.kind == "structure":
        return cue(f"{_SCORED.get(quantity.unit or '', 'bodies')}_end").search(before) is not None
    return quantity.kind not in ("scale", None)


def is_part(low: str, quantity: Quantity) -> bool:
    """Tell whether a count is printed as so many of so many: "8/12 xã"."""
    return quantity.kind in COUNTED and quantity.unit != "số" and "/" in low[quantity.at.start : quantity.at.end]


def _is_whole(low: str, quantity: Quantity) -> bool:
    part, _, whole = low[quantity.at.start : quantity.at.end].partition("/")
    return part.strip() == whole.strip()


# What counts "tiêu chí" and the like, where they are measured.
_SCORED = {"tiêu chí": "criteria"}


@functools.cache
def cue(name: str) -> Sieve:
    """Return the pattern of all rules of one cue. A cue that ends in `_end` must end where the text ends."""
    cues = {name, name.removesuffix("_end")} if name in ("level_end", "level_rate_end") else {name}
    found = [r["pattern"] for r in read_yaml("targets")["rules"] if r["cue"] in cues]
    one = "|".join(f"(?:{p})" for p in found)
    if name.endswith("_end"):
        return Sieve(compile_quick(rf"(?<!\p{{L}})(?:{one}){{value_filler}}$"))
    return Sieve(compile_quick(one))


COUNTED = (*COUNTABLE, "time", "structure")


def role_of(st: Statement) -> str:
    """Return target, actual, condition, share or other for a quantity."""
    quantity, setting = st.quantity, st.setting
    if not _measures(st.low, st.clause, quantity) or setting.kind in ("legal_basis", "recipients"):
        return "other"
    if st.index in st.passed:
        return "condition"
    if cue("in_title").search(st.lead):
        return "other"
    if is_planned(st):
        return "target"
    if quantity.moves_on:
        return "actual"
    if (quantity.unit or "").startswith("lần") and not cue("times_end").search(st.before):
        again = st.previous is not None and st.previous.unit == quantity.unit and st.index <= LONGEST_LIST
        return _continued(st) or "other" if again else "other"
    if quantity.kind == "money":
        return _role_of_money(st)
    if quantity.kind in ("percent", "rate"):
        return _role_of_percent(st)
    return _role_of_count(st)


def is_planned(st: Statement) -> bool:
    """Tell whether a report says that a value was what a plan or resolution had set: "(Nghị quyết đề ra 40%)"."""
    return cue("planned_end").search(st.before) is not None


def is_condition(st: Statement) -> bool:
    """Tell whether a quantity bounds who or what is meant: "xã có tỷ lệ hộ nghèo trên 25%"."""
    if cue("condition_after").match(st.after) or cue("condition_end").search(st.before):
        return True
    if st.quantity.kind != "percent" and cue("condition_count_end").search(st.before):
        return True
    if (those := cue("those_with_end").search(st.before)) is not None:
        narrows = cue("narrows").search(st.before, 0, those.start()) or st.index > 0
        return bool(narrows) or not is_aimed(st)
    upwards = st.low[st.quantity.unit_end : st.quantity.whole.end].strip()
    if upwards and st.quantity.kind != "percent" and cue("who_has_end").search(st.before):
        return True
    if upwards and st.quantity.kind == "measure" and cue("sized_end").search(st.before):
        return True
    previous = st.previous
    if previous is None or previous.kind != "percent":
        return False
    if st.index - 1 in st.passed:
        return " hoặc " in st.low[previous.whole.end : st.quantity.whole.start]
    return cue("nested").fullmatch(st.low[previous.whole.end : st.quantity.whole.start]) is not None


def is_aimed(st: Statement) -> bool:
    """Tell whether the sentence up to the value names an aim outright, or a year follows in which it is met."""
    value = st.quantity
    if cue("was_end").search(st.before) or cue("reported").match(st.after):
        return False
    outright = "plain_aim" if st.setting.kind == "situation" else "strong_aim"
    if cue(outright).search(st.low, st.from_start(st.sentence), value.at.start) is not None:
        return True
    return cue("met_in").search(st.low, value.at.end, st.reach) is not None and not cue("past").search(st.lead)


def is_past(st: Statement) -> bool:
    """Tell whether the words up to the value speak of what was observed, perhaps before what is aimed at."""
    value = st.quantity.whole.start
    if cue("past").search(st.low, st.from_start(st.clause), value) is not None:
        return True
    if st.setting.kind != "targets" and cue("past_elsewhere").search(st.low, st.from_start(st.clause), value):
        return True
    if cue("was_end").search(st.before) or cue("reported").match(st.after):
        return True
    if not cue("aim").search(st.low, st.from_start(st.sentence), value) and cue("past").search(
        st.low, st.from_start(st.block.at), value
    ):
        return True
    aim = cue("aim_next").search(st.low, st.clause.end, st.sentence.end)
    return aim is not None and cue("plain_year").search(st.low, st.from_start(st.clause), value) is not None


_NOUN = regex.compile(r"\s*[*_]*\s*\p{L}{2,}")


def _role_of_percent(st: Statement) -> str:
    kind, before, after = st.setting.kind, st.before, st.after
    moved = (
        cue("change_down").search(before[-24:])
        or cue("change_up").search(before[-24:])
        or st.low.startswith("vượt", st.quantity.whole.start)
    )
    if (
        st.quantity.comparator in ("ge", "gt")
        and cue("of_spending").match(after)
        and kind not in ("criteria", "support")
    ):
        return "target"
    planned = cue("of_estimate").search(st.lead)
    if not moved and not planned and (cue("share_end").search(before) or cue("share_after").match(after)):
        aimed = is_aimed(st) or (kind == "targets" and cue("makes_up_end").search(before))
        return "share" if not aimed or kind in ("funding", "support") else "target"
    if kind == "funding" and cue("disbursed_end").search(before):
        return "target"
    if kind in ("criteria", "support", "funding") and not is_aimed(st):
        return "condition" if kind == "criteria" else "share"
    if is_aimed(st) or kind in ("targets", "outputs"):
        return "actual" if is_past(st) and not is_aimed(st) else "target"
    if kind == "situation":
        return "actual"
    if is_past(st):
        return "actual"
    noun = _NOUN.match(after)
    heads = noun and cue("head").match(st.lead)
    aims = heads or cue("aim").search(st.low, st.from_start(st.sentence), st.quantity.at.start)
    whole = noun and st.quantity.value_max == 100
    below = kind == "tasks" and st.quantity.comparator in ("lt", "le") and cue("measured").search(before)
    least = st.quantity.comparator in ("ge", "gt") and not st.low.startswith("từ", st.quantity.whole.start)
    named = kind in ("tasks", "other") and cue("named_rate_end").search(before)
    done = kind in ("tasks", "other") and noun and cue("done_end").search(before)
    opens = kind in ("tasks", "other") and cue("opens_rate").fullmatch(st.lead) is not None
    if cue("makes_up_end").search(before) and not opens:
        return "share"
    cut = kind in ("tasks", "other") and noun and cue("change_down").search(before[-24:])
    if aims or whole or least or below or named or opens or done or cut or cue("reach_end").search(before):
        return "target"
    return _listed_rate(st) if noun else "other"


def _listed_rate(st: Statement) -> str:
    """Return the role of the rate before that goes on with this one: "đạt 80% ở cấp tỉnh, 70% ở cấp huyện"."""
    previous = st.previous
    if previous is None or previous.kind != st.quantity.kind or st.index > LONGEST_LIST or st.index - 1 in st.passed:
        return "other"
    goes_on = cue("goes_on").fullmatch(st.low, previous.whole.end, st.quantity.whole.start)
    return role_of(replace(st, index=st.index - 1)) if goes_on else "other"


def _continued(st: Statement) -> str | None:
    """Return the role of what a count goes on with, parts, or says again: "02 trường, 15 phòng học"."""
    if st.index > LONGEST_LIST:
        return None
    index = st.index - 1
    if index >= 0 and cue("same").fullmatch(st.low, st.quantities[index].whole.end, st.quantity.whole.start):
        return role_of(replace(st, index=index))
    while index >= 0 and st.quantities[index].kind == "percent":
        if cue("makes_end").search(replace(st, index=index).before):
            break
        index -= 1
    if index < 0 or index in st.passed or st.quantities[index].kind == "money":
        return None
    parts = st.low[st.quantities[st.index - 1].whole.end : st.quantity.whole.start]
    part = (
        st.quantities[index].unit == st.quantity.unit and "trong đó" in st.lead and cue("next_part").fullmatch(parts)
    )
    return role_of(replace(st, index=index)) if part or cue("goes_on").fullmatch(parts) else None


def _role_of_count(st: Statement) -> str:
    kind, before = st.setting.kind, st.before
    if st.quantity.kind not in COUNTED or kind in ("criteria", "support"):
        return "other"
    if (role := _continued(st)) in ("target", "actual"):
        return role
    verb = bool(
        cue("output_end").search(before)
        or cue("reach_end").search(before)
        or st.quantity.kind == "time"
        or is_part(st.low, st.quantity)
        or cue("year_label_end").search(before)
        or (kind in ("targets", "situation") and cue("labelled_end").search(before))
        or (kind == "targets" and cue("makes_end").search(before))
    )
    heads = cue("head").match(st.lead) is not None
    aimed = is_aimed(st)
    if not cue("makes_end").search(before) and cue("damage").search(st.around(st.clause)):
        return "actual" if st.quantity.kind in _HARMED and not aimed else "other"
    if not aimed and (kind == "situation" or (is_past(st) and kind != "funding")):
        return (
            "actual"
            if verb or heads or cue("observed").search(before) or cue("named_end").search(before)
            else "other"
        )
    named = bool(cue("named_end").search(before))
    if aimed or kind == "targets":
        listed = kind == "targets" and (heads or cue("parts").match(st.lead) is not None)
        return "target" if verb or listed or named or _is_bounded(st, aimed) else "other"
    return "target" if kind != "funding" and (named or _is_output(st, verb)) else "other"


# What a disaster strikes; how deep a flood was or how long it stayed is no figure that a plan can change.
_HARMED = ("people", "households", "places", "bodies", "things", "area")
# One meeting is how a plan is carried out; ten are what it gives.
_MANY_MEETINGS = 10


def _is_bounded(st: Statement, aimed: bool) -> bool:
    """Tell whether a count in the setting of aims is bounded, which a mere mention is not."""
    if st.quantity.comparator in ("lt", "le"):
        return aimed or cue("measured").search(st.before) is not None
    return st.quantity.comparator != "eq"


def _is_output(st: Statement, verb: bool) -> bool:
    """Tell whether a count outside the setting of aims is what a task makes, gives or has at least."""
    quantity = st.quantity
    upwards = quantity.kind != "measure" and st.low[quantity.unit_end : quantity.whole.end].strip()
    least = quantity.comparator in ("ge", "gt") and (upwards or not st.low.startswith("từ", quantity.whole.start))
    few = quantity.kind == "meetings" and quantity.value_min < _MANY_MEETINGS and not least
    if quantity.comparator in ("le", "lt") or few:
        return False
    if st.setting.kind in ("tasks", "outputs", "other") and (
        quantity.origin is not None
        or is_part(st.low, quantity)
        or cue("year_colon_end").search(st.before)
        or (quantity.per is not None and quantity.kind == "events")
        or (quantity.unit == "lần" and cue("times_end").search(st.before))
        or cue("makes_end").search(st.before)
        or (verb and cue("each_time").search(st.before))
        or (cue("is_served").match(st.after) and cue("head").match(st.lead))
    ):
        return True
    opened = st.clause.start > st.sentence.start and cue("head").match(st.lead) is not None
    if opened and cue("makes_more").search(st.low, st.from_start(st.sentence), st.clause.start):
        return True
    return bool(least) and (verb or cue("aim").search(st.lead) is not None)


def _role_of_money(st: Statement) -> str:
    income = (st.quantity.unit or "").endswith("/người/năm")
    measured = cue("money_aim").search(st.lead) or (income and is_aimed(st)) or st.quantity.origin is not None
    if not measured or st.setting.kind in ("criteria", "support", "funding"):
        return "other"
    if is_aimed(st) or st.setting.kind == "targets":
        return "actual" if is_past(st) and not is_aimed(st) else "target"
    if st.setting.kind == "situation" or is_past(st):
        return "actual"
    stated = st.quantity.comparator != "eq" or cue("reach_end").search(st.before)
    if (previous := st.previous) is not None and previous.kind == "money" and stated:
        return _role_of_money(replace(st, index=st.index - 1))
    if cue("named_money").search(st.before) or st.quantity.origin is not None:
        return "target"
    named = cue("named_end").search(st.before) or cue("cut_to").search(st.before)
    return "target" if named and cue("reach_end").search(st.before) else "other"
