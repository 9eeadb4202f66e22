#include "render/glue_words.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* ASCII letters are compared without case; words that begin with another letter stand here with a
 * small and, where they often begin a sentence, with a capital one. */
static const char *const compounds[] = {
    "an toàn",     "bà con",       "bản đồ",       "bảo hiểm",     "bảo mật",      "bảo vệ",
    "bất kỳ",      "biên lai",     "biểu mẫu",     "bộ phận",      "bưu chính",    "bưu điện",
    "bài toán",    "câu chuyện",   "cẩm nang",     "mời bạn",      "Mời bạn",      "người cao",
    "tự đo",       "cá nhân",      "cài đặt",      "cán bộ",       "cảnh báo",     "cảnh giác",
    "cao tuổi",    "cần thiết",    "cập nhật",     "cha mẹ",       "chi tiết",     "chính phủ",
    "chính quyền", "chính thức",   "chuyển đổi",   "chuyển tiền",  "chủ đề",       "chứng minh",
    "chứng nhận",  "chứng thực",   "chữ ký",       "chương trình", "con số",       "công an",
    "công chức",   "công cộng",    "công dân",     "công ích",     "công khai",    "công nghệ",
    "công việc",   "cơ quan",      "cơ sở",        "cộng đồng",    "cung cấp",     "cuộc gọi",
    "cuộc sống",   "cư trú",       "danh bạ",      "danh mục",     "danh tính",    "dây nóng",
    "di động",     "dịch vụ",      "doanh nghiệp", "du lịch",      "dữ liệu",      "đánh giá",
    "đào tạo",     "đăng ký",      "đăng nhập",    "địa chỉ",      "địa phương",   "điện thoại",
    "điện tử",     "điều kiện",    "định danh",    "đóng góp",     "đô thị",       "đổi số",
    "đối với",     "đồng bào",     "đường dây",    "đường link",   "Đăng ký",      "Đăng nhập",
    "Địa chỉ",     "Điện thoại",   "Đường dây",    "gia đình",     "giả danh",     "giả mạo",
    "giải quyết",  "giáo dục",     "giao dịch",    "giao thông",   "giấy phép",    "giấy tờ",
    "giới thiệu",  "góp ý",        "hạ tầng",      "hài lòng",     "hàng ngày",    "hành chính",
    "hành vi",     "hệ thống",     "hiệu quả",     "hòm thư",      "hỏi đáp",      "họ tên",
    "hỗ trợ",      "hồ sơ",        "học phí",      "học sinh",     "hộ gia",       "hộ khẩu",
    "hộ kinh",     "hợp đồng",     "hợp tác",      "hướng dẫn",    "internet cáp", "kẻ gian",
    "kết hôn",     "kết nối",      "kết quả",      "kế hoạch",     "khai báo",     "khai sinh",
    "khai thác",   "khảo sát",     "khẩu hiệu",    "khiếu nại",    "khóa học",     "khu phố",
    "kiểm tra",    "kiến nghị",    "kinh doanh",   "kinh tế",      "ký số",        "kỹ năng",
    "làm việc",    "lao động",     "lệ phí",       "lừa đảo",      "lưu ý",        "mã độc",
    "mã xác",      "mạng lưới",    "màn hình",     "mật khẩu",     "miễn phí",     "mỗi ngày",
    "nâng cao",    "nền tảng",     "ngân hàng",    "nghỉ lễ",      "người dân",    "người lạ",
    "người nhận",  "nhà nước",     "nhà văn",      "nhanh chóng",  "nhân dân",     "nhân viên",
    "nhu cầu",     "nội dung",     "nơi nhận",     "ngôn ngữ",     "nông dân",     "nông nghiệp",
    "nông thôn",   "ổn định",      "pháp luật",    "pháp lý",      "phản ánh",     "phản hồi",
    "phát triển",  "phần mềm",     "phối hợp",     "phụ huynh",    "phụ nữ",       "phục vụ",
    "phương thức", "quan tâm",     "quan trọng",   "quản lý",      "quảng cáo",    "quê hương",
    "quốc gia",    "quốc hội",     "thủ tướng",    "quốc tế",      "quy định",     "quy trình",
    "quyền lợi",   "rõ ràng",      "sao kê",       "sáng tạo",     "sắp xếp",      "số hóa",
    "số liệu",     "số tiền",      "sức khỏe",     "sử dụng",      "tại chỗ",      "tại nhà",
    "tài khoản",   "tài liệu",     "tận nhà",      "tên miền",     "thanh niên",   "thanh toán",
    "thành công",  "thành phố",    "thay đổi",     "theo dõi",     "theo mẫu",     "thế nào",
    "thiết bị",    "thị trấn",     "thị xã",       "thông báo",    "thông minh",   "thông tin",
    "thời gian",   "thời hạn",     "thủ tục",      "thuận tiện",   "thương mại",   "thường trú",
    "tiếp cận",    "tiếp nhận",    "tiền mặt",     "tiết kiệm",    "tiêm chủng",   "tiện ích",
    "tiện lợi",    "tin cậy",      "tin nhắn",     "tin tức",      "tìm hiểu",     "tìm kiếm",
    "toàn quốc",   "tổ chức",      "tổng đài",     "tốt đẹp",      "tội phạm",     "tra cứu",
    "trả lời",     "trang web",    "trách nhiệm",  "trẻ em",       "triển khai",   "trình độ",
    "trực tiếp",   "trực tuyến",   "trung tâm",    "truy cập",     "trường học",   "trường hợp",
    "trật tự",     "tuyên truyền", "tuyển dụng",   "tuyển sinh",   "tuyệt đối",    "tư pháp",
    "tư vấn",      "ủy ban",       "Ủy ban",       "ứng dụng",     "ưu đãi",       "Ứng dụng",
    "vay vốn",     "văn bản",      "văn hóa",      "văn phòng",    "vấn đề",       "việc làm",
    "viễn thông",  "vụ công",      "xã hội",       "xác minh",     "xác nhận",     "xác thực",
    "xây dựng",    "xử lý",        "xử phạt",      "y tế",         "yêu cầu",      "ý kiến",
    "Ý kiến",      "bí thư",       "bảo trợ",      "bố cục",       "chủ tịch",     "chúng tôi",
    "chúng ta",    "tiếp tục",     "quốc lộ",      "tỉnh lộ",      "tầng trệt",    "chủ trì",
    "chứng sinh",  "chứng thư",    "dịch bệnh",    "dân phố",      "định hướng",   "đảm bảo",
    "bảo đảm",     "đất đai",      "Đất đai",      "hạn chế",      "hộ tịch",      "hội nghị",
    "hội trường",  "khuyến nông",  "khuyến khích", "kiểm soát",    "lãnh đạo",     "lĩnh vực",
    "máy tính",    "môi trường",   "nghĩa vụ",     "ngừng nhận",   "nhận phiếu",   "phê duyệt",
    "phó chủ",     "phòng chống",  "phong trào",   "quân sự",      "quốc khánh",   "quý khách",
    "tạm trú",     "tạm vắng",     "tái định",     "thứ tự",       "tiếp dân",     "tòa án",
    "trợ cấp",     "trưởng phòng", "tùy thân",     "vận động",     "vệ sinh",      "vui lòng",
    "xuất trình",  "nhân khẩu",    "ngoại ngữ",    "ưu tiên",      "áp thấp",      "Áp thấp",
    "nhiệt đới",   "mưa lớn",      "mưa đá",       "gió giật",     "gió mạnh",     "lũ lụt",
    "lũ quét",     "sạt lở",       "ngập lụt",     "ngập úng",     "triều cường",  "sấm sét",
    "nắng nóng",   "cháy rừng",    "cháy nổ",      "hỏa hoạn",     "phòng cháy",   "chữa cháy",
    "cứu nạn",     "cứu hộ",       "sơ tán",       "khẩn cấp",     "nguy hiểm",    "thiên tai",
    "xâm nhập",    "hạn hán",      "xuất huyết",   "đổ bộ",        "tàu thuyền",   "trú ẩn",
    "tránh trú",   "cửa kính",     "cửa sổ",       "mất điện",     "cắt điện",     "cắt nước",
    "tạm dừng",    "tạm ngừng",    "tạm nghỉ",     "sáng nay",     "chiều nay",    "tối nay",
    "đêm nay",     "hôm nay",      "ngày mai",     "thời tiết",    "khí tượng",    "thủy văn",
    "động đất",    "sóng thần",    "rò rỉ",        "thoát hiểm",   "lối thoát",    "bình tĩnh",
    "di chuyển",   "di dời",       "ùn tắc",       "tai nạn",      "cấp cứu",      "bệnh viện",
    "trạm xá",     "bệnh dại",     "căn cước",     "hộ chiếu",     "lái xe",       "đăng kiểm",
    "nhà ở",       "sở hữu",       "thừa kế",      "thế chấp",     "công chứng",   "trợ giúp",
    "hộ nghèo",    "cận nghèo",    "khuyết tật",   "có công",      "liệt sĩ",      "thương binh",
    "mai táng",    "thất nghiệp",  "lương hưu",    "hưu trí",      "thai sản",     "khám bệnh",
    "chữa bệnh",   "kê khai",      "hóa đơn",      "mã số",        "quét mã",      "chuyển khoản",
    "tài chính",   "ngân sách",    "kho bạc",      "biên bản",     "quyết định",   "nghị định",
    "nghị quyết",  "thông tư",     "hòa giải",     "tranh chấp",   "tố cáo",       "niêm yết",
    "cử tri",      "đại biểu",     "hội đồng",     "ủy quyền",     "Ủy quyền",     "bầu cử",
    "công trình",  "cấp phép",     "quy hoạch",    "bản sao",      "bản chính",    "phiếu hẹn",
    "đúng hẹn",    "hôn nhân",     "quốc tịch",    "lý lịch",      "chăn nuôi",    "trồng trọt",
    "sản xuất",    "xuất khẩu",    "thực phẩm",    "vắc xin",      "tiêm phòng",   "học nghề",
};

