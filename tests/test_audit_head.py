"""The audit of a document's head and foot: what is missing is told, what is there is not. All texts made up."""

from __future__ import annotations

import pytest

from pipeline.audit.finding import kinds
from tests.audited import FOOT, HEAD, audited, told

BODY = "I. MỤC TIÊU\n1. Phấn đấu giảm tỷ lệ hộ nghèo còn 4,5%."


@pytest.mark.parametrize(
    ("head", "foot", "found"),
    [
        (HEAD, FOOT, []),
        (HEAD.replace("45/KH-UBND", "    /KH-UBND"), FOOT, ["missing_number"]),
        (HEAD.replace("ngày 26", "ngày    "), FOOT, ["missing_issue_day"]),
        (HEAD, FOOT.replace("Vi Văn Mẫu", ""), ["missing_signer"]),
        (HEAD, FOOT.replace("Vi Văn Mẫu", "Vàng A Mẫu"), []),
    ],
)
def test_what_is_missing(head: str, foot: str, found: list[str]) -> None:
    assert [kind for kind, _ in told(BODY, head=head, foot=foot)] == found


def test_what_is_attached_needs_no_number_and_no_signer_of_its_own() -> None:
    appendix = "\n\nPHỤ LỤC I\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 45/KH-UBND)\n1. Rà soát hộ nghèo"
    assert told(BODY, foot=FOOT + appendix) == []


def test_a_finding_is_told_in_both_languages() -> None:
    (row,) = audited(BODY, head=HEAD.replace("45/KH-UBND", "    /KH-UBND"))
    assert (row["severity"], row["span_start"], row["quote"]) == ("note", None, None)
    assert row["message"] == "the document has no number"
    assert row["message_vi"] == "văn bản không ghi số"


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_has_all_its_words(kind: str) -> None:
    words = kinds()[kind]
    assert all(words[part][language] for part in ("name", "message") for language in ("en", "vi"))
