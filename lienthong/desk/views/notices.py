"""Pages of my notices: the list, the way from one to what it is about, and how I want them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import NotFound, WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents.notices import notices_document
from ..forms.notices import ChoiceForm, NoticeFilterForm
from ..services.channels import channels_in_use

_PAGE = 50


@require_GET
@never_cache
def notices(request: Request) -> HttpResponse:
    """List what I was told, newest first."""
    form = NoticeFilterForm(request.GET)
    found = queries.find_notices(request.actor, **form.asked)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(
            request, notices_document(request.actor, found, form.asked.get("words", "")), kind
        )
    words = {
        "form": form,
        "page": Paginator(found, _PAGE).get_page(request.GET.get("trang")),
        "unread": queries.count_unread(request.actor),
        "filtered": any(form.asked.values()),
        "read": request.GET.get("saved", ""),
    }
    return render(request, "desk/notices.html", words)


@require_GET
@never_cache
def notice(request: Request, uid: UUID) -> HttpResponse:
    """Go on to what a notice is about; it then counts as read."""
    return redirect(services.open_notice(actor=request.actor, uid=uid))


@require_POST
def read(request: Request) -> HttpResponse:
    """Mark one notice as read, or with ``all`` every one."""
    uids = None if "all" in request.POST else [_uid(request.POST.get("uid", ""))]
    done = services.read_notices(actor=request.actor, uids=uids)
    return redirect(f"{reverse('desk:notices')}?saved={done}")


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("Không có thông báo này. Hãy tải lại trang.")) from None


@require_http_methods(["GET", "POST"])
@never_cache
def choice(request: Request) -> HttpResponse:
    """Show and take how I want my notices."""
    sent = request.POST if request.method == "POST" else None
    form = ChoiceForm(sent, choice=queries.choice_of(request.actor), channels=channels_in_use())
    if form.is_valid():
        try:
            services.update_choice(actor=request.actor, choice=form.said)
            return redirect(f"{reverse('desk:notice_choice')}?saved=1")
        except WrongData as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "saved": "saved" in request.GET, "channels": channels_in_use()}
    return render(request, "desk/notice_choice.html", words, status=422 if form.errors else 200)
