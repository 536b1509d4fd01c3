"""What an actor reads in the copy: of units that they may see in reports, without what is withheld there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.forms.queries import forms_in_force, published_forms
from lienthong.forms.rules import scaled_half_up, unscaled
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit, units_below, units_on
from lienthong.reports import queries as reports
from lienthong.reports.queries import AS_WAS, Asked, Stage, Structure

from ..rules.layout import Indicator, Kind, Layout, Measure, indicators_of, layout_of
from . import store
from .engines import Files, Row, engine
from .store import Manifest


@dataclass(frozen=True)
class Asking:
    """A unit's year in the copy, as an actor may see it.

    ``asked``: its last week that is copied. ``weeks``: those that the actor may see the unit in. ``layout``: what is copied.
    """

    actor: Actor
    asked: Asked
    unit: Unit
    year: int
    stage: Stage
    manifest: Manifest
    layout: Layout
    weeks: tuple[Week, ...]

    @property
    def as_of(self) -> datetime | None:
        """Of which moment the figures tell."""
        return self.manifest.as_of()

    @property
    def reports_here(self) -> bool:
        """Whether the unit is a body that reports itself."""
        return self.unit.level == self.asked.series.level

    @cached_property
    def collects(self) -> bool:
        """Whether the bodies directly below it report."""
        return not self.reports_here and reports.collects(self.asked, self.unit)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """What can be chosen, in the order of the form of the last week."""
        return indicators_of(self.layout, list(self.asked.form.fields))

    def indicator(self, name: str) -> Indicator:
        """Return an indicator by its name, the first one where none is named; WrongData where there is none such."""
        for one in self.indicators:
            if not name or one.name == name:
                return one
        raise WrongData(_("Không có chỉ tiêu này trong biểu mẫu. Hãy chọn một chỉ tiêu trong danh sách."))


class Figure(NamedTuple):
    """A number of a unit's week. ``number``: a decimal text; None where there is none. ``partly``: so many returns belong only
    in part, so that no number is shown."""

    number: str | None
    values: int
    returns: int
    withheld: bool = False
    partly: int = 0


NOTHING = Figure(None, 0, 0)


def ask_for(
    actor: Actor,
    code: str,
    uid: UUID,
    year: int,
    stage: Stage = Stage.RECEIVED,
    structure: Structure = AS_WAS,
) -> Asking:
    """Return a unit's year; NotFound where the actor may see nothing of it or no week of the year is in the copy.

    WrongMoment where nothing has been copied yet, or the form has changed since.
    """
    series = reports.get_series(actor, code)
    now = reports.asked_in(series, _last_week(series, year), structure)
    unit = reports.get_unit_for(actor, now, uid)
    manifest = store.get_manifest(code)
    copied = [week for week in manifest.weeks_of(year) if week <= now.week]
    if not copied:
        raise NotFound(_("Bản sao chưa có tuần nào của năm này."))
    layout = layout_of(series.slots, published_forms(series.form_id))
    if layout.stamp != manifest.layout:
        raise WrongMoment(
            _("Biểu mẫu vừa thay đổi, số liệu phân tích đang được lập lại. Hãy mở lại sau vài phút.")
        )
    last = reports.asked_in(series, copied[-1], structure)
    seen = tuple(week for week in copied if _may_see(actor, last, unit, week))
    return Asking(actor, last, unit, year, stage, manifest, layout, seen)


def _last_week(series: Any, year: int) -> Week:
    """Return the last week of a year that a series asks for and that has begun; NotFound where it asks for none."""
    if year not in reports.years_of(series, clock.today()):
        raise NotFound(_("Loại báo cáo này không có năm %(year)d.") % {"year": year})
    of_year = Week.of(date(year, 12, 28))  # always in the last week
    last = Week.parse(series.last_period) if series.last_period else of_year
    return min(of_year, last, reports.current_week())


def years_for(asking: Asking) -> list[int]:
    """Return the years that are in the copy, newest first."""
    return sorted(asking.manifest.years, reverse=True)


def start_for(actor: Actor) -> tuple[str, int, UUID] | None:
    """Return series, year and unit with which an actor begins; None where they see no reports."""
    series, unit = reports.default_series(actor), reports.own_unit(actor)
    return (series.code, reports.current_week().year, unit.uid) if series and unit else None


def _may_see(actor: Actor, asked: Asked, unit: Unit, week: Week) -> bool:
    return not asked.structure.as_was or reports.may_view(actor, replace(asked, week=week), unit)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def files_of(asking: Asking) -> Files:
    """Return the files of a year."""
    from . import placing, tables  # heavy: only where an analysis is opened

    manifest, folder = asking.manifest, store.folder_of(asking.asked.series.code)
    parts = [part for week, part in manifest.weeks_of(asking.year).items() if week in asking.weeks]
    files = {
        tables.WAS: [folder / manifest.places],
        tables.UNITS: [folder / manifest.years[asking.year]],
        tables.RETURNS: [folder / part.returns for part in parts],
    }
    day = asking.asked.structure.day
    if day is not None:
        files[tables.IS] = [placing.places_on(asking.asked.series, manifest, day)]
    return files


def scope_of(asking: Asking, *, bodies: bool = False) -> Any:
    """Return what is looked at. ``bodies``: the units in question are such that report."""
    from .suite import Scope  # heavy: only where an analysis is opened

    return Scope(
        asking.layout,
        asking.unit.id,
        store.last_days(asking.weeks),
        approved=asking.stage is Stage.APPROVED,
        by_returns=bodies,
        as_is=not asking.asked.structure.as_was,
    )


def _ask(asking: Asking, name: str, *words: Any, bodies: bool = False) -> list[Row]:
    """Work an analysis out, given by its name in the suite."""
    from .suite import Question  # heavy: only where an analysis is opened

    return engine().rows(Question(name, scope_of(asking, bodies=bodies), words), files_of(asking))


class Year(NamedTuple):
    """A unit's weeks, oldest first, with a figure for each indicator, by its name."""

    weeks: Sequence[Week]
    figures: Mapping[Week, Mapping[str, Figure]]


