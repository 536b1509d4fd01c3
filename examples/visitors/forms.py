"""The shape of what is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField

from .models import Visit, VisitState


class VisitForm(forms.ModelForm[Visit]):
    """A visit that is to come."""

    day = DayField(label=_("Ngày"))

    class Meta:
        model = Visit
        fields = ["day", "guests", "number", "purpose"]


class FilterForm(forms.Form):
    """Which visits are listed."""

    q = forms.CharField(label=_("Cơ quan đến"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *VisitState.choices]
    )
