"""What a sender reads of the steps of the other lanes, and what the rules of classes are called."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

# Step of a passage: what its sender reads, and an icon.
IDENTITY: Final = {
    "none_needed": _("Không cần xưng tên"),
    "wanted": _("Nên xưng tên để được ghi công; không bắt buộc"),
    "needed": _("Phải xưng tên theo luật"),
    "never_stored": _("Không lưu gì cho biết ai gửi"),
}
PUBLICITY: Final = {
    "answer_public": _("Trả lời đã duyệt được công bố, không có tên"),
    "with_consent": _("Chỉ công bố khi bạn đồng ý"),
    "never": _("Không công bố"),
}
PARTS: Final = {
    "contact": _("Thông tin liên hệ"),
    "attachments": _("Tệp kèm theo"),
    "text": _("Nội dung"),
}
