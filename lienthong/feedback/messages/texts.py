"""Sentences of the room for people: what is wrong with a text, what it holds of persons, what became of a matter."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules.arriving import MOST
from ..rules.intake import REFUSING, Intake, Say
from ..rules.labels import Kind


def intake_fault(taken: Intake) -> str:
    """Say why a text is not taken, and what to do."""
    said = next(one for one in taken.said if one in REFUSING)
    return {
        Say.EMPTY: _("Hãy viết sự việc cần phản ánh."),
        Say.NO_WORDS: _(
            "Nội dung chỉ có hình hoặc ký hiệu. Hãy viết vài câu bằng chữ: việc gì, ở đâu, từ khi nào."
        ),
        Say.TOO_SHORT: _("Nội dung quá ngắn. Hãy viết rõ hơn: việc gì, ở đâu, từ khi nào."),
        Say.TOO_LONG: _(
            "Nội dung dài quá %(most)d ký tự nên chưa gửi. Hãy rút gọn, hoặc chụp ảnh tài liệu gửi kèm."
        )
        % {"most": MOST},
    }[said]


def intake_changed(taken: Intake) -> list[str]:
    """Say what was put right in a text that was taken, so that its sender can look."""
    sentences = {
        Say.CONVERTED_TCVN3: _(
            "Nội dung gõ bằng phông chữ cũ (TCVN3), đã chuyển sang chữ Unicode. Hãy đọc lại."
        ),
        Say.CONVERTED_VNI: _("Nội dung gõ bằng phông chữ cũ (VNI), đã chuyển sang chữ Unicode. Hãy đọc lại."),
        Say.REPAIRED: _("Nội dung bị hỏng dấu trên đường đi, đã sửa lại. Hãy đọc lại."),
        Say.PERHAPS_OLD: _(
            "Một phần nội dung có thể gõ bằng phông chữ cũ. Nếu thấy sai dấu, hãy gõ lại bằng Unicode."
        ),
        Say.LETTERS_LOST: _("Có chữ bị mất trên đường đi (dấu �). Hãy xem và gõ lại chỗ đó."),
    }
    return [sentences[one] for one in taken.said if one in sentences]


KINDS: Final = {
    Kind.IDENTITY: gettext_lazy("số căn cước"),
    Kind.PHONE: gettext_lazy("số điện thoại"),
    Kind.EMAIL: gettext_lazy("thư điện tử"),
    Kind.ACCOUNT: gettext_lazy("số tài khoản"),
    Kind.PLATE: gettext_lazy("biển số xe"),
    Kind.LAND: gettext_lazy("số giấy chứng nhận đất"),
    Kind.PASSPORT: gettext_lazy("số hộ chiếu"),
    Kind.INSURANCE: gettext_lazy("số bảo hiểm"),
    Kind.TAX: gettext_lazy("mã số thuế"),
    Kind.NAME: gettext_lazy("tên người"),
}

# What a sender reads of each step, with the body that did it and the one it went to.
PASSAGES: Final = {
    "send": (gettext_lazy("Đã nhận, đã cấp mã"), "check"),
    "accept": (gettext_lazy("Đã tiếp nhận"), "check"),
    "classify": (gettext_lazy("Đã phân loại lại"), "list-filter"),
    "pass_on": (gettext_lazy("Đang chuyển đến cơ quan có thẩm quyền"), "send"),
    "take_over": (gettext_lazy("Cơ quan mới đã nhận giải quyết"), "check"),
    "bounce": (gettext_lazy("Cơ quan được chuyển đã trả lại; nơi cũ giải quyết tiếp"), "undo-2"),
    "raise": (gettext_lazy("Đã báo cấp trên quyết định nơi giải quyết"), "arrow-up"),
    "decide": (gettext_lazy("Cấp trên đã quyết định nơi giải quyết"), "check"),
    "ask": (gettext_lazy("Cần bạn bổ sung thông tin"), "circle-help"),
    "go_on": (gettext_lazy("Bạn đã bổ sung; đang giải quyết tiếp"), "refresh-cw"),
    "supplement": (gettext_lazy("Bạn đã bổ sung"), "plus"),
    "answer": (gettext_lazy("Đã trả lời"), "check-check"),
    "guide": (gettext_lazy("Đã hướng dẫn bạn đến nơi có thẩm quyền"), "map-pin"),
    "reopen": (gettext_lazy("Đã mở lại"), "refresh-cw"),
    "withdraw": (gettext_lazy("Bạn đã rút phản ánh"), "x"),
    "close": (gettext_lazy("Đã kết thúc"), "check"),
    "answer_along": (gettext_lazy("Đã trả lời cùng các phản ánh khác về việc này"), "check-check"),
    "share": (gettext_lazy("Đang hỏi thêm cơ quan phối hợp"), "users"),
    "share_answered": (gettext_lazy("Cơ quan phối hợp đã trả lời"), "check"),
    "confirmed": (gettext_lazy("Cấp trên đã xem lại và giữ câu trả lời"), "check"),
    "retract": (gettext_lazy("Phần công bố đã được rút"), "undo-2"),
    "hold": (gettext_lazy("Thời hạn tạm dừng"), "clock"),
    "let_go": (gettext_lazy("Thời hạn chạy tiếp"), "clock"),
    "climb": (gettext_lazy("Quá hạn: đã báo cấp trên"), "arrow-up"),
}
