"""What was found, as a document that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ..sheets import Column, Document, Kind, Table
from ..validity import FOREVER
from .said import Hit, kinds


def found_document(text: str, kind: str, hits: Iterable[Hit]) -> Document:
    """Return what was found of a text, in the order of the page."""
    title, known = _("Tìm kiếm"), kinds()
    filters = [_("Tìm: “%(text)s”") % {"text": text}, str(known[kind].label) if kind else ""]
    columns = [
        Column(_("Tên")),
        Column(_("Loại")),
        Column(_("Ở đâu")),
        Column(_("Đến trước ngày"), Kind.DATE),
    ]
    rows = [
        [hit.title, str(known[hit.kind].label), hit.detail, None if hit.until == FOREVER else hit.until]
        for hit in hits
    ]
    return Document(title, [" · ".join(filter(None, filters))], [Table(title, columns, rows)], ("tim", text))
