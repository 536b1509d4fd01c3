"""What rows beside the units say against a plan: other plans, later changes, bodies, posts, whose act it is. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator

from .case import Case, blocks, warns
from .fates import is_below
from .steps import Key, Problem


def check_later_changes(case: Case) -> Iterator[Problem]:
    """What the registry says of later days would overlap with what the plan writes."""
    for key in (*case.outcome.ended, *case.outcome.goes_on):
        if (day := case.known.until.get(key)) is not None:
            yield blocks("changes_later", case.first_of(key), unit=case.old(key), day=f"{day:%d/%m/%Y}")
    for key in case.touched:
        parent = case.outcome.after[key].parent
        if parent is None or parent in case.touched or parent in case.outcome.ended:
            continue
        if (day := case.known.until.get(parent)) is not None:
            at = case.at(key)
            words = {"unit": case.new(key), "parent": case.old(parent), "day": f"{day:%d/%m/%Y}"}
            yield warns("parent_changes_later", at, **words)


def check_other_plans(case: Case) -> Iterator[Problem]:
    """Two plans never touch one unit on one day; a mere draft beside it may be a variant."""
    for key in (*case.outcome.ended, *case.outcome.goes_on):
        for other in case.known.others.get(key, ()):
            words = {"unit": case.old(key), "plan": other.title}
            yield Problem("two_plans", other.severity, case.first_of(key), words)


def check_reach(case: Case) -> Iterator[Problem]:
    """A plan changes what lies below the body whose act it is, and nothing else; each step is told once."""
    if case.known.reach is not None:
        outside = {at: unit for at, unit in _outside(case, case.known.reach) if at}
        for at, unit in outside.items():
            yield blocks("out_of_reach", at, unit=unit)


def _outside(case: Case, reach: Key) -> Iterator[tuple[int, str]]:
    """Yield what is touched and does not lie below a unit, on the eve or on the day itself: position and name."""
    outcome = case.outcome
    now = outcome.goes_on.get(reach, reach)
    for key in case.touched:
        if not is_below(key, now, outcome.after):
            yield case.at(key), case.new(key)
    for key in (*outcome.ended, *outcome.goes_on):
        if not is_below(key, reach, case.eve):
            yield case.first_of(key), case.old(key)
    for link in outcome.links:
        if link.new != now and not is_below(link.new, now, outcome.after):
            yield case.first_of(link.old), case.old(link.old)
    for uid, within in outcome.moved.items():
        village = (case.known.villages or {}).get(uid)
        before = village.within if village else None
        own = before is not None and is_below(before, reach, case.eve)
        if not own or not is_below(within, now, outcome.after):
            yield case.fates.moves[uid][0].position, village.name if village else str(uid)


def check_villages(case: Case) -> Iterator[Problem]:
    """A village that moves is there on the eve."""
    if case.known.villages is None:
        return
    for uid, steps in case.fates.moves.items():
        if uid not in case.known.villages:
            yield blocks("unknown_village", steps[0].position, uid=str(uid))


def check_areas(case: Case) -> Iterator[Problem]:
    """Where bodies alone change, the areas that they are to serve are there already."""
    if case.known.areas is None:
        return
    for key in case.touched - case.known.areas:
        yield blocks("no_such_area", case.at(key), unit=case.new(key))


def check_bodies(case: Case) -> Iterator[Problem]:
    """A body of a system that the plan does not name would serve an area that there is no longer."""
    for key in case.outcome.ended:
        if systems := case.known.bodies.get(key):
            yield warns("body_left", case.first_of(key), unit=case.old(key), systems=", ".join(systems))


def check_posts(case: Case) -> Iterator[Problem]:
    """People go where their body's default successor is; a new body that is nobody's default begins without any."""
    if not case.known.posts:
        return
    staffed = {link.new for link in case.outcome.links if link.default and case.known.posts.get(link.old)}
    for key in case.outcome.founded - staffed - case.known.placed:
        yield warns("no_holder", case.begun_by(key), unit=case.new(key))
