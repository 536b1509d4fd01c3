"""Lists of files, as documents that can be taken away. Of the store: without the names of files."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from .. import clock
from ..sheets import Column, Document, Kind, Table
from ..templatetags.written import moment
from .messages import ShownFile


def files_document(title: str, files: Sequence[ShownFile]) -> Document:
    """Return the files of a row, with tombstones."""
    columns = [
        Column(_("Tên tệp")),
        Column(_("Loại")),
        Column(_("Cỡ")),
        Column(_("Tình trạng")),
        Column(_("Thêm lúc"), Kind.MOMENT),
        Column(_("Đơn vị thêm")),
        Column(_("Giữ đến"), Kind.DATE),
        Column(_("Xóa lúc"), Kind.MOMENT),
        Column(_("Lý do xóa")),
    ]
    rows = [
        [
            one.name,
            one.type,
            one.size,
            one.state,
            one.added_at,
            one.added_from,
            one.until,
            one.deleted_at,
            one.reason,
        ]
        for one in files
    ]
    return Document(title, [_made()], [Table(_("Tệp đính kèm"), columns, rows)], ("tep-dinh-kem",))


def store_document(files: Sequence[ShownFile]) -> Document:
    """Return what lies in the store."""
    title = _("Kho tệp")
    columns = [
        Column(_("Mã tệp")),
        Column(_("Đơn vị")),
        Column(_("Loại")),
        Column(_("Cỡ")),
        Column(_("Tình trạng")),
        Column(_("Mã độc")),
        Column(_("Thêm lúc"), Kind.MOMENT),
        Column(_("Xóa lúc"), Kind.MOMENT),
    ]
    rows = [
        [one.digest, one.body, one.type, one.size, one.state, one.finding, one.added_at, one.deleted_at]
        for one in files
    ]
    return Document(title, [_made()], [Table(title, columns, rows)], ("kho-tep",))


def _made() -> str:
    return _("Lập lúc %(when)s") % {"when": moment(clock.now())}
