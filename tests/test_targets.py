"""Targets: sentences written for the tests, with invented figures, and what each states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts import Target
from extractors.reading import Reading
from extractors.targets import find_targets

AIMS = "II. MỤC TIÊU CỤ THỂ"
TASKS = "III. NHIỆM VỤ, GIẢI PHÁP"
SITUATION = "I. TÌNH HÌNH THỰC HIỆN NĂM 2031"

# Sentence and what it states: value unit comparator basis direction per kind year indicator ("-" for None).
UNDER_AIMS = [
    # said once of several values
    (
        "- Tỷ số tử vong mẹ giảm còn 33/100.000 trẻ đẻ sống vào năm 2033 và dưới 30/100.000 vào năm 2036.",
        "33 /100.000 trẻ đẻ sống eq level down - target 2033 maternal_mortality"
        " | 30 /100.000 trẻ đẻ sống lt level down - target 2036 maternal_mortality",
    ),
    (
        "- Giảm số giờ làm việc nhà của nữ còn 1,9 lần vào năm 2033 và 1,5 lần vào năm 2036 so với nam.",
        "1.9 lần eq level down - target 2033 unpaid_care_hours_ratio"
        " | 1.5 lần eq level down - target 2036 unpaid_care_hours_ratio",
    ),
    (
        "- Trồng mới tối thiểu 82 ha rừng, trong đó rừng keo 31 ha, rừng quế 5 ha; khoanh nuôi tái sinh 60 ha.",
        "82 ha ge level - - target - forest_planting | 31 ha eq level - - target - new_planting"
        " | 5 ha eq level - - target - new_planting | 60 ha eq level - - target - forest_regeneration",
    ),
    # the year behind is that of the next value
    (
        "- Đến năm 2033 đạt 61% và đến cuối năm 2036 đạt 74% hộ dân sử dụng nước sạch.",
        "61 % eq level - - target 2033 clean_water | 74 % eq level - - target 2036 clean_water",
    ),
    ("- Giảm 45% số vụ tai nạn giao thông so năm 2031.", "45 % eq change down - target - traffic_accidents"),
    (
        "- Tỷ lệ nợ xấu dưới 2,5% tổng số nợ; số vụ tai nạn giao thông giảm 10% mỗi năm.",
        "2.5 % lt level - - target - bad_debt_ratio | 10 % eq change down year target - traffic_accidents",
    ),
    # units and verbs
    ("- Hằng năm hỗ trợ từ 3 đến 6 ý tưởng khởi nghiệp.", "3..6 ý tưởng range level - year target - startups"),
    ("- Cho vay ưu đãi 640 lượt hộ nghèo.", "640 lượt hộ eq level - - target - credit_access"),
    ("- Nâng hạng 02 sản phẩm OCOP lên 4 sao.", "2 sản phẩm eq level - - target - ocop_4_star_products"),
    ("- Thời gian lưu trú bình quân 2,3 ngày/khách.", "2.3 ngày/khách eq level - - target - length_of_stay"),
    ("- Xã đạt trên 780 điểm/1.000 điểm.", "780 điểm gt level - - target - -"),
    (
        "- Thu dịch vụ môi trường rừng đạt 12,5 tỷ đồng.",
        "12.5 tỷ đồng eq level - - target - forest_environment_service_revenue",
    ),
    (
        "- Tỷ suất sinh ở vị thành niên giảm từ 27 ca sinh/1.000 phụ nữ xuống 19 ca sinh/1.000 phụ nữ.",
        "27 ca sinh/1.000 phụ nữ eq level down - actual - adolescent_birth_rate"
        " | 19 ca sinh/1.000 phụ nữ eq level down - target - adolescent_birth_rate",
    ),
    # levels
    ("- Phấn đấu đến năm 2034 tỷ lệ hộ nghèo còn 2,4%.", "2.4 % eq level down - target 2034 poverty_rate"),
    ("- Tỷ lệ hộ nghèo toàn huyện còn dưới 3% vào cuối năm 2034.", "3 % lt level down - target 2034 poverty_rate"),
    ("- Giảm tỷ lệ hộ cận nghèo xuống còn 1,15%.", "1.15 % eq level down - target - near_poverty_rate"),
    ("- Kéo giảm tỷ lệ hộ nghèo xuống dưới 4,5%.", "4.5 % lt level down - target - poverty_rate"),
    ("- Tỷ lệ lao động qua đào tạo đạt 66,5%.", "66.5 % eq level - - target - trained_workforce"),
    (
        "- Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ đạt tối thiểu 31%.",
        "31 % ge level - - target - certified_workforce",
    ),
    ("- Nâng tỷ lệ bao phủ bảo hiểm y tế lên 96,2% dân số.", "96.2 % eq level up - target - health_insurance"),
    ("- 98% hộ nghèo được hỗ trợ thẻ bảo hiểm y tế.", "98 % eq level - - target - health_insurance"),
    ("- Ít nhất 85% hộ dân nông thôn sử dụng nước sạch.", "85 % ge level - - target - clean_water"),
    ("- Trên 77% hộ gia đình có nhà tiêu hợp vệ sinh.", "77 % gt level - - target - sanitation"),
    ("- Khoảng 60% người dân có điện thoại thông minh.", "60 % approx level - - target - smartphone_users"),
    (
        "- Tỷ lệ suy dinh dưỡng thấp còi ở trẻ em dưới 5 tuổi không quá 16%.",
        "16 % le level - - target - child_stunting",
    ),
    ("- Tỷ lệ che phủ rừng duy trì 41,3%.", "41.3 % eq level - - target - forest_cover"),
    ("- Từ 92% trẻ em trở lên đi học đúng độ tuổi.", "92 % ge level - - target - school_attendance"),
    ("- Tỷ lệ hộ sử dụng nước hợp vệ sinh đạt từ 95% trở lên.", "95 % ge level - - target - clean_water"),
    ("- Tỷ lệ thất nghiệp khu vực thành thị dưới 2,9 %.", "2.9 % lt level - - target - urban_unemployment"),
    ("- Tỷ lệ hài lòng của người dân đạt 90 - 92%.", "90..92 % range level - - target - citizen_satisfaction"),
    ("- Mức độ hài lòng của doanh nghiệp từ 88% đến 91%.", "88..91 % range level - - target - citizen_satisfaction"),
    (
        "- Ít nhất vào năm 2033 đạt 44% xã nông thôn mới nâng cao.",
        "44 % ge level - - target 2033 advanced_new_rural_communes",
    ),
    ("- 100% cán bộ làm công tác giảm nghèo được tập huấn.", "100 % eq level - - target - staff_trained"),
    ("- 75% số trường học đạt chuẩn quốc gia.", "75 % eq level - - target - schools_national_standard"),
    ("- Tỷ lệ đô thị hóa đạt trên 38%.", "38 % gt level - - target - urbanisation_rate"),
    ("- Kinh tế số chiếm khoảng 22% GRDP.", "22 % approx level - - target - digital_economy_share"),
    ("- 80% hồ sơ thủ tục hành chính được nộp trực tuyến.", "80 % eq level - - target - online_public_services"),
    ("- Phân đầu đến năm 2033 có 70% thôn có nhà văn hóa.", "70 % eq level - - target 2033 cultural_houses"),
    ("- Có 55 phần trăm lao động tham gia bảo hiểm xã hội.", "55 % eq level - - target - social_insurance"),
    ("- Tỷ lệ giải ngân vốn đầu tư công đạt 95%.", "95 % eq level - - target - public_investment_disbursement"),
    # changes
    ("- Tỷ lệ hộ nghèo giảm 1,3%/năm.", "1.3 % eq change down year target - poverty_rate"),
    ("- Bình quân mỗi năm giảm tỷ lệ hộ nghèo từ 1-1,5%.", "1..1.5 % range change down year target - poverty_rate"),
    ("- Tỷ lệ hộ nghèo giảm bình quân 2,25% trở lên.", "2.25 % ge change down year target - poverty_rate"),
    (
        "- Tỷ lệ hộ nghèo người dân tộc thiểu số giảm trên 4%/năm.",
        "4 % gt change down year target - poverty_rate_ethnic_minority",
    ),
    ("- Giảm 45% số cặp tảo hôn.", "45 % eq change down - target - child_marriage"),
    ("- Thu nhập của hộ nghèo tăng 12-14%/năm.", "12..14 % range change up year target - household_income"),
    ("- Năng suất lao động tăng bình quân 6,8%/năm.", "6.8 % eq change up year target - labour_productivity"),
    ("- Tổng mức bán lẻ hàng hóa tăng trên 11%.", "11 % gt change up - target - retail_sales"),
    (
        "- Hằng năm, số vụ tai nạn giao thông giảm từ 5% trở lên.",
        "5 % ge change down year target - traffic_accidents",
    ),
    ("- Tăng thêm ít nhất 15% số nhóm trẻ.", "15 % ge change up - target - preschool_groups"),
    (
        "- Giảm tỷ lệ hộ nghèo trên địa bàn huyện bình quân 0,8% mỗi năm.",
        "0.8 % eq change down year target - poverty_rate",
    ),
    ("- Giảm 10% số vụ bạo lực gia đình so với năm 2030.", "10 % eq change down - target - domestic_violence"),
    ("- Tốc độ tăng trưởng GRDP đạt 9,5%.", "9.5 % eq change up - target - grdp_growth"),
    ("- Tỷ lệ tăng dân số tự nhiên dưới 0,95%.", "0.95 % lt level - - target - population_growth"),
    # from one value to another
    (
        "- Giảm tỷ lệ hộ nghèo từ 5,6% xuống còn 3,1%.",
        "5.6 % eq level down - actual - poverty_rate | 3.1 % eq level down - target - poverty_rate",
    ),
    (
        "- Nâng tỷ lệ lao động qua đào tạo từ 58% lên 64% vào năm 2034.",
        "58 % eq level up - actual - trained_workforce | 64 % eq level up - target 2034 trained_workforce",
    ),
    (
        "- Giảm từ 27 hộ xuống 19 hộ nghèo.",
        "27 hộ eq level down - actual - poor_households | 19 hộ eq level down - target - poor_households",
    ),
    # counts
    ("- Phấn đấu giảm khoảng 410 hộ nghèo.", "410 hộ approx change down - target - poor_households"),
    ("- Phấn đấu tối thiểu 900 hộ nghèo được hỗ trợ nhà ở.", "900 hộ ge level - - target - housing_support"),
    ("- Xây dựng, nhân rộng 07 mô hình giảm nghèo.", "7 mô hình eq level - - target - poverty_reduction_models"),
    ("- Giải quyết việc làm mới cho 2.300 lao động.", "2300 lao động eq level - - target - jobs_created"),
    (
        "- Mỗi năm giải quyết việc làm cho 1.200 - 1.400 người.",
        "1200..1400 người range level - year target - jobs_created",
    ),
    ("- Có khoảng 140 lao động đi làm việc ở nước ngoài.", "140 lao động approx level - - target - workers_abroad"),
    (
        "- Đưa từ 60-75 người lao động đi làm việc ở nước ngoài theo hợp đồng.",
        "60..75 người range level - - target - workers_abroad",
    ),
    ("- Thành lập mới ít nhất 9 hợp tác xã.", "9 hợp tác xã ge level - - target - cooperatives"),
    ("- Công nhận thêm 14 sản phẩm OCOP.", "14 sản phẩm eq change up - target - ocop_products"),
    ("- Trồng mới 350 ha rừng phòng hộ.", "350 ha eq level - - target - forest_planting"),
    ("- Có thêm 03 xã đạt chuẩn nông thôn mới.", "3 xã eq change up - target - new_rural_communes"),
    ("- Đón 1,4 triệu lượt khách du lịch.", "1.4 triệu lượt khách eq level - - target - tourist_arrivals"),
    ("- Đạt 31 giường bệnh/vạn dân.", "31 giường bệnh/vạn dân eq level - - target - hospital_beds_per_10000"),
    ("- Tổng tỷ suất sinh đạt 2,05 con/phụ nữ.", "2.05 con/phụ nữ eq level - - target - total_fertility_rate"),
    (
        "- Tỷ số giới tính khi sinh dưới 111 bé trai/100 bé gái.",
        "111 bé trai/100 bé gái lt level - - target - sex_ratio_at_birth",
    ),
    ("- Diện tích nhà ở bình quân đạt 24 m²/người.", "24 m²/người eq level - - target - housing_area"),
    ("- Đảm bảo diện tích nhà ở tối thiểu từ 9m²/ người trở lên.", "9 m²/người ge level - - target - housing_area"),
    ("- Sản lượng lương thực đạt 84.500 tấn.", "84500 tấn eq level - - target - crop_output"),
    ("- Mỗi năm phát triển từ 06 bộ dữ liệu mở.", "6 bộ dữ liệu ge level - year target - open_datasets"),
    ("- Hoàn thành 640 căn hộ nhà ở xã hội.", "640 căn hộ eq level - - target - social_housing"),
    ("- Kết nạp 45 đảng viên.", "45 đảng viên eq level - - target - party_members"),
    ("- Tổ chức 12 lớp tập huấn cho cán bộ thôn.", "12 lớp eq level - - target - training_courses"),
    (
        "- Giải quyết việc làm tăng thêm cho 1.000 lao động/năm.",
        "1000 lao động eq level - year target - jobs_created",
    ),
    ("- Tuổi thọ trung bình đạt 75,8 tuổi.", "75.8 tuổi eq level - - target - life_expectancy"),
    ("- Giảm số hộ nghèo có 03 con trở lên.", ""),
    ("- Thu nhập bình quân đầu người tăng gấp 1,6 lần.", "1.6 lần eq change up - target - income_per_capita"),
    ("- GRDP tăng 10,5%.", "10.5 % eq change up - target - grdp_growth"),
    (
        "- Giảm 120 hộ nghèo (tương đương 0,4%).",
        "120 hộ eq change down - target - poor_households | 0.4 % eq change down - target - poverty_rate",
    ),
    (
        "- Xây dựng 02 trường học, 15 phòng học.",
        "2 trường học eq level - - target - schools_built | 15 phòng eq level - - target - classrooms",
    ),
    (
        "- Đưa 80 người đi làm việc ở nước ngoài, gấp 1,3 lần năm 2029.",
        "80 người eq level - - target - workers_abroad | 1.3 lần eq change up - target - workers_abroad",
    ),
    # money aimed at
    (
        "- Thu nhập bình quân đầu người đạt 72 triệu đồng/người/năm.",
        "72 triệu đồng/người/năm eq level - year target - income_per_capita",
    ),
    ("- Tổng thu ngân sách trên địa bàn đạt 1.150 tỷ đồng.", "1150 tỷ đồng eq level - - target - budget_revenue"),
    ("- Kim ngạch xuất khẩu đạt trên 420 triệu USD.", "420 triệu usd gt level - - target - export_turnover"),
    # several in one clause
    (
        "- 82% dân cư nông thôn được dùng nước hợp vệ sinh và 100% dân cư thị trấn được cấp nước sạch.",
        "82 % eq level - - target - clean_water | 100 % eq level - - target - clean_water",
    ),
    (
        "- 93% hộ nghèo sử dụng nước sinh hoạt hợp vệ sinh; ít nhất 78% hộ nghèo sử dụng nhà tiêu hợp vệ sinh.",
        "93 % eq level - - target - clean_water | 78 % ge level - - target - sanitation",
    ),
    (
        "- Tỷ lệ hộ nghèo giảm 2%, tỷ lệ hộ cận nghèo giảm 1%.",
        "2 % eq change down - target - poverty_rate | 1 % eq change down - target - near_poverty_rate",
    ),
    (
        "- Giảm 30% số cặp tảo hôn, giảm 40% số cặp hôn nhân cận huyết thống.",
        "30 % eq change down - target - child_marriage | 40 % eq change down - target - consanguineous_marriage",
    ),
    (
        "- Có khoảng 170 lao động đi làm việc ở nước ngoài (trong đó phấn đấu có 6% hộ nghèo).",
        "170 lao động approx level - - target - workers_abroad | 6 % eq level - - target - workers_abroad",
    ),
    (
        "- Đến năm 2033, tỷ lệ hộ nghèo còn 4%; tỷ lệ hộ cận nghèo còn 3%.",
        "4 % eq level down - target 2033 poverty_rate | 3 % eq level down - target 2033 near_poverty_rate",
    ),
    (
        "- Đến năm 2033 có 200 công trình xanh. Trong đó, Hà Nội có tối thiểu 60 công trình.",
        "200 công trình eq level - - target 2033 green_buildings"
        " | 60 công trình ge level - - target 2033 green_buildings",
    ),
    (
        "- Đến năm 2031 đạt 45%, đến năm 2035 đạt 70% dân số có hồ sơ sức khỏe điện tử.",
        "45 % eq level - - target 2031 electronic_health_records"
        " | 70 % eq level - - target 2035 electronic_health_records",
    ),
    # conditions beside aims
    (
        "- Tỷ lệ hộ nghèo tại các xã có tỷ lệ hộ nghèo cao trên 35% giảm từ 5% trở lên.",
        "5 % ge change down - target - poverty_rate",
    ),
    ("- Tỷ lệ dân số từ 15 tuổi trở lên có tài khoản ngân hàng đạt 83%.", "83 % eq level - - target - bank_accounts"),
    ("- 65% phụ nữ mang thai được tầm soát ít nhất 4 loại bệnh.", "65 % eq level - - target - prenatal_screening"),
    ("- 100% khu công nghiệp có tối thiểu 2 trạm phát sóng 5G.", "100 % eq level - - target - mobile_5g_coverage"),
    ("- 74% hộ nghèo có ít nhất 01 lao động có việc làm bền vững.", "74 % eq level - - target - job_support"),
    ("- 90% trẻ từ 24 tháng đến 36 tháng tuổi được đến nhà trẻ.", "90 % eq level - - target - preschool_access"),
    # under the verb of the value before
    (
        "- Giảm ít nhất 6% biên chế và tối thiểu 9% viên chức hưởng lương.",
        "6 % ge change down - target - staff_reduction | 9 % ge change down - target - staff_reduction",
    ),
    (
        "- Hình thành ít nhất 12 hợp tác xã kiểu mới, 04 hợp tác xã công nghệ cao.",
        "12 hợp tác xã ge level - - target - cooperatives | 4 hợp tác xã ge level - - target - cooperatives",
    ),
    (
        "- Có thêm 04 xã đạt chuẩn nông thôn mới, 02 xã đạt chuẩn nông thôn mới nâng cao.",
        "4 xã eq change up - target - new_rural_communes | 2 xã eq change up - target - advanced_new_rural_communes",
    ),
    # what lasts, criteria that are met, a share that is cut
    ("- Thời gian lưu trú bình quân của khách đạt 2,6 ngày.", "2.6 ngày eq level - - target - length_of_stay"),
    (
        "- Thời gian chờ đợi tại bộ phận một cửa tối đa 20 phút.",
        "20 phút le level - - target - administrative_procedure_time",
    ),
    ("- Mỗi xã tăng ít nhất 02 tiêu chí.", "2 tiêu chí ge change up - target - new_rural_criteria"),
    (
        "- Tối thiểu 15% thủ tục hành chính được cắt giảm.",
        "15 % ge change down - target - administrative_procedures_cut",
    ),
    (
        "- Tốc độ tăng tỷ số giới tính khi sinh dưới 0,4 điểm %.",
        "0.4 điểm % lt change up - target - sex_ratio_at_birth",
    ),
    ("- 85% tàu cá từ 15 m trở lên lắp thiết bị giám sát.", "85 % eq level - - target - fishing_vessels_monitored"),
    # each of several has its own name
    (
        "- Nông, lâm nghiệp và thủy sản tăng 4%, khu vực công nghiệp - xây dựng tăng 11%, khu vực dịch vụ tăng 9%.",
        "4 % eq change up - target - agriculture_growth | 11 % eq change up - target - industry_construction_growth"
        " | 9 % eq change up - target - services_growth",
    ),
    (
        "- Tổng thu ngân sách phấn đấu đạt 2.300 tỷ đồng, trong đó thu từ xuất nhập khẩu 90 tỷ đồng.",
        "2300 tỷ đồng eq level - - target - budget_revenue | 90 tỷ đồng eq level - - target - customs_revenue",
    ),
    # rates
    (
        "- Tỷ số tử vong mẹ giảm từ 47 xuống còn 41/100.000 trẻ đẻ sống.",
        "47 /100.000 trẻ đẻ sống eq level down - actual - maternal_mortality"
        " | 41 /100.000 trẻ đẻ sống eq level down - target - maternal_mortality",
    ),
    ("- Tỷ suất tử vong trẻ em dưới 1 tuổi còn 13,6‰.", "13.6 ‰ eq level down - target - infant_mortality"),
    ("- Nâng tổng số xã đạt chuẩn nông thôn mới lên 19 xã.", "19 xã eq level up - target - new_rural_communes"),
    # no number, or none that is aimed at
    ("- Không còn hộ nghèo ở nhà tạm.", "0 hộ eq level - - target - temporary_housing"),
    ("- Hoàn thành 08 chỉ tiêu được giao.", ""),
    ("- Thực hiện 05 dự án thành phần của Chương trình.", ""),
    ("- Triển khai trong 06 tháng đầu năm.", ""),
    ("- Ban hành trước ngày 15/3/2031 theo Quyết định số 12/2029/QĐ-TTg.", ""),
    ("- Hỗ trợ tối đa nguồn lực cho hộ nghèo.", ""),
    ("- Hỗ trợ người nghèo vượt mức sống tối thiểu năm 2031.", ""),
    ("- Mức hỗ trợ bằng 70% chi phí mua con giống.", ""),
]
UNDER_TASKS = [
    ("- Chuyển đổi 35 ha đất lúa sang cây trồng khác.", "35 ha eq level - - target - -"),
    ("- Hằng năm nâng chỉ số PCI từ 1 đến 3 bậc.", "1..3 bậc range change up year target - governance_ranking"),
    ("- Cho vay kịp thời; nợ quá hạn dưới 0,4% tổng dư nợ.", "0.4 % lt level - - target - overdue_debt_rate"),
    (
        '- Mặt trận vận động Quỹ "Vì người nghèo" năm 2033 đạt từ 450 triệu đồng trở lên.',
        "450 triệu đồng ge level - - target 2033 fund_for_the_poor",
    ),
    ("- Vận động Quỹ khuyến học 450 triệu đồng cho các trường.", "450 triệu đồng eq level - - target - -"),
    ("- Bảo đảm 100% xóm có hệ thống truyền thanh hoạt động.", "100 % eq level - - target - loudspeaker_coverage"),
    (
        "- Phấn đấu tỷ trọng đào tạo các ngành STEM đạt tối thiểu 27%.",
        "27 % ge level - - target - stem_training_share",
    ),
    (
        "- Phấn đấu đến năm 2032 xây dựng được 15 mô hình sinh kế.",
        "15 mô hình eq level - - target 2032 poverty_reduction_models",
    ),
    ("- Đến năm 2033, tỷ lệ thu gom rác thải nhựa đạt 92%.", "92 % eq level - - target 2033 plastic_waste"),
    (
        "- Tổ chức 14 lớp dạy nghề; cấp 60 con dê giống.",
        "14 lớp eq level - - target - vocational_training | 60 con eq level - - target - livestock",
    ),
    (
        "- Diện tích gieo trồng cả năm đạt 37,5 nghìn ha; sản lượng lúa cả năm 162.000 tấn.",
        "37.5 nghìn ha eq level - - target - sown_area | 162000 tấn eq level - - target - crop_output",
    ),
    ("- Tỷ lệ thôn đạt chuẩn văn hóa 87%.", "87 % eq level - - target - cultural_villages"),
    ("- Thu gom, xử lý 75% chất thải rắn sinh hoạt.", "75 % eq level - - target - solid_waste_collection"),
    ("- Cấp phát 3.600 bơm kim tiêm.", "3600 bơm kim tiêm eq level - - target - syringes_distributed"),
    (
        "- Nạo vét 17 công trình với khối lượng khoảng 82.000 m3.",
        "17 công trình eq level - - target - - | 82000 m3 approx level - - target - -",
    ),
    ("- Củng cố 23 tổ hợp tác.", "23 tổ hợp tác eq level - - target - cooperative_groups"),
    ("- Lắp 40 camera tại các ngã tư.", "40 camera eq level - - target - surveillance_cameras"),
    ("- Phấn đấu 03 xã đạt tiêu chí quốc gia về y tế.", "3 xã eq level - - target - commune_health_standard"),
    ("- Tổng mức bán lẻ hàng hóa đạt 38.400 tỷ đồng.", "38400 tỷ đồng eq level - - target - retail_sales"),
    (
        "- Tổ chức 04 chiến dịch truyền thông; 320 buổi nói chuyện chuyên đề.",
        "4 chiến dịch eq level - - target - - | 320 buổi eq level - - target - -",
    ),
    (
        "- Bố trí kinh phí bảo đảm tối thiểu 2% tổng chi ngân sách cho khoa học.",
        "2 % ge level - - target - rd_spending_share",
    ),
    (
        "- Phân bổ vốn trước ngày 31/12/2030; giải ngân đạt trên 75%.",
        "75 % gt level - - target - disbursement_rate",
    ),
    ("- Thay thế cán bộ có số phiếu tín nhiệm thấp trên 40%.", ""),
    ("- Thực hiện Chương trình 135 tại 24 xã, 56 thôn.", ""),
    ("- Hộ có từ 03 nhân khẩu trở lên được vay tối đa 100 triệu đồng.", ""),
    ("- Tổ chức kiểm tra ít nhất 02 lần/năm.", ""),
    ("- Hướng dẫn các địa phương có trên 50% dân số là đồng bào.", ""),
    ("- Chủ trì xây dựng 03 nghị quyết.", ""),
    ("- Phân bổ kinh phí cho 12 xã.", ""),
    ("- Các xã thành lập 01 tổ công tác gồm 5 người.", ""),
    (
        "- Hỗ trợ cây giống, vật tư cho 12 mô hình giảm nghèo.",
        "12 mô hình eq level - - target - poverty_reduction_models",
    ),
    ("- Được vay tối đa 100 triệu đồng, thời hạn 120 tháng, lãi suất 6,6%/năm.", ""),
    ("- Theo thang 100 điểm; đạt từ 80 điểm trở lên xếp loại tốt.", ""),
    ("- Cấp thẻ bảo hiểm y tế cho 2.400 người.", "2400 người eq level - - target - health_insurance"),
    ("- Sở X phối hợp với 12 xã tổ chức rà soát.", ""),
    ("- Mỗi đơn vị cử không quá 03 cán bộ tham gia.", ""),
    ("- Đoàn kiểm tra gồm 07 thành viên, 02 tổ.", ""),
    ("- Lựa chọn không quá 05 tập thể để khen thưởng.", ""),
    ("- Ngân sách huyện hỗ trợ 60%, ngân sách xã hỗ trợ 40%.", ""),
    ("- Hoàn thành trong thời hạn 10 ngày làm việc.", ""),
    ('- Triển khai Đề án "Trồng ít nhất 2 triệu cây xanh" theo kế hoạch.', ""),
    ("- Rà soát các thôn có tỷ lệ hộ nghèo trên 40%.", ""),
    ("- Nếu đạt 90% thì được cộng 03 điểm.", ""),
    ("- Đạt 100% cộng 05 điểm.", ""),
]
UNDER_SITUATION = [
    ("- Toàn huyện ghi nhận 57 vụ bạo lực gia đình.", "57 vụ eq level - - actual 2031 domestic_violence"),
    ("+ Trẻ em mồ côi: 23 em.", "23 em eq level - - actual 2031 orphans"),
    (
        "- Nợ đọng xây dựng cơ bản đến ngày 30/6/2030 còn 35,5 tỷ đồng.",
        "35.5 tỷ đồng eq level down - actual 2030 construction_arrears",
    ),
    (
        "- Tổng số hộ nghèo toàn xã: 37 hộ, chiếm 1,9%.",
        "37 hộ eq level - - actual 2031 poor_households | 1.9 % eq level - - actual 2031 poverty_rate",
    ),
    ("- Tỷ lệ hộ cận nghèo là 2,75%.", "2.75 % eq level - - actual 2031 near_poverty_rate"),
    ("- Đã giải quyết việc làm cho 830 lao động.", "830 lao động eq level - - actual 2031 jobs_created"),
    ("- Tỷ lệ lao động qua đào tạo năm 2030 đạt 52%.", "52 % eq level - - actual 2030 trained_workforce"),
    ("- Toàn huyện hiện có 46 sản phẩm OCOP.", "46 sản phẩm eq level - - actual 2031 ocop_products"),
    (
        "- Năm 2031 toàn tỉnh có 12.450 hộ nghèo, chiếm 5,6%; 15.200 hộ cận nghèo, chiếm 6,8%.",
        "12450 hộ eq level - - actual 2031 poor_households | 5.6 % eq level - - actual 2031 poverty_rate"
        " | 15200 hộ eq level - - actual 2031 near_poor_households"
        " | 6.8 % eq level - - actual 2031 near_poverty_rate",
    ),
    ("- Toàn tỉnh có 870 trạm thu phát sóng.", "870 trạm eq level - - actual 2031 mobile_base_stations"),
    (
        "- Đã giảm 11 phòng, 06 đơn vị sự nghiệp.",
        "11 phòng eq change down - actual 2031 -"
        " | 6 đơn vị sự nghiệp eq change down - actual 2031 public_service_units",
    ),
    (
        "- Mưa lũ làm 1.400 ha lúa bị ngập, gây thiệt hại 60 tỷ đồng.",
        "1400 ha eq level - - actual 2031 - | 60 tỷ đồng eq level - - actual 2031 -",
    ),
    ("- Tỷ suất sinh thô 18,3‰.", "18.3 ‰ eq level - - actual 2031 crude_birth_rate"),
    (
        "- Tổng thu ngân sách ước đạt 2.150 tỷ đồng, bằng 112% dự toán.",
        "2150 tỷ đồng eq level - - actual 2031 budget_revenue | 112 % eq level - - actual 2031 budget_revenue",
    ),
    (
        "- Đến cuối năm 2030, 40% thôn đạt chuẩn. Tỷ lệ hộ nghèo giảm từ 6% năm 2029 xuống còn 5%.",
        "40 % eq level - - actual 2030 - | 6 % eq level down - actual 2029 poverty_rate"
        " | 5 % eq level down - actual 2030 poverty_rate",
    ),
]
UNDER_OTHERS = [
    ("Điều 4. Tiêu chí xác định thôn khó khăn", "- Có tỷ lệ hộ nghèo từ 22% trở lên.", ""),
    ("Điều 4. Tiêu chí xác định thôn khó khăn", "- Có dưới 65% đường thôn được cứng hóa.", ""),
    ("V. KINH PHÍ THỰC HIỆN", "- Ngân sách tỉnh bảo đảm 70%, huyện 30%.", ""),
    ("V. KINH PHÍ THỰC HIỆN", "- Tổng kinh phí 4.200 triệu đồng.", ""),
    ("Điều 2. Mức hỗ trợ", "- Hỗ trợ 50% học phí cho 30 học viên.", ""),
    ("IV. CĂN CỨ PHÁP LÝ", "- Chỉ tiêu 95% của Nghị quyết.", ""),
    ("1. Các chỉ tiêu đến năm 2033", "- Tỷ lệ hộ nghèo còn 3,3%.", "3.3 % eq level down - target 2033 poverty_rate"),
    ("1. Mục tiêu năm 2032", "- Tỷ lệ hộ nghèo giảm còn 6%.", "6 % eq level down - target 2032 poverty_rate"),
    ("1. Mục tiêu đến năm 2032", "- Tỷ lệ hộ nghèo giảm 1%/năm.", "1 % eq change down year target 2032 poverty_rate"),
    (
        "Phấn đấu đến năm 2032 cụ thể như sau:",
        "+ 91% xã có đường được nhựa hóa.",
        "91 % eq level - - target 2032 paved_roads",
    ),
    ("Mục 2. Mục tiêu đến năm 2033", "1.1. 80% thôn có mạng 5G.", "80 % eq level - - target 2033 mobile_5g_coverage"),
    ("2.1- Đến năm 2034", "- Phấn đấu tỷ lệ hộ nghèo còn 2%.", "2 % eq level down - target 2034 poverty_rate"),
    (
        "Mục 3. Định hướng đến năm 2040",
        "1. Kinh tế số chiếm 30% GRDP.",
        "30 % eq level - - target 2040 digital_economy_share",
    ),
    (
        "1. Mục tiêu giai đoạn 2031 - 2034",
        "- Tỷ lệ hộ nghèo còn 2%.",
        "2 % eq level down - target 2034 poverty_rate",
    ),
    (
        "b) Sản phẩm:",
        "- 100% hệ thống xe buýt sử dụng năng lượng sạch.",
        "100 % eq level - - target - clean_energy_public_transport",
    ),
]


def states(text: str) -> list[str]:
    """Return what the targets of a text say, each in one line."""

    def line(t: Target) -> str:
        value = f"{t.value_min:g}" if t.value_min == t.value_max else f"{t.value_min:g}..{t.value_max:g}"
        slots = (value, t.unit, t.comparator, t.basis, t.direction, t.per, t.kind, t.target_year, t.indicator)
        return " ".join("-" if s is None else str(s) for s in slots)

    return [line(t) for t in find_targets(Reading.of_text(text))]


def expected(text: str) -> list[str]:
    return [line.strip() for line in text.split(" | ")] if text else []


@pytest.mark.parametrize(("sentence", "stated"), UNDER_AIMS)
def test_aims(sentence: str, stated: str) -> None:
    assert states(f"{AIMS}\n{sentence}") == expected(stated)


@pytest.mark.parametrize(("sentence", "stated"), UNDER_TASKS)
def test_tasks(sentence: str, stated: str) -> None:
    assert states(f"{TASKS}\n{sentence}") == expected(stated)


@pytest.mark.parametrize(("sentence", "stated"), UNDER_SITUATION)
def test_situation(sentence: str, stated: str) -> None:
    assert states(f"{SITUATION}\n{sentence}") == expected(stated)


@pytest.mark.parametrize(("heading", "sentence", "stated"), UNDER_OTHERS)
def test_headings_decide(heading: str, sentence: str, stated: str) -> None:
    assert states(f"{heading}\n{sentence}") == expected(stated)


def test_values_lie_in_their_clauses() -> None:
    text = f"{AIMS}\n" + "\n".join(sentence for sentence, _ in UNDER_AIMS)
    for target in find_targets(Reading.of_text(text)):
        assert target.at.start <= target.value_at.start < target.value_at.end <= target.at.end <= len(text)


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="0123456789.,%-–/ ();:\nđạtgiảmtừhộ nămÁ²", max_size=120))
def test_never_raises(text: str) -> None:
    for target in find_targets(Reading.of_text(f"{AIMS}\n{text}")):
        assert 0 <= target.at.start <= target.value_at.start < target.value_at.end


@pytest.mark.parametrize("listed", ["3 xã, ", "5%, ", "95% hộ nghèo có 3 mô hình, ", "từ 5 xã xuống 3 xã, "])
def test_a_list_without_end_is_read(listed: str) -> None:
    text = f"{AIMS}\n- Xây dựng {listed * 200}"
    for target in find_targets(Reading.of_text(text)):
        assert target.at.start <= target.value_at.start < target.value_at.end <= len(text)
