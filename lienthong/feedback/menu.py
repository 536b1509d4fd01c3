"""The ways to what many say."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.shell import Way

from .permissions import CONSOLIDATE, OVERSEE

# voices
CONSOLIDATIONS = Way(_("Tổng hợp ý kiến"), "feedback:consolidations", "clipboard-list", CONSOLIDATE)
TRENDS = Way(_("Xu hướng phản ánh"), "feedback:trends", "chart-column", OVERSEE)
