"""The build: the same rows whatever the way, only what changed is read, nothing is lost."""

from __future__ import annotations

import dataclasses
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import find, parts
from pipeline.build import BuildReport, Progress, build
from pipeline.engines import Engine
from pipeline.errors import KehoachError
from pipeline.options import Options
from pipeline.storage import Place
from pipeline.workers import Limits
from tests.line_reader import Rows, read_lines, read_or_stop

PLANS = {
    "tinh/mot.txt": "12/KH-UBND\nSở Mẫu giảm 15 phần trăm\nđến 2025\n",
    "tinh/hai.txt": "13/KH-UBND\nSở Thử nghiệm tăng 7\n",
    "huyen/ba.md": "05/KH-UBND\nSở Mẫu giữ 100\n",
    "bon.txt": "6/KH-UBND\nkhông có gì\n",
}
# Runs differ in these by their nature.
RUN = {"builds": "*", "sources": "build_id", "failures": "build_id"}
HERE, POOL = Engine("here"), Engine("pool")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of small plans."""
    root = tmp_path / "plans"
    for name, text in PLANS.items():
        write(root / name, text)
    return root


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "out" / "plans.duckdb"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")


def run(folder: Path | list[Path], db: Path, **options: Any) -> BuildReport:
    paths = folder if isinstance(folder, list) else [folder]
    return build(paths, db, **{"engine": HERE, "extract": read_lines, **options})


def rows_of(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables as they lie in the file, but for what tells one run from another."""
    with duckdb.connect(str(db), read_only=True) as con:
        names = [
            str(r[0])
            for r in con.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY 1"
            ).fetchall()
        ]
        return {
            n: con.execute(f"SELECT * {f'EXCLUDE ({RUN[n]})' if n in RUN else ''} FROM {n}").fetchall()
            for n in names
            if RUN.get(n) != "*"
        }


def ask(db: Path, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(db), read_only=True) as con:
        return con.execute(question).fetchall()


