"""Times that cannot be kept are told; times of the past, of other years and of other duties are not. All made up."""

from __future__ import annotations

import pytest

from tests.audited import HEAD, audited, told

TASKS = "I. NHIỆM VỤ\n{}\nII. TỔ CHỨC THỰC HIỆN\n1. Giao Phòng Lao động theo dõi."


@pytest.mark.parametrize(
    ("duties", "found"),
    [
        pytest.param(
            ["1. Các xã gửi danh sách hộ nghèo về huyện trước ngày 30/11/2023."],
            [("deadline_before_issue", "trước ngày 30/11/2023")],
            id="a day of the year before",
        ),
        pytest.param(
            ["1. Phòng Nội vụ hoàn thành việc kiện toàn Ban chỉ đạo trước ngày 15 tháng 02 năm 2024."],
            [("deadline_before_issue", "trước ngày 15 tháng 02 năm 2024")],
            id="a day of the month of issue",
        ),
        pytest.param(
            ["1. Hoàn thành việc rà soát quy hoạch trong quý IV/2023."],
            [("deadline_before_issue", "trong quý IV/2023")],
            id="a quarter",
        ),
        pytest.param(
            [
                "1. UBND huyện giao chỉ tiêu trồng rừng cho từng xã, xong trước ngày 05 tháng 12.",
                "2. Phòng Nông nghiệp tham mưu giao chỉ tiêu trồng rừng cụ thể của huyện cho UBND xã trước ngày 10 "
                "tháng 12.",
            ],
            [("two_deadlines", "trước ngày 10 tháng 12")],
            id="targets handed out twice",
        ),
        pytest.param(
            [
                "1. UBND các xã tổ chức rà soát hộ nghèo, xong trước ngày 20 tháng 11.",
                "2. UBND xã căn cứ kết quả rà soát, xây dựng kế hoạch giảm nghèo trước ngày 10 tháng 11.",
            ],
            [("due_before_base", "trước ngày 10 tháng 11")],
            id="a plan before its survey",
        ),
        pytest.param(
            [
                "1. UBND các xã hoàn thành việc khảo sát nhu cầu nước sạch trước ngày 20/6/2024.",
                "2. UBND cấp xã trên cơ sở khảo sát, lập kế hoạch cấp nước. Kế hoạch cấp nước của xã hoàn thành "
                "trước ngày 15/6/2024.",
            ],
            [("due_before_base", "hoàn thành trước ngày 15/6/2024")],
            id="said again in another sentence",
        ),
        pytest.param(
            [
                "1. UBND huyện hoàn thành việc lập kế hoạch trồng rừng trước ngày 20/11/2024.",
                "2. UBND huyện căn cứ kế hoạch, phân bổ chỉ tiêu trồng rừng trước ngày 10/11/2024.",
            ],
            [("due_before_base", "trước ngày 10/11/2024")],
            id="targets before the plan",
        ),
        pytest.param(
            [
                "1. UBND các xã tổ chức kiểm tra việc trồng rừng, xong trước ngày 20/11/2024.",
                "2. UBND xã trên cơ sở kết quả kiểm tra, tổ chức tổng kết trước ngày 10/11/2024.",
            ],
            [("due_before_base", "trước ngày 10/11/2024")],
            id="summed up before it is inspected",
        ),
        pytest.param(
            [
                "1. UBND các xã báo cáo kết quả về Phòng Nội vụ trước ngày 15/12/2024.",
                "2. Phòng Nội vụ tổng hợp, báo cáo UBND huyện trước ngày 10/12/2024.",
            ],
            [("report_before_reports", "trước ngày 10/12/2024")],
            id="a report before those from below",
        ),
    ],
)
def test_what_cannot_be_kept(duties: list[str], found: list[tuple[str, str]]) -> None:
    assert told(TASKS.format("\n".join(duties))) == found


