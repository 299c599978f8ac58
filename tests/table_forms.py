"""Tables of all the forms that plans use, with the figures that stand in them. All figures are invented.

In the tables below `<` is a cell merged with the one on its left, `^` one merged with the one above it; what stands
above the table is its caption. A fact is written `row | value | unit | year | kind`, with `≥` and the like before the
value and `..` inside a range.
"""

SOCIO_ECONOMIC = (
    """
    BIỂU 01: CÁC CHỈ TIÊU KINH TẾ - XÃ HỘI
    TT | Chỉ tiêu | ĐVT | Thực hiện 2024 | Ước TH 2025 | KH 2026 | So sánh KH 2026/Ước TH 2025 (%)
    A | B | 1 | 2 | 3 | 4 | 5=4/3
    I | KINH TẾ | | | | |
    1 | Thu ngân sách trên địa bàn | Tỷ đồng | 1.850,5 | 2.010 | 2.250 | 111,9
    2 | Sản lượng thủy sản | Tấn | 12.400 | 12.900 | 13.500 | 104,7
    II | XÃ HỘI | | | | |
    3 | Tỷ lệ hộ nghèo | % | 4,2 | 3,1 | ≤ 2,5 | -
    """,
    """
    Thu ngân sách trên địa bàn | 1850.5 | tỷ đồng | 2024 | a
    Thu ngân sách trên địa bàn | 2010 | tỷ đồng | 2025 | a
    Thu ngân sách trên địa bàn | 2250 | tỷ đồng | 2026 | t
    Thu ngân sách trên địa bàn | 111.9 | % | 2026 | t
    Sản lượng thủy sản | 12400 | tấn | 2024 | a
    Sản lượng thủy sản | 12900 | tấn | 2025 | a
    Sản lượng thủy sản | 13500 | tấn | 2026 | t
    Sản lượng thủy sản | 104.7 | % | 2026 | t
    Tỷ lệ hộ nghèo | 4.2 | % | 2024 | a
    Tỷ lệ hộ nghèo | 3.1 | % | 2025 | a
    Tỷ lệ hộ nghèo | ≤2.5 | % | 2026 | t
    """,
)
HALF_YEAR = (
    """
    Số TT | Nội dung | Đơn vị tính | KH năm 2025 | TH 6 tháng đầu năm 2025 | TH/KH (%) | Phấn đấu cả năm 2025
    01 | Số lớp tập huấn | lớp | 12 | 7 | 58,3 | 14
    02 | Số người được vay vốn | người | 1 200 | 640 | 53,3 | 1 250
    """,
    """
    Số lớp tập huấn | 12 | lớp | 2025 | t
    Số lớp tập huấn | 7 | lớp | 2025 | a
    Số lớp tập huấn | 58.3 | % | - | a
    Số lớp tập huấn | 14 | lớp | 2025 | t
    Số người được vay vốn | 1200 | người | 2025 | t
    Số người được vay vốn | 640 | người | 2025 | a
    Số người được vay vốn | 53.3 | % | - | a
    Số người được vay vốn | 1250 | người | 2025 | t
    """,
)
BUDGET_BY_SOURCE = (
    """
    Kinh phí thực hiện các dự án như sau:
    Đơn vị tính: triệu đồng
    TT | Nội dung | Tổng số | Trong đó | < | <
    ^ | ^ | ^ | Ngân sách trung ương | Ngân sách tỉnh | Vốn khác
    1 | Đường vào thôn Mẫu | 3.500 | 2.000 | 1.200 | 300
    2 | Nhà văn hóa | 850,5 | - | 850,5 | …
    | Tổng cộng | 4.350,5 | 2.000 | 2.050,5 | 300
    """,
    """
    Đường vào thôn Mẫu | 3500 | triệu đồng | - | t
    Đường vào thôn Mẫu | 2000 | triệu đồng | - | t
    Đường vào thôn Mẫu | 1200 | triệu đồng | - | t
    Đường vào thôn Mẫu | 300 | triệu đồng | - | t
    Nhà văn hóa | 850.5 | triệu đồng | - | t
    Nhà văn hóa | 850.5 | triệu đồng | - | t
    Tổng cộng | 4350.5 | triệu đồng | - | t
    Tổng cộng | 2000 | triệu đồng | - | t
    Tổng cộng | 2050.5 | triệu đồng | - | t
    Tổng cộng | 300 | triệu đồng | - | t
    """,
)
YEARS_UNDER_INDICATORS = (
    """
    STT | Địa bàn | Hộ nghèo | < | < | < | Hộ cận nghèo | <
    ^ | ^ | Số hộ | < | Tỷ lệ (%) | < | Số hộ | <
    ^ | ^ | 2024 | 2026 | 2024 | 2026 | 2024 | 2026
    1 | Xã Mẫu Một | 120 | 80 | 6,1 | 4,0 | 200 | 150
    2 | Xã Mẫu Hai | 95 | 60 | 5,5 | 3,2 | 140 | 100
    """,
    """
    Xã Mẫu Một | 120 | hộ | 2024 | a
    Xã Mẫu Một | 80 | hộ | 2026 | t
    Xã Mẫu Một | 6.1 | % | 2024 | a
    Xã Mẫu Một | 4 | % | 2026 | t
    Xã Mẫu Một | 200 | hộ | 2024 | a
    Xã Mẫu Một | 150 | hộ | 2026 | t
    Xã Mẫu Hai | 95 | hộ | 2024 | a
    Xã Mẫu Hai | 60 | hộ | 2026 | t
    Xã Mẫu Hai | 5.5 | % | 2024 | a
    Xã Mẫu Hai | 3.2 | % | 2026 | t
    Xã Mẫu Hai | 140 | hộ | 2024 | a
    Xã Mẫu Hai | 100 | hộ | 2026 | t
    """,
)
TRANSPOSED = (
    """
    Năm | Số hộ nghèo (hộ) | Tỷ lệ hộ nghèo (%) | Kinh phí (tr.đ)
    2024 | 1.200 | 5,1 | 800
    2026 | 900 | 3,9 | 1.000
    Cộng | | | 1.800
    """,
    """
    2024 | 1200 | hộ | 2024 | a
    2024 | 5.1 | % | 2024 | a
    2024 | 800 | triệu đồng | 2024 | a
    2026 | 900 | hộ | 2026 | t
    2026 | 3.9 | % | 2026 | t
    2026 | 1000 | triệu đồng | 2026 | t
    Cộng | 1800 | triệu đồng | - | t
    """,
)
YEAR_BESIDE_PLACE = (
    """
    Năm | Đơn vị | Số lao động được đào tạo
    2026 | Xã Mẫu Một | 150
    2026 | Xã Mẫu Hai | 170
    2027 | Xã Mẫu Một | 160
    """,
    """
    Xã Mẫu Một | 150 | lao động | 2026 | t
    Xã Mẫu Hai | 170 | lao động | 2026 | t
    Xã Mẫu Một | 160 | lao động | 2027 | t
    """,
)
GROUPS = (
    """
    (ĐVT: triệu đồng)
    Chương trình | Dự án | Năm 2026 | Năm 2027
    Hạ tầng | Dự án 1 | 500 | 700
    ^ | Dự án 2 | 300 | 350
    Sinh kế | Dự án 3 | 120 | 150
    Tổng | < | 920 | 1.200
    """,
    """
    Hạ tầng / Dự án 1 | 500 | triệu đồng | 2026 | t
    Hạ tầng / Dự án 1 | 700 | triệu đồng | 2027 | t
    Hạ tầng / Dự án 2 | 300 | triệu đồng | 2026 | t
    Hạ tầng / Dự án 2 | 350 | triệu đồng | 2027 | t
    Sinh kế / Dự án 3 | 120 | triệu đồng | 2026 | t
    Sinh kế / Dự án 3 | 150 | triệu đồng | 2027 | t
    Tổng | 920 | triệu đồng | 2026 | t
    Tổng | 1200 | triệu đồng | 2027 | t
    """,
)
BOUNDED = (
    """
    TT | Chỉ tiêu | Đơn vị | Đến năm 2028 | Đến năm 2030
    1 | Tỷ lệ dân số dùng nước sạch | % | ≥ 80 | Trên 90
    2 | Số hộ nghèo còn lại | hộ | dưới 500 | không quá 200
    3 | Thu nhập bình quân | triệu đồng/người/năm | 60 - 65 | 80 trở lên
    4 | Trường đạt chuẩn quốc gia | trường | khoảng 12 | ít nhất 15
    """,
    """
    Tỷ lệ dân số dùng nước sạch | ≥80 | % | 2028 | t
    Tỷ lệ dân số dùng nước sạch | >90 | % | 2030 | t
    Số hộ nghèo còn lại | <500 | hộ | 2028 | t
    Số hộ nghèo còn lại | ≤200 | hộ | 2030 | t
    Thu nhập bình quân | 60..65 | triệu đồng/người/năm | 2028 | t
    Thu nhập bình quân | ≥80 | triệu đồng/người/năm | 2030 | t
    Trường đạt chuẩn quốc gia | ~12 | trường | 2028 | t
    Trường đạt chuẩn quốc gia | ≥15 | trường | 2030 | t
    """,
)
CHANGES = (
    """
    TT | Xã | Số hộ nghèo năm 2024 | Số hộ nghèo năm 2025 | Tăng, giảm so với năm 2024 (%) | Ghi chú
    1 | Xã Mẫu Một | 80 | 60 | -25 | 2 hộ chuyển đi
    2 | Xã Mẫu Hai | 50 | 55 | 10 |
    3 | Xã Mẫu Ba | 40 | 30 | (25) |
    """,
    """
    Xã Mẫu Một | 80 | hộ | 2024 | a
    Xã Mẫu Một | 60 | hộ | 2025 | t
    Xã Mẫu Một | -25 | % | - | t
    Xã Mẫu Hai | 50 | hộ | 2024 | a
    Xã Mẫu Hai | 55 | hộ | 2025 | t
    Xã Mẫu Hai | 10 | % | - | t
    Xã Mẫu Ba | 40 | hộ | 2024 | a
    Xã Mẫu Ba | 30 | hộ | 2025 | t
    Xã Mẫu Ba | -25 | % | - | t
    """,
)
FOOTNOTES_AND_DOTS = (
    """
    Stt | Tên xã | Diện tích (ha) | Dân số (người) | Mật độ (người/km²)
    1. | Xã Mẫu Một | 1234.5 | 5.310(1) | 430,1
    2. | Xã Mẫu Hai | 1.020,75 | 4.800* | 470
    3. | Xã Mẫu Ba | 990 | 3 950 | 399[2]
    """,
    """
    Xã Mẫu Một | 1234.5 | ha | - | t
    Xã Mẫu Một | 5310 | người | - | a
    Xã Mẫu Một | 430.1 | người/km² | - | t
    Xã Mẫu Hai | 1020.75 | ha | - | t
    Xã Mẫu Hai | 4800 | người | - | a
    Xã Mẫu Hai | 470 | người/km² | - | t
    Xã Mẫu Ba | 990 | ha | - | t
    Xã Mẫu Ba | 3950 | người | - | a
    Xã Mẫu Ba | 399 | người/km² | - | t
    """,
)
DATES_AND_CODES = (
    """
    TT | Mã số | Nhiệm vụ | Ngày bắt đầu | Thời hạn | Kinh phí (triệu đồng)
    1 | 01.2 | Rà soát danh sách | 05/01/2026 | 30/6/2026 | 50
    2 | 01.3 | In tài liệu | 10/02/2026 | Quý III/2026 | 75,5
    """,
    """
    Rà soát danh sách | 50 | triệu đồng | - | t
    In tài liệu | 75.5 | triệu đồng | - | t
    """,
)
QUARTERS = (
    """
    Bảng 4. Kế hoạch mở lớp năm 2026 (ĐVT: lớp)
    Địa bàn | Cả năm | Quý I | Quý II | Quý III | Quý IV
    Xã Mẫu Một | 8 | 2 | 2 | 3 | 1
    Xã Mẫu Hai | 6 | 1 | 2 | 2 | 1
    """,
    """
    Xã Mẫu Một | 8 | lớp | 2026 | t
    Xã Mẫu Một | 2 | lớp | 2026 | t
    Xã Mẫu Một | 2 | lớp | 2026 | t
    Xã Mẫu Một | 3 | lớp | 2026 | t
    Xã Mẫu Một | 1 | lớp | 2026 | t
    Xã Mẫu Hai | 6 | lớp | 2026 | t
    Xã Mẫu Hai | 1 | lớp | 2026 | t
    Xã Mẫu Hai | 2 | lớp | 2026 | t
    Xã Mẫu Hai | 2 | lớp | 2026 | t
    Xã Mẫu Hai | 1 | lớp | 2026 | t
    """,
)
UNITS_IN_CELLS = (
    """
    TT | Mục tiêu | Hiện trạng 2024 | Mục tiêu 2030
    1 | Hộ dùng điện | 97,5% | 99%
    2 | Đường liên thôn được cứng hóa | 45 km | 60 km
    3 | Hợp tác xã hoạt động tốt | 6 hợp tác xã | 10 hợp tác xã
    """,
    """
    Hộ dùng điện | 97.5 | % | 2024 | a
    Hộ dùng điện | 99 | % | 2030 | t
    Đường liên thôn được cứng hóa | 45 | km | 2024 | a
    Đường liên thôn được cứng hóa | 60 | km | 2030 | t
    Hợp tác xã hoạt động tốt | 6 | hợp tác xã | 2024 | a
    Hợp tác xã hoạt động tốt | 10 | hợp tác xã | 2030 | t
    """,
)
CHILD_ROWS = (
    """
    Biểu số 2: Dự toán thu chi năm 2026
    Đơn vị: Triệu đồng
    STT | Chỉ tiêu | Dự toán năm 2025 | Ước thực hiện năm 2025 | Dự toán năm 2026
    A | TỔNG THU | 9.000 | 9.400 | 10.200
    1 | Thu nội địa | 6.000 | 6.300 | 7.000
    - | Thuế và phí | 4.000 | 4.200 | 4.600
    B | TỔNG CHI | 8.800 | 9.100 | 10.000
    """,
    """
    TỔNG THU | 9000 | triệu đồng | 2025 | t
    TỔNG THU | 9400 | triệu đồng | 2025 | a
    TỔNG THU | 10200 | triệu đồng | 2026 | t
    Thu nội địa | 6000 | triệu đồng | 2025 | t
    Thu nội địa | 6300 | triệu đồng | 2025 | a
    Thu nội địa | 7000 | triệu đồng | 2026 | t
    Thuế và phí | 4000 | triệu đồng | 2025 | t
    Thuế và phí | 4200 | triệu đồng | 2025 | a
    Thuế và phí | 4600 | triệu đồng | 2026 | t
    TỔNG CHI | 8800 | triệu đồng | 2025 | t
    TỔNG CHI | 9100 | triệu đồng | 2025 | a
    TỔNG CHI | 10000 | triệu đồng | 2026 | t
    """,
)
PHASES = (
    """
    TT | Chỉ tiêu | ĐVT | Giai đoạn 2021 - 2025 | Giai đoạn 2026 - 2030 | Trong đó | <
    ^ | ^ | ^ | ^ | ^ | Năm 2026 | Năm 2027
    1 | Nhà ở được sửa chữa | căn | 300 | 450 | 100 | 110
    2 | Tỷ lệ giải ngân | % | 92,5 | 95 | 95 | 96
    """,
    """
    Nhà ở được sửa chữa | 300 | căn | - | t
    Nhà ở được sửa chữa | 450 | căn | - | t
    Nhà ở được sửa chữa | 100 | căn | 2026 | t
    Nhà ở được sửa chữa | 110 | căn | 2027 | t
    Tỷ lệ giải ngân | 92.5 | % | - | t
    Tỷ lệ giải ngân | 95 | % | - | t
    Tỷ lệ giải ngân | 95 | % | 2026 | t
    Tỷ lệ giải ngân | 96 | % | 2027 | t
    """,
)
TOTAL_FIRST = (
    """
    Phụ lục: Phân bổ chỉ tiêu việc làm năm 2026 cho các địa phương
    TT | Địa phương | Số lao động có việc làm mới | Trong đó: đi làm việc ở nước ngoài
    | TOÀN TỈNH | 4.000 | 300
    1 | Huyện Quỳ Châu | 1.500 | 120
    2 | Huyện Kỳ Sơn | 2.500 | 180
    """,
    """
    TOÀN TỈNH | 4000 | lao động | 2026 | t
    TOÀN TỈNH | 300 | - | 2026 | t
    Huyện Quỳ Châu | 1500 | lao động | 2026 | t
    Huyện Quỳ Châu | 120 | - | 2026 | t
    Huyện Kỳ Sơn | 2500 | lao động | 2026 | t
    Huyện Kỳ Sơn | 180 | - | 2026 | t
    """,
)
SECTIONS_BY_YEAR = (
    """
    STT | Nội dung | ĐVT | Số lượng | Kinh phí (triệu đồng)
    I | Năm 2026 | | |
    1 | Xây cầu dân sinh | cầu | 3 | 2.400
    II | Năm 2027 | | |
    1 | Xây cầu dân sinh | cầu | 2 | 1.700
    """,
    """
    Xây cầu dân sinh | 3 | cầu | 2026 | t
    Xây cầu dân sinh | 2400 | triệu đồng | 2026 | t
    Xây cầu dân sinh | 2 | cầu | 2027 | t
    Xây cầu dân sinh | 1700 | triệu đồng | 2027 | t
    """,
)
ENDS_AND_STARTS = (
    """
    TT | Đơn vị | Đầu năm 2026 | < | Cuối năm 2026 (dự kiến) | <
    ^ | ^ | Số hộ | Tỷ lệ % | Số hộ | Tỷ lệ %
    1 | Bản Mẫu | 30 | 15,5 | 24 | 12,4
    2 | Bản Thử | 22 | 11,0 | 18 | 9,0
    """,
    """
    Bản Mẫu | 30 | hộ | 2026 | t
    Bản Mẫu | 15.5 | % | 2026 | t
    Bản Mẫu | 24 | hộ | 2026 | t
    Bản Mẫu | 12.4 | % | 2026 | t
    Bản Thử | 22 | hộ | 2026 | t
    Bản Thử | 11 | % | 2026 | t
    Bản Thử | 18 | hộ | 2026 | t
    Bản Thử | 9 | % | 2026 | t
    """,
)
RESULTS_OF_A_PLAN = (
    """
    TT | Nội dung | Kết quả thực hiện kế hoạch năm 2025 | Tỷ lệ đạt (%) | Nhiệm vụ năm 2026
    1 | Số mô hình sinh kế | 14 | 93,3 | 20
    2 | Số cuộc kiểm tra | 5 | 100 | 6
    """,
    """
    Số mô hình sinh kế | 14 | mô hình | 2025 | a
    Số mô hình sinh kế | 93.3 | % | - | t
    Số mô hình sinh kế | 20 | mô hình | 2026 | t
    Số cuộc kiểm tra | 5 | cuộc | 2025 | a
    Số cuộc kiểm tra | 100 | % | - | t
    Số cuộc kiểm tra | 6 | cuộc | 2026 | t
    """,
)
PLACES_ACROSS = (
    """
    TT | Chỉ tiêu | ĐVT | Toàn tỉnh | Huyện Quỳ Châu | Huyện Kỳ Sơn
    1 | Số thôn | thôn | 40 | 18 | 22
    2 | Tỷ lệ hộ nghèo | % | 20,5 | 15 | 25
    """,
    """
    Số thôn | 40 | thôn | - | t
    Số thôn | 18 | thôn | - | t
    Số thôn | 22 | thôn | - | t
    Tỷ lệ hộ nghèo | 20.5 | % | - | t
    Tỷ lệ hộ nghèo | 15 | % | - | t
    Tỷ lệ hộ nghèo | 25 | % | - | t
    """,
)
UNITS_BY_DITTO = (
    """
    TT | Cây trồng | ĐVT | Diện tích 2025 | Diện tích 2026
    1 | Lúa | ha | 1.500 | 1.450
    2 | Ngô | " | 800 | 850
    3 | Chè | -nt- | 120,5 | 140
    """,
    """
    Lúa | 1500 | ha | 2025 | t
    Lúa | 1450 | ha | 2026 | t
    Ngô | 800 | ha | 2025 | t
    Ngô | 850 | ha | 2026 | t
    Chè | 120.5 | ha | 2025 | t
    Chè | 140 | ha | 2026 | t
    """,
)
TITLE_INSIDE = (
    """
    PHÂN BỔ VỐN NĂM 2026 | < | < | <
    Đơn vị tính: tỷ đồng | < | < | <
    TT | Xã | Vốn đầu tư | Vốn sự nghiệp
    1 | Xã Mẫu Một | 1,5 | 0,4
    2 | Xã Mẫu Hai | 2 | 0,65
    """,
    """
    Xã Mẫu Một | 1.5 | tỷ đồng | 2026 | t
    Xã Mẫu Một | 0.4 | tỷ đồng | 2026 | t
    Xã Mẫu Hai | 2 | tỷ đồng | 2026 | t
    Xã Mẫu Hai | 0.65 | tỷ đồng | 2026 | t
    """,
)
TWO_UNITS_ABOVE = (
    """
    Biểu 7: Số hộ và số khẩu (đơn vị tính: hộ, người)
    TT | Thôn | Số hộ | Số khẩu
    1 | Thôn Mẫu | 150 | 612
    2 | Thôn Thử | 98 | 401
    """,
    """
    Thôn Mẫu | 150 | hộ | - | t
    Thôn Mẫu | 612 | khẩu | - | t
    Thôn Thử | 98 | hộ | - | t
    Thôn Thử | 401 | khẩu | - | t
    """,
)
UNITS_UNDER_HEADERS = (
    """
    TT | Địa bàn | Nhà ở | < | Vay vốn | <
    ^ | ^ | Xây mới | Sửa chữa | Số hộ | Dư nợ
    ^ | ^ | (nhà) | (nhà) | (hộ) | (triệu đồng)
    1 | Xã Mẫu Một | 12 | 20 | 40 | 2.000
    2 | Xã Mẫu Hai | 8 | 15 | 35 | 1.750
    """,
    """
    Xã Mẫu Một | 12 | nhà | - | t
    Xã Mẫu Một | 20 | nhà | - | t
    Xã Mẫu Một | 40 | hộ | - | t
    Xã Mẫu Một | 2000 | triệu đồng | - | t
    Xã Mẫu Hai | 8 | nhà | - | t
    Xã Mẫu Hai | 15 | nhà | - | t
    Xã Mẫu Hai | 35 | hộ | - | t
    Xã Mẫu Hai | 1750 | triệu đồng | - | t
    """,
)
NO_INDEX = (
    """
    Chỉ tiêu | 2024 | 2025 | 2026 | 2026/2025 (%)
    Tổng đàn trâu (con) | 9.100 | 9.000 | 8.950 | 99,4
    Sản lượng chè búp (tấn) | 410 | 430 | 460 | 107,0
    """,
    """
    Tổng đàn trâu (con) | 9100 | con | 2024 | a
    Tổng đàn trâu (con) | 9000 | con | 2025 | t
    Tổng đàn trâu (con) | 8950 | con | 2026 | t
    Tổng đàn trâu (con) | 99.4 | % | 2026 | t
    Sản lượng chè búp (tấn) | 410 | tấn | 2024 | a
    Sản lượng chè búp (tấn) | 430 | tấn | 2025 | t
    Sản lượng chè búp (tấn) | 460 | tấn | 2026 | t
    Sản lượng chè búp (tấn) | 107 | % | 2026 | t
    """,
)
ROADMAP = (
    """
    TT | Chỉ tiêu | Lộ trình thực hiện | < | <
    ^ | ^ | 2026 | 2028 | 2030
    1 | Tỷ lệ trạm y tế có bác sĩ (%) | 85 | 92,5 | 100
    2 | Số xã có chợ | 10 | 12 | 15
    """,
    """
    Tỷ lệ trạm y tế có bác sĩ (%) | 85 | % | 2026 | t
    Tỷ lệ trạm y tế có bác sĩ (%) | 92.5 | % | 2028 | t
    Tỷ lệ trạm y tế có bác sĩ (%) | 100 | % | 2030 | t
    Số xã có chợ | 10 | xã | 2026 | t
    Số xã có chợ | 12 | xã | 2028 | t
    Số xã có chợ | 15 | xã | 2030 | t
    """,
)
PLACES_WITH_INDICATORS = (
    """
    TT | Huyện | Chỉ tiêu | ĐVT | KH 2026
    1 | Huyện Quỳ Châu | Số lớp nghề | lớp | 4
    ^ | ^ | Số học viên | người | 120
    2 | Huyện Kỳ Sơn | Số lớp nghề | lớp | 6
    ^ | ^ | Số học viên | người | 180
    """,
    """
    Số lớp nghề | 4 | lớp | 2026 | t
    Số học viên | 120 | người | 2026 | t
    Số lớp nghề | 6 | lớp | 2026 | t
    Số học viên | 180 | người | 2026 | t
    """,
)

CASES = {
    name.lower(): case
    for name, case in list(globals().items())
    if name.isupper() and isinstance(case, tuple) and len(case) == 2
}
