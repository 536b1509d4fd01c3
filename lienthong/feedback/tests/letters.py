"""Invented letters with identifiers planted in them, the same for a seed: what the detector of personal data is held against.

Every number, name and address is drawn by chance; none is anybody's. Whatever looks alike and is nobody's is planted too.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lienthong.feedback.rules.labels import Kind


@dataclass(frozen=True)
class Planted:
    """Where something stands in a letter, and what it is."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Letter:
    """An invented text and all that a public text must not show of it."""

    text: str
    planted: tuple[Planted, ...]


OPEN, CLOSE = "⟦⟧"
_PROVINCES = [
    "001",
    "004",
    "019",
    "026",
    "031",
    "038",
    "040",
    "049",
    "052",
    "066",
    "075",
    "079",
    "083",
    "086",
    "092",
    "096",
]
_BANKS = ["Vietcombank", "Agribank", "BIDV", "VietinBank", "MB Bank", "Techcombank", "ngân hàng Chính sách"]
_MAILBOXES = ["gmail.com", "yahoo.com.vn", "outlook.com", "hotmail.com", "vnpt.vn", "thonxanh.org.vn"]
_TOLD = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_SERIES = ["A", "C", "F", "H", "H1", "X3", "AB", "LD", "K1", "MĐ1"]
_ARMY = ["TM", "QA", "AC", "BB", "KV", "HB"]


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _grouped(digits: str, joint: str, *sizes: int) -> str:
    groups, place = [], 0
    for size in sizes:
        groups.append(digits[place : place + size])
        place += size
    return joint.join([*groups, digits[place:]] if place < len(digits) else groups)


def _core(shown: str) -> str:
    """Return what must not be seen between two signs, which its label does not stand between."""
    return f"{OPEN}{shown}{CLOSE}"


def _identity(rng: random.Random) -> str:
    if rng.random() < 0.25:
        old = rng.choice("0123") + _digits(rng, 8)
        return rng.choice(["CMND ", "số CMND: ", "chứng minh nhân dân số ", "CMT "]) + _core(
            rng.choice([old, _grouped(old, " ", 3, 3, 3)])
        )
    number = rng.choice(_PROVINCES) + rng.choice("0123") + _digits(rng, 8)
    shown = rng.choice(
        [
            number,
            number,
            _grouped(number, " ", 3, 3, 3, 3),
            _grouped(number, ".", 3, 3, 3, 3),
            _grouped(number, " ", 4, 4, 4),
            " ".join(number),
        ]
    )
    return rng.choice(
        ["CCCD ", "số CCCD: ", "căn cước công dân số ", "số định danh cá nhân ", "CC số ", ""]
    ) + _core(shown)


def _phone(rng: random.Random) -> str:
    number = rng.choice(
        ["032", "035", "038", "056", "058", "070", "077", "081", "085", "090", "091", "097", "098"]
    ) + _digits(rng, 7)
    land = rng.choice(["024", "028", "0262", "0236", "0292", "0204"])
    land = land + _digits(rng, 11 - len(land))
    abroad = number[1:]
    shown = rng.choice(
        [
            number,
            number,
            _grouped(number, ".", 4, 3, 3),
            _grouped(number, " ", 4, 3, 3),
            _grouped(number, "-", 3, 3, 4),
            _grouped(number, " ", 2, 2, 2, 2, 2),
            _grouped(number, ".", 3, 3, 2, 2),
            f"+84 {_grouped(abroad, ' ', 3, 3, 3)}",
            f"+84{abroad}",
            f"84{abroad}",
            f"(+84) {_grouped(abroad, '.', 2, 3, 4)}",
            " ".join(number),
            f"({land[:3]}) {_grouped(land[3:], ' ', 4, 4)}"
            if land[:3] in {"024", "028"}
            else _grouped(land, ".", 4, 3, 4),
            _grouped(land, " ", 4, 3, 4),
            " ".join(_TOLD[int(digit)] for digit in number),
        ]
    )
    return rng.choice(
        ["số ", "SĐT: ", "điện thoại ", "gọi cho tôi theo số ", "Zalo ", "ĐT ", "", "hotline tổ dân phố "]
    ) + _core(shown)


def _email(rng: random.Random) -> str:
    name = rng.choice(
        ["nguyenvanan", "le.thi.hoa", "tran_binh", "phamduc", "bui-lan", "dang.q.minh"]
    ) + rng.choice(["", "88", "1975", ".vn2"])
    box = rng.choice(_MAILBOXES)
    return rng.choice(["email ", "thư điện tử: ", "e-mail: ", ""]) + _core(
        rng.choice(
            [
                f"{name}@{box}",
                f"{name}@{box}",
                f"{name} @ {box}",
                f"{name} (at) {box}",
                f"{name}[at]{box.replace('.', '[dot]')}",
                f"{name.replace('.', ' . ')} (at) {box.replace('.', ' . ')}",
                f"{name} a còng gmail chấm com",
                f"{name.upper()}@{box.upper()}",
            ]
        )
    )


