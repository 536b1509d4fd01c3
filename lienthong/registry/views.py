"""Pages of the registry: look-up, an area through time, who holds which post."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock, sheets
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.filled import MOST_BYTES
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from . import documents, permissions, queries, services
from .forms import AppointForm, DayForm, EndPostForm, ResolveForm, ResolveListForm, SearchForm

_PAGE = 50
# Nobody reads further; a bigger number would only make the database count.
_LAST_PAGE = 200
# So many addresses are resolved while the person waits; more go into the queue, and they may leave the page.
_AT_ONCE = 2_000


@require_GET
def search(request: Request) -> HttpResponse:
    """Look areas up by name, or by code, on a day or at any time."""
    asked = request.GET.copy()
    asked.setdefault("on", clock.today().isoformat())
    form = SearchForm(asked)
    page = _page_number(request)
    if (kind := sheets.wanted(request)) is not None and form.is_valid():
        return sheets.answer(request, documents.found_document(request.actor, **form.cleaned_data), kind)
    found = []
    if form.is_valid() and form.cleaned_data["q"]:
        found = queries.find_areas(
            request.actor,
            form.cleaned_data["q"],
            form.cleaned_data["on"],
            form.cleaned_data["level"],
            limit=_PAGE + 1,
            offset=(page - 1) * _PAGE,
        )
    words = {"form": form, "found": found[:_PAGE], "page": page, "more": len(found) > _PAGE}
    return render(request, "registry/search.html", words)


@require_GET
def area(request: Request, uid: UUID) -> HttpResponse:
    """Tell an area through time; and what lay in it, and which bodies served it, on a day."""
    found = queries.get_area(request.actor, uid)
    history = queries.history_of(request.actor, found)
    asked = DayForm(request.GET)
    chosen = asked.cleaned_data["on"] if asked.is_valid() else None
    day = chosen or history.day_near(clock.today())
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, documents.area_document(request.actor, history, found, day), kind)
    words = {
        "area": found,
        "history": history,
        "called": history.on(day),
        "latest": history.versions[0],
        "day": day,
        "form": asked if asked.errors else DayForm({"on": day}),
        "inside": Paginator(queries.areas_within(request.actor, found, day), _PAGE).get_page(
            request.GET.get("trang")
        ),
        "bodies": queries.bodies_of(request.actor, found, day),
    }
    return render(request, "registry/area.html", words)


@require_GET
def resolve(request: Request) -> HttpResponse:
    """Say what an old address or code comes to on a day, how certainly, and what else it can mean."""
    asked = request.GET.copy()
    asked.setdefault("on", f"{clock.today():%d/%m/%Y}")
    return _resolve(request, ResolveForm(asked), ResolveListForm(auto_id="t_%s"))


@require_POST
def resolve_list(request: Request) -> HttpResponse:
    """Resolve a file of addresses: at once, or in the queue where it is long. Nothing of it is kept."""
    form = ResolveListForm(request.POST, request.FILES, auto_id="t_%s")
    if form.is_valid():
        words = form.cleaned_data
        name, data = words["file"].name, _taken(words["file"])
        try:
            listed = queries.read_address_list(request.actor, name, data, words["column"])
            if len(listed.rows) > _AT_ONCE:
                job = services.resolve_list(
                    actor=request.actor, listed=listed, data=data, on=words["on"], form=words["form"]
                )
                return redirect("jobs:job", job.uid)
            document = documents.resolved_document(request.actor, listed, words["on"])
            return sheets.answer(request, document, sheets.Form(words["form"]), personal=True)
        except WrongData as refusal:
            show_refusal(form, refusal)
    return _resolve(request, ResolveForm(), form)


def _resolve(request: Request, form: ResolveForm, listed: ResolveListForm) -> HttpResponse:
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found = None
    if text.strip():
        found = queries.resolve(request.actor, text, form.cleaned_data["on"], form.cleaned_data["written"])
    words = {"form": form, "listed": listed, "found": found}
    return render(request, "registry/resolve.html", words, status=422 if listed.errors else 200)


def _taken(sent: UploadedFile[Any]) -> bytes:
    """Return a file's bytes, no more of them than are read at all: of a bigger one just enough to be refused."""
    data: bytes = sent.read(MOST_BYTES + 1)
    return data


@require_http_methods(["GET", "POST"])
def appoint(request: Request, uid: UUID) -> HttpResponse:
    """Enter a person and the post that they take up at a body."""
    body = queries.get_body(request.actor, uid, clock.today())
    permissions.MANAGE_POSTS.require_at(request.actor, body.organisation.pk)
    form = AppointForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.appoint_official(
                actor=request.actor, organisation=body.organisation, **form.cleaned_data
            )
            return redirect("registry:area", uid=body.area_uid)
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    status = 422 if form.errors else 200
    return render(request, "registry/appoint.html", {"body": body, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def end_post(request: Request, uid: UUID) -> HttpResponse:
    """End a post on a day."""
    post = queries.get_post(request.actor, uid)
    permissions.MANAGE_POSTS.require(request.actor, post)
    body = queries.get_body(request.actor, post.organisation.uid, clock.today())
    form = EndPostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end_post(actor=request.actor, post=post, on=form.cleaned_data["on"])
            return redirect("registry:area", uid=body.area_uid)
        except WrongMoment as refusal:
            show_refusal(form, refusal)
    status = 422 if form.errors else 200
    return render(
        request, "registry/end_post.html", {"body": body, "post": post, "form": form}, status=status
    )


def _page_number(request: Request) -> int:
    given = request.GET.get("trang", "1")
    return min(int(given), _LAST_PAGE) if given.isdecimal() and int(given) else 1
