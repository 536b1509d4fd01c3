"""Reads of matters that may be one: which are alike, and why; which many people sent; which were linked.

Only among what the actor's own body has: nothing here looks at another's, and nothing at who sent something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

from ..models import Likeness, LinkNote, Matter, MatterClass
from ..rules.likeness import LEAST_COPY, NEAR_DAYS, band_keys, campaigns, likeness, suggests_same
from ..rules.likeness import Likeness as Alikeness
from ..rules.linking import CAMPAIGN, LINKED_CLASSES, OPEN_STATES
from .matters import matters_for

# So many candidates are compared word by word; what a page shows of them.
_COMPARED, _NEAR, SHOWN = 2_000, 300, 50
_CAMPAIGN_DAYS, _MOST_COPIES = 90, 5_000
# A transaction that took its number so much earlier than the newest is over by now.
_LATE = 10_000


@dataclass(frozen=True)
class Alike:
    """A matter that may be the same as another, and why: place, days apart, share of the words."""

    matter: Matter
    same_place: bool
    days: int
    percent: int
    is_copy: bool

    @property
    def why(self) -> str:
        """Why it is suggested, in one line."""
        place = _("cùng xã") if self.same_place else _("khác xã")
        days = _("cùng ngày")
        if self.days:
            days = ngettext("cách %(days)d ngày", "cách %(days)d ngày", self.days) % {"days": self.days}
        words = _("%(percent)d %% chữ giống") if self.is_copy else _("%(percent)d %% từ khóa giống")
        return ", ".join((place, days, words % {"percent": self.percent}))


@dataclass(frozen=True)
class Campaign:
    """One text that many sent. ``first``: the earliest of them."""

    first: Matter
    count: int
    communes: int
    since: datetime
    until: datetime

    @property
    def category(self) -> str:
        """What it is about."""
        return self.first.category.label


def linkable_for(actor: Actor) -> QuerySet[Matter]:
    """Return the matters of the actor's body that may be linked to another now."""
    seat = actor.organisation_id
    if seat is None:
        return Matter.objects.none()
    return matters_for(actor).filter(
        organisation_id=seat,
        matter_class__in=LINKED_CLASSES,
        state__in=OPEN_STATES,
        lead=None,
    )


def alike_to(actor: Actor, matter: Matter) -> list[Alike]:
    """Return the matters that may be the same as one, the likest first; none where its class is decided one by one."""
    if matter.matter_class not in LINKED_CLASSES:
        return []
    near = timedelta(days=NEAR_DAYS)
    rows = linkable_for(actor).exclude(pk=matter.pk).filter(matter_class=matter.matter_class)
    around = rows.filter(sent_at__gte=matter.sent_at - near, sent_at__lte=matter.sent_at + near)
    keys = band_keys(matter.text)
    copies = Likeness.objects.filter(key__in=keys).values("matter")
    found = {one.pk: one for one in around.filter(pk__in=copies).order_by("pk")[:_COMPARED]}
    here = around.filter(area_id=matter.area_id, category_id=matter.category_id).order_by("-sent_at", "pk")
    found.update({one.pk: one for one in here[:_NEAR]})
    judged = [_judged(matter, one) for one in found.values()]
    alike = [one for one in judged if one is not None]
    return sorted(alike, key=lambda one: (not one.is_copy, -one.percent, one.days, one.matter.pk))


def _judged(matter: Matter, other: Matter) -> Alike | None:
    alike: Alikeness = likeness(matter.text, other.text)
    same_place = matter.area_id == other.area_id
    apart = abs((matter.sent_at - other.sent_at).total_seconds()) / 86_400
    copy = alike.copy >= LEAST_COPY
    if not copy and not suggests_same(alike, same_place=same_place, days_apart=apart):
        return None
    days = abs((_day(matter) - _day(other)).days)
    return Alike(other, same_place, days, round(100 * (alike.copy if copy else alike.words)), copy)


def _day(matter: Matter) -> datetime:
    return matter.sent_at.astimezone(clock.LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)


def copies_of(actor: Actor, matter: Matter) -> list[Matter]:
    """Return the copies of a matter's text, at the actor's body, that are linked to nothing."""
    return [one.matter for one in alike_to(actor, matter) if one.is_copy]


def campaigns_for(actor: Actor) -> list[Campaign]:
    """Return the texts that many sent to the actor's body in the last months and that are not linked yet, the most first."""
    rows = linkable_for(actor).filter(sent_at__gte=clock.now() - timedelta(days=_CAMPAIGN_DAYS)).order_by()
    keyed = Likeness.objects.filter(key__gte=0, matter__in=rows.values("pk"))
    shared = keyed.values("key").annotate(many=Count("pk")).filter(many__gte=CAMPAIGN).values("key")
    copies = Likeness.objects.filter(key__in=shared, matter__in=rows.values("pk")).values("matter")
    found = rows.filter(pk__in=copies).order_by("pk")[:_MOST_COPIES]
    by_key = {one.pk: one for one in found}
    gathered = campaigns({one.pk: one.text for one in by_key.values()})
    return [_campaign([by_key[key] for key in many]) for many in gathered if len(many) >= CAMPAIGN]


def _campaign(many: Sequence[Matter]) -> Campaign:
    sent = [one.sent_at for one in many]
    first = min(many, key=lambda one: (one.sent_at, one.pk))
    return Campaign(first, len(many), len({one.area_id for one in many}), min(sent), max(sent))


# ── linked ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def followers_of(actor: Actor, matter: Matter) -> QuerySet[Matter]:
    """Return the matters that are answered together with one, as far as the actor may read them."""
    return matters_for(actor).filter(lead=matter).order_by("sent_at", "pk")


def only_leads(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Return rows without those that are answered with another, each with ``together``: how many are answered with it."""
    return rows.filter(lead=None).annotate(together=Count("followers"))


def link_notes_of(actor: Actor, matter: Matter) -> QuerySet[LinkNote]:
    """Return what was linked and taken off of a matter, the latest first; of one that the actor may read."""
    seen = matters_for(actor).filter(pk=matter.pk).values("pk")
    rows = LinkNote.objects.filter(Q(matter__in=seen) | Q(lead__in=seen))
    return rows.select_related("matter__category").order_by("-at", "-pk")


def get_linkable(actor: Actor, uids: Sequence[UUID]) -> list[Matter]:
    """Return matters by their public ids as the actor may read them; whoever may not read one finds it left out."""
    return list(matters_for(actor).filter(uid__in=uids).order_by("pk"))


# ── keys to come ─────────────────────────────────────────────────────────────────────────────────────────────────────


def matters_to_key() -> QuerySet[Matter]:
    """Return the matters without keys, the earliest first: none were made while they came in."""
    newest = Likeness.objects.aggregate(last=Max("matter_id"))["last"] or 0
    known = Likeness.objects.filter(matter=OuterRef("pk"))
    rows = Matter.objects.filter(pk__gt=newest - _LATE).exclude(matter_class=MatterClass.DENUNCIATION)
    return rows.filter(~Exists(known)).order_by("pk")


def has_matters_to_key() -> bool:
    """Say whether there are matters without keys."""
    return matters_to_key().exists()
