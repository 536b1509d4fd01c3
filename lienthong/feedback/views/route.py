"""Pages on which a matter is handled: one page a step, what was passed on, who sent it, what helpers were asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import PauseReason
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..flows import doings_of
from ..forms import route as forms_of
from ..listings import SENT
from ..queries import Matter

Form = Any


@dataclass(frozen=True)
class Doing:
    """One thing that can be done with a matter. ``form``: of what was typed; ``do``: the service with what was typed.

    ``picks``: a body is chosen, so that it can be looked for. ``primary``: the thing to do next. ``note``: what comes of it.
    """

    label: Any
    icon: str
    do: Callable[[Actor, Matter, Form], object]
    form: Callable[[Any, Actor, Matter, str], Form] = lambda data, actor, matter, text: forms.Form(data)
    note: Any = ""
    picks: bool = False
    primary: bool = False


def _picking(made: Callable[..., Form]) -> Callable[[Any, Actor, Matter, str], Form]:
    def form(data: Any, actor: Actor, matter: Matter, text: str) -> Form:
        return made(data, found=queries.bodies_to_choose(actor, matter, text))

    return form


def _plain(made: Callable[..., Form]) -> Callable[[Any, Actor, Matter, str], Form]:
    return lambda data, actor, matter, text: made(data)


def _classify(actor: Actor, matter: Matter, form: Form) -> None:
    said = form.cleaned_data
    services.classify_matter(
        actor=actor,
        matter=matter,
        category=queries.get_category(said["category"], clock.today()),
        matter_class=said["matter_class"],
        complicated=said["complicated"],
    )


def _hold(actor: Actor, matter: Matter, form: Form) -> None:
    said = form.cleaned_data
    reason = PauseReason(said["reason"])
    services.hold_matter(actor=actor, matter=matter, reason=reason, words=said["words"])


def _answer_share(actor: Actor, matter: Matter, form: Form) -> None:
    share = queries.own_share(actor, matter)
    if share is None:
        raise WrongMoment(_("Đơn vị bạn không còn được hỏi về phản ánh này."))
    services.answer_share(actor=actor, share=share, answer=form.cleaned_data["answer"])


DOINGS: dict[str, Doing] = {
    "tiep-nhan": Doing(
        _("Tiếp nhận"),
        "check",
        lambda actor, matter, form: services.accept_matter(actor=actor, matter=matter),
        note=_("Người gửi đọc được đơn vị bạn đã tiếp nhận và hạn trả lời."),
        primary=True,
    ),
    "nhan": Doing(
        _("Nhận giải quyết"),
        "check",
        lambda actor, matter, form: services.take_over_matter(actor=actor, matter=matter),
        note=_(
            "Phản ánh thuộc về đơn vị bạn từ lúc này. Hạn trả lời của đơn vị bạn tính lại từ đầu; hạn chung của vụ việc không đổi."
        ),
        primary=True,
    ),
    "tra-lai": Doing(
        _("Trả lại nơi chuyển"),
        "undo-2",
        lambda actor, matter, form: services.bounce_matter(actor=actor, matter=matter, **form.cleaned_data),
        _plain(forms_of.ReasonForm),
        _("Nơi chuyển giải quyết tiếp, hoặc đề nghị cấp trên quyết định."),
    ),
    "quyet-dinh": Doing(
        _("Quyết định nơi giải quyết"),
        "flag",
        lambda actor, matter, form: services.decide_matter(
            actor=actor, matter=matter, target=form.target, reason=form.cleaned_data["reason"]
        ),
        _picking(forms_of.PassOnForm),
        _("Cơ quan được chọn phải giải quyết, không trả lại được."),
        picks=True,
        primary=True,
    ),
    "tra-loi-phoi-hop": Doing(
        _("Trả lời phối hợp"),
        "message-square",
        _answer_share,
        _plain(forms_of.AnswerShareForm),
        _("Cơ quan chủ trì đọc câu trả lời này; người gửi không đọc trực tiếp."),
        primary=True,
    ),
    "tiep-tuc": Doing(
        _("Giải quyết tiếp"),
        "chevron-right",
        lambda actor, matter, form: services.go_on(actor=actor, matter=matter),
        note=_("Hạn trả lời chạy tiếp, lùi lại đúng bằng thời gian đã dừng."),
        primary=True,
    ),
    "phan-loai": Doing(
        _("Phân loại lại"),
        "list-filter",
        _classify,
        lambda data, actor, matter, text: forms_of.ClassifyForm(data, matter=matter),
    ),
    "chuyen": Doing(
        _("Chuyển cơ quan khác"),
        "send",
        lambda actor, matter, form: services.pass_on_matter(
            actor=actor, matter=matter, target=form.target, reason=form.cleaned_data["reason"]
        ),
        _picking(forms_of.PassOnForm),
        _(
            "Nơi nhận phải nhận hoặc trả lại trong thời hạn riêng; đến lúc đó đơn vị bạn vẫn chịu trách nhiệm."
        ),
        picks=True,
    ),
    "phoi-hop": Doing(
        _("Hỏi phối hợp"),
        "users",
        lambda actor, matter, form: services.share_matter(
            actor=actor,
            matter=matter,
            body=form.target,
            question=form.cleaned_data["question"],
            due=form.cleaned_data["due"],
        ),
        _picking(forms_of.ShareForm),
        _("Đơn vị bạn vẫn chủ trì và trả lời chung cho người gửi."),
        picks=True,
    ),
    "hoi": Doing(
        _("Hỏi thêm người gửi"),
        "message-square",
        lambda actor, matter, form: services.ask_sender(
            actor=actor, matter=matter, question=form.cleaned_data["reason"]
        ),
        _plain(forms_of.AskForm),
        _("Hạn trả lời dừng đến khi người gửi bổ sung, nếu thời hạn đó cho phép."),
    ),
    "tam-dung": Doing(
        _("Tạm dừng hạn"),
        "clock",
        _hold,
        lambda data, actor, matter, text: forms_of.HoldForm(data, reasons=queries.reasons_to_hold(matter)),
        _("Chỉ dừng được vì lý do mà thời hạn đang chạy cho phép."),
    ),
    "chay-tiep": Doing(
        _("Cho hạn chạy tiếp"),
        "clock",
        lambda actor, matter, form: services.let_go_on(actor=actor, matter=matter),
        note=_("Hạn trả lời lùi lại đúng bằng thời gian đã dừng."),
    ),
    "huong-dan": Doing(
        _("Hướng dẫn đến nơi có thẩm quyền"),
        "map-pin",
        lambda actor, matter, form: services.guide_matter(actor=actor, matter=matter, **form.cleaned_data),
        _plain(forms_of.GuideForm),
        _("Phản ánh kết thúc ở đây; người gửi đọc được phải đến đâu và làm gì."),
    ),
    "chuyen-giup": Doing(
        _("Chuyển giúp, người gửi đồng ý"),
        "heart-handshake",
        lambda actor, matter, form: services.pass_on_with_consent(
            actor=actor,
            matter=matter,
            reason=form.cleaned_data["why"],
            target=form.target,
            words=form.cleaned_data["reason"],
            consents=form.cleaned_data["consents"],
        ),
        _picking(forms_of.ConsentForm),
        _("Dùng khi việc thuộc thẩm quyền nơi khác và người gửi đã đồng ý."),
        picks=True,
    ),
    "bao-len": Doing(
        _("Báo cấp trên quyết định"),
        "chevron-right",
        lambda actor, matter, form: services.raise_matter(
            actor=actor, matter=matter, words=form.cleaned_data["reason"]
        ),
        _plain(forms_of.ReasonForm),
        _("Dùng khi không rõ cơ quan nào phải giải quyết."),
    ),
}


@require_http_methods(["GET", "POST"])
def doing(request: Request, uid: UUID, name: str) -> HttpResponse:
    """Do one thing with a matter: its form, and what comes of it."""
    found, said = queries.get_matter(request.actor, uid), DOINGS.get(name)
    if said is None:
        raise NotFound(_("Không có bước này."))
    text = request.GET.get("tim", "")[:100]
    data = request.POST if request.method == "POST" else None
    form = said.form(data, request.actor, found, text)
    if form.is_valid():
        try:
            said.do(request.actor, found, form)
            return redirect("feedback:after", uid)
        except WrongData as refusal:
            show_refusal(form, refusal)
    may = name in doings_of(request.actor, found)
    words = {"matter": found, "doing": said, "form": form, "text": text, "may": may}
    return render(request, "feedback/doing.html", words, status=422 if form.errors else 200)


@require_GET
def after(request: Request, uid: UUID) -> HttpResponse:
    """Go to a matter after a step, or to the inbox where it is no longer this body's."""
    try:
        queries.get_matter(request.actor, uid)
    except NotFound:
        return redirect("feedback:matters")
    return redirect("feedback:matter", uid)


@require_POST
def drop_share(request: Request, uid: UUID, share: UUID) -> HttpResponse:
    """Take a question to a helper back."""
    found = queries.get_matter(request.actor, uid)
    services.drop_share(actor=request.actor, share=queries.get_share(request.actor, found, share))
    return redirect("feedback:matter", uid)


@never_cache
@require_POST
def contact(request: Request, uid: UUID) -> HttpResponse:
    """Show who sent a matter, once for each press: nothing of it is kept by the browser."""
    found = queries.get_matter(request.actor, uid)
    seen = services.read_contact(actor=request.actor, matter=found)
    return render(request, "feedback/contact.html", {"matter": found, "contact": seen})


@require_GET
def sent(request: Request) -> HttpResponse:
    """List what the actor's body passed on, without what it was."""
    queries.require_matters(request.actor)
    return SENT.answer(request, queries.sent_from(request.actor), "feedback/sent.html")
