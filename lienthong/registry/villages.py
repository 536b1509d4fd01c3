"""Invented villages under the real communes, and invented people's names: sample data, always marked so.

No public list of Vietnam's villages with their names was found. Two totals are real (counted on
2025-07-01); how they spread over communes and every name are made up from the short lists below.
Nothing here is random: the same communes give the same villages on every machine. Plain Python.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from math import gcd
from typing import Final, NamedTuple, TypeVar

from lienthong.kernel.text import nfc

from .unitdata import LinkRecord, UnitRecord

T = TypeVar("T")

# 63,619 villages of xã and đặc khu by the rural census, preliminary; the rest of 90,513 are in phường.
RURAL_TOTAL: Final = 63_619
URBAN_TOTAL: Final = 26_894

VILLAGE_WORDS: Final = {
    "thon": "Thôn",
    "xom": "Xóm",
    "ban": "Bản",
    "buon": "Buôn",
    "bon": "Bon",
    "lang": "Làng",
    "ap": "Ấp",
    "to_dan_pho": "Tổ dân phố",
    "khu_pho": "Khu phố",
    "khoi": "Khối",
    "khom": "Khóm",
    "khu_vuc": "Khu vực",
}


@dataclass(frozen=True, slots=True)
class VillageRecord:
    """A village of a commune in force from 2025-07-01. Villages have no official code."""

    commune_code: str
    number: int  # its place within the commune, from 1
    kind: str  # a key of VILLAGE_WORDS
    name: str  # without the word for its kind: "Knia 1", "3"

    @property
    def full_name(self) -> str:
        """Return the name with the word for its kind: "Buôn Knia 1", "Tổ dân phố 3"."""
        return f"{VILLAGE_WORDS[self.kind]} {self.name}"


class Habit(NamedTuple):
    """The first kind is at home everywhere; in so many communes of ten a second kind leads."""

    first: str
    in_ten: int = 0
    second: str = ""


# By province code: in its xã and đặc khu, and in its phường.
HABITS: Final[Mapping[str, tuple[Habit, Habit]]] = {
    "01": (Habit("thon"), Habit("to_dan_pho")),  # Hà Nội
    "04": (Habit("xom"), Habit("to_dan_pho")),  # Cao Bằng
    "08": (Habit("thon", 2, "xom"), Habit("to_dan_pho")),  # Tuyên Quang
    "11": (Habit("ban"), Habit("to_dan_pho")),  # Điện Biên
    "12": (Habit("ban"), Habit("to_dan_pho")),  # Lai Châu
    "14": (Habit("ban"), Habit("to_dan_pho")),  # Sơn La
    "15": (Habit("thon", 3, "ban"), Habit("to_dan_pho")),  # Lào Cai
    "19": (Habit("thon", 5, "xom"), Habit("to_dan_pho")),  # Thái Nguyên
    "20": (Habit("thon"), Habit("khoi")),  # Lạng Sơn
    "22": (Habit("thon", 2, "ban"), Habit("to_dan_pho")),  # Quảng Ninh
    "24": (Habit("thon"), Habit("khu_pho", 4, "to_dan_pho")),  # Bắc Ninh
    "25": (Habit("thon", 4, "xom"), Habit("to_dan_pho")),  # Phú Thọ
    "31": (Habit("thon"), Habit("to_dan_pho")),  # Hải Phòng
    "33": (Habit("thon"), Habit("to_dan_pho")),  # Hưng Yên
    "37": (Habit("thon", 3, "xom"), Habit("to_dan_pho")),  # Ninh Bình
    "38": (Habit("thon", 2, "ban"), Habit("to_dan_pho")),  # Thanh Hóa
    "40": (Habit("xom", 3, "ban"), Habit("khoi")),  # Nghệ An
    "42": (Habit("thon"), Habit("to_dan_pho")),  # Hà Tĩnh
    "44": (Habit("thon", 2, "ban"), Habit("to_dan_pho", 4, "khu_pho")),  # Quảng Trị
    "46": (Habit("thon"), Habit("to_dan_pho")),  # Huế
    "48": (Habit("thon"), Habit("to_dan_pho")),  # Đà Nẵng
    "51": (Habit("thon", 7, "lang"), Habit("to_dan_pho")),  # Quảng Ngãi
    "52": (Habit("thon", 7, "lang"), Habit("khu_pho", 3, "to_dan_pho")),  # Gia Lai
    "56": (Habit("thon"), Habit("to_dan_pho", 2, "khu_pho")),  # Khánh Hòa
    "66": (Habit("thon", 5, "buon"), Habit("to_dan_pho", 5, "khu_pho")),  # Đắk Lắk
    "68": (Habit("thon", 1, "bon"), Habit("to_dan_pho", 4, "khu_pho")),  # Lâm Đồng
    "75": (Habit("ap", 2, "thon"), Habit("khu_pho")),  # Đồng Nai
    "79": (Habit("ap"), Habit("khu_pho")),  # Thành phố Hồ Chí Minh
    "80": (Habit("ap"), Habit("khu_pho")),  # Tây Ninh
    "82": (Habit("ap"), Habit("khu_pho", 5, "khom")),  # Đồng Tháp
    "86": (Habit("ap"), Habit("khom", 3, "khu_pho")),  # Vĩnh Long
    "91": (Habit("ap"), Habit("khom", 3, "khu_pho")),  # An Giang
    "92": (Habit("ap"), Habit("khu_vuc", 3, "khom")),  # Cần Thơ
    "96": (Habit("ap"), Habit("khom")),  # Cà Mau
}
# A kind of the highlands is at home in the former highland provinces only; their communes' codes begin here.
_HIGHLAND_KINDS: Final = frozenset({"buon", "bon", "lang"})
_HIGHLAND_FROM: Final = "23284"

# How many communes in ten number the villages of a kind ("Ấp 3") instead of naming them.
NUMBERED: Final = {
    "thon": 2,
    "xom": 5,
    "ap": 4,
    "to_dan_pho": 7,
    "khu_pho": 7,
    "khoi": 7,
    "khom": 7,
    "khu_vuc": 7,
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(nfc(text).split())


def _pairs(first: str, second: str) -> tuple[str, ...]:
    return tuple(f"{a} {b}" for a in _words(first) for b in _words(second) if a != b)


_KINH: Final = _pairs(
    "An Bình Đông Đồng Hòa Hưng Long Mỹ Nam Ngọc Phú Phước Quang Tân Tây Thái Thanh Thuận Tiên Trung Vĩnh"
    " Xuân Yên",
    "An Bình Châu Cường Định Đức Giang Hải Hậu Hiệp Hòa Hội Hưng Khánh Lạc Lâm Lập Lộc Lợi Long Mỹ Nghĩa"
    " Phong Phú Phúc Quý Sơn Tâm Thành Thịnh Thọ Thuận Tiến Trung Tường Xuân",
)
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "ban": _pairs(
        "Nà Pá Huổi Nậm Pú Co Chiềng Noong Phiêng Kéo Lũng Khuổi Bó",
        "Lốc Luông Ngà Sản Hốc Mạ Pàn Tâu Khoang Lếch Cáy Nghè Phát Xa Vai Hán",
    ),
    "buon": _pairs(
        "Ea Cư Krông Kô Drai Dur Kla Pu Tơng Mdhar Jung Sah",
        "Tam Kmur Niêng Siêr Hning Juê Ngao Kruế Phê Blang Mliă Sut Rang Yông",
    ),
    "bon": _pairs("Bu Pi Đăk Jri Sa N'Jang R'Bút", "Nao Prâng Gia Đăng Sop Đrung Rla Kol Ndoh Mbar Brê"),
    "lang": _pairs(
        "Plei Kon Ia Đê Pơ Chư Ô Bông Klah Tung",
        "Kép Nú Tơng Klăh Rbai Dơng Bruk Hle Sơr Mút Gôk Chơ Djrông Lung",
    ),
}

# Communes that the lists above do not serve: no village is made up for the two archipelagos, Hoàng Sa and
# Trường Sa; Cồn Cỏ, Bạch Long Vĩ and Thổ Châu are small; Ea Tul is the stage of the standing cast.
_FEW: Final = {"20333": 0, "22736": 0, "19742": 1, "11948": 2, "31105": 2}
EA_TUL: Final = "24277"
_EA_TUL_VILLAGES: Final = (
    ("buon", "Ea Tul A"),
    ("buon", "Ea Tul B"),
    ("buon", "Knia 1"),
    ("buon", "Knia 2"),
    ("buon", nfc("H'Ra Ea Hning")),
    ("buon", "Cuôr Đăng"),
    ("thon", "An Bình"),
    ("thon", "An Phú"),
    ("thon", "Đoàn Kết"),
    ("thon", "Hiệp Hòa"),
    ("thon", "Hiệp Tiến"),
    ("thon", "Quảng Cư"),
    ("thon", "Tân Lập"),
    ("thon", "Tân Thành"),
    ("thon", "Tiến Phát"),
    ("to_dan_pho", "1"),
    ("to_dan_pho", "2"),
    ("to_dan_pho", "3"),
)


def _draw(*about: object) -> float:
    """Return a number in [0, 1) that depends on nothing but what it is about."""
    digest = blake2b("|".join(map(str, about)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def _shares(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split a total by weights into whole numbers that add up to it (largest remainders)."""
    whole = sum(weights.values())
    exact = {code: total * weight / whole for code, weight in weights.items()}
    shares = {code: int(value) for code, value in exact.items()}
    rest = total - sum(shares.values())
    for code in sorted(exact, key=lambda code: (shares[code] - exact[code], code))[:rest]:
        shares[code] += 1
    return shares


