"""The database from Python: the frames hold what the commands print, the text is shown whole, errors are numbered."""

from __future__ import annotations

import csv
import doctest
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import lxml.html
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli, frames, open_plans
from pipeline import plans as plans_module
from pipeline.compare import UNIT_COLUMNS
from pipeline.errors import KehoachError
from pipeline.facts import KINDS, Fact
from pipeline.highlight import HighlightedText
from pipeline.plans import Plans
from tests.corpus_db import build_with_corpus

HOSTILE = """ỦY BAN NHÂN DÂN
HUYỆN <SCRIPT>ALERT(1)</SCRIPT>
Số: 7/KH-UBND

Chi Lăng, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Giảm nghèo <img src=x onerror="alert(1)"> năm 2026

I. MỤC TIÊU
- Tỷ lệ hộ nghèo giảm 2,5% </mark></div><script>alert(2)</script> & "trích" trong năm 2026.
"""


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    (folder / "more").mkdir()
    (folder / "more" / "hostile.txt").write_text(HOSTILE, "utf8")
    return build_with_corpus(root, tmp_path_factory, [folder / "more"], folder / "plans.duckdb")


@pytest.fixture(scope="module")
def plans(db: Path) -> Iterator[Plans]:
    with open_plans(db) as opened:
        yield opened


def test_the_examples_of_the_docstrings_are_true(plans: Plans) -> None:
    done = doctest.testmod(plans_module, extraglobs={"plans": plans}, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert done.attempted >= 14
    assert done.failed == 0
    assert doctest.testmod(frames).failed == 0


# What is asked in Python, and the command that asks the same.
SAME = [
    (lambda p: p.targets(), ["targets"]),
    (
        lambda p: p.targets(indicator="ty le ho ngheo", place="huyen chi lang"),
        ["targets", "--indicator", "ty le ho ngheo", "--place", "huyen chi lang"],
    ),
    (
        lambda p: p.targets(year=2024, level="district", kind="target"),
        ["targets", "--year", "2024", "--level", "district", "--kind", "target"],
    ),
    (lambda p: p.duties(), ["duties"]),
    (
        lambda p: p.duties(agency="so tc", role="lead", due_before="31/12/2025"),
        ["duties", "--agency", "so tc", "--role", "lead", "--due-before", "2025-12-31"],
    ),
    (lambda p: p.findings(), ["audit"]),
    (
        lambda p: p.findings(document="45/KH-UBND", severity="warning", kind="Thieu so van ban"),
        ["audit", "45/KH-UBND", "--severity", "warning", "--kind", "Thieu so van ban"],
    ),
    (lambda p: p.compare("45/KH-UBND", "18/KH-UBND"), ["compare", "45/KH-UBND", "18/KH-UBND"]),
    (
        lambda p: p.timeline("poverty_rate", "tỉnh Lạng Sơn"),
        ["timeline", "--indicator", "poverty_rate", "--place", "tỉnh Lạng Sơn"],
    ),
    (lambda p: p.sql("FROM v_citations"), ["sql", "FROM v_citations"]),
    (lambda p: p.sql("SELECT * FROM documents"), ["sql", "SELECT * FROM documents"]),
]


def said(value: Any) -> str:
    """Return a value of a frame as CSV has it."""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return str(value).replace("'", '"')
    return "" if value is pd.NA or value is pd.NaT or value is None else str(value)


@pytest.mark.parametrize(("asked", "command"), SAME, ids=[" ".join(command) for _, command in SAME])
def test_a_frame_holds_what_the_command_prints(
    plans: Plans,
    db: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    asked: Callable[[Plans], pd.DataFrame],
    command: list[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["kehoach", *command, "--db", str(db), "--csv"])
    with pytest.raises(SystemExit):
        cli.main()
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    frame = asked(plans)
    assert list(frame.columns) == head
    assert len(frame) == len(rows)
    assert len(rows) > 0 or "--kind" in command
    for values, row in zip(frame.itertuples(index=False), rows, strict=True):
        assert [said(value) for value in values] == row


def test_columns_keep_their_types_without_rows(plans: Plans) -> None:
    full, empty = plans.targets(), plans.targets(year=1900)
    assert len(full) > 100
    assert len(empty) == 0
    for name in full.columns:
        same = full[name].dtype == empty[name].dtype
        assert same or {full[name].dtype.name, empty[name].dtype.name} == {"category"}, name
    types = {name: kind.name for name, kind in full.dtypes.items()}
    wanted = {"year": "Int64", "value_min": "Float64", "kind": "category", "quote": "string", "page": "Int64"}
    assert types | wanted == types
    assert full["place"].isna().any()
    assert full.loc[full["place"].isna(), "place"].iloc[0] is pd.NA
    assert plans.documents()["issued_on"].dtype.kind == "M"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 11),
        ({"level": "commune"}, 1),
        ({"place": "huyen chi lang"}, 2),
        ({"place": "TỈNH LẠNG SƠN", "year": 2024, "doc_type": "KH"}, 5),
        ({"year": 1999}, 0),
    ],
)
def test_documents_are_found_by_what_they_are(plans: Plans, asked: dict[str, Any], found: int) -> None:
    frame = plans.documents(**asked)
    assert frame["doc_id"].is_unique
    assert len(frame) == found


