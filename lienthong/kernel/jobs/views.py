"""Pages on which whoever asked for long work watches it, stops it and takes what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from .. import sheets
from ..request import Request
from . import queries, queue
from .documents import jobs_document

_PAGE = 50


@require_GET
@never_cache
def jobs(request: Request) -> HttpResponse:
    """List what I have asked for, newest first."""
    found = queries.find_jobs(request.actor)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, jobs_document(found), kind)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    return render(request, "jobs/jobs.html", {"page": page, "days": queue.KEEP_DAYS})


@require_GET
@never_cache
def job(request: Request, uid: UUID) -> HttpResponse:
    """Show how far something is that I have asked for."""
    found = queries.get_job(request.actor, uid)
    words = {
        "job": found,
        "open": found.state in queries.OPEN,
        "kept_until": datetime.fromtimestamp(found.keep_until, UTC),
    }
    return render(request, "jobs/job.html", words)


@require_GET
@never_cache
def file(request: Request, uid: UUID) -> HttpResponseBase:
    """Hand out the file that came of it."""
    found = queries.get_job(request.actor, uid)
    path = queries.path_of(found)
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name)


@require_POST
def cancel(request: Request, uid: UUID) -> HttpResponse:
    """Stop it."""
    queue.cancel_job(actor=request.actor, job=queries.get_job(request.actor, uid))
    return redirect("jobs:job", uid)
