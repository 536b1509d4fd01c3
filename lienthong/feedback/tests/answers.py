"""An answer on its way, for tests: Lan writes, the leader of commune C approves, another leader releases."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lienthong.feedback import queries, services
from lienthong.feedback.models import Answer, Matter, Publication, Review, Template
from lienthong.feedback.rules.answering import Held
from lienthong.feedback.services import Receipt, TemplateFacts, Words, moving
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from tests.cast import Cast
from tests.matters import send_matter
from tests.small_province import BEGIN

PARTS = {
    "conclusion": "Đường ống đầu thôn bị vỡ, nước đục là đúng như người gửi nêu.",
    "done": "Ngày 20/11 đội cấp nước đã thay đoạn ống và súc rửa toàn tuyến.",
    "evidence": "Biên bản súc rửa và ảnh hiện trường kèm theo.",
    "legal_basis": "Quy chế cấp nước của xã.",
    "next_steps": "Nếu nước còn đục, hãy đề nghị mở lại trong 15 ngày bằng mã biên nhận.",
}
PUBLIC = {
    "public_title": "Nước máy đục đã được khắc phục",
    "public_question": "Người dân hỏi vì sao nước máy bị đục và yếu.",
    "public_answer": "Đoạn ống hỏng đã được thay, toàn tuyến đã súc rửa.",
}


def account(cast: Cast, name: str, place: str = "C", role: str = "commune_leader") -> Actor:
    """Give a further account a role at a body, and return it as it asks today."""
    made = identity.create_account(
        actor=OPERATOR,
        username=name,
        name=name.capitalize(),
        organisation=cast.province[place],
        password=f"{name} long password",
    )
    cast.accounts[name] = made
    found = {one.code: one for one in identity_queries.roles()}[role]
    identity.give_grant(
        actor=OPERATOR,
        account=made,
        role=found,
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province[place],
        reach="below",
        since=BEGIN,
    )
    return cast.actor(name)


@transaction.atomic
def accept(cast: Cast, matter: Matter, who: str = "lan") -> Matter:
    """Let an officer accept a matter."""
    held = moving.locked(matter)
    move = moving.step("accept", actor=cast.actor(who), held=held)
    assert move is not None
    moving.write(actor=cast.actor(who), held=held, move=move)
    return held.matter


def sent(cast: Cast, **words: Any) -> Receipt:
    """Send a matter to commune C that may be published with its question, and let Lan accept it."""
    receipt = send_matter(cast, **{"consents": True, **words})
    accept(cast, receipt.matter)
    receipt.matter.refresh_from_db()
    return receipt


def words(matter: Matter, **changed: Any) -> Words:
    """Return a whole answer to a matter: every question is answered in the conclusion."""
    rows = queries.raised_of(matter, queries.find_answer(matter))
    raised = [Held(row.text, "answered", "conclusion") for row in rows]
    said: dict[str, Any] = {"parts": PARTS, "public": PUBLIC, "raised": raised}
    return Words(**{**said, **changed})


def submitted(cast: Cast, matter: Matter, **changed: Any) -> Answer:
    """Let Lan write and submit an answer."""
    lan = cast.actor("lan")
    answer = services.draft_answer(actor=lan, matter=matter, words=words(matter, **changed))
    return services.submit_answer(actor=lan, answer=answer, seen=answer.version)


def approved(cast: Cast, matter: Matter, leader: Actor, **changed: Any) -> Answer:
    """Let a leader approve what Lan wrote."""
    answer = submitted(cast, matter, **changed)
    return services.approve_answer(actor=leader, answer=answer, seen=answer.version)


def released(cast: Cast, matter: Matter, leader: Actor, **changed: Any) -> Answer:
    """Let a leader approve and release what Lan wrote."""
    answer = approved(cast, matter, leader, **changed)
    return services.release_answer(actor=leader, answer=answer, seen=answer.version)


# ── for the doors ────────────────────────────────────────────────────────────────────────────────────────────────────


def drafted(cast: Cast) -> Answer:
    """Return an answer that Lan has begun."""
    matter = sent(cast).matter
    return services.draft_answer(actor=cast.actor("lan"), matter=matter, words=words(matter))


def published(cast: Cast) -> Publication:
    """Return what was published of a matter of commune C."""
    matter = sent(cast).matter
    released(cast, matter, account(cast, "vinh"))
    return Publication.objects.get(matter=matter)


def templated(cast: Cast) -> Template:
    """Return a template."""
    return services.set_template(
        actor=cast.actor("duc"), facts=TemplateFacts("mau", "Mẫu", "{don_vi} đã làm.")
    )


def link_to(cast: Cast) -> str:
    """Return the link by which an answer is rated."""
    matter = published(cast).matter
    assert matter is not None
    return queries.link_of(matter, 1)


def reviewed(cast: Cast) -> Review:
    """Return a review of an answer of commune C."""
    said = services.Said("poor", ("late",))
    services.rate_by_link(actor=NOBODY, link=link_to(cast), said=said)
    return Review.objects.get()
