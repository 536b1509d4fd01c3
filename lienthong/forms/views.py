"""Pages of forms: what is asked, in which wording, since when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel import sheets
from lienthong.kernel.request import Request

from . import documents, queries
from .listings import VERSIONS


@require_GET
def forms(request: Request) -> HttpResponse:
    """List the forms and their versions."""
    return VERSIONS.answer(request, queries.versions(), "forms/forms.html")


@require_GET
def version(request: Request, uid: UUID) -> HttpResponse:
    """Show one version: its sections, fields and rules."""
    found = queries.get_version(uid)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, documents.version_document(request.actor, found), kind)
    return render(request, "forms/version.html", {"version": found, "form": queries.form_of(found)})
