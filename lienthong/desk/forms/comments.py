"""What is said about a row, and who is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import offer

from ..rules.comments import LONGEST


class CommentFilterForm(forms.Form):
    """Which comments are shown."""

    q = forms.CharField(label=_("Tìm trong trao đổi"), required=False, max_length=80)


class CommentForm(forms.Form):
    """Something to say. People are offered only when they are asked for: that takes a look at each of them."""

    text = forms.CharField(
        label=_("Nội dung"),
        error_messages={"required": _("Hãy viết nội dung trao đổi.")},
        max_length=LONGEST,
        help_text=_("Không ghi dữ liệu cá nhân, số định danh, số điện thoại hay bí mật nhà nước ở đây."),
        widget=forms.Textarea(attrs={"rows": "4", "maxlength": str(LONGEST)}),
    )
    named = forms.MultipleChoiceField(
        label=_("Nhắc tới"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] | None, **words: Any) -> None:
        super().__init__(*args, **words)
        if people is None:
            del self.fields["named"]
        else:
            offer(self, "named", people)
