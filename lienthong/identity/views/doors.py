"""Pages to come in and go out by."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.errors import TooMany, WrongData
from lienthong.kernel.request import Request, address_of, own_address

from .. import queries, services
from ..forms import SignInForm
from . import session


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Ask for name and password."""
    form = SignInForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            account = session.check_password(request, **form.cleaned_data)
        except (TooMany, WrongData) as refusal:
            form.add_error(None, str(refusal.sentence))
            status = refusal.status
        else:
            return _let_in(request, account)
    words = {"form": form, "next": _wanted(request), "demo": settings.DEMO}
    return render(request, "identity/sign_in.html", words, status=status)


def _let_in(request: Request, account: queries.Account) -> HttpResponse:
    device = session.device_of(request)
    services.sign_in(actor=request.actor, account=account, device=device, address=address_of(request))
    session.begin(request, account)
    return session.remember(redirect(_wanted(request) or "home"), device, account)


def _wanted(request: HttpRequest) -> str:
    """Return the page of ours that somebody wanted when they were sent to the door."""
    return own_address(request, request.POST.get("next") or request.GET.get("next") or "")


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_demo(request: Request) -> HttpResponse:
    """Let anybody try the product as one of the cast; there is no such page outside a demonstration."""
    cast = queries.demo_cast()
    if request.method == "POST":
        account = services.sign_in_demo(actor=request.actor, username=request.POST.get("username", ""))
        session.begin(request, account)
        return redirect(_wanted(request) or "home")
    words = queries.grants_of_cast(cast)
    people = [(account, words.get(account.pk, [])) for account in cast]
    return render(request, "identity/sign_in_demo.html", {"people": people, "next": _wanted(request)})


@login_not_required
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End this session."""
    request.session.flush()
    return redirect("identity:sign_in")
