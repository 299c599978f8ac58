"""Briefings that stand alone: what plans promise, on what they rest, who does what by when, what does not add up."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import KehoachError
from pipeline.wording import Language, words_of


def write_report(
    db: Path, file: Path, *, document: str | None = None, within: str | None = None, language: Language = "vi"
) -> None:
    """Write the briefing on a document, or on the documents of a place, into a file: .html or .docx.

    Raises KehoachError: KH622 for another ending, KH627 where the file cannot be written, KH303 and its neighbours
    for the database, and what `pipeline.report.briefing.make_briefing` raises.
    """
    from pipeline.query import open_database
    from pipeline.report.briefing import make_briefing

    ending = file.suffix.lower()
    if ending not in (".html", ".docx"):
        raise KehoachError("KH622", detail=file.suffix or file.name)
    with open_database(db) as con:
        briefing = make_briefing(con, document, within, language)
    words = words_of("pipeline.report", language)
    if ending == ".html":
        from pipeline.report.web import to_html

        content = to_html(briefing, words).encode()
    else:
        from pipeline.report.word import to_docx

        content = to_docx(briefing, words)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise KehoachError("KH627", detail=f"{file}: {error.strerror}") from error
