"""Narratives of a unit: read from the returns below it when they are asked for, never kept.

Blanks are left out, and what was written alike (letters' case and marks aside) stands there once, with all its origins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from lienthong.forms.rules import Field, Form, Rollup
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import search_key
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit, units_on

from .. import permissions
from ..models import Return
from ..rules.states import APPROVED, RECEIVED
from .kept import Stage
from .series import Asked

TEXTS_A_PAGE = 20


@dataclass(frozen=True)
class Origin:
    """Who wrote something, and in which week."""

    unit: Unit
    week: Week


@dataclass(frozen=True)
class Told:
    """What was written, as it was written first, and by whom."""

    text: str
    origins: Sequence[Origin]


@dataclass(frozen=True)
class Narratives:
    """A page of what was written in a field: ``count`` different texts in all, ``pages`` pages."""

    field: Field
    texts: Sequence[Told]
    count: int
    page: int
    pages: int


def joined_fields(form: Form) -> list[Field]:
    """Return the fields whose texts are joined above."""
    return [field for field in form.fields.values() if field.rollup is Rollup.JOIN]


def get_joined_field(asked: Asked, code: str) -> Field:
    """Return a field whose texts are joined; NotFound where the form has none of that code."""
    field = asked.form.fields.get(code)
    if field is None or field.rollup is not Rollup.JOIN:
        raise NotFound(_("Biểu mẫu này không có nội dung ghép nào mã “%(code)s”.") % {"code": code[:60]})
    return field


def narratives_for(
    actor: Actor, weeks: Sequence[Asked], unit: Unit, field: Field, stage: Stage, page: int = 1
) -> Narratives:
    """Return a page of what was written below a unit in a field, over one or more weeks; the first page where none is.

    NotAllowed where the actor may not see the unit.
    """
    permissions.VIEW.require_at(actor, unit.id, at=weeks[-1].day)
    texts: dict[str, str] = {}
    origins: dict[str, list[tuple[int, Week]]] = {}
    for body, week, text in _written(weeks, unit, field, stage):
        key = search_key(text)
        texts.setdefault(key, text)
        origins.setdefault(key, []).append((body, week))
    pages = max(1, -(-len(texts) // TEXTS_A_PAGE))
    page = page if 1 <= page <= pages else 1
    chosen = list(texts)[(page - 1) * TEXTS_A_PAGE : page * TEXTS_A_PAGE]
    units = units_on({body for key in chosen for body, _week in origins[key]}, weeks[-1].week.last)
    told = [
        Told(texts[key], [Origin(units[body], week) for body, week in origins[key] if body in units])
        for key in chosen
    ]
    return Narratives(field, told, len(texts), page, pages)


def _written(
    weeks: Sequence[Asked], unit: Unit, field: Field, stage: Stage
) -> Iterator[tuple[int, Week, str]]:
    """Yield who wrote what, in which week, in the order of bodies."""
    for asked in weeks:
        day = asked.day
        found = (
            Return.objects.filter(
                organisation__above__tree_id=asked.series.tree_id,
                organisation__above__ancestor_id=unit.id,
                organisation__level=asked.series.level,
                organisation__above__valid_from__lte=day,
                organisation__above__valid_to__gt=day,
                series=asked.series,
                period=str(asked.week),
                state__in=APPROVED if stage is Stage.APPROVED else RECEIVED,
            )
            .annotate(told=Cast(KeyTextTransform(field.code, "values"), TextField()))
            .filter(told__isnull=False)
            .order_by("organisation_id")
            .values_list("organisation_id", "values")
        )
        for body, values in found.iterator():
            text = values[field.code]
            if isinstance(text, str) and text.strip():
                yield body, asked.week, text
