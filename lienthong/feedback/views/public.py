"""Pages for everybody: what was answered, one answer, statistics, where nothing came from, open data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import charts, clock, sheets
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request
from lienthong.registry.queries import map_places, units_on

from .. import documents, queries
from ..forms.public import AnsweredForm, FiguresForm, SilenceForm
from ..rules.linking import shown_senders
from ..rules.open_formats import csv_lines, json_lines
from .freshness import fresh, fresh_stream

PER_PAGE: Final = 20
# What is new may still be taken back: search engines come later.
_SETTLED: Final = timedelta(days=7)


@login_not_required
@require_GET
def answered(request: Request) -> HttpResponse:
    """List what was answered in public, with search and filters."""
    places = queries.places_on(clock.today())
    form = AnsweredForm(request.GET, places, queries.categories_on(clock.today()))
    form.is_valid()
    rows = queries.publications_for(request.actor, form.wanted)
    if (kind := sheets.wanted(request)) is not None:
        held = list(rows[: documents.MOST])
        return sheets.answer(request, documents.answered(held, _bodies(held), places), kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    words = {
        "tab": "answered",
        "form": form,
        "page": page,
        "rows": [(row, places.address(row.area_id)) for row in page],
        "narrowed": bool(request.GET),
    }
    return fresh(request, render(request, "feedback/answered.html", words), indexed=not request.GET)


@login_not_required
@require_GET
def published(request: Request, uid: UUID) -> HttpResponse:
    """Show one answer; one that was withdrawn says so, with the status of something that is gone."""
    found = queries.get_publication(request.actor, uid)
    places = queries.places_on(clock.today())
    words = {
        "tab": "answered",
        "row": found,
        "place": places.address(found.area_id),
        "body": _bodies([found]).get(found.organisation_id, ""),
        "days": (found.day_answered - found.day_sent).days,
        "senders_shown": shown_senders(found.senders),
        "gone": found.withdrawn_at is not None,
    }
    settled = clock.now() - found.released_at >= _SETTLED
    response = render(request, "feedback/published.html", words, status=410 if words["gone"] else 200)
    return fresh(request, response, indexed=settled and not words["gone"])


@login_not_required
@require_GET
def figures(request: Request) -> HttpResponse:
    """Show what was released of a month: of the country, a province or a commune."""
    places, months = queries.places_on(clock.today()), queries.released_months(request.actor)
    categories = queries.categories_on(clock.today())
    form = FiguresForm(request.GET, places, months, categories)
    form.is_valid()
    month = queries.get_month(request.actor, request.GET.get("thang", ""))
    if month is None:
        return fresh(request, render(request, "feedback/figures.html", {"form": form, "tab": "answered"}))
    chosen = form.cleaned_data.get("linh-vuc", "")
    category = next((one for one in categories if one.code == chosen), None)
    here = queries.cell_of(request.actor, month, form.place, category)
    below, kinds = queries.cells_below(request.actor, month, form.place, category)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, documents.figures(month, form.place, [here, *kinds], below), kind)
    past = queries.history_of_place(request.actor, form.place, category)
    words = {
        "tab": "answered",
        "form": form,
        "month": month,
        "here": here,
        "below": below,
        "kinds": kinds,
        "past": past,
        **_lines(past),
    }
    return fresh(request, render(request, "feedback/figures.html", words), indexed=not request.GET)


@login_not_required
@require_GET
def silence(request: Request) -> HttpResponse:
    """Show from which communes nothing came, so that somebody goes there."""
    places, months = queries.places_on(clock.today()), queries.released_months(request.actor)
    form = SilenceForm(request.GET, places, months)
    form.is_valid()
    month = queries.get_month(request.actor, request.GET.get("thang", ""))
    span = int(form.cleaned_data.get("so-thang") or 1)
    over = [one for one in months if month and one <= month][:span]
    found = queries.silence_in(request.actor, over, places)
    if form.province is not None:
        found = [one for one in found if one.province == form.province]
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, documents.silence(found), kind)
    words = {
        "tab": "answered",
        "form": form,
        "found": found,
        "since": over[-1] if over else None,
        "until": over[0] if over else None,
        "open": form.province is not None,
        "span": form.cleaned_data.get("so-thang", ""),
        "map": None if form.province else _map(found),
    }
    return fresh(request, render(request, "feedback/silence.html", words), indexed=not request.GET)


def _bodies(rows: Sequence[Any]) -> dict[int, str]:
    units = units_on({row.organisation_id for row in rows}, clock.today())
    return {key: unit.name for key, unit in units.items()}


def _lines(past: Sequence[tuple[date, Any]]) -> dict[str, Any]:
    """Return the charts of the months: how many, and how many in time by both ways of counting."""
    if len(past) <= 1:
        return {}
    names = [f"{month:%m/%y}" for month, _count in past]

    def line(name: str, words: str) -> charts.Series:
        return charts.Series(words, [getattr(count, name) for _month, count in past])

    numbers = [line("sent", _("Đã gửi")), line("open", _("Còn giải quyết cuối tháng"))]
    shares = [
        line("on_time", _("Tính theo tháng gửi")),
        line("on_time_period", _("Tính theo tháng trả lời")),
    ]
    return {
        name: charts.line_chart(names, lines)
        for name, lines in (("numbers", numbers), ("shares", shares))
        if any(value is not None for one in lines for value in one.values)
    }


def _map(found: Sequence[queries.Silence]) -> dict[str, Any] | None:
    """Return the map of the country by share of communes without any; None where the places are not today's provinces."""
    by_unit = {one.province.body.id: one for one in found}
    places = map_places([one.province.body for one in found], clock.today())
    if places is None:
        return None
    outline = places.outline
    classes = {code: silence_class(by_unit[unit.id]) for code, unit in places.units.items()}
    return {
        "width": outline.width,
        "height": outline.height,
        "provinces": [
            (shape, by_unit[unit.id], silence_class(by_unit[unit.id])) for shape, unit in places.shapes
        ],
        "islands": [
            (
                label_of(group.name),
                places.names.get(group.province, ""),
                group,
                classes.get(group.province),
            )
            for group in outline.islands
        ],
        "sea": label_of(outline.sea_name),
        "sea_label": outline.sea_label,
        "legend": [(4, _("dưới 10%")), (3, _("10% – 25%")), (2, _("25% – 50%")), (1, _("từ 50%"))],
    }


