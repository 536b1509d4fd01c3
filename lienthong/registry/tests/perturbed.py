"""Addresses as people write them, made from real names of units, so that it is known which unit each one means."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from lienthong.kernel.text import search_key

SHORT: Final = {
    "Thành phố": ("TP.", "TP ", "Tp. ", "tp."),
    "Tỉnh": ("T. ", "tỉnh ", ""),
    "Quận": ("Q. ", "Q.", "quận "),
    "Huyện": ("H. ", "H.", "huyện "),
    "Thị xã": ("TX. ", "TX ", "Tx."),
    "Thị trấn": ("TT. ", "TT ", "tt. "),
    "Phường": ("P. ", "P.", "F. ", "phường "),
    "Xã": ("X. ", "X.", "xã "),
}
_HOUSES: Final = (
    "Số 12 đường Lê Lợi",
    "45/3 Nguyễn Văn Trỗi",
    "Thôn Đông",
    "Tổ dân phố 5",
    "Ấp 3",
    "Khu phố 2",
    "12A ngõ 5 Trần Phú",
    "Xóm Mới, thôn Hạ",
    "Lô B4 KCN Sóng Thần",
    "Bản Pá Nó",
    "P. 302, nhà A2",
)
_SIGNS: Final = "abcdeghiklmnopqrstuvxy"


class Address(NamedTuple):
    """A former commune with what it lay in, by full names, and the province that it has come to lie in."""

    code: str
    commune: str
    district: str
    province: str
    later: str


class Written(NamedTuple):
    """A text, how it was made, and the code of the former unit that it means."""

    text: str
    ways: str
    code: str


def written(addresses: Sequence[Address], number: int, seed: int) -> Iterator[Written]:
    """Yield texts, the same for the same seed."""
    chance = random.Random(seed)
    names = {_key(name) for address in addresses for name in address[1:4]}
    ways = list(WAYS)
    for _number in range(number):
        address = chance.choice(addresses)
        chosen = [chance.choice(ways)]
        if chance.random() < 0.4:
            chosen.append(chance.choice(ways))
        later = chance.random() < 0.08
        chosen = sorted(dict.fromkeys(chosen), key=ways.index)
        parts = [address.commune, address.district, address.later if later else address.province]
        for way in chosen:
            before, parts = parts, WAYS[way](parts, chance)
            # A slip that makes the name of another unit says that other unit.
            if way == "slip" and any(_key(part) in names for part in parts if part not in before):
                parts = before
        yield Written(
            ", ".join(part for part in parts if part),
            "+".join(["new_province"] * later + chosen),
            address.code,
        )


def _key(name: str) -> str:
    """Return what two spellings of a name share: Lý and Lí are one."""
    return search_key(name).replace("y", "i")


def _full(parts: list[str], chance: random.Random) -> list[str]:
    return parts


def _no_district(parts: list[str], chance: random.Random) -> list[str]:
    return [parts[0], parts[-1]] if len(parts) > 1 else parts


def _no_province(parts: list[str], chance: random.Random) -> list[str]:
    return parts[:-1] if len(parts) > 2 else parts


def _short(parts: list[str], chance: random.Random) -> list[str]:
    return [_shortened(part, chance) for part in parts]


def _shortened(part: str, chance: random.Random) -> str:
    for kind, ways in SHORT.items():
        if part.startswith(f"{kind} "):
            name = part.removeprefix(f"{kind} ")
            if name == "Hồ Chí Minh":
                return chance.choice(("TP HCM", "TP.HCM", "TPHCM", "tp hcm"))
            if name.isdecimal():
                return chance.choice((f"{kind[0]}.{name}", f"{kind[0]}{name}", f"{kind[0]}. {name}"))
            return f"{chance.choice(ways)}{name}"
    return part


def _bare(parts: list[str], chance: random.Random) -> list[str]:
    """Leave the words for kinds out above the commune."""
    return [parts[0], *(_without_kind(part) for part in parts[1:])]


def _without_kind(part: str) -> str:
    for kind in SHORT:
        name = part.removeprefix(f"{kind} ")
        if name != part and not name.isdecimal():
            return name
    return part


def _no_marks(parts: list[str], chance: random.Random) -> list[str]:
    plain = [unicodedata.normalize("NFD", part).replace("đ", "d").replace("Đ", "D") for part in parts]
    return ["".join(sign for sign in part if not unicodedata.combining(sign)) for part in plain]


def _case(parts: list[str], chance: random.Random) -> list[str]:
    return [part.upper() for part in parts] if chance.random() < 0.5 else [part.lower() for part in parts]


def _other_tone(parts: list[str], chance: random.Random) -> list[str]:
    pairs = ("òa oà", "óa oá", "ọa oạ", "ỏa oả", "ủy uỷ", "úy uý", "ụy uỵ", "ắk ăk", "Mỹ Mĩ", "Lý Lí")
    for one, other in (pair.split() for pair in pairs):
        parts = [part.replace(one, other) for part in parts]
    return parts


def _decomposed(parts: list[str], chance: random.Random) -> list[str]:
    return [unicodedata.normalize("NFD", part) for part in parts]


def _house(parts: list[str], chance: random.Random) -> list[str]:
    return [chance.choice(_HOUSES), *parts]


def _reversed(parts: list[str], chance: random.Random) -> list[str]:
    return parts[::-1]


def _joined(parts: list[str], chance: random.Random) -> list[str]:
    return [chance.choice((" - ", " ", "; ", "-")).join(part for part in parts if part)]


def _country(parts: list[str], chance: random.Random) -> list[str]:
    return [*parts, chance.choice(("Việt Nam", "VN", "Viet Nam"))]


def _slip(parts: list[str], chance: random.Random) -> list[str]:
    """Mistype one letter of one name."""
    place = chance.randrange(len(parts))
    part = parts[place]
    start = next((len(kind) + 1 for kind in SHORT if part.startswith(f"{kind} ")), 0)
    letters = [index for index in range(start, len(part)) if part[index].isalpha()]
    if len(letters) < 4:
        return parts
    at = chance.choice(letters)
    kind = chance.randrange(4)
    changed = {
        0: part[:at] + part[at + 1 :],
        1: part[:at] + chance.choice(_SIGNS) + part[at + 1 :],
        2: part[:at] + chance.choice(_SIGNS) + part[at:],
        3: part[:at] + part[at + 1 : at + 2] + part[at] + part[at + 2 :],
    }[kind]
    return [*parts[:place], changed, *parts[place + 1 :]]


# In the order in which they are done to one address.
WAYS: Final[dict[str, Callable[[list[str], random.Random], list[str]]]] = {
    "full": _full,
    "no_district": _no_district,
    "no_province": _no_province,
    "slip": _slip,
    "other_tone": _other_tone,
    "short": _short,
    "bare": _bare,
    "house": _house,
    "country": _country,
    "no_marks": _no_marks,
    "case": _case,
    "decomposed": _decomposed,
    "reversed": _reversed,
    "joined": _joined,
}
