"""How what waits follows a restructuring: open work with its clocks goes to the heir, with the days on which it is due.

Who was away and who held a chair for a time goes on in the post that followed; where nothing follows, it ends. Open work of
a body that nothing follows stays, and is seen by whoever looks after its estate. What people said stays where it was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from lienthong.identity.models import Grant
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.following import Change, Effect, Follower, Tell, count_at_closed, move_to_heirs
from lienthong.kernel.journal import Journal
from lienthong.kernel.models import Clock, SavedView
from lienthong.registry.models import Post
from lienthong.registry.queries import posts_after

from .models import Absence, Acting, WorkItem, WorkState

_CHUNK: Final = 1_000


def _carry(actor: Actor, change: Change, journal: Journal, tell: Tell) -> None:
    move_to_heirs(change, journal, WorkItem, "organisation_id", Q(state=WorkState.OPEN))
    tell(1, 4)
    move_to_heirs(change, journal, Clock, "organisation", Q(stopped=None))
    move_to_heirs(change, journal, Clock, "reached", Q(stopped=None))
    move_to_heirs(change, journal, SavedView, "shared_with", Q())
    tell(2, 4)
    posts = posts_after(change)
    _carry_absences(journal, change, posts)
    tell(3, 4)
    _carry_actings(journal, change, posts)
    tell(4, 4)


def _carry_absences(journal: Journal, change: Change, posts: dict[int, int | None]) -> None:
    """Let absences go on in the post that followed; what had begun ends where nothing did."""
    moved: dict[int, tuple[Any, ...]] = {}
    ended: list[int] = []
    never: list[int] = []
    for row in _standing(Absence, change, posts):
        heir = change.heir_of(row.organisation_id)
        post = posts.get(row.post_id, row.post_id) if row.post_id else None
        body = heir.id if heir else (None if row.organisation_id in change.closed else row.organisation_id)
        if body is not None and not (row.post_id and post is None):
            moved[row.pk] = (body, post)
        elif row.valid_from < change.on:
            ended.append(row.pk)
        else:
            never.append(row.pk)
    journal.update_rows(Absence, ("organisation_id", "post_id"), moved)
    journal.update(Absence, ended, {"valid_to": change.on})
    journal.delete(Absence, never)


def _carry_actings(journal: Journal, change: Change, posts: dict[int, int | None]) -> None:
    """Let a chair be held on in the post that followed, with the grant of that post."""
    moved: dict[int, tuple[Any, ...]] = {}
    ended: list[int] = []
    never: list[int] = []
    rows = list(_standing(Acting, change, posts))
    after = {post for row in rows if (post := posts.get(row.post_id))}
    bodies = dict(Post.objects.filter(pk__in=after).values_list("pk", "organisation_id"))
    grants = _grants_of(bodies)
    for row in rows:
        post = posts.get(row.post_id)
        if post is not None:
            moved[row.pk] = (bodies[post], post, grants.get((row.account_id, post)))
        elif row.valid_from < change.on:
            ended.append(row.pk)
        else:
            never.append(row.pk)
    journal.update_rows(Acting, ("organisation_id", "post_id", "grant_id"), moved)
    journal.update(Acting, ended, {"valid_to": change.on})
    journal.delete(Acting, never)


def _standing(model: type[Any], change: Change, posts: Mapping[int, int | None]) -> Iterator[Any]:
    """Yield absences or chairs that last beyond the day, at closed bodies or in posts that ended."""
    seen: set[int] = set()
    for column, keys in (("organisation_id", change.closed), ("post_id", posts)):
        for chunk in chunks(sorted(keys), _CHUNK):
            for row in model.objects.filter(valid_to__gt=change.on, **{f"{column}__in": chunk}).order_by(
                "pk"
            ):
                if row.pk not in seen:
                    seen.add(row.pk)
                    yield row


def _grants_of(posts: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return the grants bound to some posts, by account and post."""
    rows = Grant.objects.filter(post_id__in=list(posts), lent_from=None).order_by("pk")
    return {(account, post): key for account, post, key in rows.values_list("account_id", "post_id", "pk")}