def count_villages(communes: Iterable[UnitRecord]) -> dict[str, int]:
    """Return how many villages each commune of the whole country has, by commune code."""
    communes = [unit for unit in communes if unit.level == "commune"]
    counts = dict(_FEW) | {EA_TUL: len(_EA_TUL_VILLAGES)}
    rural_left = RURAL_TOTAL - sum(counts.values())
    for total, urban in ((rural_left, False), (URBAN_TOTAL, True)):
        counts |= _shares(
            total,
            {
                unit.code: 0.5 + 3 * _draw("size", unit.code) ** 2
                for unit in communes
                if (unit.kind == "phuong") is urban and unit.code not in counts
            },
        )
    return counts


def _stroll(names: Sequence[str], about: str) -> Iterator[str]:
    """Go through all names once, in leaps, from a place and with a step of one's own: none comes twice."""
    size = len(names)
    step = next(
        step for step in count(int(size * (0.3 + 0.4 * _draw("step", about)))) if gcd(step, size) == 1
    )
    start = int(size * _draw("start", about))
    return (names[(start + step * turn) % size] for turn in range(size))


def _names(commune: UnitRecord, kind: str) -> Iterator[str]:
    if _draw("numbered", commune.code, kind) * 10 < NUMBERED.get(kind, 0):
        return map(str, count(1))
    return _stroll(_PLACES.get(kind, _KINH), commune.code + kind)


