"""A plan rehearsed: everything that carrying it out would change, counted and listed, without writing any of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.following import Change, Effect, Tell, followers, silent
from lienthong.registry.models import Organisation, Post
from lienthong.registry.queries import Eve, Reshaped

from .. import permissions
from ..models import EffectRow, Plan, Rehearsal
from .changing import planned_change

REGISTRY = "registry"
_CHUNK = 1_000


@dataclass(frozen=True)
class Rehearsed:
    """The whole effect. ``effects``: each with the room that said it. ``counts``: areas and bodies, by what becomes of them."""

    change: Change
    effects: tuple[tuple[str, Effect], ...]
    counts: dict[str, int]
    hindrances: tuple[str, ...]
    irreversible: tuple[str, ...]


def rehearsal_for(actor: Actor, plan: Plan, tell: Tell = silent) -> Rehearsed:
    """Return everything that a plan would change, asked of every room. It takes seconds; pages read ``kept_rehearsal``."""
    permissions.VIEW.require(actor, plan)
    return rehearse(plan, tell)


def rehearse(plan: Plan, tell: Tell = silent) -> Rehearsed:
    """Return everything that a plan would change."""
    asked = followers()
    steps = len(asked) + 2
    change, eve, done = planned_change(plan)
    tell(1, steps)
    effects = [(REGISTRY, one) for one in (*_of_bodies(change, eve, done), *_of_posts(change))]
    tell(2, steps)
    for number, follower in enumerate(asked, start=3):
        effects += [(follower.name, one) for one in follower.rehearse(change)]
        tell(number, steps)
    return Rehearsed(
        change=change,
        effects=tuple(effects),
        counts=_counts(eve, done),
        hindrances=hindrances_of(change),
        irreversible=irreversible_of(change),
    )


def hindrances_of(change: Change) -> tuple[str, ...]:
    """Return why a plan cannot be carried out, in sentences; nothing where it can."""
    return tuple(sentence for follower in followers() for sentence in follower.hindrances(change))


def irreversible_of(change: Change) -> tuple[str, ...]:
    """Return, in sentences, what cannot be taken back, or ends the time in which the rest can."""
    return (
        _("Thông báo gửi tới người dùng và thư đã gửi đi không thu lại được; khi hoàn tác, họ được báo lại."),
        _(
            "Hoàn tác được cho tới khi có dữ liệu mới ở đơn vị được thành lập, hoặc có người sửa điều đã chuyển: "
            "báo cáo, quyền, chức vụ, việc, tài khoản nhập sau khi thực hiện."
        ),
        *(sentence for follower in followers() for sentence in follower.irreversible(change)),
    )


def _counts(eve: Eve, done: Reshaped) -> dict[str, int]:
    villages = sum(eve.areas[key].level == "village" for key in done.areas_moved)
    return {
        "bodies_closed": len(done.closed),
        "bodies_without_heir": sum(not heirs for heirs in done.closed.values()),
        "bodies_founded": len(done.founded),
        "bodies_renamed": len(done.renamed),
        "bodies_moved": len(done.moved),
        "areas_moved": len(done.areas_moved) - villages,
        "villages_moved": villages,
    }


# ── the registry's own ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_bodies(change: Change, eve: Eve, done: Reshaped) -> Iterator[Effect]:
    """Say of each body that ends, moves or is called otherwise what becomes of it; of villages only how many move."""
    for body, heirs in change.closed.items():
        if heirs:
            names = ", ".join(heir.name for heir in heirs)
            label = _("Kết thúc, nhập vào %(heirs)s") if len(heirs) == 1 else _("Kết thúc, chia về %(heirs)s")
            yield Effect("registry.closed", label % {"heirs": names}, body, 1, heirs[0].uid, by=change.on)
        else:
            yield Effect(
                "registry.abolished",
                _("Kết thúc, không có đơn vị kế thừa"),
                body,
                1,
                who=_("Người lập phương án"),
                what=_("Xác nhận không có đơn vị kế thừa: hồ sơ cũ về đơn vị cấp trên."),
                by=change.on,
                decide=True,
            )
    for body, (name, _short) in done.renamed.items():
        yield Effect("registry.renamed", _("Đổi tên thành %(name)s") % {"name": name}, body, 1, by=change.on)
    villages: Counter[UUID] = Counter()
    below: dict[UUID, int] = {}
    for body, moves in done.moved.items():
        _before, after = next(iter(moves.values()))
        if after is None:
            continue
        uid = after if isinstance(after, UUID) else eve.bodies[after].uid
        if eve.bodies[body].level == "village":
            villages[uid] += 1
            below.setdefault(uid, next(iter(moves.values()))[0] or 0)
            continue
        name = done.founded[uid].name if uid in done.founded else _called(eve, done, after)
        yield Effect("registry.moved", _("Trực thuộc %(name)s") % {"name": name}, body, 1, uid, by=change.on)
    for uid, count in villages.items():
        label = ngettext(
            "%(count)d đơn vị thôn, tổ dân phố chuyển sang trực thuộc",
            "%(count)d đơn vị thôn, tổ dân phố chuyển sang trực thuộc",
            count,
        )
        yield Effect(
            "registry.villages", label % {"count": count}, below[uid] or None, count, uid, by=change.on
        )


def _called(eve: Eve, done: Reshaped, body: object) -> str:
    key = body if isinstance(body, int) else 0
    return done.renamed[key][0] if key in done.renamed else eve.bodies[key].name


def _of_posts(change: Change) -> Iterator[Effect]:
    """Say how many posts go where, how many end, and where several people would hold the same post at one heir."""
    going: Counter[int] = Counter()
    holders: Counter[tuple[UUID, str]] = Counter()
    first: dict[UUID, int] = {}
    for key, body, title in _posts_of(change):
        heir, title_after = change.posts.get(key, (change.heir_of(body), title))
        going[body] += 1
        if heir is not None:
            holders[heir.uid, title_after or title] += 1
            first.setdefault(heir.uid, body)
    for body, count in going.items():
        heir = change.heir_of(body)
        if heir is None:
            label = ngettext("%(count)d chức vụ kết thúc", "%(count)d chức vụ kết thúc", count)
            yield Effect(
                "registry.posts_end",
                label % {"count": count},
                body,
                count,
                who=_("Người lập phương án"),
                what=_("Quyết định cán bộ giữ chức vụ nào ở đơn vị nào; nếu không, chức vụ kết thúc."),
                by=change.on,
                decide=True,
            )
        else:
            label = ngettext(
                "%(count)d chức vụ chuyển về %(heir)s", "%(count)d chức vụ chuyển về %(heir)s", count
            )
            yield Effect(
                "registry.posts",
                label % {"count": count, "heir": heir.name},
                body,
                count,
                heir.uid,
                by=change.on,
            )
    several = Counter(uid for (uid, _title), count in holders.items() for _one in range(count) if count > 1)
    for uid, count in several.items():
        label = ngettext(
            "%(count)d người cùng giữ một chức vụ ở đơn vị kế thừa",
            "%(count)d người cùng giữ một chức vụ ở đơn vị kế thừa",
            count,
        )
        yield Effect(
            "registry.same_post",
            label % {"count": count},
            first[uid],
            count,
            uid,
            who=_("Người lập phương án"),
            what=_("Quyết định ai giữ chức vụ nào; nếu không, mọi người giữ chức vụ cũ ở đơn vị kế thừa."),
            by=change.on,
            decide=True,
        )


def _posts_of(change: Change) -> Iterator[tuple[int, int, str]]:
    closed = sorted(change.closed)
    for start in range(0, len(closed), _CHUNK):
        rows = Post.objects.filter(organisation_id__in=closed[start : start + _CHUNK], valid_to__gt=change.on)
        yield from rows.order_by("pk").values_list("pk", "organisation_id", "title")


# ── what was kept ────────────────────────────────────────────────────────────────────────────────────────────────────


def kept_rehearsal(actor: Actor, plan: Plan) -> Rehearsal | None:
    """Return what the last rehearsal of a plan found; None where there was none. ``version`` says whether it is of now."""
    permissions.VIEW.require(actor, plan)
    return Rehearsal.objects.filter(plan=plan).first()


def effects_for(actor: Actor, plan: Plan) -> QuerySet[EffectRow]:
    """Return the lines of a plan's last rehearsal, what somebody has to decide first."""
    permissions.VIEW.require(actor, plan)
    return EffectRow.objects.filter(rehearsal__plan=plan).order_by("-decide", "room", "kind", "pk")


