"""A list of officials from elsewhere, judged row by row: who would be entered, who is known already, what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import Column, Entry, Judged, Outcome, Table, wrong
from lienthong.kernel.validity import FOREVER

from .. import permissions, rules
from ..models import Post
from .directory import Directory, Listed, directory_of

_LONGEST = 120

OFFICIAL_COLUMNS = (
    Column(
        "name",
        gettext_lazy("Họ và tên"),
        gettext_lazy("Như trong hồ sơ cán bộ."),
        "Nguyễn Thị Lan",
        required=True,
        width=26,
    ),
    Column(
        "title",
        gettext_lazy("Chức vụ"),
        gettext_lazy("Chức vụ tại đơn vị."),
        "Phó Chủ tịch",
        required=True,
        width=24,
    ),
    Column(
        "code",
        gettext_lazy("Mã đơn vị"),
        gettext_lazy("Mã của xã, phường hoặc tỉnh; trống nếu tên đơn vị đã đủ rõ."),
        "24277",
        read="code",
        width=12,
    ),
    Column(
        "unit",
        gettext_lazy("Tên đơn vị"),
        gettext_lazy("Trống nếu là đơn vị của mã bên cạnh; với thôn: tên thôn."),
        "Buôn Knia 1",
        width=30,
    ),
    Column(
        "since",
        gettext_lazy("Từ ngày"),
        gettext_lazy("Ngày bắt đầu giữ chức vụ."),
        "01/07/2025",
        required=True,
        read="day",
        width=13,
    ),
    Column(
        "until",
        gettext_lazy("Thôi giữ chức vụ từ ngày"),
        gettext_lazy("Ngày đầu tiên không còn giữ chức vụ; trống nếu đang giữ."),
        read="day",
    ),
    Column(
        "phone",
        gettext_lazy("Điện thoại cơ quan"),
        gettext_lazy("Ô định dạng Văn bản để giữ số 0 ở đầu."),
        "0262 3851 234",
        read="phone",
    ),
    Column(
        "email",
        gettext_lazy("Thư điện tử cơ quan"),
        gettext_lazy("Không bắt buộc."),
        "ten@coquan.vn",
        width=26,
    ),
)


@dataclass(frozen=True)
class OfficialFact:
    """An official in a post, as a row tells it. ``post_id``: the post that is known already and would be changed;
    ``official_id``: the person who is known already; ``person``: rows with the same one are one new person."""

    name: str
    title: str
    organisation_id: int
    since: date
    until: date
    work_phone: str
    work_email: str
    person: str
    official_id: int | None = None
    post_id: int | None = None


def may_list_officials(actor: Actor) -> bool:
    """Say whether an actor may enter officials anywhere."""
    return actor.places.holds(permissions.MANAGE_POSTS.code)


def judge_officials(actor: Actor, table: Table) -> list[Judged[OfficialFact]]:
    """Say of each row what would become of it; nothing is written. Bodies out of the actor's reach are wrong."""
    directory = directory_of(
        actor, permissions.MANAGE_POSTS, ((entry.text("code"), entry.text("unit")) for entry in table.entries)
    )
    bodies = [_body(entry, directory) for entry in table.entries]
    known = _Known(
        actor, {body.id for body in bodies if body}, {entry.text("name") for entry in table.entries}
    )
    seen: dict[tuple[Any, ...], int] = {}
    return [
        _judge(entry, body, directory, known, seen) for entry, body in zip(table.entries, bodies, strict=True)
    ]


def _body(entry: Entry, directory: Directory) -> Listed | None:
    code, name, since = entry.text("code"), entry.text("unit"), entry.day("since")
    if since is None or "code" in entry.faults or "unit" in entry.faults:
        return None
    if not code and not name:
        entry.add("unit", _("Hãy ghi mã đơn vị hoặc tên đơn vị."))
        return None
    found = directory.find(code, name, since)
    if isinstance(found, str):
        entry.add("unit" if name else "code", found)
        return None
    return found


