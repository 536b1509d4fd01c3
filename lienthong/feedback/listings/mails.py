"""Mails of which it is not clear where they belong, as a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Kind, Listing

from ..models import MailState
from ..queries import address_of_mail

MAILS = Listing(
    "feedback.mails",
    _("Thư phản ánh"),
    page="feedback:mails",
    columns=(
        Column("den", _("Đến lúc"), lambda row: row.at, Kind.MOMENT, order=("at",), link=address_of_mail),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
    ),
    filters=(
        Choice(
            "state", _("Trạng thái"), list(MailState.choices), lambda rows, state: rows.filter(state=state)
        ),
    ),
    first="-den",
    empty=_("Chưa có thư nào."),
)
