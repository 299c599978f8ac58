"""The words that made plans are put together from: written for this project, every figure invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What plans of one kind are about.

    `title` names it; `targets` are sentences with `{value}` and `{year}`, each with the unit of its value and between
    which two numbers that lies; `rows` are the same for its table of targets. `aims`, `works`, and `verbs` with their
    `objects` are parts of sentences without figures; `bases` are numbers of acts that it rests on.
    """

    title: str
    targets: tuple[tuple[str, str, float, float], ...]
    aims: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    rows: tuple[tuple[str, str, float, float], ...]
    bases: tuple[str, ...]
    works: tuple[str, ...]


POVERTY = Subject(
    title="giảm nghèo bền vững",
    targets=(
        ("Phấn đấu đến cuối năm {year}, tỷ lệ hộ nghèo còn {value}%", "%", 1.5, 9.5),
        ("Tỷ lệ hộ cận nghèo giảm xuống còn {value}% vào cuối năm {year}", "%", 2.5, 9.9),
        ("Giải quyết việc làm cho {value} lao động trong năm {year}", "lao động", 120, 9800),
        ("Tỷ lệ người dân tham gia bảo hiểm y tế đạt {value}% vào năm {year}", "%", 85.5, 99.5),
        ("Tỷ lệ hộ nghèo sử dụng nước sinh hoạt hợp vệ sinh đạt {value}% vào năm {year}", "%", 80.5, 99.0),
        ("Tỷ lệ lao động qua đào tạo đạt {value}% vào năm {year}", "%", 40.5, 75.5),
        ("Hỗ trợ xây mới, sửa chữa {value} căn nhà cho hộ nghèo trong năm {year}", "căn nhà", 15, 1900),
        ("Giảm {value} hộ nghèo trong năm {year}", "hộ", 20, 4900),
        ("Xây dựng {value} mô hình giảm nghèo trong năm {year}", "mô hình", 2, 60),
    ),
    aims=(
        "nâng cao thu nhập và chất lượng cuộc sống của người nghèo",
        "bảo đảm người nghèo tiếp cận đầy đủ các dịch vụ xã hội cơ bản",
        "khơi dậy ý chí tự lực của hộ nghèo, hộ cận nghèo",
        "hạn chế tái nghèo và phát sinh nghèo mới trên địa bàn",
        "tạo sinh kế ổn định cho hộ mới thoát nghèo",
    ),
    verbs=(
        "rà soát, phân loại",
        "hướng dẫn, giúp đỡ",
        "tuyên truyền, vận động",
        "ưu tiên bố trí nguồn lực cho",
        "theo dõi, đôn đốc việc hỗ trợ",
        "nhân rộng cách làm hay của",
    ),
    objects=(
        "các hộ nghèo còn lao động nhưng thiếu vốn sản xuất",
        "các mô hình chăn nuôi gia súc ở vùng cao",
        "hộ cận nghèo có người khuyết tật",
        "các thôn có nhiều nhà ở dột nát",
        "lao động trẻ chưa qua đào tạo nghề",
        "các tổ tiết kiệm và vay vốn ở cơ sở",
        "hợp tác xã thu mua nông sản của người nghèo",
    ),
    rows=(
        ("Tỷ lệ hộ nghèo", "%", 1, 12),
        ("Tỷ lệ hộ cận nghèo", "%", 2, 12),
        ("Số hộ thoát nghèo", "hộ", 20, 3000),
        ("Tỷ lệ trẻ em suy dinh dưỡng thể thấp còi", "%", 10, 25),
        ("Nhà ở được hỗ trợ", "căn", 10, 900),
        ("Lao động được đào tạo nghề", "người", 50, 4000),
    ),
    bases=("90/QĐ-TTg", "27/2022/NĐ-CP", "55/2023/QĐ-TTg", "04/2022/TT-BLĐTBXH"),
    works=(
        "hỗ trợ phát triển sản xuất",
        "hỗ trợ nhà ở cho hộ nghèo",
        "giáo dục nghề nghiệp",
        "truyền thông giảm nghèo",
    ),
)
COUNTRYSIDE = Subject(
    title="xây dựng nông thôn mới",
    targets=(
        ("Phấn đấu có {value} xã đạt chuẩn nông thôn mới vào năm {year}", "xã", 2, 90),
        ("Có thêm {value} sản phẩm OCOP đạt từ 3 sao trở lên trong năm {year}", "sản phẩm", 3, 80),
        ("Cứng hóa {value} km đường giao thông nông thôn trong năm {year}", "km", 5, 300),
        ("Tỷ lệ hộ dân sử dụng nước sạch đạt {value}% vào năm {year}", "%", 55.5, 98.5),
        ("Tỷ lệ chất thải rắn sinh hoạt nông thôn được thu gom đạt {value}% vào năm {year}", "%", 60.5, 97.5),
        ("Thu nhập bình quân đầu người khu vực nông thôn đạt {value} triệu đồng vào năm {year}", "", 35, 95),
        ("Tỷ lệ che phủ rừng đạt {value}% vào năm {year}", "%", 35.5, 68.5),
    ),
    aims=(
        "xây dựng nông thôn sáng, xanh, sạch, đẹp",
        "phát triển kinh tế nông thôn gắn với chuyển đổi số",
        "giữ gìn bản sắc văn hóa và cảnh quan làng quê",
        "nâng chất lượng các tiêu chí đã đạt",
        "phát huy vai trò chủ thể của người dân",
    ),
    verbs=(
        "đầu tư, nâng cấp",
        "chỉnh trang, bảo vệ",
        "huy động người dân cùng xây dựng",
        "quản lý, vận hành",
        "lồng ghép nguồn vốn để hoàn thành",
        "kiểm tra, đánh giá",
    ),
    objects=(
        "đường trục thôn, ngõ xóm còn lầy lội",
        "công trình thủy lợi nhỏ sau mùa mưa lũ",
        "chợ trung tâm các xã vùng xa",
        "nhà văn hóa thôn chưa đủ chỗ ngồi",
        "điểm thu gom bao gói thuốc bảo vệ thực vật",
        "vùng trồng cây ăn quả tập trung",
        "trường học, trạm y tế xuống cấp",
    ),
    rows=(
        ("Xã đạt chuẩn nông thôn mới", "xã", 1, 30),
        ("Sản phẩm OCOP", "sản phẩm", 2, 50),
        ("Tỷ lệ hộ dùng nước sạch", "%", 50, 99),
        ("Đường thôn được cứng hóa", "km", 3, 200),
        ("Hợp tác xã hoạt động hiệu quả", "hợp tác xã", 2, 60),
    ),
    bases=("263/QĐ-TTg", "318/QĐ-TTg", "27/2022/NĐ-CP", "38/2023/NĐ-CP"),
    works=("hạ tầng giao thông", "nước sạch nông thôn", "phát triển sản phẩm OCOP", "bảo vệ môi trường nông thôn"),
)
DIGITAL = Subject(
    title="chuyển đổi số",
    targets=(
        ("Tỷ lệ hồ sơ thủ tục hành chính được nộp trực tuyến đạt {value}% vào năm {year}", "%", 55.5, 98.5),
        ("Tỷ lệ dân số trưởng thành có tài khoản định danh điện tử đạt {value}% vào năm {year}", "%", 50.5, 95.5),
        ("Kinh tế số chiếm {value}% GRDP vào năm {year}", "%", 8.5, 29.5),
        ("Phấn đấu {value}% hộ gia đình có đường truyền cáp quang vào năm {year}", "%", 60.5, 98.5),
        ("Tập huấn kỹ năng số cho {value} cán bộ, công chức trong năm {year}", "cán bộ", 50, 4000),
        ("Đưa {value} sản phẩm lên sàn thương mại điện tử trong năm {year}", "sản phẩm", 20, 900),
    ),
    aims=(
        "lấy người dân, doanh nghiệp làm trung tâm",
        "hình thành dữ liệu dùng chung đúng, đủ, sạch, sống",
        "bảo đảm an toàn thông tin mạng",
        "phổ cập kỹ năng số đến từng thôn, tổ dân phố",
        "đổi mới phương thức làm việc của cơ quan nhà nước",
    ),
    verbs=(
        "kết nối, chia sẻ",
        "số hóa, chuẩn hóa",
        "vận hành an toàn",
        "phổ biến, hướng dẫn sử dụng",
        "kiểm thử, nghiệm thu",
        "duy trì, nâng cấp",
    ),
    objects=(
        "cơ sở dữ liệu đất đai với các hệ thống một cửa",
        "hồ sơ lưu trữ của cơ quan cấp xã",
        "nền tảng học trực tuyến mở",
        "tổ công nghệ số cộng đồng ở các thôn",
        "hệ thống giám sát an toàn thông tin",
        "ứng dụng phản ánh hiện trường",
    ),
    rows=(
        ("Tỷ lệ hồ sơ trực tuyến", "%", 40, 99),
        ("Tài khoản định danh điện tử", "tài khoản", 900, 90000),
        ("Tổ công nghệ số cộng đồng", "tổ", 10, 900),
        ("Tỷ lệ phủ sóng 5G", "%", 10, 99),
    ),
    bases=("749/QĐ-TTg", "411/QĐ-TTg", "47/2020/NĐ-CP", "42/2022/NĐ-CP"),
    works=("hạ tầng số", "an toàn thông tin", "dữ liệu số", "đào tạo kỹ năng số"),
)
SUBJECTS = (POVERTY, COUNTRYSIDE, DIGITAL)

