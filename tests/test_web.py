"""The viewer without a browser: what it answers, whom, and that what stands in a plan does no harm."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pipeline.errors import KehoachError
from pipeline.facts import KINDS, facts_of
from pipeline.query import open_database, records
from pipeline.web.app import create_app
from pipeline.web.boxes import Places
from pipeline.web.drawing import Studio
from pipeline.web.search import terms_of
from pipeline.web.words import all_words
from tests.corpus_db import build_with_corpus

HOSTILE = """<script>alert("đầu")</script>
ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 66/KH-UBND
Lạng Sơn, ngày 05 tháng 02 năm 2024

KẾ HOẠCH
Giảm nghèo <script>alert("trích yếu")</script> năm 2024

I. MỤC TIÊU <img src=x onerror=alert(1)>
Phấn đấu đến năm 2025 giảm tỷ lệ hộ nghèo của tỉnh còn 5% "><script>alert(2)</script>.

| Huyện | Hộ nghèo năm 2024 (hộ) |
|---|---|
| <script>alert("ô")</script> Chi Lăng | 12 |
| Bình Gia | 15 |

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn <b>Mẫu</b>
"""
VOID = frozenset(["br", "hr", "image", "img", "input", "link", "meta", "rect"])


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the corpus and of a plan that means harm; nobody may change it."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "more").mkdir()
    (folder / 'more/<script>alert("tệp")<.md').write_text(HOSTILE, "utf8")
    (folder / "more/hong.pdf").write_bytes(b"%PDF-1.7\n broken")
    shutil.copy(root / "corpus/plans/ke-hoach-tinh-2025.md", folder / "more/ban-sao.txt")
    return build_with_corpus(root, tmp_path_factory, [folder / "more"], folder / "plans.duckdb")


@pytest.fixture(scope="module")
def client(root: Path, db: Path) -> Iterator[TestClient]:
    """The viewer of that database, with all texts read."""
    app = create_app(db, files=[root / "corpus" / "plans"])
    with TestClient(app, base_url="http://127.0.0.1") as client:
        app.state.index.wait()
        yield client


def ids(db: Path, question: str, *values: object) -> list[str]:
    """Return the first column of a question's rows."""
    return [next(iter(row.values())) for row in rows_of(db, question, *values)]


def rows_of(db: Path, question: str, *values: object) -> list[dict[str, Any]]:
    """Return a question's rows."""
    with open_database(db) as con:
        return records(con, question, *values)


class Page(HTMLParser):
    """A page of HTML, whose elements must be closed in order, with ids that are each there once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids)), "an id is there twice"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        given = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in given), given
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [link for name in ("href", "src") if (link := given.get(name))]
        if tag == "script":
            self.scripts.append(given.get("src") or "inline")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Check that an element that ends is the last that began."""
        if tag not in VOID:
            assert self.open.pop() == tag


def test_every_link_leads_somewhere(client: TestClient) -> None:
    waiting, pages, fragments = ["/?lang=vi"], dict[str, Page](), set[tuple[str, str]]()
    lists_seen = 0
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = pages[path] = Page(answer.text)
        assert all(script.startswith("/static/") for script in page.scripts)
        for link in page.links:
            assert link.startswith(("/", "#", "?")), link
            parts = urlsplit(link)
            target = path if link.startswith("#") else parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.fragment:
                fragments.add((target, parts.fragment))
            if parts.query and path != "/?lang=vi":
                continue  # of the many ways to narrow down the list, those of its first page
            lists_seen += bool(parts.query)
            if not target.startswith("/facts/"):
                waiting.append(target)
    assert lists_seen > 5
    assert len(pages) > 20
    for path, fragment in fragments:
        if path in pages:
            assert fragment in pages[path].ids, (path, fragment)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_a_plan_holds_is_only_shown(client: TestClient, db: Path, lang: str) -> None:
    doc_id = ids(db, "SELECT doc_id FROM documents WHERE code = '66/KH-UBND'")[0]
    for path in (f"/?lang={lang}", f"/?q=script+alert&lang={lang}", f"/documents/{doc_id}?lang={lang}",
                 f"/?q=<script>alert(9)</script>&type=<script>&lang={lang}", f"/<script>?lang={lang}"):  # fmt: skip
        answer = client.get(path)
        page = Page(answer.text)
        assert len(page.scripts) == 1
        assert page.scripts[0].startswith("/static/")
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
    text = client.get(f"/documents/{doc_id}?lang={lang}").text
    for shown in ("alert(&#34;trích yếu&#34;)", "alert(&#34;ô&#34;)", "alert(&#34;tệp&#34;)"):
        assert f"&lt;script&gt;{shown}" in text


