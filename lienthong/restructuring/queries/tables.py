"""A plan as a table that people fill in: its columns, its rows as they are written, and steps as they are read again.

A row that names its step is that step. A row without says where an old unit goes, and its steps follow (``rules.links``):
old code, new code, extent, share; name, kind and parent of what begins, where they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.filled import Column, Entry, Options, read_sheet, read_table

from ..rules.fates import called
from ..rules.levels import level_of_code, padded
from ..rules.links import LinkRow, steps_from
from ..rules.shares import read_share, written_share
from ..rules.steps import Key, Step, StepKind, Unit
from .words import NO, PARENT_LEVELS, PART, STEP_KINDS, STEP_LEVELS, UNIT_KINDS, WHOLE, YES

_NO_LEVEL = gettext_lazy(
    "Mã “%(code)s” không cho biết cấp. Hãy điền cấp, hoặc ghi đủ 2, 3 hay 5 chữ số (định dạng ô là Văn bản)."
)

COLUMNS: Final = (
    Column(
        "kind",
        gettext_lazy("Bước"),
        gettext_lazy("Để trống nếu dòng chỉ nói mã cũ chuyển về mã mới"),
        choices=tuple(STEP_KINDS.values()),
    ),
    Column("level", gettext_lazy("Cấp"), choices=tuple(STEP_LEVELS.values()), width=14),
    Column(
        "old_code",
        gettext_lazy("Mã cũ"),
        gettext_lazy("Mã vào ngày trước khi có hiệu lực"),
        "00004",
        read="code",
        width=10,
    ),
    Column("old_name", gettext_lazy("Tên cũ"), gettext_lazy("Chỉ để đọc"), width=26),
    Column("new_level", gettext_lazy("Cấp mới"), choices=tuple(STEP_LEVELS.values()), width=14),
    Column(
        "new_code",
        gettext_lazy("Mã mới"),
        gettext_lazy("Mã từ ngày có hiệu lực"),
        "00004",
        read="code",
        width=10,
    ),
    Column("name", gettext_lazy("Tên mới"), gettext_lazy("Không kèm chữ chỉ loại"), "Ba Đình", width=26),
    Column("unit_kind", gettext_lazy("Loại đơn vị"), choices=tuple(UNIT_KINDS.values())),
    Column("parent_level", gettext_lazy("Cấp của đơn vị trên"), choices=tuple(PARENT_LEVELS.values())),
    Column("parent_code", gettext_lazy("Mã đơn vị trên"), "", "01", read="code"),
    Column("extent", gettext_lazy("Phạm vi"), choices=(WHOLE, PART), width=12),
    Column("share", gettext_lazy("Tỷ lệ"), gettext_lazy("Bỏ trống nếu không rõ"), "0,25", width=12),
    Column("share_key", gettext_lazy("Căn cứ tỷ lệ"), "", "dân số"),
    Column("default", gettext_lazy("Mặc định"), choices=(YES, NO), width=10),
    Column(
        "old_uid",
        gettext_lazy("Mã định danh thôn"),
        gettext_lazy("Của thôn, tổ dân phố, vì không có mã hành chính"),
        width=36,
    ),
)


@dataclass(frozen=True)
class StepsRead:
    """What a file comes to. ``faults``: row, and a sentence; with any of them the steps are not all."""

    steps: Sequence[Step]
    faults: Sequence[tuple[int, str]]
    notes: Sequence[str]


def rows_of(steps: Iterable[Step], eve: Mapping[Key, Unit]) -> list[dict[str, str]]:
    """Return steps as rows of texts by column, in the language of the screen."""
    return [_row_of(step, eve) for step in steps]


def _row_of(step: Step, eve: Mapping[Key, Unit]) -> dict[str, str]:
    going = step.kind in (StepKind.MERGE, StepKind.SPLIT)
    old = eve.get(step.old) if step.old else None
    return {
        "kind": str(STEP_KINDS[step.kind]),
        "level": str(STEP_LEVELS.get(step.level, step.level)),
        "old_code": step.old_code,
        "old_name": called(old, old.key) if old else "",
        "new_level": str(STEP_LEVELS.get(step.new_level, step.new_level)),
        "new_code": step.new_code,
        "name": step.name,
        "unit_kind": str(UNIT_KINDS.get(step.unit_kind, step.unit_kind)),
        "parent_level": str(PARENT_LEVELS.get(step.parent.level, "")) if step.parent else "",
        "parent_code": step.parent.code if step.parent else "",
        "extent": str(WHOLE if step.whole else PART) if going else "",
        "share": written_share(step.share),
        "share_key": step.share_key,
        "default": str(YES) if step.default else "",
        "old_uid": str(step.old_uid or ""),
    }


def read_steps(name: str, data: bytes, eve: Mapping[Key, Unit], kept: Iterable[Step] = ()) -> StepsRead:
    """Return the steps of a workbook or a CSV file; WrongData where it is none, or no such table.

    ``eve``: what the units were, to know what changes. ``kept``: steps of creating that a table of bare codes leans on.
    """
    table = read_table(read_sheet(name, data), COLUMNS, Options())
    said: list[Step] = []
    links: list[LinkRow] = []
    for entry in table.entries:
        reader = _Reader(entry)
        if entry.text("kind"):
            said.append(reader.step())
        else:
            links.append(reader.link())
    faults = [
        (entry.number, sentence)
        for entry in table.entries
        for told in entry.faults.values()
        for sentence in told
    ]
    steps = [*said, *steps_from(links, eve, [*said, *kept])] if not faults else []
    numbered = [replace(step, position=place) for place, step in enumerate(steps, start=1)]
    return StepsRead(numbered, faults, table.notes)


class _Reader:
    """Reads one row; what cannot be read becomes a fault of it."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def step(self) -> Step:
        """Return the step that a row names."""
        kind = StepKind(self._code_for("kind", STEP_KINDS))
        level, old = self._level_and_code("level", "old_code")
        new_level, new = self._new(level)
        level = level or new_level
        if kind in (StepKind.SPLIT, StepKind.MERGE) and self._whole() is (kind is StepKind.SPLIT):
            self._entry.add("extent", _("Phạm vi không khớp với bước. Hãy sửa một trong hai."))
        return Step(
            0,
            kind,
            level,
            old,
            self._uid(),
            new_level if new and new_level != level else "",
            new,
            self._entry.text("name"),
            self._code_for("unit_kind", UNIT_KINDS),
            self._parent(),
            kind is not StepKind.SPLIT,
            self._share(),
            self._entry.text("share_key"),
            self._entry.text("default") == str(YES),
        )

    def link(self) -> LinkRow:
        """Return where a row lets an old unit go."""
        level, old = self._level_and_code("level", "old_code")
        new_level, new = self._new(level)
        if not old and not new:
            self._entry.add("", _("Dòng này không có mã cũ, cũng không có mã mới. Hãy điền, hoặc xóa dòng."))
        return LinkRow(
            Key(level, old) if old else None,
            Key(new_level, new) if new else None,
            self._whole(),
            self._share(),
            self._entry.text("share_key"),
            self._entry.text("default") == str(YES),
            self._entry.text("name"),
            self._code_for("unit_kind", UNIT_KINDS),
            self._parent(),
        )

    def _code_for(self, column: str, labels: Mapping[str, object]) -> str:
        """Return the code of a label that was chosen."""
        told = self._entry.text(column)
        return next((code for code, label in labels.items() if str(label) == told), "")

    def _level_and_code(self, level_column: str, code_column: str, given: str = "") -> tuple[str, str]:
        """Return a level and a code. A level that was not given is told by the length of the code."""
        labels = PARENT_LEVELS if level_column == "parent_level" else STEP_LEVELS
        level, code = self._code_for(level_column, labels) or given, self._entry.text(code_column)
        if code and not level:
            level = level_of_code(code)
            if not level:
                self._entry.add(code_column, _NO_LEVEL % {"code": code})
        return level, padded(code, level)

    def _new(self, level: str) -> tuple[str, str]:
        """Return the new level and code: of the old level, where the row names that one and says nothing of another."""
        named = self._code_for("level", STEP_LEVELS)
        return self._level_and_code("new_level", "new_code", level if named else "")

    def _parent(self) -> Key | None:
        level, code = self._level_and_code("parent_level", "parent_code")
        return Key(level, code) if level else None

    def _whole(self) -> bool | None:
        told = self._entry.text("extent")
        return told == str(WHOLE) if told else None

    def _share(self) -> Fraction | None:
        text = self._entry.text("share")
        share = read_share(text) if text else None
        if text and (share is None or not 0 < share <= 1):
            self._entry.add(
                "share",
                _("“%(text)s” không phải là tỷ lệ. Hãy viết như 0,25 hoặc 25%%, lớn hơn 0 và không quá 1.")
                % {"text": text},
            )
            return None
        return share

    def _uid(self) -> UUID | None:
        text = self._entry.text("old_uid")
        try:
            return UUID(text) if text else None
        except ValueError:
            self._entry.add("old_uid", _("“%(text)s” không phải là mã định danh.") % {"text": text})
            return None
