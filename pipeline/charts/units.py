"""An indicator in a province or district and in the units right below it, each with what was asked of it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import altair as alt
import duckdb

from pipeline.charts.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    SKY,
    VERMILLION,
    WIDTH,
    Picture,
    Row,
    Told,
    chart_of,
    heading,
    shortened,
)
from pipeline.charts.figures import bounds, listed, measure, measure_name, place_name
from pipeline.compare import compare_units
from pipeline.errors import KehoachError
from pipeline.facts import indicator_names
from pipeline.listing import document_name
from pipeline.listing import words as one_line
from pipeline.values import short_value
from pipeline.whereabouts import find_areas
from pipeline.wording import Words

_PANELS, _BARS, _ROW = 3, 40, 24
_LEVELS = ("province", "district", "commune")
_WORST = ("below", "meets", "above", "not stated", "None")
_VERDICTS = {"above": GREEN, "meets": SKY, "below": VERMILLION, "None": BLUE}


def units_picture(
    con: duckdb.DuckDBPyConnection, indicator: str, within: str, year: int | None, words: Words
) -> Picture:
    """Return the chart of an indicator in the units of a place, for a year or the one that most is known of.

    Raises KehoachError KH623 where no unit below the place has a figure.
    """
    areas = find_areas(con, within)
    level = areas[0]["level"]
    rows = [row for row in compare_units(con, indicator, year, within) if row["value_min"] is not None]
    below = [row for row in rows if _LEVELS.index(row["place_level"]) > _LEVELS.index(level) and row["year"]]
    if not below:
        raise KehoachError("KH623", detail=f"{indicator} in the units of {within}")
    chosen = year or _best_year(below)
    # A promise of so much a year holds for the years of its period; it is told of the last.
    of_year = [row for row in below if row["year"] == chosen] or below
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in _of_next_level(of_year):
        groups[measure(row)].append(row)
    keys = sorted(groups, key=lambda key: (-len({_unit(row) for row in groups[key]}), key))[:_PANELS]
    names = indicator_names(con, words.language)
    panels, told, notes = [], [], []
    for key in keys:
        bars = _bars(groups[key], words)
        tops = [row for row in rows if row["place_level"] == level and measure(row) == key and row["year"] == chosen]
        wholes = _wholes(tops, words)
        panels.append(_panel(bars[:_BARS], wholes, measure_name(groups[key][0], names, words), words))
        told += _told(bars, wholes)
        if len(bars) > _BARS:
            notes.append(words("units_more", n=len(bars) - _BARS))
    others = sorted({row["year"] for row in below} - {chosen})
    if year is None and others:
        notes.append(words("units_other_years", years=listed(others)))
    return Picture(
        title=words(
            "units_title",
            indicator=listed(names.get(key[0], key[0]) for key in keys),
            year=chosen,
            place=place_name(areas),
        ),
        panels=panels,
        told=told,
        words=words,
        notes=notes,
    )


def _best_year(rows: Sequence[Row]) -> int:
    """Return the year in which most units have a figure, the latest of several."""
    counts = Counter(row["year"] for row in {(_unit(row), row["year"]): row for row in rows}.values())
    return int(max(counts, key=lambda year: (counts[year], year)))


def _of_next_level(rows: Sequence[Row]) -> list[Row]:
    """Return the figures of the highest level there is: districts where there are any, else communes."""
    level = min((row["place_level"] for row in rows), key=_LEVELS.index)
    return [row for row in rows if row["place_level"] == level]


def _unit(row: Row) -> tuple[str, str]:
    return row["place_code"] or "", row["place"]


def _bars(rows: Sequence[Row], words: Words) -> list[Row]:
    """Return a bar for each value that is said of a unit, the units with the highest first."""
    bars: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        low, high = bounds(row)
        kind = "actual" if row["kind"] == "actual" else "target"
        key = (_unit(row), kind, low, high, row["comparator"])
        bar = bars.setdefault(key, {
            "code": row["place_code"],
            "name": row["place"],
            "kind": words(f"kind_{kind}"),
            "unit_of_measure": row["unit"] or "",
            "low": low,
            "high": high,
            "zero": 0,
            "label": short_value(row),
            "said": row["value"],
            "document": document_name(row),
            "verdict": "None",
            "quote": shortened(one_line(row["quote"]), 160),
            "asks": {},
        })  # fmt: skip
        if row["verdict"] is not None and row["upper_value_min"] is not None:
            said = " ".join(filter(None, (row["upper_value"], row["upper_code"])))
            bar["asks"][said] = float(row["upper_value_min"])
        # Asked for by several, it is as good as the one that it is worst for.
        bar["verdict"] = min(bar["verdict"], str(row["verdict"]), key=_WORST.index)
    names = Counter(name for name, _ in {(bar["name"], bar["code"]) for bar in bars.values()})
    for bar in bars.values():
        # Two units of one name are told apart by their codes.
        bar["unit"] = bar["name"] if names[bar["name"]] < 2 else f"{bar['name']} ({bar['code']})"
        bar["asked_said"] = "; ".join(bar["asks"])
        bar["told_verdict"] = words.of("verdict", bar["verdict"])
    highest: dict[str, float] = defaultdict(float)
    for bar in bars.values():
        highest[bar["unit"]] = max(highest[bar["unit"]], bar["high"])
    return sorted(bars.values(), key=lambda bar: (-highest[bar["unit"]], bar["unit"], bar["kind"], -bar["high"]))


def _wholes(rows: Sequence[Row], words: Words) -> list[Row]:
    """Return a line for each value that is said of the place as a whole."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        line = words("units_above", place=row["place"], value=short_value(row))
        said = f"{words.of('kind', row['kind'])}: {row['value']}"
        found.setdefault((*bounds(row), row["kind"]), {
            "at": bounds(row)[0], "line": f"{line} ({words.of('kind', row['kind'])})", "said": said,
            "place": row["place"], "document": document_name(row),
        })  # fmt: skip
    return list(found.values())


