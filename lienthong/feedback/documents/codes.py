"""QR codes of places as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.sheets import Column, Document, Table


def codes_document(body: str, places: Sequence[tuple[str, str]]) -> Document:
    """Return the places of a body with the addresses of their QR codes."""
    title = _("Mã QR gửi phản ánh theo địa bàn")
    columns = (Column(_("Địa bàn")), Column(_("Địa chỉ của mã QR")))
    return Document(title, [body], [Table(title, columns, places)], ("ma-qr", body))
