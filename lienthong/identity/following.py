"""How accounts follow a restructuring: their grants, the bodies that look after them, and their keys for programs.

Whoever held a role at a closed body holds it, in the same tree and as far down, at the body's heir from the day on. What
belonged to a post follows the post. Where nothing follows, rights end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.following import Change, Effect, Follower, Tell, count_at_closed, move_to_heirs
from lienthong.kernel.ids import uuid7
from lienthong.kernel.journal import Journal
from lienthong.registry.queries import posts_after

from .models import Account, Grant, Reach, Token

_CHUNK: Final = 1_000
_GRANT: Final = (
    *("pk", "account_id", "role_id", "tree_id", "system_id", "organisation_id", "reach", "post_id"),
    *("valid_from", "valid_to", "lent_from_id", "lending"),
)
_NEW: Final = (
    *("uid", "account_id", "role_id", "tree_id", "system_id", "organisation_id", "reach", "post_id"),
    *("valid_from", "valid_to", "lent_from_id", "lending"),
)


class _Row(NamedTuple):
    """A grant."""

    id: int
    account: int
    role: int
    tree: int
    system: int
    organisation: int
    reach: str
    post: int | None
    since: date
    until: date
    lent_from: int | None
    lending: Any

    @property
    def same(self) -> tuple[Any, ...]:
        """Return what makes it the same right as another one at the same body."""
        return (self.account, self.role, self.tree, self.system, self.organisation, self.post, self.lending)


def _carry(actor: Actor, change: Change, journal: Journal, tell: Tell) -> None:
    posts = posts_after(change)
    rows = list(_grants_of(change))
    moved = {row.id: _after(row, change, posts) for row in rows}
    _close(journal, change, rows)
    known: dict[int, int] = {}
    own = [row for row in rows if row.lent_from is None]
    lent = [row for row in rows if row.lent_from is not None]
    for some in (own, lent):  # what was lent comes from the grant that followed its source
        known |= _begin(journal, change, some, moved, known)
    tell(1, 3)
    move_to_heirs(change, journal, Account, "organisation_id")
    tell(2, 3)
    _move_tokens(journal, posts)
    tell(3, 3)


def _grants_of(change: Change, *more: Q) -> Iterator[_Row]:
    """Yield the grants that stand on the day or later at closed bodies, or of posts of which something was decided."""
    seen: set[int] = set()
    for column, keys in (
        ("organisation_id", change.closed),
        ("post__organisation_id", change.closed),
        ("post_id", change.posts),
    ):
        for chunk in chunks(sorted(keys), _CHUNK):
            rows = Grant.objects.filter(*more, valid_to__gt=change.on, **{f"{column}__in": chunk})
            for row in rows.order_by("pk").values_list(*_GRANT):
                if row[0] not in seen:
                    seen.add(row[0])
                    yield _Row(*row)


def _after(row: _Row, change: Change, posts: Mapping[int, int | None]) -> _Row | None:
    """Return what a grant becomes on the day, None where it ends: its own body's heir, in the post that followed its post."""
    post = posts.get(row.post, row.post) if row.post is not None else None
    if row.post is not None and post is None:
        return None
    body: int | None = row.organisation
    if row.post is not None and row.post in change.posts and body in change.closed:
        heir = change.posts[row.post][0]
        body = heir.id if heir else None
    elif body in change.closed:
        heir = change.heir_of(row.organisation)
        body = heir.id if heir else None
    if body is None:
        return None
    return row._replace(organisation=body, post=post, since=max(row.since, change.on))


def _close(journal: Journal, change: Change, rows: Sequence[_Row]) -> None:
    """Let grants end by the day. What had not begun by then is taken away; those lent from it first."""
    journal.update(Grant, [row.id for row in rows if row.since < change.on], {"valid_to": change.on})
    late = [row for row in rows if row.since >= change.on]
    journal.delete(Grant, [row.id for row in late if row.lent_from is not None])
    journal.delete(Grant, [row.id for row in late if row.lent_from is None])


def _begin(
    journal: Journal,
    change: Change,
    rows: Sequence[_Row],
    moved: Mapping[int, _Row | None],
    known: Mapping[int, int],
) -> dict[int, int]:
    """Begin what grants become, once where it would be the same right twice; return what followed each."""
    held = _held(change, rows, moved)
    follows: dict[int, tuple[Any, ...]] = {}
    begin: dict[tuple[Any, ...], _Row] = {}
    for row in rows:
        after = moved[row.id]
        if after is None:
            continue
        follows[row.id] = after.same
        before = begin.get(after.same)
        if before is not None:
            reach = Reach.BELOW if Reach.BELOW in (before.reach, after.reach) else Reach.HERE
            after = after._replace(reach=reach, until=max(before.until, after.until))
        begin[after.same] = after
    new = {same: row for same, row in begin.items() if not _is_held(held.get(same), row)}
    keys = journal.insert(
        Grant,
        _NEW,
        (
            (uuid7(), *row[1:10], known.get(row.lent_from or 0, row.lent_from), row.lending)
            for row in new.values()
        ),
    )
    made = {same: row.id for same, row in held.items()} | dict(zip(new, keys, strict=True))
    return {key: made[same] for key, same in follows.items()}