def _judge(
    entry: Entry,
    body: Listed | None,
    directory: Directory,
    known: _Known,
    seen: dict[tuple[Any, ...], int],
) -> Judged[OfficialFact]:
    _check_person(entry)
    since, until = entry.day("since"), entry.day("until") or FOREVER
    if since and since >= until:
        entry.add("until", _("Ngày thôi giữ chức vụ phải sau ngày bắt đầu."))
    elif since and body and not rules.covers(directory.life(body.id), since, until):
        entry.add(
            "since",
            _("“%(unit)s” không tồn tại suốt thời gian này. Hãy sửa ngày.") % {"unit": body.short_name},
        )
    if entry.faults or body is None or since is None:
        return wrong(entry)
    name, title, phone, email = (entry.text(code) for code in ("name", "title", "phone", "email"))
    key = (body.id, title.casefold(), name.casefold(), phone, email)
    if key in seen:
        return wrong(entry, "name", _("Trùng với dòng %(row)d. Hãy xóa một dòng.") % {"row": seen[key]})
    seen[key] = entry.number
    person = f"{name}|{phone}|{email}" if phone or email else f"#{entry.number}"
    fact = OfficialFact(name, title, body.id, since, until, phone, email, person)
    return known.compare(entry, fact)


def _check_person(entry: Entry) -> None:
    for code in ("name", "title"):
        if len(entry.text(code)) > _LONGEST:
            entry.add(code, _("Dài quá %(most)d chữ. Hãy viết ngắn lại.") % {"most": _LONGEST})
    if entry.text("phone") and not rules.is_phone(entry.text("phone")):
        entry.add("phone", _("Số điện thoại chỉ gồm chữ số, ví dụ 0262 3851 234."))
    if entry.text("email") and not is_email(entry.text("email")):
        entry.add("email", _("Địa chỉ thư điện tử chưa đúng, ví dụ ten@coquan.vn."))


def is_email(text: str) -> bool:
    """Say whether text can be an e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class _Known:
    """The posts that are held already at the bodies of a list, and people of its names who can be told apart."""

    def __init__(self, actor: Actor, bodies: Iterable[int], names: Iterable[str]) -> None:
        self._posts: dict[tuple[int, str, str], list[Post]] = defaultdict(list)
        self._people: dict[tuple[str, str], set[int]] = defaultdict(set)
        wanted, called = set(bodies), set(names)
        in_reach = permissions.MANAGE_POSTS.filter(actor, Post.objects.select_related("official"))
        for post in in_reach.filter(official__name__in=called):
            person = post.official
            if post.organisation_id in wanted:
                self._posts[post.organisation_id, post.title.casefold(), person.name.casefold()].append(post)
            for reached in filter(None, (person.work_phone, person.work_email)):
                self._people[person.name, reached].add(person.pk)

    def compare(self, entry: Entry, fact: OfficialFact) -> Judged[OfficialFact]:
        """Say whether a row is new, or what it changes of a post that is known."""
        held = [
            post
            for post in self._posts[fact.organisation_id, fact.title.casefold(), fact.name.casefold()]
            if rules.overlap(post.valid_from, post.valid_to, fact.since, fact.until)
        ]
        if len(held) > 1:
            return wrong(
                entry,
                "name",
                _(
                    "Đơn vị đã có %(count)d người cùng tên giữ chức vụ này, nên không biết là ai. Hãy sửa trên trang đơn vị."
                )
                % {"count": len(held)},
            )
        if held:
            return self._changed(entry, fact, held[0])
        people = {
            person
            for reached in filter(None, (fact.work_phone, fact.work_email))
            for person in self._people[fact.name, reached]
        }
        official = people.pop() if len(people) == 1 else None
        return Judged(entry, Outcome.NEW, replace(fact, official_id=official))

    @staticmethod
    def _changed(entry: Entry, fact: OfficialFact, post: Post) -> Judged[OfficialFact]:
        """Compare with the post that is known: what the row leaves blank stays as it is."""
        phone = fact.work_phone or post.official.work_phone
        email = fact.work_email or post.official.work_email
        until = fact.until if entry.day("until") else post.valid_to
        if (phone, email, until) == (post.official.work_phone, post.official.work_email, post.valid_to):
            return Judged(entry, Outcome.UNCHANGED)
        change = replace(
            fact,
            work_phone=phone,
            work_email=email,
            until=until,
            official_id=post.official_id,
            post_id=post.pk,
        )
        return Judged(entry, Outcome.CHANGED, change)
