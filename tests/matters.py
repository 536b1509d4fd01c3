"""A matter that somebody sends, for tests of every room: about water in commune C."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from lienthong.feedback import queries, services
from lienthong.feedback.rules.contact import Contact
from lienthong.feedback.services import Letter, Receipt
from lienthong.kernel import clock, deadlines
from lienthong.kernel.actor import NOBODY, OPERATOR

from .cast import Cast

TEXT = "Nước máy ở đầu thôn đục và yếu từ sáng thứ Năm, khoảng bốn mươi hộ không có nước dùng."
CONTACT = Contact(name="Người gửi thử", phone="0900000001", email="nguoi.gui@thu.example")


def letter_to(cast: Cast, name: str = "C", **words: Any) -> Letter:
    """Return a matter to a body, with whatever is said otherwise; the catalogues that it needs are loaded."""
    deadlines.load_calendar(actor=OPERATOR)
    deadlines.load_limits(actor=OPERATOR)
    services.load_categories(actor=OPERATOR)
    unit = cast.unit(name)
    told: dict[str, Any] = {
        "key": uuid4(),
        "category": queries.get_category("water", clock.today()),
        "area": unit.area_id,
        "text": TEXT,
        "organisation": unit.id,
        "contact": CONTACT,
    }
    return Letter(**{**told, **words})


def send_matter(cast: Cast, name: str = "C", **words: Any) -> Receipt:
    """Send a matter to a body, as anyone does."""
    return services.receive_matter(actor=NOBODY, letter=letter_to(cast, name, **words))
