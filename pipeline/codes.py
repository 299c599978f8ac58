"""Codes by which commands, notebooks and pages are asked for a part of the facts; light, as commands import it."""

from __future__ import annotations

from typing import Literal

Role = Literal["lead", "coordinate"]
Level = Literal["central", "province", "district", "commune"]
Kind = Literal["target", "actual"]
Severity = Literal["error", "warning", "note"]
ChartKind = Literal["timeline", "units", "allocation", "citations", "duties"]
EngineKind = Literal["pool", "dask", "here"]
