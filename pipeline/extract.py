"""From a file to rows: read, mask, clean, extract, and lay out for the database."""

from __future__ import annotations

import atexit
import functools
import gc
import hashlib
from dataclasses import replace

from extractors.order import EXTRACTORS
from extractors.persons import health_remarks, mask, private_names
from extractors.reading import Reading
from pipeline.audit import audit_source
from pipeline.clean import clean
from pipeline.duplicates import sketch
from pipeline.errors import KehoachError, fault
from pipeline.options import DEFAULT, Options
from pipeline.read import read_bytes
from pipeline.rows import Layout, Row, Rows, identify
from pipeline.source import Failure, Source


@functools.cache
def get_ready() -> None:
    """Set up garbage collection for the whole process, once, before the first text is read.

    What was loaded by then, which lives as long, is left out of it, and it comes less often, for facts hold no
    cycles. That saves a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else the objects of extension modules are reported as leaked at the end
    gc.set_threshold(50_000, 20, 20)


def analyse(source: Source) -> Reading:
    """Return the reading of `source` with all facts in it."""
    get_ready()
    reading = clean(source)
    for extractor in EXTRACTORS.values():
        extractor.read(reading)
    return reading


def extract_bytes(data: bytes, name: str, source_path: str, options: Options = DEFAULT) -> Rows:
    """Return the rows of every table for the bytes of a file of this name, known in the database as `source_path`.

    What goes wrong becomes a row of `failures`; nothing is raised for a user's file. Names of private persons, and
    what tables tell of their health, are masked unless the options keep them.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        source = read_bytes(data, name, options.ocr)
    except KehoachError as error:
        return _failed(source_path, sha256, error, "read")
    if not options.keep_names:
        source = replace(source, text=_masked(source))
    rows = _source_rows(source, source_path, sha256, len(data))
    try:
        rows |= Layout(source, analyse(source), sha256[:16]).rows()
        rows |= audit_source(rows, source.text)
        if source.text.strip() and not rows["documents"] and not _is_appendix(source):
            rows["failures"] += _failed(source_path, sha256, KehoachError("KH202"), "extract")["failures"]
    except MemoryError:
        raise
    except Exception as error:  # whatever a plan nobody has seen does to a rule must not stop the other files
        rows["failures"] += _failed(source_path, sha256, fault(error), "extract")["failures"]
    return rows


def _is_appendix(source: Source) -> bool:
    """Return whether `source` is a spreadsheet with tables, which needs not hold a document as well."""
    return "sheet" in source.media_type and any(grid.kind == "data" for grid in source.grids)


def _masked(source: Source) -> str:
    names = private_names(source.text, source.grids)
    return mask(source.text, [*names, *health_remarks(source.text, source.grids, names)])


def _source_rows(source: Source, source_path: str, sha256: str, size: int) -> Rows:
    source_id = sha256[:16]
    row: Row = {
        "source_id": source_id,
        "source_path": source_path,
        "media_type": source.media_type,
        "sha256": sha256,
        "byte_size": size,
        "page_count": len(source.pages) or None,
        "read_with": source.read_with,
        "ocr": source.ocr,
        "text": source.text,
    }
    pages: list[Row] = [
        {
            "page_id": identify(source_id, "pages", page.page_no),
            "source_id": source_id,
            "page_no": page.page_no,
            "span_start": page.at.start,
            "span_end": page.at.end,
            "width": page.width,
            "height": page.height,
            "read_with": page.read_with,
            "ocr_confidence": page.ocr_confidence,
        }
        for page in source.pages
    ]
    failures = [_failure_row(source_path, sha256, failure) for failure in source.failures]
    sketched = {"source_id": source_id} | sketch(source.text)
    return {"sources": [row], "sketches": [sketched], "pages": pages, "failures": failures}


def _failed(source_path: str, sha256: str, error: KehoachError, stage: str) -> Rows:
    return {"failures": [_failure_row(source_path, sha256, Failure.of(error, stage=stage))]}


def _failure_row(source_path: str, sha256: str, failure: Failure) -> Row:
    return {
        "failure_id": identify("failures", source_path, sha256, failure.page_no, failure.code),
        "source_path": source_path,
        "sha256": sha256,
        "page_no": failure.page_no,
        "stage": failure.stage,
        "code": failure.code,
        "message": failure.message,
    }
