"""Reads of who is away, who stands in, and who holds a chair for a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import account_named, accounts_of_unit, titles_of, trees_with
from lienthong.kernel import clock, rights
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.permission import Permission
from lienthong.kernel.text import search_key
from lienthong.registry.models import Organisation, Tree
from lienthong.registry.queries import units_on

from ..models import Absence, Acting


def manage_posts() -> Permission:
    """Return the right of whoever looks after the posts of a body: they name acting holders and see who is away."""
    return rights.known()["registry.manage_posts"]


def manage_grants() -> Permission:
    """Return the right of whoever gives grants: they may name a stand-in from another unit."""
    return rights.known()["identity.manage_grants"]


def absences_for(actor: Actor) -> QuerySet[Absence]:
    """Return absences that an actor may know of: their own, in which they stand in, of units whose posts they look after."""
    rows = Absence.objects.select_related("account", "stand_in", "post").order_by("-valid_from", "-pk")
    own = Q(account_id=actor.account_id or 0) | Q(stand_in_id=actor.account_id or 0)
    return rows.filter(own | manage_posts().within(actor, on="organisation_id"))


def actings_for(actor: Actor) -> QuerySet[Acting]:
    """Return the chairs held for a time that an actor may know of."""
    rows = Acting.objects.select_related("account", "post").order_by("-valid_from", "-pk")
    own = Q(account_id=actor.account_id or 0)
    return rows.filter(own | manage_posts().within(actor, on="organisation_id"))


def get_absence(actor: Actor, uid: UUID) -> Absence:
    """Return an absence that an actor may know of; NotFound otherwise."""
    found = absences_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không có lần vắng mặt này, hoặc bạn không được xem."))
    return found


def get_acting(actor: Actor, uid: UUID) -> Acting:
    """Return an acting holder that an actor may know of; NotFound otherwise."""
    found = actings_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không có lần giữ quyền này, hoặc bạn không được xem."))
    return found


def names_of_absent(uids: Iterable[UUID]) -> dict[UUID, str]:
    """Say for which post or unit each absence has somebody stand in: never a person."""
    rows = list(Absence.objects.filter(uid__in=list(uids)).select_related("post"))
    units = units_on({row.organisation_id for row in rows}, clock.today())
    names = {}
    for row in rows:
        unit = units[row.organisation_id].short_name if row.organisation_id in units else ""
        names[row.uid] = " · ".join(filter(None, (row.post.title if row.post else "", unit)))
    return names


@dataclass(frozen=True)
class AwayLine:
    """An absence, or a chair held for a time, as a person reads it. ``last``: the last day on which it holds."""

    uid: UUID
    acting: bool
    name: str
    stand_in: str
    post: str
    unit: str
    since: date
    last: date
    state: str
    may_end: bool


def away_for(actor: Actor, *, text: str = "", state: str = "") -> list[AwayLine]:
    """Return who is away or holds a chair for a time, as far as an actor may know; newest first.

    ``state``: "coming", "now" or "ended".
    """
    absences, actings = list(absences_for(actor)[:MOST]), list(actings_for(actor)[:MOST])
    bodies = {row.organisation_id for row in absences} | {row.organisation_id for row in actings}
    units = units_on(bodies, clock.today())
    names = {key: unit.short_name for key, unit in units.items()}
    lines = [_absence_line(actor, row, names.get(row.organisation_id, "")) for row in absences]
    lines += [_acting_line(actor, row, names.get(row.organisation_id, "")) for row in actings]
    folded = search_key(text)
    return [
        line
        for line in sorted(lines, key=lambda line: line.since, reverse=True)
        if state in {"", line.state}
        and folded in search_key(" ".join((line.name, line.stand_in, line.post, line.unit)))
    ]


# So many are listed; older ones stand in the audit.
MOST = 500


def _absence_line(actor: Actor, row: Absence, unit: str) -> AwayLine:
    return AwayLine(
        uid=row.uid,
        acting=False,
        name=row.account.name,
        stand_in=row.stand_in.name,
        post=row.post.title if row.post else "",
        unit=unit,
        since=row.valid_from,
        last=row.valid_to - timedelta(days=1),
        state=_state(row.valid_from, row.valid_to),
        may_end=_state(row.valid_from, row.valid_to) != "ended"
        and (row.account_id == actor.account_id or manage_grants().allows(actor, row)),
    )


def _acting_line(actor: Actor, row: Acting, unit: str) -> AwayLine:
    return AwayLine(
        uid=row.uid,
        acting=True,
        name=row.account.name,
        stand_in="",
        post=row.post.title,
        unit=unit,
        since=row.valid_from,
        last=row.valid_to - timedelta(days=1),
        state=_state(row.valid_from, row.valid_to),
        may_end=row.valid_from < clock.today() < row.valid_to and manage_posts().allows(actor, row),
    )


def _state(since: date, until: date) -> str:
    today = clock.today()
    if until <= today:
        return "ended"
    return "coming" if since > today else "now"


def colleagues_of(actor: Actor) -> list[tuple[Account, str]]:
    """Return who works at the actor's own unit beside them, each with their capacity."""
    if actor.organisation_id is None:
        return []
    others = [one for one in accounts_of_unit(actor.organisation_id) if one.pk != actor.account_id]
    titles = titles_of(others)
    return [(one, titles[one.pk]) for one in others]


def may_name_stand_ins(actor: Actor) -> bool:
    """Say whether an actor may name who stands in for others."""
    return actor.places.holds(manage_grants().code)


def may_appoint_acting(actor: Actor) -> bool:
    """Say whether an actor may let others hold a chair: posts and grants are both theirs to give somewhere."""
    return actor.places.holds(manage_posts().code) and may_name_stand_ins(actor)


def require_appoints_acting(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may let others hold a chair somewhere."""
    manage_posts().require_somewhere(actor)
    manage_grants().require_somewhere(actor)


def get_person(username: str, field: str) -> Account:
    """Return the account in use of a whole name to sign in with; WrongData beside the field otherwise."""
    found = account_named(username)
    if found is None:
        raise WrongData(
            _("Không tìm thấy tài khoản. Không có gì thay đổi."),
            {field: [_("Không có tài khoản đang dùng nào tên “%(name)s”.") % {"name": username[:60]}]},
        )
    return found


def chair_of(account: Account) -> tuple[Organisation, Tree]:
    """Return the unit whose chair an account may hold, its own, and a tree in which that stands."""
    organisation = account.organisation
    trees = trees_with(organisation) if organisation else []
    if organisation is None or not trees:
        raise WrongMoment(
            _("Tài khoản “%(name)s” không thuộc đơn vị nào trong cây tổ chức.") % {"name": account.username}
        )
    return organisation, trees[0]
