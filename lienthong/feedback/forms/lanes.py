"""The shape of what is typed into the pages of the other lanes; what is valid is said by the services."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField, offer
from lienthong.kernel.languages import language_here

from .. import queries
from ..models import Addressee, Outcome, Proposal, Wish
from ..rules import criteria
from ..rules.contact import Contact
from ..services import RECEIVERS

_LONG = forms.Textarea(attrs={"rows": "6"})
_SHORT = forms.Textarea(attrs={"rows": "3"})


class CheckForm(forms.Form):
    """What the panel is to read, and what is there of what has to be."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Tên đề xuất"), max_length=200)
    text = forms.CharField(
        label=_("Bản cho tổ thẩm định"),
        widget=forms.Textarea(attrs={"rows": "10"}),
        help_text=_("Chép từ nội dung đã gửi, bỏ tên và mọi điều cho biết ai gửi."),
    )

    def __init__(self, *args: Any, proposal: Proposal, **words: Any) -> None:
        self.checks = queries.checks_now()
        kept = {f"check_{code}": value for code, value in proposal.checks.items()}
        first = {"title": proposal.title, "text": proposal.text, "seen": proposal.version, **kept}
        words["initial"] = first
        super().__init__(*args, **words)
        for one in self.checks:
            self.fields[f"check_{one.code}"] = forms.BooleanField(
                label=one.label(language_here()), required=False
            )

    @property
    def said(self) -> dict[str, bool]:
        """What was ticked."""
        return {one.code: self.cleaned_data[f"check_{one.code}"] for one in self.checks}

    def check_fields(self) -> list[forms.BoundField]:
        """Return the boxes, in the order of the data."""
        return [self[f"check_{one.code}"] for one in self.checks]


class PanelForm(forms.Form):
    """Who judges, and for how long."""

    members = forms.MultipleChoiceField(
        label=_("Thành viên tổ thẩm định"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Từ 3 đến 15 người. Mỗi người khai xung đột lợi ích trước khi đọc."),
    )
    days = forms.IntegerField(label=_("Số ngày đánh giá"), initial=criteria.PANEL_DAYS)

    def __init__(self, *args: Any, proposal: Proposal, **words: Any) -> None:
        super().__init__(*args, **words)
        judges = queries.possible_judges(proposal.organisation_id)
        offer(self, "members", [(str(one.uid), one.name) for one in judges])


class ConflictForm(forms.Form):
    """Whether somebody has an interest. Nothing is chosen for them."""

    has = forms.ChoiceField(
        label=_("Bạn có lợi ích liên quan đến đề xuất này không?"),
        choices=[("no", _("Không có")), ("yes", _("Có, tôi không đánh giá"))],
        widget=forms.RadioSelect,
    )


class AssessForm(forms.Form):
    """Marks by criterion, and why."""

    opinion = forms.CharField(label=_("Nhận xét, được xem khi mọi phiếu đã nộp"), widget=_LONG)
    note = forms.CharField(
        label=_("Ghi chú riêng"),
        required=False,
        widget=_SHORT,
        help_text=_("Chỉ mình bạn đọc được."),
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.criteria = queries.criteria_now()
        for one in self.criteria:
            self.fields[f"mark_{one.code}"] = forms.TypedChoiceField(
                label=one.label(language_here()),
                choices=[(n, str(n)) for n in range(1, one.most + 1)],
                widget=forms.RadioSelect,
                coerce=int,
            )

    @property
    def marks(self) -> dict[str, int]:
        """The marks that were given."""
        return {one.code: self.cleaned_data[f"mark_{one.code}"] for one in self.criteria}

    def mark_fields(self) -> list[forms.BoundField]:
        """Return the marks, in the order of the data."""
        return [self[f"mark_{one.code}"] for one in self.criteria]


class DecideForm(forms.Form):
    """A decision with its reasons."""

    outcome = forms.TypedChoiceField(
        label=_("Quyết định"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    reasons = forms.CharField(label=_("Lý do, người gửi sẽ đọc"), widget=_LONG)
    place = forms.CharField(label=_("Đơn vị làm thí điểm"), max_length=200, required=False)
    since = DayField(label=_("Thí điểm từ ngày"), required=False)
    until = DayField(label=_("Thí điểm đến ngày"), required=False)


class ConcludeForm(forms.Form):
    """What came of a pilot."""

    result = forms.CharField(label=_("Kết quả thí điểm, người gửi sẽ đọc"), widget=_LONG)


class MeetingForm(forms.Form):
    """A meeting with voters and what was said there, one opinion a line."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    addressee = forms.TypedChoiceField(label=_("Ý kiến gửi đến"), choices=Addressee.choices, coerce=Addressee)
    session = forms.CharField(
        label=_("Kỳ họp"), max_length=120, help_text=_("Ví dụ: trước Kỳ họp thứ 12, HĐND tỉnh khóa XI.")
    )
    place = forms.CharField(label=_("Nơi tiếp xúc"), max_length=200)
    day = DayField(label=_("Ngày tiếp xúc"))
    text = forms.CharField(
        label=_("Các ý kiến"),
        widget=forms.Textarea(attrs={"rows": "12"}),
        max_length=400_000,
        help_text=_("Mỗi ý kiến một dòng. Không ghi tên, số điện thoại hay địa chỉ của người nói."),
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        words["initial"] = {"key": uuid4()}
        super().__init__(*args, **words)


class OwnForm(forms.Form):
    """Code and PIN of a receipt."""

    code = forms.CharField(label=_("Mã phản ánh"), max_length=30)
    pin = forms.CharField(
        label=_("Mã PIN"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ContactForm(forms.Form):
    """How somebody can be reached."""

    name = forms.CharField(label=_("Tên"), max_length=120, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)

    @property
    def contact(self) -> Contact:
        """What was typed."""
        return Contact(**{name: self.cleaned_data[name].strip() for name in self.fields})


class WishForm(forms.Form):
    """What somebody asks that has to be decided."""

    wish = forms.TypedChoiceField(label=_("Bạn yêu cầu"), coerce=Wish, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Lý do, nội dung"), required=False, max_length=2000, widget=_SHORT)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        offer(
            self,
            "wish",
            [(one.value, one.label) for one in (Wish.OBJECT, Wish.ERASE, Wish.RESTRICT, Wish.CORRECT)],
        )


class DecideRequestForm(forms.Form):
    """What an officer does with a request."""

    reason = forms.CharField(
        label=_("Lý do, người gửi sẽ đọc"), widget=_SHORT, required=False, max_length=1000
    )


class HandOverForm(forms.Form):
    """To whom a paper was handed over."""

    receiver = forms.ChoiceField(label=_("Đã giao bản giấy cho"), choices=list(RECEIVERS.items()))
    printed = forms.BooleanField(
        label=_("Bản giấy đã được giao. Nội dung trên hệ thống sẽ bị xóa, không lấy lại được."),
        required=False,
    )
