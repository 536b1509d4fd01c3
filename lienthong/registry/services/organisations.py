"""Writes of bodies: founded, placed in a tree, renamed, closed. A body is never removed; its time ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.text import nfc, search_key, sort_key
from lienthong.kernel.validity import FOREVER

from .. import permissions, rules
from ..derivation import derive_below
from ..models import (
    Area,
    Closure,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    Post,
    System,
    Tree,
)
from ..queries.findable import posts_below
from ..queries.streams import stream_of
from .told import tell_areas, tell_officials


@transaction.atomic
def create_organisation(
    *,
    actor: Actor,
    system: System,
    level: str,
    area: Area,
    name: str,
    short_name: str,
    tree: Tree,
    parent: Organisation,
    since: date,
) -> Organisation:
    """Found a body of a system for an area, below another from a day on."""
    permissions.MANAGE.require(actor, parent)
    names = _names(name, short_name)
    if not area.versions.filter(valid_from__lte=since, valid_to__gt=since).exists():
        raise WrongMoment(
            _("Vào ngày %(day)s không có địa bàn này. Hãy chọn ngày hoặc địa bàn khác.")
            % {"day": _shown(since)}
        )
    body = Organisation.objects.create(system=system, level=level)
    OrganisationVersion.objects.create(organisation=body, area=area, valid_from=since, **names)
    _place(tree, body, parent, since)
    tell_areas([area.pk])
    audit.record(
        actor,
        "organisation.created",
        "organisation",
        body.uid,
        stream=stream_of(body),
        facts={
            "system": system.code,
            "tree": tree.code,
            "parent": parent.uid,
            "area": area.uid,
            "name": names["name"],
            "short_name": names["short_name"],
            "since": since,
        },
    )
    return body


@transaction.atomic
def place_organisation(
    *, actor: Actor, tree: Tree, child: Organisation, parent: Organisation, since: date
) -> OrganisationEdge:
    """Let a body stand below another from a day on, until its next known move or its end; the place before ends then.

    WrongData where it would stand below itself or enter a tree that does not hold its system; WrongMoment where it or
    the parent does not stand on all those days.
    """
    permissions.MANAGE.require(actor, child)
    permissions.MANAGE.require(actor, parent)
    edge = _place(tree, child, parent, since)
    tell_officials(posts_below(child.pk))
    audit.record(
        actor,
        "organisation.placed",
        "organisation",
        child.uid,
        stream=stream_of(child),
        facts={"tree": tree.code, "parent": parent.uid, "since": since, "until": edge.valid_to},
    )
    return edge


@transaction.atomic
def rename_organisation(
    *, actor: Actor, organisation: Organisation, name: str, short_name: str, since: date
) -> OrganisationVersion:
    """Give a body another name from a day on, until the next name that is already known."""
    permissions.MANAGE.require(actor, organisation)
    names = _names(name, short_name)
    version = (
        OrganisationVersion.objects.select_for_update()
        .filter(organisation=organisation, valid_from__lte=since, valid_to__gt=since)
        .first()
    )
    if version is None:
        raise WrongMoment(
            _("Vào ngày %(day)s không có đơn vị này, nên không đổi tên được. Hãy chọn ngày khác.")
            % {"day": _shown(since)}
        )
    if version.valid_from == since:
        OrganisationVersion.objects.filter(pk=version.pk).update(**names)
        version.refresh_from_db()
    else:
        until, area_id = version.valid_to, version.area_id
        OrganisationVersion.objects.filter(pk=version.pk).update(valid_to=since)
        version = OrganisationVersion.objects.create(
            organisation=organisation, area_id=area_id, valid_from=since, valid_to=until, **names
        )
    tell_areas([version.area_id])
    tell_officials(Q(organisation=organisation))
    audit.record(
        actor,
        "organisation.renamed",
        "organisation",
        organisation.uid,
        stream=stream_of(organisation),
        facts={"name": names["name"], "short_name": names["short_name"], "since": since},
    )
    return version


@transaction.atomic
def close_organisation(*, actor: Actor, organisation: Organisation, on: date) -> None:
    """End a body's name, places and posts on a day, which is its first day of no longer being there.

    WrongMoment where bodies still stand below it then, or something of it begins on that day or later.
    """
    permissions.MANAGE.require(actor, organisation)
    _refuse_early_end(organisation, on)
    _refuse_left_behind(organisation, on)
    # First of all: whatever has no name any more is closed, and what is derived has it in its heir's estate.
    OrganisationVersion.objects.filter(organisation=organisation, valid_to__gt=on).update(valid_to=on)
    for tree in Tree.objects.filter(
        pk__in=OrganisationEdge.objects.filter(child=organisation, valid_to__gt=on).values("tree_id")
    ):
        _lock(tree)
        ending = OrganisationEdge.objects.filter(tree=tree, child=organisation, valid_to__gt=on)
        parents = [key for key in ending.values_list("parent_id", flat=True) if key is not None]
        ending.update(valid_to=on)
        derive_below(tree, organisation, parents)
    Post.objects.filter(organisation=organisation, valid_to__gt=on).update(valid_to=on)
    tell_officials(Q(organisation=organisation))
    audit.record(
        actor,
        "organisation.closed",
        "organisation",
        organisation.uid,
        stream=stream_of(organisation),
        facts={"on": on},
    )


def _names(name: str, short_name: str) -> dict[str, str | bytes]:
    name, short_name = nfc(name).strip(), nfc(short_name).strip()
    faults = {
        field: [_("Hãy nhập tên, không quá %(most)d chữ.") % {"most": most}]
        for field, text, most in (("name", name, 200), ("short_name", short_name, 160))
        if not 0 < len(text) <= most
    }
    if faults:
        raise WrongData(_("Tên đơn vị để trống hoặc quá dài."), faults)
    return {
        "name": name,
        "short_name": short_name,
        "search_key": search_key(name)[:160],
        "sort_key": sort_key(short_name),
    }


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lock(tree: Tree) -> None:
    """Let one change of a tree happen at a time: two at once could make a circle that neither makes alone."""
    Tree.objects.select_for_update().get(pk=tree.pk)


def _place(tree: Tree, child: Organisation, parent: Organisation, since: date) -> OrganisationEdge:
    _lock(tree)
    before = OrganisationEdge.objects.on(since).filter(tree=tree, child=child).first()
    until = before.valid_to if before else _free_until(tree, child, since)
    _refuse_strangers(tree, child)
    _refuse_absent(child, since, until)
    _refuse_absent_parent(tree, parent, since, until)
    _refuse_circle(tree, child, parent, since, until)
    if before is not None and before.valid_from == since:
        before.delete()
    elif before is not None:
        OrganisationEdge.objects.filter(pk=before.pk).update(valid_to=since)
    edge = OrganisationEdge.objects.create(
        tree=tree, child=child, parent=parent, valid_from=since, valid_to=until
    )
    derive_below(tree, child, {parent.pk, before.parent_id} - {None} if before else {parent.pk})
    return edge


def _free_until(tree: Tree, child: Organisation, since: date) -> date:
    """Return the day on which a body that stands nowhere takes its next known place, or ends."""
    following = OrganisationEdge.objects.filter(tree=tree, child=child, valid_from__gt=since).order_by(
        "valid_from"
    )
    ends: date | None = child.versions.aggregate(last=Max("valid_to"))["last"]
    return following.values_list("valid_from", flat=True).first() or ends or FOREVER


def _refuse_strangers(tree: Tree, child: Organisation) -> None:
    if not OrganisationEdge.objects.filter(tree=tree, child__system_id=child.system_id).exists():
        raise WrongData(
            _("Cây này không chứa đơn vị thuộc hệ thống đó. Hãy chọn cây khác."),
            {"tree": [_("Cây này không chứa đơn vị thuộc hệ thống đó.")]},
        )


def _refuse_absent(child: Organisation, since: date, until: date) -> None:
    life = OrganisationVersion.objects.filter(organisation=child).values_list("valid_from", "valid_to")
    if not rules.covers(life, since, until):
        raise WrongMoment(
            _("Đơn vị này không tồn tại suốt thời gian kể từ ngày %(day)s. Hãy chọn ngày khác.")
            % {"day": _shown(since)}
        )


def _refuse_absent_parent(tree: Tree, parent: Organisation, since: date, until: date) -> None:
    stands = OrganisationEdge.objects.filter(tree=tree, child=parent).values_list("valid_from", "valid_to")
    if not rules.covers(stands, since, until):
        raise WrongMoment(
            _(
                "Đơn vị cấp trên không có trong cây suốt thời gian kể từ ngày %(day)s. Hãy chọn ngày hoặc đơn vị khác."
            )
            % {"day": _shown(since)}
        )


def _refuse_circle(tree: Tree, child: Organisation, parent: Organisation, since: date, until: date) -> None:
    below = Closure.objects.filter(
        tree=tree, ancestor=child, descendant=parent, valid_from__lt=until, valid_to__gt=since
    )
    if child.pk == parent.pk or below.exists():
        raise WrongData(
            _("Một đơn vị không thể nằm dưới chính nó. Hãy chọn đơn vị cấp trên khác."),
            {"parent": [_("Đơn vị cấp trên này đang nằm dưới đơn vị được chuyển.")]},
        )


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _refuse_early_end(organisation: Organisation, on: date) -> None:
    stands_on_the_day_before = OrganisationVersion.objects.filter(
        organisation=organisation, valid_from__lt=on, valid_to__gte=on
    )
    later = (
        OrganisationVersion.objects.filter(organisation=organisation, valid_from__gte=on).exists()
        or OrganisationEdge.objects.filter(child=organisation, valid_from__gte=on).exists()
        or Post.objects.filter(organisation=organisation, valid_from__gte=on).exists()
    )
    if later or not stands_on_the_day_before.exists():
        raise WrongMoment(
            _(
                "Không đóng được đơn vị vào ngày %(day)s: lúc đó đơn vị chưa có, đã đóng, hoặc còn thay đổi về sau."
            )
            % {"day": _shown(on)}
        )


def _refuse_left_behind(organisation: Organisation, on: date) -> None:
    left = (
        OrganisationEdge.objects.filter(parent=organisation, valid_to__gt=on)
        .values("child")
        .distinct()
        .count()
    )
    if left:
        raise WrongMoment(
            ngettext(
                "Còn %(count)d đơn vị trực thuộc sau ngày %(day)s. Hãy chuyển hoặc đóng đơn vị đó trước.",
                "Còn %(count)d đơn vị trực thuộc sau ngày %(day)s. Hãy chuyển hoặc đóng các đơn vị đó trước.",
                left,
            )
            % {"count": left, "day": _shown(on)}
        )
