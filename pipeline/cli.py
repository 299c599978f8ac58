"""The command `kehoach`: arguments here, work elsewhere. What is slow to import is imported in the command."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from pipeline import __version__
from pipeline.codes import ChartKind, EngineKind, Kind, Level, Role, Severity
from pipeline.errors import NO_FAULT_OF_USE, KehoachError
from pipeline.wording import Language

if TYPE_CHECKING:
    from pipeline.answer import Form

app = typer.Typer(
    name="kehoach",
    help="Vietnamese plans (Kế hoạch) and decisions (Quyết định) as facts in one DuckDB file.",
    epilog="Exit codes: 0 all well, 1 some files failed, 2 wrong use.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # importing Rich for the help alone takes longer than all else
)
Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files, folders, zip archives, s3://…", show_default=False)
]
Db = Annotated[Path, typer.Option("--db", help="The database.")]
DB = Path("outputs/plans.duckdb")
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one list of objects.")]
Ocr = Literal["auto", "never", "always"]
ExportFormat = Literal["parquet", "csv", "xlsx", "datapackage", "brat", "spacy", "webannotation", "labelstudio"]
DATES = ["%Y-%m-%d", "%d/%m/%Y"]


@app.command()
def build(
    paths: Paths,
    db: Db = DB,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 is one a core.")] = 0,
    keep_names: Annotated[bool, typer.Option("--keep-names", help="Mask no names of private persons.")] = False,
    ocr: Annotated[Ocr, typer.Option("--ocr", help="Recognise pages without usable text, none, or all.")] = "auto",
    timeout: Annotated[
        float,
        typer.Option("--timeout", metavar="SECONDS", min=1, help="For one file, and as much again for each MB."),
    ] = 120,
    memory: Annotated[int, typer.Option("--memory", metavar="MB", min=512, help="For one file.")] = 2048,
    engine: Annotated[
        EngineKind, typer.Option("--engine", help="Processes here, a Dask cluster, or this process (no limits).")
    ] = "pool",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster: tcp://HOST:PORT.")
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Drop files that are gone from the folder.")] = False,
) -> None:
    """Read files into the database. Only what changed is read again."""
    from pipeline import summary
    from pipeline.build import build as build_database
    from pipeline.engines import Engine
    from pipeline.options import Options
    from pipeline.workers import Limits

    options = Options(keep_names=keep_names, ocr=ocr)
    if (engine == "dask") != (scheduler is not None):
        raise typer.BadParameter("--engine dask and --scheduler tcp://HOST:PORT belong together")
    chosen = Engine(engine, Limits(timeout, memory << 20), scheduler)
    try:
        with summary.progress_bar() as progress:
            report = build_database(
                paths, db, jobs=jobs, engine=chosen, options=options, prune=prune, progress=progress
            )
    except KeyboardInterrupt:
        typer.echo("Stopped. What is done is kept: the same command goes on from there.", err=True)
        raise typer.Exit(130) from None
    summary.print_report(report)
    raise typer.Exit(1 if report.failures else 0)


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="DOC", help="A doc_id or its start, a code, or a file's name.")],
    db: Db = DB,
) -> None:
    """Show one document: its head, its sections, and every fact with its words and line."""
    from pipeline.show import show_document

    show_document(db, document)


@app.command()
def serve(
    db: Db = DB,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0 is any free one.")
    ] = 8765,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Whom it answers: only this machine, unless told.")
    ] = "127.0.0.1",
    files: Annotated[
        list[Path] | None,
        typer.Option("--files", metavar="FOLDER", help="What was built: pages of PDF files are drawn from there."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Show the database in a browser: documents with their facts in place, targets, audit, duties, SQL."""
    from pipeline.web.serve import serve as serve_viewer

    serve_viewer(db, host, port, files=files or (), open_browser=open_browser)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SQL question.")],
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
    parquet: Annotated[Path | None, typer.Option("--parquet", metavar="FILE", help="Write a Parquet file.")] = None,
) -> None:
    """Ask the database a question. It is only read, never changed."""
    from pipeline.answer import print_answer

    print_answer(db, query, _form(csv=csv, json=json, parquet=parquet is not None), parquet)


