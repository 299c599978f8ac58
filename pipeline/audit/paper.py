"""The rows of one source, as the checks of an audit look at them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from extractors.offsets import Span
from pipeline.rows import Row, Rows


@dataclass(frozen=True, slots=True)
class Paper:
    """One source: `rows` are those of all its tables, by table; `text` is `sources.text`."""

    rows: Rows
    text: str
    _tables: dict[str, dict[str | None, list[Row]]] = field(default_factory=dict, init=False, repr=False)

    @property
    def source_id(self) -> str:
        """The id of the source."""
        return str(self.rows["sources"][0]["source_id"])

    @property
    def documents(self) -> list[Row]:
        """Its documents, in the order of the text."""
        return self.rows.get("documents", [])

    def of(self, table: str, doc_id: str | None) -> list[Row]:
        """Return the rows of `table` that stand in a document itself, in the order of the text."""
        return self._by_document(table).get(doc_id, [])

    def _by_document(self, table: str) -> dict[str | None, list[Row]]:
        if table not in self._tables:
            found: dict[str | None, list[Row]] = defaultdict(list)
            for row in self.rows.get(table, []):
                found[row["doc_id"]].append(row)
            self._tables[table] = dict(found)
        return self._tables[table]


def span_of(row: Row) -> Span:
    """Return the place of a fact in the source's text."""
    return Span(row["span_start"], row["span_end"])
