"""Words of files: sizes, and what stands beside one in lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from .. import clock
from ..models import Attachment, ContentState
from ..subjects import body_names
from ..templatetags.written import number
from .queries import kept_until

_STEP = 1024
_MARKS = {
    ContentState.CLEAN: ("ok", "circle-check"),
    ContentState.WAITING: ("warn", "clock"),
    ContentState.QUARANTINED: ("err", "circle-alert"),
}


def size_text(size: int) -> str:
    """Return a size as people read it: 812 byte, 1,2 KB, 3,4 MB."""
    if size < _STEP:
        return f"{number(size)} byte"
    amount, unit = Decimal(size) / _STEP, "KB"
    for bigger in ("MB", "GB", "TB"):
        if amount >= _STEP:
            amount, unit = amount / _STEP, bigger
    return f"{number(amount, 1)} {unit}"


@dataclass(frozen=True)
class ShownFile:
    """A file as a list shows it: by whom is the name of a body, never that of a person."""

    uid: UUID
    name: str
    type: str
    size: str
    added_at: datetime
    added_from: str
    state: str
    kind: str
    icon: str
    clean: bool
    quarantined: bool
    finding: str
    digest: str
    body: str
    until: date | None
    deleted_at: datetime | None
    deleted_from: str
    reason: str


def shown_files(found: list[Attachment]) -> list[ShownFile]:
    """Return files as lists show them."""
    bodies = [key for one in found for key in (one.added_from_id, one.deleted_from_id, one.organisation_id)]
    names = body_names(bodies, clock.today())
    return [_shown(one, names) for one in found]


def _shown(one: Attachment, names: dict[int, str]) -> ShownFile:
    content = one.content
    state = ContentState(content.state) if content else None
    kind, icon = _MARKS[state] if state else ("", "x")
    return ShownFile(
        uid=one.uid,
        name=one.name,
        type=one.get_type_display(),
        size=size_text(one.size),
        added_at=one.added_at,
        added_from=names.get(one.added_from_id or 0, _("Hệ thống")),
        state=str(state.label) if state else _("Đã xóa"),
        kind=kind,
        icon=icon,
        clean=state == ContentState.CLEAN,
        quarantined=state == ContentState.QUARANTINED,
        finding=content.finding if content else "",
        digest=content.sha256[:12] if content else "",
        body=names.get(one.organisation_id, ""),
        until=kept_until(one),
        deleted_at=one.deleted_at,
        deleted_from=names.get(one.deleted_from_id or 0, _("Hệ thống")),
        reason=one.reason,
    )
