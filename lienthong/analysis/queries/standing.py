"""Whether the copy is what is kept."""

from __future__ import annotations

from typing import Any

from lienthong.forms.queries import published_forms
from lienthong.kernel.values import Week
from lienthong.registry.queries import stamp_of
from lienthong.reports import queries as reports

from ..rules.layout import layout_of
from . import store
from .store import Manifest


def is_any_stale() -> bool:
    """Say whether anything counts otherwise than when it was copied: from an index alone, for the schedule."""
    return any(is_stale(series) for series in reports.every_series())


def is_stale(series: Any) -> bool:
    """Say whether anything of a series counts otherwise than when it was copied."""
    marks = reports.marks_by_week(series)
    held = store.find_manifest(series.code) or Manifest()
    copied = {Week.parse(code): part.mark for code, part in held.weeks.items()}
    if copied != marks:
        return True
    layout = layout_of(series.slots, published_forms(series.form_id))
    return bool(marks) and (held.tree, held.layout) != (str(stamp_of(series.tree_id)), layout.stamp)
