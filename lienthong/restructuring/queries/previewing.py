"""A table of steps as it would be read in: what it comes to, and what the check would find, before anything is written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from ..models import Plan
from .findings import Checked, look_at
from .plans import steps_of
from .tables import COLUMNS, StepsRead, read_steps, rows_of
from .units import eve_for


@dataclass(frozen=True)
class Previewed:
    """What a file comes to. ``checked``: None where rows are wrong; ``table``: the steps again, as a CSV file of ours."""

    read: StepsRead
    checked: Checked | None
    table: bytes


def preview_table(plan: Plan, name: str, data: bytes) -> Previewed:
    """Return what a file of steps would make of a plan; WrongData where it is no such table."""
    eve = eve_for(plan).by_key
    read = read_steps(name, data, eve, steps_of(plan))
    if read.faults:
        return Previewed(read, None, b"")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.label for column in COLUMNS])
    rows = rows_of(read.steps, eve)
    writer.writerows([row[column.code] for column in COLUMNS] for row in rows)
    return Previewed(read, look_at(plan, read.steps), text.getvalue().encode("utf-8"))
