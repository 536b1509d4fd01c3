"""Long work of the registry: resolving a list of addresses."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lienthong.kernel import sheets
from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from . import documents, queries


def resolve_addresses(
    *, actor: Actor, work: Work, digest: str, workbook: bool, column: int, on: str, form: str
) -> None:
    """Write a list of addresses with what each comes to; the list itself goes with the job. ``digest`` tells lists apart."""
    name = "dia-chi.xlsx" if workbook else "dia-chi.csv"
    listed = queries.read_address_list(actor, name, work.brought(), column)
    step = _("Đang tra cứu địa chỉ")
    document = documents.resolved_document(
        actor, listed, date.fromisoformat(on), lambda done, total: work.tell(done, total, step)
    )
    kind = sheets.Form(form)
    sheets.write(document, kind, work.file(sheets.name_of(document, kind)))
