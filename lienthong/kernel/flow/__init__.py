"""Flows: how a kind of row goes from state to state, said in one place and asked by queries, services and documents.

A room says its flows in ``flows.py``, above its queries and below its services::

    VISIT = Flow(
        kind="visit",
        label=_("Lượt khách này"),
        tree="front",
        states=(
            State("asked", _("Chờ trả lời"), term=Term("feedback.front_ordinary", climbs=(0, 3))),
            State("done", _("Đã trả lời"), ends=True),
        ),
        steps=(
            Step("ask", _("Ghi"), (START,), "asked", who=WRITE, verb="visit.asked"),
            Step(
                "answer", _("Trả lời"), ("asked",), "done",
                who=ANSWER, verb="visit.answered", when=has_text, needs_reason=True,
                tells=(Tell("visit.answered", "writer"),),
            ),
        ),
    )

and a service takes a step, writes, and hands on what came of it::

    move = take(VISIT, "answer", actor=actor, row=visit, state=visit.state, reason=reason)
    visit.state = move.to
    ...
    keep_time(actor=actor, move=move, whose=Whose("visit", visit.uid, visit.organisation_id, stream))
    for told in move.tells: ...          # whoever makes notices reads them here

*Who may* is a permission, *when it can* a rule that gives the sentence of a refusal: they stay two things. The state diagrams
in docs/reference/states.md are drawn from these values.
"""

from ..deadlines import Term, Whose
from .declared import START, Flow, Rule, State, Step, Tell
from .taking import Move, check_reason, flow_of, flows, keep_time, steps_for, take, to_move

__all__ = [
    "START",
    "Flow",
    "Move",
    "Rule",
    "State",
    "Step",
    "Tell",
    "Term",
    "Whose",
    "check_reason",
    "flow_of",
    "flows",
    "keep_time",
    "steps_for",
    "take",
    "to_move",
]
