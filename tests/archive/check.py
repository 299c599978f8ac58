"""Which share of the known facts of an archive a database holds: `python -m tests.archive.check DB FOLDER`."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.query import open_database
from tests.archive.write import MANIFEST

Shares = dict[str, tuple[int, int]]


def check(db: Path, folder: Path) -> Shares:
    """Return for each kind of fact how many are known of the files in `folder`, and how many of them `db` holds.

    A fact is held where the database has one of the same values in the same file; each counts for one known fact.
    """
    held = _held(db)
    shares: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in (folder / MANIFEST).read_text("utf8").splitlines():
        known = json.loads(line)
        for kind, facts in _known(known).items():
            there = held[kind, known["file"].rsplit("/", 1)[-1]]
            shares[kind][0] += facts.total()
            shares[kind][1] += (facts & there).total()
    return {kind: (known, found) for kind, (known, found) in shares.items()}


def _known(line: dict[str, Any]) -> dict[str, Counter[Any]]:
    return {
        "documents": Counter((d["code"], d["doc_type"], d["issuer"], d["issued_on"]) for d in line["documents"]),
        "targets": Counter((round(t["value"], 4), t["unit"], t["year"]) for t in line["targets"]),
        "table_facts": Counter((round(c["value"], 4), c["year"]) for c in line["cells"]),
        "legal_refs": Counter(line["references"]),
        "amounts": Counter(line["amounts"]),
    }


# What stands for one fact in the database; an empty unit in the manifest is one that may be read in several ways.
_QUERIES = {
    "documents": "SELECT code, doc_type, issuer, CAST(issued_on AS VARCHAR) FROM documents",
    "targets": "SELECT round(value_min, 4), unit, target_year FROM targets WHERE table_id IS NULL",
    "table_facts": "SELECT round(value, 4), year FROM table_facts",
    "legal_refs": "SELECT code FROM legal_refs",
    "amounts": "SELECT CAST(value_vnd_min AS BIGINT) FROM amounts",
}


def _held(db: Path) -> defaultdict[tuple[str, str], Counter[Any]]:
    held: defaultdict[tuple[str, str], Counter[Any]] = defaultdict(Counter)
    with open_database(db) as con:
        paths = dict(con.execute("SELECT source_id, source_path FROM sources").fetchall())
        for kind, query in _QUERIES.items():
            asked = query.replace(" FROM ", ", source_id FROM ", 1)
            for *values, source_id in con.execute(asked).fetchall():
                file = paths[source_id].rsplit("/", 1)[-1]
                held[kind, file].update(_forms(kind, tuple(values)))
    return held


def _forms(kind: str, values: tuple[Any, ...]) -> Iterable[Any]:
    if kind == "targets":
        value, _, year = values
        return [values, (value, "", year)]
    return [values[0] if len(values) == 1 else values]


def main() -> None:
    """Print the shares of the database and the archive that the arguments name."""
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.archive.check DB FOLDER")
    for kind, (known, found) in check(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(f"{kind:12} {found:>9,} of {known:>9,}   {found / known if known else 1:.4f}")


if __name__ == "__main__":
    main()