def test_what_a_side_does_not_say_is_na(plans: Plans) -> None:
    frame = plans.compare_units("poverty_rate", "Lạng Sơn", year=2024)
    assert list(frame.columns) == list(UNIT_COLUMNS)
    silent = frame["upper_fact_id"].isna()
    assert silent.any()
    assert frame.loc[silent, "upper_value"].isna().all()
    assert frame.loc[~silent, "upper_value"].notna().all()


def test_citations_are_those_of_the_view(plans: Plans) -> None:
    frame = plans.citations("18/kh-ubnd")
    cited = plans.sql("FROM v_citations WHERE code = '18/KH-UBND' AND cited_doc_id IS DISTINCT FROM doc_id")
    assert set(frame.query("side == 'cited_by'")["ref_id"]) == set(cited["ref_id"])
    assert frame["line"].ge(1).all()


def test_a_table_stands_under_its_header_and_its_numbers_are_in_it(plans: Plans) -> None:
    for table_id in plans.sql("SELECT table_id FROM tables")["table_id"]:
        frame = plans.table(table_id)
        assert frame.columns.is_unique
        assert frame.attrs["table_id"] == table_id
        facts = plans.sql(f"SELECT row_no, col_no, quote, column_path FROM table_facts WHERE table_id = '{table_id}'")
        for fact in facts.itertuples():
            cell = frame.loc[fact.row_no].iloc[fact.col_no]
            assert fact.quote in cell
            assert fact.column_path is pd.NA or frame.columns[fact.col_no].startswith(fact.column_path)


def test_a_table_that_goes_on_after_a_page_has_the_headers_of_its_numbers() -> None:
    table = {"header_rows": 0}
    cells = [
        {"row_no": row, "col_no": col, "row_span": 1, "col_span": 1, "text": text}
        for row, line in enumerate((["Xã A", "12", "5"], ["Xã B", "", "7"]))
        for col, text in enumerate(line)
    ]
    frame = frames.printed_table(table, cells, {1: "Số hộ", 2: "Số hộ"})
    assert list(frame.columns) == ["0", "Số hộ", "Số hộ (2)"]
    assert frame.loc[0].tolist() == ["Xã A", "12", "5"]
    assert frame.loc[1, "Số hộ"] is pd.NA


def test_a_document_knows_its_text_facts_sections_and_tables(plans: Plans) -> None:
    for doc_id in plans.documents()["doc_id"]:
        document = plans.document(doc_id)
        source = document.row["text"]
        assert document.text in source
        for fact in document.facts.dropna(subset="start").itertuples():
            assert document.text[fact.start : fact.end] == source[fact.span_start : fact.span_end] == fact.words
            assert source.count("\n", 0, fact.span_start) + 1 == fact.line
        for section in document.sections.itertuples():
            assert section.heading.split()[0] in document.text[section.start : section.end]
        assert document.tables["table_id"].map(plans.table).map(len).gt(0).all()
        assert document.code is None or document.code in repr(document)


def content(html: str) -> Any:
    """Return the part of shown HTML that holds the text, after a look at what else is there."""
    page = lxml.html.fromstring(html)
    assert {element.tag for element in page.iter()} <= {"div", "style", "ul", "li", "mark"}
    allowed = {"class", "lang", "title", "tabindex", "role", "aria-label"}
    assert {name for element in page.iter() for name in element.attrib} <= allowed
    return page.find_class("text")[0]


def test_a_hostile_text_is_shown_as_it_stands(plans: Plans) -> None:
    document = plans.document("hostile")
    shown = document.show(language="vi")
    text = content(shown._repr_html_())
    assert text.text_content() == document.text
    marked = {mark.text: mark.get("title") for mark in text.iter("mark")}
    assert marked["2,5%"].startswith("mục tiêu: giảm 2,5%, Tỷ lệ hộ nghèo")
    assert "<script" not in plans.document("hostile")._repr_html_().lower()
    assert "url(" not in shown.html()
    assert "http" not in shown.html()


@settings(max_examples=50, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60),
    st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(-1, 60), st.integers(-1, 60)), max_size=6),
    st.text("<>&\"'/ a", max_size=8),
)
def test_whatever_the_text_it_is_shown_whole(text: str, spans: list[tuple[str, int, int]], message: str) -> None:
    row = {
        "severity": "note",
        "message": message,
        "value_min": 1,
        "value_max": 1,
        "comparator": "eq",
        "role": message,
    }
    facts = [
        Fact("findings" if kind == "findings" else "percentages", f"{i}", start, end, row)
        for i, (kind, start, end) in enumerate(spans)
    ]
    shown = HighlightedText(message, text, 0, len(text), facts)
    assert content(shown.html()).text_content() == text
    inside = [f for f in facts if 0 <= f.start < f.end <= len(text)]
    assert bool(inside) == ("<mark" in shown.html())


