"""Building the demonstration: the country, its bodies, accounts, forms and invented returns. Deterministic."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import resources
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.urls import reverse

from lienthong.desk import notices as desk_notices
from lienthong.desk import services as desk
from lienthong.desk.queries import Audience
from lienthong.forms import queries as forms
from lienthong.forms import services as form_services
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account, Reach
from lienthong.identity.services import NewAccount, NewGrant
from lienthong.kernel import clock, deadlines, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7_for
from lienthong.kernel.notices import NoticeKind
from lienthong.kernel.values import Week
from lienthong.registry import services as registry
from lienthong.registry.models import AreaVersion, Organisation, OrganisationVersion, System, Tree
from lienthong.registry.queries import Unit, units_on
from lienthong.reports import notices as report_notices
from lienthong.reports import queries as reports
from lienthong.reports import services as report_services
from lienthong.reports.services import Column, DeadlineFact, Step, WeekLoad

from . import queries, rules
from .rules import BEGIN, FORM, LONG_PROVINCE, LONG_WEEKS, RUNNING, SERIES, STAGE

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True)
class Place:
    """A village with the codes it stands under, position by position in the country's order."""

    organisation: int
    uid: UUID
    commune: int
    commune_code: str
    province_code: str


@transaction.atomic
def build_demo(*, actor: Actor, progress: Progress) -> None:
    """Build everything that is not there yet; each part is whole or not there."""
    if not Organisation.objects.exists():
        registry.load_country(actor=actor, progress=progress)
    identity.load_roles(actor=actor)
    deadlines.load_calendar(actor=actor)
    deadlines.load_limits(actor=actor)
    _load_form(actor)
    places = _places()
    if not Account.objects.exists():
        _load_accounts(actor, places, progress)
    _load_weeks(actor, places, progress)
    _tell_cast(actor, places)
    _lay_on_desks(actor)
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


def _load_form(actor: Actor) -> None:
    if forms.find_form(FORM) is None:
        _create_form(actor)


@transaction.atomic
def _create_form(actor: Actor) -> None:
    definition = json.loads(
        resources.files("lienthong.forms").joinpath("data/weekly.json").read_text("utf-8")
    )
    name = {"vi": "Báo cáo tuần của Mặt trận thôn", "en": "Weekly return of the village Front"}
    form = form_services.create_form(actor=actor, code=FORM, name=name)
    version = form_services.draft_version(actor=actor, form=form, definition=definition, in_force_from=BEGIN)
    form_services.publish_version(actor=actor, version=version)
    series = report_services.create_series(
        actor=actor,
        code=SERIES,
        name={"vi": "Báo cáo tuần", "en": "Weekly report"},
        form_id=form.pk,
        tree=Tree.objects.get(code="front"),
        level="village",
        first_period="2026-W36",
    )
    source = "Mẫu cho bản trình diễn; hạn thật của hệ thống chưa được kiểm chứng (unverified)."
    report_services.set_deadlines(
        actor=actor,
        series=series,
        facts=[
            DeadlineFact("village", 6, time(12), BEGIN, source),
            DeadlineFact("commune", 6, time(17), BEGIN, source),
            DeadlineFact("province", 7, time(11), BEGIN, source),
        ],
    )


