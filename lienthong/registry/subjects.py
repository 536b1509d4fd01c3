"""What this room lends to what every room shares: how bodies are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lienthong.kernel.subjects import Bodies

from .queries import units_on


def _names(keys: Iterable[int], day: date) -> Mapping[int, str]:
    return {key: unit.short_name for key, unit in units_on(keys, day).items()}


BODIES = Bodies(_names)