@app.command()
def export(
    format_name: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help=", ".join(get_args(ExportFormat)))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="A folder, or a file for xlsx; by the database."),
    ] = None,
    db: Db = DB,
    documents: Annotated[
        list[str] | None,
        typer.Option("--document", metavar="DOC", help="Only this, as for show; may be given again."),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="PLACE", help="Only documents of a place and the units in it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what stands at PATH, whatever it is.")] = False,
    bom: Annotated[
        bool, typer.Option("--bom/--no-bom", help="Begin CSV files so that Excel reads them right.")
    ] = True,
) -> None:
    """Write the facts in the format of another tool: tables, a workbook, or annotated text."""
    from pipeline.export.formats import print_export

    print_export(db, format_name, output, documents=documents or (), within=within, force=force, bom=bom)


@app.command("import-gold")
def import_gold(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON export of a Label Studio project.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the gold files go.")],
    db: Annotated[
        Path | None, typer.Option("--db", help="Check that its texts are those that were annotated.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace gold files that are there already.")] = False,
) -> None:
    """Make gold files for evaluate of what people mended in Label Studio (see export labelstudio)."""
    from pipeline.export.gold import print_import

    print_import(file, output, db=db, force=force)


@app.command()
def cites(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A number (90/QĐ-TTg, 90/qd-ttg) or a law's name.")],
    db: Db = DB,
) -> None:
    """Say who cites an act, and what it cites where it is in the database."""
    from pipeline.cites import show_citations

    show_citations(db, code)


