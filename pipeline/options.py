"""What a user may choose about how files are read: part of what their rows depend on."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.ocr import Ocr


@dataclass(frozen=True, slots=True)
class Options:
    """`keep_names`: mask no names of private persons. `ocr`: which pages are recognised from their picture."""

    keep_names: bool = False
    ocr: Ocr = "auto"


DEFAULT = Options()
