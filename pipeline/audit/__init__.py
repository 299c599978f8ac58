"""What an auditor should look at: figures that contradict each other, dates that cannot be, what is missing.

A check is a function from a `Paper`, the rows of one source, to findings; `rules/findings.yaml` says how severe each
kind is and what a reader is told. What can be seen only beside other files is looked for when all are loaded
(`pipeline/audit/across.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.audit import appendices, deadlines, figures, head, numbering, references, reporting, years
from pipeline.audit.finding import Finding, row_of
from pipeline.audit.paper import Paper
from pipeline.rows import Rows

CHECKS: tuple[Callable[[Paper], Iterable[Finding]], ...] = (
    head.missing,
    references.dates_of_acts,
    references.out_of_force,
    numbering.numbers,
    deadlines.before_issue,
    deadlines.two_for_one,
    deadlines.before_its_base,
    reporting.sent_on_too_early,
    appendices.missing_appendices,
    years.years,
)


def audit_source(rows: Rows, text: str) -> Rows:
    """Return the rows of `findings` and `confirmations` for the rows of one source, in the order of the text.

    `text` is that of the source. A confirmation is a figure that others give, as it stands there.
    """
    paper = Paper(rows, text)
    reckoned = list(figures.reckonings(paper))
    found = [finding for check in CHECKS for finding in check(paper)]
    found += [reckoning.finding for reckoning in reckoned if not reckoning.holds]
    found.sort(key=lambda f: (-1 if f.at is None else f.at.start, f.kind))
    held = [reckoning for reckoning in reckoned if reckoning.holds]
    return {
        "findings": [row_of(finding, paper, number) for number, finding in enumerate(found)],
        "confirmations": [figures.confirmation(reckoning, paper, number) for number, reckoning in enumerate(held)],
    }
