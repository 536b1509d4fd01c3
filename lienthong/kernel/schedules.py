"""What the kernel itself does again and again."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from .files.queries import is_any_waiting
from .schedule import Schedule

RESCAN = Schedule(
    "kernel.rescan_files",
    kind="kernel.rescan_files",
    label=_("Quét lại tệp đang chờ"),
    every=timedelta(minutes=10),
    needed=is_any_waiting,
)
