"""What a sender says of an answer, and with which code and PIN."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ..messages.answers import REASONS
from ..models import Verdict
from ..services import Said

_CODE: Final = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "maxlength": "20",
}
_PIN: Final = {"autocomplete": "off", "inputmode": "numeric", "maxlength": "6", "size": "8"}


class CodeForm(forms.Form):
    """Code and PIN of a receipt."""

    code = forms.CharField(label=_("Mã trên biên nhận"), max_length=20, widget=forms.TextInput(attrs=_CODE))
    pin = forms.CharField(label=_("Mã PIN"), max_length=6, widget=forms.TextInput(attrs=_PIN))


class RatingForm(forms.Form):
    """A verdict, why, and whether somebody may call. Nothing is chosen beforehand."""

    verdict = forms.ChoiceField(
        label=_("Bạn thấy câu trả lời thế nào?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mức đánh giá.")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("Vì sao chưa hài lòng"),
        choices=list(REASONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ cần chọn khi chưa hài lòng."),
    )
    words = forms.CharField(
        label=_("Bạn muốn nói thêm"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Chỉ cán bộ cấp trên xem lại đọc được; không công bố."),
    )
    may_contact = forms.BooleanField(
        label=_("Cán bộ xem lại được liên hệ với tôi theo cách tôi đã ghi khi gửi"), required=False
    )

    @property
    def said(self) -> Said:
        """What was said, as the services take it."""
        said = self.cleaned_data
        return Said(said["verdict"], said["reasons"], said["words"], said["may_contact"])


class RatingByCodeForm(RatingForm, CodeForm):
    """A rating by whoever holds the receipt."""

    field_order = ("code", "pin", "verdict", "reasons", "words", "may_contact")


class ReopenForm(CodeForm):
    """Why a sender wants a matter opened again."""

    words = forms.CharField(
        label=_("Việc gì chưa xong hoặc chưa đúng?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("Cơ quan giải quyết đọc được."),
    )
