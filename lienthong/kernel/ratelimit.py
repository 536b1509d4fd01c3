"""Rate limits kept in the database, so that every process counts alike. They run on the machine's own clock."""

from __future__ import annotations

import hashlib
import hmac
import time

from django.conf import settings
from django.db import connection
from django.utils.translation import ngettext

from .errors import TooMany
from .models import RateLimit

_COUNT = """
INSERT INTO kernel_ratelimit (key, since, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kernel_ratelimit.since <= %s THEN 1 ELSE kernel_ratelimit.count + 1 END,
    since = CASE WHEN kernel_ratelimit.since <= %s THEN excluded.since ELSE kernel_ratelimit.since END
RETURNING count, since
"""


def key_for(*parts: str) -> str:
    """Return the digest under which something is counted; neither address nor name can be read from it."""
    return hmac.new(
        str(settings.SECRET_KEY).encode(), "\x1f".join(parts).encode(), hashlib.sha256
    ).hexdigest()


def count(key: str, *, most: int, seconds: int) -> None:
    """Count one try; raise TooMany when there were more than ``most`` in a window of ``seconds``."""
    now = int(time.time())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, now, now - seconds, now - seconds])
        tries, since = cursor.fetchone()
    if tries > most:
        raise _too_many(since + seconds - now)


def check(key: str, *, most: int, seconds: int) -> None:
    """Raise TooMany when the limit has been reached, without counting."""
    now = int(time.time())
    held = RateLimit.objects.filter(key=key, since__gt=now - seconds, count__gte=most).first()
    if held is not None:
        raise _too_many(held.since + seconds - now)


def forget(key: str) -> None:
    """Start again from nothing."""
    RateLimit.objects.filter(key=key).delete()


def sweep(*, seconds: int) -> int:
    """Remove what was counted in windows that began more than ``seconds`` ago; return how many rows went."""
    return RateLimit.objects.filter(since__lt=int(time.time()) - seconds).delete()[0]


def _too_many(seconds: int) -> TooMany:
    minutes = max(1, -(-seconds // 60))
    sentence = ngettext(
        "Bạn đã thử quá nhiều lần. Hãy đợi %(minutes)d phút rồi thử lại.",
        "Bạn đã thử quá nhiều lần. Hãy đợi %(minutes)d phút rồi thử lại.",
        minutes,
    ) % {"minutes": minutes}
    return TooMany(sentence, seconds)
