"""The catalogue of what matters may be about, loaded from the data of the room."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import Any, Final

from django.db import transaction

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor

from ..models import Category
from ..permissions import MANAGE

_SINCE: Final = date(2020, 1, 1)


def _said() -> list[dict[str, Any]]:
    text = resources.files("lienthong.feedback").joinpath("data", "categories.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return [
        {"guarded": False, **row, "position": number, "valid_from": row.get("valid_from", f"{_SINCE}")}
        for number, row in enumerate(rows)
    ]


@transaction.atomic
def load_categories(*, actor: Actor) -> int:
    """Bring the catalogue up to date with the room's data; return how many rows changed. Running it again changes nothing."""
    MANAGE.require_somewhere(actor)
    known = {(row.code, row.valid_from): row for row in Category.objects.all()}
    changed = []
    for said in _said():
        key = (said["code"], date.fromisoformat(said["valid_from"]))
        row = known.get(key) or Category(code=key[0], valid_from=key[1])
        words = {name: said[name] for name in ("name", "icon", "guarded", "position")}
        if row.pk and all(getattr(row, name) == value for name, value in words.items()):
            continue
        for name, value in words.items():
            setattr(row, name, value)
        row.save()
        changed.append(said)
    if changed:
        audit.record(actor, "categories.loaded", "category", None, facts={"categories": changed})
    return len(changed)
