#include "items.h"

const struct test_item test_items[] = {
    {"service", "vi",
     "{\"type\":\"service\",\"name\":\"Cổng Dịch vụ công quốc gia\",\"summary\":\"Nộp hồ sơ, theo "
     "dõi và nhận kết quả thủ tục hành chính ngay tại "
     "nhà\",\"url\":\"https://dichvucong.gov.vn\"}"},
    {"service-phone", "vi",
     "{\"type\":\"service\",\"name\":\"Cổng thông tin 1022\",\"summary\":\"Gửi phản ánh, kiến nghị "
     "của bạn ngay trên điện thoại.\",\"url\":\"https://1022.longan.gov.vn\",\"phone\":"
     "\"0272.1022\",\"basis\":{\"title\":\"Kế hoạch chuyển đổi số tỉnh Long An\",\"number\":"
     "\"749/QĐ-TTg\",\"issued\":\"2020-06-03\"}}"},
    {"hotline", "vi",
     "{\"type\":\"hotline\",\"name\":\"Tổng đài 1022\",\"phone\":\"0272.1022\",\"hours\":\"24 giờ "
     "mỗi ngày, cả ngày nghỉ\",\"summary\":\"Phản ánh về hạ tầng đô thị, dịch vụ công, trật tự "
     "công "
     "cộng\",\"qr\":\"https://1022.longan.gov.vn\",\"channels\":[{\"label\":\"E-mail\",\"value\":"
     "\"1022@longan.gov.vn\"}]}"},
    {"hotline-alone", "vi",
     "{\"type\":\"hotline\",\"name\":\"Tổng đài 1022\",\"phone\":\"0272.1022\",\"hours\":\"24 giờ "
     "mỗi ngày\",\"summary\":\"Hỏi, phản ánh, góp ý về đời sống, hạ tầng và dịch vụ công.\"}"},
    {"slogan", "vi",
     "{\"type\":\"slogan\",\"text\":\"Chuyển đổi số giải quyết các vấn đề của xã hội vì một cuộc "
     "sống tốt đẹp hơn cho người dân\",\"attribution\":\"Chủ đề chuyển đổi số của tỉnh Trà "
     "Vinh\"}"},
    {"slogan-plain", "vi", "{\"type\":\"slogan\",\"text\":\"Ứng dụng số, Ẫ Ệ Ữ Ỗ: rõ từng dấu\"}"},
    {"notice", "vi",
     "{\"type\":\"notice\",\"severity\":\"info\",\"title\":\"Ngày Chuyển đổi số quốc gia 10 tháng "
     "10\",\"body\":\"Mời bà con đến nhà văn hóa để được hướng dẫn cài đặt và sử dụng các ứng dụng "
     "số miễn phí.\"}"},
    {"notice-code", "vi",
     "{\"type\":\"notice\",\"severity\":\"important\",\"title\":\"Chỉ nhận hồ sơ trực tuyến đối "
     "với "
     "25 thủ tục từ ngày 1 tháng 10\",\"body\":\"Cán bộ tại quầy số 3 hướng dẫn người cao tuổi nộp "
     "hồ sơ.\",\"url\":\"https://dichvucong.gov.vn\"}"},
    {"notice-urgent", "vi",
     "{\"type\":\"notice\",\"severity\":\"urgent\",\"title\":\"Cảnh báo cuộc gọi giả danh công an "
     "yêu cầu chuyển tiền\",\"body\":\"Cơ quan nhà nước không yêu cầu chuyển tiền qua điện thoại. "
     "Hãy tắt máy và gọi 113.\"}"},
    {"steps", "vi",
     "{\"type\":\"steps\",\"title\":\"Nộp hồ sơ trực tuyến\",\"steps\":[{\"title\":\"Đăng nhập\","
     "\"text\":\"Bằng tài khoản VNeID\"},{\"title\":\"Chọn thủ tục\",\"text\":\"Gõ tên vào ô tìm "
     "kiếm\"},{\"title\":\"Nhận kết quả\",\"text\":\"Trên mạng hoặc qua bưu điện\"}],\"url\":"
     "\"https://dichvucong.gov.vn\"}"},
    {"service-icon", "vi",
     "{\"type\":\"service\",\"icon\":\"app\",\"name\":\"Ứng dụng Long An Số\",\"summary\":"
     "\"Gửi phản ánh, xem kết quả ngay trên điện thoại.\"}"},
    {"steps-icons", "vi",
     "{\"type\":\"steps\",\"icon\":\"search\",\"title\":\"Hồ sơ đến đâu rồi?\",\"steps\":["
     "{\"title\":\"Vào trang\",\"text\":\"Bằng điện thoại\",\"icon\":\"website\"},{\"title\":"
     "\"Nhập mã\",\"text\":\"Mã hồ sơ khi nộp\",\"icon\":\"write\"},{\"title\":\"Xem kết "
     "quả\",\"icon\":\"tick\"}]}"},
    {"steps-six", "vi",
     "{\"type\":\"steps\",\"title\":\"Nộp hồ sơ trực tuyến trong sáu bước\",\"url\":"
     "\"https://dichvucong.gov.vn\",\"steps\":[{\"title\":\"Đăng nhập\",\"text\":\"Bằng tài khoản "
     "VNeID mức 2.\"},{\"title\":\"Tìm thủ tục\",\"text\":\"Gõ tên việc cần làm vào ô tìm "
     "kiếm.\"},{\"title\":\"Chọn nơi nộp\",\"text\":\"Chọn tỉnh, xã nơi giải quyết.\"},"
     "{\"title\":\"Điền tờ khai\",\"text\":\"Thông tin cá nhân đã được điền sẵn.\"},{\"title\":"
     "\"Đính kèm giấy tờ\",\"text\":\"Chụp rõ bốn góc của giấy.\"},{\"title\":\"Nộp và theo "
     "dõi\",\"text\":\"Giữ mã hồ sơ để tra cứu.\"}]}"},
    {"figures", "vi",
     "{\"type\":\"figures\",\"title\":\"Hồ sơ nộp trực tuyến quý III\",\"sourceNote\":\"Nguồn: số "
     "liệu để thử\",\"figures\":[{\"value\":86.4,\"unit\":\"%\",\"label\":\"hồ sơ được nộp trực "
     "tuyến\",\"share\":0.864},{\"value\":\"1.234\",\"unit\":\"hồ sơ\",\"label\":\"giải quyết "
     "trong tháng\"},{\"value\":97,\"unit\":\"%\",\"label\":\"trả kết quả đúng hẹn\",\"share\":"
     "0.97}]}"},
    {"figures-one", "vi",
     "{\"type\":\"figures\",\"title\":\"Trả kết quả đúng hẹn\",\"figures\":[{\"value\":\"97,2\","
     "\"unit\":\"%\",\"label\":\"hồ sơ trong quý III\",\"share\":0.972}]}"},
    {"directory", "vi",
     "{\"type\":\"directory\",\"title\":\"Gọi ai, ở đâu?\",\"entries\":[{\"name\":\"Bộ phận một "
     "cửa\",\"place\":\"Tầng 1, quầy 1–4\",\"phone\":\"0272.1022\"},{\"name\":\"Hộ tịch\","
     "\"place\":\"Tầng 1, quầy 5\",\"phone\":\"0272.1022\"},{\"name\":\"Đất đai\",\"place\":"
     "\"Tầng 2, phòng 203\",\"phone\":\"0272.1022\"},{\"name\":\"Cổng Dịch vụ công quốc gia\","
     "\"url\":\"https://dichvucong.gov.vn\"},{\"name\":\"Cổng thông tin 1022\",\"url\":"
     "\"https://1022.longan.gov.vn\",\"phone\":\"0272.1022\"}]}"},
    {"directory-codes", "vi",
     "{\"type\":\"directory\",\"title\":\"Gọi ai, ở đâu?\",\"entries\":[{\"name\":\"Bộ phận một "
     "cửa\",\"place\":\"Tầng 1, quầy 1–4\",\"phone\":\"0272.1022\",\"url\":"
     "\"https://motcua.gov.vn\"},{\"name\":\"Hộ tịch\",\"place\":\"Tầng 1, quầy 5\",\"phone\":"
     "\"0272.1022\"},{\"name\":\"Cổng Dịch vụ công quốc gia\",\"url\":"
     "\"https://dichvucong.gov.vn\"}]}"},
    {"directory-four", "vi",
     "{\"type\":\"directory\",\"title\":\"Bốn địa chỉ của tỉnh Long An\",\"entries\":[{\"name\":"
     "\"Cổng thông tin\",\"url\":\"https://www.longan.gov.vn\"},{\"name\":\"Dịch vụ công\",\"url\":"
     "\"https://dichvucong.longan.gov.vn\"},{\"name\":\"Phản ánh, kiến nghị\",\"url\":"
     "\"https://1022.longan.gov.vn\"},{\"name\":\"Dữ liệu mở\",\"url\":"
     "\"https://data.longan.gov.vn\"}]}"},
    {"procedure", "vi",
     "{\"type\":\"procedure\",\"name\":\"Đăng ký khai sinh\",\"documents\":[\"Giấy chứng sinh\","
     "\"Giấy tờ tùy thân của cha hoặc mẹ\",\"Giấy chứng nhận kết hôn (nếu có)\"],\"fee\":\"Theo "
     "mức thu tại quầy\",\"feeOnline\":\"Không thu\",\"time\":\"Trong ngày\",\"counter\":\"Quầy "
     "5\",\"url\":\"https://dichvucong.gov.vn\",\"basis\":{\"title\":\"Luật Hộ tịch\",\"number\":"
     "\"60/2014/QH13\",\"issued\":\"2014-11-20\"}}"},
    {"table", "vi",
     "{\"type\":\"table\",\"title\":\"Lịch tiếp công dân tháng 12\",\"columns\":[\"Ngày\","
     "\"Buổi\",\"Người tiếp\",\"Phòng\"],\"rows\":[[\"02/12\",\"Sáng\",\"Chủ tịch\",\"101\"],"
     "[\"09/12\",\"Sáng\",\"Phó Chủ tịch\",\"101\"],[\"16/12\",\"Chiều\",\"Chủ tịch\",\"101\"],"
     "[\"30/12\",\"Chiều\",\"Trưởng phòng Tư pháp\",\"102\"]]}"},
    {"document", "vi",
     "{\"type\":\"document\",\"number\":\"749/QĐ-TTg\",\"issued\":\"2020-06-03\",\"issuer\":\"Thủ "
     "tướng Chính phủ\",\"title\":\"Phê duyệt “Chương trình Chuyển đổi số quốc gia đến năm 2025, "
     "định hướng đến năm 2030”\",\"url\":\"https://dx.gov.vn\"}"},
    {"service-khmer", "km",
     "{\"type\":\"service\",\"name\":\"វិបផតថលសេវាសាធារណៈជាតិ\",\"summary\":\"ដាក់ពាក្យ តាមដាន "
     "និងទទួលលទ្ធផលនីតិវិធីរដ្ឋបាលនៅផ្ទះ ខ្ញុំអាចធ្វើបានតាម VNeID\",\"url\":"
     "\"https://dichvucong.gov.vn\"}"},
    {"hotline-khmer", "km",
     "{\"type\":\"hotline\",\"name\":\"មជ្ឈមណ្ឌលទូរសព្ទ 1022\",\"phone\":\"0272.1022\",\"summary\":"
     "\"ខ្ញុំអាចសួរអំពីសេវាសាធារណៈ\",\"qr\":\"https://1022.longan.gov.vn\"}"},
    {"slogan-khmer", "km",
     "{\"type\":\"slogan\",\"text\":\"ការផ្លាស់ប្តូរឌីជីថលដើម្បីជីវិតកាន់តែប្រសើរសម្រាប់ប្រជាជន\"}"},
    {"steps-khmer", "km",
     "{\"type\":\"steps\",\"title\":\"ដាក់ពាក្យតាមអនឡាញ\",\"steps\":[{\"title\":\"ចូលគណនី\",\"text\":"
     "\"ដោយគណនី VNeID\"},{\"title\":\"ជ្រើសរើសនីតិវិធី\",\"text\":\"វាយឈ្មោះក្នុងប្រអប់ស្វែងរក\"},"
     "{\"title\":\"ទទួលលទ្ធផល\",\"text\":\"តាមអនឡាញ ឬប្រៃសណីយ៍\"}],\"url\":"
     "\"https://dichvucong.gov.vn\"}"},
    {"notice-khmer", "km",
     "{\"type\":\"notice\",\"severity\":\"important\",\"title\":\"កុំប្រាប់លេខកូដដល់អ្នកណាម្នាក់\","
     "\"body\":\"ប្រសិនបើមានអ្នកហៅមកសុំលេខកូដ សូមបិទទូរសព្ទ ហើយហៅទៅលេខ 113\"}"},
};

