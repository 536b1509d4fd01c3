"""A list as one request sees it: its rows, its columns, its form, its saved views, and the document of the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .. import sheets
from ..models import SavedView
from ..request import Request
from ..templatetags.written import day, moment, number
from . import queries
from .rules import COLUMNS, ORDER, SEARCH, chosen_columns, kept_query, order_of

if TYPE_CHECKING:
    from .said import Column, Listing

MOST = 100_000


@dataclass(frozen=True)
class Shown:
    """A cell as a page shows it."""

    text: str
    link: str
    tag: str
    is_number: bool


@dataclass(frozen=True)
class Seen:
    """What a template needs of a list. ``asked``: the words of the address, or of the view that was taken by itself."""

    listing: Listing
    asked: QueryDict
    rows: QuerySet[Any]
    views: Sequence[SavedView]
    taken: SavedView | None
    account: Any

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are shown."""
        known = [(column.code, column.shown) for column in self.listing.columns]
        wanted = chosen_columns(self.asked.getlist(COLUMNS), known)
        return [column for column in self.listing.columns if column.code in wanted]

    @cached_property
    def order(self) -> str:
        """The order as the address says it."""
        asked = self.asked.get(ORDER, "")
        orders = {column.code for column in self.listing.columns if column.order}
        return asked if asked.removeprefix("-") in orders else self.listing.first

    @cached_property
    def form(self) -> forms.Form:
        """The fields of search and filters."""
        form = forms.Form(self.asked)
        if self.listing.search:
            form.fields[SEARCH] = forms.CharField(
                label=self.listing.searched or _("Tìm"), required=False, max_length=100
            )
        for one in self.listing.filters:
            choices = [("", _("Tất cả")), *one.choices]
            form.fields[one.code] = forms.ChoiceField(label=one.label, required=False, choices=choices)
        return form

    @cached_property
    def page(self) -> Page[Any]:
        """The rows of the page that is asked for."""
        return Paginator(self.rows, self.listing.per_page).get_page(self.asked.get("trang"))

    def lines(self) -> Iterator[list[Shown]]:
        """Yield the rows of the page as cells."""
        for row in self.listing.prepare(list(self.page)):
            yield [self._cell(column, row) for column in self.columns]

    def _cell(self, column: Column, row: Any) -> Shown:
        link = column.link(row) if column.link else ""
        tag = column.tag(row) if column.tag else ""
        return Shown(
            _in_words(column.value(row)), link, tag, column.kind not in {sheets.Kind.TEXT, sheets.Kind.DATE}
        )

    @property
    def heads(self) -> Iterator[tuple[Column, bool]]:
        """Yield the columns, and whether numbers stand in them."""
        for column in self.columns:
            yield column, column.kind not in {sheets.Kind.TEXT, sheets.Kind.DATE}

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves rows out."""
        return any(self.asked.get(name) for name in (SEARCH, *(one.code for one in self.listing.filters)))

    @property
    def query(self) -> str:
        """What is saved with a view of this."""
        return kept_query(self.asked.urlencode(), (one.code for one in self.listing.filters))

    @property
    def home(self) -> str:
        """The address of the list without any words."""
        return reverse(self.listing.page)

    def is_open(self, view: SavedView) -> bool:
        """Say whether a saved view is what is seen."""
        return view.query == self.query

    def document(self, origin: str) -> sheets.Document:
        """Return what is seen, of every page, as a document; ``origin``: who made it, and when."""
        columns = [sheets.Column(str(column.label), column.kind) for column in self.columns]
        rows = self.listing.prepare(list(self.rows[:MOST]))
        cells = ([column.value(row) for column in self.columns] for row in rows)
        title = str(self.listing.title)
        return sheets.Document(
            title,
            [*self._narrowings(), origin],
            [sheets.Table(title, columns, list(cells))],
            (self.listing.code.partition(".")[2],),
        )

    def _narrowings(self) -> Iterable[str]:
        if text := self.asked.get(SEARCH):
            yield _("Tìm: “%(text)s”") % {"text": text}
        for one in self.listing.filters:
            for value, label in one.choices:
                if self.asked.get(one.code) == value:
                    yield f"{one.label}: {label}"


def _in_words(value: sheets.table.Cell) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return value or "–"
    if value is None:
        return "–"
    return day(value) if isinstance(value, date) else number(value)


def see(listing: Listing, request: Request, rows: QuerySet[Any]) -> Seen:
    """Return a list as a request asks for it."""
    views = queries.views_for(request.actor, listing.code)
    taken = next((view for view in views if view.is_default and view.account == request.actor.uid), None)
    bare = not request.GET
    asked = QueryDict(taken.query) if taken and bare else request.GET
    for one in listing.filters:
        value = asked.get(one.code, "")
        if value in {known for known, _label in one.choices}:
            rows = one.narrow(rows, value)
    if listing.search and (text := asked.get(SEARCH, "").strip()[:100]):
        rows = listing.search(rows, text)
    orders = {column.code: column.order for column in listing.columns if column.order}
    ordered = rows.order_by(*order_of(asked.get(ORDER, ""), listing.first, orders))
    return Seen(listing, asked, ordered, views, taken if bare else None, request.actor.uid)