static const char *const leading[] = {
    "bằng", "bị",  "các",  "cho",  "chưa",  "của",   "cùng", "cũng", "do",  "dành",  "đã",
    "để",   "đến", "đó",   "đừng", "được",  "hay",   "hãy",  "hoặc", "khi", "không", "là",
    "mà",   "mỗi", "mọi",  "một",  "nhưng", "những", "nên",  "nếu",  "ở",   "qua",   "rất",
    "sẽ",   "tại", "theo", "thì",  "trên",  "trong", "từ",   "tới",  "và",  "vào",   "về",
    "vì",   "với", "xin",  "a",    "an",    "and",   "at",   "by",   "for", "from",  "in",
    "of",   "on",  "or",   "the",  "to",    "with",  "your",
};

bool glue_words_is_compound(const char *first, size_t first_size, const char *second,
                            size_t second_size)
{
    for (size_t i = 0; i < sizeof compounds / sizeof *compounds; i++) {
        const char *blank = strchr(compounds[i], ' ');
        size_t before = (size_t)(blank - compounds[i]);
        if (before == first_size && strlen(blank + 1) == second_size &&
            strncasecmp(compounds[i], first, first_size) == 0 &&
            strncasecmp(blank + 1, second, second_size) == 0)
            return true;
    }
    return false;
}

bool glue_words_leads_on(const char *word, size_t size)
{
    for (size_t i = 0; i < sizeof leading / sizeof *leading; i++)
        if (strlen(leading[i]) == size && strncasecmp(leading[i], word, size) == 0)
            return true;
    return false;
}

bool glue_words_is_capital(const char *word, size_t size)
{
    uint32_t code;
    if (utf8_decode(word, size, &code) == 0)
        return false;
    if (code < 0x80)
        return code >= 'A' && code <= 'Z';
    if (code >= 0xC0 && code <= 0xDE)
        return code != 0xD7;
    /* In Latin Extended-A and -Additional capitals are even, but for Ư, which is odd. */
    if (code == 0x1AF)
        return true;
    return (code == 0x1A0 || (code >= 0x100 && code <= 0x137) ||
            (code >= 0x1EA0 && code <= 0x1EFF) || (code >= 0x14A && code <= 0x177)) &&
           code % 2 == 0;
}
