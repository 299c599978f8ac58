"""What the audit finds in the real plans beside the checkout, and whether a reader of the text agrees.

`python -m tests.findings_judged` prints what differs from the committed table `tests/findings.csv`; with `--write` it
writes the table anew. Verdicts stay with what they were given for; a new finding has none until somebody has read the
text and written `true` or `false` beside it. The table holds names of files, lines and kinds, nothing of the plans.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline.build import build
from pipeline.options import Options

TABLE = Path(__file__).with_name("findings.csv")
PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"


class Judged(NamedTuple):
    """A finding: `line` is empty for what is missing, `verdict` where nobody has judged it."""

    file: str
    line: str
    kind: str
    severity: str
    verdict: str = ""


def look(con: duckdb.DuckDBPyConnection) -> list[Judged]:
    """Return what the audit of a database found, by file and line, without verdicts."""
    rows = con.execute("""
        SELECT source_path, coalesce(line_of(text, span_start)::VARCHAR, ''), kind, severity
        FROM findings JOIN sources USING (source_id) ORDER BY source_path, span_start NULLS FIRST, kind
    """).fetchall()
    return [Judged(*row) for row in rows]


def read_table(path: Path) -> list[Judged]:
    """Return the lines of a table, none where there is no table."""
    if not path.is_file():
        return []
    with path.open(encoding="utf8", newline="") as file:
        return [Judged(**row) for row in csv.DictReader(file)]


def write_table(path: Path, found: Sequence[Judged], judged: Sequence[Judged]) -> None:
    """Write what was found as a table, with the verdicts that stand in `judged`."""
    verdicts = {line[:4]: line.verdict for line in judged}
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Judged._fields)
        writer.writerows((*line[:4], verdicts.get(line[:4], "")) for line in found)


def main() -> int:
    """Tell or write what the audit finds in the real plans. Return the exit code."""
    if not PLANS.is_dir():
        print("The real plans (../shared/plans) are not here: nothing to audit.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "plans.duckdb")
        build([PLANS], db, options=Options(ocr="never"))
        with duckdb.connect(str(db), read_only=True) as con:
            found = look(con)
    judged = read_table(TABLE)
    before, after = {line[:4] for line in judged}, {line[:4] for line in found}
    for sign, lines in (("gone", before - after), ("new", after - before)):
        print(*(f"{sign}: {' '.join(line)}" for line in sorted(lines)), sep="\n")
    if "--write" in sys.argv[1:]:
        write_table(TABLE, found, judged)
        print(f"Written: tests/{TABLE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