const size_t test_item_count = sizeof test_items / sizeof *test_items;

/* As long as offices write them. */
const struct test_item long_items[] = {
    {"table-long", "vi",
     "{\"type\":\"table\",\"title\":\"Lịch tiếp công dân tháng 12 năm "
     "2026\",\"columns\":[\"Ngày\",\"Lãnh đạo tiếp\",\"Địa điểm\",\"Ghi chú\"],\"rows\":[[\"Thứ "
     "Hai, ngày 07/12/2026\",\"Ông Nguyễn Văn An, Giám đốc\",\"Phòng tiếp công dân, tầng "
     "1\",\"Buổi sáng\"],[\"Thứ Hai, ngày 08/12/2026\",\"Ông Nguyễn Văn An, Giám đốc\",\"Phòng "
     "tiếp công dân, tầng 2\",\"Buổi sáng\"],[\"Thứ Hai, ngày 09/12/2026\",\"Ông Nguyễn Văn An, "
     "Giám đốc\",\"Phòng tiếp công dân, tầng 3\",\"Buổi sáng\"],[\"Thứ Hai, ngày "
     "10/12/2026\",\"Ông Nguyễn Văn An, Giám đốc\",\"Phòng tiếp công dân, tầng 1\",\"Buổi "
     "sáng\"],[\"Thứ Hai, ngày 11/12/2026\",\"Ông Nguyễn Văn An, Giám đốc\",\"Phòng tiếp công dân, "
     "tầng 2\",\"Buổi sáng\"],[\"Thứ Hai, ngày 12/12/2026\",\"Ông Nguyễn Văn An, Giám "
     "đốc\",\"Phòng tiếp công dân, tầng 3\",\"Buổi sáng\"],[\"Thứ Hai, ngày 13/12/2026\",\"Ông "
     "Nguyễn Văn An, Giám đốc\",\"Phòng tiếp công dân, tầng 1\",\"Buổi sáng\"],[\"Thứ Hai, ngày "
     "14/12/2026\",\"Ông Nguyễn Văn An, Giám đốc\",\"Phòng tiếp công dân, tầng 2\",\"Buổi "
     "sáng\"]]}"},
    {"directory-long", "vi",
     "{\"type\":\"directory\",\"title\":\"Danh bạ các phòng chuyên "
     "môn\",\"entries\":[{\"name\":\"Phòng Nội vụ, Lao động, Thương binh\",\"place\":\"Phòng 101, "
     "tầng "
     "1\",\"phone\":\"0272.3822220\",\"url\":\"https://www.longan.gov.vn/"
     "phong-0\"},{\"name\":\"Phòng Tài nguyên và Môi trường\",\"place\":\"Phòng 102, tầng "
     "1\",\"phone\":\"0272.3822221\",\"url\":\"https://www.longan.gov.vn/"
     "phong-1\"},{\"name\":\"Phòng Kinh tế và Hạ tầng đô thị\",\"place\":\"Phòng 103, tầng "
     "1\",\"phone\":\"0272.3822222\",\"url\":\"https://www.longan.gov.vn/"
     "phong-2\"},{\"name\":\"Phòng Văn hóa, Khoa học, Thông tin\",\"place\":\"Phòng 104, tầng "
     "1\",\"phone\":\"0272.3822223\",\"url\":\"https://www.longan.gov.vn/"
     "phong-3\"},{\"name\":\"Phòng Giáo dục và Đào tạo\",\"place\":\"Phòng 105, tầng "
     "1\",\"phone\":\"0272.3822224\",\"url\":\"https://www.longan.gov.vn/"
     "phong-4\"},{\"name\":\"Phòng Y tế và Bảo hiểm xã hội\",\"place\":\"Phòng 106, tầng "
     "1\",\"phone\":\"0272.3822225\",\"url\":\"https://www.longan.gov.vn/"
     "phong-5\"},{\"name\":\"Phòng Tư pháp, Hộ tịch, Chứng thực\",\"place\":\"Phòng 107, tầng "
     "1\",\"phone\":\"0272.3822226\",\"url\":\"https://www.longan.gov.vn/"
     "phong-6\"},{\"name\":\"Phòng Tài chính và Kế hoạch\",\"place\":\"Phòng 108, tầng "
     "1\",\"phone\":\"0272.3822227\",\"url\":\"https://www.longan.gov.vn/phong-7\"}]}"},
    {"steps-long", "vi",
     "{\"type\":\"steps\",\"title\":\"Nộp hồ sơ đăng ký kinh doanh trên "
     "mạng\",\"url\":\"https://dichvucong.gov.vn\",\"steps\":[{\"title\":\"Đăng nhập Cổng Dịch vụ "
     "công quốc gia bằng VNeID mức 1\",\"text\":\"Mở dichvucong.gov.vn, chọn Đăng nhập, chọn Công "
     "dân hoặc Doanh nghiệp\"},{\"title\":\"Đăng nhập Cổng Dịch vụ công quốc gia bằng VNeID mức "
     "2\",\"text\":\"Mở dichvucong.gov.vn, chọn Đăng nhập, chọn Công dân hoặc Doanh "
     "nghiệp\"},{\"title\":\"Đăng nhập Cổng Dịch vụ công quốc gia bằng VNeID mức 3\",\"text\":\"Mở "
     "dichvucong.gov.vn, chọn Đăng nhập, chọn Công dân hoặc Doanh nghiệp\"},{\"title\":\"Đăng nhập "
     "Cổng Dịch vụ công quốc gia bằng VNeID mức 4\",\"text\":\"Mở dichvucong.gov.vn, chọn Đăng "
     "nhập, chọn Công dân hoặc Doanh nghiệp\"},{\"title\":\"Đăng nhập Cổng Dịch vụ công quốc gia "
     "bằng VNeID mức 5\",\"text\":\"Mở dichvucong.gov.vn, chọn Đăng nhập, chọn Công dân hoặc Doanh "
     "nghiệp\"},{\"title\":\"Đăng nhập Cổng Dịch vụ công quốc gia bằng VNeID mức 6\",\"text\":\"Mở "
     "dichvucong.gov.vn, chọn Đăng nhập, chọn Công dân hoặc Doanh nghiệp\"}]}"},
    {"procedure-long", "vi",
     "{\"type\":\"procedure\",\"name\":\"Cấp đổi giấy chứng nhận quyền sử dụng đất, quyền sở hữu "
     "tài sản gắn liền với đất\",\"documents\":[\"Đơn đăng ký biến động đất đai theo mẫu\",\"Bản "
     "gốc giấy chứng nhận đã cấp\",\"Bản sao căn cước\",\"Mảnh trích đo bản đồ địa chính\",\"Văn "
     "bản ủy quyền (nếu có)\",\"Hợp đồng thế chấp (nếu có)\",\"Chứng từ tài "
     "chính\"],\"fee\":\"100.000 đồng/giấy đối với cá nhân, 500.000 đồng đối với tổ "
     "chức\",\"feeOnline\":\"50.000 đồng\",\"time\":\"10 ngày làm việc\",\"timeOnline\":\"07 ngày "
     "làm việc\",\"counter\":\"Quầy 4 và quầy 5, tầng trệt, khu "
     "B\",\"url\":\"https://dichvucong.gov.vn/p/home/"
     "dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc=1.012754\",\"basis\":{\"title\":\"Quy định "
     "mức thu phí, lệ phí\",\"number\":\"06/2023/NQ-HĐND\",\"issued\":\"2023-07-14\"}}"},
};

const size_t long_item_count = sizeof long_items / sizeof *long_items;
