"""Deciding on returns: approve, return, withdraw, lock and unlock, one or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.flow import check_reason, to_move
from lienthong.registry.models import Closure, Organisation
from lienthong.registry.queries import left_to

from ..flows import RETURN
from ..models import Return, ReturnState
from ..queries.returns import collecting_units_above
from ..queries.series import Asked
from ..rules.states import Step
from .ledger import Change, Counted, write
from .opening import lock_unit
from .telling import tell_returned


@transaction.atomic
def withdraw_return(*, actor: Actor, asked: Asked, uid: UUID) -> None:
    """Take a submitted return back into a draft; it leaves both totals at once."""
    _take(actor, asked, [uid], Step.WITHDRAW)


@transaction.atomic
def approve_returns(*, actor: Actor, asked: Asked, uids: Sequence[UUID]) -> int:
    """Approve submitted returns; those approved already are left as they are. Return how many changed."""
    return _take(actor, asked, uids, Step.APPROVE)


@transaction.atomic
def approve_waiting(*, actor: Actor, asked: Asked, unit_ids: Sequence[int]) -> int:
    """Approve whatever waits directly below collecting units: all of it or nothing. Return how many changed."""
    below = _bodies_below(asked, unit_ids)
    uids = list(
        _in_state(asked, ReturnState.SUBMITTED).filter(organisation__in=below).values_list("uid", flat=True)
    )
    return _take(actor, asked, uids, Step.APPROVE)


@transaction.atomic
def return_returns(*, actor: Actor, asked: Asked, uids: Sequence[UUID], reason: str) -> int:
    """Give submitted or approved returns back with a reason; they leave both totals at once."""
    return _take(actor, asked, uids, Step.RETURN, reason)


@transaction.atomic
def lock_returns(*, actor: Actor, asked: Asked, uids: Sequence[UUID]) -> int:
    """Lock approved returns; nothing about them changes any more."""
    return _take(actor, asked, uids, Step.LOCK)


@transaction.atomic
def unlock_returns(*, actor: Actor, asked: Asked, uids: Sequence[UUID], reason: str) -> int:
    """Unlock returns with a reason; they are approved again."""
    return _take(actor, asked, uids, Step.UNLOCK, reason)


@transaction.atomic
def lock_below(*, actor: Actor, asked: Asked, unit_id: int) -> int:
    """Lock every approved return directly below a collecting unit."""
    rows = _in_state(asked, ReturnState.APPROVED).filter(organisation__in=_bodies_below(asked, [unit_id]))
    return _take(actor, asked, list(rows.values_list("uid", flat=True)), Step.LOCK)


def _bodies_below(asked: Asked, unit_ids: Sequence[int]) -> QuerySet[Organisation]:
    """Return the bodies that stand directly below units on the week's last day, and the closed ones left to them."""
    series, day = asked.series, asked.week.last
    standing = Closure.objects.filter(
        tree_id=series.tree_id, ancestor_id__in=unit_ids, depth=1, valid_from__lte=day, valid_to__gt=day
    )
    closed = left_to(series.tree_id, series.level, unit_ids, day)
    return Organisation.objects.filter(Q(pk__in=standing.values("descendant_id")) | Q(pk__in=closed))


def _in_state(asked: Asked, state: ReturnState) -> QuerySet[Return]:
    return Return.objects.filter(series=asked.series, period=str(asked.week), state=state)


def _take(actor: Actor, asked: Asked, uids: Sequence[UUID], step: Step, reason: str = "") -> int:
    """Take one step with returns of a week, unit by unit in a fixed order; all of them or none."""
    reason = check_reason(RETURN, step, reason)
    owners = dict(_found(asked, uids).values_list("uid", "organisation_id"))
    if missing := set(uids) - owners.keys():
        raise NotFound(
            ngettext(
                "Không có báo cáo này trong kỳ.", "Có %(count)d báo cáo không thuộc kỳ này.", len(missing)
            )
            % {"count": len(missing)}
        )
    _require(actor, step, set(owners.values()))
    parents = collecting_units_above(asked, owners.values())
    units = sorted({parents[owner] for owner in owners.values()}, key=lambda unit: unit[1])
    taken = 0
    for unit_id, unit_uid in units:
        unit = lock_unit(unit_id, unit_uid)
        below = [uid for uid, owner in owners.items() if parents[owner][0] == unit_id]
        changes = [change for entry in _found(asked, below) if (change := _change(entry, step, reason))]
        write(actor, asked, unit, changes)
        if step is Step.RETURN and changes:
            tell_returned(actor, asked, [change.entry for change in changes])
        taken += len(changes)
    return taken


def _found(asked: Asked, uids: Iterable[UUID]):  # type: ignore[no-untyped-def]
    return Return.objects.filter(series=asked.series, period=str(asked.week), uid__in=list(uids)).order_by(
        "pk"
    )


def _require(actor: Actor, step: Step, owners: set[int]) -> None:
    permission = RETURN.step(step).who
    held = Organisation.objects.filter(pk__in=owners).filter(permission.within(actor, on="pk")).count()
    if held != len(owners):
        raise permission.refusal(actor)


def _change(entry: Return, step: Step, reason: str) -> Change | None:
    """Move one return; None where it already stands where the step leads."""
    move = to_move(RETURN, step, row=entry, state=entry.state, reason=reason)
    if move is None:
        return None
    before = Counted.of(entry)
    entry.state, entry.reason, entry.decided_at = move.to, reason, clock.now()
    return Change(entry, before, move.step.verb, reason)
