"""Where the copy lies, and what it contains: a folder for each series, with a manifest that names its files.

A file is written beside, made durable and only then named by the manifest, which is replaced in one step. So whoever reads
sees the old copy or the new one, whole. A file that is no longer named stays for a while, for whoever is just reading it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.values import Week

MANIFEST = "manifest.json"
# Seconds for which a replaced file stays.
GRACE = 15 * 60
_VERSION = 1


@dataclass(frozen=True)
class Part:
    """What is copied of a week. ``mark``: the sum of the marks of the totals that counted it; ``at``: when it was read."""

    mark: int
    rows: int
    at: str
    returns: str
    units: str


@dataclass(frozen=True)
class Manifest:
    """What the copy of a series contains. ``tree``: the stamp of the tree that it is joined with; ``years``: by year a file.

    ``checked``: when it was last compared with what is kept, and found to be the same as it or to be made anew.
    """

    layout: str = ""
    tree: str = ""
    places: str = ""
    checked: str = ""
    weeks: Mapping[str, Part] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """Every file that it names."""
        parts = (name for part in self.weeks.values() for name in (part.returns, part.units))
        return {name for name in (self.places, *parts, *self.years.values()) if name}

    def weeks_of(self, year: int) -> dict[Week, Part]:
        """Return the weeks of a year that are copied, oldest first."""
        found = {Week.parse(code): part for code, part in self.weeks.items()}
        return {week: found[week] for week in sorted(found) if week.year == year}

    def as_of(self) -> datetime | None:
        """Return of which moment the copy tells: all that was saved before it is in it."""
        return datetime.fromisoformat(self.checked) if self.checked else None


def root() -> Path:
    """Return the folder of the whole copy."""
    return Path(settings.ANALYSIS)


def folder_of(series: str) -> Path:
    """Return the folder of a series."""
    return root() / series


def find_manifest(series: str) -> Manifest | None:
    """Return what the copy of a series contains; None where there is none, or one of another version of the product."""
    try:
        held = json.loads((folder_of(series) / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return None
    if held.pop("version") != _VERSION:
        return None
    weeks = {code: Part(**part) for code, part in held.pop("weeks").items()}
    years = {int(year): name for year, name in held.pop("years").items()}
    return Manifest(weeks=weeks, years=years, **held)


def get_manifest(series: str) -> Manifest:
    """Return what the copy of a series contains; WrongMoment where nothing has been copied yet."""
    found = find_manifest(series)
    if found is None or not found.weeks:
        raise WrongMoment(
            _(
                "Chưa có số liệu phân tích của loại báo cáo này. Bản sao được lập mỗi năm phút; hãy mở lại sau."
            )
        )
    return found


# ── writing, for the services of this room ───────────────────────────────────────────────────────────────────────────


def publish(series: str, manifest: Manifest) -> None:
    """Let a manifest be the one that is read."""
    path = folder_of(series) / MANIFEST
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps({"version": _VERSION, **asdict(manifest)}, indent=1), "utf-8")
    settle(beside, path)


def settle(beside: Path, path: Path) -> None:
    """Put a file that was written beside in its place, durably."""
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep(series: str, named: Iterable[str], replaced: Iterable[str] = ()) -> int:
    """Delete files that nothing names, once nobody can still be reading them; return how many.

    ``replaced``: they have just lost their name; for them the time begins now.
    """
    folder, kept, gone = folder_of(series), {*named, MANIFEST, ".lock"}, 0
    for name in replaced:
        if name not in kept and (folder / name).exists():
            os.utime(folder / name)
    for path in folder.iterdir():
        if path.name not in kept and time.time() - path.stat().st_mtime > GRACE:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def last_days(weeks: Iterable[Week]) -> tuple[date, ...]:
    """Return the days by which the weeks are told."""
    return tuple(week.last for week in weeks)


def contents_of(series: str) -> list[tuple[str, int, str, int]]:
    """Return of each week in the copy how many returns it has, when they were read, and how many bytes they take."""
    manifest, folder = find_manifest(series) or Manifest(), folder_of(series)
    return [
        (code, part.rows, part.at, sum((folder / name).stat().st_size for name in (part.returns, part.units)))
        for code, part in sorted(manifest.weeks.items())
    ]
