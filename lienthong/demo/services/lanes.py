"""What else there is of matters on stage: minutes of a meeting, a consolidation, a proposal that is judged."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import resources
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from lienthong.feedback import queries, services
from lienthong.feedback.queries import Matter, MatterClass
from lienthong.feedback.services import Facts, Minutes, Spoken
from lienthong.kernel import clock

from .matters import Cast, Told, cast_of_matters

_MEETING: Final = uuid5(NAMESPACE_URL, "https://lienthong.example/demo/meeting")
_JUDGES: Final = ("ha", "tung", "mai")
_MONTH: Final = 31


def load_lanes() -> None:
    """Let the cast do what data/lanes.json says; once."""
    cast = cast_of_matters()
    if queries.meetings_for(cast["lan"]).exists():
        return
    text = resources.files("lienthong.demo").joinpath("data", "lanes.json").read_text("utf-8")
    told: Told = json.loads(text)
    _meet(cast, told["meeting"])
    _propose(cast, told["proposal"])
    _consolidate(cast, told["consolidation"])


def _meet(cast: Cast, told: Told) -> None:
    day = clock.now() - timedelta(days=told["days"])
    said = [Spoken(one["text"], one["category"]) for one in told["said"]]
    with clock.held_at(day + timedelta(days=1)):
        minutes = Minutes(_MEETING, told["addressee"], told["session"], told["place"], day.date(), said)
        services.write_meeting(actor=cast["lan"], minutes=minutes)


def _propose(cast: Cast, told: Told) -> None:
    """Take the proposal that was sent as far as the panel, of whom one has given marks."""
    lan, tung = cast["lan"], cast["tung"]
    matter = Matter.objects.filter(matter_class=MatterClass.PROPOSAL).earliest("pk")
    with clock.held_at(matter.sent_at + timedelta(hours=3)):
        made = services.open_proposal(actor=lan, matter=matter)
        checks = {one.code: True for one in queries.checks_now()}
        words: dict[str, Any] = {"title": told["title"], "text": told["text"], "checks": checks}
        made = services.check_proposal(actor=lan, proposal=made, seen=made.version, **words)
        members = {uid for name in _JUDGES if (uid := cast[name].uid)}
        made = services.give_to_panel(actor=lan, proposal=made, members=members)
        services.state_conflict(actor=tung, proposal=made, has=False)
        services.assess_proposal(actor=tung, proposal=made, marks=told["marks"], opinion=told["opinion"])


def _consolidate(cast: Cast, told: Told) -> None:
    """Gather the matters of the last month into a draft of the commune; who approves it is not who writes it."""
    until, mai = clock.today(), cast["mai"]
    since = until - timedelta(days=_MONTH)
    facts = Facts(MatterClass.FEEDBACK, since, until, told["title"], told["addressee"])
    made = services.draft_consolidation(actor=mai, facts=facts)
    services.gather_topics(actor=mai, consolidation=made)
    services.propose_sentences(actor=mai, consolidation=made)
