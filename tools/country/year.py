"""A year of a return of forty whole numbers: the form, the series, invented figures, and loading them a week at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import transaction

from lienthong.demo.rules import BEGIN, RUNNING
from lienthong.forms import services as form_services
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.bulk import roomy
from lienthong.kernel.values import Week
from lienthong.registry.models import Tree
from lienthong.reports import queries as reports
from lienthong.reports import services
from lienthong.reports.models import Series
from lienthong.reports.services import Column, Step, WeekLoad

from . import ground
from .ground import Country, row

CODE: Final = "bench-year"
FIELDS: Final = [f"f{number:02}" for number in range(1, 41)]
WEEKS: Final = 52
TABLES: Final = ("reports_return", "reports_revision", "reports_total")


@transaction.atomic
def series() -> Series:
    """Return the series of the bench; publish its form and begin it where it is not there."""
    held = reports.find_series(CODE)
    if held is not None:
        return held
    name = {"vi": "Đo tải một năm", "en": "A year to measure"}
    form = form_services.create_form(actor=OPERATOR, code=CODE, name=name)
    version = form_services.draft_version(
        actor=OPERATOR, form=form, definition=definition(), in_force_from=BEGIN
    )
    form_services.publish_version(actor=OPERATOR, version=version)
    return services.create_series(
        actor=OPERATOR,
        code=CODE,
        name=name,
        form_id=form.pk,
        tree=Tree.objects.get(code="front"),
        level="village",
        first_period=str(weeks()[0]),
    )


def definition() -> dict[str, Any]:
    """Return the form: forty whole numbers, none of them below zero."""
    fields = [
        {
            "code": code,
            "type": "integer",
            "label": {"vi": f"Chỉ tiêu {code}", "en": f"Figure {code}"},
            "rollup": "sum",
            "minimum": "0",
        }
        for code in FIELDS
    ]
    label = {"vi": "Chỉ tiêu", "en": "Figures"}
    section = {"code": "all", "label": label, "fields": fields}
    return {"code": CODE, "language": 1, "sections": [section], "rules": []}


def weeks() -> list[Week]:
    """Return the weeks of one calendar year, by which the columnar copy is read; the last few lie ahead of today."""
    return [Week(RUNNING.year, number) for number in range(1, WEEKS + 1)]


def figures(week: Week, count: int) -> npt.NDArray[np.int64]:
    """Invent so many villages' forty figures of a week: mostly small, some large, the same at every making."""
    dice = np.random.default_rng([week.year, week.number])
    scale = np.array([3, 12, 40, 150, 600])[np.arange(len(FIELDS)) % 5]
    return dice.exponential(scale, (count, len(FIELDS))).astype(np.int64)


def batch(country: Country, week: Week) -> WeekLoad:
    """Return a week of all villages, sent on its Friday."""
    count = len(country.places)
    held, plain = figures(week, count), np.zeros(count, np.int8)
    sent = datetime.fromordinal(week.first.toordinal() + 4).replace(hour=9, tzinfo=clock.LOCAL)
    return WeekLoad(
        organisations=[place.organisation for place in country.places],
        units=[place.commune for place in country.places],
        steps=[
            [Step("submitted", sent, country.accounts[place.organisation].uid)] for place in country.places
        ],
        on_time=np.ones(count, np.bool_),
        numbers={code: Column(held[:, place], plain) for place, code in enumerate(FIELDS)},
        texts={},
    )


@dataclass(frozen=True)
class Loaded:
    """What loading a week took, in seconds: to the last byte on the disk, and of the processor."""

    seconds: float
    python: float
    postgresql: float


def load(country: Country, week: Week) -> Loaded:
    """Load a week of all villages."""
    asked, made = reports.asked_in(series(), week), batch(country, week)
    before = (time.perf_counter(), time.process_time(), ground.postgresql_seconds())
    with roomy():
        services.load_returns(actor=OPERATOR, asked=asked, batch=made)
    after = (time.perf_counter(), time.process_time(), ground.postgresql_seconds())
    return Loaded(*(later - earlier for later, earlier in zip(after, before, strict=True)))


def missing_weeks() -> Iterator[Week]:
    """Yield the weeks of the year that are not loaded yet."""
    held = series()
    return (week for week in weeks() if not reports.has_returns(held, str(week)))


def measure_import(country: Country) -> None:
    """Load one further week with totals and audit; print what it took."""
    series()
    taken = load(country, next(ground.weeks_without_returns(CODE, weeks()[-1])))
    row(
        "import of a week: returns, revisions, kept totals, an audit entry a commune",
        "≤ 5 s",
        f"{taken.seconds:.1f} s for {len(country.places):,} × {len(FIELDS)} figures (processor: Python {taken.python:.1f}, "
        f"PostgreSQL {taken.postgresql:.1f}), {ground.load_of_machine()}",
    )


def measure_size(country: Country, before: dict[str, int], loaded: int) -> None:
    """Print what the weeks just loaded take in the store, a cell."""
    if not loaded:
        return
    cells = loaded * len(country.places) * len(FIELDS)
    grown = {name: size - before[name] for name, size in ground.stored_bytes(*TABLES).items()}
    told = ", ".join(f"{name.removeprefix('reports_')} {size / cells:.1f}" for name, size in grown.items())
    row(
        "store, bytes a cell: table, indexes and what lies beside",
        "≤ 25 (returns)",
        f"{told}; {cells / 1e6:.1f} million cells",
    )
