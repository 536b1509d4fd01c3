"""What a notice may hold: units, counts, days, codes and titles; whatever could be a person's is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.translation import ngettext_lazy, override

from lienthong.kernel import notices
from lienthong.kernel.errors import WrongData
from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

GROUP = NoticeGroup("test", "Thử")
KIND = NoticeKind(
    "test.waiting",
    "Việc đang chờ",
    ngettext_lazy("Có %(count)d việc đang chờ bạn.", "Có %(count)d việc đang chờ bạn.", "count"),
    GROUP,
    {"count": Param.COUNT},
)


def kind_with(sort: Param) -> NoticeKind:
    return NoticeKind("test.one", "Một", "%(value)s", GROUP, {"value": sort})


@pytest.mark.parametrize(
    ("sort", "value", "shown"),
    [
        (Param.UNIT, 7, "Thôn 12"),
        (Param.COUNT, 3321, "3321"),
        (Param.DAY, date(2026, 11, 22), "22/11/2026"),
        (Param.CODE, "2026-W47", "2026-W47"),
        (Param.CODE, "47/2026", "47/2026"),
        (Param.CODE, "12/QĐ-UB", "12/QĐ-UB"),
        (Param.CODE, "154/2025/NĐ-CP", "154/2025/NĐ-CP"),
        (Param.TITLE, "Báo cáo tuần", "Báo cáo tuần"),
        (Param.TITLE, "Chương trình 2026-2030", "Chương trình 2026-2030"),
        (Param.TITLE, {"vi": "Báo cáo tuần", "en": "Weekly report"}, "Báo cáo tuần"),
    ],
)
def test_what_is_declared_is_kept_and_said(sort: Param, value: Any, shown: str) -> None:
    kind = kind_with(sort)
    assert kind.said(kind.kept({"value": value}), {7: "Thôn 12"}) == shown


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        (Param.CODE, "0912345678"),
        (Param.CODE, "091.234.56.78"),
        (Param.CODE, "079-203-004-512"),
        (Param.TITLE, "Gọi 0912 345 678"),
        (Param.TITLE, "CCCD 079203004512"),
        (Param.TITLE, "(+84) 912-345-678"),
        (Param.TITLE, "Sinh ngày 22/11/1990"),
        (Param.TITLE, "Số 20262030"),
        (Param.TITLE, "Gọi 0912-2026-2030"),
        (Param.CODE, "0912345/2026"),
        (Param.TITLE, "lan@example.vn"),
        (Param.TITLE, "https://example.vn"),
        (Param.TITLE, "Một dòng\nhai dòng"),
        (Param.TITLE, "<b>đậm</b>"),
        (Param.TITLE, "x" * 121),
        (Param.TITLE, {"vi": "Báo cáo", "en": "Call 0912345678"}),
        (Param.TITLE, ""),
        (Param.COUNT, 912345678),
        (Param.COUNT, -1),
        (Param.COUNT, True),
        (Param.COUNT, "3"),
        (Param.DAY, "2026-11-22"),
        (Param.UNIT, "Nguyễn Thị Lan"),
        (Param.CODE, "Nguyễn Thị Lan"),
    ],
)
def test_what_could_be_a_persons_is_refused(sort: Param, value: Any) -> None:
    with pytest.raises(WrongData):
        kind_with(sort).kept({"value": value})


@pytest.mark.parametrize("values", [{}, {"value": 1, "name": "Lan"}, {"name": "Lan"}])
def test_no_more_and_no_less_than_declared_is_taken(values: dict[str, Any]) -> None:
    with pytest.raises(WrongData):
        kind_with(Param.COUNT).kept(values)


def test_a_sentence_is_made_when_it_is_read_in_the_language_of_the_reader() -> None:
    assert KIND.said({"count": 2}, {}) == "Có 2 việc đang chờ bạn."
    title = kind_with(Param.TITLE)
    with override("en"):
        assert title.said({"value": {"vi": "Báo cáo tuần", "en": "Weekly report"}}, {}) == "Weekly report"


def test_every_kind_that_is_said_has_its_group_and_a_place_for_each_value() -> None:
    said = notices.known()
    assert {"job.ended", "job.failed", "sending.test"} <= said.keys()
    for kind in said.values():
        assert notices.groups()[kind.group.code] is kind.group
        assert all(f"%({name})" in str(kind.line) for name in kind.params)
