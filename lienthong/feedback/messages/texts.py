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
    Kind.NAME: gettext_lazy("có thể là tên người"),
}
