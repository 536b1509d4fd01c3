"""Building the demonstration: the country, its bodies, accounts, forms and invented returns. Deterministic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from lienthong.desk import notices as desk_notices
from lienthong.desk import services as desk
from lienthong.desk.queries import Audience
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account
from lienthong.kernel import clock, deadlines, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.notices import NoticeKind
from lienthong.registry import services as registry
from lienthong.registry.models import Organisation
from lienthong.registry.queries import Unit, units_on
from lienthong.reports import notices as report_notices
from lienthong.reports import queries as reports
from lienthong.reports import services as report_services

from .. import rules
from ..rules import BEGIN, LONG_PROVINCE, LONG_WEEKS, RUNNING, SERIES, STAGE
from .lanes import load_lanes
from .matters import load_matters
from .past import load_past_matters
from .people import load_accounts
from .places import Place, places_on
from .returns import load_weeks
from .series import load_series

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


@transaction.atomic
def build_demo(*, actor: Actor, progress: Progress) -> None:
    """Build everything that is not there yet; each part is whole or not there."""
    if not Organisation.objects.exists():
        registry.load_country(actor=actor, progress=progress)
    identity.load_roles(actor=actor)
    deadlines.load_calendar(actor=actor)
    deadlines.load_limits(actor=actor)
    load_series(actor, BEGIN, RUNNING.shifted(1 - LONG_WEEKS))
    places = places_on(RUNNING.last)
    load_accounts(actor, places, RUNNING.last, BEGIN, progress)
    # The last two weeks nation-wide, the ones before in one province.
    weeks = {
        RUNNING.shifted(-back): [LONG_PROVINCE] if back > 1 else None for back in reversed(range(LONG_WEEKS))
    }
    load_weeks(actor, places, weeks, RUNNING, progress)
    _tell_cast(actor, places)
    _lay_on_desks(actor)
    load_matters(actor, progress)
    load_past_matters(actor, progress)
    load_lanes()
    search.rebuild(progress)


@transaction.atomic
def _lay_on_desks(actor: Actor) -> None:
    """Open the work of what was loaded; let people of the cast ask one another, and one be away from tomorrow on."""
    series = reports.get_series(actor, SERIES)
    for back in range(LONG_WEEKS):
        report_services.open_reviews(actor=actor, asked=reports.asked_in(series, RUNNING.shifted(-back)))
    names = ["lan", "tung", f"xa-{STAGE}"]
    accounts = {one.username: one for one in Account.objects.filter(username__in=names)}
    lan, tung = (identity_queries.actor_for(accounts[name]) for name in names[:2])
    asked, unit = reports.asked_in(series, RUNNING), reports.own_unit(lan)
    sent = (
        next((row.entry for row in reports.sheet_for(lan, asked, unit) if row.state == "submitted"), None)
        if unit
        else None
    )
    if sent is not None:
        desk.add_comment(
            actor=tung,
            kind="return",
            uid=sent.uid,
            text="Số hộ tuần này khác nhiều so với tuần trước. Nhờ xã xem lại trước khi duyệt.",
            mentioned=[accounts["lan"].uid],
        )
    if unit is not None:
        tomorrow = clock.today() + timedelta(days=1)
        desk.begin_absence(
            actor=actor,
            account=accounts[f"xa-{STAGE}"],
            stand_in=accounts["lan"],
            since=tomorrow,
            until=tomorrow + timedelta(days=5),
            organisation_id=unit.id,
        )


# What each fate of a village on stage has its own reporter and its commune told.
_TOLD = {
    rules.MISSING: report_notices.REMINDED,
    rules.DRAFT: report_notices.REMINDED,
    rules.RETURNED: report_notices.RETURNED,
}


def _tell_cast(actor: Actor, places: Sequence[Place]) -> None:
    """Let the bell of the cast have something to ring for: the villages on stage, and a message that was tried."""
    stage = [place.organisation for place in places if place.commune_code == STAGE]
    units = units_on(stage, RUNNING.last)
    accounts = dict(Account.objects.filter(username__in=["nga", "lan", "duc"]).values_list("username", "uid"))
    own = Account.objects.filter(username="nga").values_list("organisation_id", flat=True).first()
    tellings = [
        _about(units[body], kind, accounts["nga" if body == own else "lan"])
        for body, fate in zip(stage, rules.FATES_ON_STAGE, strict=True)
        if (kind := _TOLD.get(fate))
    ]
    test = desk.Telling(
        desk_notices.TEST, Audience.accounts([accounts["duc"]]), reverse("desk:deliveries"), key="demo"
    )
    desk.tell_many(actor=actor, tellings=[*tellings, test])


def _about(unit: Unit, kind: NoticeKind, account: UUID) -> desk.Telling:
    return desk.Telling(
        kind,
        Audience.accounts([account]),
        reverse("reports:return", args=[SERIES, RUNNING, unit.uid]),
        {
            "series": {"vi": "Báo cáo tuần", "en": "Weekly report"},
            "week": f"{RUNNING.number}/{RUNNING.year}",
            "unit": unit.id,
        },
        subject=("organisation", unit.uid),
        key="demo",
    )
