"""A reader for the tests of the build: every number of a text file is a target, every line a section.

It stands in a module of its own because it goes to worker processes by name. What a file says can stop it:
`RAISE` raises, `DIE` ends the worker, `STALL` takes for ever, `KILL` kills the build.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from typing import Any

import regex

from pipeline.options import Options

Rows = dict[str, list[dict[str, Any]]]


def identify(*parts: object) -> str:
    """Return an id as the real one: a hash of what it names."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def read_lines(data: bytes, name: str, source_path: str, options: Options) -> Rows:
    """Return rows for the bytes of a file: its first line is the code of a document issued in 2024."""
    text = data.decode("utf8")
    sha256 = hashlib.sha256(data).hexdigest()
    source = {"source_id": sha256[:16], "source_path": source_path, "sha256": sha256, "text": text}
    if not text.strip():
        row = {"failure_id": identify(sha256), "source_path": source_path, "sha256": sha256}
        return {"failures": [row | {"stage": "read", "code": "KH101", "message": "the file is empty."}]}
    return {"sources": [source | {"media_type": "text/plain"}], **_facts(text, sha256[:16])}


def _facts(text: str, source_id: str) -> Rows:
    doc_id = identify(source_id, "documents")
    code = text.split("\n", 1)[0].strip()
    document = {"doc_id": doc_id, "span_start": 0, "span_end": len(text), "code": code, "issued_on": None}
    rows: Rows = {"documents": [document], "sections": [], "targets": [], "agencies": [], "agency_mentions": []}
    for match in regex.finditer(r"(?m)^.+$", text):
        section = {"section_id": identify(source_id, "sections", match.start()), "doc_id": doc_id, "depth": 1}
        rows["sections"].append(section | {"heading": match[0], "span_start": match.start(), "span_end": match.end()})
    for match in regex.finditer(r"\d+", text):
        target: dict[str, Any] = {"target_id": identify(source_id, "targets", *match.span()), "doc_id": doc_id}
        target |= {"span_start": match.start(), "span_end": match.end(), "quote": match[0], "unit": "%"}
        target |= {"value_start": match.start(), "value_end": match.end(), "inferred": ["unit"]}
        rows["targets"].append(target | {"value_min": float(match[0]), "value_max": float(match[0])})
    for match in regex.finditer(r"Sở \p{Lu}\p{L}*", text):
        agency_id = identify("agency", match[0])
        if agency_id not in {row["agency_id"] for row in rows["agencies"]}:
            rows["agencies"].append({"agency_id": agency_id, "name": match[0], "level": "province"})
        mention = {"mention_id": identify(source_id, "mentions", match.start()), "doc_id": doc_id, "quote": match[0]}
        mention |= {"span_start": match.start(), "span_end": match.end(), "agency_id": agency_id}
        rows["agency_mentions"].append(mention)
    return rows


def read_or_stop(data: bytes, name: str, source_path: str, options: Options) -> Rows:
    """Return the rows, or do what the file says."""
    text = data.decode("utf8")
    if "RAISE" in text:
        raise RuntimeError("a fault of our own")
    if "DIE" in text:
        os._exit(7)
    if "STALL" in text:
        regex.match(r"(a|a)*$", "a" * 40 + "b")  # holds the interpreter's lock
    if "KILL" in text:
        os.kill(int(os.environ["BUILD_PID"]), signal.SIGKILL)
    return read_lines(data, name, source_path, options)


def read_slowly(data: bytes, name: str, source_path: str, options: Options) -> Rows:
    """Return the rows after a moment, or do what the file says: a build of many files takes some seconds."""
    time.sleep(0.03)
    return read_or_stop(data, name, source_path, options)
