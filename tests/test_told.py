"""What facts say in a few words, in the language of the reader."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.facts import Fact, told

NUMBER: dict[str, Any] = {
    "value_min": 1200.5, "value_max": 1200.5, "comparator": "ge", "unit": "hộ", "basis": "level", "direction": None,
    "per": None, "indicator": "i", "place": None, "kind": "target",
}  # fmt: skip
NAMES = {"en": {"i": "Poor households"}, "vi": {"i": "Số hộ nghèo"}}


@pytest.mark.parametrize(
    ("kind", "row", "en", "vi"),
    [
        ("targets", {**NUMBER, "target_year": 2026, "kind": "actual"},
         "at least 1,200.5 hộ, Poor households, 2026, observed",
         "từ 1.200,5 hộ trở lên, Số hộ nghèo, 2026, thực tế"),
        ("targets", {**NUMBER, "indicator": None, "indicator_text": "nhà\nở", "target_year": None, "basis": "change",
                     "direction": "down", "comparator": "eq", "unit": "%", "per": "year"},
         "down by 1,200.5% a year, nhà ở", "giảm 1.200,5%/năm, nhà ở"),
        ("table_facts", {**NUMBER, "indicator": None, "value": 3.0, "value_max": 4.0, "comparator": "range",
                         "row_label": "Xã A", "column_path": "Hộ / 2024", "place": "Xã A", "year": 2024},
         "3–4 hộ, Xã A / Hộ / 2024, Xã A, 2024", "3 - 4 hộ, Xã A / Hộ / 2024, Xã A, 2024"),
        ("percentages", {"value_min": 5.0, "value_max": None, "comparator": "lt", "role": "condition"},
         "less than 5%, condition", "dưới 5%, điều kiện"),
        ("amounts", {"value_vnd_min": 1_500.0, "value_vnd_max": 1_500.0, "funding_source": None, "year": 2025},
         "1,500 đồng, 2025", "1.500 đồng, 2025"),
        ("legal_refs", {"code": "90/QĐ-TTg", "pinpoint": "Điều 1", "relation": "basis"},
         "90/QĐ-TTg, Điều 1, basis", "90/QĐ-TTg, Điều 1, căn cứ"),
        ("short_refs", {"resolves_to": None, "ref_type": "Kế hoạch", "pinpoint": None, "means": "parent"},
         "Kế hoạch, what it is attached to", "Kế hoạch, văn bản mà nó kèm theo"),
        ("deadlines", {"due_on": date(2026, 3, 5), "due_on_partial": None, "recurrence": None, "agency": "Sở Y tế"},
         "5 Mar 2026, Sở Y tế", "5/3/2026, Sở Y tế"),
        ("deadlines", {"due_on": None, "due_on_partial": None, "recurrence": "monthly", "agency": None},
         "every month", "hằng tháng"),
        ("assignments", {"role": "lead", "agency": None, "project": "Dự án 1"},
         "leads, (agency not told), Dự án 1", "chủ trì, (không rõ cơ quan), Dự án 1"),
        ("agency_mentions", {"role": "issuer", "agency": "Sở Y tế"}, "Sở Y tế, issuer", "Sở Y tế, ban hành"),
        ("findings", {"severity": "error", "message": "wrong", "message_vi": "sai"}, "error, wrong", "lỗi, sai"),
    ],
)  # fmt: skip
def test_a_fact_is_told_in_both_languages(kind: str, row: dict[str, Any], en: str, vi: str) -> None:
    fact = Fact(kind, "x", 0, 1, row)
    assert told(fact, "en", NAMES["en"]) == en
    assert told(fact, "vi", NAMES["vi"]) == vi
