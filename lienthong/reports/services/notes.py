"""Notes on cells: what explains a figure, and whether somebody has to follow it up."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.registry.queries import Unit, parents_of

from .. import permissions
from ..models import CellNote
from ..queries.series import Asked

_MOST = 1000


@transaction.atomic
def update_note(
    *, actor: Actor, asked: Asked, unit: Unit, code: str, text: str, flagged: bool, seen: int
) -> CellNote | None:
    """Write what is said about a cell; ``seen``: the version that stood on the screen, 0 for none. None: nothing to say.

    WrongData: too long. WrongMoment: somebody else wrote something different meanwhile, or the body does not report.
    The same note twice changes nothing the second time.
    """
    permissions.SUBMIT.require_at(actor, unit.id)
    text = text.replace("\r\n", "\n").strip()
    if code not in asked.form.fields:
        raise NotFound(_("Biểu mẫu của kỳ này không có ô như vậy."))
    if len(text) > _MOST:
        raise WrongData(_("Ghi chú dài quá 1.000 ký tự nên chưa lưu. Hãy viết ngắn lại."))
    parents = parents_of(asked.series.tree_id, [unit.id], asked.week.last)
    if unit.id not in parents:
        raise WrongMoment(
            _("%(name)s không có trong danh sách phải báo cáo kỳ này nên chưa lưu ghi chú.")
            % {"name": unit.short_name}
        )
    stream = audit.lock(parents[unit.id][1])
    note = CellNote.objects.filter(
        series=asked.series, organisation_id=unit.id, period=str(asked.week), field=code
    ).first()
    if (note.text, note.flagged) == (text, flagged) if note else not (text or flagged):
        return note
    if note and note.version != seen:
        raise WrongMoment(
            _(
                "Người khác vừa ghi: “%(theirs)s”. Ghi chú của bạn chưa lưu: “%(mine)s”. Hãy tải lại rồi ghi tiếp."
            )
            % {"theirs": note.text, "mine": text}
        )
    note = note or CellNote(
        series=asked.series, organisation_id=unit.id, period=str(asked.week), field=code, version=0
    )
    note.text, note.flagged, note.actor, note.at = text, flagged, actor.uid, clock.now()
    note.version += 1
    note.save()
    audit.record(
        actor,
        "note.updated",
        "note",
        note.uid,
        stream=stream,
        facts={"field": code, "text": text, "flagged": flagged},
    )
    return note
