"""Bytes nobody wrote, let loose on the readers: `python -m tests.fuzz READER -max_total_time=600` (extra `fuzz`).

READER is text, html, docx, pdf or sniff (any of them, chosen by content). What follows are options of libFuzzer. It
changes the files of the corpus, keeps what leads to new lines of code, and stops at what ends in anything but a
sound source or a numbered error. `tests/test_fuzz.py` does a little of the same in every run of the tests.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from extractors.offsets import Span
from pipeline.errors import KehoachError
from pipeline.source import Source
from tests.make_files import make_docx, make_zip

PLANS = Path(__file__).resolve().parent.parent / "corpus" / "plans"
ENDINGS = {"text": (".txt", ".md"), "html": (".html",), "docx": (".docx",), "pdf": (".pdf",)}
ENDINGS["sniff"] = tuple(ending for endings in ENDINGS.values() for ending in endings)
MAIN = "word/document.xml"


def seeds(reader: str) -> Iterator[bytes]:
    """Yield files of the corpus for `reader`; of a DOCX its main part, for a changed archive hardly ever opens."""
    for path in sorted(PLANS.iterdir()):
        if path.suffix in ENDINGS[reader]:
            data = path.read_bytes()
            yield zipfile.ZipFile(io.BytesIO(data)).read(MAIN) if reader == "docx" else data


def file_of(reader: str, data: bytes) -> bytes:
    """Return the file that `data`, made from a seed of `reader`, stands for."""
    return with_main_part(data) if reader == "docx" else data


def with_main_part(xml: bytes) -> bytes:
    """Return a DOCX file whose main part is `xml`."""
    with zipfile.ZipFile(io.BytesIO(make_docx("<w:p/>"))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    return make_zip(parts | {MAIN: xml})


def read(data: bytes, name: str = "") -> Source | None:
    """Return what is read from `data`, None where that ends in a numbered error.

    Raises AssertionError where the source does not hold together, and whatever a reader should not raise.
    """
    from pipeline.read import read_bytes

    try:
        source = read_bytes(data, name, ocr="never")  # pictures are not what is changed here
    except KehoachError:
        return None
    check(source)
    return source


def check(source: Source) -> None:
    """Raise AssertionError where `source` cannot be stored, or its tables and pages do not lie in its text."""
    source.text.encode()
    whole = Span(0, len(source.text))
    for page in source.pages:
        assert inside(page.at, whole), page
    for grid in source.grids:
        assert inside(grid.at, whole), grid
        assert len({(cell.row, cell.col) for cell in grid.cells}) == len(grid.cells), grid
        for cell in grid.cells:
            assert inside(cell.at, grid.at), (grid.at, cell)
            assert cell.row_span > 0, cell
            assert cell.col_span > 0, cell


def inside(inner: Span, outer: Span) -> bool:
    """Say whether a span lies in another one."""
    return outer.start <= inner.start <= inner.end <= outer.end


def main(arguments: list[str]) -> None:
    """Fuzz the reader that the first argument names."""
    import atheris

    reader = arguments[1] if len(arguments) > 1 else ""
    if reader not in ENDINGS:
        sys.exit(f"usage: python -m tests.fuzz {{{','.join(ENDINGS)}}} [libFuzzer options]")
    with atheris.instrument_imports(include=["pipeline.read", "pipeline.errors"]):
        import pipeline.read.docx
        import pipeline.read.html
        import pipeline.read.pdf
        import pipeline.read.text  # noqa: F401

    def run(data: bytes) -> None:
        read(file_of(reader, data))

    with tempfile.TemporaryDirectory() as folder:
        for index, seed in enumerate(seeds(reader)):
            Path(folder, f"{reader}-{index}").write_bytes(seed)
        atheris.Setup([arguments[0], *arguments[2:], folder], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
