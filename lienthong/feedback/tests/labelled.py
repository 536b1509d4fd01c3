"""Letters with the topic they are about: invented from parts, the same for a seed, and those written by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lienthong.feedback.rules.folding import without_marks
from lienthong.feedback.rules.topics import Suggestion

HELD_OUT = Path(__file__).with_name("held_out_topics.txt")


@dataclass(frozen=True)
class Labelled:
    """A letter, its topic or None where nothing can be suggested, and how it is written."""

    group: str
    topic: str | None
    text: str


_THINGS: dict[str | None, tuple[str, ...]] = {
    "environment": ("rác thải vứt bừa ven suối", "trại lợn xả nước hôi thối", "xưởng gỗ bụi mù", "đốt rơm khói mù mịt", "bãi rác tự phát sau chợ", "xe rác không vào ngõ"),
    "water": ("cống tắc gây ngập", "nước sinh hoạt có mùi lạ", "mất nước liên tục", "mương thoát nước bị lấp", "đồng hồ nước chạy sai", "nước giếng nhiễm phèn"),
    "lighting": ("đèn đường cháy bóng", "dây điện sà thấp", "mất điện không báo trước", "cột điện mục chân", "tiền điện tăng bất thường", "điện yếu giờ cao điểm"),
    "roads": ("đường liên thôn nhiều ổ gà", "xe quá tải làm lún đường", "cầu bê tông nứt", "vỉa hè bị lấn chiếm", "thiếu biển báo ở khúc cua", "đường đất lầy lội mùa mưa"),
    "welfare": ("hộ nghèo chưa nhận quà tết", "trợ cấp người khuyết tật chậm", "người có công chưa được hưởng chế độ", "không được vay vốn chính sách", "xét hộ cận nghèo sai", "tiền hỗ trợ thiên tai chưa có"),
    "security": ("trộm cắp xảy ra thường xuyên", "hát karaoke quá khuya", "thanh niên đua xe gây rối", "có người bán ma túy", "tụ tập đánh bạc", "bị lừa đảo qua mạng"),
    "land": ("sổ đỏ chậm cấp", "tranh chấp đất với hàng xóm", "bồi thường đất chưa thỏa đáng", "xây nhà trái phép trên đất công", "quy hoạch treo nhiều năm", "tách thửa bị từ chối"),
    "health": ("trạm y tế thiếu thuốc", "thẻ BHYT không dùng được", "sốt xuất huyết lan rộng", "bác sĩ không trực", "hàng ăn mất an toàn thực phẩm", "tiêm chủng cho trẻ bị hoãn"),
    "education": ("nhà trường lạm thu", "thiếu giáo viên mầm non", "phòng học dột", "học sinh bị bắt nạt", "ép học thêm", "suất ăn bán trú kém"),
    "procedures": ("giấy khai sinh sai tên", "hồ sơ quá hẹn trả", "cổng dịch vụ công báo lỗi", "chứng thực giấy tờ lâu", "đăng ký thường trú khó", "cấp căn cước chậm"),
    "officials": ("cán bộ thái độ hách dịch", "trưởng thôn không công khai quỹ", "công chức đi muộn về sớm", "nhân viên gây khó dễ", "lãnh đạo không tiếp dân", "các phòng đùn đẩy nhau"),
    "culture": ("nhà văn hóa bỏ hoang", "sân bóng bị chiếm dụng", "loa phát thanh quá to", "lễ hội tổ chức lộn xộn", "tiêu chí nông thôn mới chưa thực chất", "thư viện xã đóng cửa"),
    None: ("một việc tôi đã trình bày", "nội dung đã gửi hôm trước", "ý kiến của gia đình tôi", "chuyện này mong được gặp trực tiếp"),
}  # fmt: skip
_FRAMES = (
    "Kính gửi Ủy ban nhân dân xã, tôi phản ánh {}, đề nghị xem xét.",
    "Ở thôn tôi {} đã mấy tháng nay, bà con rất bức xúc.",
    "Xin hỏi bao giờ giải quyết việc {}?",
    "{}, mong chính quyền sớm trả lời.",
    "Gia đình tôi nhiều lần nêu {} nhưng chưa thấy ai đến.",
)


def labelled(seed: int, count: int) -> Iterator[Labelled]:
    """Yield invented letters, each topic in its turn, a third of them without marks."""
    rng = random.Random(seed)
    topics = tuple(_THINGS)
    for turn in range(count):
        topic = topics[turn % len(topics)]
        text = rng.choice(_FRAMES).format(rng.choice(_THINGS[topic]))
        bare = rng.random() < 1 / 3
        yield Labelled("bare" if bare else "plain", topic, without_marks(text) if bare else text)


def held_out() -> list[Labelled]:
    """Return the letters written by hand."""
    rows = [
        line.split(" | ", 2) for line in HELD_OUT.read_text("utf-8").splitlines() if line[:1] not in {"", "#"}
    ]
    return [Labelled(group, None if topic == "-" else topic, text) for group, topic, text in rows]


@dataclass(frozen=True)
class Quality:
    """How well suggestions meet the labels: F1 averaged over topics, share suggested, share right of those."""

    letters: int
    macro_f1: float
    suggested: float
    right: float

    def line(self, group: str) -> str:
        """Return the figures as a line of a table."""
        return f"{group:<10}{self.letters:>8}{self.macro_f1:>10.3f}{self.suggested:>11.3f}{self.right:>8.3f}"


def quality(letters: Iterable[Labelled], answers: Iterable[Suggestion]) -> Quality:
    """Compare; an abstention misses the topic and accuses none."""
    pairs = [(letter.topic, answer.topic) for letter, answer in zip(letters, answers, strict=True)]
    scores = []
    for topic in sorted({meant for meant, _ in pairs if meant}):
        hit = sum(meant == said == topic for meant, said in pairs)
        wrong = sum((meant == topic) + (said == topic) for meant, said in pairs) - 2 * hit
        scores.append(2 * hit / (2 * hit + wrong))
    said = [(meant, told) for meant, told in pairs if told]
    right = sum(meant == told for meant, told in said) / len(said) if said else 0.0
    return Quality(len(pairs), sum(scores) / len(scores), len(said) / len(pairs), right)