def _account(rng: random.Random) -> str:
    number = _digits(rng, rng.choice([9, 10, 12, 13, 14]))
    number = rng.choice("123456789") + number[1:]
    shown = rng.choice([number, number, _grouped(number, " ", 4, 4), _grouped(number, ".", 4, 4)])
    shown, bank = _core(shown), rng.choice(_BANKS)
    return rng.choice(
        [
            f"STK {shown}",
            f"số tài khoản {shown} {bank}",
            f"chuyển khoản vào {shown} ({bank})",
            f"TK: {shown}",
            f"{bank} {shown}",
            f"{shown} - {bank}",
        ]
    )


def _plate(rng: random.Random) -> str:
    place = rng.choice(["29", "30", "37", "47", "51", "59", "66", "72", "98", "80"])
    five = _digits(rng, 5)
    series = rng.choice(_SERIES)
    shown = rng.choice(
        [
            f"{place}{series}-{five[:3]}.{five[3:]}",
            f"{place}-{series} {five[:3]}.{five[3:]}",
            f"{place}{series}-{five}",
            f"{place}{series} {five}",
            f"{place}{series}-{five[:4]}",
            f"{place}{series}{five}",
            f"{rng.choice(_ARMY)}-{five[:2]}-{five[2:4]}",
        ]
    )
    return rng.choice(
        ["biển số ", "xe ", "xe tải BKS ", "chiếc xe máy mang biển ", "biển kiểm soát: "]
    ) + _core(shown)


def _land(rng: random.Random) -> str:
    letters = rng.choice(["AB", "BX", "CS", "DA", "CĐ", "BĐ", "AĐ", "CT"])
    label, shown = rng.choice(
        [
            ("sổ đỏ số ", f"{letters} {_digits(rng, 6)}"),
            ("giấy chứng nhận quyền sử dụng đất ", f"{letters}{_digits(rng, 6)}"),
            ("GCN số phát hành ", f"{letters} {_digits(rng, 8)}"),
            ("số vào sổ cấp GCN: ", f"{rng.choice(['CS', 'CH', 'H', 'CT'])} {_digits(rng, 5)}"),
            ("số vào sổ ", f"{rng.choice(['CS', 'CH'])}{_digits(rng, 5)}"),
            ("sổ hồng seri ", f"{letters} {_digits(rng, 3)} {_digits(rng, 3)}"),
            ("có sổ ", f"{letters} {_digits(rng, 6)}"),
        ]
    )
    return label + _core(shown)


def _passport(rng: random.Random) -> str:
    number = rng.choice("BCNPK") + _digits(rng, rng.choice([7, 8]))
    return rng.choice(["hộ chiếu số ", "hộ chiếu ", "passport "]) + _core(number)


