"""A thousand plans of one province, its districts and communes, made up: what a comparison of levels has to read.

The units are real (`rules/places.csv`), every figure is invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from rules import read_csv

PROVINCE = "20"
YEARS = range(2021, 2026)

_PLAN = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{head}\tĐộc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND\t{seat}, ngày {day:02} tháng 01 năm {year}

KẾ HOẠCH
Giảm nghèo bền vững {unit} năm {year}

Thực hiện Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ, Ủy ban nhân dân {unit} ban hành Kế hoạch:

I. KẾT QUẢ NĂM {before}
Cuối năm {before}, tỷ lệ hộ nghèo còn {rate_before}%.

II. MỤC TIÊU NĂM {year}
1. Giảm tỷ lệ hộ nghèo xuống còn {rate}%.
2. Tỷ lệ hộ cận nghèo giảm còn {near}%.
3. Tỷ lệ hộ sử dụng nước sạch đạt từ {water}% trở lên.
4. Tỷ lệ người dân tham gia bảo hiểm y tế đạt {insured}%.
5. Tỷ lệ lao động qua đào tạo đạt trên {trained}%.
6. Giải quyết việc làm cho {jobs} lao động.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def write_plans(folder: Path, seed: int = 1) -> int:
    """Write the plans into `folder` and return how many there are; the same seed gives the same plans."""
    choose = random.Random(seed)
    count = 0
    for place, (name, seat) in enumerate(_units()):
        for year in YEARS:
            rates = [f"{choose.uniform(low, high):.2f}".replace(".", ",") for low, high in _RANGES]
            said = dict(zip(("rate_before", "rate", "near", "water", "insured", "trained"), rates, strict=True))
            text = _PLAN.format(
                head=name.upper(), number=place + 1, seat=seat, day=choose.randint(2, 28), year=year, unit=name,
                before=year - 1, jobs=choose.randint(20, 900), **said,
            )  # fmt: skip
            (folder / f"{place:03}-{year}.txt").write_text(text, "utf8")
            count += 1
    return count


_RANGES = ((8, 12), (4, 8), (5, 9), (85, 99), (90, 99), (40, 70))


def _units() -> Iterator[tuple[str, str]]:
    """Yield the province, its districts and their communes as of 2024: the name as a plan has it, and the seat."""
    rows = [row for row in read_csv("places") if row["valid_to"] == "2025-06-30" or not row["valid_to"]]
    (province,) = (row for row in rows if row["level"] == "province" and row["code"] == PROVINCE)
    districts = {row["code"]: row["name"] for row in rows if row["parent_code"] == PROVINCE and len(row["code"]) == 3}
    yield f"tỉnh {province['name']}", province["name"]
    kinds = {row["code"]: row["kind"] for row in rows if row["code"] in districts}
    for code, name in districts.items():
        yield f"{kinds[code]} {name}", name
    for row in rows:
        if row["parent_code"] in districts:
            above = f"{kinds[row['parent_code']]} {districts[row['parent_code']]}"
            yield f"{row['kind']} {row['name']}, {above}, tỉnh {province['name']}", row["name"]
