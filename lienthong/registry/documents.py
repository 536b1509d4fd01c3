"""What the registry's pages show, as documents that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.kernel.templatetags.written import day as day_words

from . import queries
from .models import Area, Level
from .queries import AddressList, AreaFound, History, Resolution

# What stands beside the columns of a list of addresses, for programs; people read the headings below.
RESOLVED = ("old_codes", "new_codes", "best", "certain", "why")

# Whoever looks for "a" does not want the country as a file.
_MOST = 2_000


def found_document(actor: Actor, q: str, on: date | None, level: str) -> Document:
    """Return the areas that a search finds, at most 2,000."""
    found = queries.find_areas(actor, q, on, level, limit=_MOST) if q else []
    title = _("Đơn vị hành chính")
    filters = [
        _("Tìm: “%(text)s”") % {"text": q},
        _("Vào ngày %(day)s") % {"day": day_words(on)} if on else _("Mọi thời điểm"),
        str(Level(level).label) if level else "",
        _("Chỉ ghi %(number)d đơn vị đầu.") % {"number": _MOST} if len(found) == _MOST else "",
    ]
    return Document(
        title,
        [" · ".join(filter(None, filters)), queries.origin_of(actor)],
        [_areas(title, found)],
        ("don-vi", q),
    )


def _areas(title: str, found: Sequence[AreaFound]) -> Table:
    columns = [
        Column(_("Tên")),
        Column(_("Loại")),
        Column(_("Thuộc")),
        Column(_("Mã")),
        Column(_("Từ ngày"), Kind.DATE),
        Column(_("Đến hết ngày"), Kind.DATE),
    ]
    return Table(title, columns, [_area_row(area) for area in found])


def _area_row(area: AreaFound) -> list[Cell]:
    return [
        area.full_name,
        area.kind_label,
        ", ".join(place.full_name for place in area.within),
        area.code or None,
        area.valid_from,
        area.last_day or _("nay"),
    ]


def area_document(actor: Actor, history: History, area: Area, day: date) -> Document:
    """Return what lay within an area on a day, and what the area was called and belonged to through time."""
    name = history.versions[0].full_name
    inside = [[version.full_name, version.code or None] for version in queries.areas_within(actor, area, day)]
    lays: list[list[Cell]] = [
        [lay.place.full_name, lay.valid_from, lay.last_day or _("nay")] for lay in history.parents
    ]
    after: list[list[Cell]] = [
        [heading, row.place.full_name, row.kind_label, _("toàn bộ") if row.whole else _("một phần"), row.on]
        for heading, rows in (
            (_("Được lập từ"), history.predecessors),
            (_("Nay thuộc về"), history.successors),
        )
        for row in rows
    ]
    lasting = [Column(_("Từ ngày"), Kind.DATE), Column(_("Đến hết ngày"), Kind.DATE)]
    tables = [
        Table(_("Các đơn vị trực thuộc"), [Column(_("Tên")), Column(_("Mã"))], inside),
        _areas(_("Tên, mã và loại qua thời gian"), history.versions),
        Table(_("Thuộc đơn vị nào qua thời gian"), [Column(_("Đơn vị")), *lasting], lays),
        Table(
            _("Lập từ đâu, nay thuộc về đâu"),
            [
                Column(_("Quan hệ")),
                Column(_("Đơn vị")),
                Column(_("Cách")),
                Column(_("Phần")),
                Column(_("Ngày"), Kind.DATE),
            ],
            after,
        ),
    ]
    facts = [_("Các đơn vị trực thuộc vào ngày %(day)s") % {"day": day_words(day)}, queries.origin_of(actor)]
    return Document(name, facts, tables, ("don-vi", name))


def resolved_document(
    actor: Actor,
    listed: AddressList,
    on: date,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Document:
    """Return a list of addresses with what each comes to on a day. ``tell``: is told how many rows of how many are done."""
    found = queries.resolve_many(actor, listed.texts, on)
    columns = [
        *map(Column, listed.headings),
        Column(_("Mã đơn vị được nói đến")),
        Column(_("Mã các đơn vị vào ngày đó")),
        Column(_("Mã chọn một")),
        Column(_("Chắc chắn")),
        Column(_("Vì sao")),
        Column(_("Đơn vị vào ngày đó")),
    ]
    rows = (
        [
            *row,
            *(one.old_codes, one.new_codes, one.best_code, _("có") if one.certain else _("không"), one.why),
            "; ".join(unit.address for unit in one.now),
        ]
        for row, one in _told(listed.rows, found, tell)
    )
    title = _("Địa chỉ cũ và đơn vị vào ngày %(day)s") % {"day": day_words(on)}
    return Document(
        title, [queries.origin_of(actor)], [Table(title, columns, rows)], ("tra-cuu-dia-chi", str(on))
    )


def _told(
    rows: Sequence[Sequence[str]], found: Iterable[Resolution], tell: Callable[[int, int], None]
) -> Iterator[tuple[Sequence[str], Resolution]]:
    for number, pair in enumerate(zip(rows, found, strict=True)):
        tell(number, len(rows))
        yield pair
