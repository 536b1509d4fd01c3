"""What is done with a plan, each posted from its page and back to it; long work leads to the page of its job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lienthong.kernel.jobs import Job
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms import ReopenForm, seen_in
from .plans import REFUSED, shown


@require_POST
def check(request: Request, uid: UUID) -> HttpResponse:
    """Count a draft as checked."""
    return _done(request, uid, services.check_plan)


@require_POST
def approve(request: Request, uid: UUID) -> HttpResponse:
    """Approve a plan that somebody else wrote."""
    return _done(request, uid, services.approve_plan)


@require_POST
def discard(request: Request, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    return _done(request, uid, services.discard_plan, then="restructuring:plans")


@require_POST
def reopen(request: Request, uid: UUID) -> HttpResponse:
    """Let a plan be a draft again, with the reason."""
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return shown(request, uid, reopen=form)
    return _done(request, uid, services.reopen_plan, reason=form.cleaned_data["reason"])


@require_POST
def rehearse(request: Request, uid: UUID) -> HttpResponse:
    """Ask for a rehearsal."""
    return _asked(request, uid, services.ask_to_rehearse)


@require_POST
def carry_out(request: Request, uid: UUID) -> HttpResponse:
    """Ask for a plan to be carried out."""
    return _asked(request, uid, services.ask_to_carry_out)


@require_POST
def undo(request: Request, uid: UUID) -> HttpResponse:
    """Ask for a plan to be taken back."""
    return _asked(request, uid, services.ask_to_undo)


def _done(request: Request, uid: UUID, do: Callable[..., Any], then: str = "", **words: Any) -> HttpResponse:
    found = queries.get_plan(request.actor, uid)
    try:
        do(actor=request.actor, plan=found, seen=seen_in(request.POST), **words)
    except REFUSED as refusal:
        return shown(request, uid, refusal)
    return redirect(then) if then else redirect("restructuring:plan", uid)


def _asked(request: Request, uid: UUID, ask: Callable[..., Job]) -> HttpResponse:
    found = queries.get_plan(request.actor, uid)
    try:
        job = ask(actor=request.actor, plan=found)
    except REFUSED as refusal:
        return shown(request, uid, refusal)
    return redirect("jobs:job", job.uid)
