"""Optical character recognition: whether it is here, and what a file says of how it was asked for."""

from __future__ import annotations

import functools
from typing import Literal

# Pages that have no usable text, none, or all pages of files that have pages.
Ocr = Literal["auto", "never", "always"]


@functools.cache
def engine() -> str | None:
    """Return what recognises Vietnamese here, with its version, or None where it or its language data is missing."""
    try:
        import tesserocr
    except ImportError:
        return None
    _, languages = tesserocr.get_languages()
    if "vie" not in languages:
        return None
    version = tesserocr.tesseract_version().split()[1]
    return f"tesseract {version} vie"


def state(mode: Ocr) -> str:
    """Return what `sources.ocr` says of a file that needs recognition: how it was asked for, and what is here for it.

    Where this changes, the file is read anew; files that need none are not.
    """
    return mode if mode == "never" else f"{mode} {engine() or 'none'}"
