"""Duties by agency: what each leads and has a part in, how much of it with a deadline, and which."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import altair as alt
import duckdb

from pipeline.charts.drawing import BLUE, GREY, INK, ORANGE, WIDTH, Picture, Row, Told, chart_of, shortened
from pipeline.duty_list import deadline_told, find_duties
from pipeline.errors import KehoachError
from pipeline.listing import document_name
from pipeline.whereabouts import documents_asked
from pipeline.wording import Words

_BARS, _ROW = 30, 24
_PARTS = {"lead_due": BLUE, "lead": "#8CBFDD", "coordinate_due": ORANGE, "coordinate": "#F5D48F", "due": GREY}
_DAYS = 2  # deadlines that are named beside a bar


def duties_picture(con: duckdb.DuckDBPyConnection, document: str | None, within: str | None, words: Words) -> Picture:
    """Return the chart of the duties of a document, of the documents of a place, or of all.

    Raises KehoachError: KH626 where no agency has a duty, KH403, KH408 or KH628 where there is no such document or
    place.
    """
    rows = find_duties(con, documents=documents_asked(con, document, within))
    of_agency: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["agency"]:
            of_agency[row["agency"]].append(row)
    if not of_agency:
        raise KehoachError("KH626", detail=document or within or "the database")
    ranked = sorted(of_agency, key=lambda name: (-len(of_agency[name]), name))
    notes = [words("duties_more", n=len(ranked) - _BARS)] if len(ranked) > _BARS else []
    if unknown := sum(row["agency"] is None for row in rows):
        notes.append(words("duties_unknown", n=unknown))
    bars = [_bar(name, of_agency[name], words) for name in ranked[:_BARS]]
    return Picture(
        title=words("duties_title") + (f": {within or document}" if within or document else ""),
        panels=[_panel(bars, words)],
        told=[Told(bar["agency"], bar["said"], bar["documents"]) for bar in bars],
        words=words,
        notes=notes,
    )


def part_of(row: Row) -> str:
    """Return the part that an agency has in a duty: `lead`, `coordinate`, and `_due` where there is a deadline."""
    if row["role"] is None:
        return "due"
    return f"{row['role']}{'_due' if row['deadline'] else ''}"


def _bar(agency: str, rows: Sequence[Row], words: Words) -> Row:
    counts = Counter(map(part_of, rows))
    dated = sorted((row for row in rows if row["deadline"]), key=_by_day)
    told = list(dict.fromkeys(deadline_told(row, words.language) for row in dated))
    named = ", ".join(told[:_DAYS]) + (" …" if len(told) > _DAYS else "")
    said = [f"{words('part_' + part)}: {counts[part]}" for part in _PARTS if counts[part]]
    return {
        "agency": agency,
        "counts": counts,
        "number": len(rows),
        "label": f"{len(rows)}" + (f" · {words('deadlines_of', days=named)}" if named else ""),
        "said": "; ".join([*said, *([words("deadlines_of", days=", ".join(told))] if told else [])]),
        "documents": list(dict.fromkeys(document_name(row) for row in rows)),
    }


def _by_day(row: Row) -> tuple[bool, str, str]:
    """Return what puts deadlines in order: those of a year first, by day."""
    return not row["deadline"][0].isdigit(), row["deadline"], row["recurrence"] or ""


def _panel(bars: Sequence[Row], words: Words) -> Any:
    names = {str(index): shortened(bar["agency"], 42) for index, bar in enumerate(bars)}
    axis = alt.Axis(labelExpr=f"{json.dumps(names)}[datum.value]", labelLimit=300, ticks=False, domain=False)
    pieces = [
        {"row": index, "agency": bar["agency"], "part": words(f"part_{part}"), "order": order,
         "number": bar["counts"][part], "documents": shortened("; ".join(bar["documents"]), 200), "said": bar["said"]}
        for index, bar in enumerate(bars)
        for order, part in enumerate(_PARTS)
        if bar["counts"][part]
    ]  # fmt: skip
    used = [part for part in _PARTS if any(bar["counts"][part] for bar in bars)]
    tips = [
        alt.Tooltip("agency:N", title=words("agency")),
        alt.Tooltip("said:N", title=words("duties_count")),
        alt.Tooltip("documents:N", title=words("document")),
    ]
    y = alt.Y("row:O", title=None, axis=axis)
    width, height = WIDTH - 300, _ROW * len(bars)
    stacked = chart_of(pieces).mark_bar(size=14, stroke="white", strokeWidth=0.6).encode(
        y=y,
        x=alt.X("number:Q", stack="zero", title=words("duties_axis"), axis=alt.Axis(format="d", tickMinStep=1)),
        color=alt.Color("part:N", title=None, scale=alt.Scale(domain=[words(f"part_{part}") for part in used],
                                                              range=[_PARTS[part] for part in used]),
                        legend=alt.Legend(columns=3)),
        order="order:Q",
        tooltip=tips,
    )  # fmt: skip
    ends = [{"row": index, "number": bar["number"], "label": bar["label"]} for index, bar in enumerate(bars)]
    labels = chart_of(ends).mark_text(align="left", dx=6, fontSize=10.5, color=INK)
    return alt.layer(stacked, labels.encode(y=y, x="number:Q", text="label:N"), width=width, height=height)
