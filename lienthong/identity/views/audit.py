"""The page on which the audit is read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel import audit
from lienthong.kernel.request import Request

from .. import queries
from ..forms import AuditFilterForm


@require_GET
def entries(request: Request) -> HttpResponse:
    """List what was done at the units whose audit I may read, newest first."""
    audit.READ.require_somewhere(request.actor)
    form = AuditFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
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
