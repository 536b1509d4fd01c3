"""What can be imported: of each kind who may, which columns, and how its rows are judged. The rooms say the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.filled import Column, Judged, Table
from lienthong.registry import queries as registry
from lienthong.reports import queries as reports

from ..models import ImportKind

# What was said beside the file: legacy, comma; tree of organisations; series, period and submit of returns.
Said = Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """One kind, as far as nothing is written. ``known``: rows that a template brings along."""

    may: Callable[[Actor], bool]
    columns: Callable[[Actor, Said], Sequence[Column]]
    judge: Callable[[Actor, Table, Said], Sequence[Judged[Any]]]
    known: Callable[[Actor, Said], Sequence[Mapping[str, str]]]


def asked_of(actor: Actor, said: Said) -> reports.Asked:
    """Return the week of the series that was said; NotFound or WrongMoment where there is none."""
    return reports.get_asked(actor, said.get("series", ""), said.get("period", ""))


def _judge_returns(actor: Actor, table: Table, said: Said) -> Sequence[Judged[Any]]:
    comma = said.get("comma", "")
    return reports.judge_returns(
        actor,
        table,
        asked_of(actor, said),
        comma="group" if comma == "group" else "decimal" if comma == "decimal" else "",
        submit=bool(said.get("submit")),
    )


READINGS: Mapping[ImportKind, Reading] = {
    ImportKind.OFFICIALS: Reading(
        may=registry.may_list_officials,
        columns=lambda actor, said: registry.OFFICIAL_COLUMNS,
        judge=lambda actor, table, said: registry.judge_officials(actor, table),
        known=lambda actor, said: [],
    ),
    ImportKind.VILLAGES: Reading(
        may=registry.may_list_bodies,
        columns=lambda actor, said: registry.VILLAGE_COLUMNS,
        judge=lambda actor, table, said: registry.judge_villages(actor, table),
        known=lambda actor, said: [],
    ),
    ImportKind.ORGANISATIONS: Reading(
        may=registry.may_list_bodies,
        columns=lambda actor, said: registry.BODY_COLUMNS,
        judge=lambda actor, table, said: registry.judge_bodies(actor, table, said.get("tree", "")),
        known=lambda actor, said: [],
    ),
    ImportKind.RETURNS: Reading(
        may=reports.may_import_returns,
        columns=lambda actor, said: reports.return_columns(asked_of(actor, said)),
        judge=_judge_returns,
        known=lambda actor, said: reports.known_rows(actor, asked_of(actor, said)),
    ),
}


def find_kind(code: str) -> ImportKind | None:
    """Return a kind by its code, or None."""
    return ImportKind(code) if code in ImportKind.values else None


def kinds_for(actor: Actor) -> list[ImportKind]:
    """Return what an actor may import."""
    return [kind for kind, reading in READINGS.items() if reading.may(actor)]


def require_kind(actor: Actor, kind: ImportKind) -> Reading:
    """Return how a kind is read; NotAllowed where the actor may import none of it."""
    if not READINGS[kind].may(actor):
        raise NotAllowed(
            _("Bạn không có quyền nhập “%(kind)s” từ tệp. Hãy hỏi người quản trị của đơn vị bạn.")
            % {"kind": kind.label}
        )
    return READINGS[kind]
