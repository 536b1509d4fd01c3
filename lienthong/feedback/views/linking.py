"""Pages beside a matter: what is alike, what was linked, what is at its root; and what many people sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock, jobs
from lienthong.kernel.errors import NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.listing import given
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.voices import CauseForm, ReasonForm
from ..listings import CAMPAIGNS, CAUSES
from ..permissions import ANSWER
from ..rules.linking import MOST_AT_ONCE
from .refusing import sentences_of

_LOG = 20


@require_GET
def campaigns(request: Request) -> HttpResponse:
    """List the texts that many people sent, each as one with a count."""
    queries.require_matters(request.actor)
    rows = given(queries.campaigns_for(request.actor))
    return CAMPAIGNS.answer(request, rows, "feedback/voices/campaigns.html")


@require_http_methods(["GET", "POST"])
def alike(request: Request, uid: UUID) -> HttpResponse:
    """Show what may be the same as a matter, and link what is ticked."""
    lead = queries.get_matter(request.actor, uid)
    if request.method != "POST":
        return _alike_page(request, uid)
    try:
        chosen = queries.get_linkable(request.actor, [UUID(text) for text in request.POST.getlist("uid")])
        services.link_matters(actor=request.actor, lead=lead, followers=chosen)
    except ValueError:
        return _alike_page(request, uid, WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại.")))
    except (NotFound, WrongData, WrongMoment) as refusal:
        return _alike_page(request, uid, refusal)
    return redirect("feedback:alike", uid)


def _alike_page(
    request: Request, uid: UUID, refusal: Refusal | None = None, reason: ReasonForm | None = None
) -> HttpResponse:
    matter = queries.get_matter(request.actor, uid)
    found = queries.alike_to(request.actor, matter)
    followers = queries.followers_of(request.actor, matter)
    words = {
        "matter": matter,
        "alike": found[: queries.SHOWN],
        "alike_count": len(found),
        "copies": sum(one.is_copy for one in found),
        "followers": followers[: queries.SHOWN],
        "followers_count": followers.count(),
        "notes": queries.link_notes_of(request.actor, matter)[:_LOG],
        "may_link": ANSWER.allows(request.actor, matter) and matter.lead_id is None,
        "may_unlink": ANSWER.allows(request.actor, matter) and matter.lead_id is not None,
        "lead": matter.lead,
        "reason": reason or ReasonForm(),
        "faults": sentences_of(refusal),
    }
    status = refusal.status if refusal else 422 if reason else 200
    return render(request, "feedback/voices/alike.html", words, status=status)


@require_POST
def link_all(request: Request, uid: UUID) -> HttpResponse:
    """Link all copies of a matter: at once where they are few, else by a job whose progress can be watched."""
    lead = queries.get_matter(request.actor, uid)
    ANSWER.require(request.actor, lead)
    copies = queries.copies_of(request.actor, lead)
    if len(copies) > MOST_AT_ONCE:
        label = _("Gộp %(count)d phản ánh cùng nội dung") % {"count": len(copies)}
        job = jobs.ask_for(
            actor=request.actor, kind="feedback.link_copies", label=label, words={"matter": str(uid)}
        )
        return redirect("jobs:job", job.uid)
    try:
        services.link_copies(actor=request.actor, lead=lead)
    except (WrongData, WrongMoment) as refusal:
        return _alike_page(request, uid, refusal)
    return redirect("feedback:alike", uid)


@require_POST
def unlink(request: Request, uid: UUID) -> HttpResponse:
    """Take a matter off the one that it is answered with."""
    matter = queries.get_matter(request.actor, uid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _alike_page(request, uid, reason=form)
    try:
        services.unlink_matter(actor=request.actor, matter=matter, reason=form.cleaned_data["reason"])
    except (WrongData, WrongMoment) as refusal:
        return _alike_page(request, uid, refusal)
    return redirect("feedback:alike", uid)


# ── causes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
def cause(request: Request, uid: UUID) -> HttpResponse:
    """Write down what is at the root of a matter."""
    matter = queries.get_matter(request.actor, uid)
    known = queries.cause_of(matter)
    kinds = queries.cause_kinds_on(clock.today())
    form = CauseForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        initial={"cause": known.kind.code if known else ""},
    )
    if form.is_valid():
        try:
            services.set_cause(actor=request.actor, matter=matter, cause=form.cleaned_data["cause"])
            return redirect("feedback:cause", uid)
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    words = {
        "matter": matter,
        "known": known,
        "form": form,
        "may_set": ANSWER.allows(request.actor, matter),
    }
    return render(request, "feedback/voices/cause.html", words, status=422 if form.errors else 200)


@require_GET
def causes(request: Request) -> HttpResponse:
    """Count what is at the root of matters, at the actor's body and below."""
    asked = queries.ask_trends(request.GET.get("ky", ""), clock.today())
    rows = given(queries.causes_for(request.actor, asked))
    return CAUSES.answer(request, rows, "feedback/voices/causes.html", {"asked": asked})
