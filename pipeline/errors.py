"""Every error a user can meet, numbered, with what to do about it. Text in braces is filled in."""

from __future__ import annotations

import functools
import importlib.resources

from pipeline.wording import Language

CATALOGUE: dict[str, tuple[str, str]] = {
    # KH1xx: a file could not be read
    "KH101": ("the file is empty", "Delete it, or fetch it again."),
    "KH102": ("not a kind of file that can be read: {detail}", "Save it as .docx, .xlsx, .pdf, .html, .txt or .md."),
    "KH103": ("the PDF is broken: {detail}", "Open it in a PDF viewer and save or print it as a new PDF."),
    "KH104": ("the DOCX is broken: {detail}", "Open it in a word processor and save it again as .docx."),
    "KH105": ("the file is protected by a password", "Save a copy without the password."),
    "KH106": ("no right to read it: {detail}", "Give the user who runs the build the right to read it."),
    "KH107": (
        "page {page} has no text layer and needs OCR",
        "Install what reads scans (`kehoach doctor` says how), or leave out --ocr never; then build again.",
    ),
    "KH108": (
        "no page has a text layer: the file needs OCR",
        "Install what reads scans (`kehoach doctor` says how), or leave out --ocr never; then build again.",
    ),
    "KH109": (
        "the text layer is broken: {detail}",
        "Install what reads scans (`kehoach doctor` says how), or find it in another format.",
    ),
    "KH110": (
        "{detail}, which LibreOffice has to convert, and it is not installed",
        "Install it (apt install libreoffice-writer-nogui libreoffice-calc-nogui) and build again, or open the file"
        " in a word processor and save it as .docx, a spreadsheet as .xlsx.",
    ),
    "KH111": ("the file could not be read: {detail}", "Check the disk and try again."),
    "KH112": ("the web page cannot be read: {detail}", "Open it in a browser and save it as a complete web page."),
    "KH113": (
        "LibreOffice could not convert it: {detail}",
        "Open it in a word processor and save it as .docx, a spreadsheet as .xlsx.",
    ),
    "KH114": ("the spreadsheet is broken: {detail}", "Open it in a spreadsheet program and save it again as .xlsx."),
    "KH115": (
        "the spreadsheet is too large: {detail}",
        "Take out the sheets that are no part of the plan, or save them as files of their own.",
    ),
    "KH116": ("too large to be a document: {detail}", "Divide it, or leave it out where it is none."),
    "KH120": ("the zip archive is broken: {detail}", "Pack it again, or unpack it and name the folder."),
    "KH121": (
        "the zip archive holds more than is safe to read: {detail}",
        "Look at what it holds; if it is what you want, unpack it and name the folder.",
    ),
    "KH122": (
        "a link that leads out of the folder: {detail}",
        "Name what it leads to as well: kehoach build FOLDER OTHER.",
    ),
    # KH2xx: a file was read, but not understood
    "KH201": ("extraction failed: {detail}", "Please report it with the file's name; the other files are built."),
    "KH202": (
        "no plan, decision or resolution was found in the text",
        "Check that it is one; if so, please report the file's name.",
    ),
    "KH203": ("reading it took more than {detail}", "Build again with a longer --timeout, if it is worth the time."),
    "KH204": (
        "reading it took more than {detail} of memory",
        "Build again with more --memory, if the machine has it.",
    ),
    "KH205": (
        "the process that read the file died, perhaps for want of memory",
        "Build again with fewer --jobs; if it dies again, please report it with the file's name.",
    ),
    "KH206": (
        "no process can be started to read files: {detail}",
        "See what it printed above, and how many processes and how much memory the machine allows.",
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
    "KH306": (
        "the facts that were found do not go together: {detail}",
        "Please report it; the database is as it was before.",
    ),
    # KH4xx: wrong use of the command
    "KH401": ("no such file or folder: {detail}", "Check the path."),
    "KH402": (
        "no plans found in {detail}",
        "Name a folder with documents (.docx, .pdf, .html, .txt, .xlsx …) or zip archives of them.",
    ),
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
    # KH5xx: a cluster, and storage at an address
    "KH501": (
        "no answer from the scheduler at {detail}",
        "Check that it runs, and the address: --scheduler tcp://HOST:PORT.",
    ),
    "KH502": (
        "a worker of the cluster has other code or rules: {detail}",
        "Install the same version of kehoach, in the same state, on all machines.",
    ),
    "KH503": (
        "a worker of the cluster cannot read the files: {detail}",
        "Name a path or address that all machines share.",
    ),
    "KH504": (
        "the storage cannot be read: {detail}",
        "Check the address, the rights, and that its package is installed.",
    ),
    "KH505": (
        "the cluster engine is not installed",
        "pip install 'kehoach[cluster]', here and on all machines.",
    ),
    # KH60x, KH61x: the viewer
    "KH601": ("the viewer is not installed", "pip install 'kehoach[web]'"),
    "KH602": (
        "port {detail} is taken or not allowed",
        "Choose another with --port; 0 takes one that is free.",
    ),
    "KH603": ("{detail} is no address of this machine", "Leave --host out, or name an address of this machine."),
    "KH604": (
        "the original file is not there: {detail}",
        "Start with kehoach serve --files FOLDER, the folder that was built.",
    ),
    "KH605": (
        "the file has changed since it was built: {detail}",
        "Build again, or name the folder with the file as it was: kehoach serve --files FOLDER.",
    ),
    "KH606": ("the page cannot be drawn: {detail}", "Open the file in a PDF viewer."),
    # KH61x: questions to the viewer
    "KH611": (
        "the question takes longer than {detail}",
        "Ask for less: add WHERE or LIMIT; `kehoach sql` at a terminal has no such limit.",
    ),
    "KH612": (
        "the question needs more memory than {detail}",
        "Ask for less: add WHERE or LIMIT; `kehoach sql` at a terminal has no such limit.",
    ),
    "KH613": ("{detail} questions are being answered already", "Ask again in a moment."),
    "KH614": ("the file would be larger than {detail}", "Ask for fewer rows or shorter columns."),
    "KH615": (
        "the process that answers questions has ended",
        "Ask again; if the same question ends it again, report it.",
    ),
    "KH616": (
        "{detail} duties are too many for a calendar",
        "Choose an agency, a document, a province or a year first.",
    ),
    # KH62x: charts and reports
    "KH621": ("what draws charts is not installed", "pip install 'kehoach[charts]'"),
    "KH622": (
        "a file that ends in {detail} cannot be written",
        "Name a chart .svg, .png or .html, a report .html or .docx.",
    ),
    "KH623": (
        "no figure of a year is about {detail}",
        "See what there is: kehoach targets --indicator NAME, or --place NAME",
    ),
    "KH624": (
        "no table gives units their part of {detail}",
        'List the tables that do: kehoach sql "SELECT DISTINCT code, source_path, indicator FROM v_commitments'
        " WHERE stands_in = 'table' AND kind = 'target' AND place_code IS NOT NULL\"",
    ),
    "KH625": ("{detail} cites nothing and is not cited", 'See who does: kehoach sql "FROM v_citation_degrees"'),
    "KH626": ("no agency has a duty in {detail}", "See where they do: kehoach duties"),
    "KH627": ("the file could not be written: {detail}", "Check the folder, the rights and the room on the disk."),
    "KH628": (
        "no document of {detail}, or of a unit in it, is in the database",
        'List whose there are: kehoach sql "SELECT DISTINCT province, district, commune FROM documents"',
    ),
    # KH63x: exports, and gold that was made with one
    "KH631": ("{detail}", "Choose another -o, or add --force to replace an export that was changed."),
    "KH632": ("it could not be written: {detail}", "Free some disk space or choose another -o."),
    "KH633": (
        "no document to export: {detail}",
        'List them: kehoach sql "SELECT doc_id, code, title FROM documents"',
    ),
    "KH634": (
        "not a JSON export of Label Studio with tasks of ours: {detail}",
        "Make the tasks with kehoach export labelstudio, and export the project as JSON (not JSON-MIN or CSV).",
    ),
    "KH635": (
        "nothing in {detail} was annotated",
        "Submit tasks in Label Studio first: predictions that nobody has looked at are no gold.",
    ),
    "KH636": ("annotations are not complete: {detail}", "Mend them in Label Studio and export again."),
    "KH637": ("the gold file is there already: {detail}", "Choose another -o, or add --force to replace it."),
    "KH638": (
        "the text that was annotated is not the one in the database: {detail}",
        "Name the database that the tasks were made from, or export and annotate again.",
    ),
    # KH65x: questions from Python
    "KH651": (
        "no document of {detail} is in the database",
        'List the places: kehoach sql "SELECT DISTINCT province, district, commune FROM documents"',
    ),
    "KH652": (
        "no table in the database has the id {detail}",
        'List them: kehoach sql "SELECT table_id, caption FROM tables"',
    ),
    "KH653": ("{detail}", "Give the doc_id of the one that is meant."),
    "KH654": ("{detail}", "Choose one of those that are listed."),
    "KH655": ("the database was closed: {detail}", "Open it again: open_plans(FILE)."),
    "KH656": ("{detail} is not a day", "Write it as 2026-06-30 or 30/6/2026."),
}


# What is wrong with the bytes themselves: reading them again would end alike.
LASTING = frozenset({"KH101", "KH102", "KH103", "KH104", "KH105", "KH112", "KH114", "KH115", "KH116"})
# The command was right, and the machine, a package or the cluster was not.
NO_FAULT_OF_USE = frozenset(
    {
        "KH206",
        "KH301",
        "KH304",
        "KH306",
        "KH501",
        "KH502",
        "KH503",
        "KH504",
        "KH505",
        "KH601",
        "KH602",
        "KH621",
        "KH627",
        "KH632",
    }
)
# What more time or memory may mend.
OVER_LIMITS = frozenset({"KH203", "KH204"})


@functools.cache
def vietnamese() -> dict[str, tuple[str, str]]:
    """Return the catalogue in Vietnamese: message and hint by code."""
    import yaml

    text = importlib.resources.files("pipeline").joinpath("errors_vi.yaml").read_text("utf8")
    return {code: (message, hint) for code, (message, hint) in yaml.safe_load(text).items()}


class KehoachError(Exception):
    """An error of the catalogue. `str()` gives number, message and hint on one line."""

    def __init__(self, code: str, **details: object) -> None:
        message, self.hint = CATALOGUE[code]
        self.code = code
        self.details = {name: str(detail) for name, detail in details.items()}
        self.message = message.format(**self.details)
        super().__init__(f"{code}: {self.text}")

    @property
    def text(self) -> str:
        """What is wrong and what to do about it, as `failures.message` has it."""
        return f"{self.message}. {self.hint}"

    def told(self, language: Language) -> tuple[str, str]:
        """Return message and hint in a language; what fills the braces stays as it is.

        >>> KehoachError("KH303", detail="plans.duckdb").told("vi")[0]
        'không có cơ sở dữ liệu tại plans.duckdb'
        """
        if language == "en" or self.code not in vietnamese():
            return self.message, self.hint
        message, hint = vietnamese()[self.code]
        return message.format(**self.details), hint

    def __reduce__(self) -> tuple[object, ...]:
        """Let it go to another process as it is."""
        return _restore, (self.code, self.details)


def _restore(code: str, details: dict[str, str]) -> KehoachError:
    return KehoachError(code, **details)


def first_line(error: BaseException) -> str:
    """Return the first line of what an error of a library says, its kind where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def kind_and_line(error: BaseException) -> str:
    """Return the kind of an error and the first line of what it says, 300 letters at most."""
    kind, said = type(error).__name__, str(error).strip("'\" \n")
    return f"{kind}: {said.splitlines()[0]}"[:300] if said else kind


def fault(error: BaseException) -> KehoachError:
    """Return KH201 for what a file did to our code that nobody foresaw."""
    return KehoachError("KH201", detail=kind_and_line(error))
