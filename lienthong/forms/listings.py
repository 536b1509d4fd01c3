"""The lists of this room."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.languages import label_of
from lienthong.kernel.listing import Choice, Column, Kind, Listing
from lienthong.registry.queries import origin_of

from . import queries
from .models import VersionState

VERSIONS = Listing(
    "forms.versions",
    _("Biểu mẫu"),
    page="forms:forms",
    columns=(
        Column(
            "bieu-mau",
            _("Biểu mẫu"),
            lambda version: label_of(version.form.name),
            order=("form__code", "-number"),
            link=lambda version: reverse("forms:version", args=[version.uid]),
        ),
        Column("phien-ban", _("Phiên bản"), lambda version: version.number, Kind.NUMBER, order=("number",)),
        Column("trang-thai", _("Trạng thái"), lambda version: version.get_state_display(), order=("state",)),
        Column(
            "hieu-luc",
            _("Hiệu lực từ"),
            lambda version: version.in_force_from,
            Kind.DATE,
            order=("in_force_from",),
        ),
    ),
    filters=(
        Choice(
            "trang-thai",
            _("Trạng thái"),
            VersionState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=queries.versions_named,
    searched=_("Tên biểu mẫu"),
    first="bieu-mau",
    empty=_("Người quản trị soạn và ban hành biểu mẫu bằng lệnh lienthong forms."),
    origin=origin_of,
)
