"""Pages on which administrators look after the working calendar and read the catalogue of limits."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import sheets
from ..errors import WrongData
from ..forms import show_refusal
from ..permissions import MANAGE_CALENDAR
from ..request import Request
from . import documents, queries, services
from .forms import CalendarFilterForm, DayForm, LimitFilterForm


@require_GET
def calendar(request: Request) -> HttpResponse:
    """List the days that differ from their weekday."""
    form = CalendarFilterForm(request.GET, years=queries.years_for(request.actor))
    days = queries.days_for(request.actor, **(form.cleaned_data if form.is_valid() else {}))
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, documents.calendar_document(days, *_chosen(form)), kind)
    words = {
        "form": form,
        "days": days,
        "waiting": queries.count_waiting(request.actor),
        "unknown": queries.next_unknown_year(request.actor),
    }
    return render(request, "deadlines/calendar.html", words)


@require_http_methods(["GET", "POST"])
def set_day(request: Request) -> HttpResponse:
    """Lay down a day that a document announces."""
    MANAGE_CALENDAR.require_somewhere(request.actor)
    form = DayForm(request.POST) if request.method == "POST" else DayForm()
    if form.is_valid():
        try:
            services.set_day(actor=request.actor, **form.cleaned_data)
            return redirect("deadlines:calendar")
        except WrongData as refusal:
            show_refusal(form, refusal)
    status = WrongData.status if form.errors else 200
    return render(request, "deadlines/set_day.html", {"form": form}, status=status)


@require_POST
def remove_day(request: Request, day: str) -> HttpResponse:
    """Take back a day that was laid down here."""
    services.remove_day(actor=request.actor, day=queries.get_day(request.actor, day))
    return redirect("deadlines:calendar")


@require_GET
def limits(request: Request) -> HttpResponse:
    """List the limits that laws set, with where each stands."""
    fields = [(code, documents.field_word(code)) for code in queries.fields_for(request.actor)]
    form = LimitFilterForm(request.GET, fields=fields)
    found = queries.limits_for(request.actor, **(form.cleaned_data if form.is_valid() else {}))
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, documents.limits_document(found, *_chosen(form)), kind)
    lines = [(limit, documents.field_word(limit.field)) for limit in found]
    return render(request, "deadlines/limits.html", {"form": form, "lines": lines})


def _chosen(form: Form) -> list[str]:
    """Return the filters that are set, in words."""
    chosen = []
    for name, value in (form.cleaned_data if form.is_valid() else {}).items():
        if value in ("", None, False):
            continue
        choices = dict(getattr(form.fields[name], "choices", []))
        shown = choices.get(value, _("có") if value is True else value)
        chosen.append(f"{form.fields[name].label}: {shown}")
    return chosen