def test_every_kind_of_fact_has_its_colour_and_its_place_in_the_legend(plans: Plans) -> None:
    shown = plans.document("18/KH-UBND").show()
    legend = lxml.html.fromstring(shown.html()).find_class("legend")[0]
    counts = plans.document("18/KH-UBND").facts.dropna(subset="start")["kind"].value_counts()
    assert {mark.get("class"): int(mark.tail) for mark in legend.iter("mark")} == counts[counts > 0].to_dict()
    for kind in KINDS:
        assert f".{kind}{{--of:" in shown.html()


def test_some_kinds_can_be_shown_alone(plans: Plans) -> None:
    marks = content(plans.document("45/KH-UBND").show(["amounts"]).html()).iter("mark")
    assert {mark.get("class") for mark in marks} == {"amounts"}


def test_a_database_tells_what_it_holds(db: Path) -> None:
    with open_plans(str(db)) as plans:
        assert "11 documents" in repr(plans)
        table = lxml.html.fromstring(plans._repr_html_())
        assert table.text_content().startswith(str(db))
    assert repr(plans) == f"<Plans {db}: closed>" == lxml.html.fromstring(plans._repr_html_()).text_content()
    plans.close()


WRONG = [
    ("KH403", lambda p: p.document("99999/KH-UBND")),
    ("KH403", lambda p: p.compare("45/KH-UBND", "99999/KH-UBND")),
    ("KH404", lambda p: p.sql("SELEC 1")),
    ("KH404", lambda p: p.sql("CREATE TABLE x (a INT)")),
    ("KH404", lambda p: p.sql("SELECT * FROM read_csv('/etc/passwd')")),
    ("KH405", lambda p: p.citations("99999/QĐ-TTg")),
    ("KH406", lambda p: p.duties(agency="Sở Không có")),
    ("KH407", lambda p: p.targets(indicator="chỉ tiêu không có")),
    ("KH407", lambda p: p.timeline("chỉ tiêu không có", "Lạng Sơn")),
    ("KH408", lambda p: p.targets(place="huyện Không Có")),
    ("KH408", lambda p: p.compare_units("poverty_rate", "huyện Không Có")),
    ("KH410", lambda p: p.findings(kind="không có")),
    ("KH651", lambda p: p.documents(place="huyện Không Có")),
    ("KH652", lambda p: p.table("0000")),
    ("KH653", lambda p: p.document("quyet-dinh-tinh-2022.html")),
    ("KH654", lambda p: p.targets(level="distrct")),
    ("KH654", lambda p: p.findings(severity="bad")),
    ("KH654", lambda p: p.document("45/KH-UBND").show(["target"])),
    ("KH654", lambda p: p.document("45/KH-UBND").show(language="fr")),
    ("KH656", lambda p: p.duties(due_before="30 June")),
]


@pytest.mark.parametrize(("code", "ask"), WRONG)
def test_what_cannot_be_answered_is_told(plans: Plans, code: str, ask: Callable[[Plans], object]) -> None:
    with pytest.raises(KehoachError) as error:
        ask(plans)
    assert error.value.code == code


def test_a_file_that_is_missing_or_closed_is_told(db: Path, tmp_path: Path) -> None:
    with pytest.raises(KehoachError, match="KH303"):
        open_plans(tmp_path / "none.duckdb")
    with open_plans(db) as plans:
        pass
    with pytest.raises(KehoachError, match="KH655"):
        plans.targets()


def test_several_documents_of_one_name_are_named(plans: Plans) -> None:
    with pytest.raises(KehoachError) as error:
        plans.document("quyet-dinh-tinh-2022.html")
    ids = [word for word in error.value.message.split() if len(word) == 16 and word.isalnum()]
    assert {plans.document(doc_id).row["doc_type"] for doc_id in ids} == {"QĐ", "KH"}


@pytest.mark.parametrize("day", [date(2024, 6, 30), "2024-06-30", "30/6/2024", pd.Timestamp("2024-06-30 10:00")])
def test_a_day_is_said_in_any_of_its_forms(plans: Plans, day: date | str) -> None:
    assert plans.duties(due_before=day).equals(plans.duties(due_before="2024-06-30"))


def test_choices_are_those_of_the_command() -> None:
    for name in ("Level", "Kind", "Role", "Severity"):
        assert get_args(getattr(plans_module, name)) == get_args(getattr(cli, name))


def test_importing_the_package_alone_imports_nothing_slow(root: Path) -> None:
    code = "import sys, pipeline; print(sorted({'pandas', 'duckdb', 'pyarrow', 'spacy'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
