"""What became of a matter, in plain sentences: as its sender reads it, and as officers read it beside the clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.registry.queries import units_on

from ..models import Matter, Passage


@dataclass(frozen=True)
class Line:
    """One thing that happened. ``words``: what was written to the sender; ``due``: until when something was promised."""

    at: datetime
    step: str
    sentence: str
    words: str
    due: datetime | None


def passages_of(matter: Matter) -> list[Line]:
    """Return what became of a matter, the latest first; two statements."""
    rows = list(Passage.objects.filter(matter=matter).order_by("-at", "-pk"))
    units = units_on(
        {key for row in rows for key in (row.organisation_id, row.other_id) if key}, clock.today()
    )
    names = {key: unit.name for key, unit in units.items()}
    return [Line(row.at, row.step, _said(row, names), row.words, row.due) for row in rows]


def _said(row: Passage, names: dict[int, str]) -> str:
    own = names.get(row.organisation_id or 0, "")
    other = names.get(row.other_id or 0, "")
    return _sentences().get(row.step, "%(own)s") % {"own": own, "other": other}


def _sentences() -> dict[str, str]:
    return {
        "send": _("Đã gửi đến %(own)s"),
        "accept": _("%(own)s đã tiếp nhận"),
        "classify": _("%(own)s đã xếp lại loại việc, hạn tính theo loại mới"),
        "pass_on": _("%(own)s đề nghị %(other)s nhận giải quyết"),
        "take_over": _("%(own)s đã nhận giải quyết"),
        "bounce": _("%(other)s trả lại, %(own)s giải quyết tiếp"),
        "raise": _("Đã báo %(other)s quyết định nơi giải quyết"),
        "decide": _("Cấp trên giao %(other)s giải quyết"),
        "ask": _("%(own)s hỏi thêm bạn"),
        "go_on": _("%(own)s giải quyết tiếp"),
        "share": _("%(own)s hỏi ý kiến %(other)s"),
        "share_answered": _("%(other)s đã trả lời %(own)s"),
        "hold": _("%(own)s tạm dừng thời hạn"),
        "let_go": _("Thời hạn chạy tiếp"),
        "climb": _("Đã báo lên %(other)s vì quá hạn"),
        "guide": _("%(own)s chỉ cho bạn nơi có thẩm quyền"),
        "answer": _("%(own)s đã trả lời"),
        "reopen": _("%(own)s mở lại để xem lại"),
        "withdraw": _("Người gửi đã rút"),
        "close": _("Đã kết thúc"),
    }
