"""What is looked for among one's work, and whom a piece of it is given to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import offer


class WorkFilterForm(forms.Form):
    """Which of the work is shown."""

    q = forms.CharField(label=_("Tìm việc, đơn vị"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Loại việc"), required=False)
    whose = forms.ChoiceField(
        label=_("Của ai"),
        required=False,
        choices=[
            ("", _("Mọi việc của vị trí này")),
            ("mine", _("Giao riêng cho tôi")),
            ("free", _("Chưa giao cho ai")),
            ("lent", _("Tôi làm thay")),
        ],
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "kind", [("", _("Mọi loại")), *kinds])


class AssignForm(forms.Form):
    """Whom a piece of work is given to."""

    account = forms.ChoiceField(label=_("Giao cho"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        choices = [("", _("Không riêng ai: mọi người có quyền đều thấy")), *people]
        offer(self, "account", choices)
