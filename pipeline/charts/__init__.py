"""Charts of what a database holds, drawn here with nothing fetched: as SVG, PNG, or a page that stands alone.

>>> from pipeline.charts import Asked, svg  # doctest: +SKIP
>>> svg(con, Asked("timeline", indicator="poverty_rate", place="Chi Lăng"))  # doctest: +SKIP

The SVG holds neither script, nor style sheet, nor reference, and is the same text for the same figures.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codes import ChartKind
from pipeline.errors import KehoachError
from pipeline.wording import Language, words_of

if TYPE_CHECKING:
    import duckdb

    from pipeline.charts.drawing import Picture


@dataclass(frozen=True, slots=True)
class Asked:
    """What a chart is to show.

    `timeline` needs an indicator and a place; `units` an indicator and a place to look `within`, and may have a year;
    `allocation` a document, or a place to look `within`, and may have an indicator and a year; `citations` may have a
    document or an act's number; `duties` a document or a place to look `within`.
    """

    kind: ChartKind
    indicator: str | None = None
    place: str | None = None
    within: str | None = None
    year: int | None = None
    document: str | None = None


# What each kind needs, and what it may have besides.
_NEEDS: dict[str, tuple[str, ...]] = {"timeline": ("indicator", "place"), "units": ("indicator", "within")}
_MAY: dict[str, tuple[str, ...]] = {
    "timeline": (),
    "units": ("year",),
    "allocation": ("document", "within", "indicator", "year"),
    "citations": ("document",),
    "duties": ("document", "within"),
}


def check(asked: Asked) -> str | None:
    """Return what is missing or too much for a chart of its kind, None where all is well."""
    needs, may = _NEEDS.get(asked.kind, ()), _MAY[asked.kind]
    given = {
        name for name in ("indicator", "place", "within", "year", "document") if getattr(asked, name) is not None
    }
    if missing := [name for name in needs if name not in given]:
        return f"{asked.kind} needs {' and '.join(_option(name) for name in missing)}"
    if surplus := sorted(given - {*needs, *may}):
        return f"{asked.kind} has no {' or '.join(_option(name) for name in surplus)}"
    if {"document", "within"} <= given or (
        asked.kind == "allocation" and not {"document", "within", "indicator"} & given
    ):
        return f"{asked.kind} wants a document or --within{' or --indicator' if asked.kind == 'allocation' else ''}"
    return None


def _option(name: str) -> str:
    return "document" if name == "document" else f"--{name}"


def is_installed() -> bool:
    """Tell whether the extra `charts` is there."""
    return all(importlib.util.find_spec(name) for name in ("altair", "vl_convert"))


def picture(con: duckdb.DuckDBPyConnection, asked: Asked, language: Language = "vi") -> Picture:
    """Return a chart with its words, to be drawn by `pipeline.charts.drawing`.

    Raises KehoachError: KH621 where the extra is missing; KH623 to KH626, KH403, KH405, KH407, KH408 or KH628 where
    there is nothing to draw, or no such indicator, place or document.
    """
    if not is_installed():
        raise KehoachError("KH621")
    words = words_of("pipeline.charts", language)
    match asked.kind:
        case "timeline":
            from pipeline.charts.timeline import timeline_picture

            return timeline_picture(con, asked.indicator or "", asked.place or "", words)
        case "units":
            from pipeline.charts.units import units_picture

            return units_picture(con, asked.indicator or "", asked.within or "", asked.year, words)
        case "allocation":
            from pipeline.charts.allocation import allocation_picture

            return allocation_picture(con, asked, words)
        case "citations":
            from pipeline.charts.citations import citations_picture

            return citations_picture(con, asked.document, words)
        case "duties":
            from pipeline.charts.duties import duties_picture

            return duties_picture(con, asked.document, asked.within, words)


def svg(con: duckdb.DuckDBPyConnection, asked: Asked, language: Language = "vi") -> str:
    """Return a chart as SVG. Raises what `picture` raises."""
    chart = picture(con, asked, language)
    from pipeline.charts.drawing import to_svg

    return to_svg(chart)


def write_chart(db: Path, asked: Asked, file: Path, language: Language = "vi") -> None:
    """Draw a chart into a file: .svg, .png or .html.

    Raises KehoachError: KH622 for another ending, KH627 where the file cannot be written, KH303 and its neighbours
    for the database, and what `picture` raises.
    """
    from pipeline.query import open_database

    if file.suffix.lower() not in (".svg", ".png", ".html"):
        raise KehoachError("KH622", detail=file.suffix or file.name)
    if not is_installed():
        raise KehoachError("KH621")
    with open_database(db) as con:
        chart = picture(con, asked, language)
    from pipeline.charts import drawing

    match file.suffix.lower():
        case ".png":
            content = drawing.to_png(chart)
        case ".html":
            content = drawing.to_html(chart).encode()
        case _:
            content = drawing.to_svg(chart).encode()
    try:
        file.write_bytes(content)
    except OSError as error:
        raise KehoachError("KH627", detail=f"{file}: {error.strerror}") from error