HOWS = (
    "bảo đảm công khai, dân chủ",
    "gắn với trách nhiệm của người đứng đầu",
    "đúng đối tượng, đúng tiến độ",
    "phù hợp điều kiện thực tế của từng địa bàn",
    "không để trùng lặp nội dung hỗ trợ",
    "tiết kiệm và hiệu quả",
    "có sự giám sát của cộng đồng",
    "theo thứ tự ưu tiên đã thống nhất",
    "tránh phô trương, hình thức",
)
REASONS = (
    "nhằm tạo chuyển biến rõ nét ngay từ đầu năm",
    "để người dân được biết, được bàn và được kiểm tra",
    "vì đây là khâu còn yếu của những năm trước",
    "làm cơ sở đánh giá thi đua cuối năm",
    "trên cơ sở kết quả đã đạt được",
    "góp phần ổn định tình hình ở cơ sở",
)
OPENINGS = (
    "Tiếp tục",
    "Tập trung",
    "Chủ động",
    "Thường xuyên",
    "Kịp thời",
    "Phối hợp",
    "Khẩn trương",
    "Tăng cường",
)
AGENCIES = {
    "province": (
        "Sở Tài chính",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
        "Sở Xây dựng",
        "Sở Thông tin và Truyền thông",
        "Sở Nội vụ",
        "Công an tỉnh",
    ),
    "district": (
        "Phòng Tài chính - Kế hoạch",
        "Phòng Y tế",
        "Phòng Giáo dục và Đào tạo",
        "Phòng Nội vụ",
        "Phòng Kinh tế và Hạ tầng",
        "Phòng Văn hóa và Thông tin",
    ),
    "commune": ("Công an xã", "Trạm Y tế xã", "Hội Nông dân xã", "Hội Liên hiệp Phụ nữ xã", "Đoàn Thanh niên xã"),
}
RESULTS = (
    "Công tác chỉ đạo được triển khai đồng bộ từ đầu năm, các cấp, các ngành đã bám sát nhiệm vụ được giao.",
    "Nhận thức của cán bộ và người dân có chuyển biến, nhiều hộ tự nguyện đăng ký tham gia.",
    "Một số đơn vị còn chậm trong khâu lập hồ sơ, phối hợp giữa các bộ phận chưa chặt chẽ.",
    "Địa hình chia cắt, thời tiết không thuận lợi đã ảnh hưởng đến tiến độ các công trình.",
    "Nguồn lực huy động ngoài ngân sách tăng dần, tuy vẫn chưa đáp ứng nhu cầu.",
    "Đội ngũ làm công tác ở cơ sở được kiện toàn, tập huấn nghiệp vụ thường xuyên.",
    "Việc kiểm tra, giám sát được duy trì, kịp thời tháo gỡ khó khăn phát sinh.",
)
PEOPLE = (
    "Nguyễn Văn Mẫu",
    "Trần Thị Ví Dụ",
    "Lê Văn Minh Họa",
    "Hoàng Thị Giả Định",
    "Vi Văn Thử",
    "Nông Văn Thí Dụ",
)
