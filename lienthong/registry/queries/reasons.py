"""Why an old address or code comes to what it does, and why it is not certain: whole sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.templatetags.written import day as day_words

from ..rules.addresses import Doubt, Reason, Verdict
from .resolutions import Candidate

Candidates: TypeAlias = tuple[Candidate, ...]
Words: TypeAlias = Mapping[str, object]

_REASONS = {
    Reason.IN_FORCE: gettext_lazy("%(unit)s đang có vào ngày %(day)s."),
    Reason.WHOLE: gettext_lazy("%(unit)s đã vào trọn trong %(now)s từ ngày %(since)s."),
    Reason.NOWHERE: gettext_lazy(
        "Danh bạ không cho biết nơi này thuộc đơn vị nào vào ngày %(day)s: %(unit)s."
    ),
}
_DOUBTS = {
    Doubt.UNKNOWN_PART: gettext_lazy("Có phần không khớp với đơn vị này, ví dụ sai huyện hoặc sai tỉnh."),
    Doubt.ODD_WORDS: gettext_lazy("Có chữ thừa không rõ nghĩa."),
    Doubt.STREET: gettext_lazy("Tên này có thể là tên đường, tên nhà hoặc tên thôn."),
    Doubt.KIND: gettext_lazy("Loại đơn vị viết khác với danh bạ."),
    Doubt.PARTIAL: gettext_lazy("Chỉ nhận ra cấp huyện hoặc cấp tỉnh, chưa rõ xã nào."),
    Doubt.NAME_ONLY: gettext_lazy("Chữ này thiếu loại đơn vị hoặc thiếu cấp trên để kiểm tra."),
    Doubt.SLIP: gettext_lazy("Chưa đủ căn cứ để tin đó là gõ nhầm."),
    Doubt.MARKS: gettext_lazy("Dấu viết khác với tên trong danh bạ."),
    Doubt.OUT_OF_TIME: gettext_lazy("Vào ngày của địa chỉ không có đơn vị này, nên đã tìm ở mọi thời điểm."),
}


def sentences(text: str, on: date, verdict: Verdict, candidates: Candidates) -> Iterator[str]:
    """Yield why a text comes to what it does, the best reading first told, then what speaks against it."""
    yield _reason(text, on, verdict, candidates)
    if verdict.readings and verdict.readings[0].mixed:
        yield _("Chữ này viết lẫn tên đơn vị cũ với tên đơn vị mới.")
    if verdict.readings and verdict.readings[0].slips:
        yield _("Một chữ được hiểu là gõ nhầm.")
    for doubt, sentence in _DOUBTS.items():
        if doubt in verdict.doubts:
            yield str(sentence)


def _reason(text: str, on: date, verdict: Verdict, candidates: Candidates) -> str:
    if not candidates:
        if text.strip():
            return _("Không có đơn vị nào trong danh bạ khớp với chữ này.")
        return _("Ô này trống.")
    if len(candidates) > 1:
        return _reason_of_many(on, verdict, candidates)
    [one], [fate] = candidates, verdict.fates
    words: Words = {
        "unit": one.unit.address,
        "day": day_words(on),
        "since": day_words(fate.steps[-1]) if fate.steps else "",
        "now": one.now[0].address if one.now else "",
        "number": len(one.now),
    }
    if verdict.reason is Reason.SPLIT:
        return _reason_of_split(one, words)
    if verdict.reason is Reason.BEFORE:
        return (
            ngettext(
                "%(unit)s được lập sau ngày %(day)s; vào ngày đó nơi này thuộc %(number)d đơn vị.",
                "%(unit)s được lập sau ngày %(day)s; vào ngày đó nơi này thuộc %(number)d đơn vị.",
                len(one.now),
            )
            % words
        )
    return str(_REASONS[verdict.reason]) % words


def _reason_of_split(one: Candidate, words: Words) -> str:
    if one.best is None:
        return (
            ngettext(
                "%(unit)s đã chia về %(number)d đơn vị từ ngày %(since)s, không nguồn nào nói đơn vị nào là chính.",
                "%(unit)s đã chia về %(number)d đơn vị từ ngày %(since)s, không nguồn nào nói đơn vị nào là chính.",
                len(one.now),
            )
            % words
        )
    return ngettext(
        "%(unit)s đã chia về %(number)d đơn vị từ ngày %(since)s; nếu phải chọn một thì là %(best)s.",
        "%(unit)s đã chia về %(number)d đơn vị từ ngày %(since)s; nếu phải chọn một thì là %(best)s.",
        len(one.now),
    ) % {**words, "best": one.best.address}


def _reason_of_many(on: date, verdict: Verdict, candidates: Candidates) -> str:
    words = {"number": len(candidates), "now": candidates[0].now[0].address if candidates[0].now else ""}
    if verdict.reason is Reason.OLD_AND_NEW:
        return _old_and_new(on, verdict, candidates)
    if verdict.reason is Reason.SAME_END:
        return _("Có %(number)d đơn vị cùng khớp; đơn vị nào thì nay cũng thuộc trọn %(now)s.") % words
    if verdict.code:
        return _("Mã này là mã của %(number)d đơn vị khác nhau; cần biết cấp hoặc ngày của mã.") % words
    return _("Có %(number)d đơn vị cùng khớp nên không thể nói chắc.") % words


def _old_and_new(on: date, verdict: Verdict, candidates: Candidates) -> str:
    [standing] = [one for one in candidates if one.now == (one.best,) and one.unit.uid == one.now[0].uid]
    [other] = [one for one in candidates if one is not standing]
    words = {"other": other.unit.address, "standing": standing.unit.address, "day": day_words(on)}
    if verdict.code:
        told = (
            _("Mã này là mã của %(standing)s, đang có vào ngày %(day)s, và của %(other)s vào thời gian khác.")
            % words
        )
    elif other.unit.valid_from > on:
        told = (
            _("Chữ này vừa chỉ %(standing)s, đang có vào ngày %(day)s, vừa chỉ đơn vị lập sau là %(other)s.")
            % words
        )
    else:
        told = (
            _("Chữ này vừa chỉ đơn vị cũ %(other)s, vừa chỉ %(standing)s, đang có vào ngày %(day)s.") % words
        )
    if other.whole and other.now == standing.now:
        return f"{told} {_('Hiểu cách nào thì cũng là %(standing)s.') % words}"
    return f"{told} {_('Chưa rõ là đơn vị nào.')}"
