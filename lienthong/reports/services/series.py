"""Writes of series: what is asked for, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.forms import queries as forms
from lienthong.forms.rules import layout
from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.registry.models import Tree

from .. import permissions
from ..models import Deadline, Series


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
