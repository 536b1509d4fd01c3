"""Reads of imports and of what was found in their rows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.filled import Outcome, write_template

from ..models import Import, ImportKind
from .kinds import Said, require_kind


@dataclass(frozen=True)
class Headed:
    """A cell as it was typed, under its heading, with what is wrong about it."""

    heading: str
    text: str
    faults: list[str]


@dataclass(frozen=True)
class Finding:
    """A row of the file, and what becomes of it. ``faults``: those that belong to no column."""

    number: int
    outcome: Outcome
    cells: list[Headed]
    faults: list[str]

    @property
    def told(self) -> str:
        """Return all that is wrong, in one text."""
        beside = [f"{cell.heading}: {fault}" for cell in self.cells for fault in cell.faults]
        return " ".join([*self.faults, *beside])


def find_imports(actor: Actor) -> QuerySet[Import]:
    """Return the imports that an actor made, newest first; the operator sees those of the command line."""
    rows = Import.objects.filter(by=actor.uid).order_by("-at", "-pk")
    return rows if actor.signed_in or actor == OPERATOR else rows.none()


def find_import(actor: Actor, uid: UUID) -> Import | None:
    """Return an import that an actor made, or None."""
    return find_imports(actor).defer("file", "made").filter(uid=uid).first()


def get_import(actor: Actor, uid: UUID) -> Import:
    """Return an import that an actor made; NotFound otherwise."""
    found = find_import(actor, uid)
    if found is None:
        raise NotFound(_("Không có lần nhập này, hoặc tệp đã được dọn đi. Hãy tải tệp lên lại."))
    return found


def findings_of(done: Import, *, only_wrong: bool = False) -> list[Finding]:
    """Return the rows of an import as they were judged; none once it was confirmed, for then they are not kept."""
    headings = dict(done.columns)
    return [
        Finding(
            number,
            Outcome(outcome),
            [
                Headed(heading, text, faults.get(code, []))
                for (code, heading), text in zip(done.columns, texts, strict=True)
            ],
            [sentence for code in faults if code not in headings for sentence in faults[code]],
        )
        for number, outcome, texts, faults in done.findings
        if not only_wrong or outcome == Outcome.WRONG
    ]


def template_for(actor: Actor, kind: ImportKind, said: Said) -> bytes:
    """Return the workbook to fill in, with the rows that are known already."""
    reading = require_kind(actor, kind)
    return write_template(reading.columns(actor, said), str(kind.label), reading.known(actor, said))
