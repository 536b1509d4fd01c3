"""Kinds of notice: what a room may tell people, in whole sentences, without ever carrying a person or a case.

A room says its kinds in ``notices.py``; no room is named here. A notice keeps the values of its sentence only, each
of a declared sort, so that neither a name, a number of a person nor a word that somebody typed can get into it. The
sentence is made when it is read, in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .errors import NotFound, WrongData
from .languages import label_of
from .rooms import said
from .templatetags.written import day as day_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

_CODE = re.compile(r"[A-Za-zĐđ0-9][A-Za-zĐđ0-9._/-]{0,39}")
# Seven digits and more, however they are parted, are a telephone, an identity card or an account.
_MANY_DIGITS = re.compile(r"\d(?:[\s.,()/+_-]*\d){6}")
# … but for two years, and the number of a document with its year.
_YEARS = re.compile(r"(?<!\d)(?<!\d[ ./-])(?:\d{1,5}/|(?:19|20)\d\d ?[-–] ?)(?:19|20)\d\d(?![ ./-]?\d)")
_NOT_IN_A_TITLE = re.compile(r"[@\n\r\t<>]|://")
_LONGEST = 120
_MOST = 1_000_000


class Param(StrEnum):
    """The sorts of value that a notice may hold.

    UNIT: the key of an organisation, named when it is read. COUNT: how many. DAY: a date. CODE: a short code such as
    47/2026. TITLE: what the product itself calls a thing, as text or per language; never what somebody typed.
    """

    UNIT = "unit"
    COUNT = "count"
    DAY = "day"
    CODE = "code"
    TITLE = "title"


@dataclass(frozen=True)
class NoticeGroup:
    """Kinds that a person chooses together. ``channels``: by which they come, beside the page, unless somebody chooses.

    ``offered``: whether there is anything to choose.
    """

    code: str
    label: Words
    channels: tuple[str, ...] = ("mail",)
    offered: bool = True


@dataclass(frozen=True)
class NoticeKind:
    """Something that people are told. ``line``: the sentence, with a place such as %(unit)s for each of ``params``.

    ``line`` may come from ``ngettext_lazy``. ``urgent``: waits neither for the morning nor for other notices.
    """

    code: str
    label: Words
    line: Words
    group: NoticeGroup
    params: Mapping[str, Param] = field(default_factory=dict)
    urgent: bool = False

    def kept(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as they are kept; WrongData where one is missing, too many, or of another sort."""
        if values.keys() != self.params.keys():
            raise _refused(self, ", ".join(sorted(values.keys() ^ self.params.keys())))
        return {name: _kept(self, name, sort, values[name]) for name, sort in self.params.items()}

    def said(self, values: Mapping[str, Any], units: Mapping[int, str]) -> str:
        """Return the sentence in the language that is active. ``units``: names by the key of the organisation."""
        words = {name: _shown(sort, values[name], units) for name, sort in self.params.items()}
        return str(self.line % words)


def _refused(kind: NoticeKind, name: str) -> WrongData:
    return WrongData(
        _(
            "Thông báo “%(kind)s” không mang được mục “%(name)s”: thông báo chỉ có tên đơn vị, số đếm, ngày và mã, "
            "không có dữ liệu cá nhân. Chưa thực hiện gì."
        )
        % {"kind": kind.label, "name": name}
    )


def _kept(kind: NoticeKind, name: str, sort: Param, value: Any) -> Any:
    if sort is Param.DAY and type(value) is date:
        return value.isoformat()
    if sort is Param.UNIT and type(value) is int:
        return value
    if sort is Param.COUNT and type(value) is int and 0 <= value < _MOST:
        return value
    if (
        sort is Param.CODE
        and isinstance(value, str)
        and _CODE.fullmatch(value)
        and not has_many_digits(value)
    ):
        return value
    if sort is Param.TITLE and value and all(map(_is_title, _texts(value))):
        return dict(value) if isinstance(value, Mapping) else value
    raise _refused(kind, name)


def _texts(value: Any) -> list[Any]:
    """Return a title in every language; a map without the Vietnamese one has an empty one."""
    return [value.get("vi"), *value.values()] if isinstance(value, Mapping) else [value]


def _is_title(text: Any) -> bool:
    return (
        isinstance(text, str)
        and 0 < len(text) <= _LONGEST
        and not _NOT_IN_A_TITLE.search(text)
        and not has_many_digits(text)
    )


def has_many_digits(text: str) -> bool:
    """Say whether a text holds as many digits as the number of a person has, however they are parted.

    >>> has_many_digits("0912 345 678"), has_many_digits("22/11/1990"), has_many_digits("Tổ dân phố số 12")
    (True, True, False)
    >>> has_many_digits("154/2025/NĐ-CP"), has_many_digits("giai đoạn 2026-2030"), has_many_digits("2026-W47")
    (False, False, False)
    """
    return _MANY_DIGITS.search(_YEARS.sub("…", text)) is not None


def _shown(sort: Param, value: Any, units: Mapping[int, str]) -> Any:
    if sort is Param.UNIT:
        return units.get(value) or _("đơn vị đã xóa")
    if sort is Param.DAY:
        return day_words(date.fromisoformat(value))
    if sort is Param.TITLE and isinstance(value, dict):
        return label_of(value)
    return value


@cache
def known() -> dict[str, NoticeKind]:
    """Return every kind by its code."""
    return {kind.code: kind for kind in said("notices", NoticeKind)}


@cache
def groups() -> dict[str, NoticeGroup]:
    """Return every group by its code, in the order in which their first kinds are said."""
    return {kind.group.code: kind.group for kind in known().values()}


def kind_of(code: str) -> NoticeKind:
    """Return a kind by its code; NotFound where no room says it (any more)."""
    kind = known().get(code)
    if kind is None:
        raise NotFound(_("Không có loại thông báo “%(code)s”.") % {"code": code})
    return kind
