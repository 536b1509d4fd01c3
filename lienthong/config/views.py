"""Doors that belong to no room: health, the way in, the language."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.i18n import set_language
from prometheus_client import CONTENT_TYPE_LATEST

from lienthong.kernel.request import Request
from lienthong.kernel.watching import Outcome, found_by, metrics
from lienthong.reports import queries as reports


@require_GET
def healthz(request: Request) -> HttpResponse:
    """Answer 200 while this program does: to start it anew would not bring back a database that is gone."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
@never_cache
def readyz(request: Request) -> HttpResponse:
    """Answer 200 when requests can be answered well, 503 when not, with what each check came to."""
    checks = {check.name: finding.outcome for check, finding in found_by(ready=True)}
    ready = Outcome.BAD not in checks.values()
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)


@require_GET
@never_cache
def measurements(request: Request) -> HttpResponse:
    """Hand the measurements to whoever knows the token; without one set, there is nothing here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


@require_GET
def home(request: Request) -> HttpResponse:
    """Lead everybody to where their work is."""
    return redirect(reports.home_for(request.actor))


def language(request: Request) -> HttpResponse:
    """Change the language of the screens."""
    return set_language(request)


for _view in (healthz, readyz, measurements):
    _view.login_required = False  # type: ignore[attr-defined]
language.login_required = False  # type: ignore[attr-defined]
