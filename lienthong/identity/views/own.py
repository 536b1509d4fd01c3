"""Pages of one's own account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import TooMany, WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import documents, queries, rules, services
from ..forms import ChangePasswordForm
from . import session


@require_GET
def account(request: Request) -> HttpResponse:
    """Show my posts, what I may do and where, and my password."""
    if (kind := sheets.wanted(request)) is not None:
        own, grants = queries.own_account(request.actor), queries.own_grants(request.actor)
        document = documents.grants_document(request.actor, own, queries.grants_in_words(grants))
        return sheets.answer(request, document, kind)
    return _page(request, ChangePasswordForm())


def _page(request: Request, form: ChangePasswordForm, status: int = 200) -> HttpResponse:
    own = queries.own_account(request.actor)
    words = {
        "account": own,
        "posts": queries.posts_of(own),
        "grants": queries.grants_in_words(queries.own_grants(request.actor)),
        "living": queries.count_living_tokens(own),
        "form": form,
    }
    return render(request, "identity/account.html", words, status=status)


@require_POST
def change_password(request: Request) -> HttpResponse:
    """Change my password; this session goes on, all others end."""
    form = ChangePasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    own = queries.own_account(request.actor)
    try:
        session.check_password(request, own.username, form.cleaned_data["current"])
    except (TooMany, WrongData) as refusal:
        form.add_error("current", str(refusal.sentence))
        return _page(request, form, refusal.status)
    try:
        own = services.set_password(actor=request.actor, account=own, password=form.cleaned_data["password"])
    except WrongData as refusal:
        show_refusal(form, refusal)
        return _page(request, form, refusal.status)
    session.begin(request, own)
    return redirect("identity:account")


@require_POST
def switch_post(request: Request) -> HttpResponse:
    """Act in another of my posts."""
    chosen = queries.get_own_post(request.actor, request.POST.get("post", ""))
    post = services.switch_post(actor=request.actor, post=chosen)
    own = queries.own_account(request.actor)
    rules.Ticket(own.pk, own.epoch, post.pk).keep(request.session)
    return redirect("home")


@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    """End all my sessions, on every device."""
    services.sign_out_everywhere(actor=request.actor)
    request.session.flush()
    return redirect("identity:sign_in")
