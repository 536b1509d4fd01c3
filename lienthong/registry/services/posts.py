"""Writes of officials and their posts. Of a person only a name and the ways to reach them at work are kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.text import nfc, search_key, sort_key
from lienthong.kernel.validity import FOREVER

from .. import permissions, rules
from ..models import Official, Organisation, OrganisationVersion, Post
from ..queries.officials import is_email
from ..queries.streams import stream_of
from .told import tell_officials

_LONGEST = 120


@transaction.atomic
def create_official(*, actor: Actor, name: str, work_phone: str = "", work_email: str = "") -> Official:
    """Enter a person as far as their work needs it."""
    permissions.MANAGE_POSTS.require_somewhere(actor)
    name, work_phone, work_email = nfc(name).strip(), work_phone.strip(), work_email.strip()
    faults = {}
    if not 0 < len(name) <= _LONGEST:
        faults["name"] = [_("Hãy nhập họ và tên, không quá %(most)d chữ.") % {"most": _LONGEST}]
    if work_phone and not rules.is_phone(work_phone):
        faults["work_phone"] = [_("Số điện thoại chỉ gồm chữ số, ví dụ 0262 3851 234.")]
    if work_email and not is_email(work_email):
        faults["work_email"] = [_("Địa chỉ thư điện tử chưa đúng, ví dụ ten@coquan.vn.")]
    if faults:
        raise WrongData(_("Thông tin cán bộ chưa đúng. Hãy sửa các mục được đánh dấu."), faults)
    official = Official.objects.create(
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        work_phone=work_phone,
        work_email=work_email,
    )
    audit.record(
        actor,
        "official.created",
        "official",
        official.uid,
        facts={"name": name, "work_phone": work_phone, "work_email": work_email},
    )
    return official


@transaction.atomic
def assign_post(
    *,
    actor: Actor,
    official: Official,
    organisation: Organisation,
    title: str,
    since: date,
    until: date = FOREVER,
) -> Post:
    """Let an official hold a post at a body from a day up to, but not on, another."""
    permissions.MANAGE_POSTS.require_at(actor, organisation.pk)
    title = nfc(title).strip()
    if not 0 < len(title) <= _LONGEST:
        raise WrongData(
            _("Chức vụ để trống hoặc quá dài."),
            {"title": [_("Hãy nhập chức vụ, không quá %(most)d chữ.") % {"most": _LONGEST}]},
        )
    if since >= until:
        raise WrongData(
            _("Ngày thôi giữ chức vụ phải sau ngày bắt đầu."),
            {"until": [_("Hãy chọn ngày sau ngày %(day)s.") % {"day": f"{since:%d/%m/%Y}"}]},
        )
    _refuse_absent(organisation, since, until)
    same = Post.objects.filter(
        official=official, organisation=organisation, title=title, valid_from__lt=until, valid_to__gt=since
    )
    if same.exists():
        raise WrongData(
            _("Người này đã giữ chức vụ đó tại đơn vị trong thời gian này. Không có gì được ghi thêm."),
            {"title": [_("Chức vụ này đã được ghi.")]},
        )
    post = Post.objects.create(
        official=official, organisation=organisation, title=title, valid_from=since, valid_to=until
    )
    tell_officials(Q(pk=post.pk))
    audit.record(
        actor,
        "post.assigned",
        "post",
        post.uid,
        stream=stream_of(organisation),
        facts={
            "official": official.uid,
            "organisation": organisation.uid,
            "title": title,
            "since": since,
            "until": until,
        },
    )
    return post


@transaction.atomic
def appoint_official(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    title: str,
    since: date,
    work_phone: str = "",
    work_email: str = "",
) -> Post:
    """Enter a person and let them hold a post from a day on: both or neither. The same said twice is one person."""
    permissions.MANAGE_POSTS.require_at(actor, organisation.pk)
    audit.lock(audit.SYSTEM)  # the same request at the same moment waits here for the first one
    same: Post | None = Post.objects.filter(
        organisation=organisation,
        title=nfc(title).strip(),
        valid_from=since,
        official__name=nfc(name).strip(),
        official__work_phone=work_phone.strip(),
        official__work_email=work_email.strip(),
    ).first()
    if same is not None:
        return same
    official = create_official(actor=actor, name=name, work_phone=work_phone, work_email=work_email)
    return assign_post(actor=actor, official=official, organisation=organisation, title=title, since=since)


@transaction.atomic
def end_post(*, actor: Actor, post: Post, on: date) -> Post:
    """End a post on a day, which is the first day on which it is no longer held."""
    permissions.MANAGE_POSTS.require(actor, post)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not post.valid_from < on < post.valid_to:
        raise WrongMoment(
            _("Chức vụ này chưa bắt đầu trước ngày %(day)s, hoặc đã kết thúc rồi. Hãy chọn ngày khác.")
            % {"day": f"{on:%d/%m/%Y}"}
        )
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    tell_officials(Q(pk=post.pk))
    audit.record(
        actor,
        "post.ended",
        "post",
        post.uid,
        stream=stream_of(Organisation.objects.get(pk=post.organisation_id)),
        facts={"on": on},
    )
    return post


def _refuse_absent(organisation: Organisation, since: date, until: date) -> None:
    life = OrganisationVersion.objects.filter(organisation=organisation).values_list("valid_from", "valid_to")
    if not rules.covers(life, since, until):
        raise WrongMoment(
            _("Đơn vị không tồn tại suốt thời gian kể từ ngày %(day)s. Hãy chọn ngày khác.")
            % {"day": f"{since:%d/%m/%Y}"}
        )
