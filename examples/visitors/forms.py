"""The shape of what is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField

from .models import Visit


class VisitForm(forms.ModelForm[Visit]):
    """A visit that is to come."""

    day = DayField(label=_("Ngày"))

    class Meta:
        model = Visit
        fields = ["day", "guests", "number", "purpose"]