def _kinds(commune: UnitRecord, total: int) -> dict[str, int]:
    """Return how many villages of each kind a commune has: seven in ten of the second kind where it leads."""
    habit = HABITS[commune.parent][commune.kind == "phuong"]
    lowland = habit.second in _HIGHLAND_KINDS and commune.code < _HIGHLAND_FROM
    second_leads = _draw("kind", commune.code) * 10 < habit.in_ten
    if lowland or not second_leads or commune.kind == "dac_khu":
        return {habit.first: total}
    return _shares(total, {habit.second: 7, habit.first: 3})


def name_villages(commune: UnitRecord, total: int) -> Iterator[VillageRecord]:
    """Return that many villages of a commune; no two bear the same full name."""
    if commune.code == EA_TUL:
        villages = list(_EA_TUL_VILLAGES)
    else:
        villages = [
            (kind, name)
            for kind, share in _kinds(commune, total).items()
            for name, _ in zip(_names(commune, kind), range(share), strict=False)
        ]
    return (VillageRecord(commune.code, number, *village) for number, village in enumerate(villages, 1))


def generate_villages(communes: Iterable[UnitRecord]) -> Iterator[VillageRecord]:
    """Return all 90,513 villages, commune by commune. Takes the whole country: the totals are national.

    For a part of it, call ``count_villages`` with the country and ``name_villages`` with the part.
    """
    communes = [unit for unit in communes if unit.level == "commune"]
    counts = count_villages(communes)
    for commune in communes:
        yield from name_villages(commune, counts[commune.code])


