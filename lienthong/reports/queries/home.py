"""Where an actor's work is, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit, units_on

from .. import permissions
from ..models import Return, ReturnState, Series
from ..rules.completeness import Completeness
from ..rules.turns import Turn
from .series import Asked, current_week, deadlines_of


def default_series(actor: Actor) -> Series | None:
    """Return the series that an actor's first page shows."""
    return Series.objects.order_by("pk").first() if actor.places.holds(permissions.VIEW.code) else None


def own_unit(actor: Actor) -> Unit | None:
    """Return the body in which the actor holds their post."""
    if actor.organisation_id is None:
        return None
    return units_on([actor.organisation_id], clock.today()).get(actor.organisation_id)


def home_for(actor: Actor) -> str:
    """Return the address of the page where an actor's work is."""
    series, unit = default_series(actor), own_unit(actor)
    if series is None or unit is None or not permissions.VIEW.allows_at(actor, unit.id):
        return reverse("identity:account")
    if unit.level == series.level:
        return reverse("reports:entry", args=[series.code, current_week(), unit.uid])
    return reverse("reports:overview", args=[series.code, current_week(), unit.uid])


@dataclass(frozen=True)
class Task:
    """Something that waits for the actor: what, where, how much of it, until when."""

    label: str
    url: str
    count: int
    deadline: datetime | None
    late: bool


def tasks_for(actor: Actor, asked: Asked, unit: Unit, completeness: Completeness) -> list[Task]:
    """Return what waits for an actor at a unit in a week, from the unit's own counts."""
    deadlines, now = deadlines_of(asked.series, asked.week), clock.now()
    args = [asked.series.code, asked.week, unit.uid]
    tasks = []

    def add(label: str, name: str, count: int, turn: Turn) -> None:
        deadline = deadlines.get(turn)
        if count > 0:
            tasks.append(
                Task(
                    label,
                    reverse(f"reports:{name}", args=args),
                    count,
                    deadline,
                    deadline is not None and now > deadline,
                )
            )

    if unit.level == "commune" and permissions.APPROVE.allows_at(actor, unit.id):
        add(_("Duyệt báo cáo các thôn đã gửi"), "review", completeness.waiting, Turn.COMMUNE)
        add(_("Nhắc các thôn chưa gửi"), "sheet", completeness.missing, Turn.VILLAGE)
    if unit.level == "province" and permissions.LOCK.allows_at(actor, unit.id):
        add(_("Khóa số liệu các xã đã duyệt xong"), "owed", completeness.unlocked, Turn.PROVINCE)
    if unit.level in {"province", "centre"}:
        add(_("Theo dõi thôn chưa gửi"), "owed", completeness.missing, Turn.VILLAGE)
        add(_("Theo dõi báo cáo chờ xã duyệt"), "owed", completeness.waiting, Turn.COMMUNE)
    return tasks


def returned_for(actor: Actor, series: Series, unit: Unit) -> list[Return]:
    """Return the body's own returns that were given back and wait to be put right, newest first."""
    return list(
        Return.objects.filter(series=series, organisation_id=unit.id, state=ReturnState.RETURNED)
        .filter(permissions.SUBMIT.within(actor))
        .order_by("-period")
    )


def weeks_around(week: Week, first: str) -> tuple[Week | None, Week | None]:
    """Return the week before, if the series asked for it, and the week after, if it has begun."""
    before, following = week.previous(), week.next()
    return (
        before if before >= Week.parse(first) else None,
        following if following <= current_week() else None,
    )
