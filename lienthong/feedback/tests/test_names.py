"""Names of people in sentences by hand: how many are seen is reported; only gross faults fail."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from lienthong.feedback.rules import names
from lienthong.feedback.rules.names import find_names

from .letters import read
from .measuring import measured

BY_HAND = [
    read(line)
    for line in Path(__file__).with_name("held_out_names.txt").read_text("utf-8").splitlines()
    if line[:1] not in {"", "#"}
]


def test_its_examples_are_true() -> None:
    assert doctest.testmod(names).failed == 0


def test_how_many_names_are_seen(capsys: pytest.CaptureFixture[str]) -> None:
    score = measured(BY_HAND, find_names)
    with capsys.disabled():
        print("\n".join(["", "names, sentences by hand", *score.lines()]))  # noqa: T201
    assert score.recall() >= 0.8, score.missed
    assert score.precision() >= 0.8, score.wrong


@pytest.mark.parametrize(
    "text",
    [
        "Đường Nguyễn Trãi ngập, trường Lê Hồng Phong nghỉ học",
        "Ông Chủ tịch xã và bà con thôn Đoàn Kết",
        "Hà Nội, Lâm Đồng và Cao Bằng có mưa",
        "ba năm nay anh em trong tổ góp tiền",
        "Ủy ban nhân dân xã Ea Tul",
        "",
    ],
)
def test_streets_offices_and_places_are_nobody(text: str) -> None:
    assert find_names(text) == ()
