"""What is said of answers: what they lack, what a public text gives away, reasons of a rating, what senders are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.templatetags.written import day as day_words
from lienthong.registry.queries import units_on

from ..models import Answer, Matter, Part, Template
from ..rules.answering import PUBLIC, Lack, Mark, filled
from .texts import KINDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: Final[dict[str, _StrPromise]] = {
    "public_title": gettext_lazy("Tiêu đề công bố"),
    "public_question": gettext_lazy("Câu hỏi công bố"),
    "public_answer": gettext_lazy("Trả lời công bố"),
}
REASONS: Final[dict[str, _StrPromise]] = {
    "vague": gettext_lazy("Trả lời chung chung"),
    "no_evidence": gettext_lazy("Không có hình ảnh, giấy tờ chứng minh"),
    "not_done": gettext_lazy("Nói đã làm nhưng thực tế chưa làm"),
    "missed": gettext_lazy("Không trả lời điều tôi hỏi"),
    "late": gettext_lazy("Trả lời quá lâu"),
    "attitude": gettext_lazy("Thái độ chưa đúng mực"),
    "other": gettext_lazy("Lý do khác"),
}
# What a sender is told by message, without a word of the matter.
_TOLD: Final[dict[str, _StrPromise]] = {
    "accept": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã được tiếp nhận."),
    "take_over": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã có cơ quan nhận giải quyết."),
    "decide": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã được cấp trên giao nơi giải quyết."),
    "ask": gettext_lazy("Cơ quan giải quyết cần bạn bổ sung cho phản ánh gửi ngày %(day)s."),
    "answer": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã có trả lời."),
    "guide": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã được hướng dẫn đến nơi có thẩm quyền."),
    "reopen": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã được mở lại để giải quyết tiếp."),
    "climb": gettext_lazy("Phản ánh bạn gửi ngày %(day)s đã quá hạn trả lời. Cấp trên đã được báo."),
    "heard": gettext_lazy("Ý kiến bạn gửi ngày %(day)s đã được cơ quan có thẩm quyền trả lời."),
    "confirmed": gettext_lazy(
        "Cấp trên đã xem lại câu trả lời cho phản ánh bạn gửi ngày %(day)s và giữ nguyên, có nêu lý do."
    ),
}


def told(step: str, day: str) -> str:
    """Return what a sender is told of a passage."""
    return str(_TOLD[step] % {"day": day})


def lack_of_part(part: str, lack: Lack) -> str:
    """Return what a required part lacks."""
    words = {"part": Part(part).label}
    if lack is Lack.MISSING:
        return _("Phần “%(part)s” còn trống. Hãy viết phần này.") % words
    return _("Phần “%(part)s” quá ngắn. Hãy viết rõ kết quả, không chỉ ghi đã chuyển hay đã biết.") % words


def lack_of_raised(place: int, lack: Lack) -> str:
    """Return what the list of questions lacks at a place, counted from 0."""
    words = {"number": place + 1}
    if lack is Lack.UNSEEN:
        return (
            _("Câu hỏi %(number)d chưa xem. Hãy chọn phần đã trả lời, hoặc ghi vì sao không trả lời.") % words
        )
    if lack is Lack.NOWHERE:
        return (
            _("Câu hỏi %(number)d được ghi là đã trả lời ở một phần còn trống. Hãy chọn phần khác.") % words
        )
    return _("Câu hỏi %(number)d không được trả lời mà chưa ghi lý do. Hãy ghi lý do.") % words


def blocked(mark: Mark) -> str:
    """Return why a public text is not released."""
    return _("%(field)s có %(kind)s. Hãy bỏ đi; phần công bố không mang dữ liệu của một người.") % {
        "field": FIELDS[mark.field],
        "kind": KINDS[mark.kind],
    }


@dataclass(frozen=True)
class Stretch:
    """A stretch of a public text. ``kind``: what it seems to be, "" where nothing is marked."""

    text: str
    kind: str = ""
    blocks: bool = False


@dataclass(frozen=True)
class MarkedText:
    """A public text with its marks at their place."""

    name: str
    label: str
    stretches: tuple[Stretch, ...]


def marked_texts(answer: Answer, marks: Sequence[Mark]) -> list[MarkedText]:
    """Return the public texts of an answer that say something, cut where something is marked."""
    return [
        MarkedText(name, str(FIELDS[name]), _stretches(text, [mark for mark in marks if mark.field == name]))
        for name in PUBLIC
        if (text := getattr(answer, name))
    ]


def _stretches(text: str, marks: Sequence[Mark]) -> tuple[Stretch, ...]:
    found, place = [], 0
    for mark in marks:
        found += [Stretch(text[place : mark.start]), Stretch(mark.text, str(KINDS[mark.kind]), mark.blocks)]
        place = mark.end
    return tuple(one for one in [*found, Stretch(text[place:])] if one.text)


def template_text(template: Template, matter: Matter) -> str:
    """Return a template for a matter: body, day and category filled in."""
    unit = units_on([matter.organisation_id], clock.today()).get(matter.organisation_id)
    words = {
        "don_vi": unit.name if unit else "",
        "ngay": day_words(clock.today()),
        "linh_vuc": matter.category.label,
    }
    return filled(template.text, words)
