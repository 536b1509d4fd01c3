"""Returns from a sheet: saved commune by commune, all or none; and taken back, each as a further revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.forms.queries import Reading
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongMoment
from lienthong.registry.models import Organisation
from lienthong.registry.queries import parents_of, units_on

from .. import permissions
from ..models import Return
from ..queries.series import Asked
from ..queries.sheets import ReturnFact
from .entry import save_returns
from .ledger import Change, Counted, write
from .opening import lock_unit
from .past import Past, past_of
from .typed import Typed

_NAMED = 5


@transaction.atomic
def save_sheet(
    *, actor: Actor, asked: Asked, facts: Sequence[ReturnFact], submit: bool
) -> list[tuple[str, int, int]]:
    """Save, or save and submit, the rows of a sheet; return of each return its public id, version before and after.

    Refusals are those of ``save_returns``; units are locked in the order of their public ids.
    """
    by_unit: dict[UUID, list[ReturnFact]] = defaultdict(list)
    for fact in facts:
        by_unit[fact.unit_uid].append(fact)
    made = []
    for unit in sorted(by_unit):
        rows = [
            Typed(fact.organisation_id, fact.organisation_uid, fact.name, Reading(fact.values, {}), fact.seen)
            for fact in by_unit[unit]
        ]
        seen = {row.organisation_id: row.seen for row in rows}
        saved = save_returns(actor=actor, asked=asked, rows=rows, submit=submit)
        made += [(str(entry.uid), seen[entry.organisation_id], entry.version) for entry in saved.returns]
    return made


@transaction.atomic
def undo_sheet(*, actor: Actor, asked: Asked, made: Sequence[tuple[str, int, int]]) -> None:
    """Give returns back the values and states that they had, as a further revision; one that was new becomes a blank draft.

    So the totals are what they were before. WrongMoment, and nothing done, where a return was changed or decided on since.
    """
    versions = {UUID(uid): (before, after) for uid, before, after in made}
    owners = dict(
        Return.objects.filter(series=asked.series, period=str(asked.week), uid__in=versions).values_list(
            "organisation_id", "uid"
        )
    )
    _require(actor, owners)
    parents = parents_of(asked.series.tree_id, owners, asked.week.last)
    by_unit: dict[tuple[UUID, int], list[UUID]] = defaultdict(list)
    for owner, uid in owners.items():
        unit_id, unit_uid = parents[owner]
        by_unit[unit_uid, unit_id].append(uid)
    for (unit_uid, unit_id), uids in sorted(by_unit.items()):
        unit = lock_unit(unit_id, unit_uid)
        entries = list(Return.objects.filter(uid__in=uids).order_by("pk"))
        _refuse_changed(asked, entries, versions)
        past = past_of({entry.pk: versions[entry.uid][0] for entry in entries})
        write(actor, asked, unit, [_undone(entry, past[entry.pk]) for entry in entries])


def _require(actor: Actor, owners: Mapping[int, UUID]) -> None:
    held = Organisation.objects.filter(permissions.SUBMIT.within(actor, on="pk"), pk__in=owners).count()
    if held != len(owners):
        raise NotAllowed(_("Bạn không còn được nhập báo cáo cho mọi đơn vị trong tệp. Chưa có gì thay đổi."))


def _refuse_changed(
    asked: Asked, entries: Sequence[Return], versions: Mapping[UUID, tuple[int, int]]
) -> None:
    changed = [entry.organisation_id for entry in entries if entry.version != versions[entry.uid][1]]
    if changed:
        units = units_on(changed, asked.week.last)
        raise WrongMoment(
            _(
                "Không hoàn tác được, chưa có gì thay đổi: báo cáo của %(names)s đã được sửa hoặc duyệt sau khi nhập."
            )
            % {"names": ", ".join(unit.short_name for unit in list(units.values())[:_NAMED])}
        )


def _undone(entry: Return, past: Past) -> Change:
    before = Counted.of(entry)
    entry.values = {**dict.fromkeys(entry.values), **past.values}
    entry.state, entry.reason = past.state, past.reason
    if not past.was_sent:
        entry.submitted_at, entry.on_time = None, False
    return Change(entry, before, "return.import_undone", past.reason)
