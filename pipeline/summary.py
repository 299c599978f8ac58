"""What the commands tell at their end, as tables for a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from pipeline.build import BuildReport
from pipeline.build import Progress as Step
from pipeline.errors import CATALOGUE
from pipeline.evaluate import NORMALISED, STRICT, Evaluation, kinds
from pipeline.parts import Row

# What a reader of the closing table wants to know first.
_COUNTED = (
    ("documents", "documents"),
    ("sections", "sections"),
    ("legal_refs", "legal references"),
    ("short_refs", "short references"),
    ("targets", "targets"),
    ("percentages", "percentages"),
    ("amounts", "sums of money"),
    ("assignments", "assignments"),
    ("deadlines", "deadlines"),
    ("agency_mentions", "agency mentions"),
    ("agencies", "agencies"),
    ("tables", "tables"),
    ("table_facts", "numbers in tables"),
    ("findings", "findings"),
)
_NAMES_SHOWN = 6


def number(value: float) -> str:
    """Return a count with its thousands parted, as an English reader expects it."""
    return f"{value:,}"


@contextmanager
def progress_bar() -> Iterator[Callable[[Step], None]]:
    """Show on stderr how far a build is, with rate and time left, while the block runs."""
    columns = (
        TextColumn("Reading"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[files]} files"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[failed]}", style="red"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, files="", rate="", failed="")

        def update(step: Step) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(
                task,
                total=step.total_bytes or 1,
                completed=step.bytes if step.total_bytes else 1,
                files=f"{number(step.files)} of {number(step.total_files)}",
                rate=f"{step.files / elapsed:.1f} files/s" if elapsed > 0.1 and step.files else "",
                failed=f"{number(step.failed)} failed" if step.failed else "",
            )

        yield update


def print_report(report: BuildReport) -> None:
    """Print what a build did: files, facts a kind, failures with what to do."""
    console = Console(highlight=False)
    console.print(_headline(report))
    if report.counts:
        console.print(_counts_table(report.counts))
    if report.failures:
        console.print(_failures_table(report.failures))
    if report.left_out:
        console.print(f"Left out as no documents: {_names(report.left_out)}", style="dim")
    if report.gone:
        said = "dropped" if report.pruned else "kept; --prune drops them"
        console.print(f"[yellow]Gone from the folder ({said}):[/] {_names(report.gone)}")
    console.print(
        f'\nThe database: [bold]{escape(str(report.db))}[/]. Ask it: [cyan]kehoach sql "FROM v_commitments"[/]'
    )


def _headline(report: BuildReport) -> str:
    parts = [f"{number(report.read)} read"]
    if report.resumed:
        parts.append(f"{number(report.resumed)} taken over from a build that was stopped")
    if report.unchanged:
        parts.append(f"{number(report.unchanged)} unchanged")
    if report.duplicates:
        one = report.duplicates == 1
        parts.append(f"{number(report.duplicates)} {'duplicate of another' if one else 'duplicates of others'}")
    failed = len({row["source_path"] for row in report.failures})
    if failed:
        parts.append(f"{number(failed)} with failures")
    rate = f", {report.read / report.seconds:.1f} files/s" if report.read and report.seconds else ""
    files = f"{number(report.files)} file{'s' if report.files != 1 else ''}"
    colour = "yellow" if failed else "green"
    return f"[bold {colour}]Built {files}[/] ({', '.join(parts)}) in {report.seconds:.1f} s{rate}"


def _counts_table(counts: dict[str, int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    half = (len(_COUNTED) + 1) // 2
    for _ in range(2):
        table.add_column("found")
        table.add_column("rows", justify="right", style="bold")
    for i in range(half):
        cells: list[str] = []
        for j in (i, i + half):
            name, title = _COUNTED[j] if j < len(_COUNTED) else ("", "")
            cells += [title, number(counts.get(name, 0)) if name else ""]
        table.add_row(*cells)
    return table


def _failures_table(failures: Sequence[Row]) -> Table:
    """Group failures by what is wrong: a folder of scans is one line, not a hundred."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    whole = {row["source_path"] for row in failures if row["page_no"] is None}
    for row in failures:
        if row["page_no"] is not None and row["source_path"] in whole:
            continue  # said of the file already
        code = str(row["code"])
        hint = CATALOGUE[code][1]
        text = str(row["message"] or "").removesuffix(hint).strip().rstrip(".")
        page = row["page_no"]
        text = text.replace(f"page {page} ", "a page ") if page else text
        name = f"{row['source_path']}" + (f" p. {page}" if page else "")
        groups[code, text].append(name)
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, title="Could not be read", title_justify="left", title_style="bold red"
    )
    table.add_column("code", style="red", no_wrap=True)
    table.add_column("what is wrong", ratio=3)
    table.add_column("what to do", ratio=3)
    table.add_column("files", ratio=4)
    for (code, text), names in sorted(groups.items()):
        table.add_row(code, Text(text), CATALOGUE[code][1], Text(_names(names)))
    return table


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return f"{shown} and {number(more)} more" if more > 0 else shown


def print_scores(evaluation: Evaluation, *, misses: bool = False) -> None:
    """Print both measures of an evaluation beside each other, then the slots; with `misses` all that was wrong."""
    console = Console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("fact type")
    for measure in (NORMALISED, STRICT):
        for title in (f"{measure}\nprecision", "\nrecall", "\nF1"):
            table.add_column(title, justify="right", style="bold" if title == "\nF1" else "")
    for title in ("normalised\nfound", "\ntoo much", "\nmissed"):
        table.add_column(title, justify="right")
    for kind in kinds((evaluation.normalised, evaluation.strict)):
        loose, strict = evaluation.normalised.tallies[kind], evaluation.strict.tallies[kind]
        shares = [f"{x:.3f}" for t in (loose, strict) for x in (t.precision, t.recall, t.f1)]
        table.add_row(kind, *shares, *(number(n) for n in (loose.found, loose.extra, loose.missed)))
    console.print(table)
    for measure, score in ((NORMALISED, evaluation.normalised), (STRICT, evaluation.strict)):
        for kind, asked in score.asked.items():
            slots = ", ".join(f"{name} {score.right[kind][name]}/{n}" for name, n in asked.items())
            console.print(Text.assemble((f"{kind} slots, {measure}: ", "bold"), slots))
    if misses:
        console.print("\n[bold]Missed, too much, or wrong[/] (normalised)")
        for line in evaluation.normalised.misses:
            console.print(Text(f"  {line}"), soft_wrap=True)
    plans = f"{evaluation.files} plan{'s' if evaluation.files != 1 else ''}"
    console.print(Text(f"\n{plans} with gold facts.", style="dim"))
    if evaluation.absent:
        console.print(f"[yellow]Not in the database:[/] {escape(', '.join(evaluation.absent))}")
