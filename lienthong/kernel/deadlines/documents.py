"""The calendar and the limits as documents that can be taken away, and the words that pages and files share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import clock
from ..models import CalendarDay, Limit
from ..sheets import Cell, Column, Document, Kind, Table
from ..templatetags.written import WEEKDAYS, moment
from ..validity import FOREVER

# What limits are about, in words; a field that has none yet is shown by its code.
FIELDS: Final = {
    "complaint": gettext_lazy("Khiếu nại"),
    "denunciation": gettext_lazy("Tố cáo"),
    "documents": gettext_lazy("Văn bản"),
    "feedback": gettext_lazy("Phản ánh, kiến nghị"),
    "privacy": gettext_lazy("Dữ liệu cá nhân"),
    "reception": gettext_lazy("Tiếp công dân"),
}


def field_word(field: str) -> str:
    """Return what a limit is about."""
    return str(FIELDS.get(field, field))


def verified_word(verified: bool) -> str:
    """Say whether a row was read in its source."""
    return _("Đã đọc nguồn dẫn") if verified else _("Chưa kiểm chứng")


def calendar_document(days: Sequence[CalendarDay], *filters: str) -> Document:
    """Return the days that differ from their weekday."""
    title = _("Lịch làm việc")
    columns = [
        Column(_("Ngày"), Kind.DATE),
        Column(_("Thứ")),
        Column(_("Loại ngày")),
        Column(_("Tên ngày")),
        Column(_("Văn bản quy định")),
        Column(_("Kiểm chứng")),
        Column(_("Nguồn")),
    ]
    rows: list[list[Cell]] = [
        [
            row.day,
            str(WEEKDAYS[row.day.weekday()]),
            row.get_kind_display(),
            row.label,
            row.citation,
            verified_word(row.verified),
            _("Ghi tại đây") if row.own else _("Đi kèm phần mềm"),
        ]
        for row in days
    ]
    return Document(title, _facts(filters), [Table(title, columns, rows)], ("lich-lam-viec",))


def limits_document(limits: Iterable[Limit], *filters: str) -> Document:
    """Return the catalogue of limits with the law behind each."""
    title = _("Thời hạn theo quy định")
    columns = [
        Column(_("Mã")),
        Column(_("Lĩnh vực")),
        Column(_("Việc")),
        Column(_("Thời hạn"), Kind.NUMBER),
        Column(_("Đơn vị tính")),
        Column(_("Tính từ")),
        Column(_("Văn bản quy định")),
        Column(_("Có hiệu lực từ"), Kind.DATE),
        Column(_("Đến trước ngày"), Kind.DATE),
        Column(_("Kiểm chứng")),
        Column(_("Lưu ý")),
    ]
    rows: list[list[Cell]] = [
        [
            row.code,
            field_word(row.field),
            row.label,
            row.amount,
            row.get_unit_display(),
            row.from_label,
            row.citation,
            row.valid_from,
            None if row.valid_to == FOREVER else row.valid_to,
            verified_word(row.verified),
            row.note,
        ]
        for row in limits
    ]
    return Document(title, _facts(filters), [Table(title, columns, rows)], ("thoi-han",))


def _facts(filters: Sequence[str]) -> list[str]:
    made = _("Lập lúc %(when)s") % {"when": moment(clock.now())}
    return [line for line in (" · ".join(filter(None, filters)), made) if line]
