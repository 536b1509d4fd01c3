"""What the room does again and again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

from . import queries

# part answer
TELL_SENDERS = Schedule(
    "feedback.tell_senders",
    kind="feedback.tell_senders",
    label=_("Báo tin cho người gửi phản ánh"),
    every=timedelta(minutes=1),
    needed=queries.is_any_message_due,
)
CLOSE_ANSWERED = Schedule(
    "feedback.close_answered",
    kind="feedback.close_answered",
    label=_("Kết thúc phản ánh đã hết thời gian mở lại"),
    every=timedelta(hours=1),
    needed=queries.is_any_to_close,
)
