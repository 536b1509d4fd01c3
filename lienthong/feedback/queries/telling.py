"""Reads of messages that wait to go out to senders."""

from __future__ import annotations

import time
from typing import Final

from django.db.models import Q, QuerySet

from ..models import Message, MessageState

OPEN: Final = (MessageState.WAITING, MessageState.SENDING)
# A wait that lies further ahead was written before the machine's clock jumped back.
_FURTHEST: Final = 2 * 3600


def messages_due() -> QuerySet[Message]:
    """Return the messages that may be tried now, the one that has waited longest first."""
    now = int(time.time())
    due = Q(after__lte=now) | Q(after__gt=now + _FURTHEST)
    return Message.objects.filter(due, state__in=OPEN).order_by("after", "pk")


def is_any_message_due() -> bool:
    """Say whether a message to a sender waits to go out."""
    return messages_due().exists()