def _load_accounts(actor: Actor, places: Sequence[Place], progress: Progress) -> None:
    """Give every body of the Front an account that nobody can sign in to with a password, and the cast theirs."""
    roles = {role.code: role.pk for role in identity_queries.roles()}
    front = Tree.objects.get(code="front")
    system = System.objects.get(code="front")
    names = dict(
        OrganisationVersion.objects.on(RUNNING.last)
        .filter(organisation__system=system)
        .values_list("organisation_id", "short_name")
    )
    communes = {place.commune: place.commune_code for place in places}
    numbered = _numbered(places)

    def account(username: str, name: str, organisation: int, role: str, reach: str) -> NewAccount:
        grant = NewGrant(roles[role], front.pk, system.pk, organisation, reach, BEGIN)
        uid = uuid7_for(int(clock.now().timestamp() * 1000), "account", username)
        return NewAccount(username, name, organisation, grants=(grant,), uid=uid)

    rows = [
        account(
            f"thon-{place.commune_code}-{number:02d}",
            f"Trưởng {_small(names[place.organisation])}",
            place.organisation,
            "village_reporter",
            "here",
        )
        for place, number in progress("accounts", zip(places, numbered, strict=True), len(places))
    ]
    rows += [
        account(f"xa-{code}", f"Cán bộ Mặt trận {_small(names[key])}", key, "commune_officer", "below")
        for key, code in communes.items()
    ]
    identity.create_accounts_in_bulk(actor=actor, rows=rows)
    _load_cast(actor, places, front, system)


def _numbered(places: Sequence[Place]) -> list[int]:
    """Return the number of each village within its commune, from 1."""
    seen: dict[int, int] = {}
    numbers = []
    for place in places:
        seen[place.commune] = seen.get(place.commune, 0) + 1
        numbers.append(seen[place.commune])
    return numbers


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


@transaction.atomic
def _load_cast(actor: Actor, places: Sequence[Place], front: Tree, system: System) -> None:
    codes = {role.code: role for role in identity_queries.roles()}
    for person in queries.cast():
        organisation = _place_of(person, places, system)
        if organisation is None:
            identity.create_account(
                actor=actor, username=person["username"], name=person["name"], organisation=None
            )
            continue
        post = registry.appoint_official(
            actor=actor, organisation=organisation, name=person["name"], title=person["title"], since=BEGIN
        )
        account = identity.create_account(
            actor=actor,
            username=person["username"],
            name=person["name"],
            organisation=organisation,
            official=post.official,
        )
        identity.give_grant(
            actor=actor,
            account=account,
            role=codes[person["role"]],
            tree=front,
            system=system,
            organisation=organisation,
            reach=Reach(person["reach"]),
            since=BEGIN,
        )


def _place_of(person: dict[str, str], places: Sequence[Place], system: System) -> Organisation | None:
    """Return the body in which one of the cast works."""
    if not person["level"]:
        return None
    bodies = Organisation.objects.filter(system=system, level=person["level"])
    if person["level"] == "centre":
        return bodies.get()
    if person["level"] == "village":
        villages = [place.organisation for place in places if place.commune_code == person["commune"]]
        return bodies.get(pk__in=villages, versions__short_name=person["place"])
    now = AreaVersion.objects.on(RUNNING.last).filter(code=person["code"], area__level=person["level"])
    return bodies.get(versions__area__in=now.values("area_id"))


def _places() -> list[Place]:
    """Return every village of the Front with its commune and province, in a fixed order."""
    front = Tree.objects.get(code="front")
    codes = dict(
        OrganisationVersion.objects.on(RUNNING.last)
        .filter(organisation__level__in=["commune", "province"], organisation__system__code="front")
        .filter(area__versions__valid_from__lte=RUNNING.last, area__versions__valid_to__gt=RUNNING.last)
        .values_list("organisation_id", "area__versions__code")
    )
    above = dict(
        Organisation.objects.filter(
            parents__tree=front, parents__valid_from__lte=RUNNING.last, parents__valid_to__gt=RUNNING.last
        ).values_list("pk", "parents__parent_id")
    )
    villages = Organisation.objects.filter(level="village", system__code="front").order_by("pk")
    return [
        Place(pk, uid, above[pk], codes[above[pk]], codes[above[above[pk]]])
        for pk, uid in villages.values_list("pk", "uid")
    ]


