"""The installation's condition as a document that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .. import clock
from ..sheets import Column, Document, Table
from ..templatetags.written import moment
from .checking import Check, Finding, in_words


def condition_document(found: Iterable[tuple[Check, Finding]]) -> Document:
    """Return what each check found."""
    title = _("Tình trạng hệ thống")
    columns = [Column(_("Mục")), Column(_("Kết quả")), Column(_("Thấy gì")), Column(_("Cần làm gì"))]
    rows = [
        [str(check.label), in_words(finding.outcome), finding.sentence, finding.remedy]
        for check, finding in found
    ]
    made = _("Lập lúc %(when)s") % {"when": moment(clock.now())}
    return Document(title, [made], [Table(title, columns, rows)], ("tinh-trang",))
