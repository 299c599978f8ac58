"""Which documents are exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.show import doc_ids_called
from pipeline.whereabouts import documents_within


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is exported: whether that is all there is, and how many documents and files it is."""

    whole: bool
    documents: int
    sources: int


def choose(con: duckdb.DuckDBPyConnection, documents: Sequence[str] = (), within: str | None = None) -> Chosen:
    """Write down what is exported, in temporary tables: `chosen_documents` and `chosen_sources`.

    That is every document that one of `documents` names and that is of `within` or of a unit in it; all there is
    where nothing is asked for. What holds the same as another file is left out, as the views do. Raises KehoachError:
    KH403 and KH408 where there is no such document or unit, KH628 where the unit has none, KH633 where none is left.
    """
    whole = not documents and within is None
    con.execute(
        "CREATE OR REPLACE TEMP TABLE chosen_documents AS SELECT doc_id, source_id FROM documents"
        " JOIN (SELECT source_id FROM sources WHERE duplicate_of IS NULL OR NOT $1) USING (source_id)",
        [not documents],
    )
    if documents:
        _keep(con, [doc_id for name in documents for doc_id in doc_ids_called(con, name)])
    if within is not None:
        _keep(con, documents_within(con, within))
    con.execute(
        """CREATE OR REPLACE TEMP TABLE chosen_sources AS SELECT source_id FROM sources
           WHERE source_id IN (SELECT source_id FROM chosen_documents) OR ($1 AND duplicate_of IS NULL)""",
        [whole],
    )
    counts = records(
        con,
        """SELECT (SELECT count(*) FROM chosen_documents) AS documents,
                  (SELECT count(*) FROM chosen_sources) AS sources""",
    )[0]
    if not counts["documents"]:
        raise KehoachError("KH633", detail=_asked(documents, within))
    return Chosen(whole, counts["documents"], counts["sources"])


def _keep(con: duckdb.DuckDBPyConnection, doc_ids: list[str]) -> None:
    con.execute("DELETE FROM chosen_documents WHERE doc_id NOT IN (SELECT unnest($1::VARCHAR[]))", [doc_ids])


def _asked(documents: Sequence[str], within: str | None) -> str:
    named = ", ".join(documents) or "the database"
    return f"{named} within {within}" if within else named
