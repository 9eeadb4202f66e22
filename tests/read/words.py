"""The built-in slides' words as an office shows them."""

import re

VALUES = {"name": "Trung tâm Phục vụ hành chính công", "website": "https://www.longan.gov.vn",
          "phone": "0272.1022", "hours": "Thứ Hai đến thứ Sáu, 7 giờ đến 17 giờ",
          "address": "Số 1 đường Nguyễn Huệ"}


def fill(value, language, values):
    """The value in one language, with the office's values."""
    if isinstance(value, dict):
        if language in value:
            return fill(value[language], language, values)
        return {key: fill(inner, language, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, language, values) for inner in value]
    if isinstance(value, str):
        return re.sub(r"\{site\.(\w+)\}", lambda match: values[match[1]], value)
    return value