def _told(bars: Sequence[Row], wholes: Sequence[Row]) -> list[Told]:
    told = [Told(line["place"], line["said"], [line["document"]]) for line in wholes]
    for bar in bars:
        asked = f" ({bar['asked_said']}: {bar['told_verdict']})" if bar["asked_said"] else ""
        told.append(Told(bar["unit"], f"{bar['kind']}: {bar['said']}{asked}", [bar["document"]]))
    return told


def _panel(bars: Sequence[Row], wholes: Sequence[Row], title: str, words: Words) -> Any:
    # A row for each bar; the name of a unit stands at its first.
    first = {bar["unit"]: index for index, bar in reversed(list(enumerate(bars)))}
    data = [bar | {"row": index} for index, bar in enumerate(bars)]
    named = {str(index): unit for unit, index in first.items()}
    kinds = [words("kind_actual"), words("kind_target")]
    verdicts = [v for v in _VERDICTS if any(bar["verdict"] == v for bar in bars)]
    tips = [
        alt.Tooltip(f"{name}:N", title=words(said))
        for name, said in (("unit", "place"), ("kind", "what"), ("said", "value"), ("asked_said", "asked"),
                           ("told_verdict", "verdict"), ("document", "document"), ("quote", "quote"))
    ]  # fmt: skip
    axis = alt.Axis(labelExpr=f"{json.dumps(named)}[datum.value] || ''", labelLimit=220, ticks=False, domain=False)
    y = alt.Y("row:O", title=None, axis=axis)
    rows = chart_of(data, width=WIDTH - 190, height=_ROW * len(data)).encode(y=y, tooltip=tips)
    color = alt.Color(
        "told_verdict:N",
        title=words("verdict"),
        scale=alt.Scale(domain=[words.of("verdict", v) for v in verdicts], range=[_VERDICTS[v] for v in verdicts]),
    )
    forms = alt.Shape("kind:N", title=words("what"), scale=alt.Scale(domain=kinds, range=["circle", "diamond"]))
    x = alt.X("low:Q", title=title, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=6))
    stems = rows.mark_rule(color="#CFD4D9").encode(x=alt.X("zero:Q"), x2="high:Q")
    ranges = rows.mark_rule(strokeWidth=5, opacity=0.45).encode(x=x, x2="high:Q", color=color)
    points = rows.mark_point(size=90, filled=True, opacity=1).encode(x="high:Q", color=color, shape=forms)
    labels = rows.mark_text(align="left", dx=9, fontSize=11, color=INK).encode(x="high:Q", text="label:N")
    asked = [bar | {"asked": value} for bar in data for value in bar["asks"].values()]
    ticks = chart_of(asked).mark_tick(color=INK, thickness=2.5, size=16).encode(y=y, x="asked:Q")
    layers: list[Any] = [stems, ranges, *([ticks] if asked else []), points, labels]
    # A number of households of the whole is no measure for its parts; a rate is.
    rates = bars[0]["unit_of_measure"].startswith(("%", "‰"))
    if wholes and rates:
        lines = chart_of(list(wholes)).encode(x="at:Q", tooltip=[alt.Tooltip("line:N", title=" ")])
        layers.append(lines.mark_rule(strokeDash=[5, 3], color=GREY, strokeWidth=1.5))
    keys = [f"{'¦ ' if rates else ''}{line['line']}" for line in wholes]
    key = " · ".join([*keys, f"| {words('mark_asked')}"] if asked else keys)
    return alt.layer(*layers).properties(title=heading(key, light=True)) if key else alt.layer(*layers)
