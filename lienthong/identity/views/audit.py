"""The page on which the audit is read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import audit, sheets
from lienthong.kernel.request import Request
from lienthong.kernel.templatetags.written import day

from .. import documents, queries
from ..forms import AuditFilterForm


@require_GET
def entries(request: Request) -> HttpResponse:
    """List what was done at the units whose audit I may read, newest first."""
    audit.READ.require_somewhere(request.actor)
    form = AuditFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    if (kind := sheets.wanted(request)) is not None:
        return _file(request, asked, kind)
    found = list(queries.find_entries(request.actor, **asked)[: queries.PAGE + 1])
    lines = queries.lines_of(found[: queries.PAGE])
    words = {
        "form": form,
        "lines": lines,
        "before": lines[-1].mark if len(found) > queries.PAGE else "",
        "begun": bool(asked.get("before")),
        "chosen": lines[0].stream_name if asked.get("stream") and lines else "",
    }
    return render(request, "identity/audit.html", words)


def _file(request: Request, asked: dict[str, Any], kind: sheets.Form) -> HttpResponse:
    entries = list(queries.find_entries(request.actor, **asked | {"before": ""})[: documents.MOST])
    filters = [
        _("Đơn vị: %(text)s") % {"text": asked["unit"]} if asked.get("unit") else "",
        _("Việc: %(text)s") % {"text": asked["verb"]} if asked.get("verb") else "",
        _("Từ ngày %(day)s") % {"day": day(asked["since"])} if asked.get("since") else "",
        _("Đến hết ngày %(day)s") % {"day": day(asked["until"])} if asked.get("until") else "",
    ]
    document = documents.audit_document(request.actor, entries, *filters)
    return sheets.answer(request, document, kind, personal=True)
