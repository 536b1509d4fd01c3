"""A plan as a table of links: from each old code to a new one, whole or in part. What steps follow from it. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .fates import province_of
from .levels import WITHIN
from .steps import Key, Step, StepKind, Unit


@dataclass(frozen=True)
class LinkRow:
    """A row: a unit of the eve, the one of the day itself, and what is said of the latter.

    Without ``old`` something begins, without ``new`` something ends. ``whole``: None where it was not said.
    """

    old: Key | None
    new: Key | None
    whole: bool | None = None
    share: Fraction | None = None
    share_key: str = ""
    default: bool = False
    name: str = ""
    unit_kind: str = ""
    parent: Key | None = None


def steps_from(rows: Sequence[LinkRow], eve: Mapping[Key, Unit], kept: Iterable[Step] = ()) -> list[Step]:
    """Return the steps that a table of links comes to: units that begin first, then those that go somewhere or go on.

    A unit with one successor that has one predecessor, at the same level, keeps its ground and goes on; every other
    successor begins. ``kept``: steps of creating from which is taken what a table without names does not say.
    """
    return list(_numbered(_Table(rows, eve, kept).steps()))


def _numbered(steps: Iterable[Step]) -> Iterator[Step]:
    return (replace(step, position=place) for place, step in enumerate(steps, start=1))


class _Table:
    """Rows by what they come from and what they lead to."""

    def __init__(self, rows: Sequence[LinkRow], eve: Mapping[Key, Unit], kept: Iterable[Step]) -> None:
        self._rows, self._eve = rows, eve
        self._kept = {step.new: step for step in kept if step.kind is StepKind.CREATE}
        self._from: dict[Key, list[LinkRow]] = defaultdict(list)
        self._to: dict[Key, list[LinkRow]] = defaultdict(list)
        for row in rows:
            if row.old is not None:
                self._from[row.old].append(row)
            if row.new is not None:
                self._to[row.new].append(row)

    def steps(self) -> Iterator[Step]:
        """Yield all steps, without numbers."""
        for new, rows in self._to.items():
            if not self._stays(rows):
                yield self._beginning(new, rows)
        for row in self._rows:
            if row.old is None:
                continue
            if row.new is None:
                yield Step(0, StepKind.ABOLISH, row.old.level, row.old.code)
            elif self._stays(self._to[row.new]):
                yield from self._changes(row.old, row.new, row)
            else:
                yield self._going(row.old, row.new, row)

    def _stays(self, rows: Sequence[LinkRow]) -> bool:
        """Say whether the one row that leads to a unit says that it goes on."""
        (row, *others) = rows
        if others or row.old is None or row.new is None or row.old.level != row.new.level:
            return False
        return len(self._from[row.old]) == 1 and row.whole is not False

    def _beginning(self, new: Key, rows: Sequence[LinkRow]) -> Step:
        told = next((row for row in rows if row.name), rows[0])
        kept = self._kept.get(new)
        parent = next((row.parent for row in rows if row.parent), None)
        return Step(
            0,
            StepKind.CREATE,
            new.level,
            new_code=new.code,
            name=told.name or (kept.name if kept else ""),
            unit_kind=next((row.unit_kind for row in rows if row.unit_kind), kept.unit_kind if kept else ""),
            parent=parent or (kept.parent if kept else None) or self._place_of(new, rows),
        )

    def _place_of(self, new: Key, rows: Sequence[LinkRow]) -> Key | None:
        """Return within what a new unit lies where nothing else can be: in what its predecessors lay in, or what followed it."""
        olds = [unit for row in rows if row.old and (unit := self._eve.get(row.old))]
        around = {unit.parent for unit in olds}
        if len(around) == 1 and (place := around.pop()) is not None and place not in self._from:
            return place if place.level in WITHIN.get(new.level, ()) else None
        provinces = {province_of(unit.key, self._eve) for unit in olds}
        places = {place for one in provinces if one is not None for place in self._now(one)}
        return places.pop() if len(places) == 1 and new.level != "province" else None

    def _now(self, province: Key) -> list[Key]:
        if province not in self._from:
            return [province]
        return [row.new for row in self._from[province] if row.new is not None]

    def _changes(self, old: Key, new: Key, row: LinkRow) -> Iterator[Step]:
        unit = self._eve.get(old)
        if new.code != old.code:
            yield Step(0, StepKind.RECODE, old.level, old.code, new_code=new.code)
        if row.name and (unit is None or row.name != unit.name):
            yield Step(0, StepKind.RENAME, old.level, old.code, name=row.name)
        if row.unit_kind and (unit is None or row.unit_kind != unit.kind):
            yield Step(0, StepKind.RETYPE, old.level, old.code, unit_kind=row.unit_kind)
        if row.parent and (unit is None or row.parent != unit.parent):
            yield Step(0, StepKind.TRANSFER, old.level, old.code, parent=row.parent)

    def _going(self, old: Key, new: Key, row: LinkRow) -> Step:
        rows = self._from[old]
        whole = row.whole if row.whole is not None else len(rows) == 1
        step = Step(
            0,
            StepKind.MERGE if whole else StepKind.SPLIT,
            old.level,
            old.code,
            new_level=new.level if new.level != old.level else "",
            new_code=new.code,
            whole=whole,
        )
        if whole:
            return step
        default = row.default or _is_greatest(row, rows)
        return replace(step, share=row.share, share_key=row.share_key, default=default)


def _is_greatest(row: LinkRow, rows: Sequence[LinkRow]) -> bool:
    """Say whether a part is greater than every other, where none was marked and all shares are known."""
    if any(one.default for one in rows) or any(one.share is None for one in rows):
        return False
    return all((row.share or 0) > (one.share or 0) for one in rows if one is not row)
