"""Senders are told of a passage by e-mail or SMS: that something happened and where to look, never a word of the matter.

A row says only that somebody is to be told. Their box is opened when the message goes out, and what it held is forgotten
with the message: no table, log or audit entry has it. Sent at least once, as notices are.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.kernel import boxes, clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.channels import Channel, Line, Outcome, Parcel, Result, carriers
from lienthong.kernel.ids import uuid7
from lienthong.kernel.jobs import Work
from lienthong.kernel.retrying import wait_after
from lienthong.kernel.templatetags.written import day as day_words

from ..messages.answers import told
from ..models import Message, MessageState, Passage, Sender
from ..queries.answers import link_of
from ..queries.telling import messages_due
from ..rules.contact import Contact
from ..rules.telling import ANSWERED, TOLD

# The purpose of the boxes in which senders are kept.
SENDER: Final = "feedback.sender"
_LEASE: Final = 600
_MOST_TRIES: Final = 24
_DOWN_AT_MOST: Final = 3

_QUEUE = """
INSERT INTO feedback_message (uid, matter_id, passage_id, step, state, tries, after, code)
SELECT %s, matter_id, %s, %s, 'waiting', 0, 0, '' FROM feedback_sender WHERE matter_id = %s AND reachable
"""


def queue_messages(passages: Iterable[Passage]) -> None:
    """Let the senders who can be reached be told of passages, in the transaction that writes these."""
    if carriers().in_use():
        sql.run(
            _QUEUE,
            *(
                (uuid7(), passage.pk, passage.step, passage.matter_id)
                for passage in passages
                if passage.step in TOLD
            ),
        )


# ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Claimed:
    """A message that this worker alone has in hand until its lease ends. Without a parcel no way leads to the sender."""

    id: int
    lease: int
    channel: str
    parcel: Parcel | None


def send_messages(*, actor: Actor, work: Work | None = None) -> Counter[Result]:
    """Hand over every message that is due; return how often each result came.

    Not one transaction, on purpose: what came of a try is written before the next begins. Safe to run beside itself.
    """
    results: Counter[Result] = Counter()
    ways: dict[str, Channel] = {}
    total = messages_due().count()
    with ExitStack() as held:
        while results[Result.DOWN] < _DOWN_AT_MOST and (claimed := claim_message(actor=actor)):
            if claimed.channel and claimed.channel not in ways:
                ways[claimed.channel] = held.enter_context(closing(carriers().open(claimed.channel)))
            way = ways.get(claimed.channel)
            outcome = way.send(claimed.parcel) if way and claimed.parcel else Outcome(Result.NEVER, "address")
            end_message(actor=actor, claimed=claimed, outcome=outcome)
            results[outcome.result] += 1
            if work is not None:
                work.tell(min(results.total(), total), total, _("Đang báo tin cho người gửi"))
    return results


@transaction.atomic
def claim_message(*, actor: Actor) -> Claimed | None:
    """Take the message that has waited longest, and open the box of its sender; None where nothing is due."""
    if not messages_due().exists():
        return None
    message = messages_due().select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return None
    message.state, message.after = MessageState.SENDING, int(time.time()) + _LEASE
    message.tries += 1
    message.save(update_fields=["state", "after", "tries"])
    contact = _contact(message)
    channel, address = _way_to(contact)
    parcel = _parcel(message, address) if channel else None
    return Claimed(message.pk, message.after, channel, parcel)


@transaction.atomic
def end_message(*, actor: Actor, claimed: Claimed, outcome: Outcome) -> None:
    """Write down what came of a try, unless another worker took the message over. A carrier that is down costs no try."""
    mine = Message.objects.filter(pk=claimed.id, state=MessageState.SENDING, after=claimed.lease)
    message = mine.select_for_update().first()
    if message is None:
        return
    message.code = outcome.code or ("down" if outcome.result is Result.DOWN else "")
    gives_up = outcome.result is Result.NEVER or (
        outcome.result is Result.LATER and message.tries >= _MOST_TRIES
    )
    if outcome.result is Result.SENT or gives_up:
        message.state = MessageState.SENT if outcome.result is Result.SENT else MessageState.UNDELIVERABLE
        message.ended_at = clock.now()
    else:
        message.state, message.after = (
            MessageState.WAITING,
            int(time.time()) + wait_after(message.tries, message.uid),
        )
        message.tries -= outcome.result is Result.DOWN
    message.save(update_fields=["state", "after", "tries", "code", "ended_at"])


def _contact(message: Message) -> Contact:
    """Return who sent a matter; nobody once they are forgotten, or where no key opens the box."""
    sender = Sender.objects.filter(matter_id=message.matter_id).first()
    try:
        return Contact(**boxes.unseal(SENDER, sender.box)) if sender else Contact()
    except boxes.InvalidToken:
        return Contact()


def _way_to(contact: Contact) -> tuple[str, str]:
    """Return the channel that reaches a sender, and the address there; nothing where none does."""
    in_use = carriers().in_use()
    ways = (("mail", contact.email), ("sms", contact.phone), ("zalo", contact.phone))
    return next(((channel, address) for channel, address in ways if address and channel in in_use), ("", ""))


def _parcel(message: Message, address: str) -> Parcel:
    with override("vi"):
        said = told(message.step, day_words(message.matter.sent_at))
        lines = [Line(said, _site(follow_address()))]
        if message.step == ANSWERED and (rating := message.matter.ratings.order_by("-round").first()):
            token = link_of(message.matter, rating.round)
            lines.append(
                Line(
                    _("Cho biết bạn có hài lòng không (dùng một lần):"),
                    _site(reverse("feedback:rate", args=[token])),
                )
            )
        foot = _("Thư này chỉ báo tin. Mở trang tra cứu, nhập mã và số PIN trên biên nhận để đọc nội dung.")
        return Parcel(
            message.uid, address, _("Liên Thông: Phản ánh của bạn có tin mới"), lines, "", "vi", foot
        )


def _site(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def follow_address() -> str:
    """Return the page on which senders look their matter up; until it stands, that on which an answer is rated by code."""
    try:
        return reverse("feedback:follow")
    except NoReverseMatch:
        return reverse("feedback:rate_by_code")
