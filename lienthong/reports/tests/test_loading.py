"""Loading a week at once: what stands afterwards is what saving one by one would have left. Refusals change nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from lienthong.forms import services as form_services
from lienthong.forms.models import FormVersion
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.reports import queries, services
from lienthong.reports.models import Return, Revision
from lienthong.reports.queries import Stage
from lienthong.reports.services import Column, Step, WeekLoad
from tests.cast import VALID, WEEK, Cast

from .test_services import everything, national, refused

pytestmark = pytest.mark.django_db

SENT = datetime(2026, 11, 20, 9, tzinfo=clock.LOCAL)
VALUE, NOT_APPLICABLE, BLANK = range(3)
LIVES: Mapping[str, Sequence[str]] = {
    "v1": ("submitted", "approved", "locked"),
    "v2": ("submitted",),
    "v3": ("submitted", "returned"),
    "v4": ("draft",),
}


def load_of(cast: Cast, lives: Mapping[str, Sequence[str]] = LIVES, **numbers: Column) -> WeekLoad:
    """Return a batch of the villages of the small country, the first three of commune C and the last of D."""
    count = len(lives)
    plain = {
        code: Column(np.full(count, int(value)), np.zeros(count, np.int8)) for code, value in VALID.items()
    }
    return WeekLoad(
        organisations=[cast.province[name].pk for name in lives],
        units=[cast.province["D" if name == "v4" else "C"].pk for name in lives],
        steps=[
            [
                Step(
                    state,
                    SENT + timedelta(hours=hour),
                    cast.accounts["lan"].uid,
                    "Sai." if state == "returned" else "",
                )
                for hour, state in enumerate(life)
            ]
            for life in lives.values()
        ],
        on_time=np.array([name != "v2" for name in lives]),
        numbers={**plain, **numbers},
        texts={"work_done": [f"Việc của {name} \\ “một”\n" for name in lives]},
    )


def load(cast: Cast, batch: WeekLoad, period: str = WEEK) -> int:
    """Load a batch as the operator."""
    return services.load_returns(actor=OPERATOR, asked=cast.asked(period), batch=batch)


def test_a_load_leaves_returns_and_revisions_as_steps_would_have(cast: Cast) -> None:
    assert load(cast, load_of(cast)) == 4
    entry = cast.entry("v1")
    assert (entry.state, entry.version, entry.submitted_at, entry.on_time) == ("locked", 3, SENT, True)
    assert entry.decided_at == SENT + timedelta(hours=2)
    assert (entry.values["households"], entry.values["work_done"]) == ("120", "Việc của v1 \\ “một”\n")
    assert entry.values["proposals"] is None
    assert [(r.version, r.state, r.values is None) for r in entry.revisions.order_by("version")] == [
        (1, "submitted", False),
        (2, "approved", True),
        (3, "locked", True),
    ]
    assert (cast.entry("v3").reason, cast.entry("v4").submitted_at) == ("Sai.", None)
    assert not cast.entry("v2").on_time


def test_kept_totals_after_a_load_are_those_that_adding_up_from_nothing_gives(cast: Cast) -> None:
    households = Column(np.array([100, 7, 5, 1]), np.array([VALUE, VALUE, VALUE, VALUE], np.int8))
    sessions = Column(np.array([3, 9, 9, 9]), np.array([VALUE, NOT_APPLICABLE, BLANK, VALUE], np.int8))
    load(cast, load_of(cast, households=households, sessions=sessions))
    assert (national(cast), national(cast, Stage.APPROVED)) == (107, 100)
    totals = queries.unit_totals_for(cast.actor("lan"), cast.asked(), cast.unit("C"))
    told = totals.received.figures["sessions"]
    assert (told.total, told.values, told.not_applicable, told.blank) == (3, 1, 1, 0)
    assert (totals.received.returns, totals.received.on_time, totals.approved.locked) == (2, 1, 1)
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=WEEK) == 0


def test_totals_of_a_form_of_which_not_everything_adds_up_are_exact_too(cast: Cast) -> None:
    _ask_for_the_least(cast)
    later = "2026-W48"
    load(cast, load_of(cast, least=Column(np.array([8, 3, 1, 1]), np.zeros(4, np.int8))), later)
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=later) == 0
    totals = queries.unit_totals_for(cast.actor("lan"), cast.asked(later), cast.unit("C", later))
    assert totals.received.figures["least<"].total == 3


def _ask_for_the_least(cast: Cast) -> None:
    """Publish a version of the form, from the week after on, with a field of which the smallest value is kept."""
    held = FormVersion.objects.filter(form_id=cast.series.form_id).latest("number")
    definition = held.definition
    field: dict[str, Any] = {
        "code": "least",
        "type": "integer",
        "label": {"vi": "Ít nhất", "en": "Least"},
        "rollup": "minimum",
    }
    definition["sections"][0]["fields"].append(field)
    drafted = form_services.draft_version(
        actor=OPERATOR, form=held.form, definition=definition, in_force_from=cast.asked().week.next().first
    )
    form_services.publish_version(actor=OPERATOR, version=drafted)
    cast.series = services.extend_slots(actor=OPERATOR, series=cast.series)


def test_each_units_stream_and_the_systems_get_one_entry_and_every_chain_holds(cast: Cast) -> None:
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    load(cast, load_of(cast))
    told = AuditEntry.objects.exclude(pk__in=before)
    streams = {cast.province["C"].uid, cast.province["D"].uid, audit.SYSTEM}
    assert {(entry.stream.uid, entry.verb) for entry in told} == {(uid, "returns.loaded") for uid in streams}
    assert told.count() == 3
    assert [faults for _uid, _length, faults in audit.verify() if faults] == []


def test_a_units_entry_vouches_for_what_its_returns_held(cast: Cast) -> None:
    digests = []
    for period, value in (("2026-W45", 1), ("2026-W46", 1), ("2026-W47", 2)):
        load(cast, load_of(cast, households=Column(np.full(4, value), np.zeros(4, np.int8))), period)
        entry = AuditEntry.objects.filter(stream__uid=cast.province["C"].uid).latest("number")
        digests.append(bytes(entry.digest))
    assert len(set(digests)) == 3


def test_the_same_load_twice_is_refused_and_changes_nothing(cast: Cast) -> None:
    load(cast, load_of(cast))
    with refused(WrongMoment):
        load(cast, load_of(cast))


def test_a_load_is_refused_where_one_body_has_so_much_as_a_draft(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    with refused(WrongMoment):
        load(cast, load_of(cast))


def test_a_load_is_refused_where_a_unit_has_a_kept_total(cast: Cast) -> None:
    cast.save("nga", "v1")
    with refused(WrongMoment):
        load(cast, load_of(cast, {"v2": ("submitted",)}))


def test_a_load_with_an_unknown_unit_is_refused(cast: Cast) -> None:
    batch = load_of(cast, {"v1": ("submitted",)})
    with refused(WrongData):
        load(cast, WeekLoad(**{**vars(batch), "units": [10**9]}))


def test_only_who_manages_series_may_load(cast: Cast) -> None:
    with refused(NotAllowed):
        services.load_returns(actor=cast.actor("lan"), asked=cast.asked(), batch=load_of(cast))


def test_a_load_that_breaks_in_the_middle_leaves_nothing(cast: Cast) -> None:
    batch = load_of(cast, {"v1": ("submitted",), "v2": ("submitted",)})
    twice = WeekLoad(**{**vars(batch), "organisations": [batch.organisations[0]] * 2})
    before = everything()
    with pytest.raises(Exception, match=r"(?i)unique"):
        load(cast, twice)
    assert everything() == before


def test_returns_go_on_being_saved_after_a_load_under_ids_of_their_own(cast: Cast) -> None:
    load(cast, load_of(cast, {"v2": ("submitted",), "v4": ("submitted",)}))
    cast.save("nga", "v1", households="10")
    assert national(cast) == 250
    assert Return.objects.count() == Revision.objects.count() == 3
