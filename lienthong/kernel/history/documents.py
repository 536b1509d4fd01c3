"""The history of a row as a document that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from .. import clock
from ..sheets import Cell, Column, Document, Kind, Table
from ..subjects import About
from ..templatetags.written import moment
from .queries import Line

# So many entries fit one file; whoever needs others narrows the filter.
MOST: Final = 5_000


def history_document(about: About, lines: Sequence[Line], *filters: str) -> Document:
    """Return what was done to a row, when, and in which capacity."""
    columns = [
        Column(_("Lúc"), Kind.MOMENT),
        Column(_("Việc")),
        Column(_("Ai")),
        Column(_("Chuỗi")),
        Column(_("Số"), Kind.NUMBER),
    ]
    rows: list[list[Cell]] = [[line.at, line.what, line.who, line.chain, line.number] for line in lines]
    cut = _("Chỉ ghi %(number)d dòng đầu. Hãy lọc hẹp hơn để có các dòng khác.") % {"number": MOST}
    made = _("Lập lúc %(when)s") % {"when": moment(clock.now())}
    facts = [about.title, " · ".join(filter(None, filters)), cut if len(rows) >= MOST else "", made]
    title = _("Lịch sử")
    return Document(title, [fact for fact in facts if fact], [Table(title, columns, rows)], ("lich-su",))
