"""Invented figures of villages: plausible, uneven, the same at every making. Plain Python and numpy.

No figure here is a fact about any real place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from lienthong.kernel.values import Week

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BEGIN = date(2025, 7, 1)
FORM, SERIES = "front-weekly", "tuan"
RUNNING = Week(2026, 47)
# The last two weeks are nation-wide; the ones before stand in one province, Đắk Lắk.
LONG_PROVINCE, LONG_WEEKS = "66", 12
# The commune in which the cast works: xã Ea Tul.
STAGE = "24277"

# Share of villages that have sent by Sunday morning, of provinces that stand out; the others lie between.
_LOW = {"68": 0.794, "52": 0.816, "08": 0.839, "11": 0.862, "96": 0.879}
_HIGH = {"01": 0.987, "22": 0.994, "46": 0.991, "48": 0.989, "79": 0.981, "66": 0.946}

WORK_DONE = (
    "Tuyên truyền, vận động nhân dân dọn vệ sinh đường làng, trồng hoa ven đường.",
    "Họp dân bàn việc làm đường nội thôn, thống nhất mức đóng góp.",
    "Thăm hỏi gia đình có hoàn cảnh khó khăn, vận động ủng hộ Quỹ Vì người nghèo.",
    "Phối hợp tuyên truyền phòng cháy, chữa cháy và an toàn giao thông.",
    "Vận động nhân dân tham gia khám sức khỏe, tiêm phòng cho vật nuôi.",
    "Giám sát việc làm mương thoát nước, ghi nhận ý kiến nhân dân.",
    "Tổ chức sinh hoạt khu dân cư, phổ biến kế hoạch Ngày hội Đại đoàn kết.",
    "Hướng dẫn bà con cài đặt và dùng dịch vụ công trực tuyến.",
)
PROPOSALS = (
    "Đề nghị sửa đoạn đường liên thôn bị hư hỏng sau mưa.",
    "Đề nghị bổ sung đèn chiếu sáng ở khu vực đông dân cư.",
    "Đề nghị hỗ trợ loa truyền thanh cho nhà văn hóa thôn.",
    "Đề nghị xem xét việc cấp nước sạch cho các hộ cuối thôn.",
    "Đề nghị tăng số buổi thu gom rác trong tuần.",
)


@dataclass(frozen=True)
class People:
    """What hardly changes from week to week about each village."""

    households: Ints
    people: Ints
    poor: Ints
    near_poor: Ints


def share_sent(province: str, week: int, *, running: bool) -> float:
    """Return which share of a province's villages has sent, in the running week or an earlier one."""
    base = _LOW.get(province) or _HIGH.get(province) or 0.90 + (int(province) * 37 % 71) / 1000
    return base if running else min(0.998, base + 0.035 - (int(province) * week % 17) / 1000)


def population(count: int) -> People:
    """Invent households and people of so many villages."""
    rng = np.random.default_rng(2026)
    households = rng.integers(86, 343, count)
    return People(
        households=households,
        people=(households * rng.uniform(3.5, 4.4, count)).astype(np.int64),
        poor=(households * rng.beta(1.6, 28, count)).astype(np.int64),
        near_poor=(households * rng.beta(2.0, 30, count)).astype(np.int64),
    )


def numbers(base: People, week: int) -> Mapping[str, Ints]:
    """Invent a week's whole numbers, all of them within the form's rules."""
    count = len(base.households)
    rng = np.random.default_rng([2026, week])
    drift = rng.integers(-1, 2, count)
    meetings = rng.choice([0, 1, 1, 1, 2], count)
    received = rng.choice([0, 0, 0, 1, 1, 2, 3], count)
    sessions = rng.choice([0, 0, 1, 1, 2], count)
    money = rng.choice([0, 0, 0, 1, 2, 3, 5, 8], count) * 500_000
    return {
        "households": base.households + drift,
        "people": base.people + drift * 3,
        "poor": np.maximum(base.poor + np.minimum(drift, 0), 0),
        "near_poor": base.near_poor,
        "supported": rng.integers(0, 10, count),
        "meetings": meetings,
        "attendances": meetings * rng.integers(28, 96, count),
        "petitions_received": received,
        "petitions_settled": rng.integers(0, received + 1),
        "sessions": sessions,
        "participants": sessions * rng.integers(18, 120, count),
        "money": money,
        "helped": np.where(money > 0, rng.integers(0, 7, count), 0),
    }


def blanks(code: str, count: int, week: int) -> npt.NDArray[np.int8]:
    """Say of each cell whether it holds a value (0), does not apply (1) or was left blank (2)."""
    states = np.zeros(count, dtype=np.int8)
    if code in {"sessions", "participants", "money", "helped"}:
        rng = np.random.default_rng([7, week])
        draw = rng.random(count)
        states[draw > 0.97] = 2
        states[draw > 0.99] = 1
    return states


def fates(provinces: Sequence[str], communes: Ints, week: int, *, running: bool) -> npt.NDArray[np.int8]:
    """Draw what became of each village's return: see FATES. Villages of a commune tend to go together."""
    rng = np.random.default_rng([11, week])
    count = len(provinces)
    shares = {province: share_sent(province, week, running=running) for province in set(provinces)}
    target = np.array([shares[province] for province in provinces])
    # Communes differ: most are complete, the missing villages gather in the others.
    mood = rng.random(int(communes.max()) + 1)[communes]
    missing = rng.random(count) < np.minimum(1.0, (1 - target) / 0.42) * (mood < 0.42)
    draw = rng.random(count)
    diligence = rng.random(int(communes.max()) + 1)[communes]
    fate = np.full(count, APPROVED if running else LOCKED, dtype=np.int8)
    fate[diligence < (0.18 if running else 0.02)] = SUBMITTED
    fate[(diligence > 0.9) & (not running)] = APPROVED
    fate[draw < 0.004] = RETURNED
    fate[missing] = np.where(draw[missing] < (0.2 if running else 0.02), DRAFT, MISSING)
    return fate


MISSING, DRAFT, SUBMITTED, RETURNED, APPROVED, LOCKED = range(6)
# The running week of the cast's own commune, village by village: some done, some waiting, three still to come.
FATES_ON_STAGE = (
    *(APPROVED, APPROVED, MISSING, SUBMITTED, MISSING, SUBMITTED, SUBMITTED, SUBMITTED, DRAFT),
    *(SUBMITTED, APPROVED, APPROVED, SUBMITTED, SUBMITTED, MISSING, APPROVED, APPROVED, SUBMITTED),
)


def on_time(count: int, week: int, *, running: bool) -> Flags:
    """Draw which returns came before the deadline; in the running week it has not passed."""
    if running:
        return np.ones(count, dtype=np.bool_)
    rng = np.random.default_rng([13, week])
    return np.asarray(rng.random(count) < 0.955)


def texts(count: int, week: int) -> dict[str, list[str]]:
    """Draw the narratives; a third of the villages proposes nothing."""
    rng = np.random.default_rng([17, week])
    done = rng.integers(0, len(WORK_DONE), count).tolist()
    wish = rng.integers(-3, len(PROPOSALS), count).tolist()
    return {
        "work_done": [WORK_DONE[index] for index in done],
        "proposals": [PROPOSALS[index] if index >= 0 else "" for index in wish],
    }


def minutes(count: int, week: int) -> Ints:
    """Draw when each return was first sent: minutes after Friday 07:00."""
    rng = np.random.default_rng([19, week])
    return np.asarray(rng.integers(0, 2 * 24 * 60 + 120, count))
