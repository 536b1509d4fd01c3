"""Absence with a stand-in, and acting holders of chairs. The rights themselves are lent and given by identity."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.identity import services as identity
from lienthong.identity.models import Account, Grant, Role
from lienthong.identity.queries import accounts_of_unit
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.text import nfc
from lienthong.registry import services as registry
from lienthong.registry.models import Organisation, Post, System, Tree
from lienthong.registry.queries import stream_of_unit

from ..models import Absence, Acting
from ..queries.absence import manage_grants, manage_posts
from ..rules.absence import Away, Fault, fault_of


def _sentence(fault: Fault) -> tuple[str, str]:
    """Return the field that a fault belongs to, and what is said about it."""
    return {
        Fault.BACKWARDS: ("last", _("Ngày cuối phải từ ngày đầu trở đi.")),
        Fault.BACKDATED: ("since", _("Ngày đầu đã qua. Hãy chọn từ hôm nay trở đi.")),
        Fault.TOO_LONG: (
            "last",
            _("Không cử làm thay quá một năm. Hãy bàn giao, hoặc nhờ người quản trị cử người giữ quyền."),
        ),
        Fault.ONESELF: ("stand_in", _("Không tự làm thay chính mình. Hãy chọn người khác.")),
        Fault.OVERLAP: ("since", _("Trong thời gian này đã có một lần vắng mặt. Hãy kết thúc lần đó trước.")),
        Fault.LOOP: (
            "stand_in",
            _("Hai người không làm thay lẫn nhau trong cùng thời gian. Hãy chọn người khác hoặc ngày khác."),
        ),
        Fault.STAND_IN_AWAY: (
            "stand_in",
            _("Người được chọn cũng vắng mặt trong thời gian này. Hãy chọn người khác hoặc ngày khác."),
        ),
        Fault.DEPUTY_OF_DEPUTY: (
            "since",
            _(
                "Trong thời gian này người vắng đang làm thay người khác, mà việc làm thay không giao tiếp được. "
                "Hãy kết thúc việc làm thay đó trước, hoặc chọn ngày khác."
            ),
        ),
    }[fault]


@transaction.atomic
def begin_absence(
    *,
    actor: Actor,
    account: Account,
    stand_in: Account,
    since: date,
    until: date,
    organisation_id: int,
    post: Post | None = None,
) -> Absence:
    """Let somebody stand in for a person on the days [since, until): the person's own rights are lent for as long.

    By the person themselves for somebody of their unit; by who gives grants there for anybody. The same absence said
    twice is one.
    """
    _require(actor, account, stand_in, organisation_id)
    people = {one.pk: one for one in _locked(account, stand_in)}
    same: Absence | None = Absence.objects.filter(
        account=account, stand_in=stand_in, post=post, valid_from=since, valid_to=until
    ).first()
    if same is not None:
        return same
    _refuse(Away(account.pk, stand_in.pk, since, until, post.pk if post else None))
    absence = Absence.objects.create(
        account=people[account.pk],
        stand_in=people[stand_in.pk],
        post=post,
        organisation_id=organisation_id,
        valid_from=since,
        valid_to=until,
    )
    identity.lend_grants(
        actor=actor,
        lender=account,
        borrower=stand_in,
        since=since,
        until=until,
        lending=absence.uid,
        post=post,
    )
    facts = {"account": account.uid, "stand_in": stand_in.uid, "from": since, "to": until}
    stream = stream_of_unit(organisation_id)
    audit.record(actor, "absence.begun", "absence", absence.uid, stream=stream, facts=facts)
    return absence


def _require(actor: Actor, account: Account, stand_in: Account, organisation_id: int) -> None:
    """Who gives grants at the unit may do it all; a person only for themselves, in person, within the unit."""
    if manage_grants().allows_at(actor, organisation_id):
        return
    if actor.token is not None or actor.account_id != account.pk:
        raise NotAllowed(
            _("Chỉ chính người vắng mặt, hoặc người quản trị quyền của đơn vị, được cử người làm thay.")
        )
    colleagues = {one.pk for one in accounts_of_unit(organisation_id)}
    if not {account.pk, stand_in.pk} <= colleagues:
        raise NotAllowed(
            _("Bạn chỉ cử được người cùng đơn vị làm thay. Muốn cử người khác, hãy hỏi người quản trị.")
        )


def _locked(*accounts: Account) -> list[Account]:
    """Lock people in a fixed order: two who name each other at the same moment do it one after the other."""
    keys = [one.pk for one in accounts]
    return list(Account.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _refuse(new: Away) -> None:
    involved = Q(account_id__in=[new.account, new.stand_in]) | Q(stand_in_id__in=[new.account, new.stand_in])
    rows = Absence.objects.filter(involved, valid_to__gt=new.since, valid_from__lt=new.until)
    others = [
        Away(row.account_id, row.stand_in_id, row.valid_from, row.valid_to, row.post_id) for row in rows
    ]
    fault = fault_of(new, others, clock.today())
    if fault is not None:
        field, sentence = _sentence(fault)
        raise WrongData(_("Chưa cử được người làm thay. Không có gì thay đổi."), {field: [sentence]})


@transaction.atomic
def end_absence(*, actor: Actor, absence: Absence) -> None:
    """End an absence today: who comes back early has their rights alone again at once. Ended twice is ended once."""
    found = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if found is None:
        return
    if actor.account_id != found.account_id:
        manage_grants().require(actor, found)
    today = clock.today()
    if found.valid_to <= today:
        return
    identity.end_lent(actor=actor, lending=found.uid, on=today)
    if found.valid_from >= today:
        found.delete()
    else:
        found.valid_to = today
        found.save(update_fields=["valid_to"])
    stream = stream_of_unit(found.organisation_id)
    audit.record(actor, "absence.ended", "absence", found.uid, stream=stream, facts={"from": today})


@transaction.atomic
def appoint_acting(
    *,
    actor: Actor,
    account: Account,
    organisation: Organisation,
    title: str,
    role: Role,
    tree: Tree,
    reach: str,
    since: date,
    until: date,
) -> Acting:
    """Let an official hold a chair on the days [since, until): a post of that title, and a role bound to it.

    By who looks after the posts and gives the grants of the body; both rooms ask that themselves.
    """
    manage_posts().require_at(actor, organisation.pk)
    if account.official is None:
        raise WrongMoment(
            _("Tài khoản “%(name)s” chưa gắn với một cán bộ nên không giữ chức vụ được.")
            % {"name": account.username}
        )
    if since < clock.today():
        raise WrongData(
            _("Chưa cử được người giữ quyền."), {"since": [_("Ngày đầu đã qua. Hãy chọn từ hôm nay trở đi.")]}
        )
    post = registry.assign_post(
        actor=actor,
        official=account.official,
        organisation=organisation,
        title=f"Quyền {nfc(title).strip()}",  # a word of the post's own name, not of the screen
        since=since,
        until=until,
    )
    grant = identity.give_grant(
        actor=actor,
        account=account,
        role=role,
        tree=tree,
        system=System.objects.get(pk=organisation.system_id),
        organisation=organisation,
        reach=reach,
        since=since,
        until=until,
        post=post,
    )
    acting = Acting.objects.create(
        account=account, post=post, organisation=organisation, grant=grant, valid_from=since, valid_to=until
    )
    stream = stream_of_unit(organisation.pk)
    facts = {"account": account.uid, "post": post.uid, "from": since, "to": until}
    audit.record(actor, "acting.appointed", "acting", acting.uid, stream=stream, facts=facts)
    return acting


@transaction.atomic
def end_acting(*, actor: Actor, acting: Acting) -> None:
    """End a chair held for a time from today on. WrongMoment: it has not been held for a day yet."""
    found = Acting.objects.select_for_update().select_related("post").filter(pk=acting.pk).first()
    if found is None:
        return
    manage_posts().require(actor, found)
    today = clock.today()
    if found.valid_to <= today:
        return
    if found.valid_from >= today:
        raise WrongMoment(_("Việc giữ quyền chưa bắt đầu trước hôm nay. Hãy kết thúc từ ngày mai."))
    registry.end_post(actor=actor, post=found.post, on=today)
    if (grant := Grant.objects.filter(pk=found.grant_id).first()) is not None:
        identity.end_grant(actor=actor, grant=grant, on=today)
    found.valid_to = today
    found.save(update_fields=["valid_to"])
    stream = stream_of_unit(found.organisation_id)
    audit.record(actor, "acting.ended", "acting", found.uid, stream=stream, facts={"from": today})
