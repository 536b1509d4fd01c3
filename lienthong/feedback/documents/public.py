"""Public tables as files: answered matters, and what was released of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from lienthong.kernel import clock, sheets
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.kernel.templatetags.written import moment

from ..models import Publication, ReleasedCount
from ..queries import Cell as Counted
from ..queries import Place, Places, Silence

# Files of the public leave no trace in the audit; all of it is among the open data.
MOST = sheets.BULK - 1


def answered(rows: Sequence[Publication], bodies: dict[int, str], places: Places) -> Document:
    """Return published answers as a table."""
    columns = [
        Column(_("Tiêu đề")),
        Column(_("Lĩnh vực")),
        Column(_("Nơi")),
        Column(_("Ngày gửi"), Kind.DATE),
        Column(_("Ngày trả lời"), Kind.DATE),
        Column(_("Thời hạn")),
        Column(_("Cơ quan trả lời")),
        Column(_("Nội dung phản ánh")),
        Column(_("Trả lời")),
    ]
    cells: list[list[Cell]] = [
        [
            row.title,
            row.category.label,
            places.address(row.area_id),
            row.day_sent,
            row.day_answered,
            _("Đúng hạn") if row.on_time else _("Muộn"),
            bodies.get(row.organisation_id, ""),
            row.question,
            row.answer,
        ]
        for row in rows
    ]
    cut = _("Chỉ ghi %(number)d dòng đầu. Toàn bộ có ở trang Dữ liệu mở.") % {"number": MOST}
    title = _("Phản ánh đã trả lời")
    return Document(
        title, [*([cut] if len(rows) >= MOST else []), _made()], [Table(title, columns, cells)], (title,)
    )


def figures(month: date, place: Place | None, here: Sequence[Counted], below: Sequence[Counted]) -> Document:
    """Return the figures of a month: of a place, then of what lies in it."""
    columns = [
        Column(_("Nơi")),
        Column(_("Lĩnh vực")),
        Column(_("Đã gửi"), Kind.NUMBER),
        Column(_("Đã trả lời (%)"), Kind.NUMBER),
        Column(_("Đúng hạn, tính theo tháng gửi (%)"), Kind.NUMBER),
        Column(_("Đúng hạn, tính theo tháng trả lời (%)"), Kind.NUMBER),
        Column(_("Số ngày trả lời, trung vị"), Kind.NUMBER),
        Column(_("Số ngày trả lời, 90%"), Kind.NUMBER),
        Column(_("Còn giải quyết cuối tháng"), Kind.NUMBER),
    ]
    cells = [
        [
            cell.place.name if cell.place else _("Cả nước"),
            cell.category.label if cell.category else _("Tất cả"),
            *_numbers(cell.count),
        ]
        for cell in (*here, *below)
        if cell.count is not None
    ]
    title = _("Số liệu phản ánh gửi trong tháng %(month)s") % {"month": f"{month:%m/%Y}"}
    where = place.name if place else _("Cả nước")
    facts = [
        _("Ô trống: không công bố vì quá ít, hoặc vì từ đó suy ra được ô khác. Tỷ lệ đã làm tròn."),
        _("Không dùng số này để xếp hạng các nơi."),
        _made(),
    ]
    return Document(f"{title} – {where}", facts, [Table(title, columns, cells)], (title, where))


def silence(found: Sequence[Silence]) -> Document:
    """Return the communes from which nothing came."""
    title = _("Nơi chưa có phản ánh")
    columns = [Column(_("Tỉnh, thành phố")), Column(_("Xã, phường, đặc khu"))]
    cells = [[one.province.name, commune.name] for one in found for commune in one.silent]
    return Document(title, [_made()], [Table(title, columns, cells[:MOST])], (title,))


def _numbers(count: ReleasedCount) -> list[int | None]:
    return [
        count.sent,
        count.answered,
        count.on_time,
        count.on_time_period,
        count.median,
        count.p90,
        count.open,
    ]


def _made() -> str:
    return _("Lập lúc %(when)s") % {"when": moment(clock.now())}
