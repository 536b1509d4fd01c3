"""Ways of the room that stand in the menu by themselves."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.shell import Way

from .permissions import CONSOLIDATE, JUDGE, MANAGE, OVERSEE

CONSOLIDATIONS = Way(_("Tổng hợp ý kiến"), "feedback:consolidations", "clipboard-list", CONSOLIDATE)
TRENDS = Way(_("Xu hướng phản ánh"), "feedback:trends", "chart-column", OVERSEE)
JUDGING = Way(_("Thẩm định đề xuất"), "feedback:judgings", "users", JUDGE)
GOING = Way(_("Lưu giữ phản ánh"), "feedback:going", "trash-2", MANAGE)
