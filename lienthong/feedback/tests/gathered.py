"""Matters and consolidations as tests of what many say need them."""

from __future__ import annotations

from datetime import date
from typing import Any

from lienthong.feedback import queries, services
from lienthong.feedback.models import Consolidation, Matter
from lienthong.feedback.services import Facts
from lienthong.feedback.services.keying import key_matters
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from tests.cast import Cast
from tests.matters import send_matter
from tests.small_province import BEGIN

COPY = "Đề nghị giữ lại trạm bơm cũ ở đầu kênh, vì cả cánh đồng Cửa Đình dùng nước của trạm này."
OTHERS = (
    "Đèn đường trước cổng trường tắt đã nửa tháng, học sinh đi học về rất nguy hiểm.",
    "Rác ở chợ không được thu gom suốt tuần lễ qua, mùi hôi bay khắp khu dân cư.",
    "Mặt cầu qua suối bị nứt, xe tải nặng vẫn qua lại hằng ngày.",
    "Trạm y tế thiếu thuốc cho người cao tuổi vào cuối tháng.",
)


def send_many(cast: Cast, texts: list[str], name: str = "C", **words: Any) -> list[Matter]:
    """Send texts to a body; keys by which copies are found are made as the worker makes them."""
    sent = [send_matter(cast, name, text=text, **words).matter for text in texts]
    key_matters(actor=OPERATOR, tell=lambda _done: None)
    return sent


def add_leader(cast: Cast, name: str, place: str, role: str = "commune_leader") -> None:
    """Give the cast a further person, who approves at a body."""
    roles = {one.code: one for one in identity_queries.roles()}
    account = identity.create_account(
        actor=OPERATOR,
        username=name,
        name=name.capitalize(),
        organisation=cast.province[place],
        password=f"{name} long password",
    )
    identity.give_grant(
        actor=OPERATOR,
        account=account,
        role=roles[role],
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province[place],
        reach="below",
        since=BEGIN,
    )
    cast.accounts[name] = account


def draft(cast: Cast, who: str, title: str = "Ý kiến gửi kỳ họp cuối năm", **words: Any) -> Consolidation:
    """Begin a consolidation of this year at somebody's body."""
    year = clock.today().year
    told = {
        "matter_class": "feedback",
        "since": date(year, 1, 1),
        "until": date(year, 12, 31),
        "title": title,
        "addressee": "Kỳ họp HĐND",
        **words,
    }
    return services.draft_consolidation(actor=cast.actor(who), facts=Facts(**told))


def approved(cast: Cast, writer: str, approver: str, row: Consolidation) -> Consolidation:
    """Write the sentences of a draft and let another person approve it."""
    services.propose_sentences(actor=cast.actor(writer), consolidation=row)
    return services.approve_consolidation(actor=cast.actor(approver), consolidation=row)


def take_all_in(cast: Cast, who: str, row: Consolidation) -> int:
    """Take in whatever bodies below were approved to pass on."""
    actor = cast.actor(who)
    uids = [topic.uid for topic in queries.topics_to_take_in(actor, row)]
    return services.take_in_topics(actor=actor, consolidation=row, topics=uids)
