"""Writes around a rehearsal: what it found is kept, and exceptions are decided by a person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import insert_rows
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditStream
from lienthong.kernel.text import nfc, search_key
from lienthong.registry.models import Area, Level, Post
from lienthong.registry.queries import stream_of

from .. import permissions
from ..models import Decision, DecisionKind, Plan, PlanState, Rehearsal
from ..queries import Rehearsed, outcome_for, rehearse
from ..queries.rehearsing import ROW, rows_of
from ..rules.steps import Key

_OPEN = frozenset({PlanState.DRAFT, PlanState.CHECKED, PlanState.APPROVED})
_LONGEST_TITLE = 120


@transaction.atomic
def rehearse_plan(*, actor: Actor, plan: Plan) -> Rehearsal:
    """Work out what a plan would change and keep it for its pages. The same plan rehearsed again replaces what was kept.

    WrongMoment once it was carried out: what was kept then says what was to change.
    """
    _require(actor, plan)
    return keep_rehearsal(actor=actor, plan=plan, found=rehearse(plan))


@transaction.atomic
def keep_rehearsal(*, actor: Actor, plan: Plan, found: Rehearsed) -> Rehearsal:
    """Keep what a rehearsal found, which may have been worked out before the transaction."""
    _require(actor, plan)
    head = audit.lock(stream_of(plan.organisation))
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    Rehearsal.objects.filter(plan=held).delete()
    kept = Rehearsal.objects.create(
        plan=held,
        version=plan.version,
        at=clock.now(),
        counts=found.counts,
        hindrances=list(found.hindrances),
        irreversible=list(found.irreversible),
    )
    insert_rows(
        "restructuring_effectrow",
        ("rehearsal_id", *ROW),
        ((kept.pk, *row) for row in rows_of(found, search_key)),
    )
    facts = {"effects": len(found.effects), **found.counts}
    audit.record(actor, "plan.rehearsed", "plan", plan.uid, stream=head, facts=facts)
    return kept


def _require(actor: Actor, plan: Plan) -> None:
    if not permissions.APPROVE.allows(actor, plan):
        permissions.PLAN.require(actor, plan)
    if plan.state not in _OPEN:
        raise WrongMoment(_("Phương án này đã thực hiện nên không diễn tập lại. Hãy xem kết quả đã lưu."))


# ── exceptions ───────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def decide(
    *, actor: Actor, plan: Plan, kind: DecisionKind, subject: UUID, unit: Key | None, title: str = ""
) -> Decision:
    """Decide where a village or a post goes otherwise than by the rule; without a unit it ends. Decided again, the last counts.

    ``unit``: of the day itself. It may be decided until the plan is carried out, by whoever writes plans; once it is
    approved, by whoever approves them.
    """
    head, held = hold_to_decide(actor, plan)
    _require_known(held, kind, subject, unit)
    return write_decision(actor, head, held, Decided(kind, subject, unit, title))


@dataclass(frozen=True)
class Decided:
    """What a person decided of a case: the unit where it goes (None: it ends), and of a post its title."""

    kind: DecisionKind
    subject: UUID
    unit: Key | None
    title: str = ""


def write_decision(actor: Actor, head: AuditStream, held: Plan, said: Decided) -> Decision:
    """Write what was decided of a case that is known to be one of the plan's."""
    kind, subject, unit, title = said.kind, said.subject, said.unit, nfc(said.title).strip()
    if len(title) > _LONGEST_TITLE:
        raise WrongData(
            _("Chức vụ quá dài."),
            {"title": [_("Hãy nhập chức vụ, không quá %(most)d chữ.") % {"most": _LONGEST_TITLE}]},
        )
    decision, _new = Decision.objects.update_or_create(
        plan=held,
        kind=kind,
        subject=subject,
        defaults={
            "level": unit.level if unit else "",
            "code": unit.code if unit else "",
            "title": title,
            "by": actor.uid,
            "at": clock.now(),
        },
    )
    _raise_version(held)
    facts = {"kind": kind, "subject": subject, "unit": unit, "title": title}
    audit.record(actor, "plan.decided", "plan", held.uid, stream=head, facts=facts)
    return decision


@transaction.atomic
def withdraw_decision(*, actor: Actor, plan: Plan, kind: DecisionKind, subject: UUID) -> None:
    """Let the rule hold again where a person had decided otherwise; withdrawn twice is withdrawn once."""
    head, held = hold_to_decide(actor, plan)
    take_back_decision(actor, head, held, kind, subject)


def take_back_decision(
    actor: Actor, head: AuditStream, held: Plan, kind: DecisionKind, subject: UUID
) -> None:
    """Let the rule hold again for a case."""
    gone, _of = Decision.objects.filter(plan=held, kind=kind, subject=subject).delete()
    if gone:
        _raise_version(held)
        facts = {"kind": kind, "subject": subject, "withdrawn": True}
        audit.record(actor, "plan.decided", "plan", held.uid, stream=head, facts=facts)


def hold_to_decide(actor: Actor, plan: Plan) -> tuple[AuditStream, Plan]:
    """Lock a plan whose cases are decided, by whoever may and as long as it is open."""
    head = audit.lock(stream_of(plan.organisation))
    held = Plan.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=plan.pk)
    if held.state == PlanState.APPROVED or not permissions.PLAN.allows(actor, held):
        permissions.APPROVE.require(actor, held)
    if held.state not in _OPEN:
        raise WrongMoment(_("Phương án này đã thực hiện nên không quyết định thêm được."))
    return head, held


def _raise_version(plan: Plan) -> None:
    plan.version += 1
    plan.save(update_fields=["version"])


def _require_known(plan: Plan, kind: DecisionKind, subject: UUID, unit: Key | None) -> None:
    known = (
        Area.objects.filter(uid=subject, level=Level.VILLAGE)
        if kind == DecisionKind.AREA
        else Post.objects.filter(uid=subject, valid_to__gt=plan.effective_on)
    )
    if not known.exists():
        raise NotFound(_("Không có thôn, tổ dân phố hay chức vụ này vào ngày phương án có hiệu lực."))
    if unit is not None and unit not in outcome_for(plan).after:
        sentence = _("Từ ngày có hiệu lực không có đơn vị mang mã %(code)s. Hãy chọn đơn vị khác.") % {
            "code": unit.code
        }
        raise WrongData(sentence, {"code": [sentence]})
