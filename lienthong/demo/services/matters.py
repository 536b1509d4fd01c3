"""Invented matters of the commune on stage, taken as far as each goes through the room's own services, on days before today."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from importlib import resources
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from lienthong.feedback import queries, services
from lienthong.feedback.queries import Matter, MatterClass
from lienthong.feedback.services import Contact, Held, Letter, Receipt, Said, Words
from lienthong.identity import queries as identity
from lienthong.identity.queries import Account
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.registry.queries import units_on

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]
Told = Mapping[str, Any]
Cast = Mapping[str, Actor]

_PEOPLE: Final = ("lan", "mai", "tung", "ha")
# What stands in the data under a shorter name.
_PARTS: Final = {
    "conclusion": "conclusion",
    "done": "done",
    "evidence": "evidence",
    "legal_basis": "basis",
    "next_steps": "next",
}


def load_matters(actor: Actor, progress: Progress) -> None:
    """Let invented people send what data/matters.json says, and the cast deal with it; once."""
    services.load_categories(actor=actor)
    services.load_causes(actor=actor)
    if Matter.objects.exists():
        return
    text = resources.files("lienthong.demo").joinpath("data", "matters.json").read_text("utf-8")
    rows: list[Told] = json.loads(text)
    cast = cast_of_matters()
    for number, told in enumerate(progress("matters", rows, len(rows))):
        lead(cast, number, told)


def cast_of_matters() -> Cast:
    """Return those who deal with matters."""
    accounts = Account.objects.filter(username__in=_PEOPLE)
    return {account.username: identity.actor_for(account) for account in accounts}


def lead(cast: Cast, number: int, told: Told) -> None:
    """Send one matter on its day and take it as far as it goes, each step some hours after the one before."""
    now = clock.now()
    begin = now - timedelta(days=told["days"], hours=3 + number % 3)
    with clock.held_at(begin):
        receipt = services.receive_matter(actor=NOBODY, letter=_letter(cast["lan"], number, told))
    for turn, step in enumerate(_steps(told), 1):
        with clock.held_at(min(now, begin + timedelta(hours=told.get("hours", 2) * turn))):
            step(cast, receipt, told)


def _letter(lan: Actor, number: int, told: Told) -> Letter:
    body = lan.organisation_id or 0
    unit = units_on([body], clock.today())[body]
    return Letter(
        key=uuid5(NAMESPACE_URL, f"https://lienthong.example/demo/matter/{number}"),
        category=queries.get_category(told["category"], clock.today()),
        area=unit.area_id,
        text=told["text"],
        organisation=unit.id,
        contact=Contact(name="Người gửi thử", email=f"nguoi.gui.{number}@thu.example"),
        matter_class=MatterClass(told.get("class", "feedback")),
        place=told["place"],
        consents=True,
        urgent=told.get("urgent", False),
    )


Step = Callable[[Cast, Receipt, Told], None]


def _steps(told: Told) -> list[Step]:
    """Return what happens to a matter, in order."""
    rest: dict[str, list[Step]] = {
        "sent": [],
        "accepted": [_accept],
        "asking": [_accept, _ask],
        "moving": [_accept, _pass_on],
        "answered": [
            *(_accept, _write, _release),
            *([_rate] if told.get("rated") else []),
            *([_review] if told.get("reviewed") else []),
            *([_object] if told.get("objects") else []),
        ],
    }
    return rest[told["stage"]]


def _now(receipt: Receipt) -> Matter:
    return Matter.objects.select_related("category", "organisation").get(pk=receipt.matter.pk)


def _accept(cast: Cast, receipt: Receipt, told: Told) -> None:
    services.accept_matter(actor=cast["lan"], matter=_now(receipt))


def _ask(cast: Cast, receipt: Receipt, told: Told) -> None:
    services.ask_sender(actor=cast["lan"], matter=_now(receipt), question=told["asked"])


def _pass_on(cast: Cast, receipt: Receipt, told: Told) -> None:
    target = cast["tung"].organisation_id or 0
    services.pass_on_matter(actor=cast["lan"], matter=_now(receipt), target=target, reason=told["reason"])


def _write(cast: Cast, receipt: Receipt, told: Told) -> None:
    matter, said = _now(receipt), told["answer"]
    raised = [Held(row.text, "answered", "done") for row in queries.raised_of(matter, None)]
    public = {f"public_{name}": words for name, words in told["public"].items()}
    words = Words(
        {part: said[name] for part, name in _PARTS.items()}, public, told.get("private", ""), raised
    )
    answer = services.draft_answer(actor=cast["lan"], matter=matter, words=words)
    services.submit_answer(actor=cast["lan"], answer=answer, seen=answer.version)


def _release(cast: Cast, receipt: Receipt, told: Told) -> None:
    answer = queries.answers_for(cast["mai"]).get(matter=receipt.matter)
    answer = services.approve_answer(actor=cast["mai"], answer=answer, seen=answer.version)
    services.release_answer(actor=cast["mai"], answer=answer, seen=answer.version, confirms_names=True)


def _rate(cast: Cast, receipt: Receipt, told: Told) -> None:
    poor = ("vague", "no_evidence") if told["rated"] == "poor" else ()
    services.rate_answer(actor=NOBODY, matter=_now(receipt), said=Said(told["rated"], poor))


def _review(cast: Cast, receipt: Receipt, told: Told) -> None:
    review = queries.reviews_for(cast["tung"]).get(rating__matter=receipt.matter)
    services.review_answer(actor=cast["tung"], review=review, reopens=False, reason=told["reviewed"])


def _object(cast: Cast, receipt: Receipt, told: Told) -> None:
    """Ask, as who sent it, that something be done about what is kept; somebody decides."""
    opened = services.open_own(actor=NOBODY, code=receipt.code, pin=receipt.pin)
    wish, words = told["objects"]
    services.ask_data_request(actor=NOBODY, opened=opened, wish=wish, words=words)
