"""Reads of series: what is asked for, in which periods, by which form, until when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.forms import queries as forms
from lienthong.forms.rules import Form
from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongMoment
from lienthong.kernel.values import Month, Week

from .. import permissions
from ..models import Return, Series
from ..rules import periods
from ..rules.structures import AS_WAS, Structure

# From the root down. Not every tree has all of them: districts stood between provinces and communes until 2025-07-01.
LEVELS = ("centre", "province", "district", "commune", "village")
# Bodies of these levels report to what stands directly above them.
REPORTING_LEVELS = LEVELS[1:]


@dataclass(frozen=True)
class Asked:
    """A week of a series as it is asked for: the form in force on its last day, its slots, and the structure to show."""

    series: Series
    week: Week
    form: Form
    form_version_id: int
    form_version_uid: UUID
    structure: Structure = AS_WAS

    @property
    def day(self) -> date:
        """The day whose tree the week is shown by."""
        return self.structure.on(self.week.last)

    @property
    def slots(self) -> list[str]:
        """What kept totals hold, in their order: fields by their permanent codes, and what is kept of them besides."""
        codes: list[str] = self.series.slots
        return codes


@dataclass(frozen=True)
class AskedMonth:
    """A month of a series: its weeks that were asked for and have begun, oldest first, at least one."""

    series: Series
    month: Month
    weeks: tuple[Asked, ...]

    @property
    def form(self) -> Form:
        """The form of its last week."""
        return self.weeks[-1].form

    @property
    def structure(self) -> Structure:
        """By which structure the month is shown."""
        return self.weeks[-1].structure

    @property
    def at_end(self) -> Asked:
        """The month's last week, whose last day's tree decides where a stock figure counts."""
        return replace(self.weeks[-1], week=self.month.weeks[-1])


def series_for(actor: Actor) -> list[Series]:
    """Return the series of which the actor may see anything."""
    return list(Series.objects.order_by("code")) if actor.places.holds(permissions.VIEW.code) else []


_SERIES = """
SELECT id, uid, name, form_id, tree_id, level, first_period, last_period, slots FROM reports_series WHERE code = %s
"""


def get_series(actor: Actor, code: str) -> Series:
    """Return a series by its code; NotFound where there is none or the actor sees nothing of it."""
    rows = sql.fetch(_SERIES, code) if actor.places.holds(permissions.VIEW.code) else []
    if not rows:
        raise NotFound(_("Không có loại báo cáo này, hoặc bạn không được xem."))
    return series_read(code, rows[0])


def series_read(code: str, row: Sequence[Any]) -> Series:
    """Return a series from its row: every column but its code, in their order."""
    key, uid, name, form, tree, level, first, last, slots = row
    return Series(
        id=key,
        uid=sql.as_uid(uid),
        code=code,
        name=json.loads(name),
        form_id=form,
        tree_id=tree,
        level=level,
        first_period=first,
        last_period=last,
        slots=json.loads(slots),
    )


def find_series(code: str) -> Series | None:
    """Return a series by its code, or None: for commands, which act for no official."""
    return Series.objects.filter(code=code).first()


def has_returns(series: Series, period: str) -> bool:
    """Say whether anything has been reported for a period."""
    return Return.objects.filter(series=series, period=period).exists()


def get_asked(actor: Actor, code: str, period: str, structure: Structure = AS_WAS) -> Asked:
    """Return a week of a series; WrongMoment where the series does not ask for it."""
    series = get_series(actor, code)
    return asked_in(series, week_of(series, period), structure)


def is_month(period: str) -> bool:
    """Say whether a period is written as a month, such as 2026-11."""
    try:
        Month.parse(period)
    except ValueError:
        return False
    return True


def get_month(actor: Actor, code: str, period: str, structure: Structure = AS_WAS) -> AskedMonth:
    """Return a month of a series; WrongMoment where none of its weeks has been asked for yet."""
    series = get_series(actor, code)
    month = Month.parse(period)
    last = Week.parse(series.last_period) if series.last_period else None
    weeks = tuple(
        asked_in(series, week, structure)
        for week in month.weeks
        if periods.asked_for(week, Week.parse(series.first_period), last) and week <= current_week()
    )
    if not weeks:
        raise WrongMoment(
            _("Loại báo cáo này chưa có tuần nào trong tháng %(period)s. Kỳ đầu tiên là %(first)s.")
            % {"period": period, "first": series.first_period}
        )
    return AskedMonth(series, month, weeks)


def get_weeks(actor: Actor, code: str, period: str, structure: Structure = AS_WAS) -> Sequence[Asked]:
    """Return the week that a period names, or the weeks of the month that it names, oldest first."""
    if is_month(period):
        return get_month(actor, code, period, structure).weeks
    return [get_asked(actor, code, period, structure)]


def week_of(series: Series, period: str) -> Week:
    """Read a period of a series; WrongMoment where it is no week or outside the series."""
    try:
        week = Week.parse(period)
    except ValueError:
        raise WrongMoment(
            _("“%(period)s” không phải là một tuần. Hãy viết như 2026-W47.") % {"period": period[:20]}
        ) from None
    last = Week.parse(series.last_period) if series.last_period else None
    if not periods.asked_for(week, Week.parse(series.first_period), last):
        raise WrongMoment(
            _("Loại báo cáo này không có kỳ %(period)s. Kỳ đầu tiên là %(first)s.")
            % {"period": period, "first": series.first_period}
        )
    return week


def asked_in(series: Series, week: Week, structure: Structure = AS_WAS) -> Asked:
    """Return a week of a series with the form version in force on its last day."""
    return asked_of(series, week, forms.get_form_in_force(series.form_id, week.last), structure)


def asked_of(series: Series, week: Week, in_force: forms.InForce, structure: Structure = AS_WAS) -> Asked:
    """Return a week of a series by the form version that is known to be in force on its last day."""
    return Asked(series, week, in_force.form, in_force.id, in_force.uid, structure)


def current_week() -> Week:
    """Return the week in which today lies."""
    return Week.of(clock.today())


_DEADLINES = """
SELECT level, days, time FROM reports_deadline WHERE series_id = %s AND valid_from <= %s AND valid_to > %s
"""


def deadlines_of(series: Series, week: Week) -> dict[str, datetime]:
    """Return until when each level has to have done its part of a week, as laid down on its last day."""
    return {
        level: periods.deadline_of(week, days, time.fromisoformat(str(at)), clock.LOCAL)
        for level, days, at in sql.fetch(_DEADLINES, series.pk, week.last, week.last)
    }


def levels_above(level: str) -> tuple[str, ...]:
    """Return the levels that may stand above one, from the root down."""
    return LEVELS[: LEVELS.index(level)]
