"""What reports give of a unit's data, read as everything else here: by who may see which returns, and which parts of them.

Drafts, and steps of drafts, are given to those only who may enter for the body. Parts that are withheld on pages are withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lienthong.forms.rules import CellValue, Field, Operation, is_withheld, read_slot
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.giving import Extent, Value
from lienthong.kernel.validity import FOREVER
from lienthong.registry.queries import Unit

from .. import permissions
from ..models import CellNote, Deadline, Return, ReturnState, Revision, Series
from ..rules.totals import Figure
from .cell import notes_for
from .kept import Stage, UnitTotals
from .returns import get_unit_for, returns_for
from .series import Asked, asked_in, series_for, week_of
from .totals import all_totals_for
from .withholding import without_guarded

# So many bodies are asked for at once: a statement does not take a country's.
_LOT = 5_000


def series_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield the series of which the actor may see anything."""
    for one in _series(actor):
        name = one.name
        yield [
            *(one.uid, one.code, name.get("vi"), name.get("en"), one.form.code, one.tree.code, one.level),
            *(one.first_period, one.last_period or None),
        ]


def deadlines_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield until when each level has to have done its part: days after a period's first day, and a local time."""
    for one in Deadline.objects.filter(series__in=_series(actor)).select_related("series").order_by("pk"):
        until = None if one.valid_to == FOREVER else one.valid_to
        yield [
            *(one.series.code, one.level, one.days, one.time.isoformat("minutes"), one.valid_from, until),
            one.source,
        ]


def returns_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield the returns that the actor may see."""
    for asked, one in _returns(actor, extent):
        yield [
            *(
                one.uid,
                asked.series.code,
                one.period,
                extent.bodies[one.organisation_id],
                one.state,
                one.version,
            ),
            *(one.form_version.uid, one.submitted_at, one.on_time, one.decided_at, one.reason),
        ]


def values_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield the cells of those returns, one a row."""
    inside = _inside(actor, extent)
    for asked, one in _returns(actor, extent):
        for cells in _cells(asked, _shown(asked, inside, one.organisation_id, one.values)):
            yield [one.uid, *cells]


def revisions_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield the steps of those returns: version, state, when, why; by whom is for the audit."""
    for _asked, one, step in _revisions(actor, extent):
        yield [one.uid, step.version, step.state, step.at, step.values is not None, step.reason]


def revision_values_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield the cells that a return held after each step that changed them."""
    inside = _inside(actor, extent)
    for asked, one, step in _revisions(actor, extent):
        if step.values is not None:
            for cells in _cells(asked, _shown(asked, inside, one.organisation_id, step.values)):
                yield [one.uid, step.version, *cells]


def completeness_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield for each week and unit that collects how many were expected, received, on time, approved, locked."""
    for asked, key, found in _totals(actor, extent):
        yield [asked.series.code, str(asked.week), extent.bodies[key], *found.completeness[:5]]


def totals_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield for each week, unit, stage and field the sum, and how many values, blanks and not applicable ones stand in it."""
    for asked, key, found in _totals(actor, extent):
        for stage in Stage:
            sums = found.of(stage)
            for slot, figure in sums.figures.items():
                held = read_slot(slot)
                field = asked.form.fields.get(held.code)
                if field is not None and held.operation is Operation.OWN:
                    withheld = field.code in sums.withheld
                    yield [
                        *(asked.series.code, str(asked.week), extent.bodies[key], stage.value, field.code),
                        *(_sum(field, figure, withheld), *figure[1:], withheld),
                    ]


def _sum(field: Field, figure: Figure, withheld: bool) -> str | None:
    if withheld or not field.is_number or not figure.values:
        return None
    return field.unscaled(figure.total)


