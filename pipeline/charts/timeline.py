"""An indicator of a place through the years: what is aimed at and what was observed, before and after mergers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import altair as alt
import duckdb

from pipeline.charts.drawing import (
    BLUE,
    GREY,
    INK,
    VERMILLION,
    WIDTH,
    Picture,
    Row,
    Told,
    chart_of,
    heading,
    shortened,
)
from pipeline.charts.figures import bounds, listed, measure, measure_name, place_name, shape
from pipeline.errors import KehoachError
from pipeline.facts import indicator_names
from pipeline.listing import document_name
from pipeline.listing import words as one_line
from pipeline.query import records
from pipeline.timeline import find_timeline
from pipeline.values import short_value
from pipeline.whereabouts import find_areas
from pipeline.wording import Words

_PANELS = 5
_SLOT, _LEAST_SLOT = 50, 30  # pixels for a figure beside others of its year; with fewer it goes without its label
_HEIGHT, _LOW = 190, 110  # of a panel, and of one with a single value
_SIGNS = {"point": "circle", "least": "triangle-up", "most": "triangle-down", "range": "square"}


def timeline_picture(con: duckdb.DuckDBPyConnection, indicator: str, place: str, words: Words) -> Picture:
    """Return the chart of an indicator for a place. Raises KehoachError KH623 where no figure of it has a year."""
    rows = find_timeline(con, indicator, place)
    dated = [row for row in rows if row["year"] is not None and row["value_min"] is not None]
    if not dated:
        raise KehoachError("KH623", detail=f"{indicator}, {place}")
    names = indicator_names(con, words.language)
    groups = _measures(dated)
    drawn = list(groups)[:_PANELS]
    figures = [figure for key in drawn for figure in _figures(groups[key], words)]
    notes = []
    if len(groups) > len(drawn):
        left = [measure_name(groups[key][0], names, words) for key in list(groups)[_PANELS:]]
        notes.append(words("other_panels", n=len(left), names=shortened(listed(left), 200)))
    if len(rows) > len(dated):
        notes.append(words("without_year", n=len(rows) - len(dated)))
    mergers = _mergers(con, dated)
    all_years = [row["year"] for key in drawn for row in groups[key]]
    years = range(min(all_years), max(all_years) + 1)
    return Picture(
        title=words(
            "timeline_title",
            indicator=listed(names.get(key[0], key[0]) for key in drawn),
            place=place_name(find_areas(con, place)),
        ),
        subtitle=words("timeline_subtitle"),
        panels=[
            _panel(_figures(groups[key], words), years, measure_name(groups[key][0], names, words), mergers, words)
            for key in drawn
        ],
        told=[
            Told(f"{figure['year']}, {figure['kind']}{_through(figure)}", figure["said"], figure["documents"])
            for figure in figures
        ],
        words=words,
        notes=notes,
    )


def _measures(rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Row]]:
    """Return the figures by what they are measured in, the most frequent first."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[measure(row)].append(row)
    return dict(sorted(groups.items(), key=lambda item: (-len({r["year"] for r in item[1]}), -len(item[1]), item[0])))


