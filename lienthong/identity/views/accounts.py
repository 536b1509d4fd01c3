"""Pages for those who look after the accounts and grants of their units."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock, sheets
from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.languages import label_of
from lienthong.kernel.permission import Permission
from lienthong.kernel.request import Request
from lienthong.kernel.validity import FOREVER

from .. import documents, queries, services
from ..forms import AccountForm, GrantForm, PlaceForm, SetPasswordForm
from ..listings import ACCOUNTS
from ..permissions import MANAGE_ACCOUNTS, MANAGE_GRANTS


def _status(form: Form) -> int:
    return 422 if form.errors else 200


@require_GET
def accounts(request: Request) -> HttpResponse:
    """List the accounts that I look after."""
    MANAGE_ACCOUNTS.require_somewhere(request.actor)
    return ACCOUNTS.answer(request, queries.accounts_for(request.actor), "identity/accounts.html")


@require_GET
def account(request: Request, uid: UUID) -> HttpResponse:
    """Show an account and its grants at my units."""
    if (kind := sheets.wanted(request)) is not None:
        found = queries.get_account(request.actor, uid)
        grants = queries.grants_in_words(queries.grants_for(request.actor).filter(account=found))
        document = documents.grants_document(request.actor, found, grants)
        return sheets.answer(request, document, kind, personal=True)
    return _account_page(request, uid, SetPasswordForm())


def _account_page(request: Request, uid: UUID, form: SetPasswordForm, status: int = 200) -> HttpResponse:
    found = queries.get_account(request.actor, uid)
    grants = queries.grants_for(request.actor).filter(account=found)
    words = {
        "account": found,
        "posts": queries.posts_of(found),
        "grants": queries.grants_in_words(grants, request.actor),
        "form": form,
        "tokens": queries.tokens_in_words(queries.tokens_for(request.actor).filter(account=found)),
        "may_manage": MANAGE_ACCOUNTS.allows(request.actor, found),
        "may_give": request.actor.places.holds(MANAGE_GRANTS.code),
        "own": found.pk == request.actor.account_id,
    }
    return render(request, "identity/account_of.html", words, status=status)


@require_GET
def account_place(request: Request) -> HttpResponse:
    """Choose the unit that is to look after a new account."""
    return _place_page(
        request, MANAGE_ACCOUNTS, {"heading": _("Tạo tài khoản"), "way": "identity:new_account"}
    )


@require_GET
def grant_place(request: Request, uid: UUID) -> HttpResponse:
    """Choose the unit at which an account is to be given a role."""
    words = {
        "heading": _("Trao quyền"),
        "way": "identity:new_grant",
        "account": queries.get_account(request.actor, uid),
    }
    return _place_page(request, MANAGE_GRANTS, words)


def _place_page(request: Request, right: Permission, words: dict[str, Any]) -> HttpResponse:
    right.require_somewhere(request.actor)
    form = PlaceForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.units_named(request.actor, right, asked)
    return render(request, "identity/place.html", {**words, "form": form, "asked": asked, "units": found})


@require_http_methods(["GET", "POST"])
def new_account(request: Request, unit: UUID) -> HttpResponse:
    """Make an account that a unit of mine looks after."""
    organisation = queries.get_organisation(request.actor, MANAGE_ACCOUNTS, unit)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_account(
                actor=request.actor, organisation=organisation, **form.cleaned_data
            )
        except WrongData as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("identity:account_of", made.uid)
    words = {"form": form, "unit": queries.name_of_unit(organisation)}
    return render(request, "identity/new_account.html", words, status=_status(form))


@require_http_methods(["GET", "POST"])
def new_grant(request: Request, uid: UUID, unit: UUID) -> HttpResponse:
    """Give an account a role at a unit of mine."""
    found = queries.get_account(request.actor, uid)
    organisation = queries.get_organisation(request.actor, MANAGE_GRANTS, unit)
    trees, posts = queries.trees_with(organisation), queries.posts_held_by(found)
    form = GrantForm(
        request.POST or None,
        initial={"since": clock.today(), "reach": "here"},
        roles=[(role.code, label_of(role.name)) for role in queries.roles()],
        trees=[(tree.code, label_of(tree.name)) for tree in trees],
        posts=[(str(post.uid), post.title) for post in posts],
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.give_grant(
                actor=request.actor,
                account=found,
                role=queries.get_role(typed["role"]),
                tree=next(tree for tree in trees if tree.code == typed["tree"]),
                system=organisation.system,
                organisation=organisation,
                reach=typed["reach"],
                since=typed["since"],
                until=typed["until"] or FOREVER,
                post=next((post for post in posts if str(post.uid) == typed["post"]), None),
            )
        except WrongData as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("identity:account_of", found.uid)
    words = {"form": form, "account": found, "unit": queries.name_of_unit(organisation)}
    return render(request, "identity/new_grant.html", words, status=_status(form))


@require_POST
def end_grant(request: Request, uid: UUID) -> HttpResponse:
    """End a grant today."""
    grant = queries.get_grant(request.actor, uid)
    services.end_grant(actor=request.actor, grant=grant)
    return redirect("identity:account_of", grant.account.uid)


@require_POST
def set_password(request: Request, uid: UUID) -> HttpResponse:
    """Give an account of mine a new password."""
    form = SetPasswordForm(request.POST)
    found = queries.get_account(request.actor, uid)
    if not form.is_valid():
        return _account_page(request, uid, form, 422)
    try:
        services.set_password(actor=request.actor, account=found, password=form.cleaned_data["password"])
    except WrongData as refusal:
        show_refusal(form, refusal)
        return _account_page(request, uid, form, refusal.status)
    return redirect("identity:account_of", uid)


@require_POST
def disable_account(request: Request, uid: UUID) -> HttpResponse:
    """Let an account in no longer."""
    services.disable_account(actor=request.actor, account=queries.get_account(request.actor, uid))
    return redirect("identity:account_of", uid)


@require_POST
def enable_account(request: Request, uid: UUID) -> HttpResponse:
    """Let a disabled account in again."""
    services.enable_account(actor=request.actor, account=queries.get_account(request.actor, uid))
    return redirect("identity:account_of", uid)