@pytest.mark.parametrize(
    "duties",
    [
        pytest.param(["1. Gửi danh sách trước ngày 30/11/2024."], id="to come"),
        pytest.param(["1. Gửi danh sách trước ngày 26/02/2024."], id="the day of issue"),
        pytest.param(["1. Hoàn thành trong tháng 02 năm 2024."], id="the month of issue"),
        pytest.param(["1. Báo cáo kết quả trước ngày 15/01 hằng năm."], id="every year"),
        pytest.param(["1. Gửi danh sách trước ngày 15 tháng 01."], id="no year"),
        pytest.param(["1. Huyện đã hoàn thành việc xây trường trước ngày 30/11/2023."], id="done"),
        pytest.param(["1. Số hộ nghèo tính đến ngày 31/12/2023 là 120 hộ."], id="counted on a day"),
        pytest.param(["1. Hộ có đăng ký thường trú trước ngày 01/01/2023 được vay vốn."], id="those who are meant"),
        pytest.param(["1. Quyết toán các công trình hoàn thành trước ngày 31/12/2023."], id="works that are meant"),
        pytest.param(["1. Xử lý hồ sơ tồn đọng nộp trước ngày 30/6/2023."], id="files that are meant"),
        pytest.param(["1. Chuyển nguồn vốn giao trước ngày 31/12/2023 sang năm 2024."], id="money that is meant"),
        pytest.param(["1. Báo cáo năm 2023 gửi trước ngày 15/12/2023."], id="a report on the year before"),
        pytest.param(["1. Đối tượng sinh trước ngày 01/01/2005 được hỗ trợ."], id="born before"),
        pytest.param(
            ["1. Kết quả thực hiện năm 2023", "a) Các xã hoàn thành rà soát trước ngày 15/11/2023."],
            id="told of the past",
        ),
        pytest.param(
            [
                "1. UBND tỉnh giao chỉ tiêu trồng rừng cho các huyện trước ngày 05 tháng 12.",
                "2. UBND huyện giao chỉ tiêu trồng rừng cho các xã trước ngày 20 tháng 12.",
            ],
            id="handed out to others",
        ),
        pytest.param(
            [
                "1. UBND huyện giao chỉ tiêu trồng rừng cho các xã trước ngày 05 tháng 12.",
                "2. UBND huyện giao chỉ tiêu thu ngân sách cho các xã trước ngày 20 tháng 12.",
            ],
            id="other targets",
        ),
        pytest.param(
            [
                "1. UBND huyện giao chỉ tiêu trồng rừng đợt 1 cho các xã trước ngày 05 tháng 4.",
                "2. UBND huyện giao chỉ tiêu trồng rừng đợt 2 cho các xã trước ngày 20 tháng 8.",
            ],
            id="two rounds",
        ),
        pytest.param(
            [
                "1. UBND huyện giao chỉ tiêu trồng rừng cho các xã năm 2024 trước ngày 05/4/2024.",
                "2. UBND huyện giao chỉ tiêu trồng rừng cho các xã năm 2025 trước ngày 20/12/2024.",
            ],
            id="two years",
        ),
        pytest.param(
            [
                "1. UBND huyện giao chỉ tiêu trồng rừng cho các xã trước ngày 05 tháng 12.",
                "2. Các xã thực hiện chỉ tiêu trồng rừng được giao trước ngày 20 tháng 12.",
            ],
            id="what was handed out",
        ),
        pytest.param(
            [
                "1. UBND các xã tổ chức rà soát hộ nghèo, xong trước ngày 05 tháng 11.",
                "2. UBND xã căn cứ kết quả rà soát, xây dựng kế hoạch giảm nghèo trước ngày 10 tháng 11.",
            ],
            id="in order",
        ),
        pytest.param(
            [
                "1. UBND huyện tổ chức rà soát hộ nghèo, xong trước ngày 20 tháng 11.",
                "2. UBND xã căn cứ kết quả rà soát, xây dựng kế hoạch giảm nghèo trước ngày 10 tháng 11.",
            ],
            id="bodies of two levels",
        ),
        pytest.param(
            [
                "1. UBND các xã tổ chức rà soát hộ nghèo, xong trước ngày 20 tháng 11.",
                "2. UBND xã xây dựng kế hoạch phòng cháy trước ngày 10 tháng 11.",
            ],
            id="a plan that builds on nothing",
        ),
        pytest.param(
            [
                "1. UBND các xã xây dựng kế hoạch rà soát hộ nghèo trước ngày 20 tháng 11.",
                "2. UBND xã căn cứ kết quả rà soát, xây dựng kế hoạch giảm nghèo trước ngày 10 tháng 11.",
            ],
            id="the plan of the survey",
        ),
        pytest.param(
            [
                "1. UBND các xã tổ chức rà soát hộ nghèo, xong trước ngày 20/11/2024.",
                "2. UBND xã căn cứ kết quả rà soát, xây dựng kế hoạch giảm nghèo trước ngày 10 tháng 01.",
            ],
            id="a day of no certain year",
        ),
        pytest.param(
            [
                "1. UBND các xã báo cáo kết quả về Phòng Nội vụ trước ngày 05/12/2024.",
                "2. Phòng Nội vụ tổng hợp, báo cáo UBND huyện trước ngày 10/12/2024.",
            ],
            id="reports in order",
        ),
        pytest.param(
            [
                "1. UBND các xã báo cáo kết quả về Phòng Tài chính trước ngày 15/12/2024.",
                "2. Phòng Nội vụ tổng hợp, báo cáo UBND huyện trước ngày 10/12/2024.",
            ],
            id="a report to another body",
        ),
        pytest.param(
            [
                "1. UBND các xã báo cáo năm về Phòng Nội vụ trước ngày 15/12/2024.",
                "2. Phòng Nội vụ tổng hợp, báo cáo quý gửi UBND huyện trước ngày 10/12/2024.",
            ],
            id="a report on another period",
        ),
        pytest.param(
            [
                "1. UBND các xã báo cáo kết quả về Phòng Nội vụ trước ngày 15/12/2024.",
                "2. Phòng Nội vụ tổng hợp, báo cáo UBND huyện trước ngày 10/6/2024.",
            ],
            id="a report of half a year before",
        ),
    ],
)
def test_what_is_not_told(duties: list[str]) -> None:
    assert told(TASKS.format("\n".join(duties))) == []


def test_a_paper_whose_day_is_missing_may_be_of_any_day_of_its_month() -> None:
    head = HEAD.replace("ngày 26 tháng", "ngày    tháng")
    duties = "1. Gửi danh sách trước ngày 10/02/2024.\n2. Gửi báo cáo trước ngày 20/01/2024."
    kinds = [kind for kind, _ in told(TASKS.format(duties), head=head)]
    assert kinds == ["missing_issue_day", "deadline_before_issue"]


def test_what_is_told_of_a_time() -> None:
    (row,) = audited(TASKS.format("1. Các xã gửi danh sách về huyện trước ngày 30/11/2023."))
    assert row["severity"] == "error"
    assert (
        row["message"]
        == 'the time set ("trước ngày 30/11/2023") had passed when the document was issued (26/02/2024)'
    )
    assert "đã qua khi văn bản được ban hành (26/02/2024)" in row["message_vi"]
