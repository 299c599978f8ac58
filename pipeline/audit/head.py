"""What the head and the foot of a document leave out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.finding import Finding
from pipeline.audit.paper import Paper

# Kind of finding, by the column that is empty then (Nghị định 30/2020/NĐ-CP, Điều 8: the parts of a document).
_NEEDED = {"number": "missing_number", "issued_on": "missing_issue_day", "signer": "missing_signer"}


def missing(paper: Paper) -> Iterator[Finding]:
    """Yield what a document that stands alone lacks; what is attached to one has neither number nor signer."""
    for document in paper.documents:
        if document["parent_doc_id"] is None:
            for column, kind in _NEEDED.items():
                if document[column] is None:
                    yield Finding(kind, document["doc_id"])
