"""Counts for the public side: what each body had at the end of a day, and each month once, when it is ripe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.working import midnight

from .. import queries
from ..models import Category, DayCount, Matter, MatterClass, Rating, Release, ReleasedCount, Verdict
from ..permissions import MANAGE
from ..rules.figures import LAG, Fate, Tally, is_ripe, month_after
from ..rules.suppression import ALL, COUNTRY, LEAST, Cell, released

# Rare categories of a month are counted as this one.
_OTHER = "other"
# So many days back a night that was missed is made up for.
_BACK = 31
_BATCH = 1_000


@transaction.atomic
def count_days(*, actor: Actor) -> int:
    """Keep what every body had at the end of each day that is over and not kept yet; return how many days that were."""
    MANAGE.require_somewhere(actor)
    audit.lock(audit.SYSTEM)
    first = Matter.objects.aggregate(first=Min("sent_at"))["first"]
    if first is None:
        return 0
    since = max(_day_of(first), clock.today() - timedelta(days=_BACK))
    kept = set(DayCount.objects.filter(day__gte=since).values_list("day", flat=True))
    days = [since + timedelta(days=n) for n in range((clock.today() - since).days)]
    missing = [day for day in days if day not in kept]
    for day in missing:
        DayCount.objects.bulk_create(_counts_of(day), batch_size=_BATCH)
    if missing:
        audit.record(actor, "counts.kept", "release", None, facts={"days": [str(day) for day in missing]})
    return len(missing)


@transaction.atomic
def release_month(*, actor: Actor, month: date) -> Release:
    """Give the counts of a month to the public; once given they stay. WrongMoment while its promises still run."""
    MANAGE.require_somewhere(actor)
    head = audit.lock(audit.SYSTEM)
    known = Release.objects.filter(month=month).first()
    if known is not None:
        return known
    if not is_ripe(month, clock.today()):
        raise WrongMoment(f"{month:%m/%Y} is counted {LAG.days} days after its end")
    release = Release.objects.create(month=month, made_at=clock.now())
    ReleasedCount.objects.bulk_create(_cells(release), batch_size=_BATCH)
    audit.record(actor, "counts.released", "release", None, stream=head, facts={"month": f"{month:%Y-%m}"})
    return release


# ── a day ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _counts_of(day: date) -> Iterator[DayCount]:
    begin, end = midnight(day), midnight(day + timedelta(days=1))
    found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    open_then = _open_at(end)
    for name, rows in (
        ("sent", _counted().filter(sent_at__gte=begin, sent_at__lt=end)),
        ("open", open_then),
        ("late", open_then.filter(answer_due__lt=end)),
    ):
        for body, category, number in _numbers(rows, "organisation_id"):
            found[body, category][name] = number
    for (body, category), counts in sorted(found.items()):
        yield DayCount(day=day, organisation_id=body, category_id=category, **counts)


def _counted() -> QuerySet[Matter]:
    """Return the matters that are counted: a denunciation is handed over, and leaves no trace in any figure."""
    return Matter.objects.exclude(matter_class=MatterClass.DENUNCIATION)


def _open_at(moment: datetime) -> QuerySet[Matter]:
    rows = _counted().filter(sent_at__lt=moment)
    answered = Q(answered_at__isnull=True) | Q(answered_at__gte=moment)
    return rows.filter(answered, Q(ended_at__isnull=True) | Q(ended_at__gte=moment))


def _numbers(rows: QuerySet[Matter], where: str) -> QuerySet[Matter, tuple[int, int, int]]:
    """Return how many rows there are by place or body and by category."""
    return rows.order_by().values_list(where, "category_id").annotate(number=Count("pk"))


def _day_of(moment: datetime) -> date:
    return moment.astimezone(clock.LOCAL).date()


# ── a month ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cells(release: Release) -> Iterator[ReleasedCount]:
    begin, end = midnight(release.month), midnight(month_after(release.month))
    provinces = _provinces(release.month)
    kinds = _kinds(begin, end)
    fates = [fate for fate in _fates(begin, end, kinds) if fate.commune in provinces]
    tallies = _tallied(fates, provinces)
    for name, rows in _beside(begin, end):
        for commune, category, number in _numbers(rows, "area_id"):
            if commune in provinces:
                for cell in _holding(commune, kinds[category], provinces):
                    setattr(tallies[cell], name, getattr(tallies[cell], name) + number)
    sent = released(Counter((fate.commune, fate.category) for fate in fates), provinces)
    still_open = released(_open_by(end, kinds, provinces), provinces)
    for cell, shown in sent.items():
        area, kind = cell
        said = tallies[cell].said() if shown else {}
        if cell not in still_open or still_open[cell] is None:
            said.pop("late", None)
        yield ReleasedCount(
            release=release,
            area_id=area or None,
            category_id=kind or None,
            sent=shown,
            open=still_open.get(cell, 0),
            **said,
        )


def _provinces(month: date) -> dict[int, int]:
    """Return the province of each commune that was there at the beginning of a month or at its end."""
    found: dict[int, int] = {}
    for day in (month, month_after(month) - timedelta(days=1)):
        places = queries.places_on(day)
        found |= {
            place.id: place.province
            for place in places.by_id.values()
            if place.province not in {place.id, COUNTRY}
        }
    return found


def _kinds(begin: datetime, end: datetime) -> dict[int, int]:
    """Return as which category each is counted: an earlier row of the same code as the latest, a rare one as another."""
    codes = dict(Category.objects.order_by("valid_from").values_list("pk", "code"))
    latest = {code: key for key, code in codes.items()}
    same = {key: latest[code] for key, code in codes.items()}
    numbers: Counter[int] = Counter()
    for _area, key, number in _numbers(_counted().filter(sent_at__gte=begin, sent_at__lt=end), "area_id"):
        numbers[same[key]] += number
    other = latest.get(_OTHER)
    rare = {key for key, number in numbers.items() if number < LEAST}
    return {key: other if other and one in rare else one for key, one in same.items()}


def _fates(begin: datetime, end: datetime, kinds: Mapping[int, int]) -> Iterator[Fate]:
    """Yield what became of each matter of a month, as it stood when the month became ripe."""
    until = end + LAG
    rows = _counted().filter(sent_at__gte=begin, sent_at__lt=end)
    said = Rating.objects.filter(matter__sent_at__gte=begin, matter__sent_at__lt=end, rated_at__lt=until)
    verdicts = dict(said.order_by("round").values_list("matter_id", "verdict"))
    words = ("pk", "area_id", "category_id", "sent_at", "answered_at", "answer_due")
    for key, area, category, sent, answered, due in rows.values_list(*words).iterator():
        in_time = answered is not None and answered < until
        yield Fate(
            area,
            kinds[category],
            (_day_of(answered) - _day_of(sent)).days if in_time else None,
            in_time and (due is None or answered <= due),
            verdicts[key] == Verdict.SATISFIED if key in verdicts else None,
        )


def _tallied(fates: Iterable[Fate], provinces: Mapping[int, int]) -> dict[Cell, Tally]:
    tallies: dict[Cell, Tally] = defaultdict(Tally)
    for fate in fates:
        for cell in _holding(fate.commune, fate.category, provinces):
            tallies[cell].add(fate)
    return tallies


def _beside(begin: datetime, end: datetime) -> tuple[tuple[str, QuerySet[Matter]], ...]:
    """Return what is counted of the month's own time, whenever it was sent."""
    answered = _counted().filter(answered_at__gte=begin, answered_at__lt=end)
    promised = Q(answer_due__isnull=True) | Q(answered_at__lte=F("answer_due"))
    still_open = _open_at(end)
    return (
        ("answered_in", answered),
        ("on_time_in", answered.filter(promised)),
        ("open", still_open),
        ("late", still_open.filter(answer_due__lt=end)),
    )


def _open_by(end: datetime, kinds: Mapping[int, int], provinces: Mapping[int, int]) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for area, kind, number in _numbers(_open_at(end), "area_id"):
        if area in provinces:
            found[area, kinds[kind]] += number
    return found


def _holding(commune: int, category: int, provinces: Mapping[int, int]) -> tuple[Cell, ...]:
    """Return the cells that count a matter."""
    province = provinces[commune]
    return (
        (commune, ALL),
        (province, ALL),
        (province, category),
        (COUNTRY, ALL),
        (COUNTRY, category),
    )
