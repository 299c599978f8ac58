"""The work for a text grows with its length, not with the square of it: many plans, long paragraphs and lists."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pipeline.extract import extract_bytes, get_ready
from tests.archive.files import as_markdown, as_text
from tests.archive.plans import make_plan

pytestmark = pytest.mark.slow

_TIMES = 8
# Eight times the text may take so many times as long; it would be 64 times were the work quadratic.
_GROWTH = 20.0
_ROUNDS = 3
_SENTENCES = (
    "Phấn đấu giảm tỷ lệ hộ nghèo {n}% trong năm 2024, theo Quyết định số {n}/QĐ-UBND của tỉnh. ",
    "Sở Y tế chủ trì, hoàn thành trước ngày {n}/12/2024 với kinh phí {n}.000 triệu đồng. ",
)


def seconds(text: bytes) -> float:
    """Return the processor time that a text takes from its bytes to its rows."""
    started = time.process_time()
    assert extract_bytes(text, "plan.md", "plan.md")["documents"]
    return time.process_time() - started


HEAD = "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 1/KH-UBND\n\nKẾ HOẠCH\nGiảm nghèo năm 2024\n\n"


def plans(count: int, write: Callable[..., bytes]) -> bytes:
    return b"\n\n".join(write(make_plan(number)[0]) for number in range(count))


def one_paragraph(count: int) -> bytes:
    said = "".join(_SENTENCES[n % 2].format(n=n % 28 + 1) for n in range(count * 40))
    return f"{HEAD}{said}\n".encode()


def headings(count: int) -> bytes:
    lines = "".join(
        f"{n}. Nhiệm vụ thứ {n}\nCác xã thực hiện theo Điều {n} Nghị định số {n}/2020/NĐ-CP.\n"
        for n in range(1, count * 60)
    )
    return f"{HEAD}I. MỤC TIÊU\n{lines}".encode()


def cells(count: int) -> bytes:
    rows = "".join(f"|{n}|Thôn {n}|{n % 90},5|{n}|\n" for n in range(1, count * 60))
    return f"{HEAD}|TT|Thôn|Tỷ lệ hộ nghèo (%)|Số hộ|\n|---|---|---|---|\n{rows}".encode()


@pytest.mark.parametrize(
    "text",
    [
        lambda n: plans(n, as_text), lambda n: plans(n, as_markdown), one_paragraph, headings, cells,
        lambda n: "\n".join(f"Số: {i}/KH-UBND\nKẾ HOẠCH\nGiảm nghèo {i}\n" for i in range(n * 60)).encode(),
    ],
    ids=["plans", "plans in Markdown", "one paragraph", "headings and references", "cells", "documents"],
)  # fmt: skip
def test_the_work_grows_with_the_text(text: Callable[[int], bytes]) -> None:
    get_ready()
    short, long = text(2), text(2 * _TIMES)
    seconds(short)
    growth = min(seconds(long) / seconds(short) for _ in range(_ROUNDS))
    assert growth < _GROWTH * len(long) / len(short) / _TIMES
