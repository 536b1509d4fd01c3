"""What the room does again and again, and how what ran out against matters goes up: each body in the tree of its own system,
past the one that is complained about."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.deadlines import Climber
from lienthong.kernel.schedule import Schedule

from . import queries
from .services import note_climb

MATTERS = Climber(
    "matter",
    above=queries.body_to_tell,
    climbed=lambda actor, climbed: note_climb(actor=actor, climbed=climbed),
    page="feedback:late_below",
)
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
COUNT = Schedule(
    "feedback.count_for_public",
    kind="feedback.count_for_public",
    label=_("Đếm phản ánh để công bố số liệu"),
    at="00:20",
)
RETENTION = Schedule(
    "feedback.retention",
    kind="feedback.purge",
    label=_("Xóa phần phản ánh đã hết thời hạn lưu giữ"),
    at="02:30",
)
KEYS = Schedule(
    "feedback.key_matters",
    kind="feedback.key_matters",
    label=_("Lập dấu để tìm phản ánh giống nhau"),
    every=timedelta(minutes=1),
    needed=queries.has_matters_to_key,
)
RELAYS = Schedule(
    "feedback.relay_replies",
    kind="feedback.relay_replies",
    label=_("Báo trả lời đến người gửi ý kiến"),
    every=timedelta(minutes=1),
    needed=queries.has_replies_to_relay,
)
