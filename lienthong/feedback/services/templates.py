"""Templates of answers: dated words, looked after in one place for all bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.validity import FOREVER

from ..models import Part, Template
from ..permissions import MANAGE
from ..rules.answering import PLACES, masked_fields, wrong_places

_MOST = 5_000


@dataclass(frozen=True)
class TemplateFacts:
    """What a template says. ``category``: the code of one, "" for all; ``matter_class`` likewise."""

    code: str
    title: str
    text: str
    category: str = ""
    matter_class: str = ""
    part: str = Part.CONCLUSION
    step: str = "answer"


@transaction.atomic
def set_template(*, actor: Actor, facts: TemplateFacts, since: date | None = None) -> Template:
    """Say what a template is from a day on, today unless said; what it was until then stays as it was. The same again is no change."""
    MANAGE.require_somewhere(actor)
    since = since or clock.today()
    _require_valid(facts, since)
    rows = Template.objects.select_for_update().filter(code=facts.code, valid_to__gt=since)
    held: Template | None = rows.order_by("valid_from").first()
    said = dict(vars(facts))
    if held is not None and held.valid_from <= since and all(getattr(held, k) == v for k, v in said.items()):
        return held
    if held is not None and held.valid_from > since:
        sentence = _("Mẫu này đã có bản áp dụng từ ngày sau đó. Hãy chọn ngày muộn hơn.")
        raise WrongData(sentence, {"since": [sentence]})
    if held is not None and held.valid_from == since:
        for name, value in said.items():
            setattr(held, name, value)
        held.known_at = clock.now()
        held.save()
        made = held
    else:
        if held is not None:
            held.valid_to = since
            held.save(update_fields=["valid_to"])
        made = Template(**said, valid_from=since)
        made.save()
    audit.record(actor, "template.set", "template", made.uid, facts={**said, "since": f"{since}"})
    return made


@transaction.atomic
def end_template(*, actor: Actor, template: Template) -> Template:
    """Let a template end today; one that has ended stays as it is."""
    MANAGE.require_somewhere(actor)
    held: Template = Template.objects.select_for_update().get(pk=template.pk)
    today = clock.today()
    if held.valid_to != FOREVER:
        return held
    if held.valid_from >= today:
        raise WrongData(_("Mẫu có hiệu lực từ hôm nay: hãy sửa mẫu, hoặc kết thúc vào ngày mai."))
    held.valid_to = today
    held.save(update_fields=["valid_to"])
    audit.record(actor, "template.ended", "template", held.uid, facts={"until": f"{today}"})
    return held


def _require_valid(facts: TemplateFacts, since: date) -> None:
    faults: dict[str, list[str]] = {}
    if wrong := wrong_places(facts.text):
        faults["text"] = [
            _(
                "Mẫu chỉ để trống được %(places)s; không có %(wrong)s. Mẫu không chứa chỗ điền dữ liệu của người gửi."
            )
            % {"places": ", ".join(f"{{{one}}}" for one in PLACES), "wrong": ", ".join(wrong)}
        ]
    elif not facts.text.strip() or len(facts.text) > _MOST:
        faults["text"] = [_("Hãy ghi nội dung mẫu, không quá 5.000 ký tự.")]
    elif masked_fields({"text": facts.text}):
        faults["text"] = [_("Mẫu có dấu che (***, •••). Hãy bỏ dấu đó.")]
    if facts.part not in Part.values:
        faults["part"] = [_("Hãy chọn phần của câu trả lời.")]
    if not facts.title.strip():
        faults["title"] = [_("Hãy ghi tên mẫu.")]
    if since < clock.today():
        faults["since"] = [_("Mẫu không đổi được cho những ngày đã qua. Hãy chọn hôm nay hoặc ngày sau.")]
    if faults:
        raise WrongData(_("Chưa lưu mẫu: có chỗ cần sửa."), faults)
