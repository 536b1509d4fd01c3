"""The lists of this room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Kind, Listing

from .models import ImportKind, ImportState

IMPORTS = Listing(
    "imports.imports",
    _("Các lần nhập của tôi"),
    page="imports:imports",
    columns=(
        Column(
            "tep",
            _("Tệp"),
            lambda sent: sent.file_name,
            order=("file_name",),
            link=lambda sent: reverse("imports:import", args=[sent.uid]),
        ),
        Column("loai", _("Loại"), lambda sent: sent.get_kind_display(), order=("kind",)),
        Column("tinh-trang", _("Tình trạng"), lambda sent: sent.get_state_display(), order=("state",)),
        Column("moi", _("Mới"), lambda sent: sent.new, Kind.NUMBER, order=("new",)),
        Column("thay-doi", _("Thay đổi"), lambda sent: sent.changed, Kind.NUMBER, order=("changed",)),
        Column("co-san", _("Đã có sẵn"), lambda sent: sent.unchanged, Kind.NUMBER, shown=False),
        Column("sai", _("Sai"), lambda sent: sent.wrong, Kind.NUMBER, order=("wrong",)),
        Column("luc", _("Lúc"), lambda sent: sent.at, Kind.MOMENT, order=("at",)),
    ),
    filters=(
        Choice("loai", _("Loại"), ImportKind.choices, lambda rows, kind: rows.filter(kind=kind)),
        Choice(
            "tinh-trang", _("Tình trạng"), ImportState.choices, lambda rows, state: rows.filter(state=state)
        ),
    ),
    search=lambda rows, text: rows.filter(file_name__icontains=text),
    searched=_("Tên tệp"),
    first="-luc",
    empty=_("Chưa nhập tệp nào."),
)
