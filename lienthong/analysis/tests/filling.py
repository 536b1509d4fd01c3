"""Returns for tests of the copy: some weeks of the small country, with every state of a return and of a cell."""

from __future__ import annotations

from dataclasses import replace

from lienthong.analysis.queries import get_manifest, store
from lienthong.analysis.services import Refreshed, refresh_copy
from lienthong.kernel.actor import OPERATOR
from lienthong.reports import services
from tests.cast import Cast

VILLAGES = ("v1", "v2", "v3", "v4")


def fill(cast: Cast, *periods: str) -> None:
    """Let every village report in some weeks, each with numbers of its own; C approves the first one's."""
    for place, period in enumerate(periods):
        for number, name in enumerate(VILLAGES):
            report(cast, name, period, households=str(100 + 10 * place + number), poor=str(number))
        first = cast.entry("v1", period)
        services.approve_returns(actor=OPERATOR, asked=cast.asked(period), uids=[first.uid])


def report(cast: Cast, name: str, period: str, **typed: str) -> None:
    """Let a village's return be entered and sent."""
    asked = cast.asked(period)
    row = cast.typed(name, _version(cast, name, period), period, **typed)
    services.save_returns(actor=OPERATOR, asked=asked, rows=[row], submit=True)


def _version(cast: Cast, name: str, period: str) -> int:
    from lienthong.reports.models import Return

    held = Return.objects.filter(organisation=cast.province[name], period=period).first()
    return held.version if held else 0


def refresh() -> Refreshed:
    """Bring the copy of the report up to date."""
    (done,) = refresh_copy(actor=OPERATOR)
    return done


def put_another_in_its_place(cast: Cast, period: str, name: str, **typed: str) -> None:
    """Let the copy of a week name the single returns as they were before a village's last one, which it is said to contain."""
    folder = store.folder_of(cast.series.code)
    before = folder / get_manifest(cast.series.code).weeks[period].returns
    report(cast, name, period, **typed)
    refresh()
    manifest = get_manifest(cast.series.code)
    part = replace(manifest.weeks[period], returns=before.name)
    store.publish(cast.series.code, replace(manifest, weeks={**manifest.weeks, period: part}))
