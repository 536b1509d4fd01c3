"""Reads behind the page of sending: where, about what, who will have it, and what was answered before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.errors import NotFound, WrongData
from lienthong.kernel.text import search_key
from lienthong.registry.queries import (
    FRONT,
    AreaFound,
    Unit,
    area_of,
    areas_by_code,
    areas_in,
    bodies_serving,
    find_area_on,
    get_unit,
    places_meant,
    provinces_on,
    resolve,
    successors_on,
    tree_roots,
    units_on,
)

from ..models import ArrivedMail, Category, MatterClass, Publication, Standing
from ..permissions import RECEIVE
from .routing import route_for

# What each class is, in words of people who know no law.
CLASS_WORDS: Final = {
    MatterClass.FEEDBACK: gettext_lazy("Một việc ở nơi bạn sống cần được giải quyết"),
    MatterClass.PROPOSAL: gettext_lazy("Một cách làm mới, một sáng kiến bạn muốn góp"),
    MatterClass.OPINION: gettext_lazy("Một ý kiến gửi đến đại biểu Quốc hội, Hội đồng nhân dân"),
}
_ALIKE: Final = 3
_LOOKED_AT: Final = 60
_FEWEST_LETTERS: Final = 3


@dataclass(frozen=True)
class Chosen:
    """How far a place has been chosen. ``meant``: what a text may mean; ``commune_on``: on which day its villages are read;
    the lists hold public ids and names."""

    commune: AreaFound | None = None
    village: AreaFound | None = None
    province: UUID | None = None
    sought: str = ""
    meant: list[AreaFound] = field(default_factory=list)
    provinces: list[tuple[UUID, str]] = field(default_factory=list)
    communes: list[tuple[UUID, str]] = field(default_factory=list)
    commune_on: date | None = None

    @cached_property
    def villages(self) -> list[tuple[UUID, str]]:
        """The villages of the commune. Whoever sends without choosing among them does not have them read."""
        return areas_in(self.commune.uid, self.commune_on) if self.commune and self.commune_on else []


def chosen_place(
    actor: Actor, *, place: UUID | None = None, village: UUID | None = None, province: UUID | None = None
) -> Chosen:
    """Return how far a place has been chosen, and what can be chosen next.

    ``place``: an area that somebody picked, of whatever level: a province leads to its communes, a village is its commune too.
    """
    today = clock.today()
    found = find_area_on(place, today) if place else None
    if found is not None and found.level == "province":
        province, found = found.uid, None
    if found is not None and found.level == "village":
        village, found = found.uid, find_area_on(found.within[0].uid, today) if found.within else None
    if found is None or found.level != "commune":
        communes = areas_in(province, today) if province else []
        return Chosen(province=province, provinces=provinces_on(today), communes=communes)
    inside = find_area_on(village, today) if village else None
    is_inside = inside is not None and bool(inside.within) and inside.within[0].uid == found.uid
    return Chosen(commune=found, village=inside if is_inside else None, commune_on=today)


def sought_place(actor: Actor, text: str) -> Chosen:
    """Return what a name or an old address may mean; somebody chooses, also where it is one place only."""
    today = clock.today()
    return Chosen(sought=text, meant=places_meant(actor, text, today), provinces=provinces_on(today))


@dataclass(frozen=True)
class Receiver:
    """The body that a new matter goes to. ``about``: the key of the body it complains about, which never sees it."""

    unit: Unit
    about: int | None = None


def receiver_of(
    commune: int,
    day: date,
    *,
    category: Category,
    matter_class: str,
    village: int | None = None,
    about_here: bool = False,
    asked: str = "",
) -> Receiver:
    """Return the body that a new matter goes to by the rules of routing; WrongData where there is none.

    ``commune`` and ``village``: keys. ``asked``: the level that the sender chose, "" for the nearest. ``about_here``: it complains about the Front's body of that very commune: then it goes past it.
    """
    own = bodies_serving([commune], day).get(commune) if about_here else None
    about = own.id if own is not None else None
    routed = route_for(
        NOBODY,
        category=category,
        matter_class=matter_class,
        area=commune,
        village=village,
        day=day,
        about=about,
        asked=asked,
    )
    if routed.organisation is None:
        sentence = _(
            "Địa bàn này chưa có cơ quan Mặt trận nào nhận phản ánh trong hệ thống. Hãy gọi hoặc đến Mặt trận xã, phường."
        )
        raise WrongData(sentence, {"commune": [sentence]})
    return Receiver(routed.organisation, about)


def no_place() -> WrongData:
    """Return what is said where no place was chosen."""
    sentence = _("Hãy chọn xã, phường nơi xảy ra sự việc.")
    return WrongData(sentence, {"commune": [sentence]})


def place_of_code(village: UUID) -> Chosen:
    """Return the place of a village's QR code. A village that is gone leads to where it went, to be chosen again."""
    today = clock.today()
    found = find_area_on(village, today)
    if found is not None and found.within:
        return chosen_place(NOBODY, place=village)
    now = successors_on(village, today)
    return chosen_place(NOBODY, place=now[0]) if len(now) == 1 else chosen_place(NOBODY)


