"""What a list is made of, as a room says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import clock, sheets
from ..actor import Actor
from ..request import Request
from ..rooms import said
from ..sheets.table import Cell, Kind
from ..templatetags.written import moment
from .filters import Filter, Rows, Words
from .queries import views_for
from .seen import see


def made_at(actor: Actor) -> str:
    """Return when a file was made."""
    return _("Lập lúc %(when)s") % {"when": moment(clock.now())}


@dataclass(frozen=True)
class Column:
    """A column. ``code``: its word in addresses; ``value``: what a row holds there; ``order``: the fields that order by it.

    ``link``: where a cell leads, "" for nowhere; ``pick``: the words of the address that a press on it sets, such as a filter's;
    ``tag``: the kind of pill that its word stands on, "" for none. ``shown``: whether it is there until somebody chooses
    columns. ``coded``: read by machines too; ``cut``: a page shows so many letters of it, a file all.
    """

    code: str
    label: Words
    value: Callable[[Any], Cell]
    kind: Kind = Kind.TEXT
    order: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    pick: Callable[[Any], Mapping[str, str]] | None = None
    tag: Callable[[Any], str] | None = None
    shown: bool = True
    coded: bool = False
    cut: int = 0

    @property
    def is_number(self) -> bool:
        """Whether its cells are read from the right."""
        return self.kind not in {Kind.TEXT, Kind.DATE}


@dataclass(frozen=True)
class Marks:
    """How a list of millions goes on: from the mark of its last row, without counting; in the order of its rows alone.

    ``code``: the mark's word in addresses; ``of``: the mark of a row; ``after``: the rows after a mark, all where it is none.
    """

    code: str
    of: Callable[[Any], str]
    after: Callable[[Rows, str], Rows]


@dataclass(frozen=True)
class Listing:
    """A list. ``code``: room.what; ``page``: the name of its address, without words; ``first``: its order at first.

    ``search``: the rows that a text finds, and ``searched``: what can be searched for, as the label of the field.
    ``personal``: its files leave an entry in the audit however few rows they hold. ``prepare``: what is read for the rows of a
    page at once, handed to nothing but the rows themselves. ``origin``: what a file says of who made it, and when.
    ``beneath``: it hangs beneath a row, whose words its address has; then nobody saves a view of it.
    """

    code: str
    title: Words
    page: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    search: Callable[[Rows, str], Rows] | None = None
    searched: Words = ""
    first: str = ""
    empty: Words = ""
    per_page: int = 50
    personal: bool = False
    prepare: Callable[[list[Any]], Sequence[Any]] = field(default=list)
    origin: Callable[[Actor], str] = made_at
    marks: Marks | None = None
    beneath: bool = False

    def answer(
        self, request: Request, rows: Rows, template: str, words: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the page, or with the file that was asked for.

        An address without words leads on to the view with which the person wants the list to open: from there its pages,
        orders and files carry the view's words like those of any other address.
        """
        views = [] if self.beneath else views_for(request.actor, self.code)
        taken = next((one for one in views if one.is_default and one.account == request.actor.uid), None)
        if taken is not None and not request.GET:
            return redirect(f"{request.path}?{taken.query or 'q='}")
        seen = see(self, request, rows, views)
        if (form := sheets.wanted(request)) is not None:
            document = seen.document(self.origin(request.actor))
            return sheets.answer(request, document, form, personal=self.personal)
        return render(request, template, {"list": seen, **(words or {})})

    def column(self, code: str) -> Column | None:
        """Return a column by its code, None where there is none (any more)."""
        return next((column for column in self.columns if column.code == code), None)


@cache
def listings() -> dict[str, Listing]:
    """Return every list that rooms say, by its code."""
    return {listing.code: listing for listing in said("listings", Listing)}
