"""The copy: only what changed is written, whole or not at all; it says what it contains; every number is a kept total's."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pytest

from lienthong.analysis import queries, services
from lienthong.analysis.queries import store
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, WrongMoment
from lienthong.kernel.values import Week
from lienthong.reports import services as reports
from lienthong.reports.queries import marks_by_week
from tests.cast import WEEK, Cast

from .filling import fill, put_another_in_its_place, refresh, report

pytestmark = pytest.mark.django_db

BEFORE, LATER = "2025-W26", "2026-W46"


def files() -> set[str]:
    return {path.name for path in store.folder_of("tuan").iterdir()}


def checked(cast: Cast, week: str = WEEK) -> queries.Checked:
    return queries.check_week(queries.engine(), cast.series, Week.parse(week))


def test_every_number_of_the_copy_is_that_of_a_kept_total(cast: Cast) -> None:
    fill(cast, BEFORE, LATER, WEEK)
    report(cast, "v2", WEEK, money="", sessions="")
    assert refresh() == services.Refreshed("tuan", 3, 3, 0)
    for week, units in ((BEFORE, 6), (LATER, 5), (WEEK, 5)):
        found = checked(cast, week)
        # Both stages, both sources; each unit has three counts, 13 fields with a sum and three counts, two texts with three.
        assert found == queries.Checked(Week.parse(week), 2 * 2 * units * (3 + 13 * 4 + 2 * 3), False, ())


def test_only_weeks_that_count_otherwise_are_written_anew(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    before = queries.get_manifest("tuan")
    assert refresh() == services.Refreshed("tuan", 0, 2, 0)
    assert queries.get_manifest("tuan") == before
    report(cast, "v3", WEEK, households="77")
    assert queries.is_stale(cast.series)
    assert refresh() == services.Refreshed("tuan", 1, 2, 0)
    after = queries.get_manifest("tuan")
    assert after.weeks[LATER] == before.weeks[LATER]
    assert after.weeks[WEEK].returns != before.weeks[WEEK].returns
    assert not queries.is_stale(cast.series)


def test_a_draft_is_not_copied_and_a_return_given_back_leaves_the_copy(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    assert queries.get_manifest("tuan").weeks[WEEK].rows == 4
    reports.return_returns(
        actor=OPERATOR, asked=cast.asked(), uids=[cast.entry("v2").uid], reason="Số chưa khớp"
    )
    refresh()
    assert queries.get_manifest("tuan").weeks[WEEK].rows == 3
    assert checked(cast).differences == ()


def test_the_copy_says_what_it_contains(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    manifest = queries.get_manifest("tuan")
    assert manifest.weeks[WEEK].mark == marks_by_week(cast.series)[Week.parse(WEEK)]
    moment = manifest.as_of()
    assert moment is not None
    assert moment.isoformat() == "2026-11-22T02:40:00+00:00"
    assert checked(cast).stale is False
    report(cast, "v2", WEEK, households="500")
    assert checked(cast) == queries.Checked(Week.parse(WEEK), 0, True, ())


def test_without_a_copy_the_reader_is_told(cast: Cast) -> None:
    with pytest.raises(WrongMoment, match="Chưa có số liệu phân tích"):
        queries.get_manifest("tuan")


def test_nobody_but_who_may_refreshes(cast: Cast) -> None:
    fill(cast, WEEK)
    with pytest.raises(NotAllowed):
        services.refresh_copy(actor=cast.actor("lan"))
    assert not store.root().exists()


def test_a_copy_that_is_cut_off_half_way_leaves_the_old_one(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    before = (store.folder_of("tuan") / store.MANIFEST).read_bytes()
    report(cast, "v2", WEEK, households="999")
    # Single returns of the week still fit, what its units come to does not.
    with files_no_bigger_than(_between_returns_and_units()), pytest.raises(duckdb.IOException):
        refresh()
    assert (store.folder_of("tuan") / store.MANIFEST).read_bytes() == before
    held = queries.get_manifest("tuan")
    assert held.files <= files()
    # What was written for nothing goes once nobody can be reading it; the next run makes up for it.
    assert len([name for name in files() - held.files if name.startswith(f"{WEEK}.returns.")]) == 1
    for path in store.folder_of("tuan").iterdir():
        os.utime(path, (time.time() - 2 * store.GRACE,) * 2)
    assert refresh() == services.Refreshed("tuan", 1, 2, 1)
    assert checked(cast).differences == ()


@contextmanager
def files_no_bigger_than(most: int) -> Iterator[None]:
    """Let the machine refuse to make a file bigger, as it does where a disk has no more room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _between_returns_and_units() -> int:
    """Return a size between those of the two files of the week."""
    part, folder = queries.get_manifest("tuan").weeks[WEEK], store.folder_of("tuan")
    small, big = ((folder / name).stat().st_size for name in (part.returns, part.units))
    assert small + 1000 < big
    return (small + big) // 2


def test_a_file_that_lost_its_name_stays_for_whoever_reads_it_and_is_gone_later(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    old = queries.get_manifest("tuan").files
    for path in store.folder_of("tuan").iterdir():
        os.utime(path, (time.time() - 2 * store.GRACE,) * 2)
    report(cast, "v2", WEEK, households="999")
    assert refresh().deleted == 0
    assert old <= files()
    for name in old:
        os.utime(store.folder_of("tuan") / name, (time.time() - 2 * store.GRACE,) * 2)
    # The tree has not changed: its file is still named.
    assert refresh().deleted == len(old) - 1
    assert queries.get_manifest("tuan").files | {store.MANIFEST, ".lock"} == files()


def test_a_difference_is_found(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    put_another_in_its_place(cast, WEEK, "v2", households="999", poor="1")
    found = checked(cast)
    # The households of v2, in the sum of its commune, of the province and of the centre.
    assert len(found.differences) == 3
    assert all("received returns" in said and "v_households" in said for said in found.differences)


def test_texts_are_not_copied(cast: Cast) -> None:
    fill(cast, WEEK)
    report(cast, "v2", WEEK, work_done="Ông Nguyễn Văn A đã họp")
    refresh()
    for path in store.folder_of("tuan").iterdir():
        assert "Nguyễn".encode() not in path.read_bytes()
    from pyarrow import parquet

    columns = parquet.read_schema(
        store.folder_of("tuan") / queries.get_manifest("tuan").weeks[WEEK].returns
    ).names
    assert [name for name in columns if name.endswith("work_done")] == ["s_work_done"]
