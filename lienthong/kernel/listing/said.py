"""What a list is made of, as a room says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .. import clock, sheets
from ..actor import Actor
from ..request import Request
from ..rooms import said
from ..sheets.table import Cell, Kind
from ..templatetags.written import moment
from .seen import Seen, see

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

Rows = QuerySet[Any]


def made_at(actor: Actor) -> str:
    """Return when a file was made."""
    return _("Lập lúc %(when)s") % {"when": moment(clock.now())}


@dataclass(frozen=True)
class Column:
    """A column. ``code``: its word in addresses; ``value``: what a row holds there; ``order``: the fields that order by it.

    ``link``: where a cell leads, "" for nowhere; ``tag``: the kind of pill that its word stands on, "" for none.
    ``shown``: whether it is there until somebody chooses columns.
    """

    code: str
    label: Words
    value: Callable[[Any], Cell]
    kind: Kind = Kind.TEXT
    order: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    tag: Callable[[Any], str] | None = None
    shown: bool = True


@dataclass(frozen=True)
class Choice:
    """A filter by one of a few values. ``narrow``: the rows of a value."""

    code: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    narrow: Callable[[Rows, str], Rows]


@dataclass(frozen=True)
class Listing:
    """A list. ``code``: room.what; ``page``: the name of its address, without words; ``first``: its order at first.

    ``search``: the rows that a text finds, and ``searched``: what can be searched for, as the label of the field.
    ``personal``: its files leave an entry in the audit however few rows they hold. ``prepare``: what is read for the rows of a
    page at once, handed to nothing but the rows themselves. ``origin``: what a file says of who made it, and when.
    """

    code: str
    title: Words
    page: str
    columns: tuple[Column, ...]
    filters: tuple[Choice, ...] = ()
    search: Callable[[Rows, str], Rows] | None = None
    searched: Words = ""
    first: str = ""
    empty: Words = ""
    per_page: int = 50
    personal: bool = False
    prepare: Callable[[Sequence[Any]], Sequence[Any]] = field(default=list)
    origin: Callable[[Actor], str] = made_at

    def see(self, request: Request, rows: Rows) -> Seen:
        """Return the list as a request asks for it; a view that the person saved as their first is taken by itself."""
        return see(self, request, rows)

    def answer(
        self, request: Request, rows: Rows, template: str, words: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the page, or with the file that was asked for."""
        seen = self.see(request, rows)
        if (form := sheets.wanted(request)) is not None:
            return sheets.answer(
                request, seen.document(self.origin(request.actor)), form, personal=self.personal
            )
        return render(request, template, {"list": seen, **(words or {})})

    def column(self, code: str) -> Column | None:
        """Return a column by its code, None where there is none (any more)."""
        return next((column for column in self.columns if column.code == code), None)


@cache
def listings() -> dict[str, Listing]:
    """Return every list that rooms say, by its code."""
    return {listing.code: listing for listing in said("listings", Listing)}
