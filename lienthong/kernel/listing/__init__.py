"""Lists: one way to say a page of rows, with everything that people who live in spreadsheets expect of it.

A room says its list in ``listings.py``, above its queries and below its views::

    VISITS = Listing(
        "visitors.visits",
        _("Sổ khách"),
        page="visitors:visits",
        columns=(
            Column("ngay", _("Ngày"), lambda row: row.day, Kind.DATE, order=("day",)),
            Column("khach", _("Khách"), lambda row: row.guests, order=("guests",), link=_page_of),
        ),
        filters=(Choice("state", _("Trạng thái"), State.choices, narrow=lambda rows, state: rows.filter(state=state)),),
        search=lambda rows, text: rows.filter(guests__icontains=text),
        first="-ngay",
    )

and a view hands it the rows that the actor may see::

    return VISITS.answer(request, queries.visits_for(request.actor), "visitors/visits.html")

whose template shows it with ``{% listing list %}``. What comes of it: search, filters, an order by every column that can be
ordered (ties by key), columns to choose, pages, views that a person saves and may share with their body, and files that hold
exactly what is seen. Nothing needs a script.

Rows that stand in no table but were worked out are handed over as ``given(rows)``, and narrowed with ``keep(rows, test)``.
"""

from ..sheets import Kind
from .filters import Choice, Day, Key, Text
from .given import given, keep
from .queries import views_for
from .said import Column, Listing, Marks, listings
from .seen import Seen
from .services import delete_view, rename_view, save_view, set_default_view

__all__ = [
    "Choice",
    "Column",
    "Day",
    "Key",
    "Kind",
    "Listing",
    "Marks",
    "Seen",
    "Text",
    "delete_view",
    "given",
    "keep",
    "listings",
    "rename_view",
    "save_view",
    "set_default_view",
    "views_for",
]
