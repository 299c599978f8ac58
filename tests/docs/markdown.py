"""Markdown as the pages of the documentation use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by tests/docs. Change what it describes, then: KEHOACH_REGENERATE=1 pytest tests/test_docs.py -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; what stands in cells cannot end them."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell(value) for value in line)} |" for line in lines)


def cell(value: object) -> str:
    """Return a value as the text of a cell.

    >>> cell("a|b"), cell(None)
    ('a\\\\|b', '')
    """
    return " ".join(("" if value is None else str(value)).replace("|", "\\|").split())


def code(value: object) -> str:
    """Return a value as code, nothing for None.

    >>> code("doc_id"), code(None), code("`a`")
    ('`doc_id`', '', '`` `a` ``')
    """
    text = "" if value is None else str(value)
    return f"`` {text} ``" if "`" in text else f"`{text}`" if text else ""


def block(text: str, language: str = "") -> str:
    """Return a block of code."""
    return f"```{language}\n{text}\n```"


def page(title: str, *parts: str) -> str:
    """Return a page of its parts, with the note that it is made."""
    return "\n\n".join((f"# {title}", MADE, *(part.strip("\n") for part in parts if part))) + "\n"
