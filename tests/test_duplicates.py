"""One document in several files: found whatever the order, counted once, and told from its neighbours."""

from __future__ import annotations

import html
import itertools
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus import make_files
from pipeline import duplicates
from pipeline.audit_list import Asked, count_confirmations, find_findings
from pipeline.build import build
from pipeline.duplicates import find_duplicates, sketch
from pipeline.query import open_database
from pipeline.read import read_bytes
from pipeline.show import find_documents
from pipeline.summary import print_report
from tests import old_letters

DRAFT = "ke-hoach-huyen-chi-lang-2024"
DOCX = make_files.make_docx(DRAFT)
TEXT = read_bytes(DOCX).text
PAGE = "<html><body><ul><li><a href=x>Trang chủ</a><li><a href=y>Văn bản</a></ul><div>{}</div></body></html>"
FILES = {
    "a.txt": TEXT.encode(),
    "b.html": PAGE.format("".join(f"<p>{html.escape(line)}</p>" for line in TEXT.split("\n"))).encode(),
    "c.pdf": make_files.make_pdf(DRAFT),
    "d.docx": DOCX,
    "e.txt": old_letters.to_tcvn3(TEXT).encode(),
}
VIEWS = ("v_commitments", "v_duties", "v_citations", "v_citation_degrees", "v_levels", "v_allocation")


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The plan in five formats, built together."""
    folder = tmp_path_factory.mktemp("together")
    with open_database(built(folder, FILES)) as con:
        yield con


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The plan as DOCX only."""
    with open_database(built(tmp_path_factory.mktemp("alone"), {"d.docx": DOCX})) as con:
        yield con


def built(folder: Path, files: dict[str, bytes], **options: Any) -> Path:
    plans = folder / "plans"
    plans.mkdir(exist_ok=True)
    for name, data in files.items():
        (plans / name).write_bytes(data)
    build([plans], folder / "plans.duckdb", jobs=1, **options)
    return folder / "plans.duckdb"


def twins(con: Any) -> dict[str, str]:
    """Return the path of each duplicate with that of the file that is kept."""
    rows = con.execute("""
        SELECT a.source_path, b.source_path
        FROM sources AS a JOIN sources AS b ON a.duplicate_of = b.source_id ORDER BY 1
    """).fetchall()
    return dict(rows)


def test_the_best_file_is_kept(together: Any) -> None:
    assert twins(together) == dict.fromkeys(("a.txt", "b.html", "c.pdf", "e.txt"), "d.docx")


