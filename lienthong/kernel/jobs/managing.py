"""Pages on which IT staff look after the long work of their units, and after what drives it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .. import outbox, sheets
from ..audit import SYSTEM
from ..permissions import MANAGE_JOBS
from ..request import Request
from . import queries, scheduling
from .documents import MOST, machinery_document, managed_document
from .forms import ManagedFilterForm
from .messages import rhythm, span

_PAGE = 50


@require_GET
@never_cache
def jobs(request: Request) -> HttpResponse:
    """List the jobs of the units that I look after, newest first."""
    MANAGE_JOBS.require_somewhere(request.actor)
    form = ManagedFilterForm(request.GET, kinds=queries.kinds_managed(request.actor))
    found = queries.find_managed_jobs(request.actor, **form.asked)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, managed_document(found[:MOST]), kind)
    queue = queries.queue_now()
    words = {
        "form": form,
        "page": Paginator(found, _PAGE).get_page(request.GET.get("trang")),
        "queue": queue,
        "waited": span(queue.waited),
        "alive": sum(one.alive for one in queries.workers(request.actor)),
        "whole": MANAGE_JOBS.allows_at(request.actor, SYSTEM),
    }
    return render(request, "jobs/managed.html", words)


@require_GET
@never_cache
def job(request: Request, uid: UUID) -> HttpResponse:
    """Show one job of a unit that I look after, with what broke and where."""
    found = queries.get_managed_job(request.actor, uid)
    words = {
        "job": found,
        "open": found.state in queries.OPEN,
        "again_at": datetime.fromtimestamp(found.not_before, UTC),
        "steps": [step.name for step in found.steps.order_by("pk")],
    }
    return render(request, "jobs/managed_job.html", words)


@require_GET
@never_cache
def machinery(request: Request) -> HttpResponse:
    """Show schedules with their last runs, workers, and readers of the outbox: of the installation as a whole."""
    MANAGE_JOBS.require_at(request.actor, SYSTEM)
    planned, workers = scheduling.planned(), queries.workers(request.actor)
    readers, held_back = outbox.lag(), outbox.held_back()
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, machinery_document(planned, workers, readers), kind)
    words = {
        "planned": [(one, rhythm(one.schedule)) for one in planned],
        "workers": [(one, datetime.fromtimestamp(one.since, UTC), span(one.silent)) for one in workers],
        "readers": [(one, span(one.seconds)) for one in readers],
        "held_back": span(held_back) if held_back >= outbox.ALARM_SECONDS else "",
    }
    return render(request, "jobs/machinery.html", words)