def room_labels() -> dict[str, str]:
    """Return what the rooms that say something in a rehearsal are called, in the order in which they are asked."""
    return {REGISTRY: _("Đơn vị và chức vụ"), **{one.name: str(one.label) for one in followers()}}


@dataclass(frozen=True)
class KindCount:
    """How much of a kind a rehearsal found: in so many lines, so many things."""

    room: str
    kind: str
    lines: int
    things: int
    decide: bool


def effect_kinds(actor: Actor, plan: Plan) -> list[KindCount]:
    """Return what a plan's last rehearsal found, by kind."""
    rows = effects_for(actor, plan).order_by("room", "kind", "decide").values_list("room", "kind", "decide")
    counted = rows.annotate(lines=Count("pk"), things=Sum("count"))
    return [KindCount(room, kind, lines, things, decide) for room, kind, decide, lines, things in counted]


@dataclass(frozen=True)
class UnitChanges:
    """What a plan changes for one body. ``effects``: what happens to it or comes to it; ``decide``: how many need somebody."""

    organisation: Organisation
    name: str
    effects: tuple[EffectRow, ...]
    decide: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def changes_for(actor: Actor, plan: Plan, organisation: Organisation) -> UnitChanges:
    """Return what a plan changes for a body, by its last rehearsal: for whoever sees the plan, or plans at the body itself.

    NotFound where it changes nothing there, or the actor may not know of it.
    """
    if not (permissions.VIEW.allows(actor, plan) or permissions.VIEW.allows_at(actor, organisation.pk)):
        raise NotFound(_("Không có phương án này, hoặc bạn không được xem. Hãy hỏi người quản trị."))
    about = Q(organisation=organisation) | Q(heir=organisation.uid)
    rows = tuple(
        EffectRow.objects.filter(about, rehearsal__plan=plan).order_by("-decide", "room", "kind", "pk")
    )
    name = next((row.unit for row in rows if row.organisation_id == organisation.pk), "")
    return UnitChanges(
        organisation, name, rows, sum(row.decide for row in rows), Counter(row.kind for row in rows)
    )


def plans_touching(organisation: Organisation) -> list[Plan]:
    """Return the plans whose last rehearsal says something about a body."""
    about = Q(rehearsal__effects__organisation=organisation) | Q(rehearsal__effects__heir=organisation.uid)
    return list(Plan.objects.filter(about).distinct().order_by("-effective_on", "pk"))


def rows_of(rehearsed: Rehearsed, search_key: Callable[[str], str]) -> Iterable[tuple[object, ...]]:
    """Yield the lines of a rehearsal as the columns of ROW."""
    names = rehearsed.change.names
    for room, one in rehearsed.effects:
        unit = names.get(one.organisation_id or 0, "")
        yield (
            *(room, one.kind, str(one.label)[:500], one.organisation_id, unit[:200], search_key(unit)[:200]),
            *(one.heir, one.count, str(one.who)[:200], str(one.what)[:500], one.by, one.decide),
        )


ROW = (
    *("room", "kind", "label", "organisation_id", "unit", "search_key"),
    *("heir", "count", "who", "what", "by", "decide"),
)
