"""Pages of proposals: those of the body, one of them, and the page on which a member of the panel judges."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.flow import steps_for
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..flows import PROPOSAL
from ..forms.lanes import AssessForm, CheckForm, ConcludeForm, ConflictForm, DecideForm, PanelForm
from ..listings import PROPOSALS
from ..permissions import JUDGE

_REFUSED: Final = (NotAllowed, NotFound, WrongData, WrongMoment)


@require_GET
def proposals(request: Request) -> HttpResponse:
    """List the proposals of the actor's body, and those that wait for their file."""
    queries.require_matters(request.actor)
    words = {"unopened": list(queries.unopened_for(request.actor)[:50])}
    return PROPOSALS.answer(request, queries.proposals_for(request.actor), "feedback/proposals.html", words)


@require_POST
def open_proposal(request: Request, uid: UUID) -> HttpResponse:
    """Open the file of a proposal."""
    found = queries.get_matter(request.actor, uid)
    made = services.open_proposal(actor=request.actor, matter=found)
    return redirect("feedback:proposal", made.uid)


@require_http_methods(["GET", "POST"])
def proposal(request: Request, uid: UUID) -> HttpResponse:
    """Show one proposal, and do what a form of its page asks for."""
    found = queries.get_proposal(request.actor, uid)
    forms_of: dict[str, forms.Form] = {
        "check": CheckForm(*_given(request, "check"), proposal=found),
        "panel": PanelForm(*_given(request, "panel"), proposal=found),
        "decide": DecideForm(*_given(request, "decide")),
        "conclude": ConcludeForm(*_given(request, "conclude")),
        "end": forms.Form(*_given(request, "end")),
    }
    form = forms_of.get(request.POST.get("do", ""))
    if form is not None and form.is_valid():
        try:
            _do(request, found, form)
            return redirect("feedback:proposal", uid)
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    steps = {one.name for one in steps_for(PROPOSAL, actor=request.actor, row=found, state=found.state)}
    words = {
        "proposal": found,
        "state": PROPOSAL.state(found.state),
        "members": queries.members_of(found),
        "found": queries.marks_of(found),
        "may": steps,
        "may_end": queries.may_end(found),
        "decision": getattr(found, "decision", None),
        "decided_by": queries.decided_by(found),
        "pilot": getattr(found, "pilot", None),
        "faulty": form if form is not None and form.errors else None,
        **{f"{name}_form": one for name, one in forms_of.items()},
    }
    return render(request, "feedback/proposal.html", words, status=422 if words["faulty"] else 200)


def _given(request: Request, do: str) -> list[Any]:
    """Return what was typed, for the form that was sent."""
    return [request.POST] if request.method == "POST" and request.POST.get("do") == do else []


def _do(request: Request, found: Any, form: forms.Form) -> None:
    actor, said = request.actor, form.cleaned_data
    if isinstance(form, CheckForm):
        services.check_proposal(
            actor=actor,
            proposal=found,
            title=said["title"],
            text=said["text"],
            checks=form.said,
            seen=said["seen"],
        )
    elif isinstance(form, PanelForm):
        members = [UUID(one) for one in said["members"]]
        services.give_to_panel(actor=actor, proposal=found, members=members, days=said["days"])
    elif isinstance(form, DecideForm):
        facts = services.PilotFacts(said["place"], said["since"], said["until"])
        services.decide_proposal(
            actor=actor, proposal=found, outcome=said["outcome"], reasons=said["reasons"], pilot=facts
        )
    elif isinstance(form, ConcludeForm):
        services.conclude_pilot(actor=actor, proposal=found, result=said["result"])
    else:
        services.end_assessment(actor=actor, proposal=found)


# ── the panel ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def judgings(request: Request) -> HttpResponse:
    """List the proposals that the actor was asked to judge."""
    JUDGE.require_somewhere(request.actor)
    seats = [(one, queries.conflict_of(one)) for one in queries.judging_for(request.actor)[:200]]
    return render(request, "feedback/judgings.html", {"seats": seats})


@require_http_methods(["GET", "POST"])
def judging(request: Request, uid: UUID) -> HttpResponse:
    """Ask a member for their statement; then show what they are to judge, and take their marks."""
    seat = queries.get_seat(request.actor, uid)
    form: forms.Form = (
        ConflictForm(*_given(request, "state"))
        if queries.conflict_of(seat) is None
        else AssessForm(*_given(request, "assess"))
    )
    if form.is_valid():
        try:
            _judge(request, seat.proposal, form)
            return redirect("feedback:judging", uid)
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    conflict, own = queries.conflict_of(seat), queries.own_assessment(seat)
    words = {
        "conflict": conflict,
        "proposal": seat.proposal if conflict is False else None,
        "state": PROPOSAL.state(seat.proposal.state),
        "until": seat.proposal.judged_until,
        "uid": uid,
        "form": form,
        "own": own,
        "own_marks": queries.marks_in(own) if own else [],
        "found": queries.marks_of(seat.proposal) if conflict is False else None,
    }
    return render(request, "feedback/judging.html", words, status=422 if form.errors else 200)


def _judge(request: Request, proposal: Any, form: forms.Form) -> None:
    said = form.cleaned_data
    if isinstance(form, AssessForm):
        services.assess_proposal(
            actor=request.actor,
            proposal=proposal,
            marks=form.marks,
            opinion=said["opinion"],
            note=said["note"],
        )
    else:
        services.state_conflict(actor=request.actor, proposal=proposal, has=said["has"] == "yes")
