"""Clocks: started, stopped, held and let go on, counted anew, and taken up the tree when they ran out.

Who may is asked by the step that does this; here it is only written, audited in the stream of the row itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from .. import audit, sql
from .. import clock as wall
from ..actor import Actor
from ..errors import WrongData, WrongMoment
from ..models import AuditStream, Clock, ClockPause, PauseReason
from ..working import Calendar, Pause, Unit, YearUnknown, day_of, due_of, end_of
from . import queries

_CHUNK = 500


@dataclass(frozen=True)
class Term:
    """A limit of the catalogue that runs. ``climbs``: so many working days after it ran out each next body above is told."""

    limit: str
    climbs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Whose:
    """The row that time runs against: its kind and public id, the body whose time it is, and its audit stream."""

    kind: str
    uid: UUID
    organisation_id: int
    stream: UUID


@dataclass(frozen=True)
class Climbed:
    """A clock ran out, and the body ``to`` above is to be told, as the ``level``-th one."""

    clock: Clock
    to: int
    level: int


@transaction.atomic
def start_clock(
    *,
    actor: Actor,
    whose: Whose,
    term: Term,
    state: str = "",
    since: datetime | None = None,
    head: AuditStream | None = None,
) -> Clock:
    """Let a limit run against a row; one that runs already is returned as it stands.

    ``state``: in which it runs, "" until the row's end. ``since``: when its time began, where that was before now: a paper
    that lay a day before it was typed in. ``head``: the row's stream, where it is locked already.
    """
    head = head or audit.lock(whose.stream)
    began = min(since, wall.now()) if since else wall.now()
    limit = queries.limit_in_force(term.limit, day_of(began))
    running = Clock.objects.filter(
        kind=whose.kind, subject=whose.uid, limit__code=limit.code, state=state, stopped=None
    ).first()
    if running is not None:
        return running
    clock = Clock(
        kind=whose.kind,
        subject=whose.uid,
        state=state,
        limit=limit,
        organisation=whose.organisation_id,
        stream=whose.stream,
        started=began,
        climbs=list(term.climbs),
        reached=whose.organisation_id,
    )
    _reckon(clock, queries.calendar(), [])
    clock.save()
    _record(actor, "clock.started", clock, head)
    return clock


@transaction.atomic
def stop_clocks(
    *, actor: Actor, whose: Whose, state: str | None = None, head: AuditStream | None = None
) -> int:
    """Stop what runs against a row: that of one state, or everything. Return how many stopped."""
    head = head or audit.lock(whose.stream)
    running = Clock.objects.select_for_update().filter(kind=whose.kind, subject=whose.uid, stopped=None)
    if state is not None:
        running = running.filter(state=state)
    stopped = list(running.order_by("pk"))
    for clock in stopped:
        clock.stopped, clock.climb_at = max(wall.now(), clock.started), None
        clock.save(update_fields=["stopped", "climb_at"])
        _end_pause(clock)
        _record(actor, "clock.stopped", clock, head)
    return len(stopped)


@transaction.atomic
def pause_clock(*, actor: Actor, clock: Clock, reason: PauseReason) -> Clock:
    """Hold a clock for one of the reasons that its limit lists; one that stands for the same reason stays as it is."""
    head = audit.lock(clock.stream)
    clock = _running(clock)
    if reason not in clock.limit.pauses:
        raise WrongData(
            _("Thời hạn “%(limit)s” không được tạm dừng vì lý do “%(reason)s”. %(listed)s")
            % {
                "limit": clock.limit.label,
                "reason": PauseReason(reason).label,
                "listed": _listed(clock.limit.pauses),
            }
        )
    standing = clock.pauses.filter(until=None).first()
    if standing is not None:
        if standing.reason == reason:
            return clock
        raise WrongMoment(
            _("Thời hạn này đang tạm dừng vì lý do “%(reason)s”. Hãy cho chạy tiếp trước.")
            % {"reason": standing.get_reason_display()}
        )
    ClockPause.objects.create(clock=clock, reason=reason, since=max(wall.now(), clock.started))
    clock.climb_at = None
    clock.save(update_fields=["climb_at"])
    _record(actor, "clock.paused", clock, head, reason=str(reason))
    return clock


@transaction.atomic
def resume_clock(*, actor: Actor, clock: Clock) -> Clock:
    """Let a clock go on; it is due later by the time for which it stood. One that runs stays as it is."""
    head = audit.lock(clock.stream)
    clock = _running(clock)
    if not _end_pause(clock):
        return clock
    _reckon(clock, queries.calendar(), list(clock.pauses.all()))
    clock.save(update_fields=["due", "sure", "climb_at"])
    _record(actor, "clock.resumed", clock, head)
    return clock


@transaction.atomic
def hand_over_clocks(*, actor: Actor, whose: Whose, head: AuditStream | None = None) -> int:
    """Let what runs against a row until its end be another body's time, ``whose.organisation_id``; return how many.

    Neither beginning, due moment nor pauses change: passing a matter on buys no time. What has climbed stays told, and
    what climbs next does so from the new body. What runs in one state is stopped, and started anew, by who changes that.
    """
    head = head or audit.lock(whose.stream)
    running = Clock.objects.select_for_update(of=("self",)).select_related("limit")
    moved = list(
        running.filter(kind=whose.kind, subject=whose.uid, stopped=None, state="")
        .exclude(organisation=whose.organisation_id)
        .order_by("pk")
    )
    for clock in moved:
        clock.organisation = clock.reached = whose.organisation_id
        clock.save(update_fields=["organisation", "reached"])
        _record(actor, "clock.handed_over", clock, head)
    return len(moved)


# Written out: Django's own statement for many rows takes three times as long.
_MOVE = "UPDATE kernel_clock SET due = %s, sure = %s, climb_at = %s WHERE id = %s"


@transaction.atomic
def recount_clocks(*, actor: Actor, day: date | None = None) -> int:
    """Work out anew when running clocks are due, all of them or those that a changed day may concern.

    Return how many are due at another moment than before. Whoever changed the calendar has recorded that.
    """
    running = Clock.objects.filter(stopped=None)
    if day is not None:
        # A day more on either side, so that neither hours nor zones need a thought: counting once too often is harmless.
        edge = end_of(day) - timedelta(days=1)
        running = running.filter(started__lt=edge + timedelta(days=2)).filter(
            Q(due=None) | Q(climb_at=None) | Q(due__gte=edge) | Q(climb_at__gte=edge)
        )
    calendar, moved = queries.calendar(), 0
    keys = list(running.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        rows = Clock.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + _CHUNK])
        clocks = list(rows.select_related("limit").prefetch_related("pauses").order_by("pk"))
        before = [(clock.due, clock.sure, clock.climb_at) for clock in clocks]
        for clock in clocks:
            _reckon(clock, calendar, list(clock.pauses.all()))
        changed = [
            (clock, due != clock.due)
            for clock, (due, sure, climb) in zip(clocks, before, strict=True)
            if (due, sure, climb) != (clock.due, clock.sure, clock.climb_at)
        ]
        sql.run(_MOVE, *((clock.due, clock.sure, clock.climb_at, clock.pk) for clock, _due in changed))
        moved += sum(due for _clock, due in changed)
    return moved


def escalate_due(
    *, actor: Actor, above: Callable[[Clock], int | None], tell: Callable[[Climbed], None]
) -> int:
    """Take every clock that ran out one body further up, where its flow says so; return how many climbed.

    ``above``: the body directly above ``clock.reached`` in the tree of that kind of row, None at the root. ``tell`` is
    called in the transaction of each climb: what it writes stands or falls with it. Safe to run twice, and at once.
    """
    ran_out = Clock.objects.filter(stopped=None, climb_at__lte=wall.now()).order_by("climb_at", "pk")
    return sum(_climb(actor, pk, above, tell) for pk in list(ran_out.values_list("pk", flat=True)))


@transaction.atomic
def _climb(
    actor: Actor, pk: int, above: Callable[[Clock], int | None], tell: Callable[[Climbed], None]
) -> bool:
    head = audit.lock(Clock.objects.values_list("stream", flat=True).get(pk=pk))
    clock = Clock.objects.select_for_update(of=("self",)).select_related("limit").get(pk=pk)
    if clock.stopped is not None or clock.climb_at is None or clock.climb_at > wall.now():
        return False
    to = above(clock)
    if to is None:
        clock.climb_at = None
        clock.climbs = clock.climbs[: clock.level]
        clock.save(update_fields=["climb_at", "climbs"])
        return False
    clock.level, clock.reached = clock.level + 1, to
    clock.climb_at = _climb_at(clock, queries.calendar())
    clock.save(update_fields=["level", "reached", "climb_at"])
    _record(actor, "clock.escalated", clock, head, level=clock.level)
    tell(Climbed(clock, to, clock.level))
    return True


def _reckon(clock: Clock, calendar: Calendar, pauses: list[ClockPause]) -> None:
    """Work out when a clock is due; while it stands it climbs nowhere."""
    unit = Unit(clock.limit.unit)
    over = [Pause(pause.since, pause.until) for pause in pauses if pause.until is not None]
    try:
        clock.due = due_of(calendar, unit, clock.limit.amount, clock.started, over)
    except YearUnknown:
        clock.due, clock.sure, clock.climb_at = None, False, None
        return
    clock.sure = clock.limit.verified and (
        unit is Unit.HOURS or calendar.is_sure(day_of(clock.started), day_of(clock.due))
    )
    clock.climb_at = _climb_at(clock, calendar) if len(over) == len(pauses) else None


def _climb_at(clock: Clock, calendar: Calendar) -> datetime | None:
    if clock.due is None or clock.level >= len(clock.climbs):
        return None
    after = clock.climbs[clock.level]
    try:
        return end_of(calendar.add(day_of(clock.due), after)) if after else clock.due
    except YearUnknown:
        return None


def _running(clock: Clock) -> Clock:
    clock = Clock.objects.select_for_update(of=("self",)).select_related("limit").get(pk=clock.pk)
    if clock.stopped is not None:
        raise WrongMoment(
            _("Thời hạn “%(limit)s” đã kết thúc. Hãy tải lại trang.") % {"limit": clock.limit.label}
        )
    return clock


def _end_pause(clock: Clock) -> bool:
    """End the pause of a clock that stands, never before it began."""
    standing = clock.pauses.filter(until=None).first()
    if standing is None:
        return False
    standing.until = max(wall.now(), standing.since)
    standing.save(update_fields=["until"])
    return True


def _listed(reasons: list[str]) -> str:
    if not reasons:
        return _("Thời hạn này không có lý do tạm dừng nào.")
    return _("Chỉ được tạm dừng khi: %(reasons)s.") % {
        "reasons": "; ".join(str(PauseReason(reason).label) for reason in reasons)
    }


def _record(actor: Actor, verb: str, clock: Clock, head: AuditStream, **facts: object) -> None:
    due = clock.due.isoformat() if clock.due else None
    audit.record(
        actor,
        verb,
        clock.kind,
        clock.subject,
        stream=head,
        facts={"limit": clock.limit.code, "due": due, **facts},
    )