def silence_class(one: queries.Silence) -> int | None:
    """Return the class of ordered data: 4 where hardly any commune is silent, 1 where half of them are, None of nothing."""
    if not one.communes:
        return None
    bounds = (10, 25, 50)
    return 4 - sum(one.share >= bound for bound in bounds)


@login_not_required
@require_GET
def open_data(request: Request) -> HttpResponse:
    """Say what may be taken away, what each column means, and how it was made safe."""
    words = {
        "tab": "answered",
        "files": queries.OPEN_FILES,
        "version": queries.open_version(clock.today()),
        "api_url": reverse("api"),
        "georeport_url": reverse("feedback:open311_discovery", args=["xml"]),
    }
    return fresh(request, render(request, "feedback/open_data.html", words))


@login_not_required
@require_GET
def open_data_file(request: Request, name: str, form: str) -> HttpResponseBase:
    """Give a file of open data, row by row, so that no size of it fills the memory."""
    file = queries.get_open_file(request.actor, name)
    lines = json_lines(file.rows()) if form == "jsonl" else csv_lines(list(file.codes), file.rows())
    kind = "application/x-ndjson" if form == "jsonl" else "text/csv; charset=utf-8"
    response = StreamingHttpResponse(lines, content_type=kind)
    called = f"{name}-{clock.today():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=called)
    return fresh_stream(request, response, queries.open_stamp())
