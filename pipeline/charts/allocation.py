"""What the tables of a superior give to each unit, beside what the unit plans, and the sum of the parts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import duckdb

from pipeline.charts.drawing import (
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
from pipeline.charts.figures import listed, measure, measure_name
from pipeline.errors import KehoachError
from pipeline.facts import indicator_names
from pipeline.listing import document_name
from pipeline.query import records
from pipeline.target_list import Wanted, find_targets
from pipeline.values import number, short_value, value_of
from pipeline.whereabouts import documents_asked, places_of
from pipeline.wording import Words

if TYPE_CHECKING:
    from pipeline.charts import Asked

_PANELS, _BARS, _ROW = 4, 40, 22
_HIGHEST = 50  # bars of all panels together: more would be too small on a page
_RATES = ("%", "‰")


def allocation_picture(con: duckdb.DuckDBPyConnection, asked: Asked, words: Words) -> Picture:
    """Return the chart of what a document, or those of a place, give to units.

    Raises KehoachError: KH624 where no table does, KH403, KH407, KH408 or KH628 where there is no such document,
    indicator or place.
    """
    columns = _columns(con, _given(con, asked))
    if not columns:
        raise KehoachError("KH624", detail=asked.document or asked.indicator or asked.within)
    names = indicator_names(con, words.language)
    drawn = _fitting(columns)
    own = _own(con, [row for column in drawn for row in column])
    totals = _totals(con, drawn)
    panels: list[Any] = []
    told, notes = [], []
    for column, total in zip(drawn, totals, strict=True):
        bars = _bars(column, own)
        title = f"{_issuer(column[0])}: {measure_name(column[0], names, words)}, {column[0]['year']}"
        panels.append(_panel(bars[:_BARS], title, words))
        told += _told(bars, document_name(column[0]), words)
        if total:
            panels.append(_sum(total, words))
            told.append(Told(title, _sum_told(total, words), [document_name(column[0])]))
        if len(bars) > _BARS:
            notes.append(words("units_more", n=len(bars) - _BARS))
    if left := [column for column in columns if column not in drawn]:
        said = listed(f"{measure_name(column[0], names, words)} {column[0]['year']}" for column in left)
        notes.append(words("other_panels", n=len(left), names=shortened(said, 200)))
    return Picture(
        title=words("allocation_title", place=listed(_issuer(column[0]) for column in drawn)),
        panels=panels,
        told=told,
        words=words,
        notes=notes,
    )


def _issuer(row: Row) -> str:
    """Return the document of a row in a few words: its number, or its file where it has none."""
    return str(row["code"] or row["source_path"])


def _given(con: duckdb.DuckDBPyConnection, asked: Asked) -> list[Row]:
    """Return what tables of the documents aim at for units that are not the issuer's own."""
    documents = documents_asked(con, asked.document, asked.within)
    wanted = Wanted(indicator=asked.indicator, year=asked.year, kind="target", documents=documents)
    return [
        row
        for row in find_targets(con, wanted)
        if row["stands_in"] == "table" and row["indicator"] and row["year"] and row["place_code"]
        and row["place_code"] != _own_code(row) and row["value_min"] is not None
    ]  # fmt: skip


def _own_code(row: Row) -> Any:
    return row["commune_code"] or row["district_code"] or row["province_code"]


def _columns(con: duckdb.DuckDBPyConnection, given: Sequence[Row]) -> list[list[Row]]:
    """Return what is given, column by column of its tables, those with the most units first."""
    paths = {
        row["fact_id"]: row["column_path"]
        for row in records(
            con,
            "SELECT fact_id, column_path FROM table_facts WHERE list_contains(?, fact_id)",
            [row["fact_id"] for row in given],
        )
    }
    columns: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in given:
        path = paths.get(row["fact_id"])
        columns[row["table_id"], path or "", row["year"], *measure(row)].append(row | {"column_path": path})
    # One unit is no allocation.
    several = [column for column in columns.values() if len({row["place_code"] for row in column}) > 1]
    return sorted(several, key=lambda column: (-len(column), column[0]["source_path"], column[0]["line"],
                                               column[0]["column_path"] or ""))  # fmt: skip


def _fitting(columns: Sequence[list[Row]]) -> list[list[Row]]:
    """Return the columns that are drawn: the first, and those after it that there is room for."""
    drawn: list[list[Row]] = []
    for column in columns[:_PANELS]:
        bars = sum(min(len(other), _BARS) for other in (*drawn, column))
        if not drawn or bars <= _HIGHEST:
            drawn.append(column)
    return drawn


def _own(con: duckdb.DuckDBPyConnection, given: Sequence[Row]) -> dict[str, list[Row]]:
    """Return by id of a number given what the units plan themselves."""
    found: dict[str, list[Row]] = defaultdict(list)
    rows = records(
        con,
        """SELECT * FROM v_allocation WHERE list_contains(?, fact_id) AND own_value_min IS NOT NULL
           ORDER BY own_fact_id""",
        [row["fact_id"] for row in given],
    )
    where = places_of(con, (row["own_fact_id"] for row in rows))
    for row in rows:
        found[row["fact_id"]].append(row | {"document": document_name(where[row["own_fact_id"]])})
    return found


