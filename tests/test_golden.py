"""Golden sentences: what a careful reader takes from each, written down before the extractor read it.

`tests/golden/*.yaml` holds a list of cases: `text`, a `heading` above it where one matters, and its `targets`. A slot
that is left out has its default (comparator eq, basis level, kind target) or is empty; `indicator`, `place`,
`baseline` and `period` are compared where they are given. `skip` names slots on which careful readers differ;
`optional` marks a figure that may be there or not, but never as an aim where it is an observed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.amounts import find_amounts
from extractors.facts import Target
from extractors.percentages import find_percentages
from extractors.reading import Reading
from extractors.targets import find_targets

Case = dict[str, Any]
_FILES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))
CASES: list[Case] = [case for file in _FILES for case in yaml.load(file.read_text("utf8"), yaml.CSafeLoader)]
_SAME_UNIT = {"lao động": "người"}


def reading_of(case: Case, above: str = "") -> Reading:
    """Return the case as a reading, under its heading and what is told to stand above that."""
    return Reading.of_text("\n".join(part for part in (above, case.get("heading"), case["text"]) if part))


def targets_of(reading: Reading, case: Case) -> list[Target]:
    """Return the targets of the case's own text."""
    start = len(reading.text) - len(case["text"])
    return [t for t in find_targets(reading) if t.value_at.start >= start]


def unit_of(unit: str | None) -> str:
    """Return a unit in one spelling."""
    unit = (unit or "").lower().replace("m2", "m²").replace("m3", "m³")
    return _SAME_UNIT.get(unit, unit)


def slots_of(want: dict[str, Any], found: Target) -> Iterator[tuple[str, object, object]]:
    """Yield name, expected and found value of every slot that is to be compared."""
    yield "unit", unit_of(want.get("unit")), unit_of(found.unit)
    yield "comparator", want.get("comparator", "eq"), found.comparator
    yield "basis", want.get("basis", "level"), found.basis
    yield "direction", want.get("direction"), found.direction
    yield "per", want.get("per"), found.per
    yield "kind", want.get("kind", "target"), found.kind
    if "period" in want:
        yield "period", want["period"], [found.period_start, found.period_end]
    # The end of a period is taken for the year by which an aim is to be met, and said to be inferred.
    if "period" not in want or "year" in want or "target_year" not in found.inferred:
        yield "year", want.get("year"), found.target_year
    if "indicator" in want:
        yield "indicator", want["indicator"], found.indicator
    if "baseline" in want:
        yield "baseline", want["baseline"], found.baseline_value
    if "place" in want:
        yield "place", True, bool(found.place) and (found.place or "").lower() in want["place"].lower()


def faults_of(case: Case, found: list[Target]) -> list[str]:
    """Return what is missed, wrong and too much among the targets found."""
    faults, left = [], list(found)
    for want in case["targets"] or ():
        same = [t for t in left if (t.value_min, t.value_max) == (want["min"], want["max"])]
        hit = next((t for t in same if t.kind == want.get("kind", "target")), next(iter(same), None))
        if hit is None:
            faults += [] if want.get("optional") else [f"{want['quote']}: missed"]
            continue
        left.remove(hit)
        wrong = (
            f"{name} {have!r}, not {told!r}"
            for name, told, have in slots_of(want, hit)
            if told != have and name not in want.get("skip", ())
        )
        faults += [f"{want['quote']}: {fault}" for fault in wrong]
    return faults + [f"{t.value_min:g} {t.unit} is too much" for t in left]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_targets(case: Case) -> None:
    reading = reading_of(case)
    assert faults_of(case, targets_of(reading, case)) == []


@pytest.mark.parametrize("case", [c for c in CASES if c.get("percentages")], ids=lambda case: case["text"][:50])
def test_roles_of_percentages(case: Case) -> None:
    reading = reading_of(case)
    found = {reading.text[p.at.start : p.at.end].replace(" ", ""): p.role for p in find_percentages(reading)}
    assert found == {p["quote"].replace(" ", "").removesuffix("/năm"): p["role"] for p in case["percentages"]}


@pytest.mark.parametrize("case", [c for c in CASES if c.get("amounts")], ids=lambda case: case["text"][:50])
def test_amounts(case: Case) -> None:
    found = [(a.value_vnd_min, a.value_vnd_max) for a in find_amounts(reading_of(case))]
    assert found == [(a["vnd_min"], a["vnd_max"]) for a in case["amounts"]]


def test_there_are_enough_and_each_once() -> None:
    texts = [case["text"] for case in CASES]
    assert len(texts) == len(set(texts)) >= 300
    assert sum(not case["targets"] for case in CASES) >= 80, "what is no target matters as much"


HEADINGS = (
    "I. TÌNH HÌNH",
    "II. MỤC TIÊU",
    "III. NHIỆM VỤ, GIẢI PHÁP",
    "IV. KINH PHÍ",
    "Phần thứ hai",
    "1. Y tế",
    "Năm 2031",
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=3))
def test_a_heading_never_changes_a_value(case: Case, above: list[str]) -> None:
    """A heading may turn an aim into a report or say its year; value, unit and bound stay what is printed."""
    plain, under = reading_of(case), reading_of(case, "\n".join(above))
    shift = len(under.text) - len(plain.text)

    def printed(reading: Reading, by: int) -> dict[int, tuple[object, ...]]:
        return {t.value_at.start - by: (t.value_min, t.value_max, t.unit) for t in targets_of(reading, case)}

    alone, below = printed(plain, 0), printed(under, shift)
    assert all(below[at] == value for at, value in alone.items() if at in below)
    percents = [
        [(p.at.start - by, p.value_min, p.value_max) for p in find_percentages(r) if p.at.start >= by]
        for r, by in ((plain, 0), (under, shift))
    ]
    assert percents[0] == percents[1]
