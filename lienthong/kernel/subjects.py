"""Subjects: the kinds of row that a room lends to what every room shares (history, comments, files, work, search).

A room says its subjects in ``subjects.py``, above its queries and below its doors; no room is named here. Whoever
shares something asks the subject whether an actor may see a row, what it is called and where its page is, and never
looks at the row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .actor import Actor
from .errors import NotAllowed, NotFound
from .jobs import find_any_job
from .rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class About:
    """One row, as an actor may know of it.

    ``title``: one line, without personal data. ``url``: its page. ``organisation_id``: the body that it belongs to,
    0 where it belongs to none. ``stream``: its audit stream.
    """

    uid: UUID
    title: str
    url: str
    organisation_id: int
    stream: UUID


@dataclass(frozen=True)
class Subject:
    """A kind of row. ``kind`` is the word of its audit entries, such as "return".

    ``find``: the row of a public id as the actor may see it, None where there is none or they may not know of it.
    ``may_add``: whether an actor who sees the row may add files to it and delete them; None: nobody may.
    ``retention``: how long its files are kept, a class of ``kernel/data/retention.json``.
    """

    kind: str
    label: str | _StrPromise
    find: Callable[[Actor, UUID], About | None]
    may_add: Callable[[Actor, UUID], bool] | None = None
    retention: str = "work"

    def get(self, actor: Actor, uid: UUID) -> About:
        """Return a row as an actor may see it; NotFound otherwise."""
        about = self.find(actor, uid)
        if about is None:
            raise NotFound(_("Không tìm thấy mục này, hoặc bạn không được xem. Hãy kiểm tra lại đường dẫn."))
        return about

    def allows_adding(self, actor: Actor, uid: UUID) -> bool:
        """Say whether an actor may add files to a row that they see, and delete them."""
        return self.may_add is not None and self.may_add(actor, uid)

    def get_to_add(self, actor: Actor, uid: UUID) -> About:
        """Return a row to which an actor may add files; NotFound or NotAllowed otherwise."""
        about = self.get(actor, uid)
        if not self.allows_adding(actor, uid):
            raise NotAllowed(
                _(
                    "Bạn xem được mục này nhưng không được thêm hay xóa tệp của nó. Hãy hỏi người phụ trách mục này."
                )
            )
        return about


@dataclass(frozen=True)
class Bodies:
    """How bodies are called: said by the room that keeps them. ``names``: of their keys, on a day."""

    names: Callable[[Iterable[int], date], Mapping[int, str]]


def body_names(keys: Iterable[int | None], day: date) -> dict[int, str]:
    """Return how bodies are called on a day, by their keys; those that no room knows are left out."""
    wanted = sorted({key for key in keys if key is not None})
    found: dict[int, str] = {}
    for bodies in said("subjects", Bodies) if wanted else ():
        found.update(bodies.names(wanted, day))
    return found


@dataclass(frozen=True)
class Side:
    """A page that stands beside the page of every row, such as its history. ``name``: an address of (kind, uid).

    Whoever offers such a page says it in ``sides.py``; ``{% beside kind uid %}`` shows the ways to all of them.
    """

    name: str
    label: str | _StrPromise
    icon: str


@cache
def sides() -> tuple[Side, ...]:
    """Return the pages that stand beside the page of every row."""
    return tuple(said("sides", Side))


@cache
def known() -> dict[str, Subject]:
    """Return every subject by its kind."""
    return {subject.kind: subject for subject in said("subjects", Subject)}


def subject_of(kind: str) -> Subject:
    """Return the subject of a kind; NotFound where no room lends it."""
    subject = known().get(kind)
    if subject is None:
        raise NotFound(_("Không có loại mục “%(kind)s”.") % {"kind": kind})
    return subject


def _job(actor: Actor, uid: UUID) -> About | None:
    job = find_any_job(actor, uid)
    if job is None:
        return None
    page = "jobs:job" if job.asked_by == actor.uid else "jobs:managed_job"
    return About(uid, job.label, reverse(page, args=[uid]), organisation_id=0, stream=job.stream)


# The kernel's own.
JOB = Subject("job", gettext_lazy("Việc chạy nền"), _job)
