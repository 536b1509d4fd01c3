"""Matters as a list of officers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Kind, Listing

from ..models import MatterClass, MatterState
from ..queries import address_of

MATTERS = Listing(
    "feedback.matters",
    _("Phản ánh của dân"),
    page="feedback:matters",
    columns=(
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: row.category.label,
            order=("category__position",),
            link=address_of,
        ),
        Column("loai", _("Loại"), lambda row: row.get_matter_class_display(), order=("matter_class",)),
        Column("gui", _("Ngày gửi"), lambda row: row.sent_at, Kind.MOMENT, order=("sent_at",)),
        Column("han", _("Hạn trả lời"), lambda row: row.answer_due, Kind.MOMENT, order=("answer_due",)),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
    ),
    filters=(
        Choice(
            "state", _("Trạng thái"), list(MatterState.choices), lambda rows, state: rows.filter(state=state)
        ),
        Choice(
            "class", _("Loại"), list(MatterClass.choices), lambda rows, kind: rows.filter(matter_class=kind)
        ),
    ),
    first="han",
)
