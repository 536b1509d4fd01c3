"""What the room does again and again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

from . import queries

# part send
TAKE_MAIL = Schedule(
    "feedback.take_mail",
    kind="feedback.take_mail",
    label=_("Nhận phản ánh gửi bằng thư điện tử"),
    every=timedelta(minutes=1),
    needed=queries.is_mailbox_waiting,
)
FORGET_DAYS = Schedule(
    "feedback.forget_days", kind="feedback.forget_days", label=_("Quên khóa đếm của ngày đã qua"), at="00:01"
)
