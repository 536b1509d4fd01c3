"""Published answers and released months, for tests of the public side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from lienthong.feedback import queries, services
from lienthong.feedback.models import Matter, Publication
from lienthong.kernel import clock
from lienthong.registry.models import AreaVersion
from tests.cast import Cast
from tests.matters import send_matter

CODES = {"P": "79", "C": "24277", "D": "24280", "E": "24283"}


def code_places(cast: Cast) -> None:
    """Give the places of the small country the codes by which programs know them."""
    for name, code in CODES.items():
        AreaVersion.objects.filter(name=name).update(code=code)
    queries.places_on.__globals__["_places"].cache_clear()


def answer_matter(matter: Matter, *, after: timedelta = timedelta(days=2)) -> Matter:
    """Let a matter be answered some days after it was sent, as the steps of answering do."""
    matter.answered_at = matter.sent_at + after
    matter.state = "answered"
    matter.save()
    return matter


def publish_matter(cast: Cast, name: str = "C", **words: Any) -> Publication:
    """Send, answer and publish a matter; ``words``: of the publication, or of the letter."""
    told = {
        "title": words.pop("title", "Nước máy đầu thôn đã trong trở lại"),
        "question": words.pop("question", "Nước máy đục và yếu ở đầu thôn."),
        "answer": words.pop("answer", "Đã thay đoạn ống vỡ ngày thứ Hai; nước trong từ chiều hôm đó."),
        "senders": words.pop("senders", 1),
    }
    letter = {"consents": True, **words}
    matter = answer_matter(send_matter(cast, name, **letter).matter)
    return services.publish(actor=cast.actor("tung"), matter=matter, **told)


def send_at(cast: Cast, name: str, moment: datetime, **words: Any) -> Matter:
    """Send a matter at another moment than now."""
    matter = send_matter(cast, name, **words).matter
    shift = moment - matter.sent_at
    matter.sent_at = moment
    if matter.answer_due is not None:
        matter.answer_due += shift
    matter.save()
    return matter


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another moment."""
    with clock.held_at(moment):
        yield
