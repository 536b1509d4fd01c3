"""The shape of what is typed on the pages of linking, causes and consolidation; what is valid is said by the services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField, offer

from ..models import CauseKind, MatterClass, Topic
from ..services import Facts, ReplyWords

_LONG = forms.Textarea(attrs={"rows": "3"})


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=_LONG)


class CauseForm(forms.Form):
    """What is at the root of a matter."""

    cause = forms.ChoiceField(label=_("Nguyên nhân"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kinds: Iterable[CauseKind], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "cause", [(kind.code, kind.label) for kind in kinds])


class ConsolidationForm(forms.Form):
    """What a consolidation says of itself."""

    matter_class = forms.ChoiceField(
        label=_("Tổng hợp"),
        choices=[
            (one.value, one.label)
            for one in MatterClass
            if one in {MatterClass.FEEDBACK, MatterClass.OPINION}
        ],
    )
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))
    title = forms.CharField(
        label=_("Tên báo cáo"),
        max_length=200,
        help_text=_("Ví dụ: Ý kiến cử tri gửi kỳ họp thứ hai."),
    )
    addressee = forms.CharField(
        label=_("Gửi đến"), max_length=200, help_text=_("Cơ quan hoặc kỳ họp nhận báo cáo.")
    )

    @property
    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        return Facts(**self.cleaned_data)


class TopicForm(forms.Form):
    """What a topic is called, and where it stands."""

    title = forms.CharField(label=_("Tên chủ đề"), max_length=200)
    position = forms.IntegerField(label=_("Thứ tự"), min_value=1, max_value=1000)


class MoveForm(forms.Form):
    """Where opinions go: to another topic, or to a new one."""

    to = forms.ChoiceField(label=_("Chuyển sang chủ đề"), required=False)
    title = forms.CharField(label=_("Hoặc chủ đề mới tên là"), required=False, max_length=200)

    def __init__(self, *args: Any, topics: Sequence[Topic], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "to", [("", _("Chủ đề mới")), *((str(one.uid), one.title) for one in topics)])

    @property
    def target(self) -> UUID | None:
        """The topic that was chosen; None for a new one."""
        chosen = self.cleaned_data["to"]
        return UUID(chosen) if chosen else None


class SentenceForm(forms.Form):
    """A sentence of the chapter."""

    text = forms.CharField(label=_("Câu"), max_length=1000, widget=_LONG)


class ReplyForm(forms.Form):
    """What an authority answered to a topic."""

    authority = forms.CharField(label=_("Cơ quan trả lời"), max_length=200)
    day = DayField(label=_("Ngày văn bản trả lời"))
    text = forms.CharField(
        label=_("Nội dung trả lời"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("Người đã gửi ý kiến sẽ đọc đúng nội dung này; không ghi tên hay số giấy tờ của ai."),
    )

    @property
    def said(self) -> ReplyWords:
        """What was typed, once it is valid."""
        return ReplyWords(**self.cleaned_data)
