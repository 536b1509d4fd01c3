"""The words beside a number that say what it is: "CCCD", "gọi", "STK" before it, "đồng", "m²", "hộ dân" after it.

All patterns are read in the plain view (small letters, no marks), so "số điện thoại" and "so dien thoai" are one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a mark in a text stands for."""

    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    PLATE = "plate"
    LAND = "land"
    PASSPORT = "passport"
    INSURANCE = "insurance"
    TAX = "tax"
    NAME = "name"


BANKS: Final = (
    r"vietcombank|vcb|agribank|bidv|vietinbank|ctg|techcombank|tcb|mb ?bank|mb|acb|sacombank|vp ?bank|tp ?bank|hd ?bank"
    r"|shb|scb|vib|ocb|msb|eximbank|sea ?bank|lien ?viet(?:postbank)?|lp ?bank|nam a ?bank|bac a ?bank|dong a ?bank|ngan hang"
    r"|kienlong ?bank|pvcombank|ncb|abbank|viet ?bank|cake|timo|co-?op ?bank|quy tin dung|kho bac"
)

# The right-most label before a number counts; "" says that the number is of no person.
_LABELS: Final = {
    Kind.IDENTITY: r"cccd|cc ?cd|can cuoc(?: cong dan)?|cmnd|cmtnd|cmt|chung minh(?: nhan dan| thu)?|dinh danh(?: ca nhan)?|ddcn"
    r"|giay to tuy than|so cc|the cc|cm quan doi|vneid",
    Kind.PHONE: r"s?dt(?:dd|ban)?|s?đt|dtdd|dien thoai|dthoai|di dong|duong day|lien he|lh|lien lac|goi|alo|zalo|viber|whatsapp"
    r"|tel|telephone|phone|mobile|cell|fax|may ban|so may|sim|nhan tin|sms|hotline|nhac may|call|bam so|so nay",
    Kind.ACCOUNT: rf"s?tk|so tai khoan|tai khoan|account|acc|a/c|chuyen khoan|ck|{BANKS}",
    Kind.TAX: r"mst|ma so thue|msdn|ma so doanh nghiep|mst ca nhan|ma thue",
    Kind.INSURANCE: r"bhxh|bhyt|bao hiem(?: xa hoi| y te)?|ma the|the bao hiem|so bao hiem",
    Kind.PASSPORT: r"ho chieu|passport|hc so|so hc",
    Kind.LAND: r"so do|so hong|giay chung nhan|g?cn ?qsdd?|gcnqsd|gcn|qsdd|qsd dat|quyen su dung dat|so phat hanh|seri|serial"
    r"|vao so(?: cap)?(?: gcn)?|so vao so|bia do|the do|bang khoan",
    Kind.PLATE: r"bien so|bien kiem soat|bks|bsx|bien|xe(?: may| tai| o to| khach| ben| bus| ba gac| container)?|o to|oto|mang bien",
    "": r"so tien|tri gia|gia(?! dinh)|phi|tong(?: so| cong)?|dien tich|ngay|thang|nam|thua(?: dat)?(?: so)?|to ban do(?: so)?|quyet dinh"
    r"|cong van|nghi quyet|nghi dinh|thong tu|so hieu|ma ho so|ma bien nhan|bien nhan|ma khach hang|ma phan anh|ma don"
    r"|cong to|chi so|dan so|hoa don|ke hoach|thong bao|to trinh|bien ban|toa do|san luong|so luong|hop dong|ma tra cuu|so nha",
}
_BEFORE: Final = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<k{n}>{words})" for n, words in enumerate(_LABELS.values()))
    + r")(?![a-z])"
)
_KINDS: Final = tuple(_LABELS)
_REACH: Final = 44
# What says that a number is nobody's reaches over a word or two, but over no number; what names a kind reaches over one
# number to the next: "SĐT 0912… hoặc 0987…".
_CLOSE: Final = re.compile(r"[^\d.!?;,\n]{0,16}|[\s:]{0,3}\S*")
_NUMBER: Final = re.compile(r"\d(?:[\d .\-]*\d){4,}")
_AND: Final = re.compile(r"[\s,;/\-()&+]*(?:hoac|va|hay|or)?[\s,;/\-()]*")
_STOP: Final = re.compile(r"[.!?;]\s+(?=\D)|\n\s*\n")

_UNITS: Final = re.compile(
    r"\s{0,2}(?:d|dong|vnd|vn dong|trieu|tr|nghin|ngan(?! hang)|ty|ti|usd|do la|k|m2|m3|m|met|ha|hecta|km2?|kwh|kw|kg|tan|ta|lit"
    r"|nguoi|ho|dan|nhan khau|khau|cu tri|luot|phieu|suat|ban|cai|chiec|cay|con|hoc sinh|can|dong/\w+|gia dinh|thanh vien|doan vien"
    r"|hoi vien|van ban|y kien|ho so|don|kien nghi|phan anh|%|phan tram|mat cau)(?![a-z0-9])|\s?\$"
)


def label_before(plain: str, place: int) -> Kind | str | None:
    """Return what the nearest words before a number say it is: a kind, "" for no person's, None for nothing said."""
    reach = plain[max(0, place - _REACH) : place]
    if stops := [stop.end() for stop in _STOP.finditer(reach)]:
        reach = reach[stops[-1] :]
    found = None
    for label in _BEFORE.finditer(reach):
        found = label
    if found is None or found.lastgroup is None:
        return None
    kind = _KINDS[int(found.lastgroup[1:])]
    between = reach[found.end() :]
    if kind == "":
        return kind if _CLOSE.fullmatch(between) else None
    numbers = list(_NUMBER.finditer(between))
    return kind if not numbers or _AND.fullmatch(between, numbers[-1].end()) else None


def unit_after(plain: str, place: int) -> bool:
    """Say whether a number that ends here is a sum, a measure or a count."""
    return _UNITS.match(plain, place) is not None


_BANK_AFTER: Final = re.compile(rf"[\s,(\-–:]{{1,4}}(?:tai|mo tai|cua|o|thuoc)?\s?(?:{BANKS})(?![a-z])")


def bank_after(plain: str, place: int) -> bool:
    """Say whether a bank is named straight after a number."""
    return _BANK_AFTER.match(plain, place) is not None
