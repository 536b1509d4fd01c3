"""The flow of a return: what `rules.states` allows, who takes it, under which verb, and who is told.

It has no clock of its own: until when a level has to have done its part is a moment of each week (`Deadline`).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step, Tell

from .models import ReturnState
from .permissions import WHO
from .rules import states

_STEPS = {
    states.Step.SAVE: (_("Lưu nháp"), ""),
    states.Step.SUBMIT: (_("Gửi"), ""),
    states.Step.WITHDRAW: (_("Rút lại báo cáo"), "return.withdrawn"),
    states.Step.RETURN: (_("Trả lại để sửa"), "return.returned"),
    states.Step.APPROVE: (_("Duyệt"), "return.approved"),
    states.Step.LOCK: (_("Khóa"), "return.locked"),
    states.Step.UNLOCK: (_("Mở khóa"), "return.unlocked"),
}
_WITH_REASON = frozenset({states.Step.RETURN, states.Step.UNLOCK})
_TELLS = {states.Step.RETURN: (Tell("reports.returned", "reporters"),)}
_FIRST = {states.Step.SAVE: states.State.DRAFT, states.Step.SUBMIT: states.State.SUBMITTED}


def _steps() -> Iterator[Step]:
    """Yield one step for each name and the state that it leads to."""
    leads: dict[tuple[states.Step, states.State], list[str]] = {
        (step, to): [START] for step, to in _FIRST.items()
    }
    for (source, step), to in states.STEPS.items():
        leads.setdefault((step, to), []).append(str(source))
    for (step, to), sources in leads.items():
        label, verb = _STEPS[step]
        yield Step(
            str(step),
            label,
            tuple(sources),
            str(to),
            who=WHO[step],
            verb=verb,
            needs_reason=step in _WITH_REASON,
            tells=_TELLS.get(step, ()),
        )


def _counts(state: ReturnState) -> str:
    """Say in which totals a return of a state counts."""
    if state.value in states.APPROVED:
        return "counts as received and as approved"
    return "counts as received" if state.value in states.RECEIVED else "counts nowhere"


RETURN = Flow(
    kind="return",
    label=_("Báo cáo này"),
    states=tuple(State(state.value, state.label, note=_counts(state)) for state in ReturnState),
    steps=tuple(_steps()),
    note=(
        "A draft is seen only by those who may enter for its unit. A return that is withdrawn or given back leaves both "
        "totals in the same transaction. To submit what is already submitted means to amend it."
    ),
)
