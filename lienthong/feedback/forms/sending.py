"""What somebody types to send a matter, to follow it, to add to it."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock

from ..messages import intake_fault
from ..models import Channel, MatterClass
from ..queries import categories_on
from ..rules.arriving import judged
from ..rules.classes import Identity, class_on
from ..rules.contact import Contact
from ..rules.minutes import category_for

_PHONE: Final = re.compile(r"^\+?\d{8,15}$")
# What can be sent by this page: the others are guided.
CLASSES: Final = (MatterClass.FEEDBACK, MatterClass.PROPOSAL, MatterClass.OPINION)


class Words(forms.CharField):
    """A text as people paste it: what no page can carry is left out, and the rules judge the rest."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text without signs that are none."""
        text = super().to_python(value) or ""
        return text.replace("\x00", "")


class SupplementForm(forms.Form):
    """What a sender adds."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(
        label=gettext_lazy("Bổ sung điều gì?"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SendForm(forms.Form):
    """What somebody sends. Which place it is about is read by the page, for it is chosen step by step."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(Channel.WEB, ""), (Channel.QR, "")], initial=Channel.WEB
    )
    category = forms.CharField(label=gettext_lazy("Việc gì"), required=False)
    matter_class = forms.ChoiceField(
        choices=[(one.value, one.label) for one in CLASSES], initial=MatterClass.FEEDBACK
    )
    commune = forms.UUIDField(label=gettext_lazy("Ở đâu"), required=False)
    asked = forms.ChoiceField(
        label=gettext_lazy("Gửi đến Mặt trận cấp nào?"),
        required=False,
        choices=[
            ("", gettext_lazy("Xã, phường nơi xảy ra (thường nhanh nhất)")),
            ("province", gettext_lazy("Tỉnh, thành phố")),
            ("centre", gettext_lazy("Trung ương")),
        ],
    )
    place = forms.CharField(
        label=gettext_lazy("Số nhà hoặc chỗ dễ tìm"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = Words(
        label=gettext_lazy("Sự việc thế nào?"),
        strip=False,
        error_messages={"required": gettext_lazy("Hãy viết sự việc cần phản ánh.")},
        help_text=gettext_lazy("Việc gì, từ khi nào, ảnh hưởng đến ai."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        help_text=gettext_lazy("Để nhận tin khi có trả lời."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("Địa chỉ thư chưa đúng. Ví dụ đúng: ten@thu.vn; hoặc để trống.")
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    about_here = forms.BooleanField(
        label=gettext_lazy(
            "Tôi phản ánh về chính Mặt trận xã này: chuyển lên cấp trên, nơi này không được xem"
        ),
        required=False,
    )
    consents = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đồng ý công bố câu hỏi đã bỏ hết tên và thông tin riêng, cùng câu trả lời, để người khác đọc"
        ),
        required=False,
    )

    def clean_text(self) -> str:
        """Return the text as it is kept; what was put right in it is said by ``taken``."""
        self.taken = judged(self.cleaned_data["text"])
        if self.taken.refused:
            raise forms.ValidationError(intake_fault(self.taken))
        return self.taken.text

    def clean_phone(self) -> str:
        """Return a telephone number without what people put between its figures."""
        phone = re.sub(r"[\s.()-]", "", self.cleaned_data["phone"])
        if phone and not _PHONE.match(phone):
            raise forms.ValidationError(
                _("Số điện thoại chưa đúng. Ví dụ đúng: 0912 345 678; hoặc để trống.")
            )
        return phone

    def clean(self) -> dict[str, Any]:
        """Ask what it is about where nobody chose, with what its words suggest; ask for a name where the class needs one."""
        words: dict[str, Any] = super().clean() or {}
        if not words.get("category"):
            self._ask_category(words.get("text", ""))
        rule = class_on(words.get("matter_class") or MatterClass.FEEDBACK, clock.today())
        if rule.identity is Identity.NEEDED and not words.get("name"):
            self.add_error("name", _("Loại việc này cần họ tên người gửi."))
        return words

    def _ask_category(self, text: str) -> None:
        """Let the sender choose; what the words suggest is chosen on the page already, and never sent unseen."""
        suggested = category_for(text)
        known = {row.code: row.label for row in categories_on(clock.today())}
        if suggested not in known:
            self.add_error("category", _("Hãy chọn lĩnh vực."))
            return
        typed: Any = self.data
        typed = typed.copy()
        typed["category"] = suggested
        self.data = typed
        self.add_error(
            "category",
            _("Theo nội dung, có thể là “%(category)s”. Nếu đúng hãy gửi lại; nếu không, hãy chọn việc khác.")
            % {"category": known[suggested]},
        )

    @property
    def contact(self) -> Contact:
        """Return how whoever sent it can be reached, as far as they said."""
        words = self.cleaned_data
        return Contact(name=words["name"], phone=words["phone"], email=words["email"])


class BehalfForm(SendForm):
    """What an officer writes down for somebody."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Người dân phản ánh bằng cách nào?"),
        choices=[
            (Channel.PHONE, Channel.PHONE.label),
            (Channel.VISIT, Channel.VISIT.label),
            (Channel.PAPER, Channel.PAPER.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một cách.")},
    )


class TrackForm(forms.Form):
    """The code of a receipt, and its PIN for whoever wants to see what was sent."""

    code = forms.CharField(
        label=gettext_lazy("Mã trên biên nhận"),
        max_length=40,
        help_text=gettext_lazy("Ví dụ 7K3M-Q9TD-2A5. Chữ hoa, chữ thường, gạch nối đều được."),
        error_messages={"required": gettext_lazy("Hãy nhập mã trên biên nhận.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    pin = forms.CharField(
        label=gettext_lazy("Mã PIN"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("6 chữ số trên biên nhận. Cần khi muốn xem nội dung, bổ sung, hoặc rút."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
