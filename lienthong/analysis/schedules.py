"""What analysis does again and again."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

from .queries import is_any_stale

REFRESH = Schedule(
    "analysis.refresh",
    kind="analysis.refresh",
    label=_("Cập nhật số liệu phân tích"),
    every=timedelta(minutes=5),
    needed=is_any_stale,
)
