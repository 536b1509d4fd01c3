"""Long work of restructurings: rehearsing, carrying out, taking back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.following import Tell
from lienthong.kernel.jobs import Stopped, Work, task

from . import queries, services

_EVERY = 2.0  # seconds between two words of a transaction that nobody can look into


@task(key="restructuring:{plan}")
def rehearse(*, actor: Actor, work: Work, plan: str) -> None:
    """Work out what a plan would change, and keep it."""
    found = queries.get_plan(actor, UUID(plan))
    seen = queries.rehearsal_for(
        actor, found, lambda done, total: work.tell(done, total + 1, _("Đang diễn tập phương án"))
    )
    services.keep_rehearsal(actor=actor, plan=found, found=seen)
    work.leads_to(queries.address_of(found))


@task(key="restructuring")
def carry_out(*, actor: Actor, work: Work, plan: str) -> None:
    """Carry a plan out. One transaction, idempotent: killed in the middle it is simply done again."""
    found = queries.get_plan(actor, UUID(plan))
    with _told_meanwhile(work, _("Đang thực hiện phương án")) as tell:
        services.carry_out(actor=actor, plan=found, progress=tell)
    _follow_up(actor, work, found.uid)


@task(key="restructuring")
def undo(*, actor: Actor, work: Work, plan: str) -> None:
    """Take a plan back that was carried out."""
    found = queries.get_plan(actor, UUID(plan))
    with _told_meanwhile(work, _("Đang hoàn tác phương án")) as tell:
        services.undo_plan(actor=actor, plan=found, progress=tell)
    _follow_up(actor, work, found.uid)


def _follow_up(actor: Actor, work: Work, uid: UUID) -> None:
    found = queries.get_plan(actor, uid)
    with _told_meanwhile(work, _("Đang lập lại mục lục tìm kiếm")):
        services.follow_up(actor=actor, plan=found)
    work.leads_to(queries.address_of(found))


@contextmanager
def _told_meanwhile(work: Work, step: str) -> Iterator[Tell]:
    """Give a word to be called inside of a transaction, and tell of it from beside the transaction.

    Only PostgreSQL lets somebody else write meanwhile. Whoever asked may stop the work: the next word then ends it.
    """
    at = [0, 100]
    ends, stopped = threading.Event(), threading.Event()

    def tell(done: int, total: int) -> None:
        at[:] = [done, total]
        if stopped.is_set():
            raise Stopped

    work.tell(0, 100, step)
    beside = threading.Thread(target=_beat, args=(work, at, step, ends, stopped.set), daemon=True)
    if connection.vendor == "postgresql":
        beside.start()
    try:
        yield tell
    finally:
        ends.set()
        if beside.ident is not None:
            beside.join()


def _beat(work: Work, at: list[int], step: str, ends: threading.Event, stop: Callable[[], None]) -> None:
    try:
        while not ends.wait(_EVERY):
            work.tell(min(at[0], at[1] - 1), at[1], step)
    except Stopped:
        stop()
    finally:
        connection.close()
