"""A matter as its sender follows it: states in plain words, when something is due and why, who has it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final

from django.utils.translation import gettext as _

from lienthong.kernel import clock, deadlines, files
from lienthong.kernel.errors import NotFound
from lienthong.kernel.models import Attachment
from lienthong.kernel.working import day_of
from lienthong.registry.queries import find_area_on, units_on

from ..flows import MATTER
from ..models import Matter, MatterState, Passage, Supplement
from ..queries.answers import Shown, answer_for_sender
from .passages import PASSAGES

_FAR: Final = {
    MatterState.SENT: 1,
    MatterState.MOVING: 2,
    MatterState.STUCK: 2,
    MatterState.ACCEPTED: 3,
    MatterState.ASKING: 3,
    MatterState.ANSWERED: 4,
    MatterState.CLOSED: 4,
    MatterState.GUIDED: 4,
    MatterState.WITHDRAWN: 4,
}
STEPS: Final = 4
_TURNS: Final = {"ask", "raise", "climb", "hold", "bounce", "withdraw"}


@dataclass(frozen=True)
class Line:
    """Something that became of a matter. ``words``: what an officer wrote for its sender; only with the PIN."""

    label: str
    icon: str
    kind: str
    at: datetime
    body: str
    other: str
    words: str
    due: datetime | None


@dataclass(frozen=True)
class Tracked:
    """What the page of a matter shows. ``opened``: the PIN was right, so what was sent is shown as well."""

    matter: Matter
    state: str
    far: list[bool]
    holder: str
    place: str
    due: datetime | None
    days_left: int | None
    late: bool
    told: str
    lines: list[Line]
    opened: bool
    supplements: list[Supplement]
    photos: list[Attachment]
    may_add: bool
    may_withdraw: bool
    answer: Shown | None


def tracked(matter: Matter, *, opened: bool) -> Tracked:
    """Return a matter for its sender; whoever calls has looked at code and PIN."""
    today, now = clock.today(), clock.now()
    passages = list(matter.passages.order_by("at", "pk"))
    bodies = {
        matter.organisation_id,
        *(row.organisation_id for row in passages),
        *(r.other_id for r in passages),
    }
    running = deadlines.clocks_of("matter", [matter.uid]).get(matter.uid, [])
    climbed = max(running, key=lambda one: one.level, default=None)
    reached = climbed.reached if climbed is not None and climbed.level else None
    names = {
        key: unit.name
        for key, unit in units_on({key for key in (*bodies, reached) if key is not None}, today).items()
    }
    area = find_area_on(matter.area.uid, today)
    state = MATTER.state(matter.state)
    waits = matter.state not in {MatterState.ANSWERED, MatterState.ASKING} and not state.ends
    far = _FAR[MatterState(matter.state)]
    return Tracked(
        matter=matter,
        state=str(state.label),
        far=[step < far for step in range(STEPS)],
        holder=names.get(matter.organisation_id, ""),
        place=area.address if area else "",
        due=matter.answer_due if waits else None,
        days_left=(day_of(matter.answer_due) - today).days if waits and matter.answer_due else None,
        late=bool(waits and matter.answer_due and matter.answer_due < now),
        told=names.get(reached, "") if reached else "",
        lines=[_line(row, names, opened=opened) for row in reversed(passages)],
        opened=opened,
        supplements=list(Supplement.objects.filter(matter=matter).order_by("at", "pk")) if opened else [],
        photos=_photos(matter) if opened else [],
        may_add=not state.ends and matter.state != MatterState.ANSWERED,
        answer=answer_for_sender(matter) if opened else None,
        may_withdraw=any(step.name == "withdraw" and matter.state in step.sources for step in MATTER.steps),
    )


def _line(row: Passage, names: dict[int, str], *, opened: bool) -> Line:
    # Whoever took a matter over did it and has it: said once.
    other = row.other_id if row.other_id != row.organisation_id else None
    label, icon = PASSAGES.get(row.step, (row.step, "info"))
    return Line(
        label=str(label),
        icon=icon,
        kind="warn" if row.step in _TURNS else "",
        at=row.at,
        body=names.get(row.organisation_id or 0, ""),
        other=names.get(other or 0, ""),
        words=row.words if opened else "",
        due=row.due if row.step != "send" else None,
    )


def _photos(matter: Matter) -> list[Attachment]:
    rows = Attachment.objects.filter(kind="matter", subject=matter.uid, deleted_at=None)
    return list(rows.select_related("content").order_by("pk"))


def photo_of(matter: Matter, uid: str) -> tuple[IO[bytes], str]:
    """Return the stream and the media type of a photo of a matter or of its answer's evidence; NotFound for anything else."""
    answer = answer_for_sender(matter)
    shown = [*_photos(matter), *(answer.photos if answer else ())]
    found = next((photo for photo in shown if str(photo.uid) == uid), None)
    if found is None:
        raise NotFound(_("Không có ảnh này, hoặc ảnh đang được kiểm tra. Hãy thử lại sau."))
    return files.stream_of(found), files.MEDIA_TYPES[files.FileType(found.type)]
