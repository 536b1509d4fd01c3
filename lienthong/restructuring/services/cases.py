"""Many cases of a plan decided at once: as many as a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment

from ..models import Plan
from ..queries import ENDS, Case, cases_for, read_word
from .rehearsing import Decided, hold_to_decide, take_back_decision, write_decision


@transaction.atomic
def decide_cases(*, actor: Actor, plan: Plan, said: Mapping[UUID, tuple[str, str]], seen: int) -> int:
    """Decide cases, given the unit of each in a word of a form ("" lets the rule hold) and its title; return how many changed.

    All or none: WrongData where a case may not go there, WrongMoment where the plan has changed since it was seen.
    """
    head, held = hold_to_decide(actor, plan)
    if held.version != seen:
        raise WrongMoment(
            _("Phương án “%(title)s” vừa được người khác sửa nên chưa ghi gì. Hãy tải lại trang rồi làm lại.")
            % {"title": held.title}
        )
    changed = 0
    for case in cases_for(actor, held):
        word, title = said.get(case.subject, (case.word, _title(case)))
        if (word, title.strip() if word else "") == (case.word, _title(case)):
            continue
        changed += 1
        if not word:
            take_back_decision(actor, head, held, case.kind, case.subject)
        else:
            _require_offered(case, word)
            unit = None if word == ENDS else read_word(word)
            write_decision(actor, head, held, Decided(case.kind, case.subject, unit, title))
    return changed


def _title(case: Case) -> str:
    return case.decided.title if case.decided else ""


def _require_offered(case: Case, word: str) -> None:
    if word != ENDS and word not in {place.word for place in case.places}:
        raise WrongData(
            _("“%(name)s” không chuyển về nơi đã chọn được. Hãy chọn một nơi có trong danh sách.")
            % {"name": case.name}
        )
