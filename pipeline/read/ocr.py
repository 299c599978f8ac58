"""Optical character recognition: what of it is here, and what a file says of how it was asked for.

Tesseract comes with the package `tesserocr`, without data; that for Vietnamese has to be found on the machine. How
pages are read with it stands in `pipeline/read/recognise.py`, which takes longer to import.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path
from typing import Literal

# Pages that have no usable text, none, or all pages of files that have pages.
Ocr = Literal["auto", "never", "always"]

LANGUAGE = "vie"
DATA = f"{LANGUAGE}.traineddata"
_NEEDED = {"tesserocr": "tesserocr", "cv2": "opencv-python", "PIL": "pillow"}
# What reads figures written by hand: numbers in the heads of documents are left out without it.
_HANDWRITING = {"rapidocr_onnxruntime": "rapidocr-onnxruntime", "onnxruntime": "onnxruntime"}
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


@functools.cache
def engine() -> str | None:
    """Return what recognises Vietnamese here, with versions, or None where it or its language data is missing."""
    folder = find_data()
    if folder is None or missing_packages():
        return None
    data = hashlib.sha256((folder / DATA).read_bytes()).hexdigest()[:8]
    versions = f"tesserocr {importlib.metadata.version('tesserocr')} {LANGUAGE} {data}"
    if not reads_handwriting():
        return versions
    return f"{versions}, rapidocr {importlib.metadata.version('rapidocr-onnxruntime')}"


def state(mode: Ocr) -> str:
    """Return what `sources.ocr` says of a file that needs recognition: how it was asked for, and what is here for it.

    Where this changes, the file is read anew; files that need none are not.
    """
    return mode if mode == "never" else f"{mode} {engine() or 'none'}"


@functools.cache
def find_data() -> Path | None:
    """Return the folder with Tesseract's data for Vietnamese, None where there is none.

    `TESSDATA_PREFIX` comes first, then the Python environment's `share/tessdata`, then where systems put it.
    """
    own = os.environ.get("TESSDATA_PREFIX")
    folders = [*([own, f"{own}/tessdata"] if own else []), f"{sys.prefix}/share/tessdata", *_FOLDERS]
    return next((Path(f) for f in folders if Path(f, DATA).is_file()), None)


def missing_packages() -> list[str]:
    """Return the packages that recognition needs and that are not installed."""
    return [package for module, package in _NEEDED.items() if importlib.util.find_spec(module) is None]


def reads_handwriting() -> bool:
    """Return whether figures written by hand can be read."""
    return all(importlib.util.find_spec(module) for module in _HANDWRITING)