def _newer(change: Change, journal: Journal) -> Iterator[str]:
    """Say how much of the work that moved has been done since: nobody does it again."""
    closed = journal.holds(WorkItem, "state")  # by the act itself, or opened by it
    keys, done = sorted(journal.wrote(WorkItem) - closed.keys()), 0
    for chunk in chunks(keys, _CHUNK):
        done += WorkItem.objects.filter(pk__in=chunk).exclude(state=WorkState.OPEN).count()
    if done:
        yield ngettext(
            "%(count)d việc đã chuyển được làm xong hoặc đóng sau đó.",
            "%(count)d việc đã chuyển được làm xong hoặc đóng sau đó.",
            done,
        ) % {"count": done}


# ── beforehand ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rehearse(change: Change) -> Iterator[Effect]:
    """Say how much open work, with how many clocks, and how many absences and chairs go where."""
    yield from _effects(
        change, "desk.work", count_at_closed(change, WorkItem, "organisation_id", Q(state=WorkState.OPEN))
    )
    yield from _effects(
        change, "desk.clocks", count_at_closed(change, Clock, "organisation", Q(stopped=None))
    )
    later = Q(valid_to__gt=change.on)
    yield from _effects(change, "desk.absences", count_at_closed(change, Absence, "organisation_id", later))
    yield from _effects(change, "desk.acting", count_at_closed(change, Acting, "organisation_id", later))


def _effects(change: Change, kind: str, counts: Mapping[int, int]) -> Iterator[Effect]:
    for body, count in sorted(counts.items()):
        heir = change.heir_of(body)
        words = {"count": count, "heir": heir.name if heir else ""}
        label = _goes(kind, count) if heir else _stays(kind, count)
        yield Effect(
            kind, label % words, body, count, heir.uid if heir else None, by=change.on, decide=heir is None
        )


def _goes(kind: str, count: int) -> str:
    match kind:
        case "desk.work":
            return ngettext(
                "%(count)d việc đang chờ chuyển về %(heir)s, giữ nguyên hạn",
                "%(count)d việc đang chờ chuyển về %(heir)s, giữ nguyên hạn",
                count,
            )
        case "desk.clocks":
            return ngettext(
                "%(count)d thời hạn đang chạy tiếp tục ở %(heir)s",
                "%(count)d thời hạn đang chạy tiếp tục ở %(heir)s",
                count,
            )
        case "desk.absences":
            return ngettext(
                "%(count)d lượt vắng mặt tiếp tục ở %(heir)s",
                "%(count)d lượt vắng mặt tiếp tục ở %(heir)s",
                count,
            )
    return ngettext(
        "%(count)d người giữ quyền chức vụ tiếp tục ở %(heir)s",
        "%(count)d người giữ quyền chức vụ tiếp tục ở %(heir)s",
        count,
    )


def _stays(kind: str, count: int) -> str:
    if kind in ("desk.work", "desk.clocks"):
        return ngettext(
            "%(count)d việc hoặc thời hạn không có đơn vị kế thừa: đơn vị cấp trên xử lý tiếp",
            "%(count)d việc hoặc thời hạn không có đơn vị kế thừa: đơn vị cấp trên xử lý tiếp",
            count,
        )
    return ngettext(
        "%(count)d lượt vắng mặt hoặc giữ quyền kết thúc vì không có đơn vị kế thừa",
        "%(count)d lượt vắng mặt hoặc giữ quyền kết thúc vì không có đơn vị kế thừa",
        count,
    )


_KINDS: Final = {
    "desk.work": gettext_lazy("Việc đang chờ"),
    "desk.clocks": gettext_lazy("Thời hạn đang chạy"),
    "desk.absences": gettext_lazy("Vắng mặt"),
    "desk.acting": gettext_lazy("Giữ quyền chức vụ"),
}
DESK = Follower(
    "desk", gettext_lazy("Việc, vắng mặt và giữ quyền"), _rehearse, _carry, newer=_newer, kinds=_KINDS
)
