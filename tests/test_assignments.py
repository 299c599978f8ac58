"""Assignments: who leads and who takes part, in sentences, under headings, behind labels and in tables."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractors.actors import outline
from extractors.assignments import find_assignments
from extractors.facts import Assignment
from extractors.offsets import Span
from extractors.reading import Block, Reading

Fact = tuple[str, str | None]


def assignments(text: str) -> list[Assignment]:
    return sorted(find_assignments(Reading.of_text(text)), key=lambda a: a.at)


def facts(text: str) -> list[Fact]:
    return [(a.role, a.agency) for a in assignments(text)]


def lead(*agencies: str | None) -> list[Fact]:
    return [("lead", a) for a in agencies]


def part(*agencies: str) -> list[Fact]:
    return [("coordinate", a) for a in agencies]


SENTENCES = [
    ("Các đơn vị gửi đề xuất về Sở Y tế tổng hợp, chủ trì, phối hợp với Sở Nội vụ trình UBND tỉnh.",
     lead("Sở Y tế") + part("Sở Nội vụ")),
    ("2. Sở Y tế\na) Khẩn trương chủ trì, phối hợp với Sở Nội vụ rà soát.", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("Phó Chủ tịch UBND tỉnh chủ trì cuộc họp nghe báo cáo tiến độ.", []),
    ("2. Vụ Kế hoạch - Tài chính\nChủ trì rà soát kinh phí.", lead("Vụ Kế hoạch - Tài chính")),
    ("Đề nghị Hội Nông dân Việt Nam phối hợp vận động.", part("Hội Nông dân Việt Nam")),
    ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát biên chế.", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("Sở Y tế chủ trì phối hợp với các cơ quan liên quan thực hiện.", lead("Sở Y tế")),
    ("2. Phòng LĐTBXH chủ trì, phối hợp Phòng Y tế, Hội Nông dân và các xã tổ chức.",
     lead("Phòng Lao động - Thương binh và Xã hội") + part("Phòng Y tế", "Hội Nông dân")),
    ("Giao Sở Xây dựng chủ trì tham mưu quy định mới.", lead("Sở Xây dựng")),
    ("Đề nghị UBMTTQ huyện chủ trì, phối hợp với các đoàn thể vận động.", lead("Ủy ban Mặt trận Tổ quốc")),
    ("Đề nghị Tòa án nhân dân tỉnh, Viện KSND tỉnh chủ trì rà soát các vụ án.",
     lead("Tòa án nhân dân", "Viện kiểm sát nhân dân")),
    ("Sở Nội vụ là cơ quan chủ trì đề án.", lead("Sở Nội vụ")),
    ("3. Phòng Nội vụ cơ quan chủ trì chương trình có trách nhiệm đôn đốc.", lead("Phòng Nội vụ")),
    ("Đề án do Sở Công Thương chủ trì được trình trong năm.", lead("Sở Công Thương")),
    ("Sở Tài chính chịu trách nhiệm chính về tiến độ giải ngân.", lead("Sở Tài chính")),
    ("Sở Y tế trên cơ sở đề nghị của các xã, chủ trì tổng hợp nhu cầu.", lead("Sở Y tế")),
    ("Công an tỉnh trực tiếp chủ trì các đợt kiểm tra.", lead("Công an")),
    ("Sở Giáo dục và Đào tạo có trách nhiệm chủ trì biên soạn tài liệu.", lead("Sở Giáo dục và Đào tạo")),
    ("Sở Nội vụ, Sở Tài chính chủ trì, phối hợp với Công an tỉnh thẩm định.",
     lead("Sở Nội vụ", "Sở Tài chính") + part("Công an")),
    ("Sở Y tế chủ trì, phối hợp chặt chẽ với Bảo hiểm xã hội tỉnh cấp thẻ.",
     lead("Sở Y tế") + part("Bảo hiểm xã hội")),
    ("Sở Y tế chủ trì, phối hợp với UBND các xã, phường rà soát.", lead("Sở Y tế")),
    ("Sở Y tế chủ trì, phối hợp chủ trì, phối hợp với Sở Nội vụ thực hiện.", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("Sở Y tế chủ trì xây dựng quy trình; chủ trì tập huấn cho các trạm.", lead("Sở Y tế")),
    ("Sở Y tế chủ trì, phối hợp với Phòng Văn hóa - Xã hội các xã và Hội Nông dân tổ chức thăm hộ.",
     lead("Sở Y tế") + part("Phòng Văn hóa - Xã hội", "Hội Nông dân")),
    ("Sở Y tế là cơ quan được UBND tỉnh giao chủ trì theo dõi.", lead("Sở Y tế")),
    ("Sở Y tế chủ trì, Sở Nội vụ và Công an tỉnh phối hợp thực hiện.",
     lead("Sở Y tế") + part("Sở Nội vụ", "Công an")),
    ("Phân công: Sở Y tế chủ trì; Sở Nội vụ, Công an tỉnh phối hợp.",
     lead("Sở Y tế") + part("Sở Nội vụ", "Công an")),
    ("Phối hợp với Hội Khuyến học trao học bổng.", part("Hội Khuyến học")),
    ("Hỗ trợ hộ thiếu vốn, phối hợp với Ngân hàng CSXH cho vay.", part("Ngân hàng Chính sách xã hội")),
    ("Sở Y tế phối hợp với Sở Nội vụ tham mưu kiện toàn.", part("Sở Y tế")),
    ("Văn phòng UBND tỉnh chủ trì, phối hợp các sở, ngành theo dõi.", lead("Văn phòng Ủy ban nhân dân")),
    ("Ngân hàng Chính sách xã hội huyện chủ trì cho vay ưu đãi.", lead("Ngân hàng Chính sách xã hội")),
    ("Đề nghị Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam chủ trì vận động.",
     lead("Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam")),
    ("Sở Nội vụ chủ trì, phối hợp với Sở Y tế (Chi cục Dân số), Công an tỉnh thẩm định.",
     lead("Sở Nội vụ") + part("Sở Y tế", "Công an")),
    ("Sở Nội vụ chủ trì, phối hợp vói Sở Y tế thẩm định.", lead("Sở Nội vụ") + part("Sở Y tế")),
    ("Trong 05 ngày, Phòng Kinh tế xã/Phòng Kinh tế, Hạ tầng và Đô thị phường phối hợp với Phòng Nội vụ rà soát.",
     part("Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị")),
    ("Căn cứ nhu cầu thực tế, Sở Y tế phối hợp với Sở Nội vụ điều chỉnh.", part("Sở Y tế")),
    ("Sở Y tế có trách nhiệm phối hợp với Sở Nội vụ điều động.", part("Sở Y tế")),
    ("Sở Y tế, Sở Nội vụ theo chức năng, nhiệm vụ được giao, phối hợp với Sở Tài chính thực hiện.",
     part("Sở Y tế", "Sở Nội vụ")),
    ("UBND tỉnh yêu cầu Sở Y tế phối hợp với Sở Nội vụ thực hiện.", part("Sở Y tế")),
    ("Tham mưu UBND tỉnh phối hợp với Bộ Y tế kiểm tra.", part("Bộ Y tế")),
    ("Công chức Văn hóa - XH chủ trì, phối hợp với Công chức kế toán chi trả.",
     lead("Công chức Văn hóa - Xã hội") + part("Công chức Kế toán")),
]  # fmt: skip

SENTENCES += [
    # the one body that answers for a task
    ("Sở Y tế là cơ quan đầu mối tổng hợp kết quả.", lead("Sở Y tế")),
    ("Sở Y tế làm đầu mối, phối hợp với Sở Nội vụ rà soát.", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("Giao Sở Nội vụ làm đầu mối theo dõi tiến độ.", lead("Sở Nội vụ")),
    ("1. Sở Y tế\na) Là đơn vị đầu mối tham mưu kế hoạch.", lead("Sở Y tế")),
]

NONE = [
    "Sở Y tế là đầu mối liên lạc của tỉnh.",
    "1. Sở Y tế\n- Làm đầu mối giải đáp thắc mắc của người bệnh.",
    "Các đơn vị đầu mối cử cán bộ tham gia.",
    "Các cơ quan, đơn vị chủ trì báo cáo kết quả.",
    "Góp ý cho đề án do các cơ quan khác chủ trì.",
    "theo đề nghị của cơ quan chủ trì",
    "Phát huy vai trò chủ trì của lực lượng tại chỗ.",
    "Triển khai các nhiệm vụ được giao chủ trì.",
    "Sở Y tế triển khai các nhiệm vụ được giao chủ trì.",
    "Xác định rõ cơ quan chủ trì, cơ quan phối hợp.",
    "Tăng cường công tác phối hợp giữa các ngành.",
    "Ban hành quy chế phối hợp liên ngành.",
    "Ông Trưởng đoàn chủ trì các buổi làm việc.",
    "Các sở, ngành phối hợp với cơ quan chủ trì thực hiện.",
    "Nơi nhận:\n- Sở Y tế (chủ trì);\n- Sở Nội vụ (phối hợp);",
    "",
]

HEADINGS = [
    ("1. Sở Y tế\na) Chủ trì khám sức khỏe cho người cao tuổi;", lead("Sở Y tế")),
    ("1. Sở Y tế:\n- Chủ trì, phối hợp với Sở Nội vụ rà soát;", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("**1. Sở Y tế**\n\nChủ trì triển khai nhiệm vụ tại mục III.", lead("Sở Y tế")),
    ("1. Sở Y tế: Chủ trì khám sức khỏe.", lead("Sở Y tế")),
    ("12. Cục Thống kê tỉnh: Phối hợp với Sở Nội vụ điều tra.", part("Cục Thống kê")),
    ("1. Sở Y tế\na) Phối hợp với Công an tỉnh quản lý đối tượng.", part("Sở Y tế")),
    ("1. Sở Y tế\na) Phối hợp chặt chẽ các lực lượng trực chốt.", part("Sở Y tế")),
    ("1. Báo và Phát thanh, Truyền hình tỉnh\nPhối hợp với các sở, ngành tuyên truyền.",
     part("Báo và Phát thanh, Truyền hình")),
    ("1. Sở Tài chính\na) Trên cơ sở đề xuất của các xã, chủ trì tổng hợp kinh phí.", lead("Sở Tài chính")),
    ("14. Đề nghị Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh\na) Phối hợp các đơn vị xét xử lưu động.",
     part("Viện kiểm sát nhân dân", "Tòa án nhân dân")),
    ("Điều 5. Trách nhiệm của Sở Tư pháp\n1. Chủ trì thẩm định dự thảo.", lead("Sở Tư pháp")),
    ("1. Phòng Nội vụ huyện (Cơ quan thường trực)\n- Chủ trì tổ chức thi tuyển.", lead("Phòng Nội vụ")),
    ("1. Sở Y tế (cơ quan đầu mối): Chủ trì tổng hợp.", lead("Sở Y tế")),
    ("1. Sở Y tế (Chi cục Dân số):\n- Chủ trì tổng hợp.", lead("Sở Y tế")),
    ("1. Các hội (Hội Nông dân, Hội Cựu chiến binh)\n- Phối hợp với UBND xã vận động.",
     part("Hội Nông dân", "Hội Cựu chiến binh")),
    ("Điều 4. Sở Nội vụ có trách nhiệm\n1. Chủ trì tổ chức thi tuyển.", lead("Sở Nội vụ")),
    ("1. Sở Nội vụ có trách nhiệm:\n- Chủ trì tổ chức thi tuyển.", lead("Sở Nội vụ")),
    ("2.1. Phòng Y tế xây dựng kế hoạch khám bệnh lưu động:\n- Chủ trì tiêm chủng.", lead("Phòng Y tế")),
    ("1. Sở Y tế\na) Theo dõi dịch bệnh; định kỳ chủ trì họp giao ban.", lead("Sở Y tế")),
    ("1. Sở Y tế\na) Công tác dự phòng\n- Chủ trì giám sát dịch.", lead("Sở Y tế")),
    ("1. Sở Y tế\n- Chủ trì giám sát dịch.\n2. Nhiệm vụ chung\n- Tuyên truyền rộng rãi.", lead("Sở Y tế")),
    ("3. Công chức Đô thị\n- Trực tiếp chủ trì mô hình vườn mẫu.", lead("Công chức Đô thị")),
    ("3. Cán bộ phụ trách lĩnh vực thủy lợi\n- Chủ trì nạo vét kênh.", lead("Cán bộ phụ trách lĩnh vực thủy lợi")),
    ("1. Các sở, ban, ngành, UBND các xã, phường\n- Phối hợp với Sở Nội vụ rà soát biên chế.",
     part("Ủy ban nhân dân các xã, phường", "Sở Nội vụ")),
    ("1. Cơ quan chủ trì dự án\n- Chủ trì lập dự toán.", []),
    # the heading is missing: its number is skipped, and what is left must not be given to the one before
    ("5. Sở Xây dựng: Chủ trì xóa nhà tạm.\na) Chủ trì cấp thẻ;\nb) Theo dõi.\n7. Sở Nội vụ: Chủ trì thi đua.",
     [*lead("Sở Xây dựng", None, "Sở Nội vụ")]),
    ("5. Sở Xây dựng\na) Chủ trì xóa nhà;\nb) Theo dõi.\na) Chủ trì cấp thẻ;\nb) Báo cáo.\n"
     "7. Sở Nội vụ\na) Chủ trì thi đua.",
     [*lead("Sở Xây dựng", None, "Sở Nội vụ")]),
    ("5. Sở Xây dựng\nPhối hợp với Sở Tư pháp.\na) Chủ trì cấp thẻ;\nb) Chủ trì kiểm kê.\n7. Sở Nội vụ\na) Theo dõi.",
     [*part("Sở Xây dựng"), *lead(None, None)]),
    ("5. Sở Xây dựng\nThực hiện các việc sau:\na) Chủ trì cấp thẻ.\n7. Sở Nội vụ\na) Theo dõi.", lead("Sở Xây dựng")),
    # the ground on which something is done is no task
    ("1. Sở Y tế\na) Căn cứ tình hình dịch, phối hợp với Sở Nội vụ điều động.", part("Sở Y tế")),
    ("1. Sở Y tế\nTheo chức năng, nhiệm vụ của đơn vị phối hợp chia sẻ số liệu.", part("Sở Y tế")),
    ("1. Sở Y tế\nCăn cứ chức năng, nhiệm vụ, chủ động phối hợp với các đơn vị.", part("Sở Y tế")),
    ("1. Sở Y tế\nCăn cứ mục tiêu đề ra, xây dựng dự toán, phối hợp các ngành.", []),
    ("1. UBND các xã, phường\na) Phối hợp với các đơn vị vận động.", part("Ủy ban nhân dân các xã, phường")),
    ("1. Sở Y tế\na) Trên cơ sở báo cáo của Sở Nội vụ, chủ trì bố trí biên chế.", lead("Sở Y tế")),
    ("4. Ông Giám đốc Trung tâm Y tế: Điều hành chung; chủ trì họp giao ban.", []),
    ("3. Phòng Nghiệp vụ Dược, Phòng Nội vụ (Sở Y tế) chủ trì kiểm kê thuốc.",
     lead("Phòng Nghiệp vụ Dược", "Phòng Nội vụ")),
    ("Giao Ban Tổ chức Huyện ủy chủ trì, phối hợp với UBKT Huyện ủy, Đảng ủy Công an huyện soát hồ sơ.",
     lead("Ban Tổ chức Huyện ủy") + part("Ủy ban Kiểm tra Huyện ủy", "Đảng ủy Công an")),
    ("Ban cán sự đảng UBND tỉnh chủ trì, phối hợp với Đảng đoàn HĐND tỉnh, Báo Đồi Thông.",
     lead("Ban cán sự đảng Ủy ban nhân dân") + part("Đảng đoàn Hội đồng nhân dân", "Báo Đồi Thông")),
    # behind a semicolon, partners of another task
    ("1. Sở Y tế\nChủ trì tiêm chủng; phối hợp với Hội Nông dân, Đoàn TNCS Hồ Chí Minh tỉnh vận động.",
     lead("Sở Y tế") + part("Sở Y tế", "Hội Nông dân", "Đoàn Thanh niên Cộng sản Hồ Chí Minh")),
    ("1. Sở Y tế chủ trì tiêm chủng. Chủ trì tổng hợp số liệu.", lead("Sở Y tế", "Sở Y tế")),
    ("5. Sở Xây dựng: Thực hiện các nhiệm vụ được giao.\na) Chủ trì xóa nhà tạm;\n6. Sở Nội vụ: Chủ trì thi đua.",
     lead("Sở Xây dựng", "Sở Nội vụ")),
]  # fmt: skip

LABELS = [
    ("- Đơn vị chủ trì: Sở Y tế.", lead("Sở Y tế")),
    ("*Đơn vị chủ trì tham mưu thực hiện: *Sở Tư pháp.", lead("Sở Tư pháp")),
    ("- Cơ quan chủ trì: Sở Nội vụ, Sở Giáo dục và Đào tạo.", lead("Sở Nội vụ", "Sở Giáo dục và Đào tạo")),
    ("- Bộ phận phối hợp: Công chức Tư pháp - Hộ tịch, Địa chính, kế toán; UBMTTQ; 5 bản.",
     part("Công chức Tư pháp - Hộ tịch", "Công chức Địa chính", "Công chức Kế toán", "Ủy ban Mặt trận Tổ quốc")),
    ("- Bộ phận phối hợp: Hội CCB, hội nông dân; Trường THCS",
     part("Hội Cựu chiến binh", "Hội Nông dân", "Trường THCS")),
    ("- Cơ quan phối hợp: Các ngành, đoàn thể", []),
    ("- Bộ phận chủ trì: Công chức Văn hóa - XH chủ trì, phối hợp với các ngành báo cáo UBND xã.",
     lead("Công chức Văn hóa - Xã hội")),
    ("- Bộ phận: Công chức kế toán chủ trì, phối hợp với các thôn.", lead("Công chức Kế toán")),
    ("- Bộ phận chủ trì: Cán bộ phụ trách lĩnh vực chăn nuôi, phối hợp với Hội Nông dân thực hiện.",
     lead("Cán bộ phụ trách lĩnh vực chăn nuôi") + part("Hội Nông dân")),
    ("- Đơn vị thực hiện: Sở Công Thương.", lead("Sở Công Thương")),
    ("Chủ trì: Sở Y tế; phối hợp: Sở Nội vụ, Công an tỉnh.", lead("Sở Y tế") + part("Sở Nội vụ", "Công an")),
    ("- Cơ quan chủ trì: Sở Y tế. Cơ quan phối hợp: Sở Nội vụ.", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("- Đơn vị phối hợp: Sở Tài chính; UBND các xã, phường.", part("Sở Tài chính", "Ủy ban nhân dân các xã, phường")),
    ("- Đơn vị thực hiện: Sở Y tế (chủ trì), Sở Nội vụ (phối hợp).", lead("Sở Y tế") + part("Sở Nội vụ")),
    ("- Đơn vị chủ trì: Đồng chí Phó Chủ tịch Thường trực.", lead("Phó Chủ tịch Thường trực")),
    ("- Chủ trì: Ông (bà) ………", []),
    ("- Cơ quan chủ trì, phối hợp: Sở Y tế; các sở, ngành.", lead("Sở Y tế")),
    ("- Cơ quan phối hợp: Trung tâm Dịch vụ việc làm tỉnh (Sở Nội vụ), Công an tỉnh.",
     part("Trung tâm Dịch vụ việc làm", "Công an")),
    ("b) Cơ quan phối hợp:\n- Sở Nội vụ;\n- Công an tỉnh.\nc) Sở Y tế", part("Sở Nội vụ", "Công an")),
    ("- Đơn vị phối hợp:\n+ Sở Nội vụ\n+ Hội Nông dân tỉnh, Công an tỉnh;\n- Kinh phí: Sở Tài chính",
     part("Sở Nội vụ", "Hội Nông dân", "Công an")),
    ("- Đơn vị phối hợp:\n- Thời gian: Quý I\n- Sở Nội vụ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES + HEADINGS + LABELS)
def test_assignments(text: str, expected: list[Fact]) -> None:
    assert sorted(facts(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("text", NONE)
def test_no_assignment(text: str) -> None:
    assert facts(text) == []


def table(*rows: tuple[str, ...]) -> Reading:
    """Return the reading of a table whose cells are one line each."""
    cells = [(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text]
    blocks, at = [], 0
    for row, col, text in cells:
        blocks.append(Block(Span(at, at + len(text)), table=0, row=row, col=col))
        at += len(text) + 1
    return Reading("\n".join(text for _, _, text in cells), blocks)


TABLES = [
    (
        [("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp"),
         ("1", "Xây dựng bản đồ số", "Sở KH&CN", "Sở Nội vụ; Công an tỉnh")],
        lead("Sở Khoa học và Công nghệ") + part("Sở Nội vụ", "Công an"),
    ),
    (
        [("TT", "Chỉ tiêu", "Chủ trì"),
         ("1", "Tỷ lệ hồ sơ số", "Sở Y tế chủ trì; các sở phối hợp"), ("2", "Khác", "Sở Nội vụ")],
        lead("Sở Y tế", "Sở Nội vụ"),
    ),
    ([("TT", "Nội dung", "Đơn vị thực hiện"), ("II", "", "Sở Y tế"), ("1", "Khám sàng lọc", "Sở Y tế")],
     lead("Sở Y tế")),
    ([("TT", "Nội dung", "Kinh phí"), ("1", "Sở Y tế chủ trì khám sàng lọc", "50")], lead("Sở Y tế")),
    ([("TT", "Nội dung", "Ghi chú"), ("1", "Chủ trì khám sàng lọc", "Sở Y tế")], []),
    ([("Trình tự", "Nội dung", "Đơn vị thực hiện"), ("Bước 1", "Nhận hồ sơ", "Sở Y tế")], []),
    ([("Nội dung", "Cơ quan chủ trì[1]"), ("Rà soát quy hoạch", "Sở Y tế")], lead("Sở Y tế")),
    ([("Nội dung", "Cơ quan chủ trì"), ("Rà soát", "Các sở, ngành")], []),
    ([("Nội dung", "Cơ quan chủ trì, phối hợp"), ("Tập huấn cho xã", "Sở Y tế (chủ trì); Sở Nội vụ (phối hợp)")],
     lead("Sở Y tế") + part("Sở Nội vụ")),
    ([("Nội dung", "Đơn vị thực hiện"), ("Tập huấn cho xã", "Chủ trì: Sở Y tế. Phối hợp: Sở Nội vụ; Công an tỉnh")],
     lead("Sở Y tế") + part("Sở Nội vụ", "Công an")),
    ([("Nội dung", "Chủ trì"), ("Đào tạo nghề", "UBND thành phố Vinh, UBND thành phố Thái Hòa")],
     lead("Ủy ban nhân dân thành phố", "Ủy ban nhân dân thành phố")),
    ([("Nội dung", "Phối hợp"), ("Đào tạo nghề", "Sở Nội vụ Sở Y tế; Đại học Vinh")],
     part("Sở Nội vụ", "Sở Y tế", "Đại học Vinh")),
    ([("Nội dung", "Chủ trì"), ("Tập huấn", "Sở Y tế, phối hợp với Sở Nội vụ")], lead("Sở Y tế") + part("Sở Nội vụ")),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_columns_of_tables(rows: list[tuple[str, ...]], expected: list[Fact]) -> None:
    assert [(a.role, a.agency) for a in sorted(find_assignments(table(*rows)), key=lambda a: a.at)] == expected


def test_a_cell_gives_its_row_as_task() -> None:
    reading = table(("TT", "Nhiệm vụ", "Chủ trì"), ("1", "Xây dựng bản đồ số", "Sở Nội vụ"))
    assert [a.task for a in find_assignments(reading)] == ["Xây dựng bản đồ số"]


def test_a_fact_stands_at_its_verb_or_at_the_name_of_the_partner() -> None:
    text = "1. Sở Y tế\na) Chủ trì, phối hợp với Sở Nội vụ rà soát."
    assert [text[a.at.start : a.at.end] for a in assignments(text)] == ["Chủ trì", "Sở Nội vụ"]


def test_the_task_is_the_rest_of_the_sentence() -> None:
    text = "1. Sở Y tế\na) Chủ trì rà soát trạm y tế. Báo cáo kết quả."
    assert [a.task for a in assignments(text)] == ["Chủ trì rà soát trạm y tế"]


def test_the_task_of_a_label_stands_above_it() -> None:
    text = "- Tổ chức hội thi tay nghề.\nĐơn vị chủ trì: Sở Nội vụ."
    assert [a.task for a in assignments(text)] == ["Tổ chức hội thi tay nghề"]


PROJECTS = [
    ("1. Dự án 4: Dạy nghề\n1.1. Tiểu dự án 1: Trường lớp\n- Đơn vị chủ trì: Sở Nội vụ", "Dự án 4 / Tiểu dự án 1"),
    ("2. Dự án 3: Sản xuất\n*Tiểu dự án 1: Nông nghiệp*\na) Phân công\n- Đơn vị chủ trì: Sở Nội vụ",
     "Dự án 3 / Tiểu dự án 1"),
    ("1. Dự án 2: Mô hình\na) Phân công:\nSở Nội vụ chủ trì thực hiện.", "Dự án 2"),
    ("1. Dự án 2: Mô hình\n2. Tổ chức thực hiện\na) Sở Nội vụ chủ trì thực hiện.", None),
    ("5.5. Dự án 7: Giám sát\n5.1. Tiểu dự án 2: Đánh giá\nSở Nội vụ chủ trì.", "Dự án 7 / Tiểu dự án 2"),
    ("1. Sở Y tế\n- Chủ trì thực hiện Tiểu dự án 2 thuộc Dự án 3.", "Dự án 3 / Tiểu dự án 2"),
    ("1. Sở Y tế\n- Chủ trì thực hiện Dự án 1, Dự án 2.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "project"), PROJECTS)
def test_projects(text: str, project: str | None) -> None:
    assert [a.project for a in assignments(text)] == [project]


TASKS = [
    # who acts is told, what is done stands before it or above it
    ("1. Dự án nước sạch\na) Phân công thực hiện\nSở Y tế chủ trì, phối hợp các cơ quan liên quan tổ chức thực hiện.",
     "Dự án nước sạch"),
    ("Xây 12 km đường thôn; sửa 3 cầu. Phòng Kinh tế chủ trì thực hiện.", "Xây 12 km đường thôn; sửa 3 cầu"),
    ("2. Nước sạch: Đấu nối nước cho 400 hộ nghèo. Sở Y tế chịu trách nhiệm chính.",
     "Nước sạch: Đấu nối nước cho 400 hộ nghèo"),
    ("1. Y tế\nSở Y tế chủ trì triển khai Kế hoạch.", "chủ trì triển khai Kế hoạch"),
    ("Sở Y tế chủ trì, phối hợp với các xã tổ chức thực hiện.", "chủ trì, phối hợp với các xã tổ chức thực hiện"),
    ("Sở Y tế chủ trì thực hiện tiêm chủng.", "chủ trì thực hiện tiêm chủng"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "task"), TASKS)
def test_tasks(text: str, task: str) -> None:
    assert [a.task for a in assignments(text)] == [task]


def test_partners_of_a_bare_sentence_have_its_task() -> None:
    found = assignments("Đào 40 ao nuôi cá nước ngọt. Phòng Kinh tế chủ trì; Hội Nông dân phối hợp thực hiện.")
    assert {a.task for a in found} == {"Đào 40 ao nuôi cá nước ngọt"}
    assert len(found) == 2


def test_the_project_of_a_table_s_row_holds_for_the_parts_below_it() -> None:
    reading = table(
        ("TT", "Tên dự án", "Cơ quan chủ trì", "Nội dung"),
        ("1", "Dự án 4: Việc làm", "Sở Nội vụ", "Mở lớp dạy nghề cho người nghèo"),
        ("2", "- Tiểu dự án 2: Sàn giao dịch", "Sở Công Thương", "Dựng trang tìm việc cho lao động"),
        ("3", "Việc khác", "Sở Y tế", "Khám sức khỏe cho người lao động"),
    )
    found = sorted(find_assignments(reading), key=lambda a: a.at)
    assert [a.project for a in found] == ["Dự án 4", "Dự án 4 / Tiểu dự án 2", None]


def test_a_lost_heading_is_marked() -> None:
    text = "5. Sở Xây dựng: Chủ trì xóa nhà tạm.\na) Cấp thẻ;\n7. Sở Nội vụ: Thi đua."
    assert [line.lost for line in outline(Reading.of_text(text))] == [False, True, False]


def test_recipients_have_no_duties() -> None:
    text = "Nơi nhận:\n- Sở Y tế (chủ trì);\n- Lưu: VT."
    assert [line.recipient for line in outline(Reading.of_text(text))] == [True, True, True]


def test_the_component_writes_its_span_group() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("kehoach_assignments")
    doc = nlp("Sở Y tế chủ trì rà soát.")
    assert [s.text for s in doc.spans["assignments"]] == ["chủ trì"]


PIECES = st.sampled_from(
    [
        *("1. ", "5. ", "7. ", "a) ", "b) ", "- ", "\n", ": ", ", ", ". ", "; ", "Sở Y tế", "UBND các xã"),
        *("chủ trì", "Chủ trì ", "phối hợp với ", "Đơn vị chủ trì: ", "được giao ", "là cơ quan "),
        *("Dự án 4", "Tiểu dự án 1", "Nơi nhận:"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=16).map("".join))
def test_it_reads_any_text(text: str) -> None:
    for fact in assignments(text):
        assert 0 <= fact.at.start < fact.at.end <= len(text)
        assert fact.role in ("lead", "coordinate")


@pytest.mark.shared
def test_every_named_leader_of_a_real_plan_is_in_its_text(shared: Path) -> None:
    path = next((shared / "plans" / "seeds").glob("004*.txt"))
    found = assignments(path.read_text("utf8"))
    assert sum(a.role == "lead" for a in found) >= 10
    assert sum(a.agency is None for a in found) >= 1
