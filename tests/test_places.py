"""Places: what a name means, and where places stand in a text. All sentences are made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.gazetteer import Place, index, place_at
from extractors.places import chain, infer_parents, mentions, resolve, row_place

D22, D25, D26 = date(2022, 5, 4), date(2025, 3, 1), date(2026, 2, 3)


@pytest.mark.parametrize(
    ("name", "given", "kind", "code"),
    [
        # every way to write a province
        ("Thanh Hóa", {}, "tỉnh", "38"),
        ("Thanh Hoá", {}, "tỉnh", "38"),
        ("THANH HÓA", {}, "tỉnh", "38"),
        ("tỉnh Thanh Hóa", {}, "tỉnh", "38"),
        ("T. Thanh Hóa", {}, "tỉnh", "38"),
        ("TP. Hồ Chí Minh", {}, "thành phố", "79"),
        ("TP HCM", {}, "thành phố", "79"),
        ("TPHCM", {}, "thành phố", "79"),
        ("TP.VINH", {}, "thành phố", "412"),
        ("Bà Rịa-Vũng Tàu", {}, "tỉnh", "77"),
        ("tỉnh Bà Rịa – Vũng Tàu", {}, "tỉnh", "77"),
        ("Thừa Thiên-Huế", {}, "tỉnh", "46"),
        ("Đăk Lăk", {}, "tỉnh", "66"),
        ("tỉnh Đắc Nông", {}, "tỉnh", "67"),
        ("KonTum", {}, "tỉnh", "62"),
        # districts and communes
        ("huyện Lục Nam", {}, "huyện", "218"),
        ("TP. Vinh", {}, "thành phố", "412"),
        ("tp Vinh", {}, "thành phố", "412"),
        ("Vinh", {"kind": "TP.", "on": D22}, "thành phố", "412"),
        ("TX Hương Trà", {}, "thị xã", "480"),
        ("T.X. Hương Trà", {}, "thị xã", "480"),
        ("H. Cư Jút", {}, "huyện", "662"),
        ("huyện M’Drăk", {}, "huyện", "652"),
        ("huyện Đakrông", {"on": D22}, "huyện", "467"),
        ("Quận 1", {}, "quận", "760"),
        ("Q1", {}, "quận", "760"),
        ("Quận 03", {}, "quận", "770"),
        ("Phường 3", {"within": "Đà Lạt", "on": D22}, "phường", "24802"),
        ("phường Phường Đúc", {}, "phường", "19780"),
        ("xã Sơn Kim 1", {"on": D22}, "xã", "18196"),
        ("xã Hưng Chính", {}, "xã", "18013"),
        ("xã Hung Chính", {}, "xã", "18013"),
        ("huyện Phú Quý", {}, "huyện", "602"),
        # a province comes before its capital, unless the kind says otherwise
        ("Thái Nguyên", {"on": D22}, "tỉnh", "19"),
        ("thành phố Thái Nguyên", {"on": D22}, "thành phố", "164"),
        ("Hà Giang", {"level": "district", "on": D22}, "thành phố", "024"),
        # the day decides
        ("Bắc Ninh", {"on": D22}, "tỉnh", "27"),
        ("Bắc Ninh", {"on": D26}, "tỉnh", "24"),
        ("Bắc Ninh", {}, "tỉnh", "24"),
        ("Bắc Giang", {"on": D26, "level": "province"}, "tỉnh", "24"),
        ("thành phố Huế", {"on": D22}, "thành phố", "474"),
        ("thành phố Huế", {"on": D25}, "thành phố", "46"),
        ("Lục Nam", {"on": D22}, "huyện", "218"),
        ("Lục Nam", {"on": D26}, "xã", "07444"),
        ("huyện Tĩnh Gia", {"on": date(2017, 3, 1)}, "huyện", "407"),
        ("tỉnh Hà Tây", {}, "tỉnh", "28"),
        # a kind from before a rise in rank
        ("huyện Tịnh Biên", {"on": date(2017, 3, 1)}, "thị xã", "890"),
        # within tells namesakes apart
        ("huyện Châu Thành", {"within": "Long An"}, "huyện", "808"),
        ("huyện Châu Thành", {"within": "80", "on": D22}, "huyện", "808"),
        ("xã Tân Tiến", {"within": "Bắc Giang", "on": D22}, "xã", "07699"),
        ("huyện Lục Nam", {"within": "Bắc Ninh", "on": D26}, "huyện", "218"),
        ("tỉnh Nghệ An", {"within": "40"}, "tỉnh", "40"),
    ],
)
def test_a_name_means_a_unit(name: str, given: dict[str, str | date], kind: str, code: str) -> None:
    place = resolve(name, **given)
    assert place is not None
    assert (place.kind, place.code) == (kind, code)


# Two tens of units are called so: the day, the level and the units above choose.
@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("Châu Thành", {"within": "Long An", "on": D22}, "808"),
        ("Châu Thành", {"within": "Trà Vinh", "on": D22}, "847"),
        ("Châu Thành", {"within": "Trà Vinh", "on": D22, "level": "commune"}, "29374"),
        ("thị trấn Châu Thành", {"within": "Trà Vinh", "on": D22}, "29374"),
        ("thị trấn Châu Thành", {"within": "942", "on": D22}, "31569"),
        ("xã Châu Thành", {"within": "Nghệ An", "on": D22}, "17050"),
        ("xã Châu Thành", {"within": "Vĩnh Long", "on": D26}, "29374"),
        ("xã Châu Thành", {"within": "Đồng Tháp", "on": D26}, "28519"),
        ("Châu Thành", {"within": "Tây Ninh", "on": D26, "level": "commune"}, "25585"),
        ("chau thanh", {"within": "Cần Thơ", "on": D26, "level": "commune"}, "31366"),
        ("CHÂU THÀNH", {"within": "An Giang", "on": D26, "level": "commune"}, "30880"),
        ("huyện Châu Thành", {"within": "Đồng Tháp", "on": D22}, "877"),
        # The new province has the districts of two old ones, of one name.
        ("huyện Châu Thành", {"within": "Đồng Tháp", "on": D26}, None),
        ("xã Châu Thành", {"on": D26}, None),
        ("xã Châu Thành", {"within": "Hà Nội", "on": D26}, None),
    ],
)
def test_a_name_of_many(name: str, given: dict[str, str | date], code: str | None) -> None:
    place = resolve(name, **given)
    assert (place and place.code) == code


def _spellings() -> list[tuple[str, Place]]:
    """Return every other spelling of the gazetteer with its unit."""
    return [
        (name, place_at(number))
        for number, row in enumerate(index().rows)
        for name in filter(None, row["also"].split("; "))
    ]


def _within(place: Place, day: date) -> str | None:
    return next((p.code for p in chain(place, day)[1:]), None)


def test_every_other_spelling_means_its_unit() -> None:
    spellings = _spellings()
    assert len(spellings) > 100
    for name, place in spellings:
        day = place.valid_to or D26
        found = resolve(name, kind=place.kind, on=day, within=_within(place, day))
        assert (found and found.code) == place.code, name


@pytest.mark.parametrize("form", [str, str.upper, str.lower])
def test_every_name_means_one_unit_in_the_one_above_on_its_last_day(form: Callable[[str], str]) -> None:
    """Every sixteenth row, and all provinces and districts. Without its marks a name may be that of two."""
    for number, row in enumerate(index().rows):
        if row["level"] == "commune" and number % 16:
            continue
        place = place_at(number)
        day = place.valid_to or D26
        found = resolve(form(f"{place.kind} {place.name}"), on=day, within=_within(place, day))
        assert (found and found.code) == place.code, (place.kind, place.name)


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        # merged under one of the names in these two years, on a day that the sources do not tell
        ("phường Thịnh Quang", date(2022, 1, 1), "00223"),
        ("phường Thịnh Quang", date(2024, 6, 1), "00223"),
        ("phường Thịnh Quang", date(2025, 6, 1), "00235"),
        # two communes of one name with different marks, as printed and without them
        ("xã Minh Quân", D22, "04567"),
        ("xã Minh Quán", D22, "04516"),
        ("xã Minh Quan", D22, None),
    ],
)
def test_one_name_two_codes(name: str, on: date, code: str | None) -> None:
    within = "138" if "Minh" in name else "006"
    place = resolve(name, on=on, within=within)
    assert (place and place.code) == code


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("xã Tân Tiến", {}),
        ("huyện Châu Thành", {"on": D22}),
        ("huyện Châu Thành", {"within": "Nghệ An"}),
        ("xã Hưng Chính", {"within": "nowhere"}),
        ("Nghệ An", {"within": "Thanh Hóa"}),
        ("xã hội", {}),
        ("xã", {}),
        ("", {}),
        ("huyện Thanh Hóa", {"level": "province"}),
        ("xã Chân Mây - Lăng Cô", {"on": date(2017, 1, 1)}),
        ("thành phố Lục Nam", {}),
    ],
)
def test_what_is_unknown_or_ambiguous_stays_so(name: str, given: dict[str, str | date]) -> None:
    assert resolve(name, **given) is None


@pytest.mark.parametrize(
    ("name", "on", "names"),
    [
        ("xã Hưng Chính", D22, ["Hưng Chính", "Vinh", "Nghệ An"]),
        ("huyện Triệu Sơn", date(2017, 5, 1), ["Triệu Sơn", "Thanh Hóa"]),
        ("huyện A Lưới", D22, ["A Lưới", "Thừa Thiên Huế"]),
        ("huyện A Lưới", D25, ["A Lưới", "Huế"]),
        ("huyện A Lưới", None, ["A Lưới", "Huế"]),
        ("xã Lục Nam", D26, ["Lục Nam", "Bắc Ninh"]),
        ("Cà Mau", D26, ["Cà Mau"]),
    ],
)
def test_units_above(name: str, on: date | None, names: list[str]) -> None:
    place = resolve(name, on=on)
    assert place is not None
    assert [p.name for p in chain(place, on)] == names
    assert [p.name for p in infer_parents(place, on).values()] == names[1:]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Huyện A Lưới", "481"),
        ("Thành phố Huế", "474"),
        ("TX Hương Trà", "480"),
        ("2) UBND thị xã Hương Thủy", "479"),
        ("- Huyện Phú Vang (2)", "478"),
        ("A Lưới", "481"),
        ("1. Xã Phú Diên", "19921"),
        ("III. Huyện Nam Đông:", "483"),
        ("Tỉnh Thừa Thiên Huế", "46"),
        ("Nghệ An", "40"),
        ("Toàn tỉnh", None),
        ("Tổng số", None),
        ("I. Kinh tế", None),
        ("Văn hóa", None),
        ("An toàn", None),
        ("Đoàn kết", None),
        ("Huyện", None),
        ("Xã an toàn", None),
        ("Xã nghèo", None),
        ("Xã Hội", None),
        ("", None),
    ],
)
def test_rows_of_tables(label: str, code: str | None) -> None:
    place = row_place(label, on=D22, within="46")
    assert (place and place.code) == code


# What is found, as printed; a number sign and a code after it, or a question mark where no unit is known.
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cuộc họp ở tỉnh Thanh Hoá bàn về huyện A Lưới.", ["tỉnh Thanh Hoá#38", "huyện A Lưới#481"]),
        ("Đường nối TP. Vinh với thị xã Hương Thủy", ["TP. Vinh#412", "thị xã Hương Thủy#479"]),
        ("Huyện Cư Jút: 3 mô hình", ["Huyện Cư Jút#662"]),
        ("UBND TỈNH THANH HÓA PHÊ DUYỆT", ["TỈNH THANH HÓA#38"]),
        (
            "ở các xã Hồng Thủy, Hồng Vân và A Ngo, huyện A Lưới, tỉnh Thừa Thiên Huế",
            ["xã Hồng Thủy#20104", "Hồng Vân#20047", "A Ngo#20068", "huyện A Lưới#481", "tỉnh Thừa Thiên Huế#46"],
        ),
        ("tại xã Hung Chính, thành phố Vinh", ["xã Hung Chính#18013", "thành phố Vinh#412"]),
        ("thành phố Huế, tỉnh Thừa Thiên Huế", ["thành phố Huế#474", "tỉnh Thừa Thiên Huế#46"]),
        ("phường 14, Quận 3, TP. Hồ Chí Minh", ["phường 14#27127", "Quận 3#770", "TP. Hồ Chí Minh#79"]),
        (
            "các tỉnh: Bà Rịa - Vũng Tàu, Bình Thuận và Đăk Lăk",
            ["tỉnh: Bà Rịa - Vũng Tàu#77", "Bình Thuận#60", "Đăk Lăk#66"],
        ),
        ("giáp Thanh Hóa và Hà Tĩnh; Tại Quảng Bình cũng vậy", ["Thanh Hóa#38", "Hà Tĩnh#42", "Quảng Bình#44"]),
        ("xã Tân Tiến", ["xã Tân Tiến?"]),
        ("xã Không Có", ["xã Không Có?"]),
        ("huyện Lục Nam Năm 2030", ["huyện Lục Nam#218"]),
        ("xã Hưng Chính Về việc họp", ["xã Hưng Chính#18013"]),
        ("Kinh tế - Xã Hội; KINH TẾ - XÃ HỘI AN TOÀN; xã hội", []),
        ("Hợp tác xã Hưng Chính, Thông tấn xã Việt Nam", []),
        ("học theo gương Chủ tịch Hồ Chí Minh", []),
        ("chiến thắng Điện Biên Phủ", []),
        ("Huyện Ủy, Tỉnh Đoàn, các huyện, thị xã; 04 phường 12 xã", []),
        ("tỉnh, huyện và xã", []),
        ("UBND tỉnh Quy định; các tỉnh Đồng bằng; xã Quyết định; tỉnh: Không", []),
    ],
)
def test_places_in_text(text: str, found: list[str]) -> None:
    got = list(mentions(text, on=D22))
    shown = [text[m.at.start : m.at.end] + (f"#{m.place.code}" if m.place else "?") for m in got]
    assert shown == found
    assert all(m.name in text[m.at.start : m.at.end] for m in got if m.name in text)


def test_the_own_province_comes_first() -> None:
    text = "xã Tân Tiến, họ đã đến huyện Nga Sơn"
    codes = [m.place and m.place.code for m in mentions(text, on=D22, within="Bắc Giang")]
    assert codes == ["07699", "401"]


_SYLLABLES = st.sampled_from(
    [
        "xã",
        "Xã",
        "huyện",
        "TP.",
        "TT",
        "các",
        "Hồng",
        "Vân",
        "Thanh",
        "Hóa",
        "và",
        ",",
        ":",
        "1",
        "-",
        "Q1",
        "Nông trường",
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_SYLLABLES).map(" ".join))


@given(_TEXTS, st.sampled_from([None, D22, D26]), st.sampled_from([None, "38", "Thanh Hóa", "412", "?"]))
def test_nothing_raises_and_spans_lie_in_order(text: str, on: date | None, within: str | None) -> None:
    resolve(text, on=on, within=within)
    resolve("Vinh", kind=text, within=text)
    row_place(text, on=on, within=within)
    spans = [m.at for m in mentions(text, on=on, within=within)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
