"""A place in the working copy leads back to its place in the source, whatever was edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.offsets import Edit, OffsetMap, Span, apply_edits


@st.composite
def edited(draw: st.DrawFn, text: str | None = None) -> tuple[str, list[Edit]]:
    source = draw(st.text(max_size=60)) if text is None else text
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=10)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(a, b, draw(st.text(max_size=4))) for a, b in pairs]
    # Two edits at one place, or one that begins where an empty one stands, have no order.
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start > kept[-1].end or (edit.start == kept[-1].end and edit.end > edit.start):
            kept.append(edit)
    return source, kept


@given(edited())
def test_kept_text_maps_to_itself(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    copy, offsets = apply_edits(source, edits)
    covered = [Span(e.start, e.end) for e in edits]
    for i in range(len(copy)):
        span = offsets.to_source(i, i + 1)
        assert 0 <= span.start <= span.end <= len(source)
        if span.end == span.start + 1 and not any(c.start <= span.start < c.end for c in covered):
            assert source[span.start] == copy[i] or any(c.start == c.end for c in covered)


@given(edited(), st.data())
def test_spans_are_ordered_and_hold_their_letters(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    source, edits = case
    copy, offsets = apply_edits(source, edits)
    start = data.draw(st.integers(0, len(copy)))
    end = data.draw(st.integers(start, len(copy)))
    whole = offsets.to_source(start, end)
    assert source[whole.start : whole.end] == source[slice(*whole)]
    for i in range(start, end):
        letter = offsets.to_source(i, i + 1)
        assert whole.start <= letter.start <= letter.end <= whole.end


@given(edited(), st.data())
def test_two_rounds_of_edits_map_like_one_after_the_other(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    source, edits = case
    copy, first = apply_edits(source, edits)
    _, more = data.draw(edited(text=copy))
    last, second = apply_edits(copy, more)
    both = first.then(second)
    assert (both.copy_length, both.source_length) == (len(last), len(source))
    start = data.draw(st.integers(0, len(last)))
    end = data.draw(st.integers(start, len(last)))
    found = both.to_source(start, end)
    assert 0 <= found.start <= found.end <= len(source)
    for i in range(start, end):
        letter, middle = both.to_source(i, i + 1), second.to_source(i, i + 1)
        assert found.start <= letter.start <= letter.end <= found.end
        # What the second round put in between two letters stands for nothing, so it has no one place in the source.
        if middle.start < middle.end:
            assert letter == first.to_source(*middle)


def test_a_replacement_stands_for_all_that_it_replaced() -> None:
    copy, offsets = apply_edits("Phân đầu đến năm 2027", [Edit(0, 8, "Phấn đấu")])
    assert copy == "Phấn đấu đến năm 2027"
    assert offsets.to_source(3, 5) == (0, 8)
    assert offsets.to_source(9, 12) == (9, 12)


def test_a_deletion_inside_a_span_is_part_of_it() -> None:
    copy, offsets = apply_edits("dinh 4 dưỡng", [Edit(5, 7, "")])
    assert copy == "dinh dưỡng"
    assert offsets.to_source(0, len(copy)) == (0, 12)


@pytest.mark.parametrize("edits", [[Edit(0, 3, ""), Edit(2, 4, "")], [Edit(3, 9, "")], [Edit(2, 1, "")]])
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or lies outside"):
        apply_edits("abcd", edits)


def test_a_span_outside_the_copy_is_refused() -> None:
    with pytest.raises(IndexError):
        OffsetMap.identity(4).to_source(2, 5)
