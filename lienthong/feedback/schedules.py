"""What the room does again and again."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

from .queries import has_matters_to_key, has_replies_to_relay

# voices
KEYS = Schedule(
    "feedback.key_matters",
    kind="feedback.key_matters",
    label=_("Lập dấu để tìm phản ánh giống nhau"),
    every=timedelta(minutes=1),
    needed=has_matters_to_key,
)
RELAYS = Schedule(
    "feedback.relay_replies",
    kind="feedback.relay_replies",
    label=_("Báo trả lời đến người gửi ý kiến"),
    every=timedelta(minutes=1),
    needed=has_replies_to_relay,
)
