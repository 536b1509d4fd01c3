"""The words of a list in an address: which of them are kept with a saved view, and which columns they name. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode

SEARCH: Final = "q"
ORDER: Final = "xep"
COLUMNS: Final = "cot"
PAGE: Final = "trang"
LONGEST: Final = 1000
_LONGEST_VALUE: Final = 200


def kept_query(query: str, filters: Iterable[str], *, personal: bool = False) -> str:
    """Return of an address's query what belongs to a list's view: search, filters, order and columns, in this order; no more
    of it than fits. ``personal``: the list is of people, and what was searched for may name one: it is not kept.

    >>> kept_query("state=done&q=xã&trang=3&as=csv&evil=1", ["state"])
    'q=x%C3%A3&state=done'
    """
    places = {name: place for place, name in enumerate((SEARCH, *filters, ORDER, COLUMNS))}
    if personal:
        del places[SEARCH]
    pairs = parse_qsl(query[: 4 * LONGEST])
    known = [(name, value[:_LONGEST_VALUE]) for name, value in pairs if name in places]
    kept = ""
    for pair in sorted(known, key=lambda pair: places[pair[0]]):
        longer = "&".join(filter(None, (kept, urlencode([pair]))))
        kept = longer if len(longer) <= LONGEST else kept
    return kept


def order_of(asked: str, first: str, orders: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the fields by which rows are ordered; ties always by the key, so that pages never share a row.

    >>> order_of("-day", "", {"day": ["day"]}), order_of("nonsense", "day", {"day": ["day", "hour"]})
    (['-day', '-pk'], ['day', 'hour', 'pk'])
    """
    wanted = asked if asked.removeprefix("-") in orders else first
    fields = orders.get(wanted.removeprefix("-"), ())
    turned = wanted.startswith("-")
    return [_turned(name) if turned else name for name in (*fields, "pk")]


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def chosen_columns(asked: Sequence[str], known: Sequence[tuple[str, bool]]) -> list[str]:
    """Return the columns that are shown, in the list's own order: those asked for that exist, else those shown at first.

    >>> chosen_columns(["b", "gone"], [("a", True), ("b", False)]), chosen_columns(["gone"], [("a", True), ("b", False)])
    (['b'], ['a'])
    """
    wanted = [code for code, _shown in known if code in asked]
    return wanted or [code for code, shown in known if shown]
