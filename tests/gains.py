"""What a change of the rules gains and loses: facts a kind and file, over all real plans beside the checkout.

`python -m tests.gains` counts, and prints what differs from the committed table `tests/gains.csv`; with `--write` it
writes the table anew. The table holds names of files and counts, nothing of the plans themselves.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests import real_plans

TABLE = Path(__file__).with_name("gains.csv")
KINDS = (
    "documents", "sections", "legal_refs", "short_refs", "targets", "percentages", "amounts", "assignments",
    "deadlines", "agency_mentions", "tables", "table_facts", "findings", "failures",
)  # fmt: skip

# How many facts of each kind each file has.
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of facts of a file whose number is another than before."""

    file: str
    kind: str
    before: int
    after: int


def count_facts(db: Path) -> dict[str, dict[str, int]]:
    """Return how many facts of each kind each file of the database has."""
    with duckdb.connect(str(db), read_only=True) as con:
        names = [row[0] for row in con.execute("SELECT source_path FROM sources ORDER BY source_path").fetchall()]
        counts = {name: dict.fromkeys(KINDS, 0) for name in names}
        for kind in KINDS:
            by = "source_path" if kind == "failures" else "source_id"
            rows = con.execute(f"""
                SELECT sources.source_path, count(*) FROM {kind} JOIN sources ON sources.{by} = {kind}.{by}
                GROUP BY ALL
            """).fetchall()
            for name, number in rows:
                counts[name][kind] = number
    return counts


def read_table(path: Path) -> dict[str, dict[str, int]]:
    """Return the counts of a table, none where there is no table."""
    lines: list[dict[str, str]] = real_plans.read_table(path, dict)
    return {line.pop("file"): {kind: int(number) for kind, number in line.items()} for line in lines}


def write_table(path: Path, counts: Counts) -> None:
    """Write counts as a table: a line a file, a column a kind."""
    lines = ([name, *(row[kind] for kind in KINDS)] for name, row in sorted(counts.items()))
    real_plans.write_table(path, ["file", *KINDS], lines)


def compare(before: Counts, after: Counts) -> Iterator[Change]:
    """Yield what differs, by file and kind; a file that is in one of them only has no facts in the other."""
    for name in sorted({*before, *after}):
        for kind in KINDS:
            old, new = before.get(name, {}).get(kind, 0), after.get(name, {}).get(kind, 0)
            if old != new:
                yield Change(name, kind, old, new)


def report(changes: Iterable[Change], after: Counts) -> str:
    """Return the changes as lines of text, then the sums of all kinds."""
    changes = list(changes)
    lines = []
    for file in dict.fromkeys(change.file for change in changes):
        told = (f"{c.kind} {c.before} → {c.after} ({c.after - c.before:+})" for c in changes if c.file == file)
        lines += [file, *(f"    {line}" for line in told)]
    gained, lost, total = Counter[str](), Counter[str](), Counter[str]()
    for change in changes:
        side = gained if change.after > change.before else lost
        side[change.kind] += abs(change.after - change.before)
    for row in after.values():
        total.update(row)
    lines += ["", f"{'kind':<16}{'facts':>8}{'gained':>8}{'lost':>8}"]
    lines += [f"{kind:<16}{total[kind]:>8}{gained[kind] or '':>8}{lost[kind] or '':>8}" for kind in KINDS]
    return "\n".join(lines)


def main() -> None:
    """Count the facts of the real plans, and tell or write what differs from the table."""
    with real_plans.database() as db:
        counts = count_facts(db)
    changes = list(compare(read_table(TABLE), counts))
    print(report(changes, counts))
    if "--write" in sys.argv[1:]:
        write_table(TABLE, counts)
        print(f"\nWritten: tests/{TABLE.name}")
    elif changes:
        print("\n`python -m tests.gains --write` writes the table anew.")
    else:
        print("\nThe same as the table.")


if __name__ == "__main__":
    main()
