"""The book as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lienthong.kernel.sheets import Column, Document, Kind, Table

from .models import Visit


def book_document(visits: Iterable[Visit]) -> Document:
    """Return visits in the order of the page."""
    columns = [
        Column(_("Ngày"), Kind.DAY),
        Column(_("Cơ quan đến")),
        Column(_("Số khách"), Kind.NUMBER),
        Column(_("Trạng thái")),
    ]
    rows = [[one.day, one.guests, one.number, one.get_state_display()] for one in visits]
    return Document(_("Sổ khách"), [], [Table(_("Sổ khách"), columns, rows)], ("so-khach",))
