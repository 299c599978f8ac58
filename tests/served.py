"""What tests of the viewer's pages look at: a database with a plan that means harm, and a page taken apart."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.corpus_db import build_with_corpus, made_once

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


def built_pages(root: Path, folders: pytest.TempPathFactory) -> Path:
    """Return a database of the corpus and of a plan that means harm, built once a run; nobody may change it."""
    with made_once(folders, "pages") as folder:
        file = folder / "plans.duckdb"
        if not file.exists():
            (folder / "more").mkdir()
            (folder / "more" / "<script>alert(5)<.md").write_text(HOSTILE, "utf8")
            build_with_corpus(root, folders, [folder / "more"], file)
    return file


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
