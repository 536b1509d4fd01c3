"""Weeks of invented returns: drawn for the whole country, loaded province by province."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction

from lienthong.identity.models import Account
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.reports import queries as reports
from lienthong.reports import services as report_services
from lienthong.reports.services import Column, Step, WeekLoad

from .. import rules
from ..rules import RUNNING, SERIES, STAGE
from .places import Place

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


def load_weeks(
    actor: Actor,
    places: Sequence[Place],
    weeks: Mapping[Week, Iterable[str] | None],
    running: Week,
    progress: Progress,
) -> None:
    """Load the weeks that are not there yet, each whole or not there.

    ``weeks``: of each the codes of the provinces whose villages reported, None: of all. ``running``: the week in which today
    lies: not all of it has been sent and decided.
    """
    series = reports.get_series(actor, SERIES)
    by_province: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        by_province.setdefault(place.province_code, []).append(index)
    work = [
        (week, [by_province[code] for code in (by_province if chosen is None else chosen)])
        for week, chosen in weeks.items()
        if not reports.has_returns(series, str(week))
    ]
    people = rules.population(len(places))
    authors = dict(Account.objects.filter(grants__isnull=False).values_list("grants__organisation_id", "uid"))
    total = sum(len(batches) for _week, batches in work)
    done = iter(progress("returns", range(total), total))
    for week, batches in work:
        drawn = _draw(places, people, week, running=week == running)
        with transaction.atomic():
            for indices in batches:
                batch = _batch(places, drawn, indices, authors)
                report_services.load_returns(actor=actor, asked=reports.asked_in(series, week), batch=batch)
                next(done)
    next(done, None)


@dataclass(frozen=True)
class Drawn:
    """What was drawn for a week, for every village of the country."""

    week: Week
    fates: Sequence[int]
    sent: Sequence[datetime]
    on_time: rules.Flags
    numbers: dict[str, Column]
    texts: dict[str, list[str]]


def _draw(places: Sequence[Place], people: rules.People, week: Week, *, running: bool) -> Drawn:
    count = len(places)
    communes = np.unique([place.commune for place in places], return_inverse=True)[1].astype(np.int64)
    provinces = [place.province_code for place in places]
    fates = rules.fates(provinces, communes, week.number, running=running).tolist()
    if week == RUNNING:
        stage = [index for index, place in enumerate(places) if place.commune_code == STAGE]
        for index, fate in zip(stage, rules.FATES_ON_STAGE, strict=True):
            fates[index] = fate
    friday = datetime.combine(week.first + timedelta(days=4), time(7), clock.LOCAL)
    return Drawn(
        week=week,
        fates=fates,
        sent=[friday + timedelta(minutes=after) for after in rules.minutes(count, week.number).tolist()],
        on_time=rules.on_time(count, week.number, running=running),
        numbers={
            code: Column(values, rules.blanks(code, count, week.number))
            for code, values in rules.numbers(people, week.number).items()
        },
        texts=rules.texts(count, week.number),
    )


def _batch(
    places: Sequence[Place], drawn: Drawn, indices: Sequence[int], authors: dict[int, UUID]
) -> WeekLoad:
    """Make the returns of a week for the chosen villages; those that did not send are left out."""
    rows = [index for index in indices if drawn.fates[index] != rules.MISSING]
    return WeekLoad(
        organisations=[places[index].organisation for index in rows],
        units=[places[index].commune for index in rows],
        steps=[_steps(places[index], drawn.fates[index], drawn.sent[index], authors) for index in rows],
        on_time=drawn.on_time[rows],
        numbers={code: Column(held.values[rows], held.states[rows]) for code, held in drawn.numbers.items()},
        texts={code: [held[index] for index in rows] for code, held in drawn.texts.items()},
    )


_LIVES = {
    rules.DRAFT: ("draft",),
    rules.SUBMITTED: ("submitted",),
    rules.RETURNED: ("submitted", "returned"),
    rules.APPROVED: ("submitted", "approved"),
    rules.LOCKED: ("submitted", "approved", "locked"),
}
_REASONS = {"returned": "Số liệu chưa khớp với tuần trước, đề nghị rà soát lại."}
# How long after the step before each step follows; the last is on the Monday after.
_PAUSE = timedelta(minutes=17)


def _steps(place: Place, fate: int, sent: datetime, authors: dict[int, UUID]) -> list[Step]:
    """Return the life of one return: the village sends, the commune decides, the province locks."""
    village, commune = authors.get(place.organisation), authors.get(place.commune)
    return [
        Step(state, sent + number * _PAUSE, village if number == 0 else commune, _REASONS.get(state, ""))
        for number, state in enumerate(_LIVES[fate])
    ]
