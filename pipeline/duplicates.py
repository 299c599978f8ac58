"""The same document in two files: found by what it is called and by its words, so that its facts count once.

Each source has a sketch of its words (table `sketches`): the least hashes of all runs of three words, which tell how
much of one text stands in another without reading either again. Sources are held against each other only where they
have a document of one number, or of one title, in one place; so plans of two communes made from one template stay
two, and a build of many files takes little longer for it.

Of two that hold the same the better one is kept: a text layer before OCR, a DOCX before a PDF before a web page. One
that holds more, such as a decision with the plan that the other is, is kept before the one that holds less.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import regex
from numpy.typing import NDArray

from pipeline.query import records
from rules.letters import bare

Row = dict[str, Any]

_RUN = 3
_SKETCH = 256
# So much of a text must stand in the other: where number, date, place, issuer and title agree; where one of them is
# not stated, and then all figures must be the same too; and where one of the two was recognised from a picture.
_SAME, _UNSURE, _RECOGNISED = 0.85, 0.95, 0.65
# Fewer runs of words than this tell nothing.
_FEW = 40
# Sources of one name that are held against each other; more than this have the name for some other reason.
_MOST = 100
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_FIGURE = regex.compile(r"\d[\d.,]*")
_MEDIA = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.",
    "application/msword",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/pdf",
    "text/html",
    "text/markdown",
    "text/plain",
)


def sketch(text: str) -> Row:
    """Return the row of `sketches` for `text`, less its source.

    `runs` is the number of different runs of three words, `least` the least of their hashes (256 at most, in order),
    `whole` a hash of all words, `figures` one of all different numbers of three digits or more, which are no numbers
    of pages. Case, accents, signs, spaces and line ends do not count.
    """
    words = [bare(word) for word in _WORD.findall(text)]
    runs = {" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest(), "big") for run in runs}
    figures = {regex.sub(r"\D", "", figure) for figure in _FIGURE.findall(text)}
    return {
        "runs": len(hashes),
        "least": sorted(hashes)[:_SKETCH],
        "whole": _digest(words),
        "figures": _digest(sorted(figure for figure in figures if len(figure) > 2)),
    }


def _digest(words: Sequence[str]) -> str:
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class _Candidate:
    """A source as it is held against others."""

    source_id: str
    rank: tuple[object, ...]
    recognised: bool
    runs: int
    whole: str
    figures: str
    documents: list[Row]
    least: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))
    keys: set[tuple[object, ...]] = field(default_factory=set)


def mark_duplicates(con: duckdb.DuckDBPyConnection) -> None:
    """Set `sources.duplicate_of` of every source that holds nothing but what another one holds to the id of that one.

    The answer depends on the sources alone, not on their order or on how they came into the database.
    """
    found = find_duplicates(_candidates(con))
    con.execute("UPDATE sources SET duplicate_of = NULL WHERE duplicate_of IS NOT NULL")
    if found:
        rows = [{"source_id": source, "kept": kept} for source, kept in sorted(found.items())]
        con.register("handed_over", pa.Table.from_pylist(rows))
        con.execute("""
            UPDATE sources SET duplicate_of = kept FROM handed_over WHERE handed_over.source_id = sources.source_id
        """)
        con.unregister("handed_over")


def find_duplicates(candidates: Sequence[_Candidate]) -> dict[str, str]:
    """Return for each source that is a duplicate the one that is kept."""
    kept: dict[str, str] = {}
    by_key: dict[tuple[object, ...], list[_Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=lambda c: c.rank):
        others = {o.source_id: o for key in sorted(one.keys, key=str) for o in by_key[key][:_MOST]}
        alike = [o for o in others.values() if _may_be_one(one, o)]
        holding = [o for o in alike if _holds(o, one)]
        if holding:
            kept[one.source_id] = min(holding, key=lambda o: (-_share(one, o), o.rank)).source_id
            continue
        for other in alike:
            if _holds(one, other):
                kept[other.source_id] = one.source_id
                kept.update({s: one.source_id for s, k in kept.items() if k == other.source_id})
                for key in other.keys:
                    by_key[key].remove(other)
        for key in one.keys:
            by_key[key].append(one)
    return kept


def _candidates(con: duckdb.DuckDBPyConnection) -> list[_Candidate]:
    """Return the sources that share a name with another."""
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in records(con, """
        SELECT source_id, doc_type, code, title, issuer, issued_on, level, province, district, commune
        FROM documents ORDER BY source_id, span_start, doc_id
    """):  # fmt: skip
        documents[row["source_id"]].append(row)
    found = []
    for row in records(con, """
        SELECT source_id, media_type, read_with, sha256, runs, whole, figures
        FROM sources JOIN sketches USING (source_id) WHERE runs > 0
    """):  # fmt: skip
        how, _, mended = str(row["read_with"]).partition(", ")
        media = next((i for i, name in enumerate(_MEDIA) if str(row["media_type"]).startswith(name)), len(_MEDIA))
        one = _Candidate(
            row["source_id"], (how != "text", media, mended, -row["runs"], row["sha256"]), how == "ocr",
            row["runs"], row["whole"], row["figures"], documents[row["source_id"]],
        )  # fmt: skip
        one.keys = set(_keys(one))
        found.append(one)
    shared: dict[tuple[object, ...], int] = defaultdict(int)
    for one in found:
        for key in one.keys:
            shared[key] += 1
    found = [one for one in found if any(shared[key] > 1 for key in one.keys)]
    _add_hashes(con, found)
    return found


def _add_hashes(con: duckdb.DuckDBPyConnection, candidates: Sequence[_Candidate]) -> None:
    """Give each of `candidates` its hashes, all of them in one piece of memory."""
    by_id = {one.source_id: one for one in candidates}
    con.register("handed_over", pa.table({"source_id": pa.array(by_id, pa.string())}))
    table = con.sql("SELECT source_id, least FROM sketches SEMI JOIN handed_over USING (source_id)").to_arrow_table()
    con.unregister("handed_over")
    for batch in table.to_batches():
        hashes = batch["least"].flatten().to_numpy()
        ends = np.cumsum(batch["least"].value_lengths().to_numpy())
        for source_id, start, end in zip(batch["source_id"].to_pylist(), [0, *ends], ends, strict=False):
            by_id[source_id].least = hashes[start:end]


def _keys(one: _Candidate) -> Iterator[tuple[object, ...]]:
    """Yield the names under which a source is held against others."""
    yield ("words", one.whole)
    for document in one.documents:
        place = _place(document)
        if document["code"]:
            yield ("code", _code(document), place)
        if document["title"] and place:
            yield ("title", document["doc_type"], bare(document["title"]), place)


def _code(document: Row) -> str:
    return bare(document["code"] or "").replace(" ", "").lstrip("0")


def _place(document: Row) -> tuple[object, ...] | None:
    """Return where a document was issued, None where that is not known."""
    if document["level"] == "central":
        return ("central",)
    names = tuple(bare(document[name]) if document[name] else None for name in ("province", "district", "commune"))
    return names if any(names) else None


def _may_be_one(one: _Candidate, other: _Candidate) -> bool:
    """Return whether nothing that the sources say of their documents keeps them from being one."""
    return one.whole == other.whole or any(_sure(a, b) is not None for a in one.documents for b in other.documents)


def _sure(one: Row, other: Row) -> bool | None:
    """Return whether all that names two documents is the same; None where one has another number, date or place."""
    if one["doc_type"] != other["doc_type"] or _place(one) != _place(other):
        return None
    said = [(_code(d), d["issued_on"], bare(d["issuer"] or "")) for d in (one, other)]
    if any(a and b and a != b for a, b in zip(*said, strict=True)):
        return None
    titles = [bare(d["title"] or "") for d in (one, other)]
    years = [regex.findall(r"\d+", title) for title in titles]
    if all(years) and years[0] != years[1]:
        return None
    return all(map(all, said)) and titles[0] == titles[1] and _place(one) is not None


def _holds(whole: _Candidate, part: _Candidate) -> bool:
    """Return whether what stands in `part` stands in `whole`."""
    if whole.whole == part.whole:
        return True
    if min(whole.runs, part.runs) < _FEW:
        return False
    sure = any(_sure(a, b) for a in whole.documents for b in part.documents)
    if not sure and whole.figures != part.figures:
        return False
    least = _SAME if sure else _UNSURE
    if whole.recognised or part.recognised:
        least -= _SAME - _RECOGNISED
    return _share(part, whole) >= least


def _share(part: _Candidate, whole: _Candidate) -> float:
    """Return an estimate of how much of `part` stands in `whole`, 0 to 1, from the least hashes of both."""
    least = np.union1d(part.least, whole.least)[:_SKETCH]
    shared = np.intersect1d(part.least, whole.least, assume_unique=True)
    both = np.count_nonzero(shared <= least[-1]) / len(least)
    return min(1.0, both / (1 + both) * (part.runs + whole.runs) / part.runs)