def test_a_build_tells_how_many_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that hold the same as another one, be it byte for byte; only those of the run."""
    plans = tmp_path / "plans"
    built(tmp_path, {"a.txt": FILES["a.txt"], "d.docx": DOCX, "copy.docx": DOCX, "other.txt": b"nothing"})
    for paths, said in (([plans], "2 duplicates of others"), ([plans / "a.txt"], "1 duplicate of another")):
        report = build(paths, tmp_path / "plans.duckdb", jobs=1)
        print_report(report)
        assert said in " ".join(capsys.readouterr().out.split())
    report = build([plans / "other.txt"], tmp_path / "plans.duckdb", jobs=1)
    print_report(report)
    assert (report.duplicates, "duplicate" in capsys.readouterr().out) == (0, False)


@pytest.mark.parametrize("view", VIEWS)
def test_views_count_facts_once(together: Any, alone: Any, view: str) -> None:
    question = f"FROM {view} ORDER BY ALL"
    want = alone.execute(question).fetchall()
    assert together.execute(question).fetchall() == want
    assert want or view in ("v_levels", "v_allocation")


def test_rows_of_duplicates_stay_traceable(together: Any, alone: Any) -> None:
    count = "SELECT source_path, count(*) FROM targets JOIN sources USING (source_id) GROUP BY ALL ORDER BY 1"
    of_each = dict(together.execute(count).fetchall())
    assert list(of_each) == list(FILES)
    assert alone.execute(count).fetchall() == [("d.docx", of_each["d.docx"])]


def test_commands_count_once(together: Any, alone: Any) -> None:
    def plain(rows: list[Any]) -> list[Any]:
        return [(row["kind"], row["message"], row["source_path"]) for row in rows]

    assert plain(find_findings(together, Asked())) == plain(find_findings(alone, Asked()))
    assert count_confirmations(together, Asked()) == count_confirmations(alone, Asked())


@pytest.mark.parametrize("name", ["45/KH-UBND", "d.docx", "c.pdf", "e"])
def test_any_of_its_names_finds_the_document(together: Any, name: str) -> None:
    assert [row["source_path"] for row in find_documents(together, name)] == ["d.docx"]


def test_a_duplicate_can_be_looked_at_by_its_id(together: Any) -> None:
    [(doc_id,)] = together.execute(
        "SELECT doc_id FROM documents JOIN sources USING (source_id) WHERE source_path = 'c.pdf'"
    ).fetchall()
    assert [row["source_path"] for row in find_documents(together, doc_id)] == ["c.pdf"]


def test_who_cites_it_is_found_all_the_same(tmp_path: Path) -> None:
    citing = plan("Vạn Linh", 27, basis="Căn cứ Kế hoạch số 45/KH-UBND ngày 26/02/2024 của UBND huyện Chi Lăng;")
    with open_database(built(tmp_path, FILES | {"x.txt": citing.encode()})) as con:
        cited = "SELECT citing_code, cited_title IS NOT NULL FROM v_citations WHERE code = '45/KH-UBND'"
        assert con.execute(cited).fetchall() == [("27/KH-UBND", True)]


@pytest.mark.slow
def test_builds_that_go_on_agree_with_one_from_scratch(tmp_path: Path) -> None:
    db = built(tmp_path, {"c.pdf": FILES["c.pdf"]})
    with open_database(db) as con:
        assert twins(con) == {}
    built(tmp_path, {"d.docx": DOCX})
    with open_database(db) as con:
        assert twins(con) == {"c.pdf": "d.docx"}
    built(tmp_path, {"a.txt": FILES["a.txt"]})
    (tmp_path / "plans" / "d.docx").unlink()
    built(tmp_path, {}, prune=True)
    with open_database(db) as con:
        assert twins(con) == {"a.txt": "c.pdf"}
        assert con.execute("SELECT count(*) > 0 FROM v_commitments WHERE source_path = 'c.pdf'").fetchall() == [
            (True,)
        ]


# Documents that are not one.

HEAD = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{head}\tĐộc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND\t{place}, ngày {day}

KẾ HOẠCH
Giảm nghèo bền vững {name} năm {year}

{basis}

I. MỤC TIÊU
"""
GOALS = """- Tỷ lệ hộ nghèo của {name} giảm từ {a},5% xuống còn {b},5% cuối năm {year}.
- Hỗ trợ {c} hộ nghèo, hộ cận nghèo sửa chữa hoặc xây mới nhà ở trên địa bàn {name}.
"""
TASKS = "".join(
    f"- Công chức {who} chủ trì, phối hợp với các ban, ngành, đoàn thể {what} trước ngày 30 tháng {month} năm.\n"
    for month, (who, what) in enumerate(
        itertools.product(
            ("Văn hóa - Xã hội", "Tài chính - Kế toán", "Địa chính - Nông nghiệp"),
            ("rà soát hộ nghèo, hộ cận nghèo", "tuyên truyền chính sách giảm nghèo", "tập huấn cán bộ cơ sở"),
        ),
        1,
    )
)
BASIS = "Căn cứ Kế hoạch số 18/KH-UBND ngày 22/01/2024 của UBND tỉnh Lạng Sơn;"


def plan(commune: str | None, number: int | str, *, seed: int = 0, year: int = 2024, basis: str = BASIS) -> str:
    """Return a plan made from a template: of a commune of Chi Lăng, or of the district itself."""
    chance = random.Random(f"{commune} {seed}")
    name = f"xã {commune}" if commune else "huyện Chi Lăng"
    day = f"12 tháng 3 năm {year}" if number else f"    tháng 3 năm {year}"
    slots = {"name": name, "place": commune or "Chi Lăng", "number": number, "day": day, "year": year, "basis": basis}
    slots |= {"a": chance.randint(20, 30), "b": chance.randint(10, 19), "c": chance.randint(100, 999)}
    head = f"XÃ {commune.upper()}" if commune else "HUYỆN CHI LĂNG"
    end = f"\nNơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;\tCHỦ TỊCH\n- Lưu: VT.\n\t{'Vi Văn Thử'}\n"
    return HEAD.format(head=head, **slots) + GOALS.format(**slots) + "II. NHIỆM VỤ\n" + TASKS + end


def pairs_of(folder: Path, *texts: str | bytes) -> dict[str, str]:
    files = {f"{i}.txt": text if isinstance(text, bytes) else text.encode() for i, text in enumerate(texts)}
    with open_database(built(folder, files)) as con:
        return twins(con)


@pytest.mark.parametrize(
    "texts",
    [
        (plan("Vạn Linh", 27), plan("Hòa Bình", 27)),
        (plan("Vạn Linh", 27), plan("Vạn Linh", 28, seed=1)),
        (plan("Vạn Linh", 27), plan("Vạn Linh", 27, year=2025)),
        (plan("Vạn Linh", ""), plan("Hòa Bình", "")),
        (plan("Vạn Linh", ""), plan("Vạn Linh", "", seed=1)),
        (plan("Không Có Một", 27), plan("Không Có Hai", 27)),
        (plan("Không Có Một", ""), plan("Không Có Hai", "")),
        (plan("Vạn Linh", 27), plan(None, 27)),
    ],
    ids=["communes", "numbers", "years", "no number", "no number, other figures", "unknown", "unknown, no number",
         "levels"],
)  # fmt: skip
def test_documents_of_one_template_stay_two(texts: tuple[str, str], tmp_path: Path) -> None:
    assert pairs_of(tmp_path, *texts) == {}


