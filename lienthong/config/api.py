"""The JSON door: one API made of each room's router, and its reading page."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.security import APIKeyCookie, HttpBearer

from lienthong.analysis.api import router as analysis
from lienthong.feedback.api import router as feedback
from lienthong.forms.api import router as forms
from lienthong.identity import queries, services
from lienthong.identity.api import router as identity
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.errors import NotKnown
from lienthong.kernel.request import Request, address_of
from lienthong.registry.api import router as registry
from lienthong.reports.api import router as reports
from lienthong.restructuring.api import router as restructuring

from .errors import add_handlers


class Session(APIKeyCookie):
    """Whoever has signed in at the door of the pages, with the same protection against forged requests."""

    param_name = "lt_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor: Actor = getattr(request, "actor", NOBODY)
        return actor if actor.signed_in else None


class Key(HttpBearer):
    """A program that sends the key of an account. No cookie is read, so that no request can be forged."""

    openapi_bearerFormat = "lt_…"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        try:
            actor = queries.actor_by_secret(token)
        except NotKnown:
            services.count_failed_token(actor=NOBODY, address=address_of(request))
            raise
        services.count_token_use(actor=actor)
        cast(Request, request).actor = actor
        return actor


api = NinjaAPI(
    title="Liên Thông",
    version="1",
    urls_namespace="api",
    auth=[Key(), Session(csrf=True)],  # a request that sends a key is never more than that key
    docs_url=None,
    openapi_url="/openapi.json",
    description="The same queries and services as the pages. Errors are application/problem+json (RFC 9457).",
)
add_handlers(api)
api.add_router("", identity, tags=["identity"])
api.add_router("", registry, tags=["registry"])
api.add_router("", forms, tags=["forms"])
api.add_router("", reports, tags=["reports"])
api.add_router("", analysis, tags=["analysis"])
api.add_router("", restructuring, tags=["restructuring"])
api.add_router("", feedback, tags=["feedback"])


def reading_page(request: Request) -> HttpResponse:
    """Show the API's description as a page: no script, no other host."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "config/api.html", {"schema": schema, "operations": operations})
