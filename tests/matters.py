"""A matter that somebody sends, for tests of every room: about water in commune C."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from lienthong.feedback import queries, services
from lienthong.feedback.rules.contact import Contact
from lienthong.feedback.services import Letter, Receipt
from lienthong.kernel import clock, deadlines
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.validity import FOREVER
from lienthong.registry.models import Area, AreaEdge, AreaVersion, Tree

from .cast import Cast
from .small_province import CHANGE

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


def lay_areas(cast: Cast) -> None:
    """Lay the areas of the small country within each other, as the page of sending chooses them, and give them codes."""
    tree = Tree.objects.create(code="admin", name={"vi": "Cây địa giới", "en": "Areas"})

    def area(name: str) -> Area:
        return Area.objects.get(versions__name=name)

    for child, parent in (("P", "Trung ương"), *((name, "P") for name in "CDE"), ("v1", "C"), ("v2", "C")):
        AreaEdge.objects.create(
            tree=tree, child=area(child), parent=area(parent), valid_from=CHANGE, valid_to=FOREVER
        )
    Area.objects.filter(versions__name="Trung ương").update(level="centre")
    AreaVersion.objects.filter(name="C").update(code="24277")


def typed_for(cast: Cast, body: str = "C", /, **words: str) -> dict[str, str]:
    """Return what somebody types into the page of sending."""
    letter_to(cast, body)
    typed = {
        "key": str(uuid4()),
        "channel": "web",
        "category": "water",
        "matter_class": "feedback",
        "commune": str(Area.objects.get(versions__name=body).uid),
        "text": TEXT,
        "do": "send",
    }
    return {**typed, **words}
