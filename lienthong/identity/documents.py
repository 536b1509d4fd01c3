"""What identity's pages show, as documents that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.registry.queries import origin_of

from . import queries
from .queries import Account, GrantWords

# So many accounts or entries fit one file; whoever needs others narrows the filter.
MOST = 5_000


def _facts(actor: Actor, length: int, *filters: str) -> list[str]:
    cut = _("Chỉ ghi %(number)d dòng đầu. Hãy lọc hẹp hơn để có các dòng khác.") % {"number": MOST}
    return [
        *filter(None, (" · ".join(filter(None, filters)), cut if length >= MOST else "")),
        origin_of(actor),
    ]


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


def audit_document(actor: Actor, entries: list[AuditEntry], *filters: str) -> Document:
    """Return entries of the audit, each with its whole seal."""
    title = _("Nhật ký")
    columns = [
        Column(_("Lúc"), Kind.MOMENT),
        Column(_("Ai")),
        Column(_("Việc")),
        Column(_("Với")),
        Column(_("Chuỗi")),
        Column(_("Số"), Kind.NUMBER),
        Column(_("Niêm")),
    ]
    rows: list[list[Cell]] = [
        [
            line.at,
            line.actor,
            line.verb,
            line.subject_name or (str(line.subject) if line.subject else None),
            line.stream_name,
            line.number,
            line.seal,
        ]
        for line in queries.lines_of(entries)
    ]
    return Document(title, _facts(actor, len(rows), *filters), [Table(title, columns, rows)], ("nhat-ky",))
