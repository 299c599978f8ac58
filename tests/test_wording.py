"""Words in two languages."""

from __future__ import annotations

import pytest

from pipeline.wording import in_both


@pytest.mark.parametrize(
    ("comment", "english", "vietnamese"),
    [
        ("year / năm", "year", "năm"),
        ("path, with / between names / đường dẫn", "path, with / between names", "đường dẫn"),
        ("headers: A / B / tiêu đề: A / B", "headers: A / B", "tiêu đề: A / B"),
        ("only one", "only one", "only one"),
    ],
)
def test_comments_in_both_languages(comment: str, english: str, vietnamese: str) -> None:
    assert in_both(comment) == {"en": english, "vi": vietnamese}
