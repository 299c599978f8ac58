"""How the viewer lays out a text, tells values, and finds words on a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts import Fact
from pipeline.values import value_of
from pipeline.web.boxes import Places
from pipeline.web.drawing import Word
from pipeline.web.text import Layout, Line, Table, anchored

words = st.text(alphabet="ab\n \t", min_size=1, max_size=40)


@given(text=words, cuts=st.lists(st.tuples(st.integers(0, 39), st.integers(1, 12)), max_size=6))
def test_lines_hold_the_whole_text(text: str, cuts: list[tuple[int, int]]) -> None:
    facts = [
        Fact("targets", str(n), at, at + long, {}) for n, (at, long) in enumerate(cuts) if at + long <= len(text)
    ]
    layout = Layout(text, 0, len(text), facts)
    lines = [block for block in layout.blocks([], [], [], []) if isinstance(block, Line)]
    assert "\n".join("".join(run.text for run in line.runs) for line in lines) == text.removesuffix("\n")
    begun = [fact_id for line in lines for run in line.runs for fact_id in run.begins]
    assert sorted(begun) == sorted(fact.id for fact in facts if text[fact.start] != "\n")
    for line in lines:
        assert all(text[fact.start : fact.end] for run in line.runs for fact in run.facts)
        assert line.number == 1 + sum(len(other.runs) >= 0 for other in lines[: lines.index(line)])


LEVEL = {"basis": "level", "comparator": "eq", "value_max": None, "unit": "%", "per": None, "direction": None}


@pytest.mark.parametrize(
    ("row", "en", "vi"),
    [
        ({**LEVEL, "value_min": 1.5}, "1.5%", "1,5%"),
        ({**LEVEL, "value_min": 1200.0, "unit": "hộ", "comparator": "ge"}, "at least 1,200 hộ",
         "từ 1.200 hộ trở lên"),
        ({**LEVEL, "value_min": 4.0, "value_max": 5.0, "basis": "change", "direction": "down", "per": "year"},
         "down by 4–5% a year", "giảm 4 - 5%/năm"),
        ({**LEVEL, "value_min": 3.0, "comparator": "lt", "basis": "change"}, "changed by less than 3%",
         "thay đổi dưới 3%"),
        ({**LEVEL, "value_min": None}, "?", "?"),
    ],
)  # fmt: skip
def test_values_in_both_languages(row: dict[str, object], en: str, vi: str) -> None:
    assert value_of(row, "en") == en
    assert value_of(row, "vi") == vi


def test_table_keeps_its_rows_and_the_lines_around_it() -> None:
    text = "trước\n| a | 12 |\n|---|---|\n| b | 5 |\nsau"
    spans = {(0, 0): "a", (0, 1): "12", (1, 0): "b", (1, 1): "5"}
    cells = [
        {"table_id": "t", "row_no": row, "col_no": col, "row_span": 1, "col_span": 1, "is_header": row == 0,
         "span_start": text.index(said), "span_end": text.index(said) + len(said)}
        for (row, col), said in spans.items()
    ]  # fmt: skip
    table = {"table_id": "t", "span_start": 6, "span_end": text.index("\nsau"), "caption": None}
    dashes = text.index("---")
    facts = [
        Fact("table_facts", "in a cell", text.index("12"), text.index("12") + 2, {}),
        Fact("table_facts", "between cells", dashes, dashes + 3, {}),
    ]
    blocks = list(Layout(text, 0, len(text), facts).blocks([], [table], cells, []))
    assert [block.what for block in blocks] == ["line", "table", "line"]
    shown = blocks[1]
    assert isinstance(shown, Table)
    assert [["".join(run.text for line in cell.lines for run in line) for cell in row] for row in shown.rows] == [
        ["a", "12"],
        ["b", "5"],
    ]
    assert shown.loose == ["between cells"]
    assert anchored(blocks) == {"in a cell", "between cells"}


def test_places_of_words_that_are_there_twice() -> None:
    text = "năm 5% rồi năm 5% thôi"
    spots = [Word(word, (10.0 * n, 0, 10.0 * n + 9, 10)) for n, word in enumerate(text.split())]
    assert Places(text, spots).boxes(4, 6) == [(10, 0, 19, 10)]
    assert Places(text, spots).boxes(15, 17) == [(40, 0, 49, 10)]
    assert Places("5% và 5%", spots).boxes(0, 2) == [(10, 0, 19, 10)], "by its turn, where nothing around it is alike"
    assert Places("5% và 5% và 5%", spots).boxes(0, 2) == [], "it cannot be told which"
    assert Places(text, []).boxes(4, 6) == []
