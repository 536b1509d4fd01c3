"""Old addresses and codes, resolved to the units in force on a day. What a unit is called is public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.templatetags.written import day as day_words

from ..models import Area, AreaAlias, AreaEdge, AreaSuccession, AreaVersion, Tree
from ..rules.addresses import Doubt, Fates, Gazetteer, Reading, Reason, Unit, Verdict, Version, judge, match
from ..rules.addresses.gazetteer import LEVELS
from .areas import ADMIN, Lasting

AND, OR = "+", "|"
_REPEATED: Final = 20_000
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Named(Lasting):
    """A unit as it was called on the days that are meant. ``within``: what it lay in, from the nearest upwards."""

    uid: UUID
    level: str
    code: str
    full_name: str
    within: tuple[str, ...]

    @property
    def address(self) -> str:
        """Return its name with what it lay in."""
        return ", ".join((self.full_name, *self.within))


@dataclass(frozen=True)
class Candidate:
    """A unit that a text can mean, and what it is on the day. ``whole``: all of it is, or went into, the one unit."""

    unit: Named
    now: tuple[Named, ...]
    best: Named | None
    whole: bool


@dataclass(frozen=True)
class Resolution:
    """What a text comes to on a day.

    ``meant``: the unit or units that the text means; several are alternatives. ``now``: all units in force on ``on`` that
    they come to, the best first. ``certain``: one former unit at most is meant, and all that the text can mean is, or went
    whole into, the one unit in ``now``. ``why``: sentences in the language that is active.
    """

    text: str
    on: date
    meant: tuple[Named, ...]
    now: tuple[Named, ...]
    best: Named | None
    certain: bool
    why: str
    candidates: tuple[Candidate, ...]

    @property
    def old_codes(self) -> str:
        """Return the codes of what is meant; alternatives stand between bars."""
        return OR.join(dict.fromkeys(unit.code for unit in self.meant))

    @property
    def new_codes(self) -> str:
        """Return the codes of the units in force, joined by a plus sign."""
        return AND.join(dict.fromkeys(unit.code for unit in self.now))

    @property
    def best_code(self) -> str:
        """Return the code of the single best unit, "" where none is better than another."""
        return self.best.code if self.best else ""


def resolve(actor: Actor, text: str, on: date, asked_on: date | None = None) -> Resolution:
    """Return what an address or a code comes to on a day. ``asked_on``: the day of the text, where it is known."""
    return _Speaker(_gazetteer(_stamp()), on).resolved(text, asked_on)


def resolve_many(
    actor: Actor, texts: Iterable[str], on: date, asked_on: date | None = None
) -> Iterator[Resolution]:
    """Yield what each of many texts comes to; one that comes again is worked out once."""
    speaker = _Speaker(_gazetteer(_stamp()), on)
    known: dict[str, Resolution] = {}
    for text in texts:
        found = known.get(text)
        if found is None:
            found = speaker.resolved(text, asked_on)
            if len(known) < _REPEATED:
                known[text] = found
        yield found


# ── the units in memory ──────────────────────────────────────────────────────────────────────────────────────────────


def _stamp() -> tuple[object, ...]:
    """Return what is another one as soon as any unit has changed; read before the rows themselves."""
    stamps = Tree.objects.order_by("pk").values_list("stamp", flat=True)
    newest = (
        model.objects.aggregate(newest=Max("pk"))["newest"]
        for model in (AreaVersion, AreaEdge, AreaSuccession, AreaAlias)
    )
    return (*stamps, *newest)


@lru_cache(maxsize=1)
def _gazetteer(stamp: tuple[object, ...]) -> Gazetteer:
    """Read the units once a process and stamp: half a second for the country."""
    versions = AreaVersion.objects.filter(area__level__in=LEVELS)
    edges = AreaEdge.objects.filter(tree__code=ADMIN, child__level__in=LEVELS, parent__level__in=LEVELS)
    return Gazetteer.of(
        Area.objects.filter(level__in=LEVELS).values_list("pk", "uid", "level"),
        (
            (area, Version(*row))
            for area, *row in versions.values_list(
                *("area_id", "valid_from", "valid_to", "code", "name", "full_name", "kind")
            )
        ),
        edges.values_list("child_id", "parent_id", "valid_from", "valid_to"),
        AreaSuccession.objects.order_by("pk").values_list(
            "predecessor_id", "successor_id", "on", "whole", "default"
        ),
        AreaAlias.objects.filter(area__level__in=LEVELS).order_by("pk").values_list("area_id", "text"),
    )


# ── verdicts in words ────────────────────────────────────────────────────────────────────────────────────────────────


class _Speaker:
    """Puts verdicts for one day into names and sentences."""

    def __init__(self, gazetteer: Gazetteer, on: date) -> None:
        self._gazetteer, self._on = gazetteer, on
        self._fates = Fates(gazetteer, on)
        self._named: dict[tuple[int, date], Named] = {}

    def resolved(self, text: str, asked_on: date | None) -> Resolution:
        """Return what a text comes to."""
        verdict = judge(match(self._gazetteer, text, asked_on), self._fates)
        candidates = tuple(
            Candidate(
                self._as_meant(reading),
                tuple(map(self._now, fate.units)),
                self._now(fate.best) if fate.best is not None else None,
                fate.whole,
            )
            for reading, fate in zip(verdict.readings, verdict.fates, strict=True)
        )
        return Resolution(
            text=text,
            on=self._on,
            meant=tuple(candidates[place].unit for place in verdict.meant),
            now=tuple(map(self._now, verdict.now)),
            best=self._now(verdict.best) if verdict.best is not None else None,
            certain=verdict.certain,
            why=" ".join(_sentences(text, self._on, verdict, candidates)),
            candidates=candidates,
        )

    def _as_meant(self, reading: Reading) -> Named:
        """Name a unit as it was where the text puts it, as near to the day as it lay there."""
        place = reading.place
        return self._name(reading.unit, max(place.since, min(self._on, place.until - _ONE_DAY)))

    def _now(self, key: int) -> Named:
        return self._name(self._gazetteer.units[key], self._on)

    def _name(self, unit: Unit, day: date) -> Named:
        if (unit.key, day) not in self._named:
            called = unit.on(day) or unit.versions[-1]
            place = next(
                (place for place in unit.places if place.since <= day < place.until), unit.places[-1]
            )
            within = tuple(self._name(self._gazetteer.units[key], day).full_name for key in place[:2] if key)
            self._named[unit.key, day] = Named(
                unit.since, unit.until, unit.uid, unit.level, called.code, called.full_name, within
            )
        return self._named[unit.key, day]


def _sentences(text: str, on: date, verdict: Verdict, candidates: tuple[Candidate, ...]) -> Iterator[str]:
    yield _reason(text, on, verdict, candidates)
    if verdict.readings and verdict.readings[0].mixed:
        yield _("Chữ này viết lẫn tên đơn vị cũ với tên đơn vị mới.")
    if verdict.readings and verdict.readings[0].slips:
        yield _("Một chữ được hiểu là gõ nhầm.")
    told = {
        Doubt.UNKNOWN_PART: _("Có phần không khớp với đơn vị này, ví dụ sai huyện hoặc sai tỉnh."),
        Doubt.ODD_WORDS: _("Có chữ thừa không rõ nghĩa."),
        Doubt.STREET: _("Tên này có thể là tên đường, tên nhà hoặc tên thôn."),
        Doubt.KIND: _("Loại đơn vị viết khác với danh bạ."),
        Doubt.PARTIAL: _("Chỉ nhận ra cấp huyện hoặc cấp tỉnh, chưa rõ xã nào."),
        Doubt.NAME_ONLY: _("Chữ này thiếu loại đơn vị hoặc thiếu cấp trên để kiểm tra."),
        Doubt.SLIP: _("Chưa đủ căn cứ để tin đó là gõ nhầm."),
        Doubt.MARKS: _("Dấu viết khác với tên trong danh bạ."),
        Doubt.OUT_OF_TIME: _("Vào ngày của địa chỉ không có đơn vị này, nên đã tìm ở mọi thời điểm."),
    }
    for doubt, sentence in told.items():
        if doubt in verdict.doubts:
            yield sentence


def _reason(text: str, on: date, verdict: Verdict, candidates: tuple[Candidate, ...]) -> str:
    if verdict.reason is Reason.NOTHING:
        if not text.strip():
            return _("Ô này trống.")
        return _("Không có đơn vị nào trong danh bạ khớp với chữ này.")
    if len(candidates) > 1:
        return _reason_of_many(verdict, candidates)
    [one] = candidates
    words = {
        "unit": one.unit.address,
        "day": day_words(on),
        "since": day_words(verdict.fates[0].steps[-1]) if verdict.fates[0].steps else "",
        "now": one.now[0].address if one.now else "",
        "number": len(one.now),
    }
    if verdict.reason is Reason.IN_FORCE:
        return _("%(unit)s đang có vào ngày %(day)s.") % words
    if verdict.reason is Reason.WHOLE:
        return _("%(unit)s đã vào trọn trong %(now)s từ ngày %(since)s.") % words
    if verdict.reason is Reason.NOWHERE:
        return _("Danh bạ không cho biết nơi này thuộc đơn vị nào vào ngày %(day)s: %(unit)s.") % words
    if verdict.reason is Reason.BEFORE:
        return (
            ngettext(
                "%(unit)s được lập sau ngày %(day)s; vào ngày đó nơi này thuộc %(number)d đơn vị.",
                "%(unit)s được lập sau ngày %(day)s; vào ngày đó nơi này thuộc %(number)d đơn vị.",
                len(one.now),
            )
            % words
        )
    return _reason_of_split(one, words)


def _reason_of_split(one: Candidate, words: dict[str, object]) -> str:
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


def _reason_of_many(verdict: Verdict, candidates: tuple[Candidate, ...]) -> str:
    words = {"number": len(candidates), "now": candidates[0].now[0].address if candidates[0].now else ""}
    if verdict.reason is Reason.OLD_AND_NEW:
        former = next(
            one
            for one in candidates
            if one.now != (one.unit,) and (one.unit.uid not in {now.uid for now in one.now})
        )
        standing = next(one for one in candidates if one is not former)
        words |= {"old": former.unit.address, "new": standing.unit.address}
        if verdict.code:
            told = _("Mã này từng là mã của %(old)s, và là mã của %(new)s.") % words
        else:
            told = _("Chữ này vừa chỉ đơn vị cũ %(old)s, vừa chỉ đơn vị đang có %(new)s.") % words
        same = former.whole and {now.uid for now in former.now} == {now.uid for now in standing.now}
        return f"{told} {_('Hiểu cách nào thì cũng là %(now)s.') % words if same else _('Chưa rõ là đơn vị nào.')}"
    if verdict.reason is Reason.SAME_END:
        return _("Có %(number)d đơn vị cùng khớp; đơn vị nào thì nay cũng thuộc trọn %(now)s.") % words
    if verdict.code:
        return _("Mã này là mã của %(number)d đơn vị khác nhau; cần biết cấp hoặc ngày của mã.") % words
    return _("Có %(number)d đơn vị cùng khớp nên không thể nói chắc.") % words
