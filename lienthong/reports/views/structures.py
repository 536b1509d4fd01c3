"""By which structure a page shows its figures: read from the address, kept in its ways on, and said in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.errors import WrongData
from lienthong.kernel.request import Request
from lienthong.kernel.sheets import Cell, Column
from lienthong.kernel.templatetags.written import number
from lienthong.registry.queries import TreeChange

from .. import queries
from ..messages import structure_words
from ..queries import Past, Stage, UnitTotals
from ..rules.structures import AS_WAS, Structure

# The word of the address: by the structure of which day.
WORD = "coCau"


def structure_of(request: Request) -> Structure:
    """Return the structure that a page is asked for; WrongData where the day is none."""
    text = request.GET.get(WORD, "").strip()
    if not text:
        return AS_WAS
    try:
        return Structure(date.fromisoformat(text))
    except ValueError:
        raise WrongData(
            _("“%(text)s” không phải là một ngày. Hãy chọn ngày của cơ cấu, viết như 2025-07-01.")
            % {"text": text[:20]}
        ) from None


def with_structure(address: str, structure: Structure) -> str:
    """Return an address that keeps the structure."""
    if structure.day is None:
        return address
    return f"{address}{'&' if '?' in address else '?'}{WORD}={structure.day.isoformat()}"


def structure_context(asked: queries.Asked, shown: Iterable[UnitTotals]) -> dict[str, Any]:
    """Return what the templates say of the structure, and who of what is shown belongs only in part."""
    one = asked.structure
    partly = [totals.completeness for totals in shown if totals.completeness.partly]
    return {
        "structure": one,
        "structure_words": structure_words(one, asked.week.last),
        "kept_words": f"{WORD}={one.day.isoformat()}" if one.day else "",
        "partly": sum(counts.partly for counts in partly),
        "partly_received": sum(counts.partly_received for counts in partly),
    }


def change_words(change: TreeChange) -> str:
    """Return what stands at a mark on an axis of time."""
    return _("%(date)s: sắp xếp đơn vị") % {"date": f"{change.day:%d/%m/%Y}"}


def change_counts(change: TreeChange) -> str:
    """Return how much a change changed, in words."""
    return _(
        "%(ended)s đơn vị kết thúc, %(began)s đơn vị bắt đầu, %(moved)s đơn vị chuyển về đơn vị khác"
    ) % {
        "ended": number(change.ended),
        "began": number(change.began),
        "moved": number(change.moved),
    }


def places_of(changes: Iterable[TreeChange], past: Sequence[Past]) -> list[tuple[float, TreeChange]]:
    """Return where on an axis of weeks, counted from 0, each change lies: between the ends of two weeks by its day."""
    ends = [one.week.last.toordinal() for one in past]
    found = []
    for change in changes:
        day = change.day.toordinal()
        after = next((place for place, end in enumerate(ends) if end >= day), len(ends) - 1)
        before = max(0, after - 1)
        span = ends[after] - ends[before]
        # Monday of a week is where the week before ends.
        share = (day - 1 - ends[before]) / span if span else 0.0
        found.append((before + min(1.0, max(0.0, share)), change))
    return found


def marks_of(changes: Iterable[TreeChange], past: Sequence[Past]) -> dict[int, list[tuple[str, str]]]:
    """Return, by the place of the week in which a change lies or which follows it, what is said of it."""
    found: dict[int, list[tuple[str, str]]] = {}
    for change in changes:
        place = next((at for at, one in enumerate(past) if one.week.last >= change.day), len(past) - 1)
        found.setdefault(place, []).append((change_words(change), change_counts(change)))
    return found


def structure_name(structure: Structure) -> str:
    """Return what the name of a file says of its structure."""
    return f"co-cau-{structure.day.isoformat()}" if structure.day else ""


class SharedNotes:
    """What a file says of numbers that come from bodies that were split: a column, only where there are such numbers."""

    def __init__(self, shown: Iterable[UnitTotals | None], stage: Stage) -> None:
        self._stage = stage
        self._any = any(totals.of(stage).shared for totals in shown if totals is not None)

    @property
    def columns(self) -> list[Column]:
        """The column, or none."""
        return [Column(_("Ghi chú"))] if self._any else []

    @property
    def said(self) -> str:
        """What stands above the table."""
        if not self._any:
            return ""
        return _(
            "Có số của đơn vị đã chia tách: có tỷ lệ thì chia theo tỷ lệ, "
            "không có tỷ lệ thì ghi khoảng hoặc “không tách được”."
        )

    def cells(self, totals: UnitTotals | None) -> list[Cell]:
        """Return what stands in the column beside the totals of a unit."""
        if not self._any:
            return []
        shared = list(totals.of(self._stage).shared.values()) if totals is not None else []
        words = []
        if any(one.divisible and one.low == one.high for one in shared):
            words.append(_("có số chia theo tỷ lệ"))
        if any(not one.divisible or one.low != one.high for one in shared):
            words.append(_("có số không tách được"))
        return ["; ".join(words) or None]
