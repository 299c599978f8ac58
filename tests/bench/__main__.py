"""Time the text core, the PDF reader and the comparison of levels beside their peers, each as a table of ratios.

Every contender reads the same letters or pages in one process on one core; rounds are interleaved, so that a busy
machine slows all alike, and the median counts. The best round tells how much of a difference the machine makes.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2
from rich import box
from rich.console import Console
from rich.table import Table

from extractors.legal_refs import find_legal_refs
from pipeline.build import build
from pipeline.compare import compare_units
from pipeline.errors import KehoachError
from pipeline.extract import analyse
from pipeline.find import find_files
from pipeline.query import open_database
from pipeline.read import read_bytes, read_path
from pipeline.source import Source
from tests.bench import growth
from tests.bench.opinions import opinion
from tests.bench.prose import make_prose
from tests.bench.province import write_plans

ROUNDS = int(os.environ.get("KEHOACH_BENCH_ROUNDS", "3"))
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "corpus" / "plans", ROOT.parent / "shared" / "plans")
# underthesea reads about 0.1 million letters a second: of more than this nobody would wait for the end.
LETTERS = 600_000
# Of the PDF of prose.
PAGES = 40


def main() -> None:
    """Run all benchmarks but that of growth, which takes long and is asked for by name."""
    if sys.argv[1:2] == ["growth"]:
        growth.main(sys.argv[2:])
        return
    files = [Path(f.place.address) for folder in FOLDERS if folder.is_dir() for f in find_files([folder]).files]
    sources = _sources(files)
    console = Console(width=None if sys.stdout.isatty() else 110)
    folders = ", ".join(str(f.relative_to(ROOT.parent)) for f in FOLDERS if f.is_dir())
    # A Python built without profile-guided optimisation, as pyenv does unless told, is a tenth slower.
    console.print(f"{len(files)} files of {folders}; Python {sys.version}")
    _bench_text(console, sources)
    pdfs = [content for file in files if file.suffix == ".pdf" and _pages_with_text(content := file.read_bytes())]
    _bench_pdf(console, "files with a text layer", pdfs)
    _bench_pdf(console, "made file of prose, no tables", [make_prose(PAGES)])
    with tempfile.TemporaryDirectory() as folder:
        _bench_levels(console, Path(folder))


def _sources(files: Sequence[Path]) -> list[Source]:
    """Return the sources that have text, as many as make up LETTERS."""
    sources, letters = [], 0
    for file in files:
        try:
            source = read_path(file)
        except KehoachError:
            continue
        if source.text.strip() and letters < LETTERS:
            sources.append(source)
            letters += len(source.text)
    return sources


def _bench_text(console: Console, sources: Sequence[Source]) -> None:
    from eyecite import get_citations
    from underthesea import word_tokenize

    letters = sum(len(source.text) for source in sources)
    english = [opinion(max(len(source.text), 1000), seed) for seed, source in enumerate(sources)]

    def core() -> None:
        for source in sources:
            analyse(source)

    readings = [analyse(source) for source in sources]

    def references() -> None:
        for reading in readings:
            list(find_legal_refs(reading))

    def words() -> None:
        for source in sources:
            word_tokenize(source.text)

    def citations() -> None:
        for text in english:
            get_citations(text)

    runs: dict[str, tuple[Callable[[], None], int]] = {
        "kehoach, all facts of plans": (core, letters),
        "kehoach, references alone, once cleaned": (references, letters),
        "underthesea.word_tokenize, same plans": (words, letters),
        "eyecite, citations of English opinions (made)": (citations, sum(map(len, english))),
    }
    _compare(console, f"Text core: {len(sources)} plans, {letters:,} characters", "characters/s a core", runs)


def _bench_pdf(console: Console, title: str, data: Sequence[bytes]) -> None:
    pages = sum(map(_pages_with_text, data))

    def ours() -> None:
        for content in data:
            read_bytes(content)

    def pdfium() -> None:
        for content in data:
            with pypdfium2.PdfDocument(content) as pdf:
                for page in pdf:
                    page.get_textpage().get_text_bounded()

    def plumber() -> None:
        for content in data:
            with pdfplumber.open(io.BytesIO(content)) as pdf:
                for page in pdf.pages:
                    page.extract_text()
                    page.extract_tables()

    runs: dict[str, tuple[Callable[[], None], int]] = {
        "kehoach, text and tables": (ours, pages),
        "pypdfium2 alone, text": (pdfium, pages),
        "pdfplumber alone, text and tables": (plumber, pages),
    }
    _compare(console, f"PDF: {len(data)} {title}, {pages} pages", "pages/s a core", runs)


def _bench_levels(console: Console, folder: Path) -> None:
    """Hold the plans of a province, its districts and communes against each other: all of them, and one indicator."""
    plans = write_plans(folder)
    db = folder / "plans.duckdb"
    build([folder], db)

    def ours() -> None:
        with open_database(db) as con:
            con.execute("SELECT verdict, count(*) FROM v_levels GROUP BY verdict").fetchall()

    def one_indicator() -> None:
        with open_database(db) as con:
            list(compare_units(con, "poverty_rate", 2024, "Lạng Sơn"))

    def frames() -> None:
        with open_database(db) as con:
            aims = con.sql("""
                SELECT indicator, target_year, unit, basis, value_min, comparator, level,
                       coalesce(commune_code, district_code, province_code) AS own,
                       CASE level WHEN 'commune' THEN district_code WHEN 'district' THEN province_code END AS above
                FROM targets JOIN documents USING (doc_id) WHERE kind = 'target'
            """).df()
        keys = ["indicator", "target_year", "unit", "basis"]
        pairs = aims.merge(aims, left_on=[*keys, "above"], right_on=[*keys, "own"], suffixes=("", "_above"))
        (pairs.value_min - pairs.value_min_above).describe()

    runs: dict[str, tuple[Callable[[], None], int]] = {
        "kehoach, all verdicts of v_levels": (ours, plans),
        "kehoach compare, one indicator and year": (one_indicator, plans),
        "pandas.merge, differences without verdicts": (frames, plans),
    }
    _compare(console, f"Levels: {plans:,} plans of one province (made)", "plans/s a core", runs)


def _pages_with_text(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as pdf:
        return sum(bool(page.get_textpage().get_text_bounded().strip()) for page in pdf)


def _compare(console: Console, title: str, unit: str, runs: dict[str, tuple[Callable[[], None], int]]) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for run, _ in runs.values():
        run()  # models are loaded, caches are warm
    for _ in range(ROUNDS):
        for name, (run, _) in runs.items():
            started = time.process_time()
            run()
            seconds[name].append(time.process_time() - started)
    speeds = {name: amount / statistics.median(seconds[name]) for name, (_, amount) in runs.items()}
    ours = next(iter(speeds.values()))
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("", unit, "best round", "kehoach is"):
        table.add_column(column, justify="right" if column else "left")
    for name, speed in speeds.items():
        ratio = "" if name.startswith("kehoach") else f"{ours / speed:.2f} times as fast"
        table.add_row(name, _shown(speed), _shown(runs[name][1] / min(seconds[name])), ratio)
    console.print(table)
    console.print(f"median of {ROUNDS} rounds, processor time\n", style="dim")


def _shown(speed: float) -> str:
    return f"{speed:,.0f}" if speed >= 100 else f"{speed:,.1f}"


if __name__ == "__main__":
    main()
