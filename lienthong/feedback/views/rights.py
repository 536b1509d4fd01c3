"""One's own data: what is kept of a matter, and what may be asked; and the officers' side of what has to be decided."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.flow import steps_for
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..flows import DATA_REQUEST, MATTER
from ..forms.lanes import ContactForm, DecideRequestForm, OwnForm, WishForm
from ..listings import DATA_REQUESTS
from ..messages import said_of
from ..services import Opened

_REFUSED: Final = (NotAllowed, NotFound, WrongData, WrongMoment)


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def own_data(request: Request) -> HttpResponse:
    """Ask for code and PIN, then show what is kept of that matter, and do what is asked. No address holds either."""
    form = OwnForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "feedback/own_data_ask.html", {"form": form}, status=422 if form.errors else 200
        )
    code, pin = form.cleaned_data["code"], form.cleaned_data["pin"]
    try:
        opened = services.open_own(actor=NOBODY, code=code, pin=pin)
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            services.count_wrong_pin(actor=NOBODY, code=code)
        show_refusal(form, refusal)
        return render(request, "feedback/own_data_ask.html", {"form": form}, status=refusal.status)
    return _own(request, opened)


def _own(request: Request, opened: Opened) -> HttpResponse:
    """Do what a button asks for, and show the matter as it stands then."""
    do, told, status = request.POST.get("do", ""), "", 200
    kept = queries.kept_of(opened.matter)
    contact = ContactForm(request.POST if do == "correct" else None, initial=_contact(kept))
    wish = WishForm(request.POST if do == "ask" else None)
    form = contact if do == "correct" else wish
    try:
        told = _do(do, opened, contact, wish)
    except _REFUSED as refusal:
        status = refusal.status
        if do in ("correct", "ask"):
            show_refusal(form, refusal)
        else:
            told = str(refusal.sentence)
    if form.errors:
        status = max(status, WrongData.status)
    kept = queries.kept_of(queries.own_matter(opened.code, opened.pin) or opened.matter)
    words: dict[str, Any] = {
        "kept": kept,
        "state": MATTER.state(kept.matter.state),
        "lines": [(one, said_of(one)) for one in kept.passages],
        "code": opened.code,
        "pin": opened.pin,
        "contact_form": contact if contact.errors else ContactForm(initial=_contact(kept)),
        "wish_form": wish if wish.errors else WishForm(),
        "errors": form if form.errors else None,
        "told": told,
        "may_withdraw": "withdraw" in MATTER.names_from(kept.matter.state),
    }
    return render(request, "feedback/own_data.html", words, status=status)


def _do(do: str, opened: Opened, contact: ContactForm, wish: WishForm) -> str:
    """Do what a button asks for, and say what was done; "" where nothing was."""
    if do == "correct" and contact.is_valid():
        services.correct_contact(actor=NOBODY, opened=opened, contact=contact.contact)
        return _("Đã lưu thông tin liên hệ mới.")
    if do == "erase":
        services.erase_contact(actor=NOBODY, opened=opened)
        return _("Đã xóa thông tin liên hệ. Mã và mã PIN vẫn dùng để theo dõi.")
    if do == "withdraw":
        services.withdraw_matter(actor=NOBODY, matter=opened.matter, code=opened.code, pin=opened.pin)
        return _("Đã rút phản ánh.")
    if do == "ask" and wish.is_valid():
        said = wish.cleaned_data
        made = services.ask_data_request(actor=NOBODY, opened=opened, wish=said["wish"], words=said["words"])
        return _("Đã thực hiện ngay.") if made.by_itself else _("Đã nhận yêu cầu. Trả lời hiện ở trang này.")
    return ""


def _contact(kept: queries.Kept) -> dict[str, str]:
    held = kept.contact
    return {name: getattr(held, name) for name in ("name", "phone", "email", "address")} if held else {}


# ── officers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def data_requests(request: Request) -> HttpResponse:
    """List what senders ask of the body about their data."""
    queries.require_receiving(request.actor)
    return DATA_REQUESTS.answer(
        request, queries.data_requests_for(request.actor), "feedback/data_requests.html"
    )


@require_http_methods(["GET", "POST"])
def data_request(request: Request, uid: UUID) -> HttpResponse:
    """Show one request, and take a step with it."""
    found = queries.get_data_request(request.actor, uid)
    form = DecideRequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _take(request, found, form.cleaned_data["reason"])
            return redirect("feedback:data_request", uid)
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    steps = {one.name for one in steps_for(DATA_REQUEST, actor=request.actor, row=found, state=found.state)}
    words = {"row": found, "form": form, "steps": steps, "ended": DATA_REQUEST.state(found.state).ends}
    return render(request, "feedback/data_request.html", words, status=422 if form.errors else 200)


def _take(request: Request, found: Any, reason: str) -> None:
    do = request.POST.get("do", "")
    if do == "acknowledge":
        services.acknowledge_request(actor=request.actor, request=found)
    elif do == "extend":
        services.extend_request(actor=request.actor, request=found, reason=reason)
    elif do in ("grant", "refuse"):
        services.decide_request(actor=request.actor, request=found, grant=do == "grant", reason=reason)
    else:
        raise WrongData(_("Hãy chọn một bước."))
