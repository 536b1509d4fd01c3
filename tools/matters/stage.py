"""What the parts of the bench of matters stand on: the communes, who works there, what is sent, requests as a proxy hands them on."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from country import ground
from country.wrk import Request
from django.urls import reverse

from lienthong.feedback import queries
from lienthong.feedback.models import Category, Matter
from lienthong.feedback.queries.codes import digest_of_code
from lienthong.feedback.queries.places import Place
from lienthong.feedback.rules import codes
from lienthong.identity import queries as identity
from lienthong.identity import services as identity_services
from lienthong.identity.models import Account
from lienthong.identity.services import NewAccount, NewGrant
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.bulk import chunks
from lienthong.registry.models import System, Tree

# What is there for everybody and is published: water, which the demonstration has too.
CATEGORY = "water"
TEXT = "Nước máy ở đầu thôn đục và yếu từ sáng thứ Năm, khoảng bốn mươi hộ không có nước dùng. Khi nào nước sạch trở lại?"
# The commune on stage, which has far more matters than others, and the accounts of its people.
LARGE = "24277"
FORM = "application/x-www-form-urlencoded"
_LEADERS = 300
_dice = random.Random(2026)  # noqa: S311  an order, not a secret


@dataclass(frozen=True)
class Staff:
    """Who receives and answers at a commune, and who approves and releases there."""

    place: Place
    officer: Actor
    leader: Actor


@dataclass(frozen=True)
class Stage:
    """The communes of the country, the large one first, and the category of what is sent."""

    places: Sequence[Place]
    category: Category
    staff: list[Staff] = field(default_factory=list)

    @classmethod
    def standing(cls) -> Stage:
        """Return the communes that have a body, with a leader made for some of them where there was none."""
        found = queries.places_on(clock.today())
        places = [place for place in found.by_id.values() if place.province != place.id]
        _dice.shuffle(places)
        places.sort(key=lambda place: place.code != LARGE)
        stage = cls(places, queries.get_category(CATEGORY, clock.today()))
        named = Account.objects.filter(username__startswith="xa-").values_list("username", flat=True)
        peopled = set(named)  # an island without villages has nobody
        stage.staff.extend(
            _staff([place for place in places[1:] if f"xa-{place.code}" in peopled][:_LEADERS])
        )
        return stage

    def requests(self, count: int, *, to: Place | None = None) -> Iterator[Request]:
        """Yield what so many people send by the public page, over all communes or to one."""
        places = itertools.repeat(to) if to else itertools.cycle(self.places)
        for place, _number in zip(places, range(count), strict=False):
            key = str(uuid4())
            yield Request("", "POST", send_path(), form_for(place, key), key, FORM)


def send_path() -> str:
    """Return where matters are sent to."""
    return reverse("feedback:send")


def form_for(place: Place, key: str) -> str:
    """Return what somebody fills in, as a browser posts it."""
    words = {
        "csrfmiddlewaretoken": "abcdefghijklmnopqrstuvwxyzABCDEF",
        "key": key,
        "channel": "web",
        "category": CATEGORY,
        "matter_class": "feedback",
        "commune": str(place.uid),
        "text": TEXT,
        "email": "nguoi.gui@thu.example",
        "consents": "on",
        "do": "send",
    }
    return urlencode(words)


def kept(acknowledged: Iterable[str]) -> int:
    """Return how many of the codes that people were shown lead to a matter that is there."""
    wanted = [digest_of_code(read) for code in acknowledged if (read := codes.read(code))]
    return sum(Matter.objects.filter(code__in=some).count() for some in chunks(wanted, 500))


def officer_cookie(place: Place) -> str:
    """Return the cookie of whoever works at a commune."""
    username = "lan" if place.code == LARGE else f"xa-{place.code}"
    return ground.cookies([ground.account(username)])[0]


def _staff(places: Sequence[Place]) -> list[Staff]:
    roles = {role.code: role.pk for role in identity.roles()}
    front, system = Tree.objects.get(code="front"), System.objects.get(code="front")
    known = set(Account.objects.filter(username__startswith="ld-").values_list("username", flat=True))
    rows = [
        NewAccount(
            f"ld-{place.code}",
            "Lãnh đạo thử tải",
            place.body.id,
            grants=(
                NewGrant(roles["commune_leader"], front.pk, system.pk, place.body.id, "below", clock.today()),
            ),
        )
        for place in places
        if f"ld-{place.code}" not in known
    ]
    if rows:
        identity_services.create_accounts_in_bulk(actor=OPERATOR, rows=rows)
    names = [name for place in places for name in (f"xa-{place.code}", f"ld-{place.code}")]
    held = {one.username: one for one in Account.objects.filter(username__in=names)}
    return [
        Staff(
            place,
            identity.actor_for(held[f"xa-{place.code}"]),
            identity.actor_for(held[f"ld-{place.code}"]),
        )
        for place in places
    ]
