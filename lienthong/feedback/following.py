"""How matters follow a restructuring: those that are open, what waits to be accepted, decided or answered beside them, files
that are under way, and rules.

Clocks and work go with what waits (the desk's own follower). A matter whose body would become the one that it complains
about goes to the body above instead. What has ended stays with the body that ended it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.following import (
    Change,
    Effect,
    Follower,
    Tell,
    count_at_closed,
    heirs_of_rows,
    move_to_heirs,
)
from lienthong.kernel.journal import Journal
from lienthong.kernel.validity import FOREVER
from lienthong.registry.queries import own_trees, parents_of

from .models import (
    OPEN_STATES,
    Consolidation,
    ConsolidationState,
    DataRequest,
    Matter,
    Proposal,
    ProposalState,
    Referral,
    RequestState,
    Review,
    ReviewState,
    RoutingRule,
    Share,
    ShareState,
    Transfer,
    TransferState,
)

_CHUNK: Final = 1_000
_TITLE: Final = 200
_OPEN: Final = Q(state__in=(*OPEN_STATES, "answered"))
_OFFERED: Final = Q(state=TransferState.OFFERED)
_ASKED: Final = Q(state=ShareState.ASKED)
_WAITING: Final = Q(ended_at=None)
_IN_FORCE: Final = Q(valid_to=FOREVER)
_UNDER_WAY: Final[tuple[tuple[type[Model], Q], ...]] = (
    (
        Proposal,
        ~Q(state__in=(ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.CONCLUDED)),
    ),
    (DataRequest, Q(state__in=(RequestState.ASKED, RequestState.ACKNOWLEDGED))),
    (Review, Q(state=ReviewState.OPEN)),
)
_GATHERING: Final = ~Q(state=ConsolidationState.ANSWERED)
# What follows: the table, the column of the body, which rows.
_MOVED: Final[tuple[tuple[type[Model], str, Q], ...]] = (
    (Transfer, "source_id", _OFFERED),
    (Transfer, "target_id", _OFFERED),
    (Referral, "body_id", _WAITING),
    (Share, "body_id", _ASKED),
    (RoutingRule, "body_id", _IN_FORCE),
    *((model, "organisation_id", which) for model, which in _UNDER_WAY),
)


def _carry(actor: Actor, change: Change, journal: Journal, tell: Tell) -> None:
    _carry_matters(change, journal)
    _carry_consolidations(change, journal)
    tell(1, 2)
    for model, column, which in _MOVED:
        move_to_heirs(change, journal, model, column, which)
    tell(2, 2)


def _carry_matters(change: Change, journal: Journal) -> None:
    """Give open matters to heirs, and let what complains about a closed body be about its heir; the two never meet."""
    columns = ("organisation_id", "about_id")
    changed: dict[int, tuple[int, int | None]] = {}
    for chunk in chunks(sorted(change.closed), _CHUNK):
        rows = Matter.objects.filter(_OPEN).filter(Q(organisation_id__in=chunk) | Q(about_id__in=chunk))
        for key, body, about in rows.values_list("pk", *columns):
            changed[key] = (_after(change, body), _after(change, about) if about else None)
    meeting = {body for body, about in changed.values() if body == about}
    above = _above(meeting, change)
    after: dict[int, tuple[Any, ...]] = {
        key: (above.get(body, body) if body == about else body, about)
        for key, (body, about) in changed.items()
    }
    journal.update_rows(Matter, columns, after)


def _carry_consolidations(change: Change, journal: Journal) -> None:
    """Give consolidations to heirs. Of what two bodies gathered for one purpose, each keeps the name of who gathered it."""
    key = ("matter_class", "since", "until", "title")
    heirs: dict[int, int] = {}
    for lot in heirs_of_rows(change, Consolidation, "organisation_id", _GATHERING):
        heirs |= lot
    after: dict[int, tuple[int, str]] = {}
    taken: set[tuple[Any, ...]] = set()
    for one in Consolidation.objects.filter(pk__in=heirs).order_by("pk"):
        heir, title = heirs[one.pk], one.title
        same = {name: getattr(one, name) for name in key}
        if (heir, *same.values()) in taken or Consolidation.objects.filter(
            organisation=heir, **same
        ).exists():
            who = f" ({change.names.get(one.organisation_id, one.organisation_id)})"
            title = title[: _TITLE - len(who)] + who
        taken.add((heir, *same.values()))
        after[one.pk] = (heir, title)
    journal.update_rows(Consolidation, ("organisation_id", "title"), after)


def _after(change: Change, body: int) -> int:
    heir = change.heir_of(body)
    return heir.id if heir is not None and heir.id is not None else body


def _above(bodies: set[int], change: Change) -> dict[int, int]:
    """Return the body above each of some others on the day, in the tree of its own system."""
    found: dict[int, int] = {}
    for body, tree in own_trees(bodies).items():
        parent = parents_of(tree, [body], change.on).get(body)
        if parent is not None:
            found[body] = parent[0]
    return found


def _newer(change: Change, journal: Journal) -> Iterator[str]:
    """Say how many of the matters that moved have been worked on since: taking them back would undo that."""
    done = len(journal.overtaken().get(Matter, ()))
    if done:
        yield ngettext(
            "%(count)d phản ánh đã chuyển được giao cho cơ quan khác sau đó.",
            "%(count)d phản ánh đã chuyển được giao cho cơ quan khác sau đó.",
            done,
        ) % {"count": done}


# ── beforehand ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rehearse(change: Change) -> Iterator[Effect]:
    """Say how many open matters, questions and rules go where."""
    counted: tuple[tuple[str, type[Model], str, Q], ...] = (
        ("feedback.matters", Matter, "organisation_id", _OPEN),
        ("feedback.transfers", Transfer, "target_id", _OFFERED),
        ("feedback.shares", Share, "body_id", _ASKED),
        ("feedback.rules", RoutingRule, "body_id", _IN_FORCE),
        *(("feedback.files", model, "organisation_id", which) for model, which in _UNDER_WAY),
        ("feedback.files", Consolidation, "organisation_id", _GATHERING),
    )
    found: dict[str, Counter[int]] = {kind: Counter() for kind in _KINDS}
    for kind, model, column, which in counted:
        found[kind] += count_at_closed(change, model, column, which)
    for kind, bodies in found.items():
        for body, count in sorted(bodies.items()):
            heir = change.heir_of(body)
            words = {"count": count, "heir": heir.name if heir else ""}
            label = _goes(kind, count) if heir else _stays(count)
            uid = heir.uid if heir else None
            yield Effect(kind, label % words, body, count, uid, by=change.on, decide=heir is None)


def _goes(kind: str, count: int) -> str:
    match kind:
        case "feedback.matters":
            return ngettext(
                "%(count)d phản ánh chưa xong chuyển về %(heir)s, giữ nguyên hạn",
                "%(count)d phản ánh chưa xong chuyển về %(heir)s, giữ nguyên hạn",
                count,
            )
        case "feedback.rules":
            return ngettext(
                "%(count)d quy tắc chuyển phản ánh trỏ về %(heir)s",
                "%(count)d quy tắc chuyển phản ánh trỏ về %(heir)s",
                count,
            )
        case "feedback.files":
            return ngettext(
                "%(count)d đề xuất, yêu cầu, việc xem lại hoặc báo cáo tổng hợp tiếp tục ở %(heir)s",
                "%(count)d đề xuất, yêu cầu, việc xem lại hoặc báo cáo tổng hợp tiếp tục ở %(heir)s",
                count,
            )
    return ngettext(
        "%(count)d phản ánh đang chờ nhận hoặc chờ phối hợp tiếp tục ở %(heir)s",
        "%(count)d phản ánh đang chờ nhận hoặc chờ phối hợp tiếp tục ở %(heir)s",
        count,
    )


def _stays(count: int) -> str:
    return ngettext(
        "%(count)d phản ánh, hồ sơ, câu hỏi hoặc quy tắc không có đơn vị kế thừa: hãy chuyển trước ngày đó",
        "%(count)d phản ánh, hồ sơ, câu hỏi hoặc quy tắc không có đơn vị kế thừa: hãy chuyển trước ngày đó",
        count,
    )


_KINDS: Final = {
    "feedback.matters": gettext_lazy("Phản ánh chưa xong"),
    "feedback.transfers": gettext_lazy("Phản ánh chờ nhận"),
    "feedback.shares": gettext_lazy("Câu hỏi phối hợp"),
    "feedback.rules": gettext_lazy("Quy tắc chuyển phản ánh"),
    "feedback.files": gettext_lazy("Đề xuất, yêu cầu, xem lại, tổng hợp"),
}
FEEDBACK = Follower(
    "feedback", gettext_lazy("Phản ánh của dân"), _rehearse, _carry, newer=_newer, kinds=_KINDS
)
