"""What is said about a row, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.kernel.subjects import About
from lienthong.registry.queries import origin_of

from ..queries import Said

MOST = 5_000


def comments_document(actor: Actor, about: About, said: Sequence[Said], *filters: str) -> Document:
    """Return comments, newest first; of one that was taken away only that it stood there."""
    columns = [
        Column(_("Lúc"), Kind.MOMENT),
        Column(_("Ai")),
        Column(_("Vị trí")),
        Column(_("Nội dung")),
        Column(_("Nhắc tới")),
    ]
    rows: list[list[Cell]] = [
        [
            one.at.astimezone(clock.LOCAL),
            one.by,
            one.title or None,
            _("(đã gỡ)") if one.removed else one.text,
            ", ".join(one.named) or None,
        ]
        for one in said
    ]
    title = _("Trao đổi")
    facts = [about.title, *filter(None, filters), origin_of(actor)]
    return Document(title, facts, [Table(title, columns, rows)], ("trao-doi",))