class Spy:
    """Reads as `read_lines` does and remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, data: bytes, name: str, source_path: str, options: Options) -> Rows:
        self.seen.append(source_path)
        return read_lines(data, name, source_path, options)


def leftovers(db: Path) -> set[str]:
    return {p.name for p in db.parent.iterdir()} - {db.name}


def test_all_files_become_rows(folder: Path, db: Path) -> None:
    report = run(folder, db)
    assert (report.files, report.read, report.unchanged, report.failures) == (4, 4, 0, [])
    assert report.counts["targets"] == 8
    assert ask(db, "SELECT source_path FROM sources") == [(n,) for n in sorted(PLANS)]
    assert ask(db, "SELECT name FROM agencies") == [("Sở Mẫu",), ("Sở Thử",)]
    assert ask(db, "SELECT count(*) FROM targets JOIN sources USING (source_id)"
                   " WHERE text[span_start + 1:span_end] <> quote") == [(0,)]  # fmt: skip
    assert leftovers(db) == set()


def test_rows_do_not_depend_on_order_or_jobs(folder: Path, db: Path, tmp_path: Path) -> None:
    run(folder, db)
    other = tmp_path / "other.duckdb"
    # In one process, from the last file to the first, each named twice.
    files = sorted((folder / n for n in PLANS), reverse=True)
    run([*files, folder, *files], other)
    assert rows_of(other) == rows_of(db)
    pooled = tmp_path / "pooled.duckdb"
    assert run(folder, pooled, engine=POOL, jobs=2).engine == "process pool"
    assert rows_of(pooled) == rows_of(db)


def test_only_what_changed_is_read_again(folder: Path, db: Path, tmp_path: Path) -> None:
    run(folder, db)
    write(folder / "bon.txt", "6/KH-UBND\nnay có 3\n")
    spy = Spy()
    report = run(folder, db, extract=spy)
    assert (spy.seen, report.read, report.unchanged) == (["bon.txt"], 1, 3)
    fresh = tmp_path / "fresh.duckdb"
    run(folder, fresh)
    assert rows_of(db) == rows_of(fresh)


def test_nothing_changed_nothing_written(folder: Path, db: Path) -> None:
    run(folder, db)
    before = (db.stat().st_ino, db.stat().st_mtime_ns)
    spy = Spy()
    report = run(folder, db, extract=spy)
    assert (spy.seen, report.unchanged, report.counts["targets"]) == ([], 4, 8)
    assert (db.stat().st_ino, db.stat().st_mtime_ns) == before


@pytest.mark.parametrize("what", ["rules_digest", "version", "code_digest", "keep_names"])
def test_other_rules_or_code_read_all_again(
    what: str, folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder, db)
    spy = Spy()
    if what == "keep_names":
        run(folder, db, extract=spy, options=Options(keep_names=True))
        assert ask(db, "SELECT DISTINCT keep_names FROM sources") == [(True,)]
    else:
        key = parts.Key.of_now(Options())
        monkeypatch.setattr(parts.Key, "of_now", lambda _: dataclasses.replace(key, **{what: "other"}))
        run(folder, db, extract=spy)
    assert sorted(spy.seen) == sorted(PLANS)


@pytest.mark.parametrize(
    ("made", "kind", "now", "current"),
    [
        (None, "application/pdf", "auto tesseract 5.5.0 vie", True),
        (None, "application/pdf", "never", True),
        (None, "application/pdf", "always tesseract 5.5.0 vie", False),
        (None, "text/plain", "always tesseract 5.5.0 vie", True),
        ("auto none", "application/pdf", "auto none", True),
        ("auto none", "application/pdf", "auto tesseract 5.5.0 vie", False),
        ("auto tesseract 5.5.0 vie", "application/pdf", "never", False),
        ("always none", "application/pdf", "always none", True),
    ],
)
def test_recognition_is_done_again_where_it_would_differ(
    made: str | None, kind: str, now: str, current: bool
) -> None:
    key = dataclasses.replace(parts.Key.of_now(Options()), ocr=now)
    assert key.is_of(dataclasses.asdict(key) | {"ocr": made, "media_type": kind}) is current


def test_database_of_another_version_is_taken_over(folder: Path, db: Path, tmp_path: Path) -> None:
    run(folder, db)
    (folder / "tinh/hai.txt").unlink()
    with duckdb.connect(str(db)) as con:
        con.execute("DROP VIEW v_commitments; DROP VIEW v_levels; DROP VIEW v_citations; DROP VIEW v_duties")
        con.execute("ALTER TABLE builds DROP COLUMN code_digest")
        con.execute("ALTER TABLE sources DROP COLUMN keep_names")
        con.execute("ALTER TABLE targets DROP COLUMN confidence")
        con.execute("ALTER TABLE targets ADD COLUMN of_old VARCHAR")
        con.execute("DROP TABLE amounts")
    spy = Spy()
    report = run(folder, db, extract=spy)
    # What is there is read anew; what is gone keeps what its columns say.
    assert (len(spy.seen), report.gone) == (3, ["tinh/hai.txt"])
    assert ask(db, "SELECT quote FROM targets JOIN sources USING (source_id) WHERE source_path = 'tinh/hai.txt'") == [
        ("13",),
        ("7",),
    ]


def test_renamed_file_keeps_its_rows(folder: Path, db: Path, tmp_path: Path) -> None:
    run(folder, db)
    (folder / "bon.txt").rename(folder / "nam.txt")
    spy = Spy()
    report = run(folder, db, extract=spy)
    assert (spy.seen, report.gone) == ([], [])
    fresh = tmp_path / "fresh.duckdb"
    run(folder, fresh)
    assert rows_of(db) == rows_of(fresh)


def test_same_bytes_are_one_source(folder: Path, db: Path) -> None:
    write(folder / "sao/ban-sao.txt", PLANS["bon.txt"])
    run(folder, db)
    wanted = "SELECT source_path, also_at FROM sources WHERE len(also_at) > 0"
    assert ask(db, wanted) == [("bon.txt", ["sao/ban-sao.txt"])]
    (folder / "sao/ban-sao.txt").unlink()
    run(folder, db)
    assert ask(db, wanted) == []


def test_gone_file_stays_until_pruned(folder: Path, db: Path, tmp_path: Path) -> None:
    run(folder, db)
    everything = rows_of(db)
    (folder / "tinh/hai.txt").unlink()
    report = run(folder, db)
    assert report.gone == ["tinh/hai.txt"]
    assert rows_of(db) == everything
    report = run(folder, db, prune=True)
    assert (report.gone, report.pruned) == (["tinh/hai.txt"], True)
    fresh = tmp_path / "fresh.duckdb"
    run(folder, fresh)
    assert rows_of(db) == rows_of(fresh)


def test_file_named_alike_in_two_folders(tmp_path: Path, db: Path) -> None:
    write(tmp_path / "a/x.txt", "một 1\n")
    write(tmp_path / "b/x.txt", "hai 2\n")
    for order in ([tmp_path / "a", tmp_path / "b"], [tmp_path / "b", tmp_path / "a"]):
        run(order, db)
        assert ask(db, "SELECT source_path FROM sources") == [("a/x.txt",), ("b/x.txt",)]


def test_names_are_nfc(tmp_path: Path, db: Path) -> None:
    write(tmp_path / "plans/Ke\u0302\u0301 hoa\u0323ch.txt", "một 1\n")
    run(tmp_path / "plans", db)
    assert ask(db, "SELECT source_path FROM sources") == [("Kế hoạch.txt",)]


def test_progress_ends_with_all_files(folder: Path, db: Path) -> None:
    steps: list[Progress] = []
    run(folder, db, progress=steps.append)
    assert (steps[0].files, steps[-1].files, steps[-1].total_files) == (0, 4, 4)
    assert steps[-1].bytes == steps[-1].total_bytes > 0


# Bad input.


def codes(report: BuildReport) -> dict[str, str]:
    return {str(row["source_path"]): str(row["code"]) for row in report.failures}


def test_one_bad_file_stops_nothing(folder: Path, db: Path) -> None:
    write(folder / "rong.txt", "")
    write(folder / "hong.txt", "RAISE")
    report = run(folder, db, extract=read_or_stop)
    assert codes(report) == {"rong.txt": "KH101", "hong.txt": "KH201"}
    assert report.counts["documents"] == 4
    write(folder / "hong.txt", "nay đã sửa 8\n")
    assert codes(run(folder, db, extract=read_or_stop)) == {"rong.txt": "KH101"}


def test_worker_that_dies_costs_its_file_alone(folder: Path, db: Path) -> None:
    write(folder / "chet.txt", "DIE")
    report = run(folder, db, extract=read_or_stop, engine=POOL, jobs=2)
    assert codes(report) == {"chet.txt": "KH205"}
    assert report.counts["documents"] == 4


@pytest.mark.slow
def test_file_that_takes_too_long_is_read_again_when_it_may_take_longer(folder: Path, db: Path) -> None:
    write(folder / "treo.txt", "STALL")
    short, longer = (Engine("pool", Limits(seconds)) for seconds in (2, 3))
    for engine, read in ((short, 5), (short, 0), (longer, 1)):
        report = run(folder, db, extract=read_or_stop, engine=engine, jobs=2)
        assert (report.read, codes(report), report.counts["documents"]) == (read, {"treo.txt": "KH203"}, 4)


def test_file_that_cannot_be_read_is_not_tried_again_for_nothing(folder: Path, db: Path, tmp_path: Path) -> None:
    write(folder / "rong.txt", "")
    run(folder, db)
    before = db.stat().st_mtime_ns
    spy = Spy()
    assert codes(run(folder, db, extract=spy)) == {"rong.txt": "KH101"}
    assert (spy.seen, db.stat().st_mtime_ns) == ([], before)
    (folder / "rong.txt").rename(folder / "trong.txt")
    write(folder / "bon.txt", "6/KH-UBND\nnay có 3\n")
    assert codes(run(folder, db, extract=spy)) == {"trong.txt": "KH101"}
    assert spy.seen == ["bon.txt"]
    fresh = tmp_path / "fresh.duckdb"
    run(folder, fresh)
    assert rows_of(db) == rows_of(fresh)
    run(folder, db, extract=spy, options=Options(keep_names=True))
    assert "trong.txt" in spy.seen


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("targets", {"target_id": "a", "no_such_column": 1}),
        ("no_such_table", {"id": "a"}),
        ("targets", {"target_id": "a", "span_start": 0, "span_end": 2, "quote": "xx"}),
        ("targets", {"target_id": "a", "value_min": "bảy"}),
    ],
)
def test_rows_that_do_not_fit_are_a_failure(table: str, row: dict[str, Any], folder: Path, db: Path) -> None:
    def slip(data: bytes, name: str, source_path: str, options: Options) -> Rows:
        rows = read_lines(data, name, source_path, options)
        return rows | {table: [row]} if name == "bon.txt" else rows

    report = run(folder, db, extract=slip)
    assert codes(report) == {"bon.txt": "KH201"}
    assert report.counts["documents"] == 3


def test_folder_without_rights(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, db)
    walk = os.walk

    def refuse(top: Path, onerror: Callable[[OSError], None]) -> Any:
        for place, folders, names in walk(top):
            if Path(place).name == "tinh":
                onerror(PermissionError(13, "Permission denied", place))
            else:
                yield place, folders, names

    monkeypatch.setattr(find.os, "walk", refuse)
    report = run(folder, db, prune=True)
    assert codes(report) == {"tinh/": "KH106"}
    # What cannot be read just now is not gone.
    assert report.gone == []
    assert report.counts["documents"] == 4


def test_file_without_rights(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = Place.open

    def refuse(self: Place) -> Any:
        if self.address.endswith("bon.txt"):
            raise PermissionError(13, "Permission denied", self.address)
        return opening(self)

    monkeypatch.setattr(Place, "open", refuse)
    assert codes(run(folder, db)) == {"bon.txt": "KH106"}


@pytest.mark.parametrize(("error", "code"), [(PermissionError(13, "denied"), "KH106"), (OSError(5, "io"), "KH111")])
def test_file_that_can_no_longer_be_read(
    error: OSError, code: str, folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Place.read

    def refuse(self: Place) -> bytes:
        if self.address.endswith("bon.txt"):
            raise error
        return reading(self)

    monkeypatch.setattr(Place, "read", refuse)
    assert codes(run(folder, db)) == {"bon.txt": code}


def test_file_that_changes_while_the_build_runs(folder: Path, db: Path) -> None:
    def change(data: bytes, name: str, source_path: str, options: Options) -> Rows:
        write(folder / "bon.txt", "7/KH-UBND\nnay khác\n")
        return read_lines(data, name, source_path, options)

    # The smallest file comes last.
    assert codes(run(folder, db, extract=change)) == {"bon.txt": "KH111"}
    assert codes(run(folder, db)) == {}


def test_link_to_nowhere_and_pipe(folder: Path, db: Path) -> None:
    (folder / "dut.txt").symlink_to(folder / "khong-co")
    os.mkfifo(folder / "ong.txt")
    assert codes(run(folder, db)) == {"dut.txt": "KH111", "ong.txt": "KH111"}


def test_links_are_followed_within_the_folder_only(folder: Path, db: Path, tmp_path: Path) -> None:
    write(tmp_path / "other/ngoai.txt", "9/KH-UBND\nở ngoài 9\n")
    (folder / "noi-ra.txt").symlink_to(tmp_path / "other/ngoai.txt")
    (folder / "thu-muc-ra").symlink_to(tmp_path / "other")
    (folder / "noi-vao.txt").symlink_to(folder / "bon.txt")
    (folder / "thu-muc-vao").symlink_to(folder / "tinh")
    (folder / "vong").symlink_to(folder)
    report = run(folder, db)
    assert codes(report) == {"noi-ra.txt": "KH122", "thu-muc-ra": "KH122"}
    assert ask(db, "SELECT source_path, also_at FROM sources WHERE len(also_at) > 0") == [
        ("bon.txt", ["noi-vao.txt"])
    ]
    assert report.counts["documents"] == 4
    # A link that is named itself is followed: whoever names it means what it leads to.
    assert run([folder / "noi-ra.txt"], tmp_path / "link.duckdb").failures == []


def test_what_is_left_out(folder: Path, db: Path) -> None:
    write(folder / ".an/x.txt", "1")
    write(folder / "~$khoa.docx", "1")
    write(folder / "bang.json", '{"a": 1}')
    write(folder / "trang-luu", "<!DOCTYPE html><html><body><p>Kế hoạch 5</p></body></html>")
    report = run(folder, db)
    assert report.left_out == ["bang.json"]
    assert ask(db, "SELECT source_path FROM sources WHERE source_path LIKE 'trang%'") == [("trang-luu",)]
    named = run([folder / "bang.json"], db)
    assert named.files == 1


@pytest.mark.parametrize(("name", "code"), [("khong-co", "KH401"), ("trong", "KH402")])
def test_nothing_to_build(name: str, code: str, tmp_path: Path, db: Path) -> None:
    (tmp_path / "trong").mkdir()
    with pytest.raises(KehoachError) as caught:
        run(tmp_path / name, db)
    assert caught.value.code == code


def test_other_database_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KehoachError, match="KH302"):
        run(folder, tmp_path)
    text, other = tmp_path / "thu.txt", tmp_path / "other.duckdb"
    write(text, "thư của ai đó")
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE TABLE mine (a INTEGER)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(KehoachError, match="KH302"):
            run(folder, path)
        assert path.read_bytes() == before


def test_two_builds_at_once(folder: Path, db: Path) -> None:
    def again(data: bytes, name: str, source_path: str, options: Options) -> Rows:
        holder = rf"KH304: .* is being built by process {os.getpid()} on {socket.gethostname()}, since 20"
        with pytest.raises(KehoachError, match=holder):
            run(folder, db)
        return read_lines(data, name, source_path, options)

    assert run(folder, db, extract=again).failures == []


def test_reader_sees_the_old_or_the_new(folder: Path, db: Path) -> None:
    run(folder, db)
    # A reader in a process of its own holds the file open while the next build replaces it.
    script = (
        "import sys, duckdb\n"
        "con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "print(con.execute('SELECT count(*) FROM documents').fetchone()[0])\n"
    )
    command = [sys.executable, "-c", script, str(db)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        write(folder / "sau.txt", "7/KH-UBND\nthêm 9\n")
        assert run(folder, db).counts["documents"] == 5
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "4\n"
    assert ask(db, "SELECT count(*) FROM documents") == [(5,)]


def test_rows_that_do_not_go_together_are_no_full_disk(folder: Path, db: Path) -> None:
    def same(data: bytes, name: str, source_path: str, options: Options) -> Rows:
        rows = read_lines(data, name, source_path, options)
        return rows | {"targets": [row | {"target_id": "0" * 16} for row in rows["targets"][:1]]}

    run(folder, db)
    before = db.read_bytes()
    write(folder / "sau.txt", "7/KH-UBND\nthêm 9\n")
    write(folder / "bay.txt", "8/KH-UBND\nthêm 10\n")
    with pytest.raises(KehoachError, match=r"KH306: .*rows of targets have an id that another row has"):
        run(folder, db, extract=same)
    assert db.read_bytes() == before


def test_unwritable_place(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "file", "x")
    with pytest.raises(KehoachError, match="KH301"):
        run(folder, tmp_path / "file" / "plans.duckdb")
