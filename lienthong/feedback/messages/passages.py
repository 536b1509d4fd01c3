"""What became of a matter: a word and an icon for its sender, a sentence with the bodies for officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.registry.queries import units_on

from ..flows import MATTER
from ..models import Matter, Passage

# Of each step of the flow, and of what happens without one.
PASSAGES: Final = {
    "send": (_("Đã nhận, đã cấp mã"), "check"),
    "accept": (_("Đã tiếp nhận"), "check"),
    "classify": (_("Đã phân loại lại"), "list-filter"),
    "pass_on": (_("Đang chuyển đến cơ quan có thẩm quyền"), "send"),
    "take_over": (_("Cơ quan mới đã nhận giải quyết"), "check"),
    "bounce": (_("Cơ quan được chuyển đã trả lại; nơi cũ giải quyết tiếp"), "undo-2"),
    "raise": (_("Đã báo cấp trên quyết định nơi giải quyết"), "arrow-up"),
    "decide": (_("Cấp trên đã quyết định nơi giải quyết"), "check"),
    "ask": (_("Cần bạn bổ sung thông tin"), "circle-help"),
    "go_on": (_("Bạn đã bổ sung; đang giải quyết tiếp"), "refresh-cw"),
    "supplement": (_("Bạn đã bổ sung"), "plus"),
    "answer": (_("Đã trả lời"), "check-check"),
    "guide": (_("Đã hướng dẫn bạn đến nơi có thẩm quyền"), "map-pin"),
    "reopen": (_("Đã mở lại"), "refresh-cw"),
    "withdraw": (_("Bạn đã rút phản ánh"), "x"),
    "close": (_("Đã kết thúc"), "check"),
    "answer_along": (_("Đã trả lời cùng các phản ánh khác về việc này"), "check-check"),
    "share": (_("Đang hỏi thêm cơ quan phối hợp"), "users"),
    "share_answered": (_("Cơ quan phối hợp đã trả lời"), "check"),
    "confirmed": (_("Cấp trên đã xem lại và giữ câu trả lời"), "check"),
    "retract": (_("Phần công bố đã được rút"), "undo-2"),
    "hold": (_("Thời hạn tạm dừng"), "clock"),
    "let_go": (_("Thời hạn chạy tiếp"), "clock"),
    "climb": (_("Quá hạn: đã báo cấp trên"), "arrow-up"),
    "link": (_("Được trả lời cùng các phản ánh khác về việc này"), "link"),
    "unlink": (_("Được trả lời riêng trở lại"), "link"),
    "heard": (_("Cơ quan có thẩm quyền đã trả lời ý kiến tổng hợp"), "check-check"),
    "complaint": (_("Đây là khiếu nại: đã hướng dẫn thủ tục riêng"), "file-text"),
    "denunciation": (_("Đây là tố cáo: đã xóa thông tin người gửi"), "shield-alert"),
    "proposal_open": (_("Đã mở hồ sơ đề xuất"), "file-text"),
    "proposal_panel": (_("Tổ thẩm định đang đánh giá, không biết tên bạn"), "users"),
    "proposal_assessed": (_("Đã đánh giá xong, chờ quyết định"), "check"),
    "proposal_accepted": (_("Đề xuất được chấp nhận"), "check-check"),
    "proposal_declined": (_("Đề xuất không được chấp nhận"), "x"),
    "proposal_pilot": (_("Đề xuất được thí điểm"), "flag"),
    "proposal_concluded": (_("Đã có kết quả thí điểm"), "check-check"),
    "data_asked": (_("Đã nhận yêu cầu của bạn về dữ liệu"), "check"),
    "data_noted": (_("Yêu cầu về dữ liệu đang được xem"), "check"),
    "data_extended": (_("Yêu cầu về dữ liệu được gia hạn"), "clock"),
    "data_granted": (_("Đã thực hiện yêu cầu về dữ liệu"), "check-check"),
    "data_refused": (_("Không thực hiện được yêu cầu về dữ liệu"), "x"),
}


def said_of(passage: Passage) -> str:
    """Say in a word what became of a matter."""
    known = PASSAGES.get(passage.step)
    return str(known[0] if known else MATTER.step(passage.step).label)


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
    sentence = _sentences().get(row.step)
    if sentence is None:
        return said_of(row)
    return sentence % {"own": own, "other": other}


def _sentences() -> dict[str, str]:
    return {
        "send": gettext("Đã gửi đến %(own)s"),
        "accept": gettext("%(own)s đã tiếp nhận"),
        "classify": gettext("%(own)s đã xếp lại loại việc, hạn tính theo loại mới"),
        "pass_on": gettext("%(own)s đề nghị %(other)s nhận giải quyết"),
        "take_over": gettext("%(own)s đã nhận giải quyết"),
        "bounce": gettext("%(other)s trả lại, %(own)s giải quyết tiếp"),
        "raise": gettext("Đã báo %(other)s quyết định nơi giải quyết"),
        "decide": gettext("Cấp trên giao %(other)s giải quyết"),
        "ask": gettext("%(own)s hỏi thêm bạn"),
        "go_on": gettext("%(own)s giải quyết tiếp"),
        "share": gettext("%(own)s hỏi ý kiến %(other)s"),
        "share_answered": gettext("%(other)s đã trả lời %(own)s"),
        "hold": gettext("%(own)s tạm dừng thời hạn"),
        "let_go": gettext("Thời hạn chạy tiếp"),
        "climb": gettext("Đã báo lên %(other)s vì quá hạn"),
        "guide": gettext("%(own)s chỉ cho bạn nơi có thẩm quyền"),
        "answer": gettext("%(own)s đã trả lời"),
        "reopen": gettext("%(own)s mở lại để xem lại"),
        "withdraw": gettext("Người gửi đã rút"),
        "close": gettext("Đã kết thúc"),
    }
