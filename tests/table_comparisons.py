"""More tables in the manner of `table_forms`: columns that compare, parts of a year, rows for points in time."""

DIFFERENCE = (
    """
    TT | Chỉ tiêu | ĐVT | TH 2024 | Ước 2025 | KH 2026 | Tăng (+), giảm (-) so với 2025 | Tốc độ tăng (%)
    1 | Số hộ nghèo | Hộ | 1.200 | 1.000 | 850 | -150 | (15,0)
    2 | Đàn lợn | Con | 5.000 | 5.200 | 5.500 | +300 | 5,8
    """,
    """
    Số hộ nghèo | 1200 | hộ | 2024 | a
    Số hộ nghèo | 1000 | hộ | 2025 | a
    Số hộ nghèo | 850 | hộ | 2026 | t
    Số hộ nghèo | -150 | hộ | - | t
    Số hộ nghèo | -15 | % | - | t
    Đàn lợn | 5000 | con | 2024 | a
    Đàn lợn | 5200 | con | 2025 | a
    Đàn lợn | 5500 | con | 2026 | t
    Đàn lợn | 300 | con | - | t
    Đàn lợn | 5.8 | % | - | t
    """,
)
RATIO_WITHOUT_SIGN = (
    """
    TT | Chỉ tiêu | ĐVT | Năm 2024 | Năm 2026 | So sánh 2026/2024
    1 | Sản lượng lúa | tấn | 800 | 820 | 102,5
    2 | Đàn trâu | con | 500 | 450 | 90
    """,
    """
    Sản lượng lúa | 800 | tấn | 2024 | a
    Sản lượng lúa | 820 | tấn | 2026 | t
    Sản lượng lúa | 102.5 | % | 2026 | t
    Đàn trâu | 500 | con | 2024 | a
    Đàn trâu | 450 | con | 2026 | t
    Đàn trâu | 90 | % | 2026 | t
    """,
)
UNIT_BEHIND_TITLE = (
    """
    Phân kỳ vốn các năm (Đơn vị: tỷ đồng)
    Nguồn vốn | Tổng cộng | 2026 | 2027
    Ngân sách Trung ương | 600 | 300 | 300
    Tổng | 600 | 300 | 300
    """,
    """
    Ngân sách Trung ương | 600 | tỷ đồng | - | t
    Ngân sách Trung ương | 300 | tỷ đồng | 2026 | t
    Ngân sách Trung ương | 300 | tỷ đồng | 2027 | t
    Tổng | 600 | tỷ đồng | - | t
    Tổng | 300 | tỷ đồng | 2026 | t
    Tổng | 300 | tỷ đồng | 2027 | t
    """,
)
STILL_TO_DO = (
    """
    TT | Đơn vị | Số nhà được giao | Đã thực hiện đến 30/9/2025 | Còn phải thực hiện | Ghi chú
    1 | Xã Mẫu | 45 | 30 | 15 | 3 nhà chưa xong
    2 | Xã Thử | 20 | 20 | 0 |
    """,
    """
    Xã Mẫu | 45 | nhà | - | t
    Xã Mẫu | 30 | - | 2025 | a
    Xã Mẫu | 15 | - | - | t
    Xã Thử | 20 | nhà | - | t
    Xã Thử | 20 | - | 2025 | a
    Xã Thử | 0 | - | - | t
    """,
)
POINTS_IN_TIME = (
    """
    Thời điểm | Hộ nghèo | Hộ cận nghèo
    Đầu năm 2025 | 500 | 300
    Kế hoạch cuối năm 2026 | 350 | 250
    """,
    """
    Đầu năm 2025 | 500 | hộ | 2025 | a
    Đầu năm 2025 | 300 | hộ | 2025 | a
    Kế hoạch cuối năm 2026 | 350 | hộ | 2026 | t
    Kế hoạch cuối năm 2026 | 250 | hộ | 2026 | t
    """,
)
PARTS_OF_A_YEAR = (
    """
    TT | Chỉ tiêu | ĐVT | KH năm 2026 | Chia ra các quý | < | < | <
    ^ | ^ | ^ | ^ | I | II | III | IV
    1 | Thu ngân sách | tỷ đồng | 100 | 20 | 25 | 25 | 30
    """,
    """
    Thu ngân sách | 100 | tỷ đồng | 2026 | t
    Thu ngân sách | 20 | tỷ đồng | 2026 | t
    Thu ngân sách | 25 | tỷ đồng | 2026 | t
    Thu ngân sách | 25 | tỷ đồng | 2026 | t
    Thu ngân sách | 30 | tỷ đồng | 2026 | t
    """,
)
AGES_THAT_COUNT = (
    """
    TT | Xã, phường | Trẻ em dưới 5 tuổi | Tỷ lệ suy dinh dưỡng 2025 (%) | Mục tiêu năm 2026 (%)
    1 | Xã Mẫu | 350 | 12,5 | ≤ 11
    2 | Phường Thử | 410 | 9,2 | ≤ 8,5
    """,
    """
    Xã Mẫu | 350 | trẻ em | - | t
    Xã Mẫu | 12.5 | % | 2025 | t
    Xã Mẫu | ≤11 | % | 2026 | t
    Phường Thử | 410 | trẻ em | - | t
    Phường Thử | 9.2 | % | 2025 | t
    Phường Thử | ≤8.5 | % | 2026 | t
    """,
)
BY_CRITERION = (
    """
    TT | Tiêu chí | Mục tiêu đến năm 2030 | Cơ quan theo dõi
    1 | Tỷ lệ xã đạt chuẩn nông thôn mới | 80% | Sở Nông nghiệp và Môi trường
    2 | Số xã đạt chuẩn nâng cao | Ít nhất 35 xã | Sở Nông nghiệp và Môi trường
    3 | Quy hoạch chung | Đạt | Sở Xây dựng
    """,
    """
    Tỷ lệ xã đạt chuẩn nông thôn mới | 80 | % | 2030 | t
    Số xã đạt chuẩn nâng cao | ≥35 | xã | 2030 | t
    """,
)

CASES = {
    name.lower(): case
    for name, case in list(globals().items())
    if name.isupper() and isinstance(case, tuple) and len(case) == 2
}
