"""Targets, Compare, Audit, Duties and SQL in a real browser: by mouse and keyboard, on a phone, read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import build
from pipeline.options import Options
from tests.browser import NARROW, WIDE, chromium, opened, served

pytestmark = pytest.mark.slow

PAGES = {
    "targets": "/targets",
    "by year": "/targets?indicator=ty+le+ho+ngheo",
    "list": "/targets?view=list&level=district",
    "unknown": "/targets?indicator=ty+le+ho+ngeo",
    "units": "/compare?indicator=poverty_rate&within=Lạng+Sơn&year=2024",
    "timeline": "/compare?indicator=poverty_rate&within=Lạng+Sơn&view=timeline",
    "documents": "/compare?a=ke-hoach-huyen-chi-lang-2024.pdf&b=ke-hoach-tinh-2024.docx",
    "audit": "/audit",
    "duties": "/duties",
    "calendar": "/duties?view=calendar&year=2024",
    "sql": "/sql?q=SELECT+*+FROM+documents",
    "wrong sql": "/sql?q=SELECT+x",
}


@pytest.fixture(scope="module")
def address(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The viewer of the corpus."""
    db = tmp_path_factory.mktemp("pages") / "plans.duckdb"
    build([root / "corpus" / "plans"], db, jobs=2, options=Options(ocr="never"))
    with served(db) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with chromium() as browser:
        yield browser


def test_a_target_is_found_and_leads_to_its_words(browser: Any, address: str) -> None:
    """Ask for an indicator by the field, click a figure, and its words are marked and in sight."""
    with opened(browser, address) as tab:
        page = tab.go("/targets")
        page.locator("[name=indicator]").fill("tỷ lệ hộ nghèo")
        page.locator("[name=place]").fill("huyen chi lang")
        page.get_by_role("button", name="Xem").click()
        page.wait_for_url("**/targets?*")
        assert page.locator("[name=place]").input_value() == "huyen chi lang"
        figure = page.locator("a.figure").first
        said = figure.inner_text()
        fact = figure.get_attribute("href").removeprefix("/facts/")
        figure.click()
        page.wait_for_url(f"**#fact-{fact}")
        words = page.locator(f"#fact-{fact}")
        assert words.is_visible()
        assert words.evaluate("it => { const box = it.getBoundingClientRect();"
                              " return box.bottom > 0 && box.top < innerHeight }")  # fmt: skip
        number = "".join(letter for letter in said if letter.isdigit() or letter == ",").strip(",")
        assert number[:1] in page.locator(f'[id="fact-{fact}"], [data-fact="{fact}"]').first.inner_text()


def test_two_levels_are_compared(browser: Any, address: str) -> None:
    """A province, its districts and the nation stand side by side, with bars on one scale."""
    with opened(browser, address, lang="en") as tab:
        page = tab.go("/compare")
        form = page.get_by_role("form", name="An indicator within a place")
        form.locator("[name=indicator]").fill("tỷ lệ hộ nghèo")
        form.locator("[name=within]").fill("Lạng Sơn")
        form.locator("[name=year]").fill("2024")
        form.get_by_role("button", name="Compare").click()
        page.wait_for_url("**/compare?*", timeout=30_000)
        table = page.get_by_role("table").first
        assert "tỉnh Lạng Sơn" in table.inner_text()
        assert "90/QĐ-TTg" in table.inner_text()
        assert table.get_by_text("goes beyond").first.is_visible()
        widths = page.locator("svg.bar rect.from").evaluate_all("bars => bars.map(b => +b.getAttribute('width'))")
        assert widths
        assert 0 < max(widths) <= 100


def test_a_question_is_run_by_keyboard(browser: Any, address: str) -> None:
    """An example from the list, then a question of one's own, then a wrong one, which tells what is wrong."""
    with opened(browser, address) as tab:
        page = tab.go("/sql")
        page.get_by_role("link", name="Văn bản mới nhất").click()
        assert page.get_by_role("table").is_visible()
        page.get_by_label("Câu hỏi").fill("SELECT '<b>đậm</b>' AS chu, 6 * 7 AS so")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_by_role("cell", name="<b>đậm</b>").is_visible()
        assert page.get_by_role("cell", name="42").is_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        assert Path(download.value.path()).read_text("utf8") == "chu,so\n<b>đậm</b>,42\n"
        tab.errors[:] = [said for said in tab.errors if "format=csv" not in said]  # a download ends its request


def test_the_schema_can_be_opened_without_script(browser: Any, address: str) -> None:
    """Tables with their columns and what they are; a table leads to its first rows."""
    context = browser.new_context(java_script_enabled=False, locale="en")
    try:
        page = context.new_page()
        page.goto(address + "/sql")
        page.locator("summary", has=page.locator("code", has_text="v_commitments")).click()
        assert page.locator("details[open]").get_by_text("id of what is measured").is_visible()
        page.locator("details[open]").get_by_role("link").click()
        assert page.get_by_role("table").is_visible()
        assert page.get_by_label("Question").input_value() == "FROM v_commitments LIMIT 20"
    finally:
        context.close()


def test_the_language_is_switched_and_the_question_stays(browser: Any, address: str) -> None:
    """The same duties, in English."""
    with opened(browser, address) as tab:
        page = tab.go("/duties?agency=so+tc&role=lead")
        assert page.get_by_role("heading", level=1).inner_text() == "Ai làm gì, khi nào xong"
        rows = page.get_by_role("row").count()
        page.get_by_role("link", name="English").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Who does what, by when"
        assert page.locator("[name=agency]").input_value() == "so tc"
        assert page.get_by_role("row").count() == rows > 1


def test_a_day_of_the_calendar_leads_to_its_duties(browser: Any, address: str) -> None:
    """The cell of a day says how much is due, and its list has as much."""
    with opened(browser, address, lang="en") as tab:
        page = tab.go("/duties?view=calendar&year=2024")
        day = page.get_by_role("link", name="30 Nov 2024:")
        count = int(day.get_attribute("aria-label").split()[-2])
        day.click()
        page.wait_for_url("**view=list**")
        assert page.locator("tbody tr").count() == count


@pytest.mark.parametrize(
    ("path", "narrow"), [(path, bool(n % 2)) for n, path in enumerate(PAGES.values())], ids=PAGES.keys()
)
def test_pages_are_accessible(browser: Any, address: str, path: str, narrow: bool) -> None:
    """axe finds nothing serious, by turns wide and light or narrow and dark; only tables scroll sideways."""
    with opened(browser, address, narrow=narrow, dark=narrow, lang="en" if narrow else "vi") as tab:
        tab.page.set_default_timeout(30_000)
        page = tab.go(path)
        assert tab.axe() == []
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # An answer with an error is one that the console tells of.
        tab.errors[:] = [said for said in tab.errors if "status of 40" not in said]