def _load_weeks(actor: Actor, places: Sequence[Place], progress: Progress) -> None:
    """Load the weeks that are not there yet: the last two nation-wide, the ones before in one province."""
    series = reports.get_series(actor, SERIES)
    by_province: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        by_province.setdefault(place.province_code, []).append(index)
    long_one = {LONG_PROVINCE: by_province[LONG_PROVINCE]}
    work = [
        (RUNNING.shifted(-back), long_one if back > 1 else by_province)
        for back in reversed(range(LONG_WEEKS))
    ]
    work = [(week, chosen) for week, chosen in work if not reports.has_returns(series, str(week))]
    people = rules.population(len(places))
    authors = dict(Account.objects.filter(grants__isnull=False).values_list("grants__organisation_id", "uid"))
    done = iter(
        progress("returns", range(sum(len(chosen) for _, chosen in work)), sum(len(c) for _, c in work))
    )
    for week, chosen in work:
        drawn = _draw(places, people, week)
        with transaction.atomic():
            for indices in chosen.values():
                batch = _batch(places, drawn, indices, authors)
                report_services.load_returns(actor=actor, asked=reports.asked_in(series, week), batch=batch)
                next(done)
    next(done, None)


@dataclass(frozen=True)
class Drawn:
    """What was drawn for a week, for every village of the country."""

    week: Week
    fates: Sequence[int]
    sent: Sequence[datetime]
    on_time: rules.Flags
    numbers: dict[str, Column]
    texts: dict[str, list[str]]


def _draw(places: Sequence[Place], people: rules.People, week: Week) -> Drawn:
    count = len(places)
    communes = np.unique([place.commune for place in places], return_inverse=True)[1].astype(np.int64)
    fates = rules.fates([place.province_code for place in places], communes, week.number).tolist()
    if week == RUNNING:
        stage = [index for index, place in enumerate(places) if place.commune_code == STAGE]
        for index, fate in zip(stage, rules.FATES_ON_STAGE, strict=True):
            fates[index] = fate
    friday = datetime.combine(week.first + timedelta(days=4), time(7), clock.LOCAL)
    return Drawn(
        week=week,
        fates=fates,
        sent=[friday + timedelta(minutes=after) for after in rules.minutes(count, week.number).tolist()],
        on_time=rules.on_time(count, week.number),
        numbers={
            code: Column(values, rules.blanks(code, count, week.number))
            for code, values in rules.numbers(people, week.number).items()
        },
        texts=rules.texts(count, week.number),
    )


def _batch(
    places: Sequence[Place], drawn: Drawn, indices: Sequence[int], authors: dict[int, UUID]
) -> WeekLoad:
    """Make the returns of a week for the chosen villages; those that did not send are left out."""
    rows = [index for index in indices if drawn.fates[index] != rules.MISSING]
    return WeekLoad(
        organisations=[places[index].organisation for index in rows],
        units=[places[index].commune for index in rows],
        steps=[_steps(places[index], drawn.fates[index], drawn.sent[index], authors) for index in rows],
        on_time=drawn.on_time[rows],
        numbers={code: Column(held.values[rows], held.states[rows]) for code, held in drawn.numbers.items()},
        texts={code: [held[index] for index in rows] for code, held in drawn.texts.items()},
    )


_LIVES = {
    rules.DRAFT: ("draft",),
    rules.SUBMITTED: ("submitted",),
    rules.RETURNED: ("submitted", "returned"),
    rules.APPROVED: ("submitted", "approved"),
    rules.LOCKED: ("submitted", "approved", "locked"),
}
# How long after the step before each step follows; the last is on the Monday after.
_PAUSE = timedelta(minutes=17)


def _steps(place: Place, fate: int, sent: datetime, authors: dict[int, UUID]) -> list[Step]:
    """Return the life of one return: the village sends, the commune decides, the province locks."""
    village, commune = authors.get(place.organisation), authors.get(place.commune)
    return [
        Step(state, sent + number * _PAUSE, village if number == 0 else commune)
        for number, state in enumerate(_LIVES[fate])
    ]


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
