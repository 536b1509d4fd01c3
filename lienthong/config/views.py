"""Doors that belong to no room: health, the way in, the language."""

from __future__ import annotations

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from django.views.i18n import set_language

from lienthong.kernel.request import Request
from lienthong.reports import queries as reports


@require_GET
def healthz(request: Request) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def home(request: Request) -> HttpResponse:
    """Lead everybody to where their work is."""
    return redirect(reports.home_for(request.actor))


def language(request: Request) -> HttpResponse:
    """Change the language of the screens."""
    return set_language(request)


healthz.login_required = False  # type: ignore[attr-defined]
language.login_required = False  # type: ignore[attr-defined]
