"""Absences and chairs held for a time, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.registry.queries import origin_of

from ..queries import AwayLine


def state_label(state: str) -> str:
    """Return when an absence holds, in a word."""
    return {"now": _("Đang"), "coming": _("Sắp tới"), "ended": _("Đã xong")}[state]


def absences_document(actor: Actor, lines: Sequence[AwayLine], *filters: str) -> Document:
    """Return who is away and who stands in, or holds a chair."""
    columns = [
        Column(_("Người")),
        Column(_("Chức vụ")),
        Column(_("Đơn vị")),
        Column(_("Việc")),
        Column(_("Người làm thay")),
        Column(_("Từ ngày"), Kind.DATE),
        Column(_("Đến hết ngày"), Kind.DATE),
        Column(_("Thời gian")),
    ]
    rows: list[list[Cell]] = [
        [
            line.name,
            line.post or None,
            line.unit,
            _("Giữ quyền") if line.acting else _("Vắng mặt"),
            line.stand_in or None,
            line.since,
            line.last,
            state_label(line.state),
        ]
        for line in lines
    ]
    title = _("Vắng mặt và làm thay")
    return Document(
        title, [*filter(None, filters), origin_of(actor)], [Table(title, columns, rows)], ("vang-mat",)
    )
