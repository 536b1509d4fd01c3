"""Writes of plans: drafted, changed, checked, approved by somebody else, opened again, thrown away.

Every write says which version of the plan it has seen: what somebody else wrote meanwhile is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.flow import START, take
from lienthong.kernel.models import AuditStream
from lienthong.kernel.text import nfc
from lienthong.registry.models import Organisation, System
from lienthong.registry.queries import stream_of

from .. import messages
from ..flows import RESTRUCTURING
from ..models import LockedReturns, Plan, PlanState
from ..queries import look_at

_WRITING = frozenset({"plan.changed", "plan.steps_set", "plan.step_added", "plan.step_removed"})
_TOLD = 20  # so many findings are told in a refusal; the check shows all


@dataclass(frozen=True)
class PlanFacts:
    """What a plan says of itself. ``systems``: codes of those whose bodies follow the areas."""

    title: str
    act_number: str
    act_body: str
    effective_on: date
    act_date: date | None = None
    source: str = ""
    systems: tuple[str, ...] = ()
    with_areas: bool = True
    allows_crossing: bool = False
    locked_returns: str = LockedReturns.REFUSE


@dataclass
class Held:
    """A plan while it is written: locked, with the end of its audit stream."""

    plan: Plan
    head: AuditStream
    actor: Actor
    told: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def draft_plan(*, actor: Actor, organisation: Organisation, facts: PlanFacts) -> Plan:
    """Begin a plan of a body's act. Asked again for the same draft, it returns the one that is there."""
    head = audit.lock(stream_of(organisation))
    plan = Plan(
        organisation=organisation, made_by=actor.uid, made_at=clock.now(), writers=_with([], actor.uid)
    )
    move = take(RESTRUCTURING, "draft", actor=actor, row=plan, state=START)
    _say(plan, facts)
    known = _same_draft(plan)
    if known is not None or move is None:
        return known or plan
    plan.save()
    audit.record(actor, move.step.verb, "plan", plan.uid, stream=head, facts=_told(facts))
    return plan


@transaction.atomic
def change_plan(*, actor: Actor, plan: Plan, facts: PlanFacts, seen: int) -> Plan:
    """Say anew what a draft says of itself; its steps stay."""
    held = hold(actor=actor, plan=plan, step="change", seen=seen)
    _say(held.plan, facts)
    return written(held, "plan.changed", _told(facts))


@transaction.atomic
def check_plan(*, actor: Actor, plan: Plan, seen: int) -> Plan:
    """Count a draft as checked. WrongData, with the sentences, where something has to be put right first."""
    held = hold(actor=actor, plan=plan, step="check", seen=seen)
    if held.plan.state == PlanState.CHECKED:
        return held.plan
    _require_sound(held.plan)
    held.plan.state, held.plan.checked_at = PlanState.CHECKED, clock.now()
    return written(held, "plan.checked", {})


@transaction.atomic
def approve_plan(*, actor: Actor, plan: Plan, seen: int) -> Plan:
    """Approve a plan that was checked, as somebody who did not write at it. It is checked once more: days have passed.

    At the command line of the machine itself there is one operator only; that it was approved there is kept.
    """
    held = hold(actor=actor, plan=plan, step="approve", seen=seen)
    if held.plan.state == PlanState.APPROVED:
        return held.plan
    if actor != OPERATOR and str(actor.uid) in held.plan.writers:
        raise NotAllowed(
            _(
                "Bạn đã soạn hoặc sửa phương án này nên không phê duyệt được. Hãy nhờ người khác có quyền phê duyệt."
            )
        )
    _require_sound(held.plan)
    held.plan.state = PlanState.APPROVED
    held.plan.approved_by, held.plan.approved_at = actor.uid, clock.now()
    return written(held, "plan.approved", {"by_operator": actor == OPERATOR})


@transaction.atomic
def reopen_plan(*, actor: Actor, plan: Plan, seen: int, reason: str) -> Plan:
    """Let a plan that was checked or approved be a draft again; it has to be checked and approved anew."""
    held = hold(actor=actor, plan=plan, step="reopen", seen=seen, reason=reason)
    if held.plan.state == PlanState.DRAFT:
        return held.plan
    held.plan.state, held.plan.reason = PlanState.DRAFT, reason.strip()
    held.plan.checked_at = held.plan.approved_at = held.plan.approved_by = None
    return written(held, "plan.reopened", {"reason": held.plan.reason})


@transaction.atomic
def discard_plan(*, actor: Actor, plan: Plan, seen: int) -> None:
    """Throw a draft away, with its steps; one that is gone already stays gone."""
    if not Plan.objects.filter(pk=plan.pk).exists():
        return
    held = hold(actor=actor, plan=plan, step="discard", seen=seen)
    audit.record(actor, "plan.discarded", "plan", plan.uid, stream=held.head)
    held.plan.delete()


