"""What stands around every page: who is signed in, for which unit, and where the menu leads.

`config` fills a Shell once a request and hands it to the templates as ``shell``. A page without one (the page of a
fault of ours) shows the product's name and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .permission import Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .maintenance import Announcement


@dataclass(frozen=True)
class Entry:
    """One way to go. ``count``: work that waits there (0 is not shown); ``urgent``: some of it is overdue.

    ``current``: the page is the one it leads to; ``around``: the page lies below that one.
    """

    label: str
    url: str
    icon: str
    count: int = 0
    current: bool = False
    urgent: bool = False
    around: bool = False


@dataclass(frozen=True)
class Group:
    """Entries under a heading; an empty title shows no heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Way:
    """A way into an added room, said in its ``menu.py``. ``page``: the name of its address; ``right``: who is shown it."""

    label: str | _StrPromise
    page: str
    icon: str
    right: Permission


@dataclass(frozen=True)
class Shell:
    """Everything that base.html and base_phone.html read.

    ``menu``: groups at the side of a desktop. ``tabs``: at most five entries at the foot of a phone. ``unit_name``:
    where the person acts now; ``posts_url`` leads to their other posts, "" where there is only one. ``clock_text``:
    the instant at which the clock stands, as "09:40 22/11/2026", "" while it runs. ``demo``: say so on every page.
    ``maintenance``: what is announced, or None.
    ``open_ways``: where people without an account may go, for whoever is not signed in.
    ``unread``: notices that nobody has read yet, shown as 99+ beyond 99; ``notices_url``: where they are.
    """

    product: str
    menu: tuple[Group, ...] = ()
    tabs: tuple[Entry, ...] = ()
    unit_name: str = ""
    account_name: str = ""
    account_initials: str = ""
    demo: bool = False
    clock_text: str = ""
    maintenance: Announcement | None = None
    notices_url: str = ""
    unread: int = 0
    posts_url: str = ""
    sign_out_url: str = ""
    signed_in: bool = False
    open_ways: tuple[Entry, ...] = ()
