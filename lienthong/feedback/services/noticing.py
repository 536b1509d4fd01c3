"""Who is told when a matter moves: those who receive at the body concerned. Only units, days and what it is about, never its words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lienthong.desk.queries import Audience
from lienthong.desk.services import tell
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.notices import NoticeKind

from .. import notices, queries
from ..models import Matter
from ..permissions import RECEIVE


def of_transfer(actor: Actor, matter: Matter, target: int, due: datetime | None) -> None:
    """Tell a body that a matter was passed on to it."""
    _tell(actor, notices.COMING, matter, target, due, unit=matter.organisation_id)


def of_taken_over(actor: Actor, matter: Matter, source: int) -> None:
    """Tell the body that passed a matter on that it was accepted."""
    _tell(actor, notices.TAKEN_OVER, matter, source, None, unit=matter.organisation_id)


def of_bounced(actor: Actor, matter: Matter, target: int) -> None:
    """Tell the body that passed a matter on that it came back."""
    _tell(actor, notices.BOUNCED, matter, matter.organisation_id, None, unit=target)


def of_stuck(actor: Actor, matter: Matter, decider: int, due: datetime | None) -> None:
    """Tell the level above that it is to decide."""
    _tell(actor, notices.STUCK, matter, decider, due, unit=matter.organisation_id)


def of_decided(actor: Actor, matter: Matter, source: int) -> None:
    """Tell the body that has a matter by decision, and the one that had it."""
    for body in {matter.organisation_id, source}:
        _tell(actor, notices.DECIDED, matter, body, None, unit=matter.organisation_id)


def of_share(actor: Actor, matter: Matter, body: int, due: datetime) -> None:
    """Tell a body that it is asked to help."""
    _tell(actor, notices.ASKED_TO_HELP, matter, body, due, unit=matter.organisation_id)


def of_share_answered(actor: Actor, matter: Matter, body: int) -> None:
    """Tell the body that leads that another one has answered."""
    _tell(actor, notices.HELPED, matter, matter.organisation_id, None, unit=body)


def _tell(
    actor: Actor, kind: NoticeKind, matter: Matter, body: int, due: datetime | None, **words: Any
) -> None:
    params: dict[str, Any] = {"category": matter.category.name, **words}
    day: date | None = None
    if "day" in kind.params:
        day = (due or clock.now()).astimezone(clock.LOCAL).date()
        params["day"] = day
    tell(
        actor=actor,
        kind=kind,
        to=Audience.holders(RECEIVE, [body], nearest=True),
        url=queries.address_of(matter),
        params=params,
        subject=("matter", matter.uid),
        due=day if due else None,
        key=f"{kind.code}:{matter.uid}:{matter.version}:{body}",
    )
