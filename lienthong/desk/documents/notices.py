"""Lists of notices and of messages, as documents that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Column, Document, Kind, Table
from lienthong.registry.queries import origin_of

from ..queries.notices import NoticeWords
from ..queries.sending import DeliveryWords

# So many messages fit one file; whoever needs others narrows the filter.
MOST = 5_000


def notices_document(actor: Actor, found: Sequence[NoticeWords], words: str) -> Document:
    """Return my notices, as the page shows them."""
    title = _("Thông báo")
    columns = [
        Column(_("Lúc"), Kind.MOMENT),
        Column(_("Nhóm")),
        Column(_("Thông báo")),
        Column(_("Hạn"), Kind.DATE),
        Column(_("Tình trạng")),
    ]
    rows = [
        [one.made_at, one.group, one.text, one.due, _("Đã đọc") if one.is_read else _("Chưa đọc")]
        for one in found
    ]
    return Document(title, _facts(actor, words), [Table(title, columns, rows)], ("thong-bao",))


def deliveries_document(actor: Actor, found: Iterable[DeliveryWords], words: str) -> Document:
    """Return messages with what came of each."""
    title = _("Tin gửi")
    columns = [
        Column(_("Người nhận")),
        Column(_("Tên đăng nhập")),
        Column(_("Đơn vị")),
        Column(_("Kênh")),
        Column(_("Trạng thái")),
        Column(_("Số thông báo"), Kind.NUMBER),
        Column(_("Số lần thử"), Kind.NUMBER),
        Column(_("Lý do chưa gửi được")),
        Column(_("Lập lúc"), Kind.MOMENT),
        Column(_("Kết thúc lúc"), Kind.MOMENT),
    ]
    rows = [
        [
            *(one.account_name, one.username, one.unit, one.channel, one.state_label),
            *(one.notices, one.tries, one.reason, one.made_at, one.ended_at),
        ]
        for one in found
    ]
    return Document(title, _facts(actor, words), [Table(title, columns, rows)], ("tin-gui",))


def _facts(actor: Actor, words: str) -> list[str]:
    return [*([_("Tìm: “%(text)s”") % {"text": words}] if words else []), origin_of(actor)]
