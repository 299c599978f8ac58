"""Indicators: which one the words of a clause or a table label name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.indicators import Indicator, known, match, match_worn, share_of
from rules import read_yaml
from rules.letters import bare

EXAMPLES = [(text, rule["id"]) for rule in read_yaml("indicators")["rules"] for text in rule["examples"]]
WITH_UNIT = [
    ("hộ nghèo", "hộ", "poor_households"),
    ("hộ nghèo", "%", None),
    ("hộ cận nghèo", "hộ", "near_poor_households"),
    ("giảm 3% hộ nghèo", "%", "poverty_rate"),
    ("hộ nghèo được vay vốn ưu đãi", "hộ", "credit_access"),
    ("mô hình giảm nghèo, tạo việc làm cho người nghèo", "mô hình", "poverty_reduction_models"),
    ("người thuộc hộ nghèo được hỗ trợ tham gia bảo hiểm y tế", "%", "health_insurance"),
    ("hộ nghèo sử dụng nhà tiêu hợp vệ sinh", "%", "sanitation"),
    ("lao động đi làm việc ở nước ngoài", "người", "workers_abroad"),
    ("Tỷ lệ HỘ NGHÈO dân tộc thiểu số", "%", "poverty_rate_ethnic_minority"),
    ("Tỷ lệ hộ sử dụng nước sạch", "%", "clean_water"),
    ("Số lao động được đào tạo nghề", "người", "vocational_training"),
    ("Tỷ lệ xã đạt chuẩn nông thôn mới nâng cao", "%", "advanced_new_rural_communes"),
    ("văn phòng phẩm", "%", None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "name"), EXAMPLES)
def test_every_example_names_its_indicator(text: str, name: str) -> None:
    found = match(text)
    assert found is not None
    assert found.id == name


@pytest.mark.parametrize(("text", "unit", "name"), WITH_UNIT)
def test_the_unit_decides_too(text: str, unit: str | None, name: str | None) -> None:
    found = match(text, unit)
    assert (found.id if found else None) == name


def worn(text: str, seed: int) -> str:
    """Return a text as a poor scan gives it: every third word without its marks, or with a wrong one."""
    words = text.split()
    for i in range(seed % 3, len(words), 3):
        words[i] = bare(words[i]) if i % 2 else words[i].translate(str.maketrans("ệấộảịứ", "ẹâọàĩừ"))
    return " ".join(words)


def test_most_indicators_are_known_by_a_poor_scan() -> None:
    texts = [(worn(text, seed), name) for text, name in EXAMPLES for seed in range(3)]
    found = [match(text) or match_worn(text) for text, _ in texts]
    right = sum(i is not None and i.id == name for i, (_, name) in zip(found, texts, strict=True))
    assert right >= 0.85 * len(texts)


@pytest.mark.parametrize(
    ("text", "unit", "name"),
    [
        ("Ty lệ hộ nghẻo", "%", "poverty_rate"),
        ("hộ dân sử dung nuớc sach", "%", "clean_water"),
        ("trường đạt chuân quôc gia", "%", "schools_national_standard"),
        ("san pham", "sản phẩm", None),
        ("ho ngheo", "%", None),
    ],
)
def test_words_without_their_marks(text: str, unit: str, name: str | None) -> None:
    assert match(text, unit) is None
    found = match_worn(text, unit)
    assert (found.id if found else None) == name


def test_there_are_many_and_each_is_complete() -> None:
    assert len(known()) >= 150
    for indicator in known():
        assert indicator.name_vi
        assert indicator.name_en
        assert indicator.better in ("up", "down")


def test_the_share_of_a_count() -> None:
    counted = match("tổng số hộ nghèo", "hộ")
    assert isinstance(counted, Indicator)
    assert share_of(counted).id == "poverty_rate"
    ids = {i.id for i in known()}
    assert all(i.share is None or i.share in ids for i in known())


@given(st.text(max_size=60), st.sampled_from([None, "%", "hộ", "người"]))
def test_never_raises(text: str, unit: str | None) -> None:
    found = match(text, unit)
    assert found is None or found in known()
