"""Rows of tables that stand for units: which count, of which day, and what is forgiven. All tables are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractors.facts import Document
from extractors.offsets import Span
from extractors.places import row_place
from extractors.row_places import RowPlaces
from extractors.tables import find, unit_rows
from tests.test_tables import reading_of, table

# A district of before the reform, and the provinces that took in its province and another.
CHI_LANG = {"province": "Lạng Sơn", "province_code": "20", "district": "Chi Lăng", "district_code": "187"}
BAC_NINH = {"province": "Bắc Ninh", "province_code": "24"}
D24, D25, D26 = date(2024, 3, 5), date(2025, 6, 30), date(2025, 7, 1)


def codes(labels: list[str], **document: Any) -> list[str | None]:
    places = RowPlaces(Document(at=Span(0, 1), **document), labels)
    return [place.code if (place := places.place_of(label)) else None for label in labels]


@pytest.mark.parametrize(
    ("labels", "document", "found"),
    [
        # the day decides which of two units of one name it is, and its code
        (["Xã Vạn Linh"], {**CHI_LANG, "issued_on": D24}, ["06505"]),
        (["Bắc Giang", "Bắc Ninh"], {"issued_on": D25}, ["24", "27"]),
        (["Bắc Ninh"], {"issued_on": D26}, ["24"]),
        (["Xã Lục Nam", "Phường Bắc Giang"], {**BAC_NINH, "issued_on": D26}, ["07444", "07210"]),
        (["Xã Tam Dị", "Huyện Lục Nam"], {**BAC_NINH, "issued_on": D26}, ["07456", "218"]),  # says its kind
        # a month or a year is a day enough
        (["Thành phố Huế"], {"province_code": "46", "issued_on_partial": "2024-11"}, ["474"]),
        (["Thành phố Huế"], {"province_code": "46", "issued_on_partial": "2025-11"}, ["46"]),
        (["Thành phố Huế"], {"province_code": "46", "issued_on_partial": "2024"}, ["474"]),
        # misprinted marks are forgiven in a table by unit of a district or province, and nowhere else
        (["Vạn Linh", "Bằng Mạc", "Y Tịch", "Chíên Thắng"], {**CHI_LANG, "issued_on": D24},
         ["06505", "06493", "06520", "06481"]),
        (["Vạn Linh", "Bằng Mạc", "Văn Thúy", "Sâu", "Dưới"], {**CHI_LANG, "issued_on": D24},
         ["06505", "06493", None, None, None]),
        (["Vạn Linh", "Băng Mạc"], {**CHI_LANG, "issued_on": D24}, ["06505", None]),
        (["Văn Linh"], {**CHI_LANG, "issued_on": D24}, [None]),
        (["Hà Nội", "Lào Cai", "Sơn La", "Hòa Bịnh"], {"issued_on": D24}, ["01", "10", "14", None]),
        # a name alone of a commune that is no more: a field or a mine, unless the table is by unit
        (["Tam Dị"], {**BAC_NINH, "issued_on": D26}, [None]),
        (["Tam Dị", "Mỏ", "Bãi"], {**BAC_NINH, "issued_on": D26}, [None, None, None]),
        (["Lục Nam", "Đông Phú", "Bảo Đài", "Tam Dị"], {**BAC_NINH, "issued_on": D26},
         ["07444", "07450", "07462", "07456"]),
        (["Lục Nam", "Yên Dũng", "Khác", "Tổng số"], {**BAC_NINH, "issued_on": D25},
         ["218", None, None, None]),
    ],
)  # fmt: skip
def test_units_of_labels(labels: list[str], document: dict[str, Any], found: list[str | None]) -> None:
    assert codes(labels, **document) == found


def test_without_a_document_the_units_of_today_come_first() -> None:
    places = RowPlaces(None, ["Bắc Ninh"])
    place = places.place_of("Bắc Ninh")
    assert place is not None
    assert place.code == "24"


@pytest.mark.parametrize(
    ("label", "on", "listed", "code"),
    [
        ("Tả Phời (điều chỉnh)", D26, False, None),
        ("Xã Tả Phời", D26, False, "02677"),
        ("Tả Phời", D26, True, "02677"),
        ("Tả Phời", D24, False, "02677"),
        ("Tà Phời", D24, True, "02677"),
        ("Tà Phời", D24, False, None),
        ("Tà Phời", None, True, "02677"),
        ("Tả Phời", None, False, "02677"),
        ("xã nghèo", D24, True, None),
        ("Phời", D24, True, None),
        ("Hà Tinh", D24, True, None),  # no other province, for one letter
        ("Hà Tĩnh", D24, True, "42"),
    ],
)
def test_labels(label: str, on: date | None, listed: bool, code: str | None) -> None:
    within = "15" if on == D26 else "10"
    place = row_place(label, on=on, within=within, listed=listed)
    assert (place and place.code) == code


LIST = table(
    "STT | Tên xã | Miền núi | Ghi chú",
    "1 | Xã Vạn Linh | x | ",
    "2 | Bằng Mạc | x | ",
    "3 | Y Tịch | x | ",
    "4 | Chợ mới | x | ",
)


def test_rows_by_unit_are_told_without_figures_too() -> None:
    reading = reading_of("DANH SÁCH XÃ MIỀN NÚI\n" + LIST, **CHI_LANG, issued_on=D24)
    assert list(find(reading)) == []
    assert [(row.row, row.label, row.place.code) for row in unit_rows(reading)] == [
        (1, "Xã Vạn Linh", "06505"),
        (2, "Bằng Mạc", "06493"),
        (3, "Y Tịch", "06520"),
    ]


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("Toàn huyện", ("Chi Lăng", "187")),
        ("Toàn tỉnh", ("Lạng Sơn", "20")),
        ("Tổng cộng", ("Chi Lăng", "187")),
        ("Tổng số thôn", (None, None)),
    ],
)
def test_totals_of_rows_by_unit(label: str, place: tuple[str | None, str | None]) -> None:
    places = RowPlaces(Document(at=Span(0, 1), **CHI_LANG, issued_on=D24), ["Vạn Linh", "Y Tịch", label])
    of_total = places.of_row([label], label)
    assert (of_total.name, of_total.code) == place


def test_the_total_of_other_rows_is_for_no_unit() -> None:
    places = RowPlaces(Document(at=Span(0, 1), **CHI_LANG, issued_on=D24), ["Giếng", "Bể", "Tổng cộng"])
    assert places.of_row(["Tổng cộng"], "Tổng cộng").name is None
