"""What identity's pages show, as documents that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.registry.queries import origin_of

from .queries import Account, GrantWords


def grants_document(actor: Actor, account: Account, grants: Sequence[GrantWords]) -> Document:
    """Return what an account may do, where, from when and until when."""
    columns = [
        Column(_("Vai trò")),
        Column(_("Đơn vị")),
        Column(_("Hệ thống")),
        Column(_("Phạm vi")),
        Column(_("Chỉ khi giữ vị trí")),
        Column(_("Từ ngày"), Kind.DATE),
        Column(_("Đến trước ngày"), Kind.DATE),
    ]
    rows: list[list[Cell]] = [
        [one.role, one.place, one.system, one.reach, one.post or None, one.since, one.until] for one in grants
    ]
    title = _("Quyền của %(name)s") % {"name": account.name}
    return Document(
        title,
        [account.username, origin_of(actor)],
        [Table(_("Quyền"), columns, rows)],
        ("quyen", account.username),
    )
