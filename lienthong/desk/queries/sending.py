"""Reads of messages: what waits to go out, and what IT staff look after."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lienthong.identity.models import Account
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.channels import Line, Parcel
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import nfc, search_key
from lienthong.registry.queries import units_on

from ..models import Delivery, DeliveryState, Dispatch, Notice
from ..permissions import MANAGE_DELIVERIES
from ..rules.sending import HOUR, LONGEST, Choice
from .notices import choices_of, in_words

OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)
CHANNEL_LABELS = {"mail": "E-mail", "sms": "SMS", "zalo": "Zalo"}
# So many lines a digest has; the page has the rest.
_MOST_LINES = 30


def due(now: int) -> Q:
    """Return the condition that a wait is over: rules.sending.is_due, said to the database."""
    return Q(after__lte=now) | Q(after__gt=now + 2 * LONGEST)


def is_anything_due() -> bool:
    """Say whether a message waits that could go out now."""
    over = due(int(time.time()))
    waiting = Delivery.objects.filter(over, state__in=OPEN)
    return Dispatch.objects.filter(over, delivery=None).exists() or waiting.exists()


def addresses_of(account_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return how the active ones of some accounts are reached at work, by channel; "" where nobody knows."""
    rows = Account.objects.filter(pk__in=list(account_ids), is_active=True)
    return {
        key: {"mail": mail or "", "sms": phone or "", "zalo": phone or ""}
        for key, mail, phone in rows.values_list("pk", "official__work_email", "official__work_phone")
    }


def last_made(account_ids: Sequence[int], now: int) -> dict[tuple[int, str], int]:
    """Return when the last message of this hour was made, by account and channel."""
    rows = Delivery.objects.filter(account_id__in=account_ids, made__gt=now - HOUR, made__lte=now)
    found = rows.order_by().values_list("account_id", "channel").annotate(Max("made"))
    return {(account, channel): made for account, channel, made in found}


def parcel_for(delivery: Delivery) -> Parcel | None:
    """Return a message as it is handed over, in the language of whoever gets it; None where no way leads there."""
    address = addresses_of([delivery.account_id]).get(delivery.account_id, {}).get(delivery.channel, "")
    if not address:
        return None
    language = choices_of([delivery.account_id]).get(delivery.account_id, Choice()).language
    notices = Notice.objects.filter(dispatches__delivery=delivery).order_by("made_at", "pk")
    with override(language):
        return _parcel(delivery, address, language, list(notices))


def _parcel(delivery: Delivery, address: str, language: str, notices: list[Notice]) -> Parcel:
    site = settings.SITE_URL
    said = in_words(notices[:_MOST_LINES])
    count = len(notices)
    title = said[0].label if count == 1 and said else _digest_title(count)
    lines = [Line(one.text, site + reverse("desk:notice", args=[one.uid])) for one in said]
    if count != len(said) or count > 1:
        lines.append(Line(_("Mở danh sách thông báo"), site + reverse("desk:notices")))
    choices = site + reverse("desk:notice_choice")
    return Parcel(delivery.uid, address, f"Liên Thông: {title}", lines, choices, language)


def _digest_title(count: int) -> str:
    return ngettext("Bạn có %(count)d thông báo mới", "Bạn có %(count)d thông báo mới", count) % {
        "count": count
    }


# ── what IT staff look after ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class DeliveryWords:
    """A message as IT staff read it: to whom and what came of it, never what it said."""

    uid: UUID
    account_name: str
    username: str
    unit: str
    channel: str
    state: str
    state_label: str
    notices: int
    tries: int
    reason: str
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class WaitingMessages:
    """How many messages wait to go out, for how many seconds the oldest does, and how many could not be delivered."""

    number: int
    seconds: int
    refused: int


def waiting_messages(actor: Actor) -> WaitingMessages:
    """Return how the messages stand that an actor looks after."""
    rows = deliveries_for(actor).order_by()
    found = rows.filter(state__in=OPEN).aggregate(number=Count("pk"), oldest=Min("made"))
    waited = 0 if found["oldest"] is None else max(0, int(time.time()) - found["oldest"])
    refused = rows.filter(state=DeliveryState.UNDELIVERABLE).count()
    return WaitingMessages(found["number"], waited, refused)


def deliveries_for(actor: Actor) -> QuerySet[Delivery]:
    """Return the messages to accounts of the units that an actor looks after, newest first."""
    rows = Delivery.objects.select_related("account").order_by("-made_at", "-pk")
    return MANAGE_DELIVERIES.filter(actor, rows)


def find_deliveries(
    actor: Actor, *, words: str = "", state: str = "", channel: str = ""
) -> QuerySet[Delivery]:
    """Return messages that fit. ``words``: of the name of the account's owner, or of the name to sign in with."""
    found = deliveries_for(actor)
    if words.strip():
        fits = Q(account__username__startswith=words.strip().lower())
        fits |= Q(account__name__icontains=nfc(words.strip()))
        if key := search_key(words):
            fits |= Q(account__official__search_key__contains=key)
        found = found.filter(fits)
    if state:
        found = found.filter(state=state)
    return found.filter(channel=channel) if channel else found


def deliveries_in_words(deliveries: Iterable[Delivery]) -> list[DeliveryWords]:
    """Say messages in words, with two look-ups however many there are."""
    rows = list(deliveries)
    units = units_on(
        {row.account.organisation_id for row in rows if row.account.organisation_id}, clock.today()
    )
    counts: dict[int, int] = defaultdict(int)
    dispatches = Dispatch.objects.filter(delivery__in=rows).order_by()
    counts.update(dict(dispatches.values_list("delivery").annotate(Count("pk"))))
    return [
        DeliveryWords(
            uid=row.uid,
            account_name=row.account.name,
            username=row.account.username,
            unit=units[unit].name if (unit := row.account.organisation_id) in units else "",
            channel=CHANNEL_LABELS.get(row.channel, row.channel),
            state=row.state,
            state_label=row.get_state_display(),
            notices=counts[row.pk],
            tries=row.tries,
            reason=reason_of(row.code),
            made_at=row.made_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def reason_of(code: str) -> str:
    """Say why a try did not succeed, from the carrier's code alone."""
    if not code:
        return ""
    if code == "address":
        return _("Không có địa chỉ, hoặc tài khoản đã khóa")
    if code == "down":
        return _("Không kết nối được máy chủ gửi")
    return _("Máy chủ nhận trả lời mã %(code)s") % {"code": code}


def counts_of(actor: Actor) -> dict[str, int]:
    """Return how many messages stand where, by state."""
    rows = deliveries_for(actor).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(DeliveryState.values, 0) | dict(rows)


def get_delivery(actor: Actor, uid: UUID) -> Delivery:
    """Return a message that an actor looks after; NotFound otherwise."""
    found = deliveries_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không có tin này, hoặc bạn không trông coi nơi nhận. Hãy tải lại trang."))
    return found


def may_manage_deliveries(actor: Actor) -> bool:
    """Say whether an actor looks after messages anywhere."""
    return actor.places.holds(MANAGE_DELIVERIES.code)
