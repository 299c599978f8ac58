"""What is drawn: panels under a title, with the sources beneath, and how that becomes SVG, PNG and HTML.

All is drawn here by Altair and vl-convert with the package's own font; nothing is fetched.
"""

from __future__ import annotations

import functools
import hashlib
import html
import importlib.resources
import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import vl_convert
from lxml import etree

from pipeline.wording import Words

Row = dict[str, Any]

# Colours of Okabe and Ito, which readers with any kind of colour vision tell apart; shapes and words say the same.
BLUE, VERMILLION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
SKY, PURPLE, GREY, INK = "#56B4E9", "#CC79A7", "#8A8F94", "#22262A"
# Our own font first, so that widths are the same everywhere; then what readers of an SVG have.
FONT = "Kehoach Sans, DejaVu Sans Condensed, Noto Sans, Segoe UI, Roboto, Arial, sans-serif"
NUMBERS: Any = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\N{NO-BREAK SPACE}₫"]}
WIDTH = 640
_LINE, _LETTER = 14, 5.4  # height of a line beneath the chart, mean width of its letters
_NAMED = 6  # sources that are named, before the rest is counted
_TOLD = 60  # figures that the description tells, before the rest is counted
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a chart in words: what it is about, what it says, and the documents that say so."""

    about: str
    said: str
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: its panels one below the other, and all that is said around them.

    `told` are the figures that are drawn, in words, for those who do not see them; `notes` say what was left out.
    """

    title: str
    panels: Sequence[Any]
    told: Sequence[Told]
    words: Words
    subtitle: str = ""
    notes: Sequence[str] = field(default=())

    @property
    def sources(self) -> list[str]:
        """The documents that the figures are from, each once."""
        return list(dict.fromkeys(source for told in self.told for source in told.sources))

    @property
    def description(self) -> str:
        """The chart in words: its alternative text."""
        figures = [f"{told.about}: {told.said}" for told in self.told[:_TOLD]]
        if len(self.told) > _TOLD:
            figures.append(self.words("more_figures", n=len(self.told) - _TOLD))
        return f"{self.title}. {self.subtitle + '. ' if self.subtitle else ''}{'; '.join(figures)}."


def name_sources(sources: Sequence[str], words: Words) -> str:
    """Return the line beneath a chart: the sources by name, those beyond a few counted."""
    named = "; ".join(sources[:_NAMED])
    if len(sources) > _NAMED:
        named = f"{named} {words('other_documents', n=len(sources) - _NAMED)}"
    return f"{words('sources')}: {named}"


def specification(picture: Picture) -> Row:
    """Return the chart in Vega-Lite: the same dictionary for the same figures."""
    below = [*picture.notes, name_sources(picture.sources, picture.words), picture.words("numbers")]
    lines = [line for text in below if text for line in wrapped(text, WIDTH)]
    chart = alt.vconcat(*picture.panels, _footer(lines), spacing=18).properties(
        title=alt.TitleParams(
            text=wrapped(picture.title, WIDTH, letter=7.5),
            subtitle=wrapped(picture.subtitle, WIDTH) if picture.subtitle else [],
        ),
        description=picture.description,
    )
    configured: Row = chart.configure(**_config()).to_dict()
    return configured


def wrapped(text: str, width: float, letter: float = _LETTER) -> list[str]:
    """Return a text in lines that fit a width in pixels."""
    return textwrap.wrap(" ".join(text.split()), max(12, int(width / letter))) or [""]


def chart_of(rows: Sequence[Row], **how: Any) -> alt.Chart:
    """Return a chart of rows that it holds itself."""
    return alt.Chart(alt.InlineData(values=list(rows)), **how)


def heading(text: str, *, light: bool = False) -> alt.TitleParams:
    """Return the title of a panel, above its left edge; a light one is a key to its marks."""
    lines = wrapped(text, WIDTH, letter=6.5)
    if light:
        return alt.TitleParams(text=lines, fontSize=11, fontWeight="normal", color="#555", frame="group", offset=6)
    return alt.TitleParams(text=lines, fontSize=12, frame="group", offset=8)


def shortened(text: str, letters: int) -> str:
    """Return a text that ends with … where it is longer."""
    text = " ".join(text.split())
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _footer(lines: Sequence[str]) -> alt.Chart:
    rows = [{"line": line, "at": index} for index, line in enumerate(lines)]
    footer: alt.Chart = (
        chart_of(rows, width=WIDTH, height=_LINE * len(rows), view=alt.ViewConfig(stroke=None))
        .mark_text(align="left", baseline="top", fontSize=10, color="#555", aria=False)
        .encode(
            x=alt.value(0),
            y=alt.Y("at:Q", axis=None, scale=alt.Scale(domain=[0, max(1, len(rows))], reverse=True)),
            text="line:N",
        )
    )
    return footer


