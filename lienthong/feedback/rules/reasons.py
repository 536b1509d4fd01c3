"""Why something is due when it is, in one line and day by day, in Vietnamese or English. Plain Python.

These sentences go onto receipts, which are in the language of who sent the matter and not of who works; so the language is
given, and the words stand here, as names of limits stand in the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from lienthong.kernel.text import label_in
from lienthong.kernel.working import LOCAL, Unit

from .clocks import Line, Proof, Why
from .limits import Chosen, ClockKind, Scope

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)

_DAYS: Final = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_UNITS: Final = {
    "vi": {
        Unit.WORKING_DAYS: "{} ngày làm việc",
        Unit.DAYS: "{} ngày, kể cả ngày nghỉ",
        Unit.WORKING_HOURS: "{} giờ làm việc",
        Unit.HOURS: "{} giờ",
    },
    "en": {
        Unit.WORKING_DAYS: "{} working days",
        Unit.DAYS: "{} days, days off included",
        Unit.WORKING_HOURS: "{} working hours",
        Unit.HOURS: "{} hours",
    },
}
_PROMISES: Final = {
    "vi": {
        ClockKind.ACKNOWLEDGE: "Hẹn xác nhận",
        ClockKind.ANSWER: "Hẹn trả lời",
        ClockKind.TOTAL: "Hẹn xong toàn bộ vụ việc",
        ClockKind.REOPEN: "Có thể đề nghị xem lại",
    },
    "en": {
        ClockKind.ACKNOWLEDGE: "To be acknowledged",
        ClockKind.ANSWER: "To be answered",
        ClockKind.TOTAL: "The whole case to be done",
        ClockKind.REOPEN: "May be asked to be opened again",
    },
}
_WORDS: Final = {
    "vi": {
        "line": "{promise} trước {due}: {period} kể từ {event} – {act}{mark}.",
        "undated": "{promise} trong {period} kể từ {event} – {act}{mark}; chưa tính được ngày vì chưa có lịch làm việc"
        " năm {year}.",
        "other": "{limit}: hẹn",
        "own": "; là cam kết của hệ thống, không phải luật",
        "unknown": "; luật có thể có thời hạn riêng, chưa tra được",
        "unverified": "; chưa kiểm chứng",
        "began": "bắt đầu, không tính ngày này",
        "counted": "ngày thứ {number}",
        "made_up": "ngày làm bù, ngày thứ {number}",
        "weekend": "nghỉ cuối tuần, không tính",
        "holiday": "ngày lễ, không tính",
        "day_off": "nghỉ bù, nghỉ hoán đổi, không tính",
        "stood": "tạm dừng, không tính",
        "moved": "ngày cuối rơi vào ngày nghỉ nên chuyển đến ngày này",
        "spent": "tính {hours}",
        "made_up_spent": "ngày làm bù, tính {hours}",
        "before": "ngoài giờ làm việc, chưa tính",
        "hours": "{} giờ {} phút",
    },
    "en": {
        "line": "{promise} by {due}: {period} from {event} – {act}{mark}.",
        "undated": "{promise} within {period} from {event} – {act}{mark}; the day cannot be told before there is a working"
        " calendar of {year}.",
        "other": "{limit}",
        "own": "; a promise of the installation, not law",
        "unknown": "; law may have a period of its own, which was not found",
        "unverified": "; not verified",
        "began": "the beginning, not counted",
        "counted": "day {number}",
        "made_up": "make-up day, day {number}",
        "weekend": "weekend, not counted",
        "holiday": "holiday, not counted",
        "day_off": "day off in place of another, not counted",
        "stood": "held, not counted",
        "moved": "the last day was a day off, so it is moved here",
        "spent": "{hours} counted",
        "made_up_spent": "make-up day, {hours} counted",
        "before": "out of office hours, nothing counted yet",
        "hours": "{} h {} min",
    },
}


def _in(language: str) -> str:
    return language if language in _WORDS else "vi"


def period(chosen: Chosen, language: str = "vi") -> str:
    """Return how long a limit is, in words."""
    limit = chosen.limit
    return _UNITS[_in(language)][limit.unit].format(limit.amount)


def reason(proof: Proof, language: str = "vi") -> str:
    """Return when something is promised, and by which rule, in one line.

    What is the installation's own promise, and what nobody has verified, says so.
    """
    return _line("line", proof.chosen, language, sure=proof.sure, due=_moment(proof.due, language))


def reason_undated(chosen: Chosen, year: int, language: str = "vi") -> str:
    """Return what is promised while nobody can say the day: there is no calendar of a year (``YearUnknown``)."""
    return _line("undated", chosen, language, sure=chosen.limit.source.verified, year=str(year))


def _line(key: str, chosen: Chosen, language: str, *, sure: bool, **facts: str) -> str:
    words, limit = _WORDS[_in(language)], chosen.limit
    promise = _PROMISES[_in(language)].get(limit.clock) or words["other"].format(limit=limit.label(language))
    return words[key].format(
        promise=promise,
        period=period(chosen, language),
        event=label_in(limit.counted_from, language),
        act=label_in(limit.act, language),
        mark=_mark(chosen, sure, words),
        **facts,
    )


def _mark(chosen: Chosen, sure: bool, words: dict[str, str]) -> str:
    if chosen.limit.scope is Scope.INSTALLATION:
        return words["own"] + (words["unknown"] if chosen.unknown else "")
    return "" if sure else words["unverified"]


def day_by_day(proof: Proof, language: str = "vi") -> Iterator[str]:
    """Yield a line for each day from the beginning until it is due, with why it was counted or not."""
    for line in proof.lines:
        yield f"{_day(line.day, language)}: {_why(line, language)}"


def _why(line: Line, language: str) -> str:
    words = _WORDS[_in(language)]
    if line.spent:
        text = words["made_up_spent" if line.why is Why.MADE_UP else "spent"].format(
            hours=words["hours"].format(line.spent // _HOUR, line.spent % _HOUR // _MINUTE)
        )
    else:
        text = words[line.why].format(number=line.number)
    name = (line.name or {}).get(_in(language))
    return f"{text} ({name})" if name else text


def _day(day: date, language: str) -> str:
    return f"{_DAYS[_in(language)][day.weekday()]} {day:%d/%m/%Y}"


def _moment(moment: datetime, language: str) -> str:
    local = moment.astimezone(LOCAL)
    return f"{local:%H:%M}, {_day(local.date(), language)}"
