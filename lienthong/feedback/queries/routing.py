"""Where what somebody sends goes, by rules of the day, and by which one: always with the reason in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData
from lienthong.kernel.text import search_key
from lienthong.kernel.validity import FOREVER
from lienthong.registry.models import AreaVersion
from lienthong.registry.queries import (
    Unit,
    area_on,
    areas_around,
    areas_by_code,
    bodies_serving,
    find_areas,
    own_trees,
    units_above,
    units_on,
)

from ..models import Category, Matter, MatterClass, ReceivingLevel, ReceivingSystem, RoutingRule
from ..permissions import MANAGE
from ..rules.routing import Question, Rule, first_match
from .bodies import above

# Over so many days it is tried what a further rule would change.
_LOOKED_BACK: Final = 30


@dataclass(frozen=True)
class Routed:
    """Where a matter goes. ``rule``: the number of the one that said so, None by default. ``words``: why, for people.

    ``candidates``: all bodies that the place can mean, the best first; several where an old address is not ``certain``.
    ``organisation`` is None where no body receives: of a place that has none, or whose only body is complained about.
    """

    organisation: Unit | None
    rule: int | None
    words: str
    candidates: tuple[Unit, ...] = ()
    certain: bool = True


def may_manage(actor: Actor) -> bool:
    """Say whether an actor manages the rules."""
    return actor.places.holds(MANAGE.code)


def rules_for(actor: Actor) -> QuerySet[RoutingRule]:
    """Return the rules that an actor manages, in the order in which they are tried."""
    MANAGE.require_somewhere(actor)
    return RoutingRule.objects.select_related("category", "area", "body").order_by("number", "pk")


def get_rule(actor: Actor, number: int) -> RoutingRule:
    """Return a rule by its number; NotFound otherwise."""
    found = rules_for(actor).filter(number=number).first()
    if found is None:
        raise NotFound(_("Không có quy tắc số %(number)s.") % {"number": number})
    return found


def rules_on(day: date) -> list[Rule]:
    """Return the rules in force on a day, in order; the area of each with what it has become since."""
    rows = RoutingRule.objects.on(day).select_related("category").order_by("number", "pk")
    return [as_rule(row, day) for row in rows]


def as_rule(row: RoutingRule, day: date) -> Rule:
    """Return a row as the rules know it."""
    area = frozenset({row.area_id, *area_on(row.area_id, day).areas}) if row.area_id else frozenset()
    return Rule(
        number=row.number,
        category=row.category.code if row.category else "",
        matter_class=row.matter_class,
        area=area,
        asked=row.asked,
        system=row.system,
        level=row.level,
        body=row.body_id,
    )


def route_for(
    actor: Actor,
    *,
    category: Category,
    matter_class: str,
    area: int,
    village: int | None,
    day: date,
    about: int | None = None,
    asked: str = "",
    rules: list[Rule] | None = None,
) -> Routed:
    """Say which body receives a matter about a place, by the first rule that fits; never the body complained about.

    ``area`` and ``village`` may be of former times. ``asked``: the level that the sender addressed. ``rules``: instead of those of
    the day, for whoever asks often.
    """
    places, certain = _places(area, village, day)
    known = rules_on(day) if rules is None else rules
    routed = [_from(place, category, matter_class, village, day, about, asked, known) for place in places]
    found = [one for one in routed if one.organisation is not None]
    if not found:
        return routed[0] if routed else Routed(None, None, _("Địa bàn này hiện không có cơ quan tiếp nhận."))
    best = found[0]
    units = tuple({one.organisation.id: one.organisation for one in found if one.organisation}.values())
    words = best.words
    if not certain and len(units) > 1:
        words = _("%(why)s; địa chỉ cũ nay thuộc nhiều nơi, hãy chọn đúng nơi") % {"why": best.words}
    return Routed(best.organisation, best.rule, words, units, certain or len(units) == 1)


def _places(area: int, village: int | None, day: date) -> tuple[tuple[int, ...], bool]:
    """Return the communes of today that a place can mean; of a village that is known, the one in which it lies now."""
    later = area_on(area, day)
    if village is not None and len(later.areas) > 1:
        around = areas_around(village, day)
        lies_in = tuple(key for key in later.areas if key in around)
        if len(lies_in) == 1:
            return lies_in, True
    return later.areas, later.certain


def _from(
    place: int,
    category: Category,
    matter_class: str,
    village: int | None,
    day: date,
    about: int | None,
    asked: str,
    known: list[Rule],
) -> Routed:
    # Where a place lies is asked only where a rule asks for it.
    around = areas_around(place, day) if any(one.area for one in known) else frozenset()
    areas = around | ({village} if village else set())
    rule = first_match(known, Question(category.code, matter_class, areas, asked))
    by_default = Rule(0, level=asked or ReceivingLevel.COMMUNE)
    unit = _receiver(rule or by_default, place, day)
    words = words_of(rule, day) if rule else _default_words(asked)
    if unit is None and rule is not None:
        unit = _receiver(by_default, place, day)
        words = _("%(why)s; nơi này chưa có cơ quan đó, Mặt trận nhận") % {"why": words}
    if unit is not None and unit.id == about:
        body = above(unit.id, about)
        unit = units_on([body], day).get(body) if body is not None else None
        words = _("%(why)s; cơ quan bị phản ánh không nhận, chuyển lên cấp trên") % {"why": words}
    return Routed(unit, rule.number if rule else None, words)


def _receiver(rule: Rule, place: int, day: date) -> Unit | None:
    """Return the body that a rule names for a place."""
    if rule.body is not None:
        return units_on([rule.body], day).get(rule.body)
    own = bodies_serving([place], day, rule.system).get(place)
    if own is None or own.level == rule.level:
        return own
    tree = own_trees([own.id]).get(own.id)
    way = units_above(tree, own.id, day) if tree is not None else []
    return next((unit for unit in way if unit.level == rule.level), None)


def _default_words(asked: str) -> str:
    if asked and asked != ReceivingLevel.COMMUNE:
        return _("theo cấp bạn chọn: Mặt trận %(level)s") % {
            "level": str(ReceivingLevel(asked).label).lower()
        }
    return _("quy tắc chung: Mặt trận của xã, phường nơi có việc")


def words_of(rule: Rule, day: date) -> str:
    """Say a rule in words: its number, what it asks for."""
    parts = []
    if rule.category:
        row = Category.objects.on(day).filter(code=rule.category).first()
        parts.append(row.label.lower() if row else rule.category)
    if rule.matter_class:
        parts.append(str(MatterClass(rule.matter_class).label).lower())
    if rule.area:
        names = AreaVersion.objects.on(day).filter(area_id__in=rule.area).order_by("pk")
        parts.append(", ".join(names.values_list("full_name", flat=True)) or _("địa bàn đã chọn"))
    if rule.asked:
        parts.append(_("gửi đến %(level)s") % {"level": str(ReceivingLevel(rule.asked).label).lower()})
    said = " + ".join(parts) or _("mọi phản ánh")
    return _("quy tắc %(number)s: %(said)s") % {"number": rule.number, "said": said}


def receiver_in_words(rule: RoutingRule, day: date) -> str:
    """Say to whom a rule sends."""
    if rule.body_id:
        unit = units_on([rule.body_id], day).get(rule.body_id)
        return unit.name if unit else _("cơ quan đã kết thúc")
    return f"{ReceivingSystem(rule.system).label}, {str(ReceivingLevel(rule.level).label).lower()}"


def get_area_named(actor: Actor, text: str) -> int:
    """Return the key of the area that bears a code or a full name today; WrongData where none does, or several do."""
    today = clock.today()
    found = areas_by_code(actor, text, today) or [
        one
        for one in find_areas(actor, text, today)
        if search_key(text) in (search_key(one.full_name), search_key(one.name))
    ]
    if len(found) == 1:
        return found[0].id
    raise WrongData(
        _("Có nhiều nơi tên “%(name)s”. Hãy ghi mã của nơi đó.") % {"name": text}
        if found
        else _("Không có nơi nào mang mã hay tên “%(name)s” hôm nay.") % {"name": text}
    )


def places_named(areas: Iterable[int], day: date) -> dict[int, str]:
    """Return what areas are called on a day, by their keys."""
    rows = AreaVersion.objects.on(day).filter(area_id__in=set(areas))
    return dict(rows.values_list("area_id", "full_name"))


@dataclass(frozen=True)
class Moved:
    """Matters of last month that a further rule would have sent elsewhere: how many, from where to where. No matter is named."""

    pk: int
    source: str
    target: str
    count: int


def preview(actor: Actor, row: RoutingRule) -> tuple[int, list[Moved]]:
    """Return how many matters of the last thirty days a rule would fit, and those that it would have sent elsewhere.

    Against the rules of today, counted by place, category and class: no text is read.
    """
    MANAGE.require_somewhere(actor)
    today = clock.today()
    known = rules_on(today)
    tried = sorted([*known, as_rule(row, today)], key=lambda rule: rule.number)
    groups = (
        Matter.objects.filter(sent_at__gte=clock.now() - timedelta(days=_LOOKED_BACK))
        .values("category_id", "matter_class", "area_id", "village_id", "about_id")
        .annotate(number=Count("pk"))
        .order_by()
    )
    if row.category_id:
        groups = groups.filter(category_id=row.category_id)
    if row.matter_class:
        groups = groups.filter(matter_class=row.matter_class)
    categories = Category.objects.in_bulk()
    counted: Counter[tuple[str, str]] = Counter()
    fitting = 0
    for group in groups:
        before, after = (
            route_for(
                actor,
                category=categories[group["category_id"]],
                matter_class=group["matter_class"],
                area=group["area_id"],
                village=group["village_id"],
                about=group["about_id"],
                day=today,
                rules=rules,
            )
            for rules in (known, tried)
        )
        fitting += group["number"] if after.rule == row.number else 0
        names = tuple(one.organisation.name if one.organisation else "–" for one in (before, after))
        if names[0] != names[1]:
            counted[names[0], names[1]] += group["number"]
    lines = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return fitting, [
        Moved(place, source, target, count) for place, ((source, target), count) in enumerate(lines, 1)
    ]


def end_address(row: RoutingRule) -> str:
    """Return where a rule is ended, "" where it has an end already."""
    return reverse("feedback:end_rule", args=[row.number]) if row.valid_to == FOREVER else ""
