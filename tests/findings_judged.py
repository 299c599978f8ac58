"""What the audit finds in the real plans beside the checkout, and whether a reader of the text agrees.

`python -m tests.findings_judged` prints what differs from the committed table `tests/findings.csv`; with `--write` it
writes the table anew. Verdicts stay with what they were given for; a new finding has none until somebody has read the
text and written `true` or `false` beside it. The table holds names of files, lines and kinds, nothing of the plans.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from tests import real_plans

TABLE = Path(__file__).with_name("findings.csv")


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
    return real_plans.read_table(path, Judged)


def write_table(path: Path, found: Sequence[Judged], judged: Sequence[Judged]) -> None:
    """Write what was found as a table, with the verdicts that stand in `judged`."""
    verdicts = {line[:4]: line.verdict for line in judged}
    real_plans.write_table(path, Judged._fields, ((*line[:4], verdicts.get(line[:4], "")) for line in found))


def main() -> None:
    """Tell or write what the audit finds in the real plans."""
    with real_plans.database() as db, duckdb.connect(str(db), read_only=True) as con:
        found = look(con)
    judged = read_table(TABLE)
    before, after = {line[:4] for line in judged}, {line[:4] for line in found}
    for sign, lines in (("gone", before - after), ("new", after - before)):
        print(*(f"{sign}: {' '.join(line)}" for line in sorted(lines)), sep="\n")
    if "--write" in sys.argv[1:]:
        write_table(TABLE, found, judged)
        print(f"Written: tests/{TABLE.name}")


if __name__ == "__main__":
    main()
