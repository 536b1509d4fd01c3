"""Telling the body above that something below it has run out."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from lienthong.kernel import clock as wall
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Climbed
from lienthong.kernel.flow import Flow, flow_of
from lienthong.kernel.permission import Permission

from ..notices import OVERDUE
from ..queries import Audience
from .notices import tell


@transaction.atomic
def tell_of_climb(*, actor: Actor, climbed: Climbed, page: str = "") -> int:
    """Tell those at the body reached who could take the next step themselves; return how many were told.

    What waits is named by its kind and its unit, never by what it says. ``page``: the name of the address where they look,
    where it is not the row's own.
    """
    clock, flow = climbed.clock, flow_of(climbed.clock.kind)
    right = _right(flow, clock.state) if flow else None
    if flow is None or right is None or clock.due is None:
        return 0
    due = clock.due.astimezone(wall.LOCAL).date()
    return tell(
        actor=actor,
        kind=OVERDUE,
        to=Audience.holders(right, [climbed.to], nearest=True),
        url=reverse(page) if page else reverse("desk:row", args=[clock.kind, clock.subject]),
        params={"what": _by_language(flow), "unit": clock.organisation, "due": due},
        subject=(clock.kind, clock.subject),
        due=due,
        key=f"{clock.uid}:{climbed.level}",
    )


def _right(flow: Flow, state: str) -> Permission | None:
    """Return the right with which what waits in a state goes on; of what runs until the end, with any step."""
    steps = [step for step in flow.steps if not state or state in step.sources]
    return steps[0].who if steps else None


def _by_language(flow: Flow) -> dict[str, str]:
    labels = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels[language] = str(flow.label)
    return labels
