"""Targets, Compare, Audit, Duties and SQL without a browser: rows, files, calendars, and questions that mean harm."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pipeline.answer import Form
from pipeline.errors import KehoachError
from pipeline.query import open_database, records
from pipeline.target_list import Part, Wanted, count_targets, find_targets
from pipeline.web import sandbox
from pipeline.web.app import create_app
from pipeline.web.compare import with_bars
from pipeline.web.duties import deadline_told
from pipeline.web.ical import _folded, calendar_of, rule_of
from pipeline.web.sandbox import answer_to
from pipeline.web.sql import EXAMPLES
from tests.corpus_db import build_with_corpus

# What an auditor finds in it: a sum that does not add up, a basis with a wrong date; and words that mean harm.
HOSTILE = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 77/KH-UBND
Lạng Sơn, ngày 05 tháng 02 năm 2024

KẾ HOẠCH
Giảm nghèo <script>alert(1)</script> năm 2024
Căn cứ Quyết định số 90/QĐ-TTg ngày 19/01/2022 của Thủ tướng Chính phủ <img src=x onerror=alert(2)>;

I. MỤC TIÊU
Phấn đấu đến năm 2024 giảm tỷ lệ hộ nghèo của tỉnh còn 7% <script>alert(3)</script>.

II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính chủ trì, phối hợp với Sở Y tế <script>alert(4)</script> báo cáo trước ngày 30/11/2024.
"""


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the corpus and of a plan that means harm; nobody may change it."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "more").mkdir()
    (folder / "more" / "<script>alert(5)<.md").write_text(HOSTILE, "utf8")
    return build_with_corpus(root, tmp_path_factory, [folder / "more"], folder / "plans.duckdb")


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[TestClient]:
    """The viewer of that database."""
    with TestClient(create_app(db), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def con(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database itself."""
    with open_database(db) as con:
        yield con


class Page(HTMLParser):
    """The text of a page, its links, its fields, and what must not be there: scripts besides its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fields: dict[str, str] = {}
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.tables = self.captions = self.rows = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        given = dict(attrs)
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "script":
            self.scripts.append(given.get("src"))
        elif tag == "input":
            self.fields[given.get("name") or ""] = given.get("value") or ""
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.rows += tag == "tr"

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words on one line."""
        return " ".join(" ".join(self.words).split())


def page_of(client: TestClient, path: str, status: int = 200) -> Page:
    """Return a page, on which nothing of a document may have become a tag."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text[-500:]
    page = Page(answer.text)
    assert all(src and src.startswith("/static/") for src in page.scripts)
    assert page.handlers == []
    assert page.tables == page.captions
    return page


def facts_in(page: Page) -> list[str]:
    """Return the ids of the facts that a page leads to, in their order."""
    return [link.removeprefix("/facts/") for link in page.links if link.startswith("/facts/")]


# All pages.

PAGES = (
    "/targets", "/targets?indicator=ty+le+ho+ngheo", "/targets?view=list", "/targets?view=years&sort=-value",
    "/compare", "/compare?indicator=poverty_rate&within=Lạng+Sơn&year=2024",
    "/compare?indicator=poverty_rate&within=Lạng+Sơn&view=timeline", "/compare?a=18/KH-UBND&b=90/QĐ-TTg",
    "/audit", "/audit?severity=error", "/duties", "/duties?view=calendar&year=2024", "/duties?agency=so+tc", "/sql",
    "/sql?q=FROM+documents",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_in_both_languages(client: TestClient, path: str) -> None:
    """Each page says the same in both, with the same links to facts, and its fields hold what the address says."""
    both = [page_of(client, f"{path}{'&' if '?' in path else '?'}lang={lang}") for lang in ("en", "vi")]
    assert facts_in(both[0]) == facts_in(both[1])
    assert both[0].text != both[1].text
    for name, value in re.findall(r"[?&](indicator|within|agency|a|b)=([^&]*)", path):
        assert both[0].fields[name] == value.replace("+", " ")


def test_every_figure_leads_to_its_place(client: TestClient, con: duckdb.DuckDBPyConnection) -> None:
    """Links of facts on any of the pages lead to documents."""
    found = {fact for path in PAGES for fact in facts_in(page_of(client, path))}
    assert len(found) > 100
    for fact in sorted(found)[::17]:
        answer = client.get(f"/facts/{fact}", follow_redirects=False)
        assert answer.status_code == 302, fact
        assert answer.headers["location"].startswith("/documents/")


@pytest.mark.parametrize(
    ("path", "code", "near"),
    [
        ("/targets?indicator=ty+le+ho+ngeo", "KH407", "/targets?indicator=poverty_rate"),
        ("/targets?place=Chi+Lan", "KH408", f"/targets?place={quote('Chi Lăng').replace('%20', '+')}"),
        ("/targets?province=Lang+Son+Moi", "KH408", ""),
        ("/compare?indicator=ty+le+ho+ngeo&within=Lạng+Sơn", "KH407", "indicator=poverty_rate"),
        ("/compare?indicator=poverty_rate&within=Chi+Lan", "KH408", "within=Chi+L"),
        ("/compare?a=nothing&b=18/KH-UBND", "KH403", ""),
        ("/audit?document=nothing", "KH403", ""),
        ("/duties?agency=So+Tai+chin", "KH406", "agency="),
        ("/duties?document=nothing", "KH403", ""),
    ],
)
def test_names_that_nothing_has_are_told_of_in_the_page(client: TestClient, path: str, code: str, near: str) -> None:
    """The page says what there is none of, offers what is near, and keeps what was asked."""
    page = page_of(client, path, 404)
    assert code in page.text
    assert near == "" or any(near in link for link in page.links), page.links


@pytest.mark.parametrize(
    "path",
    [
        "/targets?year=abc", "/targets?level=galaxy&kind=lie&sort=%27&view=%3Cb%3E", "/targets?view=list&page=999999",
        "/targets?view=list&page=-1", "/audit?severity=x&kind=%27%3B--", "/duties?since=tomorrow&before=31/12/2024",
        "/duties?view=calendar&year=99999", "/compare?indicator=poverty_rate", "/compare?a=18/KH-UBND", "/sql?q=%20",
    ],
)  # fmt: skip
def test_addresses_with_nonsense_are_answered(client: TestClient, path: str) -> None:
    """What a field cannot mean is left out."""
    page_of(client, path)


# Targets.


def test_parts_of_the_targets_are_the_whole(con: duckdb.DuckDBPyConnection) -> None:
    """By rows or by lines, in any order: every number is on one page, and only there."""
    wanted = Wanted(level="district")
    whole = [row["fact_id"] for row in find_targets(con, wanted)]
    numbers, lines = count_targets(con, wanted)
    assert len(whole) == len(set(whole)) == numbers > 60
    by_rows = [row for at in range(0, numbers, 25) for row in find_targets(con, wanted, Part(25, at))]
    assert [row["fact_id"] for row in by_rows] == whole
    for sort in ("", "-value", "issued"):
        for total, of_lines in ((numbers, False), (lines, True)):
            parts = [find_targets(con, wanted, Part(7, at, sort, of_lines)) for at in range(0, total, 7)]
            assert sorted(row["fact_id"] for part in parts for row in part) == sorted(whole)


def test_targets_by_year(client: TestClient, con: duckdb.DuckDBPyConnection) -> None:
    """Of one indicator there is a column for each year, and each figure once."""
    page = page_of(client, "/targets?indicator=ty+le+ho+ngheo&lang=en")
    rows = find_targets(con, Wanted("poverty_rate"))
    assert {str(row["year"]) for row in rows if row["year"]} <= set(page.text.split())
    assert set(facts_in(page)) <= {row["fact_id"] for row in rows}
    assert {row["value"] for row in rows} <= {word.strip() for word in page.words}


@pytest.mark.parametrize(
    ("query", "column", "holds"),
    [
        ("indicator=poverty_rate", "indicator", lambda value: value == "poverty_rate"),
        ("place=huyen+chi+lang", "place", lambda value: value == "Chi Lăng"),
        ("year=2024", "year", lambda value: value == 2024),
        ("level=commune", "level", lambda value: value == "commune"),
        ("kind=actual", "kind", lambda value: value == "actual"),
        ("province=Lạng+Sơn&level=district", "level", lambda value: value == "district"),
    ],
)
def test_targets_as_files(client: TestClient, query: str, column: str, holds: Any) -> None:
    """CSV, JSON and Parquet hold all rows that are asked for, the same ones, with values and lines."""
    files = {form: client.get(f"/targets?{query}&format={form}") for form in ("csv", "json", "parquet")}
    assert all("attachment" in file.headers["content-disposition"] for file in files.values())
    as_json = json.loads(files["json"].text)
    as_csv = list(csv.DictReader(io.StringIO(files["csv"].text)))
    as_parquet = pq.read_table(io.BytesIO(files["parquet"].content)).to_pylist()
    assert [row["fact_id"] for row in as_json] == [row["fact_id"] for row in as_csv]
    assert [row["fact_id"] for row in as_json] == [row["fact_id"] for row in as_parquet]
    assert as_json
    assert all(holds(row[column]) for row in as_json)
    assert all(holds(row[column]) for row in as_parquet)
    assert all(row["line"] > 0 and row["value"] for row in as_json)


# Compare.


def test_compare_two_levels(client: TestClient) -> None:
    """A province and its units stand beside what was asked of them; figures lead to their places."""
    page = page_of(client, "/compare?indicator=poverty_rate&within=Lạng+Sơn&year=2024&lang=en")
    assert "tỉnh Lạng Sơn" in page.text
    assert "90/QĐ-TTg" in page.text
    assert "goes beyond" in page.text
    assert facts_in(page)


def test_compare_documents(client: TestClient) -> None:
    """Aims of two documents stand beside each other, those of one alone apart."""
    path = "/compare?a=ke-hoach-huyen-chi-lang-2024.pdf&b=ke-hoach-tinh-2024.docx&lang=en"
    page = page_of(client, path)
    assert "In both" in page.text
    assert "Only in ke-hoach-huyen-chi-lang-2024.pdf" in page.text
    assert facts_in(page)


def measured(value: float | None, unit: str = "%", high: float | None = None, asked: float | None = None) -> Any:
    """Return a row of a comparison."""
    return {
        "value_min": value, "value_max": value if high is None else high, "unit": unit, "basis": "level",
        "direction": None, "per": None, "upper_unit": unit, "upper_basis": "level", "upper_value_min": asked,
    }  # fmt: skip


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
def test_bars_are_as_long_as_their_values(values: list[float]) -> None:
    """On one scale from 0, the longest of which is 100."""
    bars = [bar for _, bar in with_bars([measured(value) for value in values])]
    if max(values) == 0:
        assert bars == [None] * len(values)
        return
    for value, bar in zip(values, bars, strict=True):
        assert bar is not None
        assert bar.high == pytest.approx(100 * value / max(values), abs=0.01)


def test_bars_leave_out_what_is_on_no_common_scale() -> None:
    """Other units and nothing have none; where a value is below 0, nobody has one."""
    rows = [measured(10, high=20, asked=40), measured(5), measured(3, "hộ"), measured(None)]
    [(_, first), (_, second), (_, other), (_, none)] = with_bars(rows)
    assert first is not None
    assert (first.low, first.high, first.asked) == (25, 50, 100)
    assert second is not None
    assert second.high == 12.5
    assert other is None
    assert none is None
    assert [bar for _, bar in with_bars([measured(-1), measured(2)])] == [None, None]


# Audit.


def test_audit_shows_findings_at_their_place(client: TestClient, con: duckdb.DuckDBPyConnection) -> None:
    """Each with severity, message in the language, what was found and expected, and its words marked in the text."""
    rows = records(con, "SELECT * FROM findings WHERE kind = 'wrong_act_date' AND contains(quote, '90')")
    [row] = [row for row in rows if row["found"] == "19/01/2022"]
    for lang, message in (("en", row["message"]), ("vi", row["message_vi"])):
        page = page_of(client, f"/audit?document=77/KH-UBND&severity=error&lang={lang}")
        assert message in page.text
        assert row["finding_id"] in facts_in(page)
        assert "18/01/2022" in page.text
    marked = client.get("/audit?document=77/KH-UBND&severity=error").text
    assert f"<mark>{row['quote']}</mark>" in marked
    assert "&lt;img src=x onerror=alert(2)&gt;" in marked


def test_audit_counts_and_filters(client: TestClient, con: duckdb.DuckDBPyConnection) -> None:
    """The counts are those of the table; a severity, a kind and a document leave the rest out."""
    counts = dict(con.execute("SELECT severity, count(*) FROM findings GROUP BY ALL").fetchall())
    page = page_of(client, "/audit?lang=en")
    for severity, count in counts.items():
        assert f"{count} {severity}" in page.text
        rows = json.loads(client.get(f"/audit?severity={severity}&format=json").text)
        assert len(rows) == count
        assert {row["severity"] for row in rows} == {severity}
    kind = con.execute("SELECT kind FROM findings GROUP BY kind ORDER BY count(*) DESC").fetchall()[0][0]
    rows = json.loads(client.get(f"/audit?kind={kind}&format=json").text)
    assert {row["kind"] for row in rows} == {kind}
    held = con.execute("SELECT count(*) FROM confirmations WHERE kind = 'share'").fetchall()[0][0]
    assert held == 0 or str(held) in page.text


# Duties.


def test_duties_filter(client: TestClient) -> None:
    """By an agency by any of its names, a role, and days of which the last is left out."""
    rows = json.loads(client.get("/duties?agency=so+tc&role=lead&format=json").text)
    assert rows
    assert {(row["agency"], row["role"]) for row in rows} == {("Sở Tài chính", "lead")}
    rows = json.loads(client.get("/duties?since=2024-11-01&before=2024-12-01&format=json").text)
    assert {row["deadline"][:7] for row in rows} == {"2024-11"}
    monthly = json.loads(client.get("/duties?recurrence=monthly&format=json").text)
    assert monthly
    assert all(not row["deadline"][:1].isdigit() for row in monthly)


def test_calendar_of_a_year(client: TestClient) -> None:
    """Twelve months; a day on which something is due leads to the list of that day, which is what it counts."""
    page = page_of(client, "/duties?view=calendar&year=2024&lang=en")
    assert page.tables == 12
    days = [link for link in page.links if "since=2024-" in link and "view=list" in link]
    assert any("since=2024-11-30&before=2024-12-01" in link for link in days)
    shown = page_of(client, "/duties?view=list&since=2024-11-30&before=2024-12-01&lang=en")
    assert "30 Nov 2024" in shown.text


@pytest.mark.parametrize(
    ("deadline", "recurrence", "en", "vi"),
    [
        ("2026-03-05", None, "5 Mar 2026", "5/3/2026"),
        ("2026-03", None, "Mar 2026", "tháng 3/2026"),
        ("2026-Q1", None, "Q1 2026", "quý 1/2026"),
        ("2026", None, "2026", "năm 2026"),
        ("--10-25", "yearly", "every year, 25 Oct", "hằng năm, ngày 25/10"),
        ("---25", "monthly", "every month, day 25", "hằng tháng, ngày 25"),
        ("--Q1", "yearly", "every year, Q1", "hằng năm, quý 1"),
        ("quarterly", "quarterly", "every quarter", "hằng quý"),
        (None, None, "", ""),
    ],
)
def test_deadlines_in_words(deadline: str | None, recurrence: str | None, en: str, vi: str) -> None:
    """Whole days, parts of dates, and what recurs."""
    row = {"deadline": deadline, "recurrence": recurrence}
    assert deadline_told(row, "en") == en
    assert deadline_told(row, "vi") == vi


def events_of(text: str) -> list[dict[str, str]]:
    """Read a calendar as RFC 5545 has it: lines unfolded, texts unescaped, each event with its properties."""
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name] = re.sub(r"\\(.)", lambda match: match[1].replace("n", "\n"), value)
    return events


def test_calendar_file(client: TestClient) -> None:
    """It holds what has a date, on its last day, with the words of the task and the address of its place."""
    answer = client.get("/duties?format=ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = events_of(answer.content.decode())
    assert len({event["UID"] for event in events}) == len(events) > 30
    rows = json.loads(client.get("/duties?format=json").text)
    dated = {row["fact_id"]: row for row in rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row["deadline"] or "")}
    found = {event["UID"].removesuffix("@kehoach"): event for event in events}
    for fact_id, row in dated.items():
        event = found[fact_id]
        assert event["DTSTART;VALUE=DATE"] == row["deadline"].replace("-", "")
        assert " ".join((row["task"] or row["quote"]).split()) in event["SUMMARY"]
        assert event["URL"] == f"http://127.0.0.1/facts/{fact_id}"
    assert any("RRULE" in event for event in events)


@pytest.mark.parametrize(
    ("deadline", "recurrence", "first", "rule"),
    [
        ("---25", "monthly", date(2024, 3, 25), "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("---30", "monthly", date(2024, 2, 29), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        ("--01-31", "yearly", date(2025, 1, 31), "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("--Q1", "yearly", date(2024, 3, 31), "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("---25", "quarterly", None, None),
        ("monthly", "monthly", None, None),
        (None, None, None, None),
    ],
)
def test_rules_of_what_recurs(
    deadline: str | None, recurrence: str | None, first: date | None, rule: str | None
) -> None:
    """They begin after the document, on a day that the rule names; what is not certain has none."""
    row = {"deadline": deadline, "recurrence": recurrence, "issued_on": date(2024, 2, 26), "period_start": 2024}
    assert rule_of(row | {"period_end": None}) == ((first, rule) if first else None)
    if first is None or rule is None:
        return
    assert rule_of(row | {"period_end": 2030}) == (first, f"{rule};UNTIL=20301231")
    from dateutil.rrule import rrulestr

    begin = datetime(first.year, first.month, first.day)
    assert next(iter(rrulestr(rule, dtstart=begin))) == begin


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300))
def test_folded_lines_say_the_same(text: str) -> None:
    """Lines of no more than 75 bytes, whole letters in each."""
    folded = _folded(text)
    assert folded.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert re.sub("\r\n ", "", folded)[:-2] == text


def test_texts_of_a_calendar_are_escaped() -> None:
    """Signs of the format in a task stay signs of the task."""
    row = {
        "fact_id": "f", "last_day": date(2024, 1, 31), "deadline": "2024-01", "agency": "A; B",
        "task": "x, y\\z\nBEGIN:", "quote": "", "code": None, "issuer": None, "source_path": "a;b.md",
    }  # fmt: skip
    [event] = events_of(calendar_of([row], datetime(2026, 1, 1), "http://h/"))
    assert event["SUMMARY"] == "A; B: x, y\\z BEGIN:"
    assert event["DTEND;VALUE=DATE"] == "20240201"


# SQL: what it answers.


@pytest.mark.parametrize("question", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_examples_are_answered(client: TestClient, question: str) -> None:
    """Each example has rows."""
    page = page_of(client, f"/sql?q={quote(question)}")
    assert page.rows > 1


def test_answers_are_escaped_and_lead_on(client: TestClient, con: duckdb.DuckDBPyConnection) -> None:
    """What stands in cells and names of columns stays text; ids lead to documents and facts."""
    page = page_of(client, "/sql?q=" + quote('SELECT doc_id, title AS "<b>x</b>" FROM documents'))
    assert "<script>alert(1)</script>" in page.text
    assert "<b>x</b>" in page.text
    ids = {row[0] for row in con.execute("SELECT doc_id FROM documents").fetchall()}
    assert ids <= {link.removeprefix("/documents/") for link in page.links}


def test_answers_are_bounded(db: Path) -> None:
    """A thousand rows, five hundred letters of a cell; a file holds cells whole."""
    reply = answer_to(db, "SELECT range AS i, repeat('ế', 2000) AS long FROM range(5000)")
    assert (len(reply.rows), reply.more, reply.cut) == (sandbox.ROWS, True, True)
    assert all(len(row[1] or "") == sandbox.CELL for row in reply.rows)
    whole = answer_to(db, "SELECT repeat('ế', 2000) AS long FROM range(5000)", Form.PARQUET)
    table = pq.read_table(io.BytesIO(whole.file))
    assert table.num_rows == sandbox.ROWS
    assert {len(value) for value in table["long"].to_pylist()} == {2000}
    wide = answer_to(db, f"SELECT {', '.join(f'range AS c{i}' for i in range(400))} FROM range(1000)")
    assert wide.more
    assert len(wide.rows) < sandbox.ROWS


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_answers_as_files(client: TestClient, con: duckdb.DuckDBPyConnection, form: str) -> None:
    """Files hold what the database does, with types where the format has them."""
    question = "SELECT target_id, value_min, target_year, inferred FROM targets ORDER BY target_id LIMIT 5"
    content = client.get("/sql", params={"q": question, "format": form}).content
    expected = records(con, question)
    if form == "parquet":
        assert pq.read_table(io.BytesIO(content)).to_pylist() == expected
    elif form == "json":
        assert json.loads(content) == expected
    else:
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert [row["target_id"] for row in rows] == [row["target_id"] for row in expected]
        assert [float(row["value_min"]) for row in rows] == [row["value_min"] for row in expected]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("NULL", None), ("1.50::DECIMAL(9,2)", "1.50"), ("DATE '2024-02-29'", "2024-02-29"), ("[1, 2]", "[1, 2]"),
        ("{'a': 'ế'}", '{"a": "ế"}'), ("'\\x01'::BLOB", "01"), ("INTERVAL 3 DAY", "3 days, 0:00:00"),
        ("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727"),
        ("'NaN'::DOUBLE", "nan"), ("MAP {'k': [DATE '2024-01-01']}", '{"k": ["2024-01-01"]}'), ("true", "True"),
    ],
)  # fmt: skip
def test_values_of_all_types_are_shown(db: Path, value: str, shown: str | None) -> None:
    """As text."""
    assert answer_to(db, f"SELECT {value}").rows == [[shown]]


# SQL: what it withstands.

SECRET = "SECRET-THAT-NOBODY-READS"
REFUSED = [
    "INSERT INTO documents (doc_id, source_id) VALUES ('x', 'y')",
    "UPDATE documents SET title = 'x'",
    "DELETE FROM documents",
    "MERGE INTO documents USING documents AS d ON true WHEN MATCHED THEN DELETE",
    "WITH x AS (SELECT 1) INSERT INTO documents SELECT * FROM documents",
    "EXPLAIN ANALYZE DELETE FROM documents",
    "DROP TABLE documents",
    "ALTER TABLE documents RENAME TO x",
    "CREATE TABLE x (i INTEGER)",
    "CREATE TEMP TABLE x AS FROM documents",
    "CREATE MACRO x() AS 1",
    "CREATE SECRET (TYPE s3)",
    "TRUNCATE documents",
    "BEGIN TRANSACTION",
    "VACUUM",
    "CHECKPOINT",
    "ATTACH '{file}' AS other",
    "DETACH plans",
    "USE memory",
    "COPY documents TO '{out}'",
    "COPY documents FROM '{file}'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}'",
    "EXPORT DATABASE '{out}'",
    "IMPORT DATABASE '{out}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{file}'",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "SET memory_limit = '100GB'",
    "RESET memory_limit",
    "SET VARIABLE x = 1",
    "SET lock_configuration = false",
    "CALL pragma_version()",
    "PREPARE x AS SELECT 1",
    "FROM read_csv('{file}')",
    "FROM read_text('{file}')",
    "FROM read_blob('{file}')",
    "FROM read_json('{file}')",
    "FROM read_parquet('{file}')",
    "FROM parquet_metadata('{file}')",
    "FROM sniff_csv('{file}')",
    "FROM glob('{folder}/*')",
    "FROM '{file}'",
    'FROM "{file}"',
    "FROM query('FROM read_text(''{file}'')')",
    "SELECT (SELECT content FROM read_text('{file}'))",
    "FROM read_text('/proc/self/environ')",
    "FROM read_text('http://127.0.0.1:1/')",
    "SELECT getenv('HOME')",
    "FROM enable_logging(storage = 'file', storage_path = '{out}')",
    "FROM enable_profiling(save_location = '{out}')",
    "FROM sql_auto_complete('sel')",
    "FROM pandas_scan(1)",
    "FROM python_map_function((SELECT 1))",
    "FROM question",
    "FROM con",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE documents",
    "",
    ";",
    "-- nothing",
    "SELEC 1",
    "SELECT * FROM nothing",
    "SELECT 1 +",
    "\x00",
    "SELECT '" + "(" * 10_000,
    "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
    "SELECT 1" + " + 1" * 50_000,
]


@pytest.mark.parametrize("question", REFUSED, ids=[f"{n}-{q[:40]}" for n, q in enumerate(REFUSED)])
def test_what_is_no_question_is_refused(db: Path, tmp_path: Path, question: str) -> None:
    """With KH404, quickly; nothing is written, nothing of a file is told, and the next question is answered."""
    secret = tmp_path / "secret.csv"
    secret.write_text(SECRET)
    before = db.read_bytes()
    asked = question.replace("{file}", str(secret)).replace("{out}", str(tmp_path / "out"))
    with pytest.raises(KehoachError) as error:
        answer_to(db, asked.replace("{folder}", str(tmp_path)))
    assert error.value.code == "KH404"
    assert SECRET not in str(error.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]
    assert db.read_bytes() == before
    assert sorted(path.name for path in db.parent.iterdir()) == ["more", "plans.duckdb"]
    assert answer_to(db, "SELECT 42").rows == [["42"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("SELECT sum(a.range * b.range) FROM range(100000000) a, range(1000000) b", {"KH611"}),
        ("WITH RECURSIVE x AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM x) SELECT count(*) FROM x", {"KH611"}),
        ("SELECT count(*) FROM range(100000000) t(i) WHERE regexp_matches('aaaaaaaaaa' || i, '(a|aa)*b')", {"KH611"}),
        ("SELECT list_reduce(range(30000000), lambda x, y: x + y)", {"KH611", "KH612"}),
        ("SELECT levenshtein(repeat('ab', 300000), repeat('ba', 300000))", {"KH611", "KH612"}),
        ("SELECT length(repeat('x', 4000000000))", {"KH404", "KH611", "KH612"}),
        ("SELECT repeat('x', 10000000000)", {"KH404", "KH611", "KH612"}),
        ("SELECT range(1000000000000)", {"KH404", "KH611", "KH612"}),
        ("SELECT range(100000000)", {"KH611", "KH612"}),
        ("SELECT array_agg(range::VARCHAR || repeat('x', 1000)) FROM range(100000000)", {"KH611", "KH612"}),
        ("SELECT * FROM range(1000000000) ORDER BY hash(range), range::VARCHAR", {"KH611", "KH612"}),
        ("SELECT string_agg(text, '') FROM sources, range(100000000)", {"KH611", "KH612"}),
    ],
)  # fmt: skip
def test_long_and_large_questions_are_stopped(db: Path, question: str, codes: set[str]) -> None:
    """About a second, then an error of the catalogue; the server lives on and answers the next one."""
    answer_to(db, "SELECT 1")
    begun = time.monotonic()
    with pytest.raises(KehoachError) as error:
        answer_to(db, question)
    took = time.monotonic() - begun
    assert error.value.code in codes
    assert took < sandbox.SECONDS + 4, f"{took:.1f} s"
    assert answer_to(db, "SELECT 42").rows == [["42"]]


def test_endless_rows_are_no_long_question(db: Path) -> None:
    """Only as many are made as are shown."""
    for form in (Form.TABLE, Form.PARQUET, Form.CSV):
        assert answer_to(db, "FROM range(1000000000000)", form).more


def test_files_that_are_too_large_are_refused(db: Path) -> None:
    """A file with some of its values cut would tell what is not so."""
    with pytest.raises(KehoachError, match="KH614"):
        sandbox._bounded(b"x" * (sandbox.LARGEST + 1))
    assert sandbox._bounded(b"x" * sandbox.LARGEST)
    question = "SELECT repeat(chr((65 + range % 26)::INTEGER), 30000) AS x FROM range(600)"
    with pytest.raises(KehoachError, match=r"KH614|KH611"):  # on a busy machine its time is over first
        answer_to(db, question, Form.CSV)


def test_only_so_many_are_asked_at_once(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others wait for their turn; those that wait too long are told."""
    slow = "SELECT sum(a.range * b.range) FROM range(100000000) a, range(1000000) b"

    def code(question: str) -> str:
        try:
            return str(answer_to(db, question).rows[0][0])
        except KehoachError as error:
            return error.code

    answer_to(db, "SELECT 1")
    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(code, [f"SELECT {n}" for n in range(8)])) == sorted(map(str, range(8)))
    monkeypatch.setattr(sandbox, "_PATIENCE", 0.1)
    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(code, [slow] * 6))
    assert told.count("KH611") >= sandbox.AT_ONCE
    assert "KH613" in told
    assert answer_to(db, "SELECT 42").rows == [["42"]]


def test_a_database_that_is_built_anew_is_asked_anew(db: Path, tmp_path: Path) -> None:
    """The process that is kept does not answer from the old file; one that is gone is told of."""
    copy = tmp_path / "plans.duckdb"
    copy.write_bytes(db.read_bytes())
    [[before]] = answer_to(copy, "SELECT count(*) FROM documents").rows
    other = tmp_path / "other.duckdb"
    other.write_bytes(db.read_bytes())
    with duckdb.connect(str(other)) as writing:
        writing.execute("DELETE FROM documents")
    other.replace(copy)
    assert before != "0"
    assert answer_to(copy, "SELECT count(*) FROM documents").rows == [["0"]]
    copy.unlink()
    with pytest.raises(KehoachError, match="KH303"):
        answer_to(copy, "SELECT 1")


def test_errors_stand_in_the_page(client: TestClient) -> None:
    """With the question as it was, the number, and what DuckDB says of the place."""
    page = page_of(client, "/sql?q=SELECT+titel+FROM+documents&lang=en", 400)
    assert "KH404" in page.text
    assert "titel" in page.text
    assert "title" in page.text