def year_for(asking: Asking, indicators: Sequence[Indicator]) -> Year:
    """Return a unit's year: weeks × indicators."""
    rows = _ask(asking, "year", _measures(indicators), bodies=asking.reports_here)
    hidden = _hidden(asking, indicators, [asking.unit.id])
    found = {
        week: {one.name: _figure(one, row, one.field.code in codes) for one in indicators}
        for row in rows
        for week in [Week.of(row["day"])]
        for codes in [hidden[week, asking.unit.id]]
    }
    return Year(asking.weeks, found)


@dataclass(frozen=True)
class Pivot:
    """Units below × weeks of one indicator, in the order of the tree of the last week; units of earlier trees after them."""

    units: Sequence[Unit]
    weeks: Sequence[Week]
    figures: Mapping[tuple[int, Week], Figure] = field(default_factory=dict)

    def of(self, unit: Unit) -> list[Figure]:
        """Return a unit's weeks."""
        return [self.figures.get((unit.id, week), NOTHING) for week in self.weeks]


def pivot_for(asking: Asking, indicator: Indicator) -> Pivot:
    """Return the units directly below × weeks: at the centre province × week. Of a body that reports nothing is below."""
    if asking.reports_here:
        return Pivot((), asking.weeks)
    rows = _ask(asking, "pivot", indicator.measures, bodies=asking.collects)
    hidden = _hidden(asking, [indicator], {row["unit"] for row in rows})
    code = indicator.field.code
    found = {
        (row["unit"], week): _figure(indicator, row, code in hidden[week, row["unit"]])
        for row in rows
        for week in [Week.of(row["day"])]
    }
    return Pivot(_in_order(asking, {row["unit"] for row in rows}), asking.weeks, found)


class Count(NamedTuple):
    """How complete a unit's week was."""

    expected: int
    received: int
    on_time: int
    approved: int
    locked: int


def completeness_for(asking: Asking) -> tuple[Sequence[Unit], Mapping[tuple[int, Week], Count]]:
    """Return the units directly below with how complete each week was, by the tree of the week.

    WrongData by another structure, and at a unit that collects: there reports show each body's state.
    """
    if not asking.asked.structure.as_was or asking.collects or asking.reports_here:
        raise WrongData(
            _("Mức hoàn thành theo tuần chỉ có cho đơn vị cấp trên của xã, theo cơ cấu lúc báo cáo.")
        )
    rows = _ask(asking, "completeness")
    found = {
        (row["unit"], Week.of(row["day"])): Count(*(row[name] or 0 for name in Count._fields)) for row in rows
    }
    return _in_order(asking, {row["unit"] for row in rows}), found


class Mover(NamedTuple):
    """A unit whose number changed, and from what to what, as decimal texts."""

    unit: Unit
    before: str
    after: str
    change: str


def movers_for(asking: Asking, indicator: Indicator, most: int = 10) -> list[Mover]:
    """Return the units directly below that changed most between the first and the last week. Units, never persons."""
    _require_open(asking, indicator)
    rows = _ask(asking, "movers", indicator.number, most)
    units = units_on([row["unit"] for row in rows], asking.asked.day)
    write = indicator.field.unscaled if not indicator.answer else str
    return [
        Mover(units[row["unit"]], *(write(row[name]) for name in ("before", "after", "change")))
        for row in rows
    ]


