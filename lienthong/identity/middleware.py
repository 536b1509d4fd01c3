"""Makes request.actor: who asks, in which post. Signing in is the default; a public view says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.request import Request

from . import queries, rules


class ActorMiddleware:
    """Puts the actor on the request, and sends whoever is nobody to the door.

    One statement reads the session, the account and what it may; see ``services/sessions.py``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.actor = _actor(request)
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let a view be reached by those who have signed in, unless it says login_required = False."""
        if (
            request.actor.signed_in
            or not getattr(view, "login_required", True)
            or _answers_for_itself(request)
        ):
            return None
        if request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path(), reverse("identity:sign_in"))
        return render(request, "identity/signed_out.html", status=401)


def _answers_for_itself(request: HttpRequest) -> bool:
    """Say whether the API was asked: it checks who asks, and answers in JSON."""
    return request.resolver_match is not None and "ninja" in request.resolver_match.app_names


def _actor(request: HttpRequest) -> Actor:
    ticket = rules.Ticket.find(request.session)
    opened = getattr(request.session, "opened", None)
    signed_in = queries.actor_of_session(opened, ticket) if ticket else None
    return signed_in or NOBODY