@app.command()
def duties(
    agency: Annotated[str | None, typer.Option("--agency", metavar="NAME", help='"Sở Tài chính", "so tc".')] = None,
    role: Annotated[Role | None, typer.Option("--role", help="Only what it leads, or has a part in.")] = None,
    due_before: Annotated[
        datetime | None, typer.Option("--due-before", metavar="DATE", formats=DATES, help="2026-06-30 or 30/6/2026.")
    ] = None,
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """List who has to do what, and by when."""
    from pipeline.duty_list import print_duties

    form = _form(csv=csv, json=json)
    print_duties(db, form, agency=agency, role=role, due_before=due_before.date() if due_before else None)


@app.command()
def targets(
    indicator: Annotated[
        str | None, typer.Option("--indicator", metavar="NAME", help='An id or a name: "tỷ lệ hộ nghèo".')
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAME", help='"Chi Lăng", "huyen chi lang".')
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="The year it is for.")] = None,
    level: Annotated[Level | None, typer.Option("--level", help="The level of who issued it.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only what is aimed at, or observed.")] = None,
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Put what the documents promise side by side; of one indicator, year beside year."""
    from pipeline.target_list import Wanted, print_targets

    print_targets(db, Wanted(indicator, place, year, level, kind), _form(csv=csv, json=json))


@app.command()
def compare(
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="Two documents, or one and an act: 90/QĐ-TTg.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option("--indicator", metavar="NAME", help='An id or a name: "tỷ lệ hộ nghèo".')
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="The year it is for.")] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="NAME", help="A province or district, and all in it.")
    ] = None,
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Hold plans against each other: two documents, or an indicator in all units of a place."""
    from pipeline.compare import print_comparison, print_units

    form = _form(csv=csv, json=json)
    if documents and len(documents) == 2 and not (indicator or within or year):
        print_comparison(db, documents[0], documents[1], form)
    elif not documents and indicator and within:
        print_units(db, indicator, year, within, form)
    else:
        raise typer.BadParameter("name two documents, or an --indicator and a place with --within")


@app.command()
def timeline(
    indicator: Annotated[str, typer.Option("--indicator", metavar="NAME", help='An id or a name: "tỷ lệ hộ nghèo".')],
    place: Annotated[str, typer.Option("--place", metavar="NAME", help='"Chi Lăng", "huyen chi lang".')],
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Follow an indicator of a place through the years, by all documents, before and after mergers."""
    from pipeline.timeline import print_timeline

    print_timeline(db, indicator, place, _form(csv=csv, json=json))


@app.command()
def chart(
    kind: Annotated[ChartKind, typer.Argument(metavar="KIND", help="What to draw.")],
    file: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="A .png, .svg or .html file.")],
    document: Annotated[
        str | None, typer.Argument(metavar="DOC", help="For allocation, citations (an act, too) and duties.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option("--indicator", metavar="NAME", help="For timeline, units and allocation.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="For timeline.")] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="NAME", help="For units, allocation and duties.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="For units and allocation.")] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the words.")] = "vi",
    db: Db = DB,
) -> None:
    """Draw a chart, its sources named beneath.

    timeline --indicator --place; units --indicator --within [--year]; allocation DOC, or --within or --indicator,
    [--year]; citations [DOC]; duties [DOC] or [--within].
    """
    from pipeline.charts import Asked, check, write_chart

    asked = Asked(kind, indicator, place, within, year, document)
    if wrong := check(asked):
        raise typer.BadParameter(wrong)
    write_chart(db, asked, file, lang)


@app.command()
def audit(
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="DOC…", help="As for show; all documents where none is named.")
    ] = None,
    severity: Annotated[Severity | None, typer.Option("--severity", help="Only what is so bad, or worse.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Only this kind; may be given again.")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the messages.")] = "en",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where an error is listed.")] = False,
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """List what an auditor should look at, document by document. Exits with 0 whatever it finds; see --strict."""
    from pipeline.audit_list import Asked, print_findings

    asked = Asked(documents or (), severity, kind or ())
    errors = print_findings(db, asked, _form(csv=csv, json=json), lang)
    raise typer.Exit(1 if strict and errors else 0)


@app.command()
def report(
    file: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="A .html or .docx file.")],
    document: Annotated[str | None, typer.Argument(metavar="DOC", help="As for show.")] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="NAME", help="All documents of a place and the units in it.")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the briefing.")] = "vi",
    db: Db = DB,
) -> None:
    """Write a briefing that stands alone: what is promised, on which acts, who does what, what does not add up."""
    from pipeline.report import write_report

    if (document is None) == (within is None):
        raise typer.BadParameter("name a document, or a place with --within")
    write_report(db, file, document=document, within=within, language=lang)


@app.command()
def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help='"Lục Nam", "huyen luc nam", "xã A, huyện B", "24".')],
    on: Annotated[
        datetime | None, typer.Option("--on", metavar="DATE", formats=DATES, help="As it was: 2024-06-30, 30/6/2024.")
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="NAME", help="The province or district it lies in.")
    ] = None,
    db: Db = DB,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Say what is known of the administrative units that a name may mean. Needs no database."""
    from pipeline.place_card import print_places

    print_places(name, _form(csv=csv, json=json), on=on.date() if on else None, within=within, db=db)


@app.command()
def unknown(db: Db = DB, csv: Annotated[bool, typer.Option("--csv", help="Print all of it as CSV.")] = False) -> None:
    """List agencies, indicators and units that the rules do not know, and the rules to extend."""
    from pipeline.unknown import print_unknown

    print_unknown(db, as_csv=csv)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A gold file, or a folder of them.")],
    db: Db = DB,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed and what is too much.")] = False,
) -> None:
    """Measure the database against facts found by hand: precision, recall, F1, slots, whole records."""
    from pipeline.evaluate import evaluate_database
    from pipeline.summary import print_scores

    print_scores(evaluate_database(db, gold), misses=misses)


@app.command()
def scan(paths: Paths) -> None:
    """Say what files are there, which need OCR and which look broken. Builds nothing."""
    from pipeline.scan import print_scan, scan_files

    found = scan_files(paths)
    print_scan(found)
    raise typer.Exit(1 if any(f.error is not None for f in found.files) else 0)


@app.command()
def doctor(db: Db = DB) -> None:
    """Say what is installed, what is missing, and how to get it."""
    from pipeline.doctor import print_checks, run_checks

    checks = run_checks(db)
    print_checks(checks)
    raise typer.Exit(1 if any(check.needed and not check.ok for check in checks) else 0)


def _form(**asked: bool) -> Form:
    """Return the form of the answer, which an option names: a table where none does."""
    from pipeline.answer import Form

    forms = [Form(name) for name, wanted in asked.items() if wanted]
    if len(forms) > 1:
        raise typer.BadParameter(f"choose one of {' and '.join(f'--{form.value}' for form in forms)}")
    return forms[0] if forms else Form.TABLE


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"kehoach {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command. An error of the catalogue is one line on stderr; it exits with 1 where the use is right."""
    try:
        app(prog_name="kehoach")
    except KehoachError as error:
        # A picture of a place in SQL ends on a line of its own.
        end = "\n" if "\n" in error.message else ". "
        print(f"{error.code}: {error.message}{end}{error.hint}", file=sys.stderr)
        sys.exit(1 if error.code in NO_FAULT_OF_USE else 2)
    except BrokenPipeError:  # the reader of a pipe has had enough
        sys.stderr.close()
        sys.exit(0)
