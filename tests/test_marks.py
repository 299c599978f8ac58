"""Lines with marks (rules/pages.yaml) are found in a whole page wherever they stand, and only there."""

from __future__ import annotations

import pytest

from pipeline.read.marks import has_line_with_mark, has_mark
from rules import read_yaml

ABOVE, BELOW = "Phấn đấu giảm tỷ lệ hộ nghèo của xã", "xuống còn 3% vào cuối năm 2026"
EXAMPLES = [(rule["id"], example) for rule in read_yaml("pages")["rules"] for example in rule["examples"]]


@pytest.mark.parametrize(("mark", "line"), EXAMPLES)
def test_a_line_with_a_mark_is_found_wherever_it_stands(mark: str, line: str) -> None:
    assert has_mark(line, mark)
    for page in ([line], [line, BELOW], [ABOVE, line, BELOW], [ABOVE, line]):
        assert has_line_with_mark("\n".join(page), mark), page


def test_a_page_without_marks_has_no_line_with_one() -> None:
    page = f"{ABOVE}\n{BELOW}"
    assert not any(has_line_with_mark(page, mark) for mark, _ in EXAMPLES)


@pytest.mark.parametrize("line", ["Nơi nhận: các thôn", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])
def test_what_a_line_begins_with_is_no_mark_inside_it(line: str) -> None:
    assert has_line_with_mark(f"{ABOVE}\n{line}", "recipients", "signature")
    assert not has_line_with_mark(f"{ABOVE} {line}", "recipients", "signature")