def top_of_front() -> Unit:
    """Return the body at the top of the Front's tree, which looks after what belongs to no area yet."""
    today = clock.today()
    root = next(one for one in tree_roots(NOBODY, today) if one.code == FRONT)
    return get_unit(root.uid, today)


def commune_of_code(code: str, day: date) -> AreaFound | None:
    """Return the commune that bears a code on a day."""
    found = [area for area in areas_by_code(NOBODY, code, day) if area.level == "commune"]
    return found[0] if len(found) == 1 else None


def commune_meant(text: str, day: date) -> AreaFound | None:
    """Return the one commune of a day that a text means beyond doubt; None where there is any."""
    resolved = resolve(NOBODY, text, day)
    if not resolved.certain or len(resolved.now) != 1:
        return None
    found = find_area_on(resolved.now[0].uid, day)
    return found if found is not None and found.level == "commune" else None


def mails_for(actor: Actor) -> QuerySet[ArrivedMail]:
    """Return the e-mails whose area somebody has to choose, for those who receive at the top of the Front's tree."""
    rows = ArrivedMail.objects.order_by("-at", "-pk")
    return rows if RECEIVE.allows_at(actor, top_of_front().id) else rows.none()


def may_read_mails(actor: Actor) -> bool:
    """Say whether an actor receives at the top of the Front's tree, where letters by e-mail arrive."""
    return RECEIVE.allows_at(actor, top_of_front().id)


def require_mails(actor: Actor) -> None:
    """Raise NotAllowed unless an actor receives at the top of the Front's tree."""
    RECEIVE.require_at(actor, top_of_front().id)


def get_mail(actor: Actor, uid: UUID) -> ArrivedMail:
    """Return an e-mail as an actor may see it; NotFound otherwise."""
    found = mails_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy thư này, hoặc bạn không được xem. Hãy kiểm tra lại đường dẫn."))
    return found


def address_of_mail(arrived: ArrivedMail) -> str:
    """Return where the page of an e-mail is, for officers."""
    return reverse("feedback:mail", args=[arrived.uid])


def is_mailbox_waiting() -> bool:
    """Say whether a mailbox is named, so that it is worth looking into it."""
    return bool(settings.FEEDBACK_MAILBOX)


def seat_of(actor: Actor) -> Unit:
    """Return the body in which an actor receives matters; NotAllowed where they receive nowhere."""
    seat = actor.organisation_id
    if seat is None or not RECEIVE.allows_at(actor, seat):
        raise RECEIVE.refusal(actor)
    return units_on([seat], clock.today())[seat]


def place_of_body(seat: Unit) -> Chosen:
    """Return the place that a body serves, as the one that its officers mostly write down matters for."""
    area = area_of(seat.area_id)
    return chosen_place(NOBODY, place=area)


def places_in(seat: Unit, text: str = "") -> list[tuple[UUID, str]]:
    """Return what lies directly in the area of a body: villages of a commune, communes of a province. ``text``: in the name."""
    area = area_of(seat.area_id)
    wanted = search_key(text)
    return [(uid, name) for uid, name in areas_in(area, clock.today()) if wanted in search_key(name)]


def name_of_body(organisation_id: int) -> str:
    """Return what a body is called today."""
    unit = units_on([organisation_id], clock.today()).get(organisation_id)
    return unit.name if unit else ""


def send_url() -> str:
    """Return where matters are sent to."""
    return reverse("feedback:send")


def answered_for(code: str, place: Chosen) -> list[Publication]:
    """Return what was answered about a category at a place, for whoever is about to send; nothing of an unknown category."""
    category = Category.objects.on(clock.today()).filter(code=code).first()
    if category is None:
        return []
    return answered_alike(category, place.commune.id if place.commune else None)


def answered_alike(category: Category, area: int | None, text: str = "") -> list[Publication]:
    """Return the latest public answers about the same thing: of the same area first, then those that share most words."""
    rows = Publication.objects.filter(category__code=category.code, standing=Standing.PUBLIC)
    latest = list(rows.select_related("organisation").order_by("-released_at", "-pk")[:_LOOKED_AT])
    words = {word for word in search_key(text).split() if len(word) >= _FEWEST_LETTERS}

    def rank(row: Publication) -> tuple[bool, int]:
        return row.area_id != area, -len(words & set(row.search_key.split()))

    return sorted(latest, key=rank)[:_ALIKE]
