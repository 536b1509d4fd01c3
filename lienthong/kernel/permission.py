"""Permission: who may, and where. Said once, asked three ways that never disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from .actor import Actor, Key
from .errors import NotAllowed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Permission:
    """A right that is held at places of an organisation tree.

    ``on``: the path from a row to the organisation it belongs to, as a column ("organisation_id", "pk").
    ``by``: whether that column holds the organisation's key or its public id. ``in_person``: only whom it was given to uses
    it, never a key of theirs nor a stand-in. ``seat``: used by who works at that very body; from above nothing waits for anybody.
    """

    code: str
    label: str | _StrPromise
    on: str = "organisation_id"
    by: Key = "pk"
    in_person: bool = False
    seat: bool = False

    def filter(self, actor: Actor, rows: QuerySet[Row], at: date | None = None) -> QuerySet[Row]:
        """Return the rows on which the actor holds this."""
        return rows.filter(self.within(actor, at))

    def within(self, actor: Actor, at: date | None = None, on: str | None = None) -> Q:
        """Return the condition on rows; ``on`` names another column than the permission's own."""
        return actor.places.within(self.code, (on or self.on).replace(".", "__"), self.by, at)

    def allows(self, actor: Actor, row: Any, at: date | None = None) -> bool:
        """Say whether the actor holds this on one row."""
        value = row
        for name in self.on.split("."):
            value = getattr(value, name)
        return self.allows_at(actor, value, at)

    def allows_at(self, actor: Actor, organisation: Any, at: date | None = None) -> bool:
        """Say whether the actor holds this at an organisation, given by its key."""
        return actor.places.covers(self.code, organisation, self.by, at)

    def require(self, actor: Actor, row: Any, at: date | None = None) -> None:
        """Raise NotAllowed unless the actor holds this on one row."""
        if not self.allows(actor, row, at):
            raise self.refusal(actor)

    def require_at(self, actor: Actor, organisation: Any, at: date | None = None) -> None:
        """Raise NotAllowed unless the actor holds this at an organisation, given by its key."""
        if not self.allows_at(actor, organisation, at):
            raise self.refusal(actor)

    def require_somewhere(self, actor: Actor) -> None:
        """Raise NotAllowed unless the actor holds this at one place at least."""
        if not actor.places.holds(self.code):
            raise self.refusal(actor)

    def refusal(self, actor: Actor) -> NotAllowed:
        """Return what is said to an actor who does not hold this; a program is told to look at its key."""
        if actor.token is not None:
            return NotAllowed(
                _(
                    "Khóa truy cập API này không dùng được quyền “%(right)s” ở đơn vị này. "
                    "Hãy dùng khóa có quyền đó, hoặc xem chủ khóa có quyền đó không."
                )
                % {"right": self.label}
            )
        return NotAllowed(
            _("Bạn không có quyền “%(right)s” ở đơn vị này. Hãy hỏi người quản trị của đơn vị bạn.")
            % {"right": self.label}
        )