def _mergers(con: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> list[int]:
    """Return the years of the mergers that lie between the place and units that figures are about."""
    found: set[int] = set()
    for day, through in (("valid_to", "predecessor"), ("valid_from", "successor")):
        codes = sorted({row["place_code"] for row in rows if row["through"] == through and row["place_code"]})
        years = records(
            con,
            f"""SELECT DISTINCT year({day} + {1 if day == "valid_to" else 0}) AS year FROM places
                WHERE list_contains($1, code) AND {day} IS NOT NULL AND list_contains($2, kind || ' ' || name)""",
            codes,
            sorted({row["place"] for row in rows if row["through"] == through}),
        )
        found |= {row["year"] for row in years}
    return sorted(found)


def _figures(rows: Sequence[Row], words: Words) -> list[Row]:
    """Return what is drawn of one measure: a figure for each value that is said of a year, with who says so."""
    alike: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        kind = row["kind"] or "target"
        alike[row["year"], kind != "actual", bounds(row), shape(row), row["comparator"], row["through"] or ""].append(
            row
        )
    figures = []
    for (year, aimed, (low, high), form, _, through), same in sorted(alike.items(), key=lambda item: str(item[0])):
        documents = list(dict.fromkeys(document_name(row) for row in same))
        figures.append({
            "year": year,
            "kind": words(f"kind_{'target' if aimed else 'actual'}"),
            "shape": words(f"shape_{form}"),
            "low": low,
            "high": high,
            "label": short_value(same[0]),
            "said": same[0]["value"],
            "of": same[0]["place"],
            "through": words(f"through_{through}") if through else "",
            "document": "; ".join(documents),
            "documents": documents,
            "quote": shortened(one_line(same[0]["quote"]), 160),
        })  # fmt: skip
    return figures


def _through(figure: Row) -> str:
    return f" ({figure['of']}, {figure['through']})" if figure["through"] else ""


def _panel(figures: Sequence[Row], years: Sequence[int], title: str, mergers: Sequence[int], words: Words) -> Any:
    slots: dict[int, int] = defaultdict(int)
    for figure in figures:
        figure["slot"] = slots[figure["year"]]
        slots[figure["year"]] += 1
    most = max(slots.values())
    for figure in figures:
        # Figures of one year stand side by side around its tick.
        figure["at"] = figure["year"] + (figure["slot"] - (slots[figure["year"]] - 1) / 2) * 0.84 / most
    room = min(WIDTH / len(years) * 0.84 / most, _SLOT)
    size = alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False)
    x = alt.X(
        "at:Q",
        scale=size,
        title=None,
        axis=alt.Axis(values=list(years), format="d", grid=False, tickSize=0, labelFontSize=12),
    )
    shown = ["year", "kind", "said", "of", "through", "document", "quote"]
    titles = ["year", "what", "value", "place", "how", "document", "quote"]
    tips = [alt.Tooltip(f"{name}:N", title=words(said)) for name, said in zip(shown, titles, strict=True)]
    kinds = [words("kind_actual"), words("kind_target")]
    forms = {words(f"shape_{form}"): sign for form, sign in _SIGNS.items()}
    height = _HEIGHT if len({(f["low"], f["high"]) for f in figures}) > 1 else _LOW
    base = chart_of(list(figures), width=WIDTH, height=height, title=heading(title)).encode(
        x=x,
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds, range=[BLUE, VERMILLION])),
        tooltip=tips,
    )
    y = alt.Y("low:Q", title=None, scale=alt.Scale(domain=_domain(figures), nice=True), axis=alt.Axis(tickCount=5))
    bars = base.mark_rule(strokeWidth=5, opacity=0.45, strokeCap="round").encode(y=y, y2="high:Q")
    points = base.mark_point(size=90, filled=True, opacity=1).encode(
        y=y,
        shape=alt.Shape(
            "shape:N",
            title=None,
            scale=alt.Scale(domain=list(forms), range=list(forms.values())),
        ),
        opacity=alt.condition("datum.through == ''", alt.value(1), alt.value(0.55)),
    )
    ends = base.transform_filter("datum.high > datum.low").mark_point(shape="square", size=90, filled=True, opacity=1)
    layers: list[Any] = [*_rules(mergers, years, words), bars, points, ends.encode(y=alt.Y("high:Q"))]
    if room >= _LEAST_SLOT:
        layers.append(base.mark_text(dy=-12, fontSize=11, color=INK).encode(y=alt.Y("high:Q"), text="label:N",
                                                                            color=alt.value(INK)))  # fmt: skip
    return alt.layer(*layers)


def _domain(figures: Sequence[Row]) -> list[float]:
    """Return the ends of the axis: with room around the figures, and no small difference made to look large."""
    low, high = min(f["low"] for f in figures), max(f["high"] for f in figures)
    room = max((high - low) * 0.2, abs(high) * 0.1)
    return [max(0.0, low - room) if low >= 0 else low - room, high + room or 1.0]


def _rules(mergers: Sequence[int], years: Sequence[int], words: Words) -> list[Any]:
    """Return a line where the year of a merger begins."""
    rows = [
        {"at": year - 0.5, "label": words("merger", year=year)}
        for year in mergers
        if years[0] <= year <= years[-1] + 1
    ]
    if not rows:
        return []
    base = chart_of(rows).encode(x=alt.X("at:Q"))
    text = base.mark_text(align="left", baseline="top", dx=4, fontSize=10, color=GREY).encode(
        y=alt.value(0), text="label:N"
    )
    return [base.mark_rule(strokeDash=[4, 3], color=GREY), text]
