"""Who points at a row, in whatever room: asked before a row is taken away again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet

_CHUNK = 5_000


def referred(model: type[Model], keys: Collection[int], *, own: Collection[type[Model]] = ()) -> set[int]:
    """Return which rows of a model other rows point at. ``own``: models whose rows belong to them, and do not count."""
    wanted, found = list(keys), set()
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)) or other in own:
            continue
        column = relation.field.name  # type: ignore[union-attr]
        for first in range(0, len(wanted), _CHUNK):
            part = wanted[first : first + _CHUNK]
            pointing = other._base_manager.filter(**{f"{column}__in": part})  # type: ignore[union-attr]
            found |= set(pointing.values_list(f"{column}_id", flat=True))
    return found


def take_away(rows: QuerySet[Any]) -> None:
    """Delete rows that nothing points at any more, without a look at each; the store itself refuses where something does."""
    rows._raw_delete(rows.db)
