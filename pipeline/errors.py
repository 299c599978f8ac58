"""Every error a user can meet, numbered, with what to do about it. Text in braces is filled in."""

from __future__ import annotations

CATALOGUE: dict[str, tuple[str, str]] = {
    # KH1xx: a file could not be read
    "KH101": ("the file is empty", "Delete it, or fetch it again."),
    "KH102": ("not a kind of file that can be read: {detail}", "Save it as .docx, .pdf, .html, .txt or .md."),
    "KH103": ("the PDF is broken: {detail}", "Open it in a PDF viewer and save or print it as a new PDF."),
    "KH104": ("the DOCX is broken: {detail}", "Open it in a word processor and save it again as .docx."),
    "KH105": ("the file is protected by a password", "Save a copy without the password."),
    "KH106": ("no right to read it: {detail}", "Give the user who runs the build the right to read it."),
    "KH107": ("page {page} has no text layer and needs OCR", "Run OCR on the file, then build again."),
    "KH108": ("no page has a text layer: the file needs OCR", "Run OCR on the file, then build again."),
    "KH109": ("the text layer is broken: {detail}", "Run OCR on the file, or find it in another format."),
    "KH110": ("an old Word file (.doc)", "Open it in a word processor and save it as .docx."),
    "KH111": ("the file could not be read: {detail}", "Check the disk and try again."),
    "KH112": ("the web page cannot be read: {detail}", "Open it in a browser and save it as a complete web page."),
    "KH113": ("too large to be a document: {detail}", "Divide it, or leave it out where it is none."),
    # KH2xx: a file was read, but not understood
    "KH201": ("extraction failed: {detail}", "Please report it with the file's name; the other files are built."),
    "KH202": (
        "no plan, decision or resolution was found in the text",
        "Check that it is one; if so, please report the file's name.",
    ),
    # KH3xx: the database
    "KH301": ("the database could not be written: {detail}", "Free some disk space or choose another --db."),
    "KH302": ("{detail} is not a kehoach database", "Choose another --db, or move the file away."),
    "KH303": ("no database at {detail}", "Run `kehoach build PATH` first, or name one with --db."),
    "KH304": ("the database is in use by another program: {detail}", "Close that program and try again."),
    "KH305": (
        "the database was built by another version of kehoach: {detail}",
        "Build it again: kehoach build PATH --db FILE, with another FILE or after moving the old one away.",
    ),
    # KH4xx: wrong use of the command
    "KH401": ("no such file or folder: {detail}", "Check the path."),
    "KH402": ("no plans found in {detail}", "Name a folder with .txt, .md, .html, .docx or .pdf files."),
    "KH403": ("no document matches {detail}", 'List them: kehoach sql "SELECT doc_id, code, title FROM documents"'),
    "KH404": ("{detail}", "See `kehoach sql --help`."),
    "KH405": (
        "nothing in the database has the number {detail} or cites it",
        'List what there is: kehoach sql "FROM v_citation_degrees"',
    ),
    "KH406": (
        "no agency in the database is called {detail}",
        'List them: kehoach sql "SELECT DISTINCT agency FROM v_duties"',
    ),
    "KH407": (
        "no indicator is called {detail}",
        'List them: kehoach sql "SELECT indicator, name_vi FROM indicators"',
    ),
    "KH408": (
        "no number in the database is about {detail}",
        'List the places: kehoach sql "SELECT DISTINCT about FROM v_commitments"',
    ),
    "KH409": (
        "no administrative unit is called {detail}",
        "Leave out its kind, or give its code; --within and --on narrow the search.",
    ),
    "KH410": (
        "no kind of finding is called {detail}",
        "List what was found: kehoach audit",
    ),
}


class KehoachError(Exception):
    """An error of the catalogue. `str()` gives number, message and hint on one line."""

    def __init__(self, code: str, **details: object) -> None:
        message, self.hint = CATALOGUE[code]
        self.code = code
        self.message = message.format(**details)
        super().__init__(f"{code}: {self.message}. {self.hint}")
