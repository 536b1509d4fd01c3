"""What the public chooses: place, category, time. Shapes only; every choice is in the address, so it can be sent on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock

from ..models import Category, MatterClass
from ..queries import Place, Places, Wanted
from ..rules.figures import month_after

# A complaint and a denunciation are never published.
_CLASSES = [MatterClass.FEEDBACK, MatterClass.PROPOSAL, MatterClass.OPINION]
_SINCE_YEAR = 2026


def _select(label: Any, choices: Iterable[tuple[str, Any]], everything: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", everything), *choices],
        widget=forms.Select(attrs={"class": "input"}),
    )


class PlaceForm(forms.Form):
    """A province, and once it is chosen a commune in it."""

    def __init__(self, asked: Any, places: Places) -> None:
        super().__init__(asked)
        self.places = places
        self.fields["tinh"] = _select(
            _("Tỉnh, thành phố"), [(str(one.uid), one.name) for one in places.provinces], _("Cả nước")
        )
        province = next((one for one in places.provinces if str(one.uid) == asked.get("tinh")), None)
        if province is not None:
            communes = places.communes.get(province.id, ())
            self.fields["xa"] = _select(
                _("Xã, phường, đặc khu"), [(str(one.uid), one.name) for one in communes], _("Cả tỉnh")
            )

    @property
    def place(self) -> Place | None:
        """The place that was chosen, None for the country. A commune of another province is not meant."""
        chosen = self.cleaned_data.get("xa") or self.cleaned_data.get("tinh")
        return next((one for one in self.places.by_id.values() if str(one.uid) == chosen), None)


class AnsweredForm(PlaceForm):
    """What is looked for among published answers."""

    def __init__(self, asked: Any, places: Places, categories: Sequence[Category]) -> None:
        super().__init__(asked, places)
        self.fields["linh-vuc"] = _select(
            _("Lĩnh vực"), [(one.code, one.label) for one in categories if not one.guarded], _("Tất cả")
        )
        self.fields["loai"] = _select(_("Loại"), [(one.value, one.label) for one in _CLASSES], _("Tất cả"))
        self.fields["thoi-gian"] = _select(_("Trả lời trong"), _times(clock.today()), _("Mọi thời gian"))
        self.fields["han"] = _select(
            _("Thời hạn"), [("dung", _("Đúng hạn")), ("muon", _("Muộn"))], _("Tất cả")
        )
        search = forms.CharField(
            label=_("Tìm trong câu hỏi và trả lời"),
            required=False,
            max_length=100,
            widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
        )
        self.fields = {"q": search, **self.fields}

    @property
    def wanted(self) -> Wanted:
        """What was chosen, as a query takes it. What is not valid narrows nothing."""
        said = self.cleaned_data
        since, until = _time(said.get("thoi-gian", ""))
        return Wanted(
            text=said.get("q", ""),
            areas=self.places.of(self.place) if self.place else None,
            category=said.get("linh-vuc", ""),
            matter_class=said.get("loai", ""),
            since=since,
            until=until,
            on_time={"dung": True, "muon": False}.get(said.get("han", "")),
        )


class FiguresForm(PlaceForm):
    """Of which month, place and category statistics are shown."""

    def __init__(
        self, asked: Any, places: Places, months: Sequence[date], categories: Sequence[Category]
    ) -> None:
        super().__init__(asked, places)
        self.fields["thang"] = forms.ChoiceField(
            label=_("Gửi trong tháng"),
            required=False,
            choices=[(f"{month:%Y-%m}", f"{month:%m/%Y}") for month in months],
            widget=forms.Select(attrs={"class": "input"}),
        )
        if not asked.get("xa"):
            self.fields["linh-vuc"] = _select(
                _("Lĩnh vực"), [(one.code, one.label) for one in categories], _("Tất cả")
            )


class SilenceForm(forms.Form):
    """Over how many months, up to which, and of which province."""

    def __init__(self, asked: Any, places: Places, months: Sequence[date]) -> None:
        super().__init__(asked)
        self.places = places
        self.fields["thang"] = forms.ChoiceField(
            label=_("Đến hết tháng"),
            required=False,
            choices=[(f"{month:%Y-%m}", f"{month:%m/%Y}") for month in months],
            widget=forms.Select(attrs={"class": "input"}),
        )
        self.fields["so-thang"] = _select(
            _("Trong"), [("3", _("3 tháng")), ("6", _("6 tháng")), ("12", _("12 tháng"))], _("1 tháng")
        )
        self.fields["tinh"] = _select(
            _("Tỉnh, thành phố"), [(str(one.uid), one.name) for one in places.provinces], _("Cả nước")
        )

    @property
    def province(self) -> Place | None:
        """The province that was chosen."""
        chosen = self.cleaned_data.get("tinh")
        return next((one for one in self.places.provinces if str(one.uid) == chosen), None)


def _times(today: date) -> list[tuple[str, str]]:
    """Return years, and the months of the last twelve."""
    years = [(str(year), str(year)) for year in range(today.year, _SINCE_YEAR - 1, -1)]
    months = []
    month = today.replace(day=1)
    for _number in range(12):
        months.append((f"{month:%Y-%m}", f"{month:%m/%Y}"))
        month = (month - timedelta(days=1)).replace(day=1)
    return [*years, *months]


def _time(written: str) -> tuple[date | None, date | None]:
    """Return first and last day of a year or a month."""
    if not written:
        return None, None
    if len(written) == len("2026"):
        return date(int(written), 1, 1), date(int(written), 12, 31)
    first = date(int(written[:4]), int(written[5:]), 1)
    return first, month_after(first) - timedelta(days=1)