def other_breaks(text: str) -> str:
    """Return `text` in other lines, with numbers of pages between them."""
    lines = [line for part in text.split("\n") for line in (part.replace(", ", ",\n", 1)).split("\n")]
    return "\n".join(line if i % 12 else f"{line}\n{i // 12 + 2}\n" for i, line in enumerate(lines))


@pytest.mark.parametrize(
    "texts",
    [
        (plan("Vạn Linh", 27), other_breaks(plan("Vạn Linh", 27))),
        (plan("Vạn Linh", 27), plan("Vạn Linh", 27).replace("hóa", "hoá").replace(" - ", " – ")),
        (plan("Vạn Linh", ""), other_breaks(plan("Vạn Linh", ""))),
        (plan("Vạn Linh", 27), plan("Vạn Linh", "")),
    ],
    ids=["reflowed", "spelled", "no number", "signed and draft"],
)
def test_one_document_in_other_lines(texts: tuple[str, str], tmp_path: Path) -> None:
    assert len(pairs_of(tmp_path, *texts)) == 1


def test_the_one_that_holds_more_is_kept(tmp_path: Path) -> None:
    decision = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ VẠN LINH\tĐộc lập - Tự do - Hạnh phúc
Số: 99/QĐ-UBND\tVạn Linh, ngày 12 tháng 3 năm 2024

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch giảm nghèo bền vững năm 2024

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch giảm nghèo bền vững xã Vạn Linh năm 2024.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Văn phòng, các thôn và các tổ chức liên quan chịu trách nhiệm thi
hành Quyết định này, báo cáo kết quả thực hiện về Ủy ban nhân dân xã theo định kỳ hằng tháng, hằng quý và cả năm.

Nơi nhận:\tTM. ỦY BAN NHÂN DÂN
- Lưu: VT.\tCHỦ TỊCH
\tVi Văn Thử

"""
    own = plan("Vạn Linh", 27)
    page = PAGE.format("".join(f"<p>{html.escape(line)}</p>" for line in (decision + own).split("\n")))
    with open_database(
        built(tmp_path, {"a.md": own.encode(), "b.html": page.encode(), "c.txt": own.encode()})
    ) as con:
        assert con.execute("SELECT list(source_path) FROM sources WHERE duplicate_of IS NULL").fetchall() == [
            (["b.html"],)
        ]


# The search itself.


def candidate(name: str, text: str, **document: Any) -> Any:
    row = sketch(text)
    known = {"doc_type": "KH", "code": "1/KH-UBND", "title": "Kế hoạch", "issuer": "UBND xã Một", "level": "commune"}
    known |= {"issued_on": date(2024, 1, 2), "province": "Lạng Sơn", "district": "Chi Lăng", "commune": "Vạn Linh"}
    one = duplicates._Candidate(
        name, (name,), False, row["runs"], row["whole"], row["figures"], [known | document],
        np.array(row["least"], np.uint32),
    )  # fmt: skip
    one.keys = set(duplicates._keys(one))
    return one


def words(seed: int, count: int = 400) -> list[str]:
    chance = random.Random(seed)
    return [f"t{chance.randint(0, 5000)}" for _ in range(count)]


def test_the_order_does_not_matter() -> None:
    base = words(1)
    texts = {
        "a": base,
        "b": base[:200],
        "c": [*base, *words(2, 300)],
        "d": words(3),
        "e": [*base[:390], *words(4, 10)],
    }
    candidates = [candidate(name, " ".join(text)) for name, text in texts.items()]
    want = find_duplicates(candidates)
    assert want == {"a": "c", "b": "c", "e": "c"}
    for order in itertools.permutations(candidates):
        assert find_duplicates(order) == want


@pytest.mark.slow
def test_many_sources_take_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    share: Callable[..., float] = duplicates._share

    def counted(*pair: Any) -> float:
        nonlocal calls
        calls += 1
        return share(*pair)

    monkeypatch.setattr(duplicates, "_share", counted)
    base = words(1)
    communes = [candidate(f"a{i}", " ".join(base), commune=f"xã {i}", issuer=f"UBND xã {i}") for i in range(300)]
    for i, one in enumerate(communes):
        one.whole = str(i)
        one.keys = set(duplicates._keys(one))
    assert find_duplicates(communes) == {}
    assert calls == 0
    copies = [candidate(f"b{i:03}", " ".join([*base, f"x{i}"])) for i in range(300)]
    assert len(find_duplicates(copies)) == 299
    assert calls < 3 * 300
    calls = 0
    others = [candidate(f"c{i:03}", " ".join(words(i))) for i in range(300)]
    assert find_duplicates(others) == {}
    assert calls < 2 * duplicates._MOST * 300


def test_sketches_tell_how_much_of_a_text_stands_in_another() -> None:
    base = words(1, 4000)
    whole, half = candidate("a", " ".join(base)), candidate("b", " ".join(base[:2000]))
    assert duplicates._share(half, whole) == pytest.approx(1, abs=0.1)
    assert duplicates._share(whole, half) == pytest.approx(0.5, abs=0.1)
    assert duplicates._share(whole, candidate("c", " ".join(words(2, 4000)))) < 0.05