def _insurance(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return rng.choice(["mã số BHXH ", "sổ bảo hiểm xã hội số "]) + _core(_digits(rng, 10))
    card = [rng.choice(["DN", "HT", "GD", "TE", "HN"]), "4", rng.choice(["01", "66", "79"]), _digits(rng, 10)]
    return rng.choice(["thẻ BHYT ", "mã thẻ ", ""]) + _core(rng.choice(["", " "]).join(card))


def _tax(rng: random.Random) -> str:
    number = rng.choice(["01", "03", "60", "83"]) + _digits(rng, 8)
    branch = rng.choice(["", "", f"-{_digits(rng, 3)}"])
    return rng.choice(["MST ", "mã số thuế: ", "mã số thuế cá nhân ", "MST: "]) + _core(number + branch)


PLANTERS: dict[Kind, Callable[[random.Random], str]] = {
    Kind.IDENTITY: _identity,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.ACCOUNT: _account,
    Kind.PLATE: _plate,
    Kind.LAND: _land,
    Kind.PASSPORT: _passport,
    Kind.INSURANCE: _insurance,
    Kind.TAX: _tax,
}
_FRAMES = (
    "Tôi là người dân trong thôn, {}, đề nghị xã xem xét.",
    "Kính gửi Ủy ban nhân dân xã. Gia đình tôi ({}) phản ánh việc thu gom rác chậm.",
    "Mong sớm được trả lời, xin liên hệ: {}",
    "{} - đường ngập từ tháng 8, chưa ai xử lý!",
    "Hôm qua tôi thấy {} đổ trộm phế thải ở bờ mương,",
    "Ông ấy ghi trong đơn: {}; mọi người đều biết.",
    "{}\nTrân trọng cảm ơn.",
    "Theo giấy tờ thì {} nhưng cán bộ một cửa nói không đúng.",
)


def _harmless(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1990, 2026)
    figure = rng.randint(100, 999)
    return rng.choice(
        [
            f"Số tiền đóng góp là {figure}.{figure}.000 đồng.",
            f"Mỗi hộ nộp {figure}.000 đ, tổng {rng.randint(1, 9)} tỷ {figure} triệu.",
            f"Công trình trị giá {rng.randint(1, 99)}.{figure}.{figure}.000 VNĐ chưa bàn giao.",
            f"Gói thầu {rng.randint(100, 999)}000000000 đồng.",
            f"Sự việc xảy ra ngày {day:02}/{month:02}/{year}, lúc {rng.randint(6, 22)} giờ 30.",
            f"Từ {day:02}.{month:02}.{year} 15 giờ đến nay chưa có nước.",
            f"Giai đoạn {year}-{year + 5} đã quy hoạch.",
            f"Theo Quyết định số {figure}/{year}/QĐ-UBND ngày {day}-{month}-{year}.",
            f"Công văn {figure}/UBND-TNMT và Nghị định {rng.randint(10, 170)}/{year}/NĐ-CP.",
            f"Thửa đất số {figure}, tờ bản đồ số {rng.randint(1, 60)}, diện tích {figure},{rng.randint(1, 9)} m².",
            f"Diện tích {rng.randint(1, 9)}.{figure}.{figure} m2 đất lúa.",
            f"Toàn xã có {rng.randint(10, 99)}.{figure} người, {rng.randint(1, 9)}.{figure} hộ.",
            f"Cả tỉnh {rng.randint(1, 9)}.{figure}.{figure} dân.",
            f"Mã hồ sơ 000.00.{rng.randint(10, 99)}.H{rng.randint(10, 70)}-{year % 100:02}{month:02}{day:02}-{rng.randint(1, 9999):04}.",
            f"Gọi 113, 114 hoặc tổng đài 1900 {rng.randint(1000, 9999)} đều không được.",
            f"Quốc lộ {rng.randint(1, 99)}, km {figure}+{rng.randint(100, 900)}.",
            f"Chỉ số công tơ từ {rng.randint(10000, 99999)} lên {rng.randint(10000, 99999)} kWh.",
            f"Số nhà {rng.randint(1, 999)}/{rng.randint(1, 99)}/{rng.randint(1, 99)} tổ {rng.randint(1, 30)}.",
            f"Lớp {rng.randint(1, 12)}A{rng.randint(1, 9)} có {rng.randint(30, 55)} em.",
            f"Toạ độ 12.{rng.randint(100000, 999999)}, 108.{rng.randint(100000, 999999)}.",
            f"Nghị quyết {rng.randint(10, 99)}-NQ/TW và Kế hoạch {figure}-KH/HU.",
        ]
    )


def _spoiled(rng: random.Random, text: str) -> str:
    """Return text as some people's telephones send it: full width, unseen signs, marks apart, no marks at all."""
    way = rng.random()
    if way < 0.06:
        return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
    if way < 0.12:
        return "".join(c + rng.choice(["", "", "\u200b", "\u2060", "\u00ad"]) for c in text)
    if way < 0.18:
        return unicodedata.normalize("NFD", text)
    if way < 0.22:
        return text.replace(" ", "\u00a0")
    if way < 0.32:
        apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        return "".join(c for c in apart if not unicodedata.combining(c))
    return text


def letters(seed: int, count: int) -> Iterator[Letter]:
    """Yield invented letters: each kind in its turn, with harmless numbers around it."""
    rng = random.Random(seed)
    kinds = tuple(PLANTERS)
    for turn in range(count):
        kind = kinds[turn % len(kinds)]
        planted = _spoiled(rng, PLANTERS[kind](rng))
        before, after = rng.choice(_FRAMES).split("{}")
        lead = f"{_harmless(rng)} " if rng.random() < 0.8 else ""
        tail = f" {_harmless(rng)}" if rng.random() < 0.8 else ""
        yield read(lead + before + planted + after + tail, kind)


def read(marked: str, kind: Kind | None = None) -> Letter:
    """Return a letter written with ⟦…⟧ around what is planted, or ⟦kind|…⟧ where no kind is given."""
    text, planted = "", []
    for piece in marked.split(OPEN):
        inner, found, rest = piece.partition(CLOSE)
        if not found:
            text += piece
            continue
        named, _, shown = inner.rpartition("|")
        planted.append(Planted(kind or Kind(named), len(text), len(text) + len(shown)))
        text += shown + rest
    return Letter(text, tuple(planted))
