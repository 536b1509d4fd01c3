"""Pages of forms: what is asked, in which wording, since when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import queries


@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """List the forms and their versions."""
    return render(request, "forms/forms.html", {"forms": queries.forms()})


@require_GET
def version(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one version: its sections, fields and rules."""
    found = queries.get_version(uid)
    return render(request, "forms/version.html", {"version": found, "form": queries.form_of(found)})
