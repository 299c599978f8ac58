"""Archives of made plans: the same seed gives the same bytes, and what is known of them is what stands in them."""

from __future__ import annotations

import hashlib
import json
import statistics
from pathlib import Path

from pipeline.build import build
from tests.archive.check import check
from tests.archive.files import FORMATS, as_text
from tests.archive.plans import make_plan
from tests.archive.write import MANIFEST, write_archive
from tests.bench.growth import Growth, Run, report


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_archive(tmp_path: Path) -> None:
    formats = ["txt", "md", "html", "docx"]
    for name in ("one", "two"):
        write_archive(tmp_path / name, 12, formats, seed=3)
    write_archive(tmp_path / "other", 12, formats, seed=4)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert not set(digest(tmp_path / "one").values()) & set(digest(tmp_path / "other").values())


def test_plans_are_as_long_as_real_ones_and_all_different() -> None:
    texts = [as_text(make_plan(number)[0]) for number in range(150)]
    assert 13_000 < statistics.median(map(len, texts)) < 22_000
    assert max(map(len, texts)) > 60_000
    assert len(set(texts)) == 150
    lines = [line for text in texts for line in set(text.split(b"\n")) if len(line) > 60]
    assert len(set(lines)) > 0.8 * len(lines)


def test_the_manifest_tells_what_stands_in_the_files(tmp_path: Path) -> None:
    write_archive(tmp_path, 20)
    for line in (tmp_path / MANIFEST).read_text("utf8").splitlines():
        known = json.loads(line)
        text = (tmp_path / known["file"]).read_text("utf8")
        assert all(document["code"] in text for document in known["documents"])
        assert all(code in text for code in known["references"])
        assert all(f"{amount // 1_000_000:,}".replace(",", ".") in text for amount in known["amounts"])
        assert known["targets"]


def test_a_build_holds_what_is_known_of_every_format(tmp_path: Path) -> None:
    plans, db = tmp_path / "plans", tmp_path / "plans.duckdb"
    write_archive(plans, 4 * len(FORMATS), list(FORMATS))
    build([plans], db, jobs=1)
    shares = check(db, plans)
    assert {kind: found / known > 0.96 for kind, (known, found) in shares.items()} == dict.fromkeys(shares, True), (
        shares
    )
    assert shares["documents"][0] == 4 * len(FORMATS)


def test_facts_of_other_plans_are_no_facts_of_these(tmp_path: Path) -> None:
    plans, others, db = tmp_path / "plans", tmp_path / "others", tmp_path / "plans.duckdb"
    write_archive(plans, 6)
    write_archive(others, 6, seed=2)
    build([others], db, jobs=1)
    for kind, (known, found) in check(db, plans).items():
        assert found < (0.5 if kind == "legal_refs" else 0.2) * known, kind


def test_what_a_million_files_need_follows_from_the_largest() -> None:
    """Ten milliseconds and a thousand bytes more for each file, and a tenth of a second to begin with."""
    found = [
        Growth(n, 2, 1000 * n, Run(wall=n / 200, cpu=0.1 + n / 100, shards=1000 * n), Run(), Run(), 1000 * n, 1.0)
        for n in (100, 1000)
    ]
    said = "\n".join(report(found))
    assert "| 1,000 | 2 | 1.0 | 5.0 | 10.1 |" in said
    assert "need 3 hours of processor time, 1 hours with 2 jobs here" in said
    assert "1.0 GB of shards, a database of 1.0 GB" in said