class Quarter(NamedTuple):
    """A quarter of the units of a level in a week: how many, and between which numbers, as decimal texts."""

    week: Week
    quarter: int
    units: int
    least: str
    most: str


def distribution_for(asking: Asking, indicator: Indicator, level: str) -> list[Quarter]:
    """Return per week how the numbers of the units of a level are spread. Units, never persons, and none is named."""
    _require_open(asking, indicator)
    if level not in reports.LEVELS or level == asking.asked.series.level:
        raise WrongData(_("Phân bố chỉ tính theo cấp tỉnh, huyện hoặc xã."))
    rows = _ask(asking, "distribution", indicator.number, level)
    write = indicator.field.unscaled if not indicator.answer else str
    return [
        Quarter(Week.of(row["day"]), row["quarter"], row["units"], write(row["least"]), write(row["most"]))
        for row in rows
    ]


def _require_open(asking: Asking, indicator: Indicator) -> None:
    """Refuse comparisons of units that could tell what is withheld, of averages, and of what is not above a commune."""
    if asking.collects or asking.reports_here:
        raise WrongData(_("So sánh này chỉ có giữa các đơn vị từ cấp xã trở lên."))
    if not asking.asked.structure.as_was:
        raise WrongData(_("So sánh này chỉ có theo cơ cấu lúc báo cáo."))
    if indicator.kind is Kind.AVERAGE:
        raise WrongData(_("Số bình quân không so sánh được theo cách này. Hãy chọn chỉ tiêu khác."))
    if indicator.field.code in _guarded(asking):
        raise WrongData(
            _("Chỉ tiêu này có phần nhỏ không hiện ở ngoài xã. Hãy xem từng tuần ở trang Số liệu.")
        )


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def _measures(indicators: Iterable[Indicator]) -> tuple[Measure, ...]:
    return tuple({one.column: one for indicator in indicators for one in indicator.measures}.values())


def _figure(indicator: Indicator, row: Row, withheld: bool) -> Figure:
    number, count = row[indicator.number.column], row[indicator.measures[1].column] or 0
    returns, partly = row["returns"] or 0, row.get("partly") or 0
    if withheld or partly or number is None or not count:
        return Figure(None, count, returns, withheld, partly)
    if indicator.answer:
        return Figure(str(number), count, returns)
    if indicator.kind is Kind.AVERAGE:
        weight = row[indicator.measures[2].column]
        if not weight:
            return Figure(None, count, returns)
        number = scaled_half_up(_ratio(number, weight), 0)
    return Figure(unscaled(number, indicator.field.decimals), count, returns)


def _ratio(number: int, weight: int) -> Any:
    from fractions import Fraction

    return Fraction(number, weight)


def _guarded(asking: Asking) -> frozenset[str]:
    """Return the fields of which parts are withheld from the actor; nothing, where they belong to those who collect."""
    if reports.stands_inside(asking.actor, asking.unit.id):
        return frozenset()
    if not asking.weeks:
        return frozenset()
    first, last = asking.weeks[0].last, asking.weeks[-1].last
    forms = forms_in_force(asking.asked.series.form_id, first, last)
    return frozenset(code for form in forms for code in form.guarded)


def _hidden(
    asking: Asking, indicators: Iterable[Indicator], units: Iterable[int]
) -> defaultdict[tuple[Week, int], set[str]]:
    """Return the fields that are not shown of a unit's week: what reports withhold, and all parts of single bodies."""
    wanted = {one.field.code for one in indicators} & _guarded(asking)
    found: defaultdict[tuple[Week, int], set[str]] = defaultdict(set)
    if not wanted:
        return found
    listed = [*units]
    for week in asking.weeks:
        asked = reports.asked_in(asking.asked.series, week, asking.asked.structure)
        if asking.collects or asking.reports_here:
            for unit in listed:
                if asking.reports_here or unit != asking.unit.id:
                    found[week, unit] |= wanted
        for unit, codes in reports.withheld_of(asked, asking.unit, listed).items():
            found[week, unit] |= wanted & codes
    return found


def _in_order(asking: Asking, keys: set[int]) -> list[Unit]:
    day: date = asking.asked.day
    standing = [
        unit
        for unit in units_below(asking.asked.series.tree_id, asking.unit.id, day)
        if asking.collects or unit.level != asking.asked.series.level
    ]
    earlier = units_on(sorted(keys - {unit.id for unit in standing}), day)
    return [*standing, *sorted(earlier.values(), key=lambda unit: (unit.short_name, unit.id))]
