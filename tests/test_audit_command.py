"""`kehoach audit`: findings by document, the worst first; in two languages, as CSV and JSON; and in `show`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest

from pipeline.audit.finding import kinds
from pipeline.audit_list import matching_kinds
from pipeline.errors import KehoachError
from pipeline.load import _sql
from pipeline.parts import schema_sql
from tests.test_cli import run
from tests.test_load import document, put

TEXT = "Số: 7/KH-UBND\nGiảm 12 hộ\nCòn 9 hộ\n" + "\n" * 40


def _empty(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute(schema_sql())
    con.execute(_sql("views"))
    put(con, "sources", source_id="s", source_path="b/mau.pdf", text=TEXT, also_at=[])
    put(con, "sources", source_id="t", source_path="a/thu.txt", text=TEXT, also_at=[])
    put(con, "pages", source_id="s", page_no=1, span_start=0, span_end=25)
    put(con, "pages", source_id="s", page_no=2, span_start=25, span_end=90)
    document(con, "doc-one", "7/KH-UBND", issuer="Ủy ban nhân dân tỉnh Mẫu", title="Mẫu")
    document(con, "doc-two", "8/KH-UBND", source_id="t", issuer="Ủy ban nhân dân xã Thử", title="Thử")
    return con


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents: an error, a warning of a kind that the rules do not have, and two notes."""
    path = tmp_path_factory.mktemp("audit") / "plans.duckdb"
    with _empty(path) as con:
        note = {"kind": "missing_number", "severity": "note"}
        say = {"message": "the document has no number", "message_vi": "văn bản không ghi số"}
        put(con, "findings", finding_id="n1", doc_id="doc-one", **note, **say)
        put(con, "findings", finding_id="n2", doc_id="doc-two", source_id="t", **note, **say)
        put(
            con, "findings", finding_id="w", doc_id="doc-one", kind="of_old", severity="warning", span_start=25,
            span_end=33, quote="Còn 9 hộ", message="9 households are left", message_vi="còn 9 hộ",
        )  # fmt: skip
        put(
            con, "findings", finding_id="e", doc_id="doc-one", kind="missing_signer", severity="error", span_start=14,
            span_end=24, quote="Giảm 12 hộ", expected="13", found="12", message="13, not 12",
            message_vi="13, không phải 12",
        )  # fmt: skip
        held = {"doc_id": "doc-one", "kind": "total_of_rows", "quote": "9", "arithmetic": "4 + 5 = 9"}
        for number in range(3):
            put(con, "confirmations", confirmation_id=f"c{number}", **held, span_start=number, span_end=number + 1)
    return path


