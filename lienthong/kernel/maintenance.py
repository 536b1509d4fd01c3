"""What every page announces while the installation is being looked after, and whether anything can be saved meanwhile.

The announcement is one row, so that every machine knows it. A web process looks every two seconds (``keeping``), and a
request asks only what was seen last: no save pays a statement for it. It stands until somebody ends it: the hours are what
people are told, and no maintenance is over because it was to be over.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from . import audit, clock
from .actor import Actor
from .errors import WrongData
from .languages import label_of
from .models import Maintenance

_ONE: Final = 1
_SOON: Final = 60
_LONGEST: Final = 300


@dataclass(frozen=True)
class Announcement:
    """What is announced. ``begins``, ``ends``: seconds of the machine's clock; 0: not said."""

    sentence: Mapping[str, str]
    begins: int
    ends: int
    read_only: bool

    @property
    def text(self) -> str:
        """The sentence in the language of the page."""
        return label_of(self.sentence)

    @property
    def hours(self) -> str:
        """From when until when, in words; "" where neither is said."""
        words = {"begins": _as_hour(self.begins), "ends": _as_hour(self.ends)}
        if self.begins and self.ends:
            return _("Từ %(begins)s đến %(ends)s.") % words
        if self.begins:
            return _("Từ %(begins)s.") % words
        return _("Đến %(ends)s.") % words if self.ends else ""

    @property
    def stops_saving(self) -> bool:
        """Whether nothing can be saved at this moment."""
        return self.read_only and time.time() >= self.begins

    @property
    def retry_after(self) -> int:
        """In how many seconds it may be tried again."""
        return max(_SOON, int(self.ends - time.time()))


def _as_hour(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC).astimezone(clock.LOCAL):%H:%M %d/%m/%Y}"


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_seen: list[Announcement | None] = [None]


def current() -> Announcement | None:
    """Return what this process has seen last; costs nothing."""
    return _seen[0]


def look() -> Announcement | None:
    """Look what is announced, and remember it for this process."""
    row = Maintenance.objects.filter(pk=_ONE).first()
    _seen[0] = Announcement(row.sentence, row.begins, row.ends, row.read_only) if row else None
    return _seen[0]


# ── saying ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def announce(
    *, actor: Actor, sentence: Mapping[str, str], begins: int = 0, ends: int = 0, read_only: bool = False
) -> Announcement:
    """Announce maintenance on every page, in place of what was announced before. The operator's alone to call."""
    kept = {language: text.strip() for language, text in sentence.items() if text.strip()}
    if not kept.get("vi") or max(map(len, kept.values())) > _LONGEST:
        raise WrongData(_("Hãy viết một câu từ 1 đến 300 ký tự."))
    if begins and ends and ends <= begins:
        raise WrongData(_("Giờ kết thúc phải sau giờ bắt đầu."))
    words = {"sentence": kept, "begins": begins, "ends": ends, "read_only": read_only}
    Maintenance.objects.update_or_create(pk=_ONE, defaults=words)
    audit.record(actor, "maintenance.announced", "maintenance", None, facts=words)
    return Announcement(kept, begins, ends, read_only)


@transaction.atomic
def end(*, actor: Actor) -> bool:
    """End what is announced; say whether there was anything."""
    removed, _kinds = Maintenance.objects.filter(pk=_ONE).delete()
    if removed:
        audit.record(actor, "maintenance.ended", "maintenance", None)
    return bool(removed)
