"""The read that every page and every save of a unit's week begins with: series, form and unit in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.forms import queries as forms
from lienthong.kernel import sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit

from .. import permissions
from ..rules.structures import AS_WAS, Structure
from .returns import get_unit_for
from .series import Asked, asked_of, get_asked, series_read, week_of

# The version in force, and the body as it was, on the last day of the week.
_ASKED = """
SELECT series.id, series.uid, series.name, series.form_id, series.tree_id, series.level, series.first_period,
    series.last_period, series.slots, version.id, version.uid,
    body.id, body.uid, body.level, called.name, called.short_name, called.area_id
FROM reports_series series
JOIN registry_organisation body ON body.uid = %s
JOIN forms_formversion version ON version.id = (
    SELECT id FROM forms_formversion WHERE form_id = series.form_id AND state = 'published' AND in_force_from <= %s
    ORDER BY in_force_from DESC, number DESC LIMIT 1)
JOIN registry_organisationversion called ON called.id = (
    SELECT id FROM registry_organisationversion WHERE organisation_id = body.id AND valid_from <= %s
    ORDER BY valid_from DESC LIMIT 1)
WHERE series.code = %s
"""
_SERIES_COLUMNS = 9


def get_unit_asked(
    actor: Actor, code: str, period: str, uid: UUID, structure: Structure = AS_WAS
) -> tuple[Asked, Unit]:
    """Return a week of a series and a body as it was then; refusals are those of ``get_asked`` and ``get_unit_for``."""
    rows = _rows_of(actor, code, period, uid) if structure.as_was else []
    if not rows:
        asked = get_asked(actor, code, period, structure)
        return asked, get_unit_for(actor, asked, uid)
    series = series_read(code, rows[0][:_SERIES_COLUMNS])
    version, version_uid, *body = rows[0][_SERIES_COLUMNS:]
    in_force = forms.form_in_force(version, sql.as_uid(version_uid))
    asked = asked_of(series, week_of(series, period), in_force, structure)
    unit = Unit(body[0], sql.as_uid(body[1]), *body[2:])
    if not permissions.VIEW.allows_at(actor, unit.id, at=asked.day):
        raise NotFound(_("Không có đơn vị này, hoặc bạn không được xem báo cáo của đơn vị."))
    return asked, unit


def _rows_of(actor: Actor, code: str, period: str, uid: UUID) -> list[tuple[Any, ...]]:
    """Read what an address names; nothing where any of it is not there, so that it is asked for one by one."""
    if not actor.places.holds(permissions.VIEW.code):
        return []
    try:
        day = Week.parse(period).last
    except ValueError:
        return []
    return sql.fetch(_ASKED, uid, day, day, code)


_NAMED = """
SELECT body.id, body.uid, body.level, called.name, called.short_name, called.area_id
FROM registry_organisationversion called JOIN registry_organisation body ON body.id = called.organisation_id
WHERE called.valid_from <= %s AND body.uid IN ({bodies})
ORDER BY called.valid_from
"""


def units_asked(asked: Asked, uids: Iterable[UUID]) -> dict[UUID, Unit]:
    """Return bodies by their public ids as they were in a week; NotFound where one did not exist. Rights are asked later."""
    wanted = list(uids)
    rows = (
        sql.fetch(_NAMED.format(bodies=", ".join(["%s"] * len(wanted))), asked.week.last, *wanted)
        if wanted
        else []
    )
    found = {sql.as_uid(uid): Unit(key, sql.as_uid(uid), *rest) for key, uid, *rest in rows}
    if missing := [str(uid) for uid in wanted if uid not in found]:
        raise NotFound(_("Không có đơn vị %(uid)s vào kỳ này. Chưa lưu gì.") % {"uid": missing[0]})
    return found