def listed(out: str) -> list[str]:
    return [row["finding_id"] for row in csv.DictReader(io.StringIO(out))]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ([], ["n2", "e", "w", "n1"]),
        (["7/KH-UBND"], ["e", "w", "n1"]),
        (["doc-t"], ["n2"]),
        (["thu.txt", "mau"], ["n2", "e", "w", "n1"]),
        (["--severity", "note"], ["n2", "e", "w", "n1"]),
        (["--severity", "warning"], ["e", "w"]),
        (["--severity", "error"], ["e"]),
        (["--kind", "missing_number"], ["n2", "n1"]),
        (["--kind", "missing_number", "--kind", "thiếu người ký", "doc-one"], ["e", "n1"]),
        (["--kind", "missing_issue_day"], []),
    ],
)
def test_findings_as_csv(
    arguments: list[str],
    ids: list[str],
    db: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, out, _ = run(capsys, monkeypatch, "audit", *arguments, "--csv", "--db", db)
    assert code == 0
    assert listed(out) == ids


def test_findings_as_json(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "audit", "--severity", "error", "--json", "--lang", "vi", "--db", db)
    (row,) = json.loads(out)
    assert (row["expected"], row["found"], row["quote"]) == ("13", "12", "Giảm 12 hộ")
    assert (row["span_start"], row["span_end"], row["line"], row["page"]) == (14, 24, 2, 1)
    assert (row["source_path"], row["doc_id"], row["code"]) == ("b/mau.pdf", "doc-one", "7/KH-UBND")
    assert (row["name"], row["message"]) == ("thiếu người ký", "13, not 12")


def test_the_list(db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "audit", "--db", db)
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert max(map(len, out.splitlines())) <= 100
    assert lines[0] == "8/KH-UBND Ủy ban nhân dân xã Thử · a/thu.txt"
    assert lines[1] == "severity line kind message"
    assert "7/KH-UBND Ủy ban nhân dân tỉnh Mẫu · b/mau.pdf" in lines
    assert "severity line page kind message" in lines
    at = lines.index("error 2 1 signer missing 13, not 12 “Giảm 12 hộ”")
    assert lines[at + 1] == "warning 3 2 of_old 9 households are left “Còn 9 hộ”"
    assert lines[at + 2] == "note number missing the document has no number"
    assert lines[-2] == "1 error, 1 warning, 2 notes"


def test_the_list_in_vietnamese(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, monkeypatch, "audit", "--lang", "vi", "--db", db)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[1] == "mức độ dòng loại nội dung"
    assert "lỗi 2 1 thiếu người ký 13, không phải 12 “Giảm 12 hộ”" in lines
    assert lines[-2] == "1 lỗi, 1 cảnh báo, 2 lưu ý"


@pytest.mark.parametrize(("options", "code"), [([], 1), (["--severity", "error"], 1), (["8/KH-UBND"], 0)])
def test_strict_is_told_by_the_exit_code(
    options: list[str], code: int, db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, monkeypatch, "audit", *options, "--strict", "--db", db)[0] == code
    assert run(capsys, monkeypatch, "audit", *options, "--strict", "--csv", "--db", db)[0] == code


@pytest.mark.parametrize(("language", "said"), [("en", "nothing found"), ("vi", "không phát hiện gì")])
def test_nothing_found(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _empty(tmp_path / "plans.duckdb").close()
    code, out, _ = run(
        capsys, monkeypatch, "audit", "--strict", "--lang", language, "--db", tmp_path / "plans.duckdb"
    )
    assert (code, out.strip()) == (0, said)


@pytest.mark.parametrize("rule", kinds().values(), ids=lambda rule: str(rule["id"]))
def test_kinds_are_found_by_id_and_name(rule: dict[str, dict[str, str]]) -> None:
    for name in (str(rule["id"]), *rule["name"].values(), rule["name"]["vi"].upper()):
        assert rule["id"] in matching_kinds(name)


def test_an_unknown_kind_is_told_the_known_ones() -> None:
    with pytest.raises(KehoachError, match=r"KH410.*missing_issue_day, missing_number"):
        matching_kinds("dreams")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--kind", "dreams"], "KH410"),
        (["khong-co"], "KH403"),
        (["7/KH-UBND", "khong-co"], "khong-co"),
        (["--severity", "bad"], "--severity"),
        (["--lang", "fr"], "--lang"),
        (["--csv", "--json"], "choose one"),
    ],
)
def test_wrong_use(
    arguments: list[str], told: str, db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "audit", *arguments, "--db", db)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_show_tells_findings_with_their_lines(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, monkeypatch, "show", "7/KH-UBND", "--db", db)
    told = [line.strip() for line in out.splitlines() if line.startswith(("line", "note"))]
    assert told == [
        "note: the document has no number",
        "line 2, error: 13, not 12",
        "line 3, warning: 9 households are left",
    ]


@pytest.mark.parametrize(
    ("arguments", "held"),
    [
        ((), "holds: 3 totals of rows"),
        (("--lang", "vi"), "đúng: 3 tổng các hàng"),
        (("7/KH-UBND",), "holds: 3 totals of rows"),
        (("8/KH-UBND",), None),
    ],
)
def test_what_holds_is_counted(
    arguments: tuple[str, ...],
    held: str | None,
    db: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, out, _ = run(capsys, monkeypatch, "audit", *arguments, "--db", db)
    told = [line for line in out.splitlines() if line.startswith(("holds", "đúng"))]
    assert told == ([held] if held else [])