def test_headers(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/files", client.app.state.nav[0][0]):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("127.0.0.1:8765", 200), ("localhost:8765", 200), ("LOCALHOST", 200), ("[::1]:8765", 200),
     ("192.168.1.5", 200), ("evil.example", 400), ("127.0.0.1.evil.example", 400), ("localhost.evil.example:80", 400),
     ("evil.example:127", 400), ("", 400)],
)  # fmt: skip
def test_hosts(client: TestClient, host: str, status: int) -> None:
    answer = client.get("/files", headers={"host": host})
    assert answer.status_code == status
    assert "content-security-policy" in answer.headers


def test_other_hosts_where_told(db: Path) -> None:
    client = TestClient(create_app(db, hosts=("Plans.example",)), base_url="http://plans.example")
    assert client.get("/files").status_code == 200


def test_only_reading(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert client.request(method, "/").status_code == 405
    assert client.head("/").status_code == 200


def test_a_fault_of_the_viewer_is_a_page(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(db)
    monkeypatch.setattr(app.state.index, "search", lambda asked: 1 / 0)
    answer = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False).get("/?lang=en")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_static_files_are_kept_by_content(client: TestClient) -> None:
    page = Page(client.get("/").text)
    style = next(link for link in page.links if link.endswith(".css"))
    assert "immutable" in client.get(style).headers["cache-control"]
    old = client.get("/static/000000000000/viewer.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    for path in ("/static/0/nothing.css", "/static/0/..%2Fapp.py", "/static/0/%2e%2e/app.py"):
        assert client.get(path).status_code == 404


# The database may be missing, broken, in use, old, and come back.


def test_databases_that_cannot_be_shown(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "plans.duckdb"
    client = TestClient(create_app(file), base_url="http://127.0.0.1")

    def refused(path: str = "/") -> str:
        said = {}
        for lang in ("en", "vi"):
            answer = client.get(path, params={"lang": lang})
            assert answer.status_code == 503
            assert "Traceback" not in answer.text
            Page(answer.text)
            said[lang] = (re.search(r"KH\d+", answer.text) or [""])[0]
            assert f"<h1>{all_words()[f'problems.heading_{said[lang]}'][lang]}</h1>" in answer.text
        assert said["en"] == said["vi"]
        return said["en"]

    assert refused() == "KH303"
    file.write_bytes(b"no database at all" * 1000)
    assert refused() == "KH302"
    shutil.copy(db, file)
    assert client.get("/").status_code == 200
    doc_id = ids(db, "SELECT doc_id FROM documents LIMIT 1")[0]
    assert client.get(f"/documents/{doc_id}").status_code == 200
    file.unlink()
    assert refused() == "KH303"
    shutil.copy(db, file)
    with duckdb.connect(str(file)):
        assert refused() == "KH304"
    for change, path, code in (("DROP VIEW v_citations", f"/documents/{doc_id}", "KH305"),
                               ("DROP TABLE builds", "/", "KH302")):  # fmt: skip
        shutil.copy(db, tmp_path / "changed.duckdb")
        with duckdb.connect(str(tmp_path / "changed.duckdb")) as con:
            con.execute(change)
        (tmp_path / "changed.duckdb").replace(file)
        assert refused(path) == code
    shutil.copy(db, file)
    assert client.get(f"/documents/{doc_id}").status_code == 200


def test_new_build_is_seen(root: Path, db: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "plans.duckdb", tmp_path / "new.duckdb"
    shutil.copy(db, file)
    with TestClient(create_app(file), base_url="http://127.0.0.1") as client:
        assert "Xứ Mới" not in client.get("/").text
        assert "Xứ Mới" not in client.get("/?q=Xứ Mới").text.partition("<main")[2].partition("</form>")[2]
        shutil.copy(db, new)
        with duckdb.connect(str(new)) as con:
            con.execute("UPDATE documents SET title = 'Kế hoạch của Xứ Mới' WHERE code = '45/KH-UBND'")
        new.replace(file)
        assert "Kế hoạch của Xứ Mới" in client.get("/").text
        assert "Kế hoạch của Xứ Mới" in client.get("/?q=xu moi").text


# Languages.


def test_words_are_complete() -> None:
    for name, word in all_words().items():
        assert set(word) in ({"en", "vi"}, {"en", "vi", "one"}), name
        assert all(said.strip() for said in word.values()), name
        # What is put in may be told apart ("Feb 2024", "tháng 2/2024"), but not whether anything is.
        assert len({"{" in said for said in word.values()}) == 1, name


def test_templates_and_words_fit(root: Path) -> None:
    """No page uses a word that is not there, none is there that no page uses; of some only the beginning is told."""
    used, said = set(), set()
    for file in (root / "pipeline/web").rglob("*"):
        if file.suffix in (".html", ".py"):
            text = file.read_text("utf8")
            used |= set(re.findall(r"""\b(?:t|_words)\(\s*["']([\w.-]+)["']\s*[,)]""", text))
            said |= set(re.findall(r"""["']([a-z_]+\.[\w-]*)(?:["']|\{)""", text))
    known = set(all_words())
    assert used <= known
    assert len(used) > 50
    begun = tuple({"codes.", *(word for word in said if word.endswith(("_", ".")))})
    # Words that all pages share may wait for one that needs them.
    assert sorted(word for word in known - used - said if "." in word and not word.startswith(begun)) == []


def test_codes_of_the_database_have_words(db: Path) -> None:
    for kind, question in {
        "level": "SELECT DISTINCT level FROM documents",
        "relation": "SELECT DISTINCT relation FROM legal_refs",
        "role": "SELECT role FROM assignments UNION ALL BY NAME SELECT role FROM percentages",
        "confidence": "SELECT DISTINCT confidence FROM targets",
        "kind": "SELECT kind FROM targets UNION SELECT kind FROM table_facts",
        "recurrence": "SELECT DISTINCT recurrence FROM deadlines",
        "severity": "SELECT DISTINCT severity FROM findings",
    }.items():
        for code in filter(None, ids(db, question)):
            assert f"codes.{kind}_{code}" in all_words()


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "lang"),
    [("", None, None, "vi"), ("", None, "en", "en"), ("", None, "fr, en;q=0.8, vi;q=0.9", "vi"),
     ("", None, "en-GB,en;q=0.9", "en"), ("", None, "vi;q=x, en;q=0.1", "en"), ("", "en", "vi", "en"),
     ("?lang=vi", "en", "en", "vi"), ("?lang=xx", None, "en", "en"), ("", "xx", None, "vi")],
)  # fmt: skip
def test_language(db: Path, query: str, cookie: str | None, accepted: str | None, lang: str) -> None:
    client = TestClient(create_app(db), base_url="http://127.0.0.1", cookies={"lang": cookie} if cookie else None)
    answer = client.get(f"/files{query}", headers={"accept-language": accepted or ""})
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["content-language"] == lang
    assert client.get("/files", headers={"accept-language": "fr"}).headers["content-language"] == (
        lang if query == "?lang=vi" else cookie if cookie == "en" else "vi"
    )


def test_the_other_language_is_the_same_page(client: TestClient) -> None:
    page = Page(client.get("/?q=nghèo&level=district&lang=vi").text)
    assert "/?q=ngh%C3%A8o&level=district&lang=en" in page.links


# Documents.


def titles(client: TestClient, **query: str) -> list[str]:
    """Return the titles of the list."""
    return re.findall(r'class="title"[^>]*>([^<]*)<', client.get("/", params=query).text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("chi lang", "Chi Lăng"), ("CHI LĂNG", "Chi Lăng"), ('"giam ngheo ben vung"', "Giảm nghèo"),
     ("45/kh-ubnd", "Chi Lăng"), ("ke-hoach-xa-van-linh-2024.txt", "Vạn Linh"), ("ban-sao.txt", "2025"),
     ("hoan thanh truoc ngay", "Chi Lăng")],
)  # fmt: skip
def test_search(client: TestClient, asked: str, found: str) -> None:
    assert any(found in title for title in titles(client, q=asked)), titles(client, q=asked)
    assert len(titles(client, q=asked)) < len(titles(client))


def test_what_is_found_is_shown_as_printed(client: TestClient) -> None:
    marked = re.findall(r"<mark>([^<]*)</mark>", client.get("/", params={"q": '"thoat ngheo"'}).text)
    assert marked
    assert {" ".join(words.casefold().split()) for words in marked} == {"thoát nghèo"}


@settings(deadline=None, max_examples=60)
@given(asked=st.text(max_size=60))
def test_nothing_that_is_typed_fails(client: TestClient, asked: str) -> None:
    assert client.get("/", params={"q": asked}).status_code == 200


def test_words_that_are_nowhere(client: TestClient) -> None:
    assert titles(client, q="xyzzy") == []
    assert titles(client, q="!?") == []
    assert terms_of('a "b c" "" d/e') == '"b c" "a" "d e"'


def test_facets_count_what_there_is(client: TestClient, db: Path) -> None:
    everything = len(titles(client))
    assert everything == ids(db, "SELECT count(*) FROM kept_documents()")[0]
    for facet, column in (("level", "level"), ("type", "doc_type"), ("province", "province")):
        counts = rows_of(
            db,
            f"SELECT {column} AS value, count(*) AS n FROM kept_documents() WHERE value IS NOT NULL GROUP BY value",
        )
        for value, count in (row.values() for row in counts):
            assert len(titles(client, **{facet: value})) == count
            page = client.get("/").text
            assert f'<span class="count">{count}</span>' in page
    assert len(titles(client, level="province", type="KH")) < len(titles(client, level="province"))
    assert titles(client, sort="title") == sorted(titles(client), key=str.casefold)


def test_unread_files_and_copies_are_told(client: TestClient) -> None:
    assert 'href="/files"' in client.get("/").text
    assert "ban-sao.txt" in client.get("/", params={"q": "ban-sao"}).text.partition("</form>")[2]
    text = client.get("/files?lang=en").text
    assert "hong.pdf" in text
    assert "KH103" in text


# A document.


def test_every_fact_leads_to_its_words(client: TestClient, db: Path) -> None:
    """Every fact of the documents has its place on the page; of each kind the addresses of a few are tried."""
    shown = {doc_id: client.get(f"/documents/{doc_id}").text for doc_id in ids(db, "SELECT doc_id FROM documents")}
    with open_database(db) as con:
        for doc_id, text in shown.items():
            facts = [fact for fact in facts_of(con, doc_id) if fact.start >= 0]  # what is missing has no words
            assert all(f'id="fact-{fact.id}"' in text for fact in facts)
            assert all(f'href="#fact-{fact.id}"' in text and f'id="card-{fact.id}"' in text for fact in facts)
    for kind, of_kind in KINDS.items():
        # A document's mention of itself is no fact of its page.
        where = "AND means <> 'self'" if kind == "short_refs" else ""
        rows = rows_of(
            db,
            f"""SELECT {of_kind.id} AS id, doc_id FROM {kind}
                WHERE doc_id IS NOT NULL AND span_start IS NOT NULL {where}
                ORDER BY 1 LIMIT 8""",
        )
        assert rows or kind == "short_refs", kind
        for row in rows:
            answer = client.get(f"/facts/{row['id']}", follow_redirects=False)
            assert answer.status_code == 302
            path, _, fragment = answer.headers["location"].partition("#")
            assert path == f"/documents/{row['doc_id']}"
            assert f'id="{fragment}"' in shown[row["doc_id"]]
    assert client.get("/facts/nothing").status_code == 404
    assert client.get("/documents/nothing").status_code == 404


def test_only_the_kinds_that_are_asked_for(client: TestClient, db: Path) -> None:
    doc_id = ids(db, "SELECT doc_id FROM documents WHERE code = '45/KH-UBND'")[0]
    text = client.get(f"/documents/{doc_id}?kind=targets&kind=nonsense").text
    assert 'class="mark k-targets"' in text
    assert 'class="mark k-deadlines"' not in text
    assert text.count('class="card ') == text.count('class="card k-targets"')


# Pages of a PDF.


def test_boxes_stand_on_the_words(client: TestClient, db: Path) -> None:
    doc_id = ids(db, "SELECT doc_id FROM documents WHERE code = '45/KH-UBND'")[0]
    for page_no in (1, 2):
        text = client.get(f"/documents/{doc_id}/pages/{page_no}").text
        Page(text)
        assert text.count('class="box') == text.count('class="card ') > 10
        picture = client.get(f"/documents/{doc_id}/pages/{page_no}.png")
        assert picture.content.startswith(b"\x89PNG")
        assert picture.headers["content-type"] == "image/png"
    assert client.get(f"/documents/{doc_id}/pages/3").status_code == 404
    assert client.get(f"/documents/{doc_id}/pages/0.png").status_code == 404


def test_box_of_a_fact_is_that_of_its_words(root: Path, db: Path) -> None:
    path = root / "corpus/plans/ke-hoach-huyen-chi-lang-2024.pdf"
    source = rows_of(db, "SELECT sha256, text FROM sources WHERE source_path = ?", path.name)[0]
    sha256, text = source["sha256"], source["text"]
    studio = Studio([path.parent])
    picture = studio.picture([path.name], sha256, 1)
    assert studio.picture([path.name], sha256, 1) is picture
    studio.close()
    start = text.index("18/KH-UBND")
    box = Places(text[: len(text) // 2], picture.words).boxes(start, start + len("18/KH-UBND"))
    assert len(box) == 1
    word = next(word for word in picture.words if word.text == "18/KH-UBND")
    assert box[0] == pytest.approx(word.box)
    assert 0 < box[0][0] < box[0][2] < picture.width
    assert 0 < box[0][1] < box[0][3] < picture.height


def test_files_that_are_not_drawn(root: Path, db: Path, tmp_path: Path) -> None:
    name = "ke-hoach-huyen-chi-lang-2024.pdf"
    sha256 = ids(db, "SELECT sha256 FROM sources WHERE source_path = ?", name)[0]
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / name).write_bytes(b"%PDF-1.7 another")
    shutil.copy(root / "corpus/plans" / name, tmp_path / "beside.pdf")
    studio = Studio([tmp_path / "files"])
    for asked, code in ((name, "KH605"), ("../beside.pdf", "KH604"), (str(tmp_path / "beside.pdf"), "KH604"),
                        ("nothing.pdf", "KH604")):  # fmt: skip
        with pytest.raises(KehoachError) as error:
            studio.picture([asked], sha256, 1)
        assert error.value.code == code
    broken = b"%PDF-1.7\n broken"
    (tmp_path / "files/hong.pdf").write_bytes(broken)
    with pytest.raises(KehoachError) as error:
        studio.picture(["hong.pdf"], hashlib.sha256(broken).hexdigest(), 1)
    assert error.value.code == "KH606"
    studio.close()
    doc_id = ids(db, "SELECT doc_id FROM documents WHERE code = '45/KH-UBND'")[0]
    client = TestClient(create_app(db), base_url="http://127.0.0.1")
    text = client.get(f"/documents/{doc_id}/pages/1?lang=en").text
    assert "KH604" in text
    assert "--files FOLDER" in text
    assert 'class="card' in text
    assert client.get(f"/documents/{doc_id}/pages/1.png").status_code == 404
