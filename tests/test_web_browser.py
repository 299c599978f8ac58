"""The viewer in a real browser: what a reader does with it, by mouse, by keyboard and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import build
from pipeline.options import Options
from pipeline.query import open_database
from tests.browser import chromium, opened, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a database."""
    file = tmp_path_factory.mktemp("browser") / "plans.duckdb"
    build([root / "corpus" / "plans"], file, jobs=2, options=Options(ocr="never"))
    return file


@pytest.fixture(scope="module")
def address(root: Path, db: Path) -> Iterator[str]:
    """Where the viewer of that database is."""
    with served(db, files=[root / "corpus" / "plans"]) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def paths(db: Path) -> dict[str, str]:
    """A page of every kind."""
    with open_database(db) as con:
        doc_id = con.execute("SELECT doc_id FROM documents WHERE code = '45/KH-UBND'").fetchall()[0][0]
    document = f"/documents/{doc_id}"
    return {"list": "/", "found": "/?q=giam+ngheo", "files": "/files", "nowhere": "/nowhere", "document": document,
            "picture": f"{document}/pages/1"}  # fmt: skip


def test_from_a_search_to_the_words_of_a_target(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        page = tab.go("/")
        page.keyboard.press("/")
        page.keyboard.type("huyen chi lang 45/kh-ubnd")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=huyen**")
        page.locator("a.title").first.click()
        page.wait_for_url("**/documents/**")
        card = page.locator(".card.k-targets").first
        card.locator("a.value").click()
        fact_id = card.get_attribute("data-fact")
        mark = page.locator(f"#fact-{fact_id}")
        assert "active" in (mark.get_attribute("class") or "")
        assert page.evaluate("document.activeElement.id") == f"fact-{fact_id}"
        box = mark.bounding_box()
        assert 0 < box["y"] < 900, "its words are in sight"
        assert page.url.endswith(f"#fact-{fact_id}")
        # The address alone leads there as well, and the words lead back to their card.
        page.goto(f"{address}/facts/{fact_id}")
        assert 0 < page.locator(f"#fact-{fact_id}").bounding_box()["y"] < 900
        other = page.locator("a.mark.k-deadlines").first
        other.click()
        chosen = page.locator(".card.active")
        assert chosen.count() == 1
        assert chosen.get_attribute("data-fact") in (other.get_attribute("data-facts") or "")
        assert 0 <= chosen.bounding_box()["y"] < 900, "its card is in sight"


def test_keys_lead_from_fact_to_fact(browser: Any, address: str, paths: dict[str, str]) -> None:
    with opened(browser, address) as tab:
        page = tab.go(paths["document"])
        order = page.eval_on_selector_all(".card", "cards => cards.map((card) => card.dataset.fact)")
        order = [fact for fact in order if page.locator(f"#fact-{fact}").count()]
        for key, at in (("n", 0), ("n", 1), ("n", 2), ("p", 1), ("p", 0), ("p", -1)):
            page.keyboard.press(key)
            page.wait_for_url(f"**#fact-{order[at]}")
            page.wait_for_function("id => (document.activeElement.dataset.facts || '').includes(id)", arg=order[at])


def test_kinds_are_put_away_and_fetched_back(browser: Any, address: str, paths: dict[str, str]) -> None:
    with opened(browser, address) as tab:
        page = tab.go(paths["document"])
        deadlines = page.locator(".card.k-deadlines")
        assert deadlines.first.is_visible()
        page.locator(".kinds label.k-deadlines input").uncheck()
        assert not deadlines.first.is_visible()
        assert page.locator("a.mark.k-deadlines.off").count() > 0
        page.locator(".kinds label.k-deadlines input").check()
        assert deadlines.first.is_visible()


def test_language_is_kept(browser: Any, address: str) -> None:
    with opened(browser, address) as tab:
        page = tab.go("/?q=ngheo")
        assert page.get_attribute("html", "lang") == "vi"
        page.get_by_text("English").click()
        page.wait_for_url("**lang=en**")
        assert page.locator("input[type=search]").input_value() == "ngheo"
        page.locator("a.title").first.click()
        page.wait_for_url("**/documents/**")
        assert page.get_attribute("html", "lang") == "en"
        assert page.get_attribute("article.text", "lang") == "vi"


def test_facets_narrow_down(browser: Any, address: str) -> None:
    with opened(browser, address, lang="en") as tab:
        page = tab.go("/")
        before = page.locator("a.title").count()
        page.locator(".facets").get_by_text("District", exact=True).click()
        page.wait_for_url("**level=district**")
        assert 0 < page.locator("a.title").count() < before
        page.locator(".facets .chosen").click()
        page.wait_for_url(f"{address}/")
        assert page.locator("a.title").count() == before


def test_boxes_and_cards_lead_to_each_other(browser: Any, address: str, paths: dict[str, str]) -> None:
    with opened(browser, address) as tab:
        page = tab.go(paths["picture"])
        page.wait_for_function("document.querySelector('svg image').getBoundingClientRect().width > 300")
        link = page.locator(".card.k-legal_refs a.value").first
        link.click()
        assert page.locator("a.box:target").count() == 1
        page.locator(".card a", has_text="trong văn bản").first.click()
        page.wait_for_url("**#fact-*")


def test_without_script(browser: Any, address: str, paths: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + paths["document"])
    link = page.locator(".card.k-targets a.value").first
    fact = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    assert page.url.endswith(fact)
    assert 0 < page.locator(f"#{fact}").bounding_box()["y"] < 900
    page.locator(".kinds label.k-deadlines input").uncheck()
    page.locator(".kinds button").click()
    assert page.locator(".card.k-deadlines").count() == 0
    assert page.locator(".card.k-targets").count() > 0
    context.close()


def test_on_a_phone_the_card_stays_in_sight(browser: Any, address: str, paths: dict[str, str]) -> None:
    with opened(browser, address, narrow=True) as tab:
        page = tab.go(paths["document"])
        page.locator("a.mark.k-targets").first.click()
        card = page.locator(".card:target")
        box = card.bounding_box()
        assert 400 < box["y"] < 844
        assert box["width"] == pytest.approx(390, abs=2)


@pytest.mark.parametrize(
    ("narrow", "dark", "lang", "kinds"),
    [
        (False, False, "vi", ("list", "found", "files", "nowhere", "document", "picture")),
        (True, True, "en", ("list", "document", "picture")),
    ],
    ids=["wide, light", "narrow, dark"],
)
def test_pages_can_be_used_by_all(
    browser: Any, address: str, paths: dict[str, str], narrow: bool, dark: bool, lang: str, kinds: tuple[str, ...]
) -> None:
    with opened(browser, address, narrow=narrow, dark=dark, lang=lang) as tab:
        for kind in kinds:
            page = tab.go(paths[kind])
            assert tab.axe() == [], kind
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= page.viewport_size["width"], f"{kind} is wider than the window"
            if kind == "nowhere":  # the browser itself notes that it was refused
                tab.errors.clear()
