"""What the fields of a form ask for, and names near one that nothing has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import duckdb
from starlette.requests import Request

from pipeline.query import records
from rules.letters import bare

LEVELS = ("central", "province", "district", "commune")


def text_of(request: Request, name: str) -> str | None:
    """Return what a field says, None where it is empty."""
    return request.query_params.get(name, "").strip() or None


def choice_of(request: Request, name: str, choices: Iterable[str]) -> str | None:
    """Return what is chosen of a field, None where that is none of its choices."""
    said = request.query_params.get(name, "")
    return said if said in choices else None


def near_names(asked: str, known: Iterable[str]) -> list[str]:
    """Return up to five of the names `known` that are most like `asked`; accents count for nothing.

    >>> near_names("lac son", ["Lạng Sơn", "Cà Mau"])
    ['Lạng Sơn']
    """
    by_form: dict[str, str] = {}
    for name in known:
        by_form.setdefault(bare(name), name)
    return [by_form[form] for form in difflib.get_close_matches(bare(asked), by_form, n=5, cutoff=0.6)]


def provinces(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the provinces that documents are of, in alphabetical order."""
    rows = records(con, "SELECT DISTINCT province FROM kept_documents() WHERE province IS NOT NULL")
    return sorted((row["province"] for row in rows), key=bare)