# ── shared with the writes of steps ──────────────────────────────────────────────────────────────────────────────────


def hold(*, actor: Actor, plan: Plan, step: str, seen: int, reason: str = "") -> Held:
    """Lock a plan for a step of its flow. A step that leads where the plan stands already is let through once more.

    NotAllowed for who may not, WrongMoment in another state or where somebody else has written since.
    """
    head = audit.lock(stream_of(plan.organisation))
    found = Plan.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=plan.pk)
    move = take(RESTRUCTURING, step, actor=actor, row=found, state=found.state, reason=reason)
    if move is not None and found.version != seen:
        raise WrongMoment(
            _("Phương án “%(title)s” vừa được người khác sửa nên chưa ghi gì. Hãy tải lại trang rồi làm lại.")
            % {"title": found.title}
        )
    return Held(found, head, actor)


def written(held: Held, verb: str, facts: Mapping[str, Any]) -> Plan:
    """Save a plan that was held, under its next version, and tell the audit."""
    plan = held.plan
    plan.version += 1
    if verb in _WRITING:
        plan.writers = _with(plan.writers, held.actor.uid)
    plan.save()
    audit.record(held.actor, verb, "plan", plan.uid, stream=held.head, facts=facts)
    return plan


def longest_of(model: type[Model], name: str) -> int:
    """Return how many characters a column of texts holds."""
    return int(getattr(model._meta.get_field(name), "max_length", None) or 0)


def _with(writers: list[str], uid: UUID | None) -> list[str]:
    return sorted({*writers, str(uid)}) if uid else list(writers)


def _require_sound(plan: Plan) -> None:
    blocking = look_at(plan).blocking
    if blocking:
        told = [messages.sentence_of(one) for one in blocking[:_TOLD]]
        sentence = ngettext(
            "Phương án còn %(count)d lỗi phải sửa. Hãy xem kết quả kiểm tra, sửa từng bước rồi kiểm tra lại.",
            "Phương án còn %(count)d lỗi phải sửa. Hãy xem kết quả kiểm tra, sửa từng bước rồi kiểm tra lại.",
            len(blocking),
        ) % {"count": len(blocking)}
        raise WrongData(sentence, {"": [sentence, *told]})


def _same_draft(plan: Plan) -> Plan | None:
    """Return the draft of the same person that says the same of itself, None where there is none."""
    drafts = Plan.objects.filter(
        organisation=plan.organisation, state=PlanState.DRAFT, made_by=plan.made_by, title=plan.title
    ).order_by("pk")
    said = [one.name for one in fields(PlanFacts)]
    return next(
        (one for one in drafts if all(getattr(one, name) == getattr(plan, name) for name in said)), None
    )


def _say(plan: Plan, facts: PlanFacts) -> None:
    """Write what a plan says of itself into its row; WrongData with a sentence beside each word that cannot stand."""
    faults: dict[str, list[object]] = {}
    for name in ("title", "act_number", "act_body", "source"):
        text = " ".join(nfc(getattr(facts, name)).split())
        longest = longest_of(Plan, name)
        if not text and name != "source":
            faults[name] = [_("Hãy điền mục này.")]
        elif len(text) > longest:
            faults[name] = [_("Nội dung dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": longest}]
        setattr(plan, name, text)
    unknown = set(facts.systems) - set(System.objects.values_list("code", flat=True))
    if unknown:
        faults["systems"] = [
            _("Không có hệ thống mang mã %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        ]
    elif not facts.with_areas and not facts.systems:
        faults["systems"] = [_("Phương án chỉ đổi tổ chức thì phải chọn ít nhất một hệ thống.")]
    if facts.locked_returns not in LockedReturns.values:
        faults["locked_returns"] = [_("Hãy chọn một cách xử lý báo cáo đã khóa.")]
    if facts.act_date is not None and facts.act_date > facts.effective_on:
        faults["act_date"] = [_("Ngày ban hành phải không muộn hơn ngày có hiệu lực.")]
    if faults:
        raise WrongData(_("Thông tin của phương án chưa đúng. Hãy sửa các mục được đánh dấu."), faults)
    plan.act_date, plan.effective_on = facts.act_date, facts.effective_on
    plan.systems, plan.with_areas = sorted(facts.systems), facts.with_areas
    plan.allows_crossing, plan.locked_returns = facts.allows_crossing, facts.locked_returns


def _told(facts: PlanFacts) -> dict[str, Any]:
    return {**asdict(facts), "systems": sorted(facts.systems)}
