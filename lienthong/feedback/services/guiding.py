"""Who has come to the wrong door is shown the right one, or taken there with their consent; never just refused."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData

from .. import queries
from ..models import Matter, MatterState, Rescue, RescueWay
from ..permissions import RECEIVE
from ..rules.guidance import Guidance, guidances_on
from .moving import locked, step, write
from .passing import pass_on_matter
from .timing import end_timing

_LANGUAGE = "vi"


@transaction.atomic
def guide_matter(*, actor: Actor, matter: Matter, reason: str, words: str = "") -> Matter:
    """Tell the sender which body or procedure is competent and where it is; the matter ends here. Told already: no change.

    ``reason``: a code of the catalogue, which says it in whole sentences; ``words``: what is to be added for this one.
    """
    said = _known(reason)
    held = locked(matter)
    queries.require_seat(actor, held.matter)
    move = step("guide", actor=actor, held=held, reason=said.code)
    if move is None:
        return held.matter
    row = held.matter
    letter = f"{said.letter(_LANGUAGE)}\n\n{words.strip()}".strip()
    end_timing(actor=actor, matter=row, head=held.head)
    _count(row, said, RescueWay.TOLD)
    write(actor=actor, held=held, move=move, words=letter, facts={"guidance": said.code})
    return row


@transaction.atomic
def pass_on_with_consent(
    *, actor: Actor, matter: Matter, reason: str, target: int, words: str, consents: bool
) -> Matter:
    """Take a matter to the body that is competent, with the consent that its sender gave; it goes on there.

    WrongData without the consent: then the sender is shown the way instead.
    """
    said = _known(reason)
    if not consents:
        sentence = _("Chỉ chuyển giúp khi người gửi đã đồng ý. Nếu chưa hỏi được, hãy hướng dẫn.")
        raise WrongData(sentence, {"consents": [sentence]})
    queries.require_seat(actor, matter)
    RECEIVE.require(actor, matter)
    row = pass_on_matter(actor=actor, matter=matter, target=target, reason=words)
    if row.state in (MatterState.MOVING, MatterState.STUCK):
        _count(row, said, RescueWay.PASSED)
    return row


def _known(reason: str) -> Guidance:
    said = guidances_on(clock.today()).get(reason)
    if said is None:
        sentence = _("Hãy chọn vì sao cơ quan khác có thẩm quyền.")
        raise WrongData(sentence, {"reason": [sentence]})
    return said


def _count(matter: Matter, said: Guidance, way: RescueWay) -> None:
    Rescue.objects.get_or_create(
        matter=matter,
        defaults={
            "organisation_id": matter.organisation_id,
            "reason": said.code,
            "way": way,
            "at": clock.now(),
        },
    )
