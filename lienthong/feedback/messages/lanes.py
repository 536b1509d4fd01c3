"""What a sender reads of the steps of the other lanes, and what the rules of classes are called."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..flows import MATTER
from ..models import Passage

# Step of a passage: what its sender reads, and an icon.
PASSAGES: Final = {
    "complaint": (_("Đây là khiếu nại: đã hướng dẫn thủ tục riêng"), "file-text"),
    "denunciation": (_("Đây là tố cáo: đã xóa thông tin người gửi"), "shield-alert"),
    "proposal_open": (_("Đã mở hồ sơ đề xuất"), "file-text"),
    "proposal_panel": (_("Tổ thẩm định đang đánh giá, không biết tên bạn"), "users"),
    "proposal_assessed": (_("Đã đánh giá xong, chờ quyết định"), "check"),
    "proposal_accepted": (_("Đề xuất được chấp nhận"), "check-check"),
    "proposal_declined": (_("Đề xuất không được chấp nhận"), "x"),
    "proposal_pilot": (_("Đề xuất được thí điểm"), "flag"),
    "proposal_concluded": (_("Đã có kết quả thí điểm"), "check-check"),
    "data_asked": (_("Đã nhận yêu cầu của bạn về dữ liệu"), "check"),
    "data_noted": (_("Yêu cầu về dữ liệu đang được xem"), "check"),
    "data_extended": (_("Yêu cầu về dữ liệu được gia hạn"), "clock"),
    "data_granted": (_("Đã thực hiện yêu cầu về dữ liệu"), "check-check"),
    "data_refused": (_("Không thực hiện được yêu cầu về dữ liệu"), "x"),
}

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


def said_of(passage: Passage) -> str:
    """Say what became of a matter."""
    known = PASSAGES.get(passage.step)
    if known is not None:
        return str(known[0])
    try:
        return str(MATTER.step(passage.step).label)
    except KeyError:
        return passage.step
