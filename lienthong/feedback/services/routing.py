"""Rules of where matters go: added and ended, never changed, so that it can be said by which one a matter went."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.validity import FOREVER

from ..models import RoutingRule
from ..permissions import MANAGE


@dataclass(frozen=True)
class RuleFacts:
    """What a rule says. Keys of rows; what is empty asks for nothing."""

    since: date
    category: int | None = None
    matter_class: str = ""
    area: int | None = None
    asked: str = ""
    system: str = "front"
    level: str = "commune"
    body: int | None = None
    citation: str = ""
    number: int | None = None

    @property
    def as_row(self) -> dict[str, object]:
        """Return the columns that say it."""
        return {
            "valid_from": self.since,
            "category_id": self.category,
            "matter_class": self.matter_class,
            "area_id": self.area,
            "asked": self.asked,
            "system": self.system,
            "level": self.level,
            "body_id": self.body,
            "citation": self.citation,
        }


@transaction.atomic
def add_rule(*, actor: Actor, facts: RuleFacts) -> RoutingRule:
    """Add a rule from a day on, not before today. One that says just the same in its time is the one that is there."""
    MANAGE.require_somewhere(actor)
    head = audit.lock(audit.SYSTEM)
    same: RoutingRule | None = RoutingRule.objects.filter(**facts.as_row, valid_to=FOREVER).first()
    if same is not None and facts.number in (None, same.number):
        return same
    if facts.since < clock.today():
        sentence = _("Quy tắc áp dụng sớm nhất từ hôm nay: những gì đã chuyển thì không đổi.")
        raise WrongData(sentence, {"since": [sentence]})
    if not (facts.category or facts.matter_class or facts.area or facts.asked):
        sentence = _("Hãy chọn ít nhất một điều kiện. Không có quy tắc nào khớp thì Mặt trận xã nhận.")
        raise WrongData(sentence, {"": [sentence]})
    number = facts.number or (RoutingRule.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    if RoutingRule.objects.filter(number=number).exists():
        sentence = _("Số %(number)s đã dùng cho một quy tắc khác. Hãy chọn số khác.") % {"number": number}
        raise WrongData(sentence, {"number": [sentence]})
    rule = RoutingRule.objects.create(**facts.as_row, number=number)
    audit.record(actor, "routing_rule.added", "routing_rule", rule.uid, stream=head, facts=asdict(facts))
    return rule


@transaction.atomic
def end_rule(*, actor: Actor, rule: RoutingRule, until: date) -> RoutingRule:
    """Let a rule hold no longer from a day on; one that was to begin later is never in force. Ended so already: no change."""
    MANAGE.require_somewhere(actor)
    head = audit.lock(audit.SYSTEM)
    rule = RoutingRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if rule.valid_to == until:
        return rule
    if rule.valid_to != FOREVER:
        raise WrongMoment(_("Quy tắc số %(number)s đã có ngày kết thúc.") % {"number": rule.number})
    if until < clock.today() or until <= rule.valid_from:
        sentence = _("Ngày kết thúc phải từ hôm nay và sau ngày bắt đầu của quy tắc.")
        raise WrongData(sentence, {"until": [sentence]})
    rule.valid_to = until
    rule.save(update_fields=["valid_to"])
    audit.record(
        actor, "routing_rule.ended", "routing_rule", rule.uid, stream=head, facts={"until": until.isoformat()}
    )
    return rule
