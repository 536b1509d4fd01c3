"""Counting who sends how often, without keeping from where: digests under a key of the day, which goes with the day.

The digest of an address is made under the day's random key and the installation's own secret together: a copy of the
database alone gives no address away, and once the day is over nothing does. Counting runs on the machine's own clock.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import ratelimit
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import LOCAL
from lienthong.kernel.errors import TooMany

from ..models import DayKey
from ..rules import codes, throttle
from ..rules.throttle import Limit


def machine_day() -> date:
    """Return the day in Vietnam by the machine's own clock: a demonstration in which time stands forgets as well."""
    return datetime.now(LOCAL).date()


@transaction.atomic
def forget_day_keys(*, actor: Actor) -> int:
    """Remove the keys of days that are over; return how many went."""
    return DayKey.objects.exclude(day=machine_day()).delete()[0]


@transaction.atomic
def count_sending(*, actor: Actor, address: str, area: int | None) -> None:
    """Count a matter that is being sent; TooMany says how long to wait and how else to send. Count before anything else."""
    secret = _secret_of_today()
    crowded = area is not None and _is_over(_digest(secret, "area", str(area)), throttle.CALM)
    limit = throttle.CROWDED if crowded else throttle.SENDING
    try:
        ratelimit.count(_digest(secret, "send", address), most=limit.most, seconds=limit.seconds)
    except TooMany as refused:
        raise _wait(refused.seconds) from None


@transaction.atomic
def count_looking(*, actor: Actor, address: str) -> None:
    """Count a look for a place; TooMany where one address looks without end."""
    ratelimit.count(_key("look", address), most=throttle.LOOKING.most, seconds=throttle.LOOKING.seconds)


@transaction.atomic
def check_codes(*, actor: Actor, address: str) -> None:
    """Raise TooMany where one address has typed too many codes or PINs that were wrong; nothing is counted."""
    limit = throttle.WRONG_CODES
    ratelimit.check(_key("code", address), most=limit.most, seconds=limit.seconds)


@transaction.atomic
def count_wrong_code(*, actor: Actor, address: str) -> None:
    """Count a code or PIN that was wrong."""
    _is_over(_key("code", address), throttle.WRONG_CODES)


@transaction.atomic
def check_pins(*, actor: Actor, code: str) -> None:
    """Raise TooMany where too many wrong PINs were typed for one code, from wherever; nothing is counted."""
    limit = throttle.WRONG_PINS
    ratelimit.check(_key("pin", codes.read(code) or code), most=limit.most, seconds=limit.seconds)


@transaction.atomic
def count_wrong_pin(*, actor: Actor, code: str) -> None:
    """Count a PIN that was wrong for a code."""
    _is_over(_key("pin", codes.read(code) or code), throttle.WRONG_PINS)


def _is_over(key: str, limit: Limit) -> bool:
    """Count once, and say whether that was more than a limit allows."""
    try:
        ratelimit.count(key, most=limit.most, seconds=limit.seconds)
    except TooMany:
        return True
    return False


def _key(what: str, *parts: str) -> str:
    """Return the digest under which something is counted today."""
    return _digest(_secret_of_today(), what, *parts)


def _secret_of_today() -> bytes:
    return hmac.digest(str(settings.SECRET_KEY).encode(), _key_of_today(), sha256)


def _digest(secret: bytes, what: str, *parts: str) -> str:
    return hmac.new(secret, "\x1f".join((what, *parts)).encode(), sha256).hexdigest()


def _key_of_today() -> bytes:
    """Return the key of today. The first of a day makes it and removes those of days before."""
    today = machine_day()
    key = DayKey.objects.filter(day=today).values_list("key", flat=True).first()
    if key is None:
        DayKey.objects.exclude(day=today).delete()
        DayKey.objects.bulk_create([DayKey(day=today, key=secrets.token_bytes(32))], ignore_conflicts=True)
        key = DayKey.objects.values_list("key", flat=True).get(day=today)
    return bytes(key)


def _wait(seconds: int) -> TooMany:
    sentence = _(
        "Từ mạng này đã gửi nhiều phản ánh trong một giờ qua, nên phản ánh này CHƯA được nhận. Nội dung vẫn còn ở trang này: "
        "hãy đợi %(minutes)d phút rồi bấm Gửi lại. Cần gấp, hãy gọi hoặc đến Mặt trận xã để cán bộ ghi giúp."
    )
    return TooMany(sentence % {"minutes": max(1, -(-seconds // 60))}, seconds)
