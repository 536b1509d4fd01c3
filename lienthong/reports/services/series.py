"""Writes of series: what is asked for, and until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.forms import queries as forms
from lienthong.forms.rules import layout
from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.values import Month
from lienthong.registry.models import Tree

from .. import permissions
from ..models import Deadline, Return, Series, Total
from ..queries.series import Asked, asked_in, week_of
from ..queries.totals import collecting_units_of
from ..rules import totals
from . import ledger


@dataclass(frozen=True)
class DeadlineFact:
    """Until when a level has to have done its part, since when, and where that is laid down."""

    level: str
    days: int
    time: time
    valid_from: date
    source: str


@transaction.atomic
def create_series(
    *,
    actor: Actor,
    code: str,
    name: Mapping[str, str],
    form_id: int,
    tree: Tree,
    level: str,
    first_period: str,
) -> Series:
    """Begin a series of weekly returns; WrongData where the code is taken or the form has no published version."""
    permissions.MANAGE_SERIES.require_somewhere(actor)
    if Series.objects.filter(code=code).exists():
        raise WrongData(_("Mã loại báo cáo “%(code)s” đã có. Hãy chọn mã khác.") % {"code": code})
    if not forms.published_forms(form_id):
        raise WrongData(_("Biểu mẫu này chưa ban hành phiên bản nào. Hãy ban hành rồi mở loại báo cáo."))
    series = Series.objects.create(
        code=code, name=dict(name), form_id=form_id, tree=tree, level=level, first_period=first_period
    )
    audit.record(actor, "series.created", "series", series.uid)
    return extend_slots(actor=actor, series=series)


@transaction.atomic
def extend_slots(*, actor: Actor, series: Series) -> Series:
    """Give every field of the published versions its permanent place in kept totals."""
    permissions.MANAGE_SERIES.require_somewhere(actor)
    series = Series.objects.select_for_update().get(pk=series.pk)
    codes = layout(forms.published_forms(series.form_id))
    new = [code for code in codes if code not in series.slots]
    if new:
        series.slots = [*series.slots, *new]
        series.save(update_fields=["slots"])
        audit.record(actor, "series.extended", "series", series.uid, facts={"slots": new})
    return series


@transaction.atomic
def set_deadlines(*, actor: Actor, series: Series, facts: Sequence[DeadlineFact]) -> None:
    """Lay down from when on each level has until when; the fact before ends on that day."""
    permissions.MANAGE_SERIES.require_somewhere(actor)
    for fact in facts:
        Deadline.objects.on(fact.valid_from).filter(series=series, level=fact.level).exclude(
            valid_from=fact.valid_from
        ).update(valid_to=fact.valid_from)
        Deadline.objects.update_or_create(
            series=series,
            level=fact.level,
            valid_from=fact.valid_from,
            defaults={"days": fact.days, "time": fact.time, "source": fact.source},
        )
    audit.record(actor, "deadline.set", "series", series.uid, facts={"facts": [repr(fact) for fact in facts]})


@transaction.atomic
def rebuild_totals(*, actor: Actor, series: Series, period: str) -> int:
    """Add up a week's returns from nothing and put the kept totals right; return how many differed.

    The stock figures of the month to which the week belongs are put right with it.
    """
    permissions.MANAGE_SERIES.require_somewhere(actor)
    asked = asked_in(series, week_of(series, period))
    put_right = _rebuild_week(asked)
    if ledger.keeps_months(series):
        put_right += _rebuild_month(asked)
    if put_right:
        audit.record(
            actor, "totals.rebuilt", "series", series.uid, facts={"period": period, "units": put_right}
        )
    return put_right


def _rebuild_week(asked: Asked) -> int:
    series, period = asked.series, str(asked.week)
    put_right = 0
    collecting = set()
    for unit_id, uid, members in collecting_units_of(asked):
        ledger.lock_unit(unit_id, uid)
        collecting.add(unit_id)
        entries = Return.objects.filter(series=series, period=period, organisation_id__in=members)
        counted = map(ledger.Counted.of, entries)
        received, approved = (totals.stored_row(row) for row in ledger.total_of(asked, counted))
        kept = Total.objects.filter(series=series, period=period, unit_id=unit_id).first()
        if kept is None and not any(received):
            continue
        if kept is None or (bytes(kept.received), bytes(kept.approved)) != (received, approved):
            ledger.keep(series, period, unit_id, received, approved)
            put_right += 1
    return put_right + _remove_strays(series, period, collecting)


def _rebuild_month(asked: Asked) -> int:
    month = Month.of(asked.week)
    put_right = 0
    collecting = set()
    for unit_id, uid, _members in collecting_units_of(replace(asked, week=month.weeks[-1])):
        ledger.lock_unit(unit_id, uid)
        collecting.add(unit_id)
        put_right += ledger.write_month(asked, unit_id)
    return put_right + _remove_strays(asked.series, str(month), collecting)


def _remove_strays(series: Series, period: str, collecting: Collection[int]) -> int:
    """Take away what is kept of units that no longer collect anything in a period, after a tree was put right."""
    strays = Total.objects.filter(series=series, period=period).exclude(unit_id__in=collecting)
    return strays.delete()[0]
