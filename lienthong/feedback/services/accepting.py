"""A body takes up what was sent to it, one by one or many at once, and says of what class it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.waiting import Piece

from .. import queries
from ..models import Category, Matter, MatterClass
from ..permissions import RECEIVE
from .lanes import switch_lane
from .moving import locked, step, write
from .pacing import leave_state, retime

MOST_AT_ONCE = 200


@transaction.atomic
def accept_matter(*, actor: Actor, matter: Matter) -> Matter:
    """Take up a matter: its sender reads that somebody answers for it, and by when. Accepted already, nothing changes."""
    held = locked(matter)
    queries.require_seat(actor, held.matter)
    move = step("accept", actor=actor, held=held)
    if move is not None:
        held.matter.accepted_at = clock.now()
        leave_state(actor=actor, matter=held.matter, head=held.head, state=move.before)
        write(actor=actor, held=held, move=move, due=held.matter.answer_due)
    return held.matter


@transaction.atomic
def accept_many(*, actor: Actor, pieces: Sequence[Piece]) -> int:
    """Take up all matters of some pieces of work, or none; return how many there were."""
    wanted = {piece.subject for piece in pieces}
    if len(wanted) > MOST_AT_ONCE:
        raise WrongData(
            _("Mỗi lần tiếp nhận nhiều nhất %(most)d phản ánh. Hãy chọn ít hơn.") % {"most": MOST_AT_ONCE}
        )
    found = list(queries.matters_for(actor).filter(uid__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise WrongMoment(_("Có phản ánh không còn ở đơn vị bạn. Chưa làm gì cả; hãy tải lại trang."))
    for matter in found:
        accept_matter(actor=actor, matter=matter)
    return len(found)


@transaction.atomic
def classify_matter(
    *,
    actor: Actor,
    matter: Matter,
    category: Category,
    matter_class: MatterClass,
    complicated: bool = False,
) -> Matter:
    """Say anew what a matter is: clocks, publicity and what is kept of its sender follow at once. The same again is no change."""
    held = locked(matter)
    row = held.matter
    queries.require_seat(actor, row)
    RECEIVE.require(actor, row)
    before = (row.category_id, row.matter_class, row.complex)
    if before == (category.pk, matter_class, complicated):
        return row
    move = step("classify", actor=actor, held=held)
    if move is None:
        return row
    row.category, row.complex = category, complicated
    if before[1] != matter_class:
        switch_lane(actor=actor, held=held, to_class=matter_class)
    elif before[2] != complicated:
        retime(actor=actor, matter=row, head=held.head)
    facts = {"category": row.category.code, "class": str(matter_class), "complex": complicated}
    write(actor=actor, held=held, move=move, due=row.answer_due, facts=facts)
    return row


@transaction.atomic
def mark_urgent(*, actor: Actor, matter: Matter, urgent: bool) -> Matter:
    """Say whether a matter is urgent; so said already, nothing changes."""
    held = locked(matter)
    queries.require_seat(actor, held.matter)
    RECEIVE.require(actor, held.matter)
    if held.matter.urgent != urgent:
        held.matter.urgent = urgent
        held.matter.save(update_fields=["urgent"])
        audit.record(
            actor, "matter.urgency_set", "matter", matter.uid, stream=held.head, facts={"urgent": urgent}
        )
    return held.matter
