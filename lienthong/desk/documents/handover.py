"""What somebody would hand over, as a document."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.registry.queries import origin_of

from ..queries import HandOver


def handover_document(actor: Actor, giver: Account, found: HandOver) -> Document:
    """Return the work that is somebody's, and that stays with their unit."""
    columns = [
        Column(_("Việc")),
        Column(_("Đơn vị")),
        Column(_("Hạn"), Kind.MOMENT),
        Column(_("Khi bàn giao")),
    ]
    rows: list[list[Cell]] = [
        [
            line.title,
            line.unit,
            line.due.astimezone(clock.LOCAL) if line.due else None,
            _("Chuyển cho người nhận") if line.moves else _("Của riêng người này, sẽ bỏ"),
        ]
        for line in found.lines
    ]
    title = _("Bàn giao của %(name)s") % {"name": giver.name}
    return Document(title, [origin_of(actor)], [Table(_("Việc"), columns, rows)], ("ban-giao",))
