"""The questions and requests that a letter raises, so that an answer can be held against each of them.

A sentence asks when it ends in a question mark, begins a request ("đề nghị …", "mong xã …"), holds a word of asking ("khi nào",
"bao giờ", "vì sao", "… chưa?"), or is a point of a numbered list that a request opened. What is found is proposed to the person
who answers; they strike out what is none and add what was missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from .folding import Folded, fold


@dataclass(frozen=True)
class Raised:
    """A question or request: ``text`` as written, from ``start`` up to ``end`` of the letter."""

    start: int
    end: int
    text: str


# Ends of sentences: signs before a space or a line's end; the short forms people write with a dot end none.
_END: Final = re.compile(r"(?:[.!?…]+[\"”')\]]*(?=\s|$)|\n+|;(?=\s))")
_SHORT: Final = re.compile(
    r"(?:^|[\s(])(?:tp|ts|ths|gs|pgs|bs|ubnd|mttq|hdnd|q|p|tx|tt|h|x|dt|sdt|st|v\.v|vv|no|so|kg|ong|tr|mr|ms)\.$"
)
_POINT: Final = re.compile(
    r"[\s\-–+*•.]*(?:(?:\d{1,2}|[a-h])[.)/\-:]|(?:cau|thu|y|diem)? ?(?:\d{1,2}|nhat|hai|ba|tu) ?(?:la|[:.)])|[-+*])\s*"
)
_INLINE_POINT: Final = re.compile(
    r"(?<=[,;:.] )(?=[1-9]\.\s+[^\W\d_])|(?<=\s)(?=\(?[1-9]\)\s+[^\W\d_])|(?<=[,;:] )(?=(?:thu (?:nhat|hai|ba|tu|nam)|mot la|hai la|ba la)\b)"
)
_REQUEST: Final = re.compile(
    r"(?<!da )(?<!\w)(?:de nghi|kien nghi|yeu cau|xin hoi|cho (?:toi|em|chung toi|con|chau|minh|tui|hoi|dan)? ?hoi|xin (?:duoc|cho|hay|xa|hoi|huong dan)"
    r"|mong (?:muon|rang|cac|co quan|chinh quyen|xa|phuong|ubnd|uy ban|lanh dao|duoc|som|sao|quy|cap)|rat mong|kinh mong|kinh de nghi|thiet tha mong"
    r"|cau xin|nho (?:xa|cac|can bo|lanh dao|co quan)|de xuat|hoi (?:rang|xem|la)|toi hoi|em hoi|muon (?:hoi|biet)|can biet|lam on|vui long"
    r"|xin vui long|giup (?:toi|em|dan|chung|con|bui|tui)|bao gio|khi nao|chung nao|luc nao|ngay nao|vi sao|tai sao|sao (?:ma|lai|khong|chua|xa|cu)|"
    r"tai rang|can co vao dau|ai (?:chiu|la nguoi|se|cho phep|phai)|o dau|nhu the nao|the nao|ra sao|lam sao|bao nhieu|bao lau|co phai|co dung|co duoc|"
    r"phai khong|dung khong|duoc khong|hay khong|hay chua|co khong|den bao gio|may gio|rang ma|mo(?= rua)|khi mo|chi rua|lam rang)(?!\w)"
)
_ASKS_IN_ALL: Final = re.compile(
    r"(?<!\w)(?:co|da|duoc|phai|sao|ai|bao|may|the)(?!\w).*(?<!\w)(?:khong|chua)\s*(?:a|vay|the|rua|nhi)?[\s.!…]*$"
)
# Thanks and forms of politeness, and what the letter itself says that others asked or promised.
_NO_REQUEST: Final = re.compile(
    r"^\W*(?:(?:toi |em |chung toi |gia dinh toi )?(?:xin |rat )?(?:chan thanh |tran trong )?cam on|xin (?:cam on|chao|tran trong)|tran trong|kinh (?:gui|thua)"
    r"|don (?:de nghi|kien nghi|yeu cau)\W*$|(?:cong van|to trinh|don|phieu|van ban) (?:de nghi|kien nghi|yeu cau))"
)
_OPENS_LIST: Final = re.compile(
    r"(?:sau|nhu sau|sau day|cac (?:noi dung|van de|viec|cau|y)|\w+ (?:viec|dieu|noi dung|van de|cau(?: hoi)?))\W*$|:\s*$"
)
_FEWEST_LETTERS: Final = 6


def questions(text: str) -> tuple[Raised, ...]:
    """Return the questions and requests in the order of the letter.

    >>> [one.text for one in questions("Đường hỏng 3 tháng nay. Khi nào sửa? Đề nghị xã trả lời.")]
    ['Khi nào sửa?', 'Đề nghị xã trả lời.']
    """
    folded = fold(text)
    raised = []
    listing = False
    for start, end in _sentences(folded):
        plain = folded.plain[start:end]
        point = _POINT.match(plain)
        asks = _asks(plain)
        if asks and _opens_list(plain):
            listing = True
            continue
        listing = listing and point is not None
        if (asks or listing) and sum(letter.isalpha() for letter in plain) >= _FEWEST_LETTERS:
            begin, stop = folded.span(start, end)
            raised.append(Raised(begin, stop, text[begin:stop]))
    return tuple(raised)


def _asks(plain: str) -> bool:
    if _NO_REQUEST.match(plain):
        return False
    if re.search(r"\?[\"”')\]!?.\s]*$", plain):
        return True
    return _REQUEST.search(plain) is not None or _ASKS_IN_ALL.search(plain) is not None


def _opens_list(plain: str) -> bool:
    return _OPENS_LIST.search(plain) is not None and not plain.rstrip().endswith("?")


def _sentences(folded: Folded) -> Iterator[tuple[int, int]]:
    """Yield where sentences stand, spaces around left out; points of a list within a line are sentences of their own."""
    begin = 0
    for end in _ends(folded.plain):
        cuts = [begin, *(cut.start() for cut in _INLINE_POINT.finditer(folded.plain, begin, end)), end]
        for one, other in pairwise(cuts):
            stretch = folded.plain[one:other]
            if stretch.strip():
                yield (
                    one + len(stretch) - len(stretch.lstrip()),
                    other - (len(stretch) - len(stretch.rstrip())),
                )
        begin = end


def _ends(plain: str) -> Iterator[int]:
    for end in _END.finditer(plain):
        before = plain[max(0, end.start() - 8) : end.start() + 1]
        is_number_of_point = re.search(r"(?:^|\n|[:;,.] )\s*\(?\d{1,2}\.$", before) is not None
        if end.group() == "." and (_SHORT.search(before) or is_number_of_point):
            continue
        yield end.end()
    yield len(plain)
