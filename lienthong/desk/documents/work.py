"""Work that waits, as a document."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.registry.queries import origin_of

from ..queries import WorkList
from ..rules.work import Group

MOST = 5_000


def group_label(group: Group) -> str:
    """Return a group in words."""
    return {
        Group.OVERDUE: _("Quá hạn"),
        Group.TODAY: _("Hôm nay"),
        Group.WEEK: _("Tuần này"),
        Group.LATER: _("Sau tuần này"),
        Group.NO_DUE: _("Không có hạn"),
    }[group]


def work_document(actor: Actor, found: WorkList, *filters: str) -> Document:
    """Return the work that was looked for, in its order."""
    columns = [
        Column(_("Nhóm")),
        Column(_("Việc")),
        Column(_("Loại việc")),
        Column(_("Đơn vị")),
        Column(_("Hạn"), Kind.MOMENT),
        Column(_("Giao cho")),
        Column(_("Làm thay")),
    ]
    rows: list[list[Cell]] = [
        [
            group_label(line.group),
            line.title,
            line.label,
            line.unit,
            line.due.astimezone(clock.LOCAL) if line.due else None,
            line.assigned or None,
            line.stands_in_for or None,
        ]
        for line in found[:MOST]
    ]
    cut = _("Chỉ ghi %(number)d dòng đầu. Hãy lọc hẹp hơn để có các dòng khác.") % {"number": MOST}
    facts = [*filter(None, (*filters, cut if len(found) > MOST else "")), origin_of(actor)]
    title = _("Việc của tôi")
    return Document(title, facts, [Table(title, columns, rows)], ("viec-cua-toi",))