def homes_before(villages: Iterable[VillageRecord], links: Iterable[LinkRecord]) -> list[tuple[str, str]]:
    """Return in which unit of 2025-06-30 each village lay, as level and code: drawn, as the villages themselves are.

    A village lay in one of the units that its commune was made of: a commune, or an island district that had none. Every one
    that went there whole, or mostly, has a village at least where there are enough.
    """
    villages = list(villages)
    came: dict[str, list[LinkRecord]] = defaultdict(list)
    for link in links:
        if link.to_level == "commune":
            came[link.to_code].append(link)
    counts = Counter(village.commune_code for village in villages)
    homes = {code: _blocks(total, came[code]) for code, total in counts.items()}
    return [homes[village.commune_code][village.number - 1] for village in villages]


def _blocks(total: int, links: Sequence[LinkRecord]) -> list[tuple[str, str]]:
    """Return so many homes among predecessors, those of one side by side."""
    weights = {link.from_code: _weight(link) for link in links}
    sure = [link.from_code for link in links if link.is_default][:total]
    counts = Counter(_shares(total - len(sure), weights)) + Counter(sure)
    return [(link.from_level, link.from_code) for link in links for _ in range(counts[link.from_code])]


def _weight(link: LinkRecord) -> float:
    """Return how much of a commune came from one of its predecessors: most from those that went whole."""
    drawn = _draw("home", link.from_code, link.to_code)
    if link.extent == "whole":
        return 0.6 + drawn
    return 0.4 + 0.4 * drawn if link.is_default else 0.05 + 0.25 * drawn


_FAMILIES: Final = _words(
    "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương"
)
_CLANS: Final = _words("Niê Mlô Êban Ayun Byă Kbuôr Knul Ênuôl Hmok Hdơk")
# One row for women, one for men; each row is the parts of a name in their order.
_PEOPLE: Final = (
    (
        _FAMILIES,
        _words("Thị Thị Thị Kim Minh Ngọc Thanh Thu"),
        _words("Lan Hoa Hạnh Hương Liên Mai Nga Ngọc Oanh Phượng Quyên Thảo Thu Thủy Trang Tuyết Vân Yến"),
    ),
    (
        _FAMILIES,
        _words("Văn Văn Văn Đức Hữu Minh Quốc Xuân"),
        _words("An Bình Cường Dũng Đức Hải Hiếu Hùng Khoa Lâm Long Minh Nam Phong Quang Sơn Thắng Tuấn Việt"),
    ),
)
_HIGHLANDERS: Final = (
    (_words("H'Bia H'Blan H'Dim H'Djuôn H'Hương H'Juin H'Lan H'Mai H'Nga H'Nuê H'Rin H'Wen H'Yar"), _CLANS),
    (("Y",), _words("Bhiông Blơ Djuăn Drim Khoa Kông Luân Ngông Phôn Soa Thăng Tuân Wơn Yang"), _CLANS),
)


def _pick(choices: Sequence[T], *about: object) -> T:
    return choices[int(len(choices) * _draw(*about))]


def generate_names(seed: str, *, highland: bool = False) -> Iterator[str]:
    """Return invented people's names without end: family, middle, given; in the highlands given, clan."""
    for turn in count():
        parts = _pick(_HIGHLANDERS if highland else _PEOPLE, seed, turn)
        yield " ".join(_pick(words, seed, turn, place) for place, words in enumerate(parts))
