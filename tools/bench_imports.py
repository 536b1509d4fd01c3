"""Measures imports of 10,000 rows: file to preview, preview to written, and undo. Run by hand on a built demonstration.

LIENTHONG_HOME names the demonstration; what is written is taken back, and rows are counted in the database.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlsxwriter

ROOT = Path(__file__).resolve().parents[1]
ROWS = 10_000
WEEK = "2026-W48"
DAY = "01/07/2025"


def main() -> int:
    """Import, undo, print a table."""
    os.environ["LIENTHONG_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    sys.path.insert(0, str(ROOT))
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    print(
        "| kind | rows | file, KB | preview, s (of a core) | write, s | undo, s |\n| --- | --- | --- | --- | --- | --- |"
    )
    for kind, headings, rows, said in _lists():
        _measure(kind, headings, rows, said)
    return 0


def _lists() -> list[tuple[str, Sequence[str], list[list[Any]], dict[str, str]]]:
    from lienthong.registry.models import AreaVersion
    from lienthong.reports.queries import asked_in, find_series, known_rows, week_of

    codes = sorted(
        AreaVersion.objects.filter(area__level="commune", valid_to__year=9999).values_list("code", flat=True)
    )
    officials = [
        [f"Cán bộ mẫu {n}", "Cán bộ", codes[n % len(codes)], DAY, f"0262 3{n:06}"] for n in range(ROWS)
    ]
    villages = [[f"Thôn Nhập Thử {n}", codes[n % len(codes)], DAY] for n in range(ROWS)]
    said = {"series": "mat-tran-tuan", "period": WEEK}
    lists: list[tuple[str, Sequence[str], list[list[Any]], dict[str, str]]] = [
        ("officials", ("Họ và tên", "Chức vụ", "Mã đơn vị", "Từ ngày", "Điện thoại cơ quan"), officials, {}),
        ("villages", ("Tên thôn, tổ dân phố", "Mã xã, phường", "Từ ngày"), villages, {}),
    ]
    from lienthong.kernel.actor import OPERATOR
    from lienthong.reports.models import Series

    series = Series.objects.get()
    said["series"] = series.code
    found = find_series(series.code)
    assert found is not None
    asked = asked_in(found, week_of(found, WEEK))
    numbers = [
        (code, field) for code, field in asked.form.fields.items() if field.is_number and not field.formula
    ]
    headings = ("Mã xã, phường", "Tên thôn, tổ dân phố", *(field.label["vi"] for _code, field in numbers))
    known = known_rows(OPERATOR, asked)[:ROWS]
    returns: list[list[Any]] = [[row["commune"], row["unit"], *(7 for _field in numbers)] for row in known]
    lists.append(("returns", headings, returns, said))
    return lists


def _measure(kind: str, headings: Sequence[str], rows: list[list[Any]], said: dict[str, str]) -> None:
    from lienthong.identity.models import Account
    from lienthong.identity.queries import actor_for
    from lienthong.imports import services
    from lienthong.imports.models import ImportKind
    from lienthong.kernel.actor import OPERATOR

    # The administrator at the centre reaches the Front's bodies only, but enters no returns.
    actor = OPERATOR if kind == "returns" else actor_for(Account.objects.get(username="duc"))
    data = book(headings, rows)
    times = [_now()]
    found = services.preview_import(
        actor=actor, kind=ImportKind(kind), name=f"{kind}.xlsx", data=data, said=said
    )
    times.append(_now())
    assert found.written > 0, [row[3] for row in found.findings[:3]]
    services.confirm_import(actor=actor, uid=found.uid, good_rows_only=True)
    times.append(_now())
    services.undo_import(actor=actor, uid=found.uid)
    times.append(_now())
    spent = " | ".join(
        f"{later[0] - earlier[0]:.1f} ({later[1] - earlier[1]:.1f})" for earlier, later in pairwise(times)
    )
    print(f"| {kind} | {found.written} of {len(rows)} | {len(data) // 1024} | {spent} |")


def _now() -> tuple[float, float]:
    """Return the clock on the wall, and the time that this process had a core: others may want it too."""
    return time.perf_counter(), time.process_time()


def book(headings: Sequence[str], rows: list[list[Any]]) -> bytes:
    """Return a workbook of one sheet."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
    return stored.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
