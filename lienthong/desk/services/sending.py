"""Sending what waits: notices are gathered into messages, and each message is handed over by one worker at a time.

The state is written before and after each hand-over, in transactions of their own. A worker that is killed in between
leaves a message "sending"; after LEASE another takes it over with the same Message-ID. So a message comes at least
once, and a second copy, the only possible harm, can be recognised as one.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock, ratelimit
from lienthong.kernel import notices as kinds
from lienthong.kernel.actor import Actor
from lienthong.kernel.channels import Channel, Outcome, Parcel, Result
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.ids import uuid7
from lienthong.kernel.jobs import Work

from .. import notices
from ..models import Delivery, DeliveryState, Dispatch
from ..permissions import MANAGE_DELIVERIES
from ..queries import Audience
from ..queries.notices import choices_of
from ..queries.sending import OPEN, addresses_of, due, get_delivery, last_made, parcel_for
from ..rules.sending import HOUR, LEASE, MOST_TRIES, Choice, pause_after, wait_seconds
from .channels import channels_in_use, open_channel
from .notices import Telling, tell_many

logger = logging.getLogger(__name__)

_ACCOUNTS_AT_ONCE = 500
# So many times in a row that a carrier is not reached end a run: the next one tries again.
_DOWN_AT_MOST = 3
_TESTS = 10


def send_due(*, actor: Actor, work: Work | None = None) -> Counter[Result]:
    """Gather and hand over everything that is due; return how often each result came.

    Not one transaction, on purpose: see above. Any number of workers may run it; running it again does no harm.
    """
    while gather_deliveries(actor=actor):
        pass
    results: Counter[Result] = Counter()
    total = Delivery.objects.filter(due(int(time.time())), state__in=OPEN).count()
    for channel in channels_in_use():
        way = open_channel(channel)
        try:
            _send_all(actor, channel, way, results, (work, total))
        finally:
            way.close()
    return results


def _send_all(
    actor: Actor, channel: str, way: Channel, results: Counter[Result], told: tuple[Work | None, int]
) -> None:
    down = 0
    while down < _DOWN_AT_MOST and (claimed := claim_delivery(actor=actor, channel=channel)):
        outcome = way.send(claimed.parcel) if claimed.parcel else Outcome(Result.NEVER, "address")
        end_delivery(actor=actor, claimed=claimed, outcome=outcome)
        results[outcome.result] += 1
        down = down + 1 if outcome.result is Result.DOWN else 0
        if down == _DOWN_AT_MOST:
            logger.warning("a carrier cannot be reached; what waits is kept", extra={"channel": channel})
        work, total = told
        if work is not None:
            work.tell(min(results.total(), total), total, _("Đang gửi thông báo"))


# ── gathering ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Plan:
    """What becomes of the notices that wait: those of one list go in one message, or wait so many seconds, or not at all."""

    messages: list[tuple[int, str, list[Dispatch]]]
    waits: dict[int, list[int]]
    dropped: list[int]


@transaction.atomic
def gather_deliveries(*, actor: Actor) -> int:
    """Join what is due for some hundred accounts into one message each; return how many notices were looked at.

    What was read meanwhile, is not wanted or leads nowhere is left out; what comes at night waits.
    """
    now = int(time.time())
    waiting = Dispatch.objects.filter(delivery=None)
    due_now = waiting.filter(due(now)).order_by("account_id").values_list("account_id", flat=True)
    accounts = list(due_now.distinct()[:_ACCOUNTS_AT_ONCE])
    if not accounts:
        return 0
    rows = list(
        waiting.filter(account_id__in=accounts)
        .select_related("notice")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("account_id", "channel", "pk")
    )
    _write(_plan(rows, accounts, now), now)
    return len(rows)


def _plan(rows: list[Dispatch], accounts: Sequence[int], now: int) -> _Plan:
    plan = _Plan([], defaultdict(list), [])
    choices, addresses, last = choices_of(accounts), addresses_of(accounts), last_made(accounts, now)
    local = clock.now().astimezone(clock.LOCAL)
    for (account, channel), group in groupby(rows, lambda row: (row.account_id, row.channel)):
        choice = choices.get(account, Choice())
        reached = bool(addresses.get(account, {}).get(channel))
        mine = list(group)
        wanted = [row for row in mine if reached and _is_wanted(row, choice)]
        plan.dropped.extend({row.pk for row in mine} - {row.pk for row in wanted})
        going, wait = _now_or_later(wanted, choice, local, now, last.get((account, channel)))
        if going:
            plan.messages.append((account, channel, going))
        plan.waits[wait].extend({row.pk for row in wanted} - {row.pk for row in going})
    return plan


def _is_wanted(row: Dispatch, choice: Choice) -> bool:
    kind = kinds.known().get(row.notice.kind)
    return (
        kind is not None
        and row.notice.read_at is None
        and choice.wants(kind.group.code, row.channel, kind.group.channels)
    )


def _now_or_later(
    wanted: list[Dispatch], choice: Choice, local: datetime, now: int, last: int | None
) -> tuple[list[Dispatch], int]:
    """Return what goes now, and how long the rest waits: urgent ones go alone where the others still have to wait."""
    if not wanted:
        return [], 0
    oldest = min(row.notice.made_at for row in wanted).astimezone(clock.LOCAL)
    wait = wait_seconds(choice, urgent=False, local=local, oldest=oldest, now=now, last=last)
    if wait == 0:
        return wanted, 0
    return [row for row in wanted if kinds.kind_of(row.notice.kind).urgent], wait


def _write(plan: _Plan, now: int) -> None:
    at = clock.now()
    made = Delivery.objects.bulk_create(
        Delivery(account_id=account, channel=channel, made=now, made_at=at)
        for account, channel, _rows in plan.messages
    )
    carried = []
    for delivery, (_account, _channel, rows) in zip(made, plan.messages, strict=True):
        for row in rows:
            row.delivery = delivery
            carried.append(row)
    Dispatch.objects.bulk_update(carried, ["delivery"], batch_size=500)
    for wait, keys in plan.waits.items():
        Dispatch.objects.filter(pk__in=keys).update(after=now + wait)
    Dispatch.objects.filter(pk__in=plan.dropped).delete()


# ── handing over ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Claimed:
    """A message that this worker alone has in hand until its lease ends; without a parcel no way leads there."""

    id: int
    lease: int
    parcel: Parcel | None


@transaction.atomic
def claim_delivery(*, actor: Actor, channel: str) -> Claimed | None:
    """Take the message that has waited longest; None where nothing is due. Looking comes first, without any lock."""
    now = int(time.time())
    open_now = Delivery.objects.filter(due(now), state__in=OPEN, channel=channel).order_by("after", "pk")
    if not open_now.exists():
        return None
    delivery = open_now.select_for_update(skip_locked=True).first()
    if delivery is None:
        return None
    delivery.state, delivery.after = DeliveryState.SENDING, now + LEASE
    delivery.tries += 1
    delivery.save(update_fields=["state", "tries", "after"])
    return Claimed(delivery.pk, delivery.after, parcel_for(delivery))


@transaction.atomic
def end_delivery(*, actor: Actor, claimed: Claimed, outcome: Outcome) -> None:
    """Write down what came of a try, unless another worker took the message over meanwhile.

    A carrier that is down costs the message nothing: it is tried until it goes. Anything else gives up after MOST_TRIES.
    """
    mine = Delivery.objects.filter(pk=claimed.id, state=DeliveryState.SENDING, after=claimed.lease)
    delivery = mine.select_for_update().first()
    if delivery is None:
        return
    delivery.code = outcome.code or ("down" if outcome.result is Result.DOWN else "")
    if outcome.result is Result.SENT:
        delivery.state, delivery.ended_at = DeliveryState.SENT, clock.now()
    elif outcome.result is Result.NEVER or (outcome.result is Result.LATER and delivery.tries >= MOST_TRIES):
        delivery.state, delivery.ended_at = DeliveryState.UNDELIVERABLE, clock.now()
    else:
        delivery.state = DeliveryState.WAITING
        delivery.after = int(time.time()) + pause_after(delivery.tries)
        delivery.tries -= outcome.result is Result.DOWN
    delivery.save(update_fields=["state", "after", "tries", "code", "ended_at"])


# ── what IT staff do ─────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def retry_delivery(*, actor: Actor, uid: UUID) -> Delivery:
    """Let a message that could not be delivered be tried anew, with all its tries; one that waits already stays as it is."""
    delivery = get_delivery(actor, uid)
    MANAGE_DELIVERIES.require(actor, delivery)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state in OPEN:
        return delivery
    if delivery.state == DeliveryState.SENT:
        raise WrongMoment(_("Tin này đã gửi được nên không cần gửi lại. Hãy tải lại trang."))
    delivery.state, delivery.tries, delivery.after, delivery.ended_at = DeliveryState.WAITING, 0, 0, None
    delivery.save(update_fields=["state", "tries", "after", "ended_at"])
    audit.record(actor, "delivery.retried", "delivery", delivery.uid)
    return delivery


@transaction.atomic
def send_test(*, actor: Actor) -> int:
    """Put a message to the actor alone into the queue, for each channel that leads to them; return how many.

    WrongMoment where the installation has no channel, or the actor no address.
    """
    MANAGE_DELIVERIES.require_somewhere(actor)
    if not channels_in_use():
        raise WrongMoment(_("Chưa đặt máy chủ gửi thư. Hãy đặt LIENTHONG_MAIL_URL rồi khởi động lại."))
    reached = _reached(actor)
    if actor.uid is None or not reached:
        raise WrongMoment(
            _(
                "Tài khoản của bạn chưa gắn thư điện tử cơ quan nên không có nơi để gửi thử. Hãy ghi ở hồ sơ cán bộ."
            )
        )
    return _queue_test(actor, reached)


def _reached(actor: Actor) -> list[str]:
    account = actor.account_id or 0
    known = addresses_of([account]).get(account, {})
    return [channel for channel in channels_in_use() if known.get(channel)]


def _queue_test(actor: Actor, reached: list[str]) -> int:
    """Write the notice, and at once its messages: what one asks for oneself follows no choice and no quiet hours."""
    ratelimit.count(ratelimit.key_for("delivery.test", str(actor.uid)), most=_TESTS, seconds=HOUR)
    key, now, at, account = str(uuid7()), int(time.time()), clock.now(), actor.account_id or 0
    to = Audience.accounts([actor.uid] if actor.uid else [])
    tell_many(actor=actor, tellings=[Telling(notices.TEST, to, reverse("desk:deliveries"), key=key)])
    rows = Dispatch.objects.filter(account_id=account, notice__key__endswith=key)
    rows.exclude(channel__in=reached).delete()
    for row in rows:
        row.delivery = Delivery.objects.create(account_id=account, channel=row.channel, made=now, made_at=at)
        row.save(update_fields=["delivery"])
    audit.record(actor, "delivery.tested", "account", actor.uid)
    return len(reached)
