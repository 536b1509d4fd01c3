"""Pages of the steps of a plan: the list, one step, one more, and a table of all of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.filled import MOST_BYTES
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents import steps_document, steps_template
from ..forms import ConfirmForm, StepForm, TableForm, packed, seen_in
from ..listings import STEPS
from ..messages import findings_of, groups_of
from ..permissions import PLAN
from ..queries import STEP_KINDS, StepKind
from .plans import REFUSED, shown

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 50  # so many findings of a table stand in its preview; all of them stand in the check


@require_GET
def steps(request: Request, uid: UUID) -> HttpResponse:
    """List the steps."""
    plan = queries.get_plan(request.actor, uid)
    rows = queries.step_rows_for(request.actor, plan)
    words = {"plan": plan, "may_write": _may_write(request, plan)}
    return STEPS.answer(request, rows, "restructuring/steps.html", words)


@require_GET
def step(request: Request, uid: UUID, position: int) -> HttpResponse:
    """Show one step, with what the check finds about it."""
    plan = queries.get_plan(request.actor, uid)
    found = queries.get_step(request.actor, plan, position)
    checked = queries.looked_at(request.actor, plan)
    problems = [one for one in checked.problems if one.step == position]
    words = {
        "plan": plan,
        "step": found,
        "findings": findings_of(plan.uid, problems),
        "may_write": _may_write(request, plan),
    }
    return render(request, "restructuring/step.html", words)


@require_http_methods(["GET", "POST"])
def add(request: Request, uid: UUID) -> HttpResponse:
    """Add one step, of the kind that was chosen before."""
    plan = queries.get_plan(request.actor, uid)
    PLAN.require(request.actor, plan)
    asked = request.GET.get("viec", "")
    kind = StepKind(asked) if asked in STEP_KINDS else StepKind.MERGE
    form = StepForm(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_valid():
        seen = seen_in(request.POST)
        try:
            services.add_step(actor=request.actor, plan=plan, step=form.step, seen=seen)
            return redirect("restructuring:steps", uid)
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    words = {"plan": plan, "form": form, "kind": kind, "kinds": STEP_KINDS.items()}
    return render(request, "restructuring/add_step.html", words, status=422 if form.errors else 200)


@require_POST
def remove(request: Request, uid: UUID, position: int) -> HttpResponse:
    """Take a step out of a draft."""
    plan = queries.get_plan(request.actor, uid)
    seen = seen_in(request.POST)
    try:
        services.remove_step(actor=request.actor, plan=plan, position=position, seen=seen)
    except REFUSED as refusal:
        return shown(request, uid, refusal)
    return redirect("restructuring:steps", uid)


# ── a table ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
def table(request: Request, uid: UUID) -> HttpResponse:
    """Take a file of steps, and show what would come of it; nothing is written."""
    plan = queries.get_plan(request.actor, uid)
    if (form := sheets.wanted(request)) is not None:
        return sheets.answer(request, steps_document(request.actor, plan), form)
    PLAN.require(request.actor, plan)
    upload = TableForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if upload.is_valid():
        sent = upload.cleaned_data["file"]
        try:
            return _preview(request, plan, sent.name, sent.read(MOST_BYTES + 1))
        except WrongData as refusal:
            show_refusal(upload, refusal)
    words = {"plan": plan, "form": upload, "may_write": _may_write(request, plan)}
    return render(request, "restructuring/table.html", words, status=422 if upload.errors else 200)


@require_GET
def template(request: Request, uid: UUID) -> HttpResponse:
    """Hand out the workbook to fill in, with the steps that the plan has."""
    plan = queries.get_plan(request.actor, uid)
    response = HttpResponse(steps_template(request.actor, plan), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="cac-buoc.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def confirm(request: Request, uid: UUID) -> HttpResponse:
    """Write the table that was shown."""
    plan = queries.get_plan(request.actor, uid)
    form = ConfirmForm(request.POST)
    try:
        if not form.is_valid():
            raise WrongData(_("Bảng gửi lên không đọc được. Hãy tải tệp lên lại."))
        services.import_steps(
            actor=request.actor,
            plan=plan,
            name="cac-buoc.csv",
            data=form.cleaned_data["table"],
            seen=form.cleaned_data["seen"],
        )
    except REFUSED as refusal:
        return shown(request, uid, refusal)
    return redirect("restructuring:steps", uid)


def _preview(request: Request, plan: queries.Plan, name: str, data: bytes) -> HttpResponse:
    found = queries.preview_table(plan, name, data)
    problems = found.checked.problems if found.checked else ()
    words = {
        "plan": plan,
        "name": name,
        "found": found,
        "groups": groups_of(problems),
        "findings": findings_of(plan.uid, problems)[:_SHOWN],
        "table": packed(found.table),
    }
    status = 422 if found.read.faults else 200
    return render(request, "restructuring/preview.html", words, status=status)


def _may_write(request: Request, plan: queries.Plan) -> bool:
    return plan.state == "draft" and PLAN.allows(request.actor, plan)
