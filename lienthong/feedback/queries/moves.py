"""What stands beside a matter while it is handled: where it went, who decides, who was asked to help. For who sees the matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Clock
from lienthong.kernel.errors import NotFound
from lienthong.registry.queries import units_on

from ..models import Matter, MatterState, Referral, Share, ShareState, Transfer, TransferState
from ..permissions import VIEW
from .bodies import above, decider_over


def offered_to(actor: Actor, matter: Matter) -> Transfer | None:
    """Return by which transfer a matter waits to be accepted by an actor's body, None where it does not."""
    rows = Transfer.objects.filter(matter=matter, state=TransferState.OFFERED, target=actor.organisation_id)
    return rows.exclude(target_id=matter.about_id).first()


def to_decide(actor: Actor, matter: Matter) -> Referral | None:
    """Return what an actor's body is to decide of a matter, None where nothing."""
    rows = Referral.objects.filter(matter=matter, ended_at=None, body=actor.organisation_id)
    return rows.exclude(body_id=matter.about_id).first()


def own_share(actor: Actor, matter: Matter) -> Share | None:
    """Return what an actor's body was asked about a matter, None where nothing; what is not answered first."""
    rows = Share.objects.filter(matter=matter, body=actor.organisation_id).exclude(state=ShareState.DROPPED)
    return rows.exclude(body_id=matter.about_id).order_by("-state", "-at", "pk").first()


def get_share(actor: Actor, matter: Matter, uid: UUID) -> Share:
    """Return a question of a matter that an actor's body asked or was asked; NotFound otherwise."""
    share = Share.objects.filter(matter=matter, uid=uid).select_related("matter__category").first()
    if share is None or actor.organisation_id not in (matter.organisation_id, share.body_id):
        raise NotFound(_("Không tìm thấy câu hỏi phối hợp này."))
    return share


def shares_of(actor: Actor, matter: Matter) -> list[Share]:
    """Return the questions of a matter: all for the body that leads, its own for a body that was asked."""
    rows = Share.objects.filter(matter=matter).exclude(state=ShareState.DROPPED).order_by("at", "pk")
    if actor.organisation_id != matter.organisation_id:
        rows = rows.filter(body=actor.organisation_id)
    return list(rows)


def transfers_of(matter: Matter) -> list[Transfer]:
    """Return how a matter was passed on, the earliest first."""
    return list(Transfer.objects.filter(matter=matter).order_by("at", "pk"))


def referrals_of(matter: Matter) -> list[Referral]:
    """Return when the level above was to decide of a matter, the earliest first."""
    return list(Referral.objects.filter(matter=matter).order_by("at", "pk"))


def body_to_tell(clock_: Clock) -> int | None:
    """Return the body that is told next of a matter's clock that ran out: above, past the one complained about.

    Of a transfer that nobody answered, the one that is to decide.
    """
    matter = Matter.objects.filter(uid=clock_.subject).first()
    if matter is None:
        return None
    if clock_.state == MatterState.MOVING:
        return decider_over(matter.organisation_id, clock_.reached, matter.about_id)
    return above(clock_.reached, matter.about_id)


@dataclass(frozen=True)
class Sent:
    """What a body still sees of a matter that it passed on: no text, no place, no page. ``where``: what became of it."""

    pk: int
    at: datetime
    category: str
    target: str
    state: str
    due: datetime | None
    ended_at: datetime | None


def sent_from(actor: Actor) -> QuerySet[Transfer]:
    """Return what an actor's body passed on, the latest first."""
    seat = actor.organisation_id
    rows = Transfer.objects.select_related("matter__category")
    if seat is None or not VIEW.allows_at(actor, seat):
        return rows.none()
    return rows.filter(source_id=seat).exclude(matter__about_id=seat).order_by("-at", "-pk")


def as_sent(rows: list[Transfer]) -> list[Sent]:
    """Return transfers as lines that say nothing of the matter but what it is about."""
    units = units_on({row.target_id for row in rows}, clock.today())
    return [
        Sent(
            row.pk,
            row.at,
            row.matter.category.label,
            units[row.target_id].name if row.target_id in units else "",
            row.get_state_display(),
            row.due if row.state == TransferState.OFFERED else None,
            row.ended_at,
        )
        for row in rows
    ]


def names_of(*keys: int | None) -> dict[Any, str]:
    """Return what bodies are called today, by their keys."""
    units = units_on({key for key in keys if key is not None}, clock.today())
    return {key: unit.name for key, unit in units.items()}


@dataclass(frozen=True)
class Sides:
    """What stands beside a matter, each with the names of its bodies. ``role``: as what the actor's body sees it.

    Of a transfer the source and the target, of a referral who decides and what was chosen, of a share who was asked.
    """

    role: str
    transfers: list[tuple[Transfer, str, str]]
    referrals: list[tuple[Referral, str, str]]
    shares: list[tuple[Share, str]]


def sides_of(actor: Actor, matter: Matter) -> Sides:
    """Return what stands beside a matter for whoever sees it: helpers see what they were asked, and nothing of the others."""
    role = _role(actor, matter)
    helps = role == "helper"
    transfers = [] if helps else transfers_of(matter)
    referrals = [] if helps else referrals_of(matter)
    shares = shares_of(actor, matter)
    names = names_of(
        *(key for transfer in transfers for key in (transfer.source_id, transfer.target_id)),
        *(key for referral in referrals for key in (referral.body_id, referral.chosen_id)),
        *(share.body_id for share in shares),
    )
    return Sides(
        role,
        [(row, names.get(row.source_id, ""), names.get(row.target_id, "")) for row in transfers],
        [(row, names.get(row.body_id, ""), names.get(row.chosen_id, "")) for row in referrals],
        [(row, names.get(row.body_id, "")) for row in shares],
    )


def _role(actor: Actor, matter: Matter) -> str:
    if actor.organisation_id == matter.organisation_id:
        return "holder"
    if offered_to(actor, matter) is not None:
        return "target"
    return "decider" if to_decide(actor, matter) is not None else "helper"
