"""What has to be right for the installation to work. Rooms say their checks in ``checks.py``; no room is named here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What came of a check."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


def in_words(outcome: Outcome) -> str:
    """Return what an outcome is called on screens."""
    return {Outcome.OK: _("Ổn"), Outcome.WARN: _("Nên xem"), Outcome.BAD: _("Phải sửa")}[outcome]


@dataclass(frozen=True)
class Finding:
    """What a check found, in a sentence for IT staff, and what to do where something is amiss. No secret, no person."""

    outcome: Outcome
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    """Something that has to be right. ``ready``: without it no request can be answered, so /readyz asks it too.

    ``connects``: it talks to another server, and runs only when somebody asks for that.
    """

    name: str
    label: str | _StrPromise
    run: Callable[[], Finding]
    ready: bool = False
    connects: bool = False


@cache
def known() -> tuple[Check, ...]:
    """Return every check that rooms say."""
    return tuple(said("checks", Check))


def found_by(*, ready: bool = False, connect: bool = False) -> Iterator[tuple[Check, Finding]]:
    """Run the checks and yield what each found. ``ready``: those of /readyz only."""
    for check in known():
        if (ready and not check.ready) or (check.connects and not connect):
            continue
        try:
            yield check, check.run()
        except Exception:
            logger.exception("a check failed", extra={"kind": check.name})
            yield (
                check,
                Finding(
                    Outcome.BAD,
                    _("Không kiểm tra được do lỗi."),
                    _("Xem dòng nhật ký cùng lúc này để biết lỗi."),
                ),
            )
