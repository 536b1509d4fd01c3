"""The cases of a plan that a person may decide otherwise than the rule: villages of units that are split, posts that meet.

Nobody has to: what the rule does stands beside each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from lienthong.identity.queries import names_of_accounts
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.text import search_key, sort_key
from lienthong.registry.models import AreaEdge, AreaVersion, Level, OrganisationVersion, Post
from lienthong.registry.queries import bodies_showing_officials

from .. import permissions
from ..models import Decision, DecisionKind, Plan
from ..rules.fates import called
from ..rules.steps import Key
from .findings import Checked, look_at
from .units import ADMIN

_CHUNK: Final = 500


@dataclass(frozen=True)
class Place:
    """A unit of the day itself, as it is offered."""

    key: Key
    name: str

    @property
    def word(self) -> str:
        """What stands for it in a form."""
        return word_of(self.key)


@dataclass(frozen=True)
class Decided:
    """What a person decided: where it goes (None: it ends), as what, who and when."""

    to: Place | None
    title: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Case:
    """One case. ``unit``: where it stands on the eve; ``rule``: where it goes otherwise (None: it ends); ``places``: where it may go.

    ``holder``: of a post, who holds it, "" where the actor may not know.
    """

    kind: DecisionKind
    subject: UUID
    name: str
    unit: str
    rule: Place | None
    places: tuple[Place, ...]
    decided: Decided | None
    holder: str = ""

    @property
    def key(self) -> str:
        """Return what it is searched by."""
        return search_key(f"{self.name} {self.unit} {self.holder}")

    @property
    def word(self) -> str:
        """Return what is chosen now, as a form says it: "" for the rule, "-" for an end."""
        if self.decided is None:
            return ""
        return self.decided.to.word if self.decided.to else ENDS


ENDS: Final = "-"


def word_of(key: Key) -> str:
    """Return a unit as one word of a form."""
    return f"{key.level}:{key.code}"


def read_word(word: str) -> Key | None:
    """Return the unit that a word of a form stands for; None for an end."""
    level, _colon, code = word.partition(":")
    return Key(level, code) if code else None


def cases_for(actor: Actor, plan: Plan, checked: Checked | None = None) -> list[Case]:
    """Return the cases of a plan, by the unit where each stands; for whoever may see the plan. ``checked``: it as looked at."""
    permissions.VIEW.require(actor, plan)
    checked = checked or look_at(plan)
    decisions = list(Decision.objects.filter(plan=plan))
    names = names_of_accounts(filter(None, (one.by for one in decisions)))
    finder = _Finder(checked, {(one.kind, one.subject): one for one in decisions}, names)
    villages = _villages(finder) if plan.with_areas else ()
    return sorted(
        [*villages, *_posts(actor, finder)], key=lambda case: (case.kind, case.unit, sort_key(case.name))
    )


class _Finder:
    """What is known of a plan while its cases are looked for."""

    def __init__(
        self,
        checked: Checked,
        decisions: Mapping[tuple[str, UUID], Decision],
        names: Mapping[UUID, str],
    ) -> None:
        self.checked, self.decisions, self._names = checked, decisions, names
        self.eve: date = checked.plan.effective_on - timedelta(days=1)
        self.ways: dict[Key, list[Key]] = defaultdict(list)
        self.split: set[Key] = set()
        for link in sorted(checked.outcome.links, key=lambda one: (one.old, not one.default, one.new)):
            self.ways[link.old].append(link.new)
            if not link.whole:
                self.split.add(link.old)

    def old(self, key: Key) -> str:
        """Return what a unit was called on the eve."""
        return called(self.checked.eve.by_key.get(key), key)

    def place(self, key: Key) -> Place:
        """Return a unit of the day itself."""
        return Place(key, called(self.checked.outcome.after.get(key), key))

    def decided(self, kind: DecisionKind, subject: UUID) -> Decided | None:
        """Return what was decided of something."""
        one = self.decisions.get((kind, subject))
        if one is None:
            return None
        to = self.place(Key(one.level, one.code)) if one.code else None
        return Decided(to, one.title, self._names.get(one.by, "") if one.by else "", one.at)


def _villages(finder: _Finder) -> Iterator[Case]:
    """Yield the villages of units that are split."""
    ids = finder.checked.eve.ids
    around = {ids[key]: key for key in finder.split if key in ids}
    lying: dict[int, Key] = {}
    for some in chunks(sorted(around), _CHUNK):
        rows = AreaEdge.objects.on(finder.eve).filter(
            tree__code=ADMIN, parent_id__in=some, child__level=Level.VILLAGE
        )
        lying |= {child: around[parent] for child, parent in rows.values_list("child_id", "parent_id")}
    for some in chunks(sorted(lying), _CHUNK):
        found = AreaVersion.objects.on(finder.eve).filter(area_id__in=some)
        for area, uid, name in found.values_list("area_id", "area__uid", "full_name"):
            ways = finder.ways[lying[area]]
            rule = finder.checked.outcome.moved.get(uid, ways[0])
            yield Case(
                DecisionKind.AREA,
                uid,
                name,
                finder.old(lying[area]),
                finder.place(rule),
                tuple(finder.place(way) for way in ways),
                finder.decided(DecisionKind.AREA, uid),
            )


def _posts(actor: Actor, finder: _Finder) -> Iterator[Case]:
    """Yield the posts that meet another of the same title at one heir, those that nothing follows, and those decided of."""
    held = list(_posts_held(finder))
    meeting = Counter(
        (system, ways[0], post.title)
        for post, system, key in held
        if (ways := finder.ways.get(key)) is not None
    )
    wanted = [
        (post, key)
        for post, system, key in held
        if not (ways := finder.ways.get(key))
        or meeting[system, ways[0], post.title] > 1
        or (DecisionKind.POST, post.uid) in finder.decisions
    ]
    showing = bodies_showing_officials(actor, {post.organisation_id for post, _key in wanted})
    for post, key in wanted:
        ways = finder.ways.get(key) or _above(finder, key)
        yield Case(
            DecisionKind.POST,
            post.uid,
            post.title,
            finder.old(key),
            finder.place(ways[0]) if key in finder.ways else None,
            tuple(finder.place(way) for way in ways),
            finder.decided(DecisionKind.POST, post.uid),
            post.official.name if post.organisation_id in showing else "",
        )


def _posts_held(finder: _Finder) -> Iterator[tuple[Post, str, Key]]:
    """Yield the posts at bodies of units that end, with the code of their system and their unit."""
    ids, plan = finder.checked.eve.ids, finder.checked.plan
    ending = {ids[key]: key for key in finder.checked.outcome.ended if key in ids}
    bodies: dict[int, tuple[str, Key]] = {}
    for some in chunks(sorted(ending), _CHUNK):
        rows = OrganisationVersion.objects.on(finder.eve).filter(
            area_id__in=some, organisation__system__code__in=plan.systems
        )
        columns = ("organisation_id", "organisation__system__code", "area_id")
        bodies |= {body: (system, ending[area]) for body, system, area in rows.values_list(*columns)}
    for some in chunks(sorted(bodies), _CHUNK):
        posts = Post.objects.filter(organisation_id__in=some, valid_to__gt=plan.effective_on)
        for post in posts.filter(valid_from__lte=finder.eve).select_related("official").order_by("pk"):
            yield (post, *bodies[post.organisation_id])


def _above(finder: _Finder, key: Key) -> list[Key]:
    """Return where the posts of a unit that nothing follows may go: to the unit around it."""
    unit = finder.checked.eve.by_key.get(key)
    if unit is None or unit.parent is None:
        return []
    around = finder.checked.outcome.goes_on.get(unit.parent, unit.parent)
    if around.code and around in finder.checked.outcome.after:
        return [around]
    return finder.ways.get(unit.parent, [])
