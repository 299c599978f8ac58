"""The page of all errors: number, message, what to do, in English and Vietnamese."""

from __future__ import annotations

import ast
from itertools import groupby
from pathlib import Path

from pipeline.errors import CATALOGUE, vietnamese
from tests.docs.markdown import page, table

# What the first figure of a number says.
GROUPS = {
    "1": ("A file could not be read", "Không đọc được tệp"),
    "2": ("A file was read, but not understood", "Đọc được tệp nhưng không hiểu được"),
    "3": ("The database", "Cơ sở dữ liệu"),
    "4": ("What was asked for", "Yêu cầu không hợp lệ"),
    "5": ("A cluster, and storage at an address", "Cụm máy và kho lưu trữ theo địa chỉ"),
    "6": ("The viewer, charts, reports, exports and Python", "Trình xem, biểu đồ, báo cáo, xuất dữ liệu và Python"),
}
_INTRODUCTION = """\
Every error has a number, says what is wrong, and what to do. A command prints it on one line and ends with exit
code 2, or with 1 where it was used rightly but something else failed; a build writes it to the table `failures`
and goes on. In Python it is a `pipeline.errors.KehoachError` with `code`, `message` and `hint`; `told("vi")`
gives both in Vietnamese. `{detail}` stands for what the error is about.

Mỗi lỗi có một số hiệu, cho biết sai ở đâu và cần làm gì. Lệnh in lỗi trên một dòng; khi chạy `kehoach build`, lỗi
của từng tệp được ghi vào bảng `failures` và các tệp khác vẫn được đọc. Trong Python, lỗi là
`pipeline.errors.KehoachError`; `told("vi")` cho nội dung tiếng Việt. `{detail}` là đối tượng mà lỗi nói tới."""


def make() -> str:
    """Return the page."""
    parts = [_INTRODUCTION]
    for group, codes in groupby(sorted(CATALOGUE), key=lambda code: code[2]):
        english, vietnamese_title = GROUPS[group]
        rows = [
            (f'<a id="{code.lower()}"></a>{code}', *("<br>".join((en, vi)) for en, vi in zip(
                CATALOGUE[code], vietnamese()[code], strict=True)))
            for code in codes
        ]  # fmt: skip
        parts += [
            f"## KH{group}xx: {english} / {vietnamese_title}",
            table(["code", "what is wrong / nội dung", "what to do / cách xử lý"], rows),
        ]
    return page("Errors / Các lỗi", *parts)


def raised(folder: Path) -> set[str]:
    """Return the numbers that the code of a folder gives to an error, or that decide what it does with one."""
    found = set()
    for path in folder.rglob("*.py"):
        module = ast.parse(path.read_text("utf8"))
        # Of the catalogue itself what its functions raise counts, not that it is listed.
        catalogue = path.name == "errors.py"
        parts = [part for part in module.body if isinstance(part, ast.FunctionDef)] if catalogue else [module]
        for node in (node for part in parts for node in ast.walk(part)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_number(node.value):
                found.add(node.value)
    return found


def _is_number(text: str) -> bool:
    return len(text) == 5 and text.startswith("KH") and text[2:].isdigit()
