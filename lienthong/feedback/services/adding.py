"""What a sender does with their matter afterwards: add to it, take it back. Code and PIN stand for the right."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.files import Ready

from .. import queries
from ..flows import MATTER
from ..messages import intake_fault
from ..models import Matter, MatterState, Supplement
from ..rules.arriving import judged
from .holding import go_on
from .moving import locked, step, tell_sender, write
from .sending import hang_photos
from .timing import end_timing

# So many times one matter may be added to, and so many photos hang on it.
MOST_SUPPLEMENTS = 20
MOST_PHOTOS = 30


@transaction.atomic
def supplement_matter(
    *, actor: Actor, matter: Matter, code: str, pin: str, key: UUID, text: str, photos: Sequence[Ready] = ()
) -> Supplement:
    """Add text and photos to a matter, once for each key. One that waits for it goes on, and its clock too."""
    _require_opened(matter, code, pin)
    held = locked(matter)
    known = Supplement.objects.filter(key=key, matter=matter).first()
    if known is not None:
        return known
    if MATTER.state(held.matter.state).ends:
        raise WrongMoment(_("Phản ánh này đã kết thúc nên không bổ sung được nữa. Hãy gửi một phản ánh mới."))
    taken = judged(text)
    if taken.refused and not (photos and not text.strip()):
        sentence = intake_fault(taken)
        raise WrongData(sentence, {"text": [sentence]})
    number = Supplement.objects.filter(matter=matter).count()
    if number >= MOST_SUPPLEMENTS:
        raise WrongMoment(
            _("Phản ánh này đã được bổ sung %(most)d lần. Hãy đợi cơ quan giải quyết trả lời.")
            % {"most": MOST_SUPPLEMENTS}
        )
    added = Supplement.objects.create(key=key, matter=matter, at=clock.now(), text=taken.text)
    hang_photos(actor, held.matter, photos, first=100 * (number + 1) + 1)
    if held.matter.state == MatterState.ASKING:
        go_on(actor=actor, matter=matter, by_sender=True)
        return added
    held = locked(matter)  # the stream has gone on with the photos
    tell_sender(held.matter, "supplement")
    audit.record(actor, "matter.supplemented", "matter", matter.uid, stream=held.head)
    return added


@transaction.atomic
def withdraw_matter(*, actor: Actor, matter: Matter, code: str, pin: str) -> Matter:
    """Take a matter back, as its sender; nothing is deleted, and nobody works on it any more."""
    _require_opened(matter, code, pin)
    held = locked(matter)
    move = step("withdraw", actor=actor, held=held, by_sender=True)
    if move is None:
        return held.matter
    end_timing(actor=actor, matter=held.matter, head=held.head)
    write(actor=actor, held=held, move=move)
    return held.matter


def _require_opened(matter: Matter, code: str, pin: str) -> None:
    if not queries.is_opened_by(matter, code, pin):
        raise NotAllowed(_("Mã PIN không đúng. Hãy xem lại biên nhận."))
