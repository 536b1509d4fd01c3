"""Likely names of people, for whoever releases a public text. A list of marks to look at; its recall is reported, never claimed.

Seen are: a title with a name ("ông Tư", "chị Lò Thị Mai"), a family name with one to four further syllables in capitals, and,
without capitals or marks, a title or family name with a middle name ("ba le thi hoa"). Streets, schools and places named
after people are left out where the word before says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .folding import Folded, fold
from .labels import Kind
from .personal import Found

# Family names: the Kinh ones, and those frequent among Tày, Thái, Mường, Hmông, Dao, Khmer, Chăm, Ê Đê, Gia Rai, Cơ Tu.
_FAMILIES: Final = frozenset(
    [
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "hoàng",
        "huỳnh",
        "phan",
        "vũ",
        "võ",
        "đặng",
        "bùi",
        "đỗ",
        "hồ",
        "ngô",
        "dương",
        "lý",
        "đinh",
        "đào",
        "đoàn",
        "trương",
        "lâm",
        "mai",
        "trịnh",
        "tạ",
        "cao",
        "lương",
        "tô",
        "phùng",
        "hà",
        "tăng",
        "châu",
        "quách",
        "thái",
        "vương",
        "quản",
        "thân",
        "tống",
        "nghiêm",
        "đàm",
        "chu",
        "kiều",
        "la",
        "lưu",
        "bạch",
        "cù",
        "doãn",
        "giang",
        "hứa",
        "khổng",
        "lại",
        "lã",
        "mạc",
        "ninh",
        "phí",
        "phương",
        "thạch",
        "thiều",
        "tiêu",
        "tôn",
        "triệu",
        "từ",
        "văn",
        "viên",
        "nông",
        "hoàng",
        "lò",
        "quàng",
        "cà",
        "tòng",
        "bạc",
        "cầm",
        "lường",
        "vàng",
        "giàng",
        "sùng",
        "thào",
        "vừ",
        "mùa",
        "hạng",
        "cứ",
        "lầu",
        "ma",
        "chảo",
        "phàn",
        "tẩn",
        "lù",
        "sầm",
        "đới",
        "vi",
        "lục",
        "lô",
        "hoa",
        "mã",
        "nùng",
        "bế",
        "chẩm",
        "kpă",
        "ksor",
        "rơ",
        "siu",
        "nay",
        "rmah",
        "hra",
        "hmok",
        "niê",
        "mlô",
        "ayun",
        "kbuôr",
        "êban",
        "kđoh",
        "byă",
        "knul",
        "kim",
        "danh",
        "sơn",
        "thạch",
        "trà",
        "chế",
        "đàng",
        "thập",
        "a",
        "y",
        "pơloong",
        "bhling",
        "alăng",
        "zơrâm",
        "hồ",
        "coor",
        "ra",
        "lê",
        "đinh",
        "điểu",
        "thị",
    ]
) - {"ra", "a", "y", "thị", "rơ", "mùa", "cứ", "nay", "hoa"}
_TITLES: Final = (
    r"cô giáo|thầy giáo|bác sĩ|ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|thầy|dì|cậu|mợ|thím|đ/c|đồng chí|vợ chồng|họ và tên|họ tên|tên là|tên tôi là|tôi tên|tôi là"
    r"|con là|chồng là|y tá|y sĩ|cán bộ|trưởng thôn|tổ trưởng|bí thư|luật sư|vợ là|mẹ là|bố là|cha là|má là|ba là"
)
_SYLLABLE: Final = r"[^\W\d_]+(?:['’][^\W\d_]+)?"
_TITLED: Final = re.compile(
    rf"(?<!\w)(?:{_TITLES})(?!\w)[ :]{{1,3}}(?P<name>{_SYLLABLE}(?:[ \-]{_SYLLABLE}){{0,4}})", re.IGNORECASE
)
_WORDS: Final = re.compile(rf"{_SYLLABLE}(?:[ \-]{_SYLLABLE})*")
_PLACE_BEFORE: Final = re.compile(
    r"(?<!\w)(?:đường|phố|trường|mầm non|tiểu học|thcs|thpt|xã|phường|thị trấn|huyện|tỉnh|thành phố|tp\.?|quận|thôn|xóm|ấp|bản|buôn|làng|tổ"
    r"|khu|chợ|cầu|bệnh viện|công viên|quảng trường|núi|sông|hồ|kênh|đèo|hẻm|ngõ|ngách|đình|chùa|miếu|đền|công ty|doanh nghiệp|quỹ|nhà hàng"
    r"|quán|khách sạn|vụ|cục|sở|kdc|khu dân cư|cụm|ngã tư|ngã ba|hội trường|giải|lớp|nghĩa trang|tượng đài|từ đường|họ)\s+(?:số \d+ )?$"
)
# What follows a title and is an office, a body or a common word, not a name.
_NO_NAMES: Final = frozenset(
    [
        "chủ",
        "bí",
        "trưởng",
        "phó",
        "tổ",
        "giám",
        "cán",
        "công",
        "chánh",
        "thư",
        "ủy",
        "uỷ",
        "nguyên",
        "hội",
        "mặt",
        "đảng",
        "đoàn",
        "ban",
        "ấy",
        "này",
        "kia",
        "ta",
        "con",
        "em",
        "chị",
        "bà",
        "ơi",
        "à",
        "ạ",
        "nào",
        "đó",
        "được",
        "bị",
        "có",
        "là",
        "và",
        "đã",
        "đang",
        "sẽ",
        "không",
        "đi",
        "về",
        "ở",
        "cho",
        "với",
        "nhà",
        "hàng",
        "già",
        "trẻ",
        "nông",
        "dân",
        "lối",
        "chủng",
        "tôi",
        "chúng",
        "các",
        "những",
        "thì",
        "mà",
        "nên",
        "rất",
        "cũng",
        "mới",
        "lại",
        "còn",
        "làm",
        "nói",
        "ngoài",
        "trong",
        "trên",
        "dưới",
        "phụ",
        "vợ",
        "chồng",
        "xã",
        "thôn",
        "huyện",
        "tỉnh",
        "đội",
        "sở",
        "phòng",
        "viện",
        "trạm",
        "đại",
        "bác",
        "anh",
        "cô",
        "chú",
        "cụ",
        "ông",
        "cháu",
        "dâu",
        "rể",
        "họ",
        "nội",
        "ngoại",
        "tên",
        "người",
        "ruột",
        "thím",
        "mình",
        "nó",
        "việt",
        "vn",
    ]
)
# Places and bodies that begin like a person's name.
_PLACES: Final = re.compile(
    r"(?:hà nội|hà tĩnh|hà giang|hà nam|hà đông|lâm đồng|lâm hà|cao bằng|sơn la|sơn tây|mai châu|châu [áâ]u?|đoàn thanh|đoàn kết|hồ chí"
    r"|hoàng sa|trà vinh|lương sơn|lý sơn|kim sơn|kim bôi|phú [^ ]+|thạch [^ ]+ xã|hoa kỳ|la gi|vũ trụ|đông [^ ]+|dương lịch|ngô đồng"
    r"|việt nam|la hán|văn phòng|văn hóa|văn hoá|văn bản|văn hóa|kim ngân|ma túy|lê lợi|lý thái tổ)(?!\w)"
)
_PLAIN: Final = re.compile(
    r"(?<![\w/])(?:(?P<title>ong|ba|anh|chi|co|chu|bac|cu|em|chau|thay|di|cau) )?"
    r"(?P<name>(?P<family>[a-z]+) (?P<middle>van|thi|huu|duc|ngoc|minh|xuan|thanh|quang|dinh|quoc|kim) (?P<given>[a-z]{2,7})(?![\w@.]))"
)
_PLAIN_FAMILIES: Final = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "dao",
        "doan",
        "truong",
        "lam",
        "mai",
        "trinh",
        "ta",
        "cao",
        "luong",
        "to",
        "phung",
        "tang",
        "chau",
        "quach",
        "vuong",
        "nghiem",
        "dam",
        "chu",
        "kieu",
        "luu",
        "bach",
        "trieu",
        "nong",
        "lo",
        "quang",
        "lu",
        "vang",
        "giang",
        "sung",
        "thao",
        "ksor",
        "siu",
        "nie",
        "mlo",
    ]
)
_MOST: Final = 5
_LONGEST: Final = 80


def find_names(text: str) -> tuple[Found, ...]:
    """Return where a text seems to name a person; the title is no part of it.

    >>> text = "Ông Nguyễn Văn Tèo ở đường Lê Lợi, chị Lan"
    >>> [text[f.start : f.end] for f in find_names(text)]
    ['Nguyễn Văn Tèo', 'Lan']
    """
    folded = fold(text)
    spans = {*_titled(folded), *_by_family(folded), *_without_capitals(folded)}
    kept: list[tuple[int, int, bool]] = []
    for start, end, sure in sorted(spans, key=lambda one: (one[0] - one[1], one[0], not one[2])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end, sure))
    return tuple(Found(*folded.span(start, end), Kind.NAME, sure) for start, end, sure in sorted(kept))


def _titled(folded: Folded) -> Iterator[tuple[int, int, bool]]:
    place = 0
    while match := _TITLED.search(folded.cased, place):
        place = match.start("name")
        start = match.start("name")
        name = _capitals(match.group("name"))
        first = name.split(" ")[0].lower() if name else ""
        if (
            name
            and not (name.isupper() and " " not in name and len(name) > 1)
            and first not in _NO_NAMES
            and not _PLACE_BEFORE.search(folded.cased[: match.start()].lower()[-24:])
        ):
            yield start, start + len(name), True


def _by_family(folded: Folded) -> Iterator[tuple[int, int, bool]]:
    """Yield family names with further syllables; a row of capitals is cut at the first family name in it."""
    for row in _WORDS.finditer(folded.cased):
        place = row.start()
        words = list(re.finditer(_SYLLABLE, row.group()))
        index = 0
        while index < len(words):
            start = place + words[index].start()
            name = _capitals(folded.cased[start : min(start + _LONGEST, row.end())])
            count = len(name.split(" ")) if name else 0
            if count > 1 and words[index].group().lower() in _FAMILIES and _may_begin(folded, start, name):
                yield start, start + len(name), True
                index += count
            else:
                index += 1


def _may_begin(folded: Folded, start: int, name: str) -> bool:
    """Say whether a row of capitals is rather a person than a place, a road or a heading."""
    before = folded.cased[max(0, start - 28) : start].lower()
    if _PLACE_BEFORE.search(before) or _PLACES.match(name.lower()):
        return False
    if name.isupper():
        return re.search(r" (?:VĂN|THỊ|HỮU|ĐỨC|NGỌC|MINH|XUÂN|THANH|QUANG|ĐÌNH|QUỐC|KIM)\b", name) is not None
    return True


def _capitals(words: str) -> str:
    """Return the leading words that begin with a capital, at most so many as a name has."""
    kept: list[str] = []
    for word in words.split(" "):
        if not word[:1].isupper() or len(kept) == _MOST:
            break
        kept.append(word)
    return " ".join(kept)


def _without_capitals(folded: Folded) -> Iterator[tuple[int, int, bool]]:
    place = 0
    while match := _PLAIN.search(folded.plain, place):
        place = match.start() + 1
        before = folded.cased[max(0, match.start("name") - 28) : match.start("name")].lower()
        if match.group("family") not in _PLAIN_FAMILIES or _PLACE_BEFORE.search(before):
            continue
        if match.group("title") or match.group("middle") in {"van", "thi"}:
            yield match.start("name"), match.end("name"), False
            place = match.end()
