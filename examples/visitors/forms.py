"""The shape of what is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField


class VisitForm(forms.Form):
    """A visit that is to come."""

    day = DayField(label=_("Ngày"))
    guests = forms.CharField(label=_("Cơ quan đến"), max_length=120)
    number = forms.IntegerField(label=_("Số khách"), min_value=1, max_value=1000)
    purpose = forms.CharField(label=_("Nội dung"), max_length=300)
