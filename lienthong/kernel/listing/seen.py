"""A list as one request sees it: its rows, its columns, its form, its saved views, and the document of the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .. import sheets
from ..actor import Actor
from ..models import SavedView
from ..request import Request
from ..templatetags.written import NOTHING, day, moment, number
from . import queries
from .filters import Key, Rows, text_field
from .rules import COLUMNS, ORDER, PAGE, SEARCH, chosen_columns, kept_query, order_of

if TYPE_CHECKING:
    from .said import Column, Listing

# So many rows fit one file; whoever needs others narrows the list.
MOST: Final = 20_000


@dataclass(frozen=True)
class Shown:
    """A cell as a page shows it."""

    text: str
    column: Column
    link: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Seen:
    """What a template needs of a list. ``asked``: the words of the address; ``said``: those that narrow it, as they are meant."""

    listing: Listing
    asked: QueryDict
    form: forms.Form
    said: dict[str, Any]
    rows: Rows
    views: Sequence[SavedView]
    actor: Actor
    path: str

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

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def page(self) -> Page[Any] | None:
        """The page that is asked for by its number; None of a list that goes on by marks."""
        if self.listing.marks is not None:
            return None
        return Paginator(self.rows, self.listing.per_page).get_page(self.asked.get(PAGE))

    @cached_property
    def _fetched(self) -> list[Any]:
        """The rows of this page as they were read; by marks one more, to know whether the list goes on."""
        if self.page is not None:
            return list(self.page)
        marks = self.listing.marks
        rows = marks.after(self.rows, self.asked.get(marks.code, "")) if marks else self.rows
        return list(rows[: self.listing.per_page + 1])

    @cached_property
    def held(self) -> Sequence[Any]:
        """The rows of this page, ready to be shown."""
        return self.listing.prepare(self._fetched[: self.listing.per_page])

    def lines(self) -> Iterator[list[Shown]]:
        """Yield the rows of the page as cells."""
        for row in self.held:
            yield [self._cell(column, row) for column in self.columns]

    def _cell(self, column: Column, row: Any) -> Shown:
        text = _in_words(column.value(row))
        if column.cut and len(text) > column.cut:
            text = f"{text[: column.cut]}…"
        link = column.link(row) if column.link else ""
        if column.pick:
            link = self.address(**column.pick(row))
        return Shown(text, column, link, column.tag(row) if column.tag else "")

    # ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def home(self) -> str:
        """The address of the list without any words."""
        return self.path if self.listing.beneath else reverse(self.listing.page)

    def address(self, **changes: str) -> str:
        """Return the address of what is seen, from its beginning, with some words changed; "" takes one away."""
        query = self.asked.copy()
        for name in (PAGE, "as", self.listing.marks.code if self.listing.marks else PAGE):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return f"{self.home}?{query.urlencode()}"

    @property
    def goes_on(self) -> bool:
        """Whether this is a page of a list by marks that comes after another."""
        return self.listing.marks is not None and bool(self.asked.get(self.listing.marks.code))

    @property
    def next_address(self) -> str:
        """The address of the page after this one of a list by marks, "" at its end."""
        marks = self.listing.marks
        if marks is None or len(self._fetched) <= self.listing.per_page:
            return ""
        return self.address(**{marks.code: marks.of(self.held[-1])})

    # ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves rows out."""
        return bool(self.said)

    @cached_property
    def query(self) -> str:
        """What is saved with a view of this."""
        return kept_query(self.asked.urlencode(), (one.code for one in self.listing.filters))

    def is_open(self, view: SavedView) -> bool:
        """Say whether a saved view is what is seen."""
        return view.query == self.query

    @property
    def pinned(self) -> Iterator[tuple[str, str]]:
        """Yield what links have narrowed the list to, in words, and the address without it."""
        for one in self.listing.filters:
            if isinstance(one, Key) and one.code in self.said:
                yield f"{one.label}: {one.said(self.said[one.code])}", self.address(**{one.code: ""})

    @property
    def own_views(self) -> list[SavedView]:
        """The saved views that are the actor's own, and theirs to change."""
        return [view for view in self.views if view.account == self.actor.uid]

    @property
    def may_share(self) -> bool:
        """Whether the actor may give a view to everybody of their body."""
        return queries.may_share(self.actor)

    # ── a file ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def document(self, origin: str) -> sheets.Document:
        """Return what is seen, of every page, as a document; ``origin``: who made it, and when."""
        columns = [sheets.Column(str(column.label), column.kind) for column in self.columns]
        rows = self.listing.prepare(list(self.rows[:MOST]))
        cells = [[column.value(row) for column in self.columns] for row in rows]
        title = str(self.listing.title)
        cut = _("Chỉ ghi %(number)d dòng đầu. Hãy lọc hẹp hơn để có các dòng khác.") % {"number": MOST}
        facts = [" · ".join(self._narrowings()), cut if len(rows) >= MOST else "", origin]
        return sheets.Document(
            title,
            [fact for fact in facts if fact],
            [sheets.Table(title, columns, cells)],
            (title,),
        )

    def _narrowings(self) -> Iterator[str]:
        if SEARCH in self.said:
            yield _("Tìm: “%(text)s”") % {"text": self.said[SEARCH]}
        for one in self.listing.filters:
            if one.code in self.said:
                yield f"{one.label}: {one.said(self.said[one.code])}"


def _in_words(value: sheets.table.Cell) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return value or NOTHING
    if value is None:
        return NOTHING
    return day(value) if isinstance(value, date) else number(value)


def see(listing: Listing, request: Request, rows: Rows, views: Sequence[SavedView]) -> Seen:
    """Return a list as a request asks for it. What is not valid narrows nothing, and the form says so."""
    form = _form(listing, request.GET)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value not in {None, ""}}
    for one in listing.filters:
        if one.code in said:
            rows = one.narrow(rows, said[one.code])
    if listing.search and SEARCH in said:
        rows = listing.search(rows, said[SEARCH])
    if listing.marks is None:
        orders = {column.code: column.order for column in listing.columns if column.order}
        rows = rows.order_by(*order_of(request.GET.get(ORDER, ""), listing.first, orders))
    return Seen(listing, request.GET, form, said, rows, views, request.actor, request.path)


def _form(listing: Listing, asked: QueryDict) -> forms.Form:
    """Return the fields of search and filters."""
    form = forms.Form(asked)
    if listing.search:
        form.fields[SEARCH] = text_field(listing.searched or _("Tìm"))
    for one in listing.filters:
        form.fields[one.code] = one.field()
    return form
