"""A plan carried out and taken back: one transaction each, all rooms together, everything through one journal.

Killed in the middle nothing of it was written; asked for again when it is done it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.desk.queries import Audience
from lienthong.desk.services import Telling, tell_many
from lienthong.identity.queries import accounts_at
from lienthong.kernel import clock, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import roomy, settle
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.following import Change, Tell, followers, silent
from lienthong.kernel.journal import Journal
from lienthong.kernel.notices import NoticeKind
from lienthong.registry import services as registry
from lienthong.registry.models import ChildCount, Closure
from lienthong.registry.queries import reshaped_by

from .. import messages, notices
from ..models import Plan, PlanState
from ..queries import addresses_at, change_of, change_that_was, hindrances_of, look_at, reshaping_of
from .plans import Held, hold, written

# Of a hundred steps: so many are the registry's; the rooms above share the rest.
_REGISTRY, _ALL = 60, 100
_TOLD = 20
Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]
_OTHER: Final = gettext_lazy("mục khác")
_WHAT: Final = {
    "registry.post": gettext_lazy("chức vụ"),
    "registry.area": gettext_lazy("địa bàn"),
    "registry.areaversion": gettext_lazy("tên, mã và loại của địa bàn"),
    "registry.areaedge": gettext_lazy("nơi của địa bàn"),
    "registry.organisation": gettext_lazy("tổ chức"),
    "registry.organisationversion": gettext_lazy("tên của tổ chức"),
    "registry.organisationedge": gettext_lazy("nơi của tổ chức"),
    "identity.account": gettext_lazy("tài khoản"),
    "identity.grant": gettext_lazy("quyền"),
    "identity.token": gettext_lazy("khóa truy cập API"),
    "desk.workitem": gettext_lazy("việc đang chờ"),
    "desk.absence": gettext_lazy("vắng mặt"),
    "desk.acting": gettext_lazy("giữ quyền chức vụ"),
    "desk.comment": gettext_lazy("trao đổi"),
    "kernel.clock": gettext_lazy("thời hạn đang chạy"),
}


@transaction.atomic
def carry_out(*, actor: Actor, plan: Plan, progress: Tell = silent) -> Plan:
    """Carry an approved plan out, on its day or afterwards with that day. Carried out already it stays as it is.

    WrongMoment before the day, WrongData where the check or a room says what stands in its way: then nothing is written.
    ``services.follow_up`` has to follow, outside of the transaction. Not to be called inside another one for a whole
    country: on SQLite its savepoints make it crawl.
    """
    held = hold(actor=actor, plan=plan, step="carry_out", seen=plan.version)
    if held.plan.state == PlanState.CARRIED_OUT:
        return held.plan
    _require_day(held.plan)
    with roomy():
        return _carried_out(held, progress)


def _carried_out(held: Held, progress: Tell) -> Plan:
    plan, actor = held.plan, held.actor
    registry.lock_trees(actor=actor)
    checked = look_at(plan)
    _refuse([messages.sentence_of(one) for one in checked.blocking])
    asked = reshaping_of(checked)
    known = reshaped_by(asked)
    _refuse(hindrances_of(change_of(plan, asked, *known, {})))
    journal = Journal(plan.uid)
    made = registry.restructure(
        actor=actor, journal=journal, asked=asked, known=known, tell=_part(progress, 0, _REGISTRY)
    )
    change = change_of(plan, asked, *known, made.bodies)
    people = accounts_at({*change.closed, *change.moved, *change.renamed}, change.on - timedelta(days=1))
    _follow(actor, change, journal, progress)
    told = tell_many(actor=actor, tellings=list(_tellings(change, people)))
    plan.search_due = not made.few
    plan.state, plan.carried_out_by, plan.carried_out_at = PlanState.CARRIED_OUT, actor.uid, clock.now()
    facts = {
        "areas_founded": len(made.areas),
        "bodies_closed": len(change.closed),
        "bodies_founded": len(change.founded),
        "bodies_moved": len(change.moved),
        "bodies_renamed": len(change.renamed),
        "posts": len(made.posts),
        "told": told,
    }
    return written(held, "plan.carried_out", facts)


def _require_day(plan: Plan) -> None:
    if clock.today() < plan.effective_on:
        raise WrongMoment(
            _("Phương án “%(title)s” có hiệu lực từ ngày %(day)s. Hãy thực hiện vào ngày đó hoặc sau đó.")
            % {"title": plan.title, "day": f"{plan.effective_on:%d/%m/%Y}"}
        )


def _refuse(sentences: Sequence[str]) -> None:
    if sentences:
        sentence = ngettext(
            "Chưa thực hiện được phương án vì còn %(count)d điều vướng. Không có gì thay đổi.",
            "Chưa thực hiện được phương án vì còn %(count)d điều vướng. Không có gì thay đổi.",
            len(sentences),
        ) % {"count": len(sentences)}
        raise WrongData(sentence, {"": [sentence, *sentences[:_TOLD]]})


def _follow(actor: Actor, change: Change, journal: Journal, progress: Tell) -> None:
    asked = followers()
    share = (_ALL - _REGISTRY) / max(len(asked), 1)
    for number, follower in enumerate(asked):
        since = _REGISTRY + share * number
        follower.carry(actor, change, journal, _part(progress, since, since + share))
    progress(_ALL, _ALL)


def _part(progress: Tell, since: float, until: float) -> Tell:
    """Return how a part of the work tells of itself: as so much of the whole."""

    def tell(done: int, total: int) -> None:
        progress(int(since + (until - since) * done / max(total, 1)), _ALL)

    return tell


# ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tellings(change: Change, people: Mapping[int, set[UUID]]) -> Iterator[Telling]:
    pages = addresses_at(change.url, people)
    for body, uids in sorted(people.items()):
        heir = change.heir_of(body)
        words: dict[str, object] = {"unit": body, "day": change.on}
        if heir is not None and heir.id is not None:
            yield _telling(change, notices.FOLLOWED, uids, {**words, "heir": heir.id}, pages)
        elif body in change.closed:
            yield _telling(change, notices.ENDED, uids, words, pages)
        else:
            yield _telling(change, notices.CHANGED, uids, words, pages)


def _telling(
    change: Change,
    kind: NoticeKind,
    uids: Iterable[UUID],
    params: Mapping[str, Any],
    pages: Mapping[int, str],
) -> Telling:
    """Tell people of a body; the way leads to the page that says what changes for it."""
    return Telling(
        kind,
        Audience.accounts(uids),
        pages.get(params["unit"], change.url),
        params,
        subject=("plan", change.plan),
        key=f"{change.plan}:{params['unit']}",
    )


# ── taking back ──────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def undo_plan(*, actor: Actor, plan: Plan, progress: Tell = silent) -> Plan:
    """Make every row again what it was before a plan was carried out. Undone already it stays as it is.

    WrongMoment, and nothing changed, where something was entered since that stands on it: the sentences name it.
    """
    held = hold(actor=actor, plan=plan, step="undo", seen=plan.version)
    if held.plan.state == PlanState.UNDONE:
        return held.plan
    registry.lock_trees(actor=actor)
    journal = Journal(held.plan.uid)
    change = change_that_was(held.plan, journal)
    newer = [*(_newer(change, journal))]
    if newer:
        sentence = _(
            "Không hoàn tác được phương án “%(title)s” vì đã có dữ liệu mới. Không có gì thay đổi. "
            "Hãy xóa hoặc chuyển dữ liệu đó, hoặc lập phương án mới để đổi lại."
        ) % {"title": held.plan.title}
        raise WrongMoment(" ".join([sentence, *newer[:_TOLD]]))
    progress(20, _ALL)
    with roomy():
        back = registry.take_back(actor=actor, journal=journal)
    progress(80, _ALL)
    for follower in followers():
        follower.undone(change)
    people = accounts_at({*change.closed, *change.moved, *change.renamed}, clock.today())
    told = tell_many(actor=actor, tellings=list(_undone(change, people)))
    held.plan.state, held.plan.undone_at = PlanState.UNDONE, clock.now()
    held.plan.search_due = not back.few
    progress(_ALL, _ALL)
    return written(held, "plan.undone", {"rows": back.rows, "told": told})


def _undone(change: Change, people: Mapping[int, set[UUID]]) -> Iterator[Telling]:
    pages = addresses_at(change.url, people)
    for body, uids in sorted(people.items()):
        yield _telling(change, notices.UNDONE, uids, {"unit": body, "day": change.on}, pages)


def _newer(change: Change, journal: Journal) -> Iterator[str]:
    """Yield what has been entered or changed since, in sentences."""
    for follower in followers():
        yield from follower.newer(change, journal)
    for model, keys in journal.overtaken().items():
        yield ngettext(
            "%(count)d mục đã chuyển được sửa sau đó (%(what)s).",
            "%(count)d mục đã chuyển được sửa sau đó (%(what)s).",
            len(keys),
        ) % {"count": len(keys), "what": _what(model)}
    for model, count in journal.leaning(derived=(Closure, ChildCount)).items():
        yield ngettext(
            "%(count)d mục mới gắn với đơn vị, chức vụ hay quyền do phương án lập (%(what)s).",
            "%(count)d mục mới gắn với đơn vị, chức vụ hay quyền do phương án lập (%(what)s).",
            count,
        ) % {"count": count, "what": _what(model)}


def _what(model: type[Model]) -> str:
    """Return what the rows of a table are called on the screen, as far as it is known here."""
    return str(_WHAT.get(model._meta.label_lower, _OTHER))


# ── what follows ─────────────────────────────────────────────────────────────────────────────────────────────────────


def follow_up(*, actor: Actor, plan: Plan, progress: Progress = lambda label, rows, total: rows) -> bool:
    """Do once what a great change leaves to be done outside of its transaction; return whether it left anything.

    The store looks at what it now holds, and the index of the search is made anew: until then PostgreSQL plans its reads
    by what was before, and the search shows it. A small change needs neither. Any time later does; begun again it is done again.
    """
    if not Plan.objects.filter(pk=plan.pk, search_due=True).exists():
        return False
    settle()
    return _tell_search(plan, progress)


@transaction.atomic
def _tell_search(plan: Plan, progress: Progress) -> bool:
    due = Plan.objects.select_for_update().filter(pk=plan.pk, search_due=True)
    if not due.exists():
        return False
    search.rebuild(progress)
    due.update(search_due=False)
    return True
