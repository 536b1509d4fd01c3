"""What has to be right for messages to go out."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.watching import Check, Finding, Outcome

from . import queries
from .services.channels import mail_answers

_MOST_WAITING: Final = 1800


def _mail() -> Finding:
    if not settings.MAIL_URL:
        return Finding(
            Outcome.WARN,
            _("Chưa khai máy chủ thư: thông báo chỉ hiện trong trang."),
            _("Đặt LIENTHONG_MAIL_URL và LIENTHONG_MAIL_FROM."),
        )
    return Finding(Outcome.OK, _("Đã khai máy chủ thư."))


def _mail_answers() -> Finding:
    if not settings.MAIL_URL:
        return Finding(Outcome.OK, _("Chưa khai máy chủ thư nên không thử."))
    if not mail_answers():
        return Finding(
            Outcome.BAD,
            _("Máy chủ thư không trả lời, hoặc không nhận tài khoản."),
            _("Kiểm tra địa chỉ, cổng và tài khoản trong LIENTHONG_MAIL_URL."),
        )
    return Finding(Outcome.OK, _("Máy chủ thư trả lời."))


def _messages() -> Finding:
    waiting = queries.waiting_messages(OPERATOR)
    words = {"number": waiting.number, "minutes": waiting.seconds // 60, "refused": waiting.refused}
    sentence = _("%(number)d tin chờ gửi, lâu nhất %(minutes)d phút; %(refused)d tin không gửi được.") % words
    if waiting.seconds > _MOST_WAITING:
        return Finding(Outcome.BAD, sentence, _("Chạy lienthong doctor --connect để thử máy chủ thư."))
    if waiting.refused:
        return Finding(Outcome.WARN, sentence, _("Xem trang Tin gửi để biết lý do từng tin."))
    return Finding(Outcome.OK, sentence)


MAIL = Check("mail", gettext_lazy("Thư điện tử"), _mail)
MAIL_ANSWERS = Check("mail_answers", gettext_lazy("Máy chủ thư"), _mail_answers, connects=True)
MESSAGES = Check("messages", gettext_lazy("Tin gửi đi"), _messages)
