"""Whom reports tell: the village's own reporter when reminded or given back, in the same transaction, once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.desk import queries as desk
from lienthong.desk.models import Notice
from lienthong.kernel.errors import NotAllowed
from lienthong.reports import services
from tests.cast import WEEK, Cast

pytestmark = pytest.mark.django_db


def said_to(cast: Cast, name: str) -> list[str]:
    return [one.text for one in desk.find_notices(cast.actor(name))]


def remind(cast: Cast, who: str, *bodies: str) -> None:
    uids = [cast.province[body].uid for body in bodies]
    services.remind_bodies(actor=cast.actor(who), asked=cast.asked(), unit=cast.unit("C"), uids=uids)


def give_back(cast: Cast, who: str, *bodies: str) -> int:
    uids = [cast.entry(body).uid for body in bodies]
    return services.return_returns(
        actor=cast.actor(who), asked=cast.asked(), uids=uids, reason="Số của bà Năm sai"
    )


def test_a_reminder_reaches_the_reporter_of_the_village_once_a_day(cast: Cast) -> None:
    for _ in range(2):
        remind(cast, "lan", "v1", "v2")
    text = "Báo cáo tuần, tuần 47/2026, của v1 chưa được gửi. Hãy nhập và gửi."
    assert (said_to(cast, "nga"), said_to(cast, "lan"), Notice.objects.count()) == ([text], [], 1)
    assert Notice.objects.get().url == f"/bao-cao/tuan/{WEEK}/{cast.province['v1'].uid}/nhap/"


def test_where_a_village_has_nobody_those_who_enter_for_it_are_told(cast: Cast) -> None:
    remind(cast, "tung", "v2")
    assert said_to(cast, "lan") == ["Báo cáo tuần, tuần 47/2026, của v2 chưa được gửi. Hãy nhập và gửi."]


def test_giving_back_tells_each_time_but_never_why(cast: Cast) -> None:
    for _ in range(2):
        cast.save("nga", "v1")
        give_back(cast, "lan", "v1")
        assert give_back(cast, "lan", "v1") == 0
    assert (
        said_to(cast, "nga")
        == ["Báo cáo tuần, tuần 47/2026, của v1 bị trả lại. Hãy xem lý do, sửa và gửi lại."] * 2
    )
    assert "Năm" not in str(list(Notice.objects.values()))


def test_a_refusal_tells_nobody(cast: Cast) -> None:
    cast.save("nga", "v1")
    with pytest.raises(NotAllowed):
        give_back(cast, "minh", "v1")
    with pytest.raises(NotAllowed):
        remind(cast, "minh", "v2")
    assert Notice.objects.count() == 0


def test_the_number_of_statements_does_not_grow_with_those_who_are_told(cast: Cast) -> None:
    counts = []
    cast.save("lan", "v1", submit=False)  # the unit's stream is there
    for bodies in (["v1"], ["v2", "v3"]):
        with CaptureQueriesContext(connection) as ran:
            remind(cast, "tung", *bodies)
        counts.append(len(ran))
    assert counts[0] == counts[1]