def notes_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield what is said about cells, as far as the actor may see it."""
    for asked in _weeks(actor, extent, CellNote):
        for lot in _lots(extent):
            found = notes_for(actor, asked, lot)
            for one in found.order_by("organisation_id", "field"):
                body = extent.bodies[one.organisation_id]
                yield [one.uid, asked.series.code, one.period, body, one.field, one.text, one.flagged, one.at]


# ── what they are read through ───────────────────────────────────────────────────────────────────────────────────────


def _series(actor: Actor) -> list[Series]:
    keys = [one.pk for one in series_for(actor)]
    return list(Series.objects.select_related("form", "tree").filter(pk__in=keys).order_by("code"))


def _lots(extent: Extent) -> Iterator[Sequence[int]]:
    keys = sorted(extent.bodies)
    yield from (keys[start : start + _LOT] for start in range(0, len(keys), _LOT))


def _weeks(actor: Actor, extent: Extent, rows: type[Return] | type[CellNote]) -> Iterator[Asked]:
    """Yield the weeks of every series in which bodies have rows, oldest first."""
    for series in _series(actor):
        periods: set[str] = set()
        for lot in _lots(extent):
            held = rows.objects.filter(series=series, organisation_id__in=lot)
            periods.update(held.order_by().values_list("period", flat=True).distinct())
        for period in sorted(periods):
            yield asked_in(series, week_of(series, period))


def _returns(actor: Actor, extent: Extent) -> Iterator[tuple[Asked, Return]]:
    for asked in _weeks(actor, extent, Return):
        for lot in _lots(extent):
            found = returns_for(actor, asked).filter(organisation_id__in=lot).select_related("form_version")
            for one in found.defer("form_version__definition").order_by("organisation_id").iterator():
                yield asked, one


def _revisions(actor: Actor, extent: Extent) -> Iterator[tuple[Asked, Return, Revision]]:
    inside = _inside(actor, extent)
    for asked, lot in ((asked, lot) for asked in _weeks(actor, extent, Return) for lot in _lots(extent)):
        entries = {one.pk: one for one in returns_for(actor, asked).filter(organisation_id__in=lot)}
        steps = Revision.objects.filter(
            entry__series=asked.series, entry__period=str(asked.week), entry__organisation_id__in=lot
        )
        for step in steps.order_by("entry__organisation_id", "version").iterator():
            one = entries.get(step.entry_id)
            if one is not None and (step.state != ReturnState.DRAFT or one.organisation_id in inside):
                yield asked, one, step


def _totals(actor: Actor, extent: Extent) -> Iterator[tuple[Asked, int, UnitTotals]]:
    for asked in _weeks(actor, extent, Return):
        unit = _unit(actor, asked, extent)
        if unit is not None:
            found = all_totals_for(actor, asked, unit)
            yield from ((asked, key, found[key]) for key in sorted(found) if key in extent.bodies)


def _unit(actor: Actor, asked: Asked, extent: Extent) -> Unit | None:
    """Return the unit in a week; None where it was not there, collects nothing, or nothing of it may be seen."""
    try:
        unit = get_unit_for(actor, asked, extent.uid)
    except NotFound:
        return None
    return unit if unit.level != asked.series.level else None


def _inside(actor: Actor, extent: Extent) -> set[int]:
    """Return the bodies to whose collectors the actor belongs: they see every part, and drafts."""
    return actor.places.covered(permissions.SUBMIT.code, list(extent.bodies))


def _shown(
    asked: Asked, inside: set[int], body: int, values: Mapping[str, CellValue]
) -> Mapping[str, CellValue]:
    return values if body in inside else without_guarded(asked, values)


def _cells(asked: Asked, values: Mapping[str, CellValue]) -> Iterator[list[Value]]:
    """Yield the cells of a return in the order of the form: field, state, number, text.

    A field of which no value stands there is blank. Each value stands in one of the last two, by its field's type.
    """
    for code, field in asked.form.fields.items():
        value = values.get(code)
        if is_withheld(value):
            yield [code, "withheld", None, None]
        elif isinstance(value, Mapping):
            yield [code, value["s"], None, None]
        elif value is None:
            yield [code, "blank", None, None]
        elif field.is_number:
            yield [code, "value", str(value), None]
        else:
            yield [code, "value", None, value if not isinstance(value, bool) else str(value).lower()]
