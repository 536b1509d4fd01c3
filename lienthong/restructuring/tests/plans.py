"""Plans in the cast's land, as tests write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.restructuring import services
from lienthong.restructuring.models import Plan
from lienthong.restructuring.rules.steps import Step
from tests.cast import Cast

from .lands import create, merge

DAY = date(2026, 12, 1)
FACTS = services.PlanFacts(
    title="Sắp xếp xã tỉnh Bình Nguyên",
    act_number="12/NQ-TEST",
    act_body="Cơ quan ban hành thử",
    effective_on=DAY,
    act_date=date(2026, 11, 1),
    source="văn bản đặt ra để thử",
    systems=("front",),
)
# C and D become one commune, under the code of C.
MERGER = (create("24277", "Suối Sen", "66"), merge("24277", "24277"), merge("24278", "24277"))


def drafted(
    cast: Cast,
    steps: Sequence[Step] = MERGER,
    *,
    actor: Actor = OPERATOR,
    place: str = "Trung ương",
    **said: Any,
) -> Plan:
    """Return a draft of the centre's, or another body's, act."""
    plan = services.draft_plan(actor=actor, organisation=cast.province[place], facts=replace(FACTS, **said))
    return services.set_steps(actor=actor, plan=plan, steps=steps, seen=plan.version) if steps else plan
