"""Pages of keys for the API: one's own, and those of the accounts one looks after."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.ids import uuid7
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms import TokenFilterForm, TokenForm
from ..permissions import MANAGE_ACCOUNTS

_PAGE = 50


@require_GET
def own_tokens(request: Request) -> HttpResponse:
    """List my keys."""
    tokens = queries.tokens_in_words(queries.own_tokens(request.actor))
    return render(request, "identity/tokens.html", {"tokens": tokens})


@never_cache
@require_http_methods(["GET", "POST"])
def new_token(request: Request) -> HttpResponse:
    """Make a key of mine; its secret is on the page that answers, and nowhere else."""
    scopes = queries.scopes_for(request.actor)
    if request.method == "GET":
        return _form_page(request, TokenForm(initial={"uid": uuid7()}, scopes=scopes))
    form = TokenForm(request.POST, scopes=scopes)
    if not form.is_valid():
        return _form_page(request, form, 422)
    try:
        token, secret = services.create_token(actor=request.actor, **form.cleaned_data)
    except WrongData as refusal:
        show_refusal(form, refusal)
        return _form_page(request, form, refusal.status)
    return render(request, "identity/token_made.html", {"token": token, "secret": secret})


def _form_page(request: Request, form: TokenForm, status: int = 200) -> HttpResponse:
    return render(request, "identity/new_token.html", {"form": form}, status=status)


@require_POST
def revoke_token(request: Request, uid: UUID) -> HttpResponse:
    """End a key at once: mine, or that of an account I look after."""
    token = services.revoke_token(actor=request.actor, token=queries.get_token(request.actor, uid))
    if token.account_id == request.actor.account_id:
        return redirect("identity:tokens")
    return redirect("identity:account_of", token.account.uid)


@require_GET
def tokens_looked_after(request: Request) -> HttpResponse:
    """List the keys of the accounts that I look after."""
    MANAGE_ACCOUNTS.require_somewhere(request.actor)
    form = TokenFilterForm(request.GET)
    living = not (form.is_valid() and form.cleaned_data["state"])
    found = queries.tokens_looked_after(request.actor, living=living)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    words = {"form": form, "page": page, "tokens": queries.tokens_in_words(page)}
    return render(request, "identity/tokens_looked_after.html", words)
