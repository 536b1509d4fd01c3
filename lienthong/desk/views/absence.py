"""Who is away and who stands in; who holds a chair for a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.identity import queries as identity
from lienthong.kernel import clock, sheets
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents.absence import absences_document, state_label
from ..forms.absence import AbsenceForm, AbsenceOfAnotherForm, ActingForm, AwayFilterForm

_PAGE = 50


@require_http_methods(["GET", "POST"])
@never_cache
def absences(request: Request) -> HttpResponse:
    """List who is away, as far as it concerns me; say that I am."""
    people = queries.colleagues_of(request.actor)
    posts = identity.posts_of(identity.own_account(request.actor))
    form = AbsenceForm(
        request.POST or None,
        people=[(str(one.uid), f"{one.name} – {title}") for one, title in people],
        posts=[(str(post.uid), f"{post.title} – {post.unit_name}") for post in posts],
        initial={"since": clock.today()},
    )
    if request.method == "GET" and (kind := sheets.wanted(request)) is not None:
        return _file(request, kind)
    if request.method == "POST" and form.is_valid() and _begun(request, form):
        return redirect("desk:absences")
    return _page(request, form, status=422 if form.errors else 200)


def _begun(request: Request, form: AbsenceForm) -> bool:
    typed, people = form.cleaned_data, queries.colleagues_of(request.actor)
    post = identity.get_own_post(request.actor, typed["post"]) if typed.get("post") else None
    try:
        services.begin_absence(
            actor=request.actor,
            account=identity.own_account(request.actor),
            stand_in=next(one for one, _title in people if str(one.uid) == typed["stand_in"]),
            since=typed["since"],
            until=form.until,
            organisation_id=post.organisation_id if post else request.actor.organisation_id or 0,
            post=post,
        )
    except (WrongData, WrongMoment) as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _page(request: Request, form: AbsenceForm, status: int = 200) -> HttpResponse:
    filters, lines = _found(request)
    page = Paginator(lines, _PAGE).get_page(request.GET.get("trang"))
    words = {
        "form": form,
        "filters": filters,
        "page": page,
        "lines": [(line, state_label(line.state)) for line in page],
        "may_name": queries.may_name_stand_ins(request.actor),
        "may_appoint": queries.may_appoint_acting(request.actor),
    }
    return render(request, "desk/absences.html", words, status=status)


def _found(request: Request) -> tuple[AwayFilterForm, list[queries.AwayLine]]:
    filters = AwayFilterForm(request.GET)
    typed: dict[str, Any] = filters.cleaned_data if filters.is_valid() else {}
    found = queries.away_for(request.actor, text=typed.get("q", ""), state=typed.get("state", ""))
    return filters, found


def _file(request: Request, kind: sheets.Form) -> HttpResponse:
    filters, lines = _found(request)
    text = filters["q"].value() or ""
    document = absences_document(request.actor, lines, _("Tìm: “%(text)s”") % {"text": text} if text else "")
    return sheets.answer(request, document, kind, personal=True)


@require_POST
def end_absence(request: Request, uid: UUID) -> HttpResponse:
    """I am back, or somebody of mine is."""
    services.end_absence(actor=request.actor, absence=queries.get_absence(request.actor, uid))
    return redirect("desk:absences")


@require_http_methods(["GET", "POST"])
def for_another(request: Request) -> HttpResponse:
    """Name who stands in for somebody, from any unit: for those who give grants."""
    queries.manage_grants().require_somewhere(request.actor)
    form = AbsenceOfAnotherForm(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            people = [queries.get_person(form.cleaned_data[name], name) for name in ("account", "stand_in")]
            services.begin_absence(
                actor=request.actor,
                account=people[0],
                stand_in=people[1],
                since=form.cleaned_data["since"],
                until=form.until,
                organisation_id=people[0].organisation_id or 0,
            )
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("desk:absences")
    heading = _("Cử người làm thay")
    return render(
        request,
        "desk/appoint.html",
        {"form": form, "heading": heading},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def acting(request: Request) -> HttpResponse:
    """Let somebody hold a chair of their unit for a time: for those who look after its posts."""
    queries.require_appoints_acting(request.actor)
    roles = [(role.code, label_of(role.name)) for role in identity.roles()]
    form = ActingForm(request.POST or None, roles=roles, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            person = queries.get_person(typed["account"], "account")
            organisation, tree = queries.chair_of(person)
            services.appoint_acting(
                actor=request.actor,
                account=person,
                organisation=organisation,
                title=typed["title"],
                role=identity.get_role(typed["role"]),
                tree=tree,
                reach="below" if typed["below"] else "here",
                since=typed["since"],
                until=form.until,
            )
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("desk:absences")
    heading = _("Cử người giữ quyền")
    return render(
        request,
        "desk/appoint.html",
        {"form": form, "heading": heading},
        status=422 if form.errors else 200,
    )


@require_POST
def end_acting(request: Request, uid: UUID) -> HttpResponse:
    """The chair is held no longer."""
    services.end_acting(actor=request.actor, acting=queries.get_acting(request.actor, uid))
    return redirect("desk:absences")