def _totals(con: duckdb.DuckDBPyConnection, columns: Sequence[Sequence[Row]]) -> list[Row | None]:
    """Return for each column the sum of its parts and the total that the table has for them, if it has one.

    Rates have no sum. Where the sum is another one, it is told only if the audit found so as well: a table may have
    subtotals among its parts.
    """
    totals: list[Row | None] = []
    for column in columns:
        row = column[0]
        cells = records(
            con,
            """SELECT f.*, EXISTS (FROM findings AS n WHERE n.source_id = f.source_id AND n.span_start = f.span_start
                                   AND n.span_end = f.span_end) AS doubted
               FROM table_facts AS f
               WHERE table_id = ? AND column_path IS NOT DISTINCT FROM ? AND year = ? ORDER BY span_start""",
            row["table_id"],
            row["column_path"],
            row["year"],
        )
        whole = [cell for cell in cells if cell["place_code"] == _own_code(row) and cell["place_code"]]
        parts = [cell["value"] for cell in cells if cell not in whole and cell["value"] is not None]
        if len(whole) != 1 or (row["unit"] or "").startswith(_RATES):
            totals.append(None)
            continue
        total, added = whole[0]["value"], round(sum(parts), 6)
        agrees = abs(total - added) < 1e-6
        found = {"sum": added, "total": total, "agrees": agrees, "unit": row["unit"] or ""}
        totals.append(found if agrees or whole[0]["doubted"] else None)
    return totals


def _bars(column: Sequence[Row], own: dict[str, list[Row]]) -> list[Row]:
    bars = []
    for row in sorted(column, key=lambda row: (-row["value_min"], row["place"], row["place_code"])):
        plans = own.get(row["fact_id"], [])
        bars.append({
            "unit": row["place"],
            "given": float(row["value_min"]),
            "said": row["value"],
            "own": float(plans[0]["own_value_min"]) if plans else None,
            "own_said": "; ".join(_own_value(plan) for plan in plans),
            "own_sources": list(dict.fromkeys(plan["document"] for plan in plans)),
            "own_source": listed(plan["document"] for plan in plans),
            "label": " | ".join(dict.fromkeys([short_value(row), *(number(p["own_value_min"]) for p in plans)])),
            "top": max([float(row["value_min"]), *(float(p["own_value_min"]) for p in plans)]),
        })  # fmt: skip
    return bars


def _own_value(row: Row) -> str:
    names = ("value_min", "value_max", "unit", "comparator")
    return value_of(
        {name: row[f"own_{name}"] for name in names} | {"basis": row["basis"], "direction": row["direction"]}
    )


def _told(bars: Sequence[Row], source: str, words: Words) -> list[Told]:
    told = []
    for bar in bars:
        told.append(Told(words("allocation_unit", place=bar["unit"]), bar["said"], [source]))
        if bar["own"] is not None:
            told.append(Told(words("allocation_own", place=bar["unit"]), bar["own_said"], bar["own_sources"]))
    return told


def _panel(bars: Sequence[Row], title: str, words: Words) -> Any:
    data = [
        bar | {"row": index, "side": words("side_given"), "other": words("side_own")}
        for index, bar in enumerate(bars)
    ]
    names = {str(index): bar["unit"] for index, bar in enumerate(bars)}
    axis = alt.Axis(labelExpr=f"{json.dumps(names)}[datum.value]", labelLimit=220, ticks=False, domain=False)
    tips = [
        alt.Tooltip(f"{name}:N", title=words(said))
        for name, said in (
            ("unit", "place"),
            ("said", "side_given"),
            ("own_said", "side_own"),
            ("own_source", "document"),
        )
    ]
    scale = alt.Scale(domain=[words("side_given"), words("side_own")], range=[SKY, VERMILLION])
    base = chart_of(data, width=WIDTH - 130, height=_ROW * len(data), title=heading(title)).encode(
        y=alt.Y("row:O", title=None, axis=axis), tooltip=tips
    )
    x = alt.X("given:Q", title=None, axis=alt.Axis(tickCount=6))
    given = base.mark_bar(size=13).encode(x=x, color=alt.Color("side:N", title=None, scale=scale))
    own = base.transform_filter("isValid(datum.own)").mark_point(shape="diamond", size=100, filled=True, opacity=1)
    labels = base.mark_text(align="left", dx=8, fontSize=11, color=INK).encode(x="top:Q", text="label:N")
    return alt.layer(given, own.encode(x="own:Q", color=alt.Color("other:N", scale=scale)), labels)


def _sum_told(total: Row, words: Words) -> str:
    name = "sum_agrees" if total["agrees"] else "sum_differs"
    return words(name, sum=f"{number(total['sum'])} {total['unit']}".strip(), total=number(total["total"]))


def _sum(total: Row, words: Words) -> Any:
    """Return two bars: the sum of the parts, and the total that the table has."""
    rows = [
        {"side": words("sum_parts"), "value": total["sum"], "label": number(total["sum"])},
        {"side": words("sum_total"), "value": total["total"], "label": number(total["total"])},
    ]
    color = GREY if total["agrees"] else VERMILLION
    base = chart_of(rows, width=WIDTH - 130, height=40, title=heading(_sum_told(total, words), light=True)).encode(
        y=alt.Y("side:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False))
    )
    bars = base.mark_bar(size=13, color=color).encode(x=alt.X("value:Q", title=None, axis=None))
    labels = base.mark_text(align="left", dx=8, fontSize=11, color=INK).encode(x="value:Q", text="label:N")
    return alt.layer(bars, labels)
