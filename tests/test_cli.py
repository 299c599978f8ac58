"""The command: what it prints, its exit codes, and one line for every error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline import cli, cluster
from pipeline.build import build
from tests.line_reader import read_lines
from tests.make_files import make_zip

TEXT = "12/KH-UBND\nSở Mẫu giảm 15 phần trăm\nđến 2025\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of two small plans, made without the real extractors."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "plans").mkdir()
    (folder / "plans/mot.txt").write_text(TEXT, "utf8")
    (folder / "plans/hai.txt").write_text("7/KH-UBND\nkhông 8\n", "utf8")
    build([folder / "plans"], folder / "plans.duckdb", jobs=1, extract=read_lines)
    return folder / "plans.duckdb"


def kehoach(*arguments: object, root: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, in a terminal of 100 columns."""
    script = "from pipeline.cli import main; main()"
    place = root or Path(cli.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf8",
        env={**os.environ, "PYTHONPATH": str(place), "COLUMNS": "100", "PYTHONIOENCODING": "utf8"},
    )


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object
) -> tuple[int, str, str]:
    """Run the command in this process; return its exit code, stdout and stderr."""
    monkeypatch.setattr(sys, "argv", ["kehoach", *map(str, arguments)])
    monkeypatch.setenv("COLUMNS", "100")
    code = 0
    try:
        cli.main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def test_help_imports_nothing_slow() -> None:
    script = (
        "import sys\nfrom pipeline.cli import main\nsys.argv = ['kehoach', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted(m for m in ('duckdb', 'spacy', 'pyarrow', 'rich', 'pandas') if m in sys.modules))"
    )
    root = Path(cli.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert done.stdout.splitlines()[-1] == "[]"
    for command in ("build", "show", "cites", "duties", "unknown", "sql", "evaluate", "scan", "doctor"):
        assert command in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--version"], 0, ""),
        (["frob"], 2, "No such command"),
        (["sql"], 2, "Missing argument"),
        (["build"], 2, "Missing argument"),
        (["build", "khong/co"], 2, "KH401"),
        (["build", "khong://co"], 1, "KH504"),
        (["build", "x", "--engine", "dask"], 2, "--scheduler tcp://HOST:PORT belong together"),
        (["build", "x", "--scheduler", "tcp://127.0.0.1:1"], 2, "belong together"),
        (["build", "x", "--memory", "1"], 2, "--memory"),
        (["scan", "khong/co"], 2, "KH401"),
        (["sql", "SELECT 1", "--db", "khong/co.duckdb"], 2, "KH303"),
        (["show", "x", "--db", "khong/co.duckdb"], 2, "KH303"),
        (["cites", "x", "--db", "khong/co.duckdb"], 2, "KH303"),
        (["duties", "--db", "khong/co.duckdb"], 2, "KH303"),
        (["evaluate", "khong/co", "--db", "khong/co.duckdb"], 2, "KH303"),
        (["sql", "SELECT 1", "--csv", "--json"], 2, "choose one"),
    ],
)
def test_wrong_use(
    arguments: list[str],
    code: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, _, err = run(capsys, monkeypatch, *arguments)
    assert ended == code
    assert told in err
    assert "Traceback" not in err


def test_no_scheduler_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    (tmp_path / "mot.txt").write_text(TEXT, "utf8")
    asked = ["build", tmp_path, "--db", tmp_path / "x.duckdb", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"]
    ended, _, err = run(capsys, monkeypatch, *asked)
    assert ended == 1
    assert err.splitlines()[-1].startswith("KH501: no answer from the scheduler at tcp://127.0.0.1:1. Check that")


def test_scan_looks_into_archives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(make_zip({"mot.txt": TEXT, "rong.txt": ""}))
    (tmp_path / "hong.zip").write_bytes(b"PK\x03\x04")
    ended, out, _ = run(capsys, monkeypatch, "scan", tmp_path)
    assert ended == 1
    assert "KH101 a.zip/rong.txt" in out
    assert "KH120 hong.zip" in out


def test_build_tells_what_failed(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/rong.txt").write_text("", "utf8")
    (tmp_path / "plans/anh.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "plans/khac.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "plans/hong.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    locked = Canvas(str(tmp_path / "plans/khoa.pdf"), encrypt="mat-khau")
    locked.drawString(100, 700, "Ke hoach")
    locked.save()
    (tmp_path / "plans/tot.txt").write_text(
        "ỦY BAN NHÂN DÂN\nSố: 01/KH-UBND\nKẾ HOẠCH\nGiảm nghèo năm 2024\n", "utf8"
    )
    db = tmp_path / "plans.duckdb"
    done = kehoach("build", tmp_path / "plans", "--db", db, "--jobs", 1)
    assert done.returncode == 1, done.stderr
    assert "Built 6 files (6 read, 5 with failures)" in done.stdout
    for word in ("KH101", "rong.txt", "KH102", "anh.pdf", "KH104", "khac.docx"):
        assert word in done.stdout
    for word in ("KH103", "hong.pdf", "KH105", "khoa.pdf"):
        assert word in done.stdout
    assert "Traceback" not in done.stderr
    with duckdb.connect(str(db), read_only=True) as con:
        assert ("tot.txt",) in con.execute("SELECT source_path FROM sources").fetchall()


def test_sql_in_every_form(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "SELECT code, NULL AS nothing, [1, 2] AS list, 7.5 AS x FROM documents ORDER BY code"
    code, out, _ = run(capsys, monkeypatch, "sql", question, "--db", built)
    assert code == 0
    assert [line.split() for line in out.splitlines()[2:]] == [
        ["12/KH-UBND", "NULL", "1,", "2", "7.5"],
        ["7/KH-UBND", "NULL", "1,", "2", "7.5"],
        ["2", "rows"],
    ]
    _, out, _ = run(capsys, monkeypatch, "sql", question, "--db", built, "--csv")
    assert out == 'code,nothing,list,x\n12/KH-UBND,,"[1, 2]",7.5\n7/KH-UBND,,"[1, 2]",7.5\n'
    _, out, _ = run(
        capsys,
        monkeypatch,
        "sql",
        "SELECT code, DATE '2024-05-01' AS d FROM documents LIMIT 1",
        "--db",
        built,
        "--json",
    )
    assert json.loads(out) == [{"code": "7/KH-UBND", "d": "2024-05-01"}]
    file = tmp_path / "out.parquet"
    code, out, err = run(capsys, monkeypatch, "sql", question, "--db", built, "--parquet", file)
    assert (code, out, pq.read_table(file).num_rows) == (0, "", 2)
    assert "2 rows" in err


def test_wide_answers_are_printed_downwards(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, monkeypatch, "sql", "FROM documents", "--db", built)
    assert [line.split()[1] for line in out.splitlines() if line.startswith("code ")] == ["7/KH-UBND", "12/KH-UBND"]


def test_long_answers_are_cut(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = run(capsys, monkeypatch, "sql", "FROM range(1000)", "--db", built)
    assert "the first 200 rows" in out.splitlines()[-1]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("", "no statement"),
        ("DROP TABLE sources", "DROP"),
        ("INSERT INTO builds (build_id) VALUES ('x')", "INSERT"),
        ("COPY sources TO 'x.csv'", "COPY"),
        ("ATTACH 'x.duckdb'", "ATTACH"),
        ("SET threads = 1", "SET"),
        ("FROM 'x.csv'", "disabled"),
        ("SELECT * FROM read_text('x.txt')", "disabled"),
        ("SELECT CAST('x' AS INTEGER)", "Conversion"),
        ("SELECT no_such FROM documents", "not found"),
    ],
)
def test_questions_that_cannot_be_asked(
    question: str, told: str, built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built.read_bytes()
    code, out, err = run(capsys, monkeypatch, "sql", question, "--db", built)
    assert (code, out) == (2, "")
    assert err.startswith("KH404: ")
    assert told in err
    assert built.read_bytes() == before


def test_syntax_error_shows_where(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, err = run(capsys, monkeypatch, "sql", "SELECT code,\n  nope\nFROM documents", "--db", built)
    lines = err.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("LINE 2:"))
    assert lines[place][lines[place + 1].index("^") :] == "nope"


@pytest.mark.parametrize("name", ["12/KH-UBND", "mot.txt", "mot"])
def test_show(name: str, built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, monkeypatch, "show", name, "--db", built)
    assert code == 0
    fact = next(line for line in out.splitlines() if "target" in line and "15" in line)
    assert fact.split()[1] == "2", "its line in the text"
    assert "missing_" not in out
    assert "7/KH-UBND" not in out


def test_show_by_start_of_id(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        doc_id = con.execute("SELECT doc_id FROM documents WHERE code = '7/KH-UBND'").fetchall()[0][0]
    code, out, _ = run(capsys, monkeypatch, "show", doc_id[:6], "--db", built)
    assert code == 0
    assert "7/KH-UBND" in out
    code, _, err = run(capsys, monkeypatch, "show", "99/KH-UBND", "--db", built)
    assert code == 2
    assert "KH403" in err


def test_scan_builds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mot.txt").write_text(TEXT, "utf8")
    (tmp_path / "rong.pdf").write_bytes(b"")
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.7\n broken")
    (tmp_path / "bang.csv").write_text("a,b", "utf8")
    before = sorted(tmp_path.iterdir())
    code, out, _ = run(capsys, monkeypatch, "scan", tmp_path)
    assert code == 1
    assert "plain text" in out
    assert "KH101 rong.pdf" in out
    assert "KH103 hong.pdf" in out
    assert "1 .csv" in out
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "rong.pdf").unlink()
    (tmp_path / "hong.pdf").unlink()
    assert run(capsys, monkeypatch, "scan", tmp_path)[0] == 0


def test_doctor(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run(capsys, monkeypatch, "doctor", "--db", tmp_path / "x.duckdb")
    for word in ("Python", "Tesseract", "fonts", "free disk", "writing"):
        assert word in out


def test_pipe_that_closes_early(built: Path) -> None:
    script = "from pipeline.cli import main; main()"
    root = Path(cli.__file__).parent.parent
    command = f'"{sys.executable}" -c "{script}" sql "FROM range(200000)" --csv --db "{built}" | head -1'
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert (done.stdout, done.stderr) == ("range\n", "")
