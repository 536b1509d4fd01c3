"""How steps and what they say are called on the screen, and in the tables that people fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from lienthong.registry.models import AreaKind, Level

from ..rules.levels import KINDS as KINDS_OF_LEVELS
from ..rules.levels import LEVELS
from ..rules.steps import StepKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STEP_KINDS: Final[dict[str, _StrPromise]] = {
    StepKind.CREATE: _("Thành lập"),
    StepKind.MERGE: _("Nhập toàn bộ"),
    StepKind.SPLIT: _("Chia một phần"),
    StepKind.RENAME: _("Đổi tên"),
    StepKind.RETYPE: _("Đổi loại"),
    StepKind.RECODE: _("Đổi mã"),
    StepKind.TRANSFER: _("Chuyển đơn vị cấp trên"),
    StepKind.ABOLISH: _("Kết thúc hoạt động"),
}
STEP_LEVELS: Final[dict[str, str | _StrPromise]] = {
    level: Level(level).label for level in (*LEVELS, Level.VILLAGE.value)
}
PARENT_LEVELS: Final[dict[str, str | _StrPromise]] = {
    level: Level(level).label for level in (Level.CENTRE.value, *LEVELS)
}
UNIT_KINDS: Final[dict[str, str | _StrPromise]] = {
    kind: AreaKind(kind).label for level in LEVELS for kind in sorted(KINDS_OF_LEVELS[level])
}
WHOLE, PART = _("Toàn bộ"), _("Một phần")
YES, NO = _("Có"), _("Không")
