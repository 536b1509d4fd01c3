"""Writes of the steps of a plan: all at once, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.text import nfc

from ..models import Plan
from ..models import Step as StepRow
from ..queries import eve_for, read_steps, steps_of
from ..rules.steps import Step, StepKind
from .plans import hold, longest_of, written

MOST_STEPS = 40_000
_TOLD = 20
_DIGITS = Decimal(1).scaleb(-10)


@transaction.atomic
def set_steps(*, actor: Actor, plan: Plan, steps: Sequence[Step], seen: int) -> Plan:
    """Replace all steps of a draft by others, numbered anew in their order. The same steps again change nothing."""
    held = hold(actor=actor, plan=plan, step="change", seen=seen)
    if len(steps) > MOST_STEPS:
        raise WrongData(
            _("Phương án có quá %(most)d bước. Hãy chia thành nhiều phương án.") % {"most": MOST_STEPS}
        )
    wanted = [_kept(replace(step, position=place)) for place, step in enumerate(steps, start=1)]
    if wanted == steps_of(held.plan):
        return held.plan
    StepRow.objects.filter(plan=held.plan).delete()
    _insert(held.plan, wanted)
    return written(held, "plan.steps_set", {"steps": len(wanted)})


@transaction.atomic
def import_steps(*, actor: Actor, plan: Plan, name: str, data: bytes, seen: int) -> Plan:
    """Replace all steps of a draft by those of a workbook or a CSV file (``queries.read_steps``).

    A table that only says which code goes where leans on the steps of creating that stand in the plan. WrongData, and
    nothing written, where the file cannot be read or a row is wrong.
    """
    held = hold(actor=actor, plan=plan, step="change", seen=seen)
    found = read_steps(name, data, eve_for(held.plan).by_key, steps_of(held.plan))
    if found.faults:
        sentence = ngettext(
            "Tệp có %(count)d chỗ sai nên chưa ghi bước nào. Hãy sửa tệp rồi tải lên lại.",
            "Tệp có %(count)d chỗ sai nên chưa ghi bước nào. Hãy sửa tệp rồi tải lên lại.",
            len(found.faults),
        ) % {"count": len(found.faults)}
        told = [
            _("Dòng %(number)d: %(fault)s") % {"number": number, "fault": fault}
            for number, fault in found.faults[:_TOLD]
        ]
        raise WrongData(sentence, {"": [sentence, *told]})
    return set_steps(actor=actor, plan=plan, steps=found.steps, seen=seen)


@transaction.atomic
def add_step(*, actor: Actor, plan: Plan, step: Step, seen: int) -> Plan:
    """Add a step to a draft, behind the others."""
    held = hold(actor=actor, plan=plan, step="change", seen=seen)
    last = StepRow.objects.filter(plan=held.plan).order_by("-position").values_list("position", flat=True)
    added = _kept(replace(step, position=(last.first() or 0) + 1))
    _insert(held.plan, [added])
    return written(held, "plan.step_added", {"position": added.position, "kind": added.kind})


@transaction.atomic
def remove_step(*, actor: Actor, plan: Plan, position: int, seen: int) -> Plan:
    """Take a step out of a draft; the others keep their numbers. One that is not there changes nothing."""
    held = hold(actor=actor, plan=plan, step="change", seen=seen)
    gone, _of = StepRow.objects.filter(plan=held.plan, position=position).delete()
    return written(held, "plan.step_removed", {"position": position}) if gone else held.plan


def _insert(plan: Plan, steps: Iterable[Step]) -> None:
    StepRow.objects.bulk_create(
        (
            StepRow(
                plan=plan,
                position=step.position,
                kind=step.kind.value,
                level=step.level,
                old_code=step.old_code,
                old_uid=step.old_uid,
                new_level=step.new_level,
                new_code=step.new_code,
                name=step.name,
                unit_kind=step.unit_kind,
                parent_level=step.parent.level if step.parent else "",
                parent_code=step.parent.code if step.parent else "",
                whole=step.whole,
                share=_decimal(step),
                share_key=step.share_key,
                default=step.default,
            )
            for step in steps
        ),
        batch_size=1_000,
    )


def _decimal(step: Step) -> Decimal | None:
    if step.share is None:
        return None
    return (Decimal(step.share.numerator) / Decimal(step.share.denominator)).quantize(_DIGITS)


def _kept(step: Step) -> Step:
    """Return a step as it will be read again: texts in one form, a share with ten decimals. WrongData where it is too long."""
    texts: dict[str, Any] = {}
    for name in ("level", "old_code", "new_level", "new_code", "name", "unit_kind", "share_key"):
        text = " ".join(nfc(getattr(step, name)).split())
        longest = longest_of(StepRow, name)
        if len(text) > longest:
            raise WrongData(
                _("Bước %(position)d: “%(text)s…” dài quá %(most)d ký tự. Hãy viết ngắn lại.")
                % {"position": step.position, "text": text[:40], "most": longest}
            )
        texts[name] = text
    if step.share is not None and not 0 < step.share <= 1:
        raise WrongData(
            _("Bước %(position)d: tỷ lệ phải lớn hơn 0 và không quá 1 (100%%). Hãy sửa lại.")
            % {"position": step.position}
        )
    share = _decimal(step)
    whole = step.kind is not StepKind.SPLIT
    return replace(step, **texts, whole=whole, share=None if share is None else Fraction(share))
