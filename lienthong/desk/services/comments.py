"""What is said about a row: added, taken away again, and read by who is named in it, and is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import accounts_reaching
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.subjects import About, subject_of
from lienthong.kernel.text import nfc
from lienthong.kernel.waiting import Piece

from .. import queries
from ..models import Comment, Mention, WorkItem, WorkState
from ..notices import MENTIONED
from ..queries import Audience
from ..rules.comments import LONGEST, MOST_MENTIONS, SAME, Mark, is_removable, marks_in
from .notices import tell
from .work import close_work, open_work

MENTION = "desk.mention"


@transaction.atomic
def add_comment(*, actor: Actor, kind: str, uid: UUID, text: str, mentioned: Sequence[UUID] = ()) -> Comment:
    """Say something about a row that the actor may see, naming people who may see it too: each has it as work.

    The same words sent again at once are one comment.
    """
    _require_person(actor)
    about = subject_of(kind).get(actor, uid)
    text = nfc(text).strip()
    _refuse_text(text)
    named = _named(kind, about, mentioned)
    # The same request at the same moment waits here for the first one, and then finds its comment.
    head = audit.lock(about.stream)
    now = clock.now()
    same = Comment.objects.filter(
        kind=kind, subject=uid, account_id=actor.account_id or 0, text=text, at__gt=now - SAME
    ).first()
    if same is not None:
        return same
    comment = Comment.objects.create(
        kind=kind,
        subject=uid,
        organisation_id=about.organisation_id,
        text=text,
        account_id=actor.account_id,
        post_id=actor.post_id,
        at=now,
    )
    Mention.objects.bulk_create(Mention(comment=comment, account=one) for one in named)
    for one in named:
        open_work(actor=actor, piece=_piece(kind, about, one), assigned_to=one.pk)
    tell(
        actor=actor,
        kind=MENTIONED,
        to=Audience.accounts(one.uid for one in named),
        url=reverse("desk:comments", args=[kind, uid]),
        subject=(kind, uid),
        key=str(comment.uid),
    )
    facts = {"row": uid, "text": text, "named": [one.uid for one in named]}
    audit.record(actor, "comment.added", "comment", comment.uid, stream=head, facts=facts)
    return comment


def _require_person(actor: Actor) -> None:
    if actor.account_id is None or actor.token is not None:
        raise NotAllowed(_("Việc này phải tự đăng nhập để làm, không làm được bằng khóa truy cập API."))


def _refuse_text(text: str) -> None:
    marks = marks_in(text)
    faults: list[object] = []
    if not text:
        faults.append(_("Hãy viết nội dung trao đổi."))
    if len(text) > LONGEST:
        faults.append(_("Nội dung dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": LONGEST})
    if Mark.IDENTITY in marks:
        faults.append(_("Có dãy số giống số định danh cá nhân. Hãy bỏ số đó rồi gửi lại."))
    if Mark.PHONE in marks:
        faults.append(_("Có dãy số giống số điện thoại di động. Hãy bỏ số đó rồi gửi lại."))
    if faults:
        raise WrongData(_("Chưa gửi được trao đổi. Không có gì được lưu."), {"text": faults})


def _named(kind: str, about: About, mentioned: Iterable[UUID]) -> list[Account]:
    """Return who is named; WrongData where somebody does not work at the row's body or above it, or may not see the row."""
    wanted = set(mentioned)
    if not wanted:
        return []
    if len(wanted) > MOST_MENTIONS:
        raise WrongData(
            _("Chưa gửi được trao đổi. Không có gì được lưu."),
            {"named": [_("Mỗi lần chỉ nhắc tới %(most)d người.") % {"most": MOST_MENTIONS}]},
        )
    near = [one for one in accounts_reaching(about.organisation_id) if one.uid in wanted]
    named = [one for one in near if queries.may_see(one, kind, about.uid)]
    if len(named) != len(wanted):
        raise WrongData(
            _("Chưa gửi được trao đổi. Không có gì được lưu."),
            {"named": [_("Có người không được xem mục này nên không nhắc tới được. Hãy chọn lại.")]},
        )
    return named


def _key(kind: str, uid: UUID, account_id: int) -> str:
    return f"{MENTION}:{kind}:{uid}:{account_id}"


def _piece(kind: str, about: About, account: Account) -> Piece:
    return Piece(
        kind=MENTION,
        key=_key(kind, about.uid, account.pk),
        organisation_id=about.organisation_id,
        subject_kind=kind,
        subject=about.uid,
        url=reverse("desk:comments", args=[kind, about.uid]),
        words={"title": about.title[:120]},
    )


@transaction.atomic
def remove_comment(*, actor: Actor, comment: Comment) -> None:
    """Take one's own comment away again, soon after it was written; that it stood there stays. Twice is once."""
    _require_person(actor)
    found = Comment.objects.select_for_update().get(pk=comment.pk)
    about = subject_of(found.kind).get(actor, found.subject)
    if found.account_id != actor.account_id:
        raise NotAllowed(_("Chỉ người viết mới gỡ được trao đổi của mình."))
    if found.removed_at is not None:
        return
    if not is_removable(found.at, clock.now()):
        raise WrongMoment(
            _("Trao đổi đã gửi quá một giờ nên không gỡ được. Hãy viết thêm một trao đổi để đính chính.")
        )
    facts = {"row": found.subject, "text": found.text}
    found.text, found.removed_at = "", clock.now()
    found.save(update_fields=["text", "removed_at"])
    _forget_mentions(actor, found)
    audit.record(actor, "comment.removed", "comment", found.uid, stream=about.stream, facts=facts)


@transaction.atomic
def forget_comments(*, actor: Actor, kind: str, uid: UUID) -> int:
    """Take away every word that was said about a row, for the room that keeps it, which has asked who may; return how many.

    For rows whose content has to go: who wrote, and when, stays.
    """
    found = list(Comment.objects.select_for_update().filter(kind=kind, subject=uid, removed_at=None))
    for comment in found:
        comment.text, comment.removed_at = "", clock.now()
        comment.save(update_fields=["text", "removed_at"])
        _forget_mentions(actor, comment)
    return len(found)


def _forget_mentions(actor: Actor, comment: Comment) -> None:
    """Take the names away too, and the work of those who are not named elsewhere about the row."""
    named = set(comment.mentions.filter(read_at=None).values_list("account_id", flat=True))
    comment.mentions.all().delete()
    others = Mention.objects.filter(
        comment__kind=comment.kind, comment__subject=comment.subject, account_id__in=named, read_at=None
    )
    for account_id in sorted(named - set(others.values_list("account_id", flat=True))):
        close_work(actor=actor, key=_key(comment.kind, comment.subject, account_id), dropped=True)


@transaction.atomic
def read_mentions(*, actor: Actor, kind: str, uid: UUID) -> int:
    """Note that whoever is named about a row has read it; their work there is done. Return how many names were new."""
    if actor.account_id is None or actor.token is not None:
        return 0
    unread = Mention.objects.filter(
        account_id=actor.account_id, read_at=None, comment__kind=kind, comment__subject=uid
    )
    keys = list(unread.values_list("pk", flat=True))
    if keys:
        now = clock.now()
        Mention.objects.filter(pk__in=keys).update(read_at=now)
        own = WorkItem.objects.filter(key=_key(kind, uid, actor.account_id), state=WorkState.OPEN)
        own.update(state=WorkState.DONE, done_at=now, done_by=actor.uid, done_post_id=actor.post_id)
    return len(keys)
