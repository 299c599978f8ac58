"""Slots of targets that come from elsewhere: years of headings and documents, baselines, places, populations."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts import Document
from extractors.offsets import Span
from extractors.reading import Reading
from extractors.targets import find_targets

AIMS = "II. MỤC TIÊU CỤ THỂ"


def test_lead_in_covers_only_what_is_deeper() -> None:
    text = f"{AIMS}\n- Phấn đấu đến năm 2033:\n+ 90% xã có điện.\n- 80% hộ được vay vốn."
    first, second = find_targets(Reading.of_text(text))
    assert (first.target_year, second.target_year) == (2033, None)
    assert first.inferred == ("target_year",)


def test_baseline() -> None:
    (_, aimed) = find_targets(
        Reading.of_text(f"{AIMS}\n- Giảm tỷ lệ hộ nghèo từ 6,2% năm 2030 xuống còn 4% năm 2033.")
    )
    assert (aimed.baseline_value, aimed.baseline_year, aimed.target_year) == (6.2, 2030, 2033)


def test_a_report_names_its_year_once() -> None:
    text = "I. TÌNH HÌNH\n1. Cuối năm 2031 còn 90 hộ nghèo.\n2. Có 12 hộ tái nghèo.\nII. MỤC TIÊU\n- Còn 60 hộ nghèo."
    before, after, aim = find_targets(Reading.of_text(text))
    assert (before.target_year, before.inferred) == (2031, ())
    assert (after.target_year, after.inferred) == (2031, ("target_year",))
    assert aim.target_year is None


def test_places_of_a_list_of_units() -> None:
    listed = "- Giảm hộ nghèo ở từng thôn: Mẫu Sơn A 8 hộ; Thử 6 hộ."
    text = f"{AIMS}\n{listed}\n- 90% hộ dân trên địa bàn huyện Tân Mỹ có điện."
    assert [t.place for t in find_targets(Reading.of_text(text))] == ["Mẫu Sơn A", "Thử", "Tân Mỹ"]


def test_place_and_population() -> None:
    text = f"{AIMS}\n- Huyện Tân Mỹ có ít nhất 12 công trình xanh.\n- 90% hộ nghèo, hộ cận nghèo được vay vốn."
    first, second = find_targets(Reading.of_text(text))
    assert first.place == "Tân Mỹ"
    assert second.population == "hộ nghèo, hộ cận nghèo"


def test_a_document_of_one_year_gives_it() -> None:
    reading = Reading.of_text("Tỷ lệ hộ nghèo: phấn đấu còn 2%.")
    reading.add(Document, [Document(at=Span(0, len(reading.text)), period_start=2034, period_end=2034)])
    (target,) = find_targets(reading)
    assert (target.target_year, target.inferred) == (2034, ("target_year",))


def test_a_year_before_the_document_was_observed() -> None:
    reading = Reading.of_text(f"{AIMS}\n- Tỷ lệ hộ nghèo năm 2030 đạt 5%, năm 2034 còn 3%.")
    reading.add(Document, [Document(at=Span(0, len(reading.text)), issued_on=date(2031, 3, 1))])
    assert [t.kind for t in find_targets(reading)] == ["actual", "target"]


def test_a_document_of_several_years_gives_its_period() -> None:
    reading = Reading.of_text("Phấn đấu tỷ lệ hộ nghèo còn 2%.")
    reading.add(Document, [Document(at=Span(0, len(reading.text)), period_start=2031, period_end=2035)])
    (target,) = find_targets(reading)
    assert (target.target_year, target.period_start, target.period_end) == (None, 2031, 2035)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Đối với Hà Nội và thành phố Đà Nẵng, 90% xe buýt chạy điện.", None),
        ("Tại huyện A Lưới, huyện Nam Đông có 90% hộ dân dùng nước sạch.", None),
        ("Đối với thành phố Đà Nẵng, 90% xe buýt chạy điện.", "Đà Nẵng"),
        ("Tại xã Hồng Vân, huyện A Lưới có 90% hộ dân dùng nước sạch.", "Hồng Vân"),
        ("Tại xã Hồng Vân, huyện A Lưới, thành phố Huế có 90% hộ dân dùng nước sạch.", "Hồng Vân"),
        ("So với Hà Nội thì tại thành phố Đà Nẵng có 90% xe buýt chạy điện.", "Đà Nẵng"),
    ],
)
def test_which_of_several_places_a_target_is_for(words: str, place: str | None) -> None:
    (found,) = find_targets(Reading.of_text(f"{AIMS}\n- {words}"))
    assert found.place == place


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Tại thành phố Đà Nẵng, tỷ lệ cây xanh năm 2030 đạt 15% (tăng 3% so với năm 2024).", ["Đà Nẵng", "Đà Nẵng"]),
        ("b) Đối với huyện A Lưới: 90% hộ có điện; 80% hộ có nước sạch.", ["A Lưới", "A Lưới"]),
        ("Tại huyện A Lưới, 90% hộ có điện; tại huyện Nam Đông 80% hộ có điện.", ["A Lưới", "Nam Đông"]),
        ("Đối với huyện A Lưới, huyện Nam Đông: 90% hộ có điện; 80% hộ có nước sạch.", [None, None]),
        ("Học tập huyện A Lưới, 90% hộ có điện; 80% hộ có nước sạch.", ["A Lưới", None]),
    ],
)
def test_a_place_that_opens_a_sentence_is_that_of_all_its_values(words: str, places: list[str | None]) -> None:
    found = find_targets(Reading.of_text(f"{AIMS}\n- {words}"))
    assert [target.place for target in found] == places
