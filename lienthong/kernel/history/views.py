"""The page that tells what was done to a row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .. import sheets
from ..request import Request
from ..subjects import subject_of
from ..templatetags.written import day
from . import documents, queries
from .forms import HistoryFilterForm

_PAGE = 50


@require_GET
def history(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """List what was done to a row that I may see, newest first."""
    subject = subject_of(kind)
    about = subject.get(request.actor, uid)
    form = HistoryFilterForm(request.GET, verbs=queries.verbs_of(request.actor, kind, about))
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.entries_for(request.actor, kind, about, **asked)
    if (wanted := sheets.wanted(request)) is not None:
        lines = queries.lines_of(request.actor, found[: documents.MOST])
        document = documents.history_document(about, lines, *_chosen(asked))
        return sheets.answer(request, document, wanted, stream=about.stream, personal=True)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    words = {
        "kind": kind,
        "label": subject.label,
        "about": about,
        "form": form,
        "page": page,
        "lines": queries.lines_of(request.actor, page),
    }
    return render(request, "history/history.html", words)


def _chosen(asked: dict[str, Any]) -> list[str]:
    """Return the filters that are set, in words."""
    return [
        _("Việc: %(text)s") % {"text": queries.word_of(asked["verb"])} if asked.get("verb") else "",
        _("Từ ngày %(day)s") % {"day": day(asked["since"])} if asked.get("since") else "",
        _("Đến hết ngày %(day)s") % {"day": day(asked["until"])} if asked.get("until") else "",
    ]
