"""Fifty made-up names go through whole builds, in every format: none may stand in any table of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pytest

from extractors.persons import MASK
from pipeline.build import build
from pipeline.options import Options
from tests.make_files import Sheet, grid_lines, make_docx, make_pdf, paragraph, table
from tests.test_persons import names

HEAD = [
    "ỦY BAN NHÂN DÂN XÃ MẪU SƠN",
    "Số: 7/KH-UBND",
    "Mẫu Sơn, ngày 02 tháng 3 năm 2031",
    "KẾ HOẠCH",
    "Giảm nghèo năm 2031",
    "1. Mục tiêu: giảm 12 hộ nghèo trong năm 2031.",
]
FOOT = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Vi Văn Ký Tên"]
TABLE = names(50)
PROSE = names(100)[50:]
REMARKS = ["bệnh hiểm nghèo", "khuyết tật nặng", "Tâm thần", "Con bị động kinh", "Neo đơn"]
SICK = REMARKS[:-1]


def rows() -> list[list[str]]:
    """Return a header and a row for each name, with a number and a remark on it."""
    return [
        ["TT", "Họ tên chủ hộ", "Xóm", "Hoàn cảnh", "Số khẩu"],
        *([f"{i}", name, f"Xóm {i % 7}", REMARKS[i % 5], f"{i % 6 + 1}"] for i, name in enumerate(TABLE, 1)),
    ]


SENTENCES = [
    "Hỗ trợ hộ ông {} ở thôn 2 sửa nhà.",
    "Gia đình bà {} thuộc diện hộ nghèo.",
    "em {}, học sinh lớp 3, được tặng xe đạp.",
    "Cháu {} mồ côi cha mẹ.",
    "Chủ hộ: {}, 5 khẩu",
    "- {} (sinh năm 1961), thôn 3",
    "Chị {} nuôi ba con nhỏ.",
    "Xây nhà cho hộ nghèo {} trong quý I.",
    "Tặng quà các hộ: {}, {} và {}.",
    "Thăm bệnh nhân {} ở xóm 4.",
]


def prose() -> list[str]:
    """Return a sentence for each name; a sentence may be a list of them."""
    left = iter(PROSE)
    said = []
    for i in range(len(PROSE)):
        sentence = SENTENCES[i % len(SENTENCES)]
        found = list(islice(left, sentence.count("{}")))
        if len(found) == sentence.count("{}"):
            said.append(sentence.format(*found))
    said.extend(f"Giao quà tới hộ ông {name}." for name in left)
    return said


def text_file(lines: list[str], body: list[list[str]]) -> bytes:
    return "\n".join([*HEAD, *lines, "", *("\t".join(row) for row in body), "", *FOOT]).encode()


def markdown_file(lines: list[str], body: list[list[str]]) -> bytes:
    cells = "\n".join("| " + " | ".join(row) + " |" for row in [body[0], ["---"] * len(body[0]), *body[1:]])
    return "\n\n".join([*HEAD, *lines, cells, *FOOT]).encode()


def web_file(lines: list[str], body: list[list[str]]) -> bytes:
    cells = "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in body)
    return "\n\n".join([*HEAD, *lines, cells, *FOOT]).encode()


def html_file(lines: list[str], body: list[list[str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    said = "".join(f"<p>{line}</p>" for line in [*HEAD, *lines])
    end = "".join(f"<p>{line}</p>" for line in FOOT)
    page = f"<html><head><meta charset='utf8'></head><body>{said}<table>{cells}</table>{end}</body></html>"
    return page.encode()


def docx_file(lines: list[str], body: list[list[str]]) -> bytes:
    cells = table([[paragraph(cell) for cell in row] for row in body])
    return make_docx("".join(map(paragraph, [*HEAD, *lines])) + cells + "".join(map(paragraph, FOOT)))


def pdf_file(lines: list[str], body: list[list[str]]) -> bytes:
    said = [*HEAD, *lines]
    sheets = [
        Sheet([(60, 790 - 20 * i, line) for i, line in enumerate(said[at : at + 36])])
        for at in range(0, len(said), 36)
    ]
    edges = [40.0, 80.0, 300.0, 370.0, 510.0, 560.0]
    for at in range(0, len(body), 30):
        page = body[at : at + 30]
        texts = [(edges[c] + 4, 775 - 24 * r, cell) for r, row in enumerate(page) for c, cell in enumerate(row)]
        sheets.append(Sheet([*texts], grid_lines(edges, [790 - 24 * r for r in range(len(page) + 1)])))
    sheets.append(Sheet([(200, 700 - 20 * i, line) for i, line in enumerate(FOOT)]))
    return make_pdf(sheets)


FILES: dict[str, Callable[[list[str], list[list[str]]], bytes]] = {
    "chu.txt": text_file,
    "bang.md": markdown_file,
    "trang.md": web_file,
    "trang.html": html_file,
    "van-ban.docx": docx_file,
    "ban-in.pdf": pdf_file,
}


# What the rules know: nothing of a file stands in it.
KNOWN = {"places", "place_ancestors", "indicators", "national_targets"}


def stored(db: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of every table and view of a database, with its column."""
    with duckdb.connect(str(db), read_only=True) as con:
        names = con.execute(
            "SELECT DISTINCT table_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            if name not in KNOWN:
                result = con.execute(f'SELECT COLUMNS(*)::VARCHAR FROM "{name}"')
                columns = [column[0] for column in result.description or ()]
                for row in result.fetchall():
                    yield from ((f"{name}.{c}", value) for c, value in zip(columns, row, strict=True) if value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one plan in every format, each with fifty names in a table and fifty in prose."""
    path = tmp_path_factory.mktemp("names")
    for name, write in FILES.items():
        (path / name).write_bytes(write(prose(), rows()))
    return path


def built(path: Path, *, keep_names: bool = False) -> list[tuple[str, str]]:
    """Return every text that a build of a file or folder stores, on one line each."""
    db = path.with_name(f"{path.name}-{keep_names}.duckdb")
    build([path], db, jobs=1, options=Options(keep_names=keep_names))
    return [(where, " ".join(value.split())) for where, value in stored(db)]


def through(wanted: list[str], texts: list[tuple[str, str]]) -> dict[str, set[str]]:
    """Return which of the names stand where."""
    found = {name: {where for where, value in texts if name in value} for name in wanted}
    return {name: places for name, places in found.items() if places}


def test_no_name_and_no_illness_gets_through(folder: Path) -> None:
    texts = built(folder)
    assert through(TABLE, texts) == {}
    assert through(PROSE, texts) == {}
    assert through(SICK, texts) == {}
    cells = [value for where, value in texts if where == "cells.text"]
    # A name in each row, a remark on health in four of five.
    assert sum(MASK in value for value in cells) == len(FILES) * (50 + 40)
    assert cells.count("Neo đơn") == len(FILES) * 10
    assert "documents.signer" in through(["Vi Văn Ký Tên"], texts)["Vi Văn Ký Tên"]


def test_all_are_kept_where_that_is_asked_for(folder: Path) -> None:
    texts = built(folder, keep_names=True)
    read = [value for where, value in texts if where == "sources.text"]
    assert len(read) == len(FILES)
    assert all(wanted in text for text in read for wanted in (*TABLE, *PROSE, *SICK))
    assert list(through(TABLE, [(where, value) for where, value in texts if where == "cells.text"])) == TABLE
    assert not any(MASK in value for _, value in texts)


HARD = [
    "Trường hợp {} (xóm 5) được xét duyệt.",
    "Trao bò giống cho {} và {}.",
    "Hộ {} - thôn 4 đã thoát nghèo.",
    "Anh {} bị tai nạn lao động.",
    "{} ở thôn 2 được vay vốn.",
]


def test_how_many_names_without_a_sign_before_them_get_through_prose(tmp_path: Path) -> None:
    left = iter(PROSE)
    lines = [HARD[i % 5].format(*islice(left, HARD[i % 5].count("{}"))) for i in range(40)]
    (tmp_path / "chu.txt").write_bytes(text_file(lines, []))
    # A build knows a name by the words before it ("hộ", "anh") or the hamlet behind it; by "trao bò cho" it does not.
    assert len(through(PROSE, built(tmp_path / "chu.txt"))) == 16


FACTS = (
    "documents", "sections", "legal_refs", "short_refs", "percentages", "targets", "agency_mentions", "assignments",
    "deadlines", "amounts", "tables", "cells", "table_facts", "findings",
)  # fmt: skip


def facts(db: Path, table: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(db), read_only=True) as con:
        return con.execute(f"FROM {table} ORDER BY ALL").fetchall()


def alike(kept: object, masked: object) -> bool:
    """Tell whether two values are the same but for letters that a mask covers."""
    if isinstance(kept, str) and isinstance(masked, str):
        return len(kept) == len(masked) and all(b in (a, MASK) for a, b in zip(kept, masked, strict=True))
    return kept == masked


@pytest.mark.shared
def test_the_households_of_a_commune_plan_are_masked_and_its_facts_are_the_same(shared: Path, tmp_path: Path) -> None:
    file = next((shared / "plans" / "seeds").glob("002_*"))
    build([file], tmp_path / "kept.duckdb", jobs=1, options=Options(keep_names=True))
    build([file], tmp_path / "masked.duckdb", jobs=1)
    for table_name in FACTS:
        kept, masked = (facts(tmp_path / f"{name}.duckdb", table_name) for name in ("kept", "masked"))
        assert len(kept) == len(masked)
        assert all(
            alike(a, b) for one, other in zip(kept, masked, strict=True) for a, b in zip(one, other, strict=True)
        )
    with duckdb.connect(str(tmp_path / "kept.duckdb"), read_only=True) as con:
        households = [name for (name,) in con.execute("""
            SELECT trim(c.text) FROM cells AS c
            JOIN cells AS h ON h.table_id = c.table_id AND h.col_no = c.col_no AND h.row_no = 0
            WHERE c.row_no > 0 AND h.text ILIKE 'họ %tên%' AND trim(c.text) <> ''
        """).fetchall()]  # fmt: skip
    assert len(households) == 20
    assert not through(households, list(stored(tmp_path / "masked.duckdb")))
