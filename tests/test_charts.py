"""Charts: they hold the figures that the lists hold, look the same everywhere, and fetch nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import regex
from lxml import etree
from lxml import html as lxml_html
from PIL import Image
from reportlab.pdfbase.ttfonts import TTFontFile

from pipeline import charts
from pipeline.charts import Asked, svg, write_chart
from pipeline.charts.citations import _NODES
from pipeline.charts.drawing import Picture, size_of, specification, to_html, to_png, to_svg
from pipeline.compare import compare_units
from pipeline.duty_list import find_duties
from pipeline.errors import KehoachError
from pipeline.query import open_database, records
from pipeline.timeline import find_timeline
from pipeline.wording import read_words
from tests.browser import chromium
from tests.charted import built_corpus, texts_of
from tests.test_cli import run
from tests.test_compare_command import db as merged  # noqa: F401 (a fixture)
from tests.test_load import document, put

FONTS = sorted((Path(charts.__file__).parent / "fonts").glob("*.ttf"))
KINDS = [
    Asked("timeline", indicator="ty le ho ngheo", place="tinh lang son"),
    Asked("units", indicator="poverty_rate", within="Lạng Sơn"),
    Asked("allocation", within="Lạng Sơn"),
    Asked("citations"),
    Asked("duties"),
]


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_corpus(root, tmp_path_factory)


@pytest.fixture(scope="module")
def con(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(db) as opened:
        yield opened


@pytest.fixture(scope="module")
def pictures(con: duckdb.DuckDBPyConnection) -> dict[str, Picture]:
    """Each kind once."""
    return {asked.kind: charts.picture(con, asked) for asked in KINDS}


@pytest.fixture(scope="module")
def drawn(pictures: dict[str, Picture]) -> dict[str, str]:
    return {kind: to_svg(picture) for kind, picture in pictures.items()}


def values(spec: Any, name: str) -> list[Any]:
    """Return what a slot holds in all data of a chart, once for each row."""
    rows = [row for data in spec["datasets"].values() for row in data]
    return [row[name] for row in rows if name in row]


# What is drawn.


def test_a_timeline_holds_each_figure_of_the_list(
    con: duckdb.DuckDBPyConnection, pictures: dict[str, Picture]
) -> None:
    rows = [row for row in find_timeline(con, "poverty_rate", "tỉnh Lạng Sơn") if row["year"]]
    spec = specification(pictures["timeline"])
    figures = set(zip(*(values(spec, name) for name in ("year", "low", "high", "kind")), strict=True))
    kinds = {"target": "mục tiêu", "actual": "thực hiện"}
    assert figures == {(row["year"], row["value_min"], row["value_max"], kinds[row["kind"]]) for row in rows}
    assert len(figures) > 8


def test_a_timeline_tells_bounds_and_ranges(drawn: dict[str, str]) -> None:
    words = texts_of(drawn["timeline"])
    assert {"< 5", "≥ 2,5", "2,5–3", "7,44"} <= set(words)
    assert any(text.startswith("Nguồn: ") and "18/KH-UBND" in text for text in words)


def test_a_merger_is_marked(merged: Path) -> None:  # noqa: F811
    with open_database(merged) as con:
        picture = charts.picture(con, Asked("timeline", indicator="poverty_rate", place="Suối Khe"))
        spec = specification(picture)
    assert "sáp nhập 2025" in texts_of(to_svg(picture))
    assert "trước sáp nhập" in values(spec, "through")
    assert "trước sáp nhập" in picture.description


def test_units_hold_what_is_asked_of_them(con: duckdb.DuckDBPyConnection, pictures: dict[str, Picture]) -> None:
    """The year is the one that most is known of; the others are named."""
    rows = [row for row in compare_units(con, "poverty_rate", 2024, "Lạng Sơn") if row["place_level"] == "district"]
    spec = specification(pictures["units"])
    bars = {(bar["name"], bar["low"]) for data in spec["datasets"].values() for bar in data if "asks" in bar}
    assert bars == {(row["place"], row["value_min"]) for row in rows if row["value_min"] is not None}
    judged = {row["upper_value_min"] for row in rows if row["verdict"]}
    assert set(values(spec, "asked")) == judged
    assert {"thấp hơn yêu cầu", "vượt yêu cầu"} <= set(values(spec, "told_verdict"))
    assert "năm 2024" in pictures["units"].title
    assert any("2023" in note for note in pictures["units"].notes)


def test_an_allocation_adds_up(con: duckdb.DuckDBPyConnection) -> None:
    picture = charts.picture(con, Asked("allocation", document="18/KH-UBND"))
    spec = specification(picture)
    given = {(row["unit"], row["given"]) for data in spec["datasets"].values() for row in data if "given" in row}
    rows = records(
        con,
        """SELECT f.place, f.value FROM table_facts AS f JOIN documents USING (doc_id)
           WHERE code = '18/KH-UBND' AND f.kind = 'target' AND indicator IS NOT NULL AND f.place_code <> '20'""",
    )
    assert given == {(row["place"], row["value"]) for row in rows}
    own = {(row["unit"], row["own"]) for data in spec["datasets"].values() for row in data if row.get("own")}
    expected = records(con, "SELECT place, own_value_min FROM v_allocation WHERE code = '18/KH-UBND'")
    assert own == {(row["place"], row["own_value_min"]) for row in expected if row["own_value_min"]}
    assert any("9.602 hộ = tổng ghi trong bảng 9.602" in told.said for told in picture.told)
    assert "45/KH-UBND Ủy ban nhân dân huyện Chi Lăng" in picture.sources


def test_a_sum_that_is_wrong_is_told(con: duckdb.DuckDBPyConnection) -> None:
    """Where the audit doubts the total, both numbers stand there; where it does not, nothing is said of a sum."""
    from pipeline.charts.allocation import _totals

    row = records(
        con,
        """SELECT f.*, '20' AS province_code, NULL AS district_code, NULL AS commune_code FROM table_facts AS f
           JOIN documents USING (doc_id)
           WHERE code = '18/KH-UBND' AND row_label = 'Toàn tỉnh' AND f.value = 9602""",
    )[0]
    parts = records(
        con, "SELECT * FROM table_facts WHERE table_id = ? AND col_no = ?", row["table_id"], row["col_no"]
    )
    with duckdb.connect(":memory:") as other:
        for name in ("table_facts", "findings"):
            other.register("rows", con.sql(f"FROM {name}").to_arrow_table())
            other.execute(f"CREATE TABLE {name} AS FROM rows")
        column = [part | {"province_code": "20", "district_code": None, "commune_code": None} for part in parts]
        assert _totals(other, [column])[0] == {"sum": 9602.0, "total": 9602.0, "agrees": True, "unit": "hộ"}
        other.execute("UPDATE table_facts SET value = 9603 WHERE fact_id = ?", [row["fact_id"]])
        assert _totals(other, [column]) == [None]
        put(other, "findings", source_id=row["source_id"], span_start=row["span_start"], span_end=row["span_end"])
        assert _totals(other, [column])[0] == {"sum": 9602.0, "total": 9603.0, "agrees": False, "unit": "hộ"}
        rates = [part | {"unit": "%"} for part in column]
        assert _totals(other, [rates]) == [None]


def test_citations_are_the_pairs_of_the_view(con: duckdb.DuckDBPyConnection, pictures: dict[str, Picture]) -> None:
    picture = pictures["citations"]
    pairs = {tuple(told.about.split(" → ")) for told in picture.told}
    rows = records(
        con,
        """SELECT DISTINCT coalesce(citing_code, string_split(source_path, '/')[-1]) AS citing, code FROM v_citations
           WHERE code IS NOT NULL AND cited_doc_id IS DISTINCT FROM doc_id""",
    )
    assert {(row["citing"], row["code"]) for row in rows} == pairs
    assert not picture.notes


def test_no_line_of_the_graph_goes_through_a_name(pictures: dict[str, Picture]) -> None:
    spec = specification(pictures["citations"])
    rows = [row for data in spec["datasets"].values() for row in data]
    names = {(row["x"], row["y"]) for row in rows if "read" in row}
    between = [row for row in rows if "edge" in row]
    last = {row["edge"]: max(other["step"] for other in between if other["edge"] == row["edge"]) for row in between}
    for row in between:
        if 2 <= row["step"] <= last[row["edge"]] - 2:
            assert all(not (x - 8 <= row["x"] <= x + 112 and abs(row["y"] - y) < 5) for x, y in names)


def test_a_document_has_only_its_own_citations(con: duckdb.DuckDBPyConnection) -> None:
    picture = charts.picture(con, Asked("citations", document="45/KH-UBND"))
    assert picture.told
    assert all("45/KH-UBND" in told.about for told in picture.told)
    by_act = charts.picture(con, Asked("citations", document="90/qd-ttg"))
    assert {told.about.split(" → ")[1] for told in by_act.told} == {"90/QĐ-TTg"}


def test_of_many_acts_the_most_cited_are_drawn() -> None:
    from pipeline.load import _sql
    from pipeline.parts import schema_sql

    with duckdb.connect(":memory:") as con:
        for script in (schema_sql(), _sql("views"), _sql("levels")):
            con.execute(script)
        put(con, "sources", source_id="s", source_path="mot.txt", also_at=[], text="\n")
        for at in range(40):
            document(con, f"d{at}", f"{at + 1}/KH-UBND", level="province", province="Một", issuer="UBND tỉnh Một")
            for act in (0, 1, at + 2):
                put(con, "legal_refs", doc_id=f"d{at}", code=f"{act}/2020/NĐ-CP", relation="basis", span_start=at)
        picture = charts.picture(con, Asked("citations"))
        again = charts.picture(con, Asked("citations"))
    drawn = {name for told in picture.told for name in told.about.split(" → ")}
    assert {"0/2020/NĐ-CP", "1/2020/NĐ-CP"} <= drawn
    assert 40 < len(drawn) <= _NODES
    assert picture.notes == [f"Không vẽ: {82 - len(drawn)} văn bản ít được viện dẫn hơn."]
    assert to_svg(picture) == to_svg(again)


def test_duties_are_counted_by_agency_and_part(
    con: duckdb.DuckDBPyConnection, pictures: dict[str, Picture], drawn: dict[str, str]
) -> None:
    rows = find_duties(con)
    spec = specification(pictures["duties"])
    bars = [row for data in spec["datasets"].values() for row in data if "part" in row]
    for agency in ("Sở Tài chính", "Sở Lao động - Thương binh và Xã hội"):
        of_agency = [row for row in rows if row["agency"] == agency]
        of_bars = {bar["part"]: bar["number"] for bar in bars if bar["agency"] == agency}
        assert sum(of_bars.values()) == len(of_agency)
        led = [row for row in of_agency if row["role"] == "lead" and row["deadline"]]
        assert of_bars["chủ trì, có thời hạn"] == len(led)
    unknown = sum(row["agency"] is None for row in rows)
    assert f"Không vẽ: {unknown} nhiệm vụ không rõ cơ quan." in texts_of(drawn["duties"])


@pytest.mark.parametrize("asked", [Asked("duties", document="45/KH-UBND"), Asked("duties", within="huyện Chi Lăng")])
def test_duties_of_a_document_and_a_place(con: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    sources = " ".join(charts.picture(con, asked).sources)
    assert "45/KH-UBND" in sources
    assert "18/KH-UBND" not in sources
    assert ("27/KH-UBND" in sources) == (asked.within is not None)


# How it is drawn.


def safe_and_told(picture: Picture, svg: str) -> None:
    """Check that an SVG says what it shows, and holds nothing that a strict page forbids."""
    root = etree.fromstring(svg.encode())
    assert (root.get("role"), root[0].text, root[1].text) == ("img", picture.title, picture.description)
    assert all(told.about in picture.description for told in picture.told[:20])
    assert any(text.startswith(picture.words("sources")) for text in texts_of(svg))
    names = {etree.QName(tag).localname for tag in root.iter()}
    assert not names & {"script", "style", "image", "foreignObject", "use", "a"}
    assert not [name for tag in root.iter() for name in tag.attrib if name == "style" or name.startswith("on")]
    assert not regex.search(r'(?:href|src)="(?!#)', svg)


@pytest.mark.parametrize("kind", [asked.kind for asked in KINDS])
def test_every_kind_as_svg(kind: str, pictures: dict[str, Picture], drawn: dict[str, str]) -> None:
    safe_and_told(pictures[kind], drawn[kind])


def test_in_english_and_the_same_each_time(con: duckdb.DuckDBPyConnection) -> None:
    picture = charts.picture(con, KINDS[3], "en")
    first = svg(con, KINDS[3], "en")
    safe_and_told(picture, first)
    assert to_svg(picture) == first


def test_png_has_the_size_and_is_not_blank(pictures: dict[str, Picture], drawn: dict[str, str]) -> None:
    image = Image.open(io.BytesIO(to_png(pictures["timeline"], scale=2)))
    width, height = size_of(drawn["timeline"])
    assert image.size == (2 * width, 2 * height)
    dots = np.asarray(image.convert("RGB")).reshape(-1, 3)
    assert 0.005 < float((dots < 250).any(axis=1).mean()) < 0.5
    for colour in ((0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)):  # observed, aimed at
        assert (dots == colour).all(axis=1).sum() > 100


def test_the_font_has_every_letter_of_vietnamese_and_of_our_words() -> None:
    marked = [base + tone for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")]
    letters = {*"".join(unicodedata.normalize("NFC", letter) for letter in marked), *"đĐ≥≤≈–…·0123456789%₫"}
    said = "".join(text for entry in read_words("pipeline.charts").values() for text in entry.values())
    assert len(FONTS) == 2
    for file in FONTS:
        assert {
            letter for letter in letters | set(said) if ord(letter) not in TTFontFile(str(file)).charToGlyph
        } == set()


@pytest.mark.slow
def test_it_looks_the_same_without_any_font_installed(db: Path, tmp_path: Path) -> None:
    """Letters are drawn with our own font: on a machine that has none, the picture is the same to the dot."""
    (tmp_path / "none.conf").write_text('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>')
    write_chart(db, Asked("citations", document="27/KH-UBND"), tmp_path / "here.png")
    there = tmp_path / "there.png"
    subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "chart", "citations", "27/KH-UBND",
         "--db", str(db), "-o", str(there)],
        env=os.environ | {"FONTCONFIG_FILE": str(tmp_path / "none.conf")},
        check=True,
        timeout=120,
    )  # fmt: skip
    assert there.read_bytes() == (tmp_path / "here.png").read_bytes()


def test_a_page_stands_alone(pictures: dict[str, Picture]) -> None:
    picture = pictures["duties"]
    page = lxml_html.document_fromstring(to_html(picture))
    assert page.get("lang") == "vi"
    assert [script.get("src") for script in page.iter("script")] == [None] * 3
    assert not page.xpath("//link | //iframe | //img | //object | //*[starts-with(@src, 'http')]")
    spec = json.loads(page.get_element_by_id("spec").text)
    assert spec == json.loads(json.dumps(specification(picture)))
    assert len(page.xpath("//tbody/tr")) == len(picture.told)


@pytest.mark.slow
def test_a_page_works_in_a_browser_without_network(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "chart.html").write_text(to_html(charts.picture(con, Asked("citations", document="77/KH-UBND"))))
    said: list[str] = []
    with chromium() as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
        page.goto((tmp_path / "chart.html").as_uri())
        page.wait_for_selector("#chart svg")
        assert "90/QĐ-TTg" in page.inner_text("#chart")
    assert said == []


def test_words_of_a_plan_are_no_script(con: duckdb.DuckDBPyConnection) -> None:
    picture = charts.picture(con, replace(KINDS[4], document="77/KH-UBND"))
    page = to_html(picture)
    assert "<script>alert" not in page
    assert "hại <b>" not in page


# The words.


def test_both_languages_are_complete() -> None:
    for package in ("pipeline.charts", "pipeline.report"):
        for name, entry in read_words(package).items():
            assert {"en", "vi"} <= set(entry) <= {"en", "vi", "one"}, name
            slots = [set(regex.findall(r"\{(\w+)\}", entry[language])) for language in ("en", "vi")]
            assert slots[0] == slots[1] or name == "numbers", name


def test_no_word_is_left_over() -> None:
    """Every entry is asked for by the code, by its name or by its group."""
    root = Path(charts.__file__).parent.parent
    for package in ("charts", "report"):
        code = "".join(file.read_text("utf8") for file in (root / package).glob("*.py")).replace("'", '"')
        for name in read_words(f"pipeline.{package}"):
            group = name.partition("_")[0]
            forms = (f'"{name}"', f'f"{group}_{{', f'of("{group}"', f'"{group}_" +')
            is_column = regex.search(rf"\b{name}=\d", code) is not None
            assert is_column or any(form in code for form in (*forms, f'"{name.removesuffix("_caption")}"')), name


# The command.


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("timeline", "--indicator", "poverty_rate"), 2, "needs --place"),
        (("units", "--indicator", "poverty_rate", "--within", "x", "--place", "y"), 2, "has no --place"),
        (("allocation",), 2, "wants a document or --within"),
        (("duties", "18/KH-UBND", "--within", "Lạng Sơn"), 2, "wants a document or --within"),
        (("timeline", "--indicator", "poverty_rate", "--place", "Hà Giang"), 2, "KH623"),
        (("timeline", "--indicator", "không có", "--place", "Lạng Sơn"), 2, "KH407"),
        (("allocation", "--indicator", "near_poverty_rate"), 2, "KH624"),
        (("allocation", "1/KH-KHÔNG"), 2, "KH403"),
        (("citations", "1/KH-KHÔNG"), 2, "KH625"),
        (("duties", "06/2023/NQ-HĐND"), 2, "KH626"),
        (("duties", "--within", "Hà Giang"), 2, "KH628"),
    ],
)
def test_what_cannot_be_drawn_says_what_to_ask(
    arguments: tuple[str, ...], code: int, said: str, db: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = tmp_path / "chart.svg"
    found, _, error = run(capsys, monkeypatch, "chart", *arguments, "-o", file, "--db", db)
    assert (found, said in " ".join(error.split())) == (code, True), error
    assert not file.exists()


@pytest.mark.parametrize(("name", "number", "code"), [("chart.gif", "KH622", 2), ("nowhere/chart.svg", "KH627", 1)])
def test_files_that_cannot_be_written(
    name: str, number: str, code: int, db: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    found, _, error = run(capsys, monkeypatch, "chart", "duties", "-o", tmp_path / name, "--db", db)
    assert (found, error[:5]) == (code, number)


def test_without_the_extra(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden: Callable[[str], Any] = lambda name: None if name == "altair" else object()  # noqa: E731
    monkeypatch.setattr("importlib.util.find_spec", hidden)
    with pytest.raises(KehoachError, match="KH621"):
        write_chart(db, KINDS[4], tmp_path / "chart.svg")
