"""What is said about a row, beside its page."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request
from lienthong.kernel.subjects import About, subject_of

from .. import queries, services
from ..documents.comments import MOST, comments_document
from ..forms.comments import CommentFilterForm, CommentForm

_PAGE = 50


@require_http_methods(["GET", "POST"])
@never_cache
def comments(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Read what is said about a row, which counts as read where I am named; say something."""
    about = subject_of(kind).get(request.actor, uid)
    if request.method == "GET":
        services.read_mentions(actor=request.actor, kind=kind, uid=uid)
        if (form := sheets.wanted(request)) is not None:
            return _file(request, kind, about, form)
        return _page(request, kind, about, CommentForm(people=None))
    picking = request.POST.get("action") == "pick" or "picking" in request.POST
    people = _people(request, kind, about) if picking else None
    if request.POST.get("action") == "pick":
        kept = CommentForm(people=people, initial={"text": request.POST.get("text", "")})
        return _page(request, kind, about, kept, picking=True)
    typed = CommentForm(request.POST, people=people)
    if typed.is_valid() and _added(request, kind, uid, typed):
        return redirect("desk:comments", kind, uid)
    return _page(request, kind, about, typed, picking=picking, status=422)


def _people(request: Request, kind: str, about: About) -> list[tuple[str, str]]:
    found = queries.nameable(request.actor, kind, about)
    return [(str(one.uid), " – ".join(filter(None, (one.name, title)))) for one, title in found]


def _added(request: Request, kind: str, uid: UUID, typed: CommentForm) -> bool:
    try:
        services.add_comment(
            actor=request.actor,
            kind=kind,
            uid=uid,
            text=typed.cleaned_data["text"],
            mentioned=[UUID(one) for one in typed.cleaned_data.get("named", [])],
        )
    except WrongData as refusal:
        show_refusal(typed, refusal)
        return False
    return True


def _page(
    request: Request, kind: str, about: About, form: CommentForm, *, picking: bool = False, status: int = 200
) -> HttpResponse:
    filters = CommentFilterForm(request.GET)
    text = filters.cleaned_data["q"] if filters.is_valid() else ""
    found = queries.comments_about(request.actor, kind, about.uid, text=text)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    words = {
        "kind": kind,
        "about": about,
        "form": form,
        "filters": filters,
        "page": page,
        "said": queries.said_in(request.actor, page.object_list),
        "picking": picking,
    }
    return render(request, "desk/comments.html", words, status=status)


def _file(request: Request, kind: str, about: About, form: sheets.Form) -> HttpResponse:
    text = request.GET.get("q", "")[:80]
    found = queries.comments_about(request.actor, kind, about.uid, text=text)[:MOST]
    filters = _("Tìm: “%(text)s”") % {"text": text} if text else ""
    document = comments_document(request.actor, about, queries.said_in(request.actor, found), filters)
    return sheets.answer(request, document, form, stream=about.stream, personal=True)


@require_POST
def remove(request: Request, uid: UUID) -> HttpResponse:
    """Take what I said away again."""
    comment = queries.get_comment(request.actor, uid)
    services.remove_comment(actor=request.actor, comment=comment)
    return redirect("desk:comments", comment.kind, comment.subject)
