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
from ..models import Job
from ..request import Request
from . import queries, queue
from .documents import jobs_document
from .forms import JobFilterForm

_PAGE = 50


@require_GET
@never_cache
def jobs(request: Request) -> HttpResponse:
    """List what I have asked for, newest first."""
    form = JobFilterForm(request.GET)
    found = queries.find_jobs(request.actor, **form.asked)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, jobs_document(found), kind)
    words = {
        "form": form,
        "page": Paginator(found, _PAGE).get_page(request.GET.get("trang")),
        "narrowed": any(form.asked.values()),
        "days": queue.KEEP_DAYS,
    }
    return render(request, "jobs/jobs.html", words)


@require_GET
@never_cache
def job(request: Request, uid: UUID) -> HttpResponse:
    """Show how far something is that I have asked for."""
    found = queries.get_job(request.actor, uid)
    words = {
        "job": found,
        "open": found.state in queries.OPEN,
        "again_at": datetime.fromtimestamp(found.not_before, UTC),
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
    found = queries.get_any_job(request.actor, uid)
    queue.cancel_job(actor=request.actor, job=found)
    return _back(request, found)


@require_POST
def retry(request: Request, uid: UUID) -> HttpResponse:
    """Have it tried again."""
    found = queries.get_any_job(request.actor, uid)
    queue.retry_job(actor=request.actor, job=found)
    return _back(request, found)


def _back(request: Request, job: Job) -> HttpResponse:
    own = job.asked_by == request.actor.uid
    return redirect("jobs:job" if own else "jobs:managed_job", job.uid)
