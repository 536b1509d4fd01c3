"""The sentences of a chapter that are made of numbers, and what stands in the way of an approval, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ..models import Topic
from ..rules.chapter import Fault
from ..rules.gathering import MANY

_FAULTS = {
    Fault.NO_TOPIC: gettext_lazy(
        "Báo cáo chưa có chủ đề nào. Hãy nhóm ý kiến hoặc nhận chủ đề của cấp dưới."
    ),
    Fault.EMPTY_TOPIC: gettext_lazy("Chủ đề “%(about)s” không còn ý kiến nào. Hãy xóa chủ đề này."),
    Fault.NO_SENTENCE: gettext_lazy("Chủ đề “%(about)s” chưa có câu nào. Hãy viết hoặc lập câu từ số liệu."),
    Fault.NO_ITEM: gettext_lazy(
        "Câu “%(about)s” không dựa trên ý kiến nào. Hãy xóa hoặc viết lại dưới đúng chủ đề."
    ),
    Fault.OLD_NUMBER: gettext_lazy("Câu “%(about)s” có số liệu cũ. Hãy lập lại câu từ số liệu."),
}
_SHOWN = 80
_WORDS = 3


def said_fault(fault: Fault, about: str) -> str:
    """Say what stands in the way."""
    return str(_FAULTS[fault]) % {"about": about if len(about) <= _SHOWN else f"{about[:_SHOWN]}…"}


def number_sentence(topic: Topic) -> str:
    """Return the sentence that tells how many said it, in Vietnamese: the chapter is a Vietnamese document."""
    with override("vi"):
        words = {"opinions": topic.opinions, "communes": topic.communes, "topic": topic.title}
        if topic.communes > 1:
            said = _("Có %(opinions)d ý kiến ở %(communes)d xã về: %(topic)s.") % words
        else:
            said = _("Có %(opinions)d ý kiến về: %(topic)s.") % words
        if topic.why == MANY:
            said = f"{said} {_('Nhiều người gửi cùng một nội dung.')}"
        return said


def source_sentence(sources: int, bodies: int) -> str:
    """Return the sentence that tells how many topics of bodies below stand behind a topic, in Vietnamese."""
    with override("vi"):
        return _("Tổng hợp từ %(sources)d chủ đề trong báo cáo của %(bodies)d đơn vị cấp dưới.") % {
            "sources": sources,
            "bodies": bodies,
        }


def relayed_words(authority: str, day: str, text: str) -> str:
    """Return what the sender of a matter reads of a reply, in Vietnamese."""
    with override("vi"):
        head = _("%(authority)s đã trả lời ngày %(day)s:") % {"authority": authority, "day": day}
    return f"{head}\n{text}"


def campaign_title(category: str, words: Sequence[str]) -> str:
    """Return the title of a topic that many sent in the same words, in Vietnamese. ``words``: of the product's own lists."""
    if words:
        return f"{category} – {', '.join(words[:_WORDS])}"
    with override("vi"):
        return _("%(category)s (nhiều người gửi cùng nội dung)") % {"category": category}
