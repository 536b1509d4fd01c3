"""How somebody wants their own notices."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit
from lienthong.kernel import notices as kinds
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData

from ..models import NoticeChoice
from ..queries import choice_of
from ..queries.sending import CHANNEL_LABELS
from ..rules.sending import Choice


@transaction.atomic
def update_choice(*, actor: Actor, choice: Choice) -> Choice:
    """Write how the actor wants notices. WrongData where a language, a group or a channel is unknown."""
    if actor.account_id is None or actor.uid is None:
        raise NotAllowed(_("Hãy đăng nhập trước."))
    named = {channel for ways in choice.ways.values() for channel in ways}
    if choice.language not in dict(settings.LANGUAGES):
        raise WrongData(_("Không có ngôn ngữ này. Hãy chọn lại."), {"language": [_("Hãy chọn lại.")]})
    if choice.ways.keys() - kinds.groups().keys() or named - CHANNEL_LABELS.keys():
        raise WrongData(_("Có nhóm thông báo hoặc kênh không tồn tại. Hãy tải lại trang rồi chọn lại."))
    if choice == choice_of(actor):
        return choice
    NoticeChoice.objects.update_or_create(
        account_id=actor.account_id,
        defaults={
            "language": choice.language,
            "rhythm": str(choice.rhythm),
            "quiet_from": choice.quiet_from,
            "quiet_until": choice.quiet_until,
            "ways": choice.ways,
        },
    )
    audit.record(actor, "notice_choice.updated", "account", actor.uid)
    return choice
