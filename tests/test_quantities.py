"""Numbers with units: how they are read. All figures are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quantities import find_quantities, parse_number
from rules.letters import fold, lower

NUMBERS = [
    ("5.259", 5259),
    ("12.345,6", 12345.6),
    ("1.234.567", 1234567),
    ("1,83", 1.83),
    ("02", 2),
    ("0,07", 0.07),
    ("72.5", 72.5),
    ("3.25", 3.25),
    ("1000", 1000),
    ("19.234,5", 19234.5),
]
NO_NUMBERS = ["", "a", "1.2.3", "1,2,3", "-5", "1.23,4", "12 5"]

# Text and its quantities: printed value | min | max | unit | comparator | per.
READINGS = [
    ("đạt 95%", ["95%|95|95|%|eq|-"]),
    ("đạt 2,2 %", ["2,2 %|2.2|2.2|%|eq|-"]),
    ("đạt 12 phần trăm", ["12 phần trăm|12|12|%|eq|-"]),
    ("đạt **20%**", ["20%|20|20|%|eq|-"]),
    ("đạt 72.5%", ["72.5%|72.5|72.5|%|eq|-"]),
    ("tăng 15-20%/năm", ["15-20%|15|20|%|range|year"]),
    ("tăng 5% - 6%/năm", ["5% - 6%|5|6|%|range|year"]),
    ("giảm 3 – 4% mỗi năm", ["3 – 4%|3|4|%|range|year"]),
    ("từ 3% đến 5%", ["3% đến 5%|3|5|%|range|-"]),
    ("giảm từ 3% trở lên", ["3%|3|3|%|ge|-"]),
    ("không quá 10%", ["10%|10|10|%|le|-"]),
    ("tối đa 12 người", ["12|12|12|người|le|-"]),
    ("tối thiểu 1.000 hộ", ["1.000|1000|1000|hộ|ge|-"]),
    ("ít nhất là 7 xã", ["7|7|7|xã|ge|-"]),
    ("ít nhất vào năm 2031 đạt 40%", ["40%|40|40|%|ge|-"]),
    ("không dưới 8 điểm", ["8|8|8|điểm|ge|-"]),
    ("dưới 5%", ["5%|5|5|%|lt|-"]),
    ("xuống dưới mức 30%", ["30%|30|30|%|lt|-"]),
    ("trên 03%", ["03%|3|3|%|gt|-"]),
    ("hơn 120 hộ", ["120|120|120|hộ|gt|-"]),
    ("vượt 15%", ["15%|15|15|%|gt|-"]),
    ("> 15%", ["15%|15|15|%|gt|-"]),
    ("≥ 15%", ["15%|15|15|%|ge|-"]),
    ("khoảng 2.050 lao động", ["2.050|2050|2050|lao động|approx|-"]),
    ("gần 900 ha", ["900|900|900|ha|approx|-"]),
    ("15 tuổi trở xuống", ["15|15|15|tuổi|le|-"]),
    ("từ 120-150 người lao động", ["120-150|120|150|người lao động|range|-"]),
    ("từ 5 hộ đến 10 hộ", ["5 hộ đến 10|5|10|hộ|range|-"]),
    ("trên 5-6 mô hình", ["5-6|5|6|mô hình|gt|-"]),
    ("8m²/ người", ["8|8|8|m²/người|eq|-"]),
    ("500ha", ["500|500|500|ha|eq|-"]),
    # rates
    ("19,4‰", ["19,4|19.4|19.4|‰|eq|-"]),
    ("44,1/100.000 trẻ đẻ sống", ["44,1|44.1|44.1|/100.000 trẻ đẻ sống|eq|-"]),
    ("không quá 7/1.000 dân", ["7|7|7|/1.000 dân|le|-"]),
    ("12,6 ca/100.000 dân", ["12,6|12.6|12.6|ca/100.000 dân|eq|-"]),
    ("109 bé trai/100 bé gái", ["109|109|109|bé trai/100 bé gái|eq|-"]),
    (
        "từ 47 xuống còn 40/100.000 trẻ đẻ sống",
        ["47|47|47|/100.000 trẻ đẻ sống|eq|-", "40|40|40|/100.000 trẻ đẻ sống|eq|-"],
    ),
    ("từ 320 xuống còn không quá 290 trường", ["320|320|320|trường|eq|-", "290|290|290|trường|le|-"]),
    ("13 tiêu chí/xã", ["13|13|13|tiêu chí/xã|eq|-"]),
    ("65 tạ/ha", ["65|65|65|tạ/ha|eq|-"]),
    ("310 triệu đồng/ha", ["310|310|310|triệu đồng/ha|eq|-"]),
    # some of all
    ("87/87 trạm y tế", ["87/87|87|87|trạm y tế|eq|-"]),
    ("204/204 tổ công nghệ số", ["204/204|204|204|tổ|eq|-"]),
    ("ngày 15/10 xã tổ chức", []),
    # nouns of two and three words, and where they end
    ("1.200 bơm kim tiêm", ["1.200|1200|1200|bơm kim tiêm|eq|-"]),
    ("06 điểm trường", ["06|6|6|điểm trường|eq|-"]),
    ("900 căn nhà ở xã hội", ["900|900|900|căn nhà|eq|-"]),
    ("900 căn nhà", ["900|900|900|căn nhà|eq|-"]),
    ("4 triệu cây xanh", ["4|4|4|triệu cây|eq|-"]),
    ("13,2 tỷ kWh", ["13,2|13.2|13.2|tỷ kwh|eq|-"]),
    ("03 dân tộc", []),
    ("ở mức 21.000 ha", ["21.000|21000|21000|ha|eq|-"]),
    ("ước đạt 930 tỷ đồng", ["930|930|930|tỷ đồng|eq|-"]),
    ("88% rác thải sinh hoạt trở lên", ["88%|88|88|%|ge|-"]),
    ("88% cán bộ có trình độ đại học trở lên", ["88%|88|88|%|eq|-"]),
    ("60,5 triệu đồng/người/năm", ["60,5|60.5|60.5|triệu đồng/người/năm|eq|year"]),
    ("300.000 đồng/tháng", ["300.000|300000|300000|đồng|eq|month"]),
    ("109 bé trai/100 bé gái", ["109|109|109|bé trai/100 bé gái|eq|-"]),
    ("2,1 con/phụ nữ", ["2,1|2.1|2.1|con/phụ nữ|eq|-"]),
    ("3,5 triệu lượt khách", ["3,5|3.5|3.5|triệu lượt khách|eq|-"]),
    ("05 bộ dữ liệu mở", ["05|5|5|bộ dữ liệu|eq|-"]),
    ("20 tập dữ liệu", ["20|20|20|tập dữ liệu|eq|-"]),
    ("8/12 xã", ["8/12|8|8|xã|eq|-"]),
    ("95- dưới 100%", ["95- dưới 100%|95|100|%|range|-"]),
    ("giảm từ 23 xuống 18 hộ", ["23|23|23|hộ|eq|-", "18|18|18|hộ|eq|-"]),
    ("giảm từ 23 hộ xuống còn 18 hộ", ["23|23|23|hộ|eq|-", "18|18|18|hộ|eq|-"]),
    ("từ 12% xuống còn dưới 8,5%", ["12%|12|12|%|eq|-", "8,5%|8.5|8.5|%|lt|-"]),
    ("từ 4,5% năm 2030 xuống còn 3%", ["4,5%|4.5|4.5|%|eq|-", "3%|3|3|%|eq|-"]),
    ("trẻ dưới 1 tuổi giảm còn 12‰", ["1|1|1|tuổi|lt|-", "12|12|12|‰|eq|-"]),
    ("80%, 90%", ["80%|80|80|%|eq|-", "90%|90|90|%|eq|-"]),
    # names, dates and codes count nothing
    ("năm 2031 hộ nghèo", []),
    ("giai đoạn 2031 - 2035 huyện", []),
    ("theo Điều 5 xã", []),
    ("tháng 12 huyện", []),
    ("Dự án 2 xã", []),
    ("ngày 12/3/2031", []),
    ("Quyết định số 90/QĐ-TTg", []),
    ("mạng 5G", []),
    ("bụi PM2.5", []),
    ("mục 2.1.3 người", []),
    ("PHỤ LỤC 3", []),
]


@pytest.mark.parametrize(("printed", "value"), NUMBERS)
def test_numbers(printed: str, value: float) -> None:
    assert parse_number(printed) == value


@pytest.mark.parametrize("printed", NO_NUMBERS)
def test_no_numbers(printed: str) -> None:
    assert parse_number(printed) is None


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_quantities(text: str, expected: list[str]) -> None:
    low = lower(fold(text))
    found = [
        f"{text[q.at.start : q.at.end]}|{q.value_min:g}|{q.value_max:g}|{q.unit}|{q.comparator}|{q.per or '-'}"
        for q in find_quantities(low, 0, len(low))
    ]
    assert found == expected


def test_a_move_knows_where_it_comes_from() -> None:
    low = lower(fold("từ 4,5% (năm 2030) lên 6%"))
    first, second = find_quantities(low, 0, len(low))
    assert first.moves_on
    assert (second.origin, second.origin_year) == (4.5, 2030)


@given(st.integers(0, 10**9))
def test_whole_numbers_round_trip(value: int) -> None:
    assert parse_number(f"{value:,}".replace(",", ".")) == value
    assert parse_number(str(value)) == value


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_decimals_round_trip(whole: int, hundredths: int) -> None:
    printed = f"{whole:,}".replace(",", ".") + f",{hundredths:02}"
    assert parse_number(printed) == pytest.approx(whole + hundredths / 100)


@given(st.integers(0, 99999), st.sampled_from(["%", "hộ", "xã", "triệu đồng", "m²", "bộ dữ liệu"]))
def test_what_is_printed_is_read(value: int, unit: str) -> None:
    printed = f"{value:,}".replace(",", ".")
    low = lower(fold(f"đạt {printed} {unit}."))
    (found,) = find_quantities(low, 0, len(low))
    assert (found.value_min, found.unit) == (value, unit)
    assert low[found.at.start : found.at.end].startswith(printed)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    low = lower(fold(text))
    assert len(low) == len(text)
    last = 0
    for found in find_quantities(low, 0, len(low)):
        assert last <= found.at.start < found.at.end <= len(low)
        assert found.value_min <= found.value_max
        last = found.at.start


@given(st.text(alphabet="0123456789.,-–%/ đếnxuốglêhộtừáÎİ", max_size=60))
def test_any_digits_are_read(text: str) -> None:
    low = lower(fold(text))
    for found in find_quantities(low, 0, len(low)):
        assert 0 <= found.whole.start <= found.at.start < found.at.end <= len(low)