def _config() -> Row:
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK, "labelFontSize": 11}
    return {
        "font": FONT,
        "background": "white",
        "padding": 12,
        "view": {"stroke": None},
        "axis": text | {"titleFontSize": 11, "titleFontWeight": "normal", "gridColor": "#E4E7EA", "labelLimit": 320},
        "legend": text
        | {"orient": "top", "titleFontSize": 11, "symbolSize": 90, "symbolOpacity": 1, "labelLimit": 320},
        "title": {
            "font": FONT,
            "subtitleFont": FONT,
            "anchor": "start",
            "fontSize": 15,
            "subtitleFontSize": 11,
            "subtitleColor": "#555",
            "color": INK,
            "offset": 10,
        },
        "text": {"font": FONT, "color": INK},
    }


# What it is written as.


@functools.cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(importlib.resources.files("pipeline.charts").joinpath("fonts")))


def to_svg(picture: Picture) -> str:
    """Return the chart as SVG: with title and description, and the same text for the same figures.

    It holds no script, no reference and no style sheet, so it can be served as an image and put into a page.
    """
    _register_font()
    drawn = vl_convert.vegalite_to_svg(specification(picture), format_locale=NUMBERS)
    root = etree.fromstring(_own_ids(drawn, picture).encode())
    title, description = etree.Element(f"{_SVG}title"), etree.Element(f"{_SVG}desc")
    title.text, description.text = picture.title, picture.description
    root.insert(0, title)
    root.insert(1, description)
    root.set("role", "img")
    root.set("aria-label", picture.title)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", picture.words.language)
    return str(etree.tostring(root, encoding="unicode"))


def _own_ids(drawn: str, picture: Picture) -> str:
    """Number the ids anew: the program counts them from its start, and two charts may stand on one page."""
    prefix = f"k{hashlib.sha256(picture.description.encode()).hexdigest()[:8]}"
    ids = dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn))
    for index, old in enumerate(ids):
        drawn = re.sub(rf'(id="|url\(#|href="#){re.escape(old)}(?=["\)])', rf"\g<1>{prefix}-{index}", drawn)
    return drawn


def to_png(picture: Picture, scale: float = 2) -> bytes:
    """Return the chart as PNG, `scale` pixels to a point of its SVG."""
    return png_of(to_svg(picture), scale)


def png_of(svg: str, scale: float = 2) -> bytes:
    """Return what an SVG of `to_svg` shows as PNG, `scale` pixels to one of its own."""
    _register_font()
    return vl_convert.svg_to_png(svg, scale=scale)


def size_of(svg: str) -> tuple[int, int]:
    """Return width and height of an SVG in pixels."""
    root = etree.fromstring(svg.encode())
    return round(float(root.get("width"))), round(float(root.get("height")))


def to_html(picture: Picture) -> str:
    """Return a page that stands alone: the chart with what the pointer shows, its figures as a table, no network."""
    words, escaped = picture.words, html.escape
    rows = "\n".join(
        f"<tr><th scope=row>{escaped(told.about)}</th><td>{escaped(told.said)}</td>"
        f"<td>{escaped('; '.join(told.sources))}</td></tr>"
        for told in picture.told
    )
    heads: Iterable[str] = (words("column_about"), words("column_value"), words("column_source"))
    return _PAGE.format(
        language=words.language,
        title=escaped(picture.title),
        label=escaped(picture.description, quote=True),
        script=vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"),
        # A text with </script> in it must not end the script.
        spec=json.dumps(specification(picture), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"),
        options=json.dumps({"renderer": "svg", "actions": {"export": True, "source": False, "compiled": False,
                            "editor": False}, "formatLocale": NUMBERS}),
        font=FONT,
        figures=escaped(words("figures")),
        heads="".join(f"<th scope=col>{escaped(head)}</th>" for head in heads),
        rows=rows,
    )  # fmt: skip


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: {font}; margin: 1rem; color: #22262a; background: #fff; }}
#chart {{ max-width: 100%; overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #ddd;
  font-weight: normal; }}
thead th, summary {{ font-weight: bold; }}
</style>
</head>
<body>
<main>
<div id="chart" role="figure" aria-label="{label}"></div>
<details><summary>{figures}</summary>
<table><thead><tr>{heads}</tr></thead><tbody>
{rows}
</tbody></table></details>
</main>
<script type="application/json" id="spec">{spec}</script>
<script>{script}</script>
<script>
vegaEmbed("#chart", JSON.parse(document.getElementById("spec").textContent), {options});
</script>
</body>
</html>
"""
