"""Reads of what is at the root of matters: the catalogue, what was found of one, and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData

from ..models import Cause, CauseKind, Matter
from ..rules.trends import Shown, shown, withheld
from .trends import Asked, scope_of


def cause_kinds_on(day: date) -> list[CauseKind]:
    """Return what may be at the root of matters on a day, in the order of the page."""
    return list(CauseKind.objects.on(day).order_by("position", "pk"))


def get_cause_kind(code: str, day: date) -> CauseKind:
    """Return a kind that holds on a day; WrongData where there is none."""
    found: CauseKind | None = CauseKind.objects.on(day).filter(code=code).first()
    if found is None:
        sentence = _("Hãy chọn nguyên nhân trong danh sách.")
        raise WrongData(sentence, {"cause": [sentence]})
    return found


def cause_of(matter: Matter) -> Cause | None:
    """Return what was found at the root of a matter, which the caller may read."""
    return Cause.objects.select_related("kind").filter(matter=matter).first()


@dataclass(frozen=True)
class CauseRow:
    """How often one cause was found at the actor's body, and at all that they oversee; the second may be withheld."""

    label: str
    own: int
    total: Shown

    @property
    def number(self) -> int:
        """What the row is ordered by: a withheld number is the least."""
        return self.total.number if self.total.number is not None else self.own


def causes_for(actor: Actor, asked: Asked) -> list[CauseRow]:
    """Return how often each cause was found in the periods that are asked for, the most frequent first."""
    scope = scope_of(actor)
    days = {"day__gte": asked.periods[0].first, "day__lte": asked.periods[-1].last}
    rows = Cause.objects.filter(scope.within("organisation_id"), **days).exclude(matter__about_id=scope.seat)
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    counted = rows.values_list("kind__code", "organisation_id").annotate(many=Count("pk")).order_by()
    for code, body, many in counted:
        (own if body == scope.seat else others)[code] += many
    hidden = withheld(others)
    labels = {kind.code: kind.label for kind in cause_kinds_on(clock.today())}
    known = {code: labels.get(code, code) for code in {*own, *others}}
    found = [
        CauseRow(label, own[code], Shown(None) if code in hidden else shown(own[code], others[code]))
        for code, label in known.items()
    ]
    return sorted(found, key=lambda row: (-row.number, row.label))
