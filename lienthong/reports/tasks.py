"""Long work of reports: files of every village of a province or of the country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import sheets
from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work
from lienthong.kernel.replica import reading_copy
from lienthong.kernel.sheets import Cell, Column, Document, Form, Table
from lienthong.registry.queries import Unit

from . import queries
from .messages import cell_of, facts_of, field_column, partly_word, state_word
from .rules.structures import AS_WAS, Structure


def export_villages(
    *, actor: Actor, work: Work, series: str, period: str, unit: str, form: str, day: str = ""
) -> None:
    """Write every village below a unit with its state and all its values, commune after commune.

    ``day``: by the structure of which day; without it as it was.
    """
    structure = Structure(date.fromisoformat(day)) if day else AS_WAS
    with reading_copy():
        asked = queries.get_asked(actor, series, period, structure)
        _write_villages(actor, work, asked, UUID(unit), Form(form))


def _write_villages(actor: Actor, work: Work, asked: queries.Asked, unit: UUID, form: Form) -> None:
    place = queries.get_unit_for(actor, asked, unit)
    title = _("Toàn bộ thôn, tổ dân phố")
    columns = [
        Column(_("Tỉnh, thành phố")),
        Column(_("Xã, phường, đặc khu")),
        Column(_("Thôn")),
        Column(_("Trạng thái")),
        *map(field_column, asked.form.fields.values()),
        *([] if asked.structure.as_was else [Column(_("Ghi chú"))]),
    ]
    document = Document(
        title=f"{title} – {place.short_name}",
        facts=facts_of(actor, asked, place),
        tables=[Table(title, columns, _village_rows(actor, work, asked, place))],
        name=("toan-bo-thon", place.short_name, str(asked.week)),
    )
    sheets.write(document, form, work.file(sheets.name_of(document, form)))


def _village_rows(actor: Actor, work: Work, asked: queries.Asked, place: Unit) -> Iterator[list[Cell]]:
    """Yield the villages' rows; communes are read in lots, so that no file needs the country in memory."""
    communes = queries.collecting_units_below(actor, asked, place)
    fields = list(asked.form.fields.values())
    sheets_of = queries.sheets_for(actor, asked, [commune for _above, commune in communes])
    for number, ((above, commune), rows) in enumerate(zip(communes, sheets_of, strict=True), 1):
        for row in rows:
            values = [cell_of(field, row.values.get(field.code)) for field in fields]
            noted = [] if asked.structure.as_was else [partly_word(row.partly)]
            yield [above, commune.short_name, row.unit.short_name, state_word(row.state), *values, *noted]
        work.tell(number, len(communes), _("Đang ghi từng xã"))
