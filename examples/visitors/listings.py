"""The book as a list: search, filter, order, columns, saved views and files come of what is said here."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Kind, Listing

from .flows import VISIT
from .queries import address_of

VISITS = Listing(
    "visitors.visits",
    _("Sổ khách"),
    page="visitors:visits",
    columns=(
        Column("khach", _("Cơ quan đến"), lambda row: row.guests, order=("guests",), link=address_of),
        Column("ngay", _("Ngày"), lambda row: row.day, Kind.DATE, order=("day",)),
        Column("so", _("Số khách"), lambda row: row.number, Kind.NUMBER, order=("number",)),
        Column(
            "trang-thai", _("Trạng thái"), lambda row: str(VISIT.state(row.state).label), order=("state",)
        ),
    ),
    filters=(
        Choice(
            "state",
            _("Trạng thái"),
            [(state.name, state.label) for state in VISIT.states],
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=lambda rows, text: rows.filter(guests__icontains=text),
    first="-ngay",
)