def _held(
    change: Change, rows: Iterable[_Row], moved: Mapping[int, _Row | None]
) -> dict[tuple[Any, ...], _Row]:
    """Return the rights that the same accounts hold at the heirs already."""
    bodies = {after.organisation for row in rows if (after := moved[row.id]) is not None}
    found: dict[tuple[Any, ...], _Row] = {}
    for chunk in chunks(sorted(bodies), _CHUNK):
        for values in Grant.objects.on(change.on).filter(organisation__in=chunk).values_list(*_GRANT):
            row = _Row(*values)
            found[row.same] = row
    return found


def _is_held(held: _Row | None, wanted: _Row) -> bool:
    return held is not None and held.until >= wanted.until and held.reach in (wanted.reach, Reach.BELOW)


def _move_tokens(journal: Journal, posts: Mapping[int, int | None]) -> None:
    for chunk in chunks(sorted(posts), _CHUNK):
        rows = Token.objects.filter(post_id__in=chunk, revoked_at=None).values_list("pk", "post_id")
        journal.update_rows(
            Token, ("post_id",), {key: (after,) for key, post in rows if (after := posts[post])}
        )


# ── beforehand ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rehearse(change: Change) -> Iterator[Effect]:
    """Say how many grants and accounts go where, and where somebody has to decide."""
    rows = list(_grants_of(change, Q(lent_from=None)))
    for body, count in sorted(Counter(row.organisation for row in rows).items()):
        heir = change.heir_of(body)
        if heir is not None:
            label = ngettext(
                "%(count)d quyền chuyển về %(heir)s", "%(count)d quyền chuyển về %(heir)s", count
            )
            yield Effect(
                "identity.grants",
                label % {"count": count, "heir": heir.name},
                body,
                count,
                heir.uid,
                by=change.on,
            )
        elif body in change.closed:
            yield _ends(change, body, count)
    yield from _twice(change, rows)
    for body, count in sorted(count_at_closed(change, Account, "organisation_id").items()):
        heir = change.heir_of(body)
        if heir is not None:
            label = ngettext(
                "%(count)d tài khoản do %(heir)s quản lý", "%(count)d tài khoản do %(heir)s quản lý", count
            )
            yield Effect(
                "identity.accounts",
                label % {"count": count, "heir": heir.name},
                body,
                count,
                heir.uid,
                by=change.on,
            )


def _ends(change: Change, body: int, count: int) -> Effect:
    label = ngettext(
        "%(count)d quyền kết thúc vì không có đơn vị kế thừa",
        "%(count)d quyền kết thúc vì không có đơn vị kế thừa",
        count,
    )
    return Effect(
        "identity.ends",
        label % {"count": count},
        body,
        count,
        who=_("Người quản trị quyền của đơn vị cấp trên"),
        what=_("Quyết định trao quyền mới ở đơn vị nào; nếu không, các quyền này kết thúc."),
        by=change.on,
        decide=True,
    )


def _twice(change: Change, rows: Iterable[_Row]) -> Iterator[Effect]:
    """Yield how many accounts would hold the same role twice at one heir."""
    seen: Counter[tuple[Any, ...]] = Counter()
    first: dict[Any, int] = {}
    for row in rows:
        heir = change.heir_of(row.organisation)
        if heir is not None:
            seen[heir.uid, row.account, row.role, row.tree, row.system] += 1
            first.setdefault(heir.uid, row.organisation)
    doubled = Counter(key[0] for key, count in seen.items() if count > 1)
    for heir_uid, count in doubled.items():
        label = ngettext(
            "%(count)d tài khoản sẽ có cùng một vai trò hai lần ở đơn vị kế thừa",
            "%(count)d tài khoản sẽ có cùng một vai trò hai lần ở đơn vị kế thừa",
            count,
        )
        yield Effect(
            "identity.twice",
            label % {"count": count},
            first[heir_uid],
            count,
            heir_uid,
            who=_("Người quản trị quyền của đơn vị kế thừa"),
            what=_("Vai trò được giữ một lần, với phạm vi rộng hơn. Hãy xem lại sau khi thực hiện."),
            by=change.on,
        )


_KINDS: Final = {
    "identity.grants": gettext_lazy("Quyền chuyển về đơn vị kế thừa"),
    "identity.accounts": gettext_lazy("Tài khoản do đơn vị quản lý"),
    "identity.ends": gettext_lazy("Quyền kết thúc"),
    "identity.twice": gettext_lazy("Quyền có ở cả hai đơn vị"),
}
ACCOUNTS = Follower("identity", gettext_lazy("Tài khoản và quyền"), _rehearse, _carry, kinds=_KINDS)
