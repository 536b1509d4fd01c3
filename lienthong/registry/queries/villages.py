"""A list of villages from elsewhere, judged row by row. Namesakes are asked about, never merged and never replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import Column, Entry, Judged, Outcome, Table, wrong
from lienthong.kernel.text import nfc, search_key

from .. import permissions
from ..models import AreaVersion, Level, OrganisationEdge, OrganisationVersion
from ..villages import VILLAGE_WORDS
from .directory import Directory, Listed, directory_of, spans_of, stands_throughout

FRONT = "front"
_ADD, _SKIP = gettext_lazy("thêm mới"), gettext_lazy("bỏ qua")
_LONGEST, _LONGEST_CODE = 120, 12

VILLAGE_COLUMNS = (
    Column(
        "name",
        gettext_lazy("Tên thôn, tổ dân phố"),
        gettext_lazy("Cả chữ chỉ loại: Thôn 3, Buôn Knia 1, Tổ dân phố 5."),
        "Buôn Knia 1",
        required=True,
        width=30,
    ),
    Column(
        "commune",
        gettext_lazy("Mã xã, phường"),
        gettext_lazy("Mã của xã, phường, đặc khu mà thôn thuộc về."),
        "24277",
        required=True,
        read="code",
        width=14,
    ),
    Column(
        "since",
        gettext_lazy("Từ ngày"),
        gettext_lazy("Ngày lập thôn."),
        "01/07/2025",
        required=True,
        read="day",
        width=13,
    ),
    Column("code", gettext_lazy("Mã thôn"), gettext_lazy("Nếu địa phương đã đặt mã."), read="code", width=12),
    Column(
        "namesake",
        gettext_lazy("Nếu trùng tên"),
        gettext_lazy("Chỉ điền khi được hỏi: thêm mới, hoặc bỏ qua."),
        choices=(_ADD, _SKIP),
    ),
)


@dataclass(frozen=True)
class BodyFact:
    """A body to be founded. ``area_id``: the area it serves; None where the area is founded with it, as a village."""

    level: str
    system_id: int
    name: str
    short_name: str
    parent_id: int
    since: date
    area_id: int | None = None
    area_code: str = ""
    area_name: str = ""
    parent_area_id: int | None = None


def may_list_bodies(actor: Actor) -> bool:
    """Say whether an actor may found bodies anywhere."""
    return actor.places.holds(permissions.MANAGE.code)


def judge_villages(actor: Actor, table: Table) -> list[Judged[BodyFact]]:
    """Say of each row what would become of it; nothing is written. Communes out of the actor's reach are wrong."""
    told = ((entry.text("commune"), "") for entry in table.entries if entry.text("commune"))
    directory = directory_of(actor, permissions.MANAGE, told, FRONT)
    named = {(entry.text("commune"), entry.day("since")) for entry in table.entries}
    found = [directory.find(code, "", since) for code, since in named if code and since]
    communes = {body.id for body in found if isinstance(body, Listed)}
    judge = _Judge(directory, communes, {entry.text("code") for entry in table.entries} - {""})
    return [judge.take(entry) for entry in table.entries]


class _Judge:
    """Takes rows one by one, and remembers what earlier ones would found."""

    def __init__(self, directory: Directory, communes: Collection[int], codes: set[str]) -> None:
        self._directory = directory
        self._standing = _standing_below(communes)
        self._found: dict[tuple[int, str], int] = {}
        coded = AreaVersion.objects.filter(code__in=codes, area__level=Level.VILLAGE)
        self._codes: dict[str, str] = dict(coded.values_list("code", "full_name"))
        self._coded: dict[str, int] = {}
        edges = OrganisationEdge.objects.filter(tree__code=FRONT, child__level=Level.COMMUNE)
        self._places = spans_of(edges.values_list("child_id", "valid_from", "valid_to"))

    def take(self, entry: Entry) -> Judged[BodyFact]:
        """Judge one row."""
        name, since = nfc(entry.text("name")), entry.day("since")
        if "name" not in entry.faults:
            self._check_name(entry, name)
        commune = self._commune(entry, since) if since and "commune" not in entry.faults else None
        if entry.faults or commune is None or since is None:
            return wrong(entry)
        return self._compare(entry, name, since, commune)

    @staticmethod
    def _check_name(entry: Entry, name: str) -> None:
        first = search_key(name)
        word = next(
            (word for word in VILLAGE_WORDS.values() if first.startswith(f"{search_key(word)} ")), None
        )
        if word is None:
            words = ", ".join(VILLAGE_WORDS.values())
            entry.add(
                "name", _("Hãy viết cả chữ chỉ loại ở đầu tên, một trong: %(words)s.") % {"words": words}
            )
        elif len(name) > _LONGEST:
            entry.add("name", _("Dài quá %(most)d chữ. Hãy viết ngắn lại.") % {"most": _LONGEST})
        if len(entry.text("code")) > _LONGEST_CODE:
            entry.add("code", _("Mã dài quá %(most)d chữ.") % {"most": _LONGEST_CODE})

    def _commune(self, entry: Entry, since: date) -> Listed | None:
        found = self._directory.find(entry.text("commune"), "", since)
        if isinstance(found, str):
            entry.add("commune", found)
            return None
        if found.level != Level.COMMUNE:
            entry.add("commune", _("Mã này là của “%(name)s”, không phải của một xã.") % {"name": found.name})
            return None
        return found if stands_throughout(entry, found, self._places, since) else None

    def _compare(self, entry: Entry, name: str, since: date, commune: Listed) -> Judged[BodyFact]:
        answer = entry.text("namesake")
        same = self._namesakes(commune.id, name, since)
        exact = any(other.casefold() == name.casefold() for other in same)
        earlier = self._found.get((commune.id, search_key(name)))
        if (same or earlier) and answer != str(_ADD):
            if answer == str(_SKIP) or (exact and not answer):
                return Judged(entry, Outcome.UNCHANGED)
            other = same[0] if same else _("dòng %(row)d") % {"row": earlier}
            return wrong(
                entry,
                "name",
                _(
                    "“%(commune)s” đã có “%(other)s”. Nếu đây là thôn khác, hãy ghi “thêm mới” vào cột “Nếu trùng tên”; "
                    "nếu là một, hãy ghi “bỏ qua”."
                )
                % {"commune": commune.short_name, "other": other},
            )
        if taken := self._taken(entry):
            return wrong(entry, "code", _("Mã này đã thuộc về %(other)s.") % {"other": taken})
        self._found[commune.id, search_key(name)] = entry.number
        inside = name[0].lower() + name[1:]
        fact = BodyFact(
            level=Level.VILLAGE,
            system_id=commune.system_id,
            name=_FRONT_BODY.format(inside),
            short_name=name,
            parent_id=commune.id,
            since=since,
            area_code=entry.text("code"),
            area_name=name,
            parent_area_id=commune.area_id,
        )
        return Judged(entry, Outcome.NEW, fact)

    def _taken(self, entry: Entry) -> str:
        code = entry.text("code")
        if not code:
            return ""
        if code in self._codes:
            return f"“{self._codes[code]}”"
        earlier = self._coded.setdefault(code, entry.number)
        return "" if earlier == entry.number else _("dòng %(row)d") % {"row": earlier}

    def _namesakes(self, commune: int, name: str, since: date) -> list[str]:
        named = self._standing.get((commune, search_key(name)), ())
        return [text for text, until in named if since < until]


def _standing_below(communes: Collection[int]) -> dict[tuple[int, str], list[tuple[str, date]]]:
    """Return the bodies below communes by the key of their name, with their end: also those of days to come."""
    edges = OrganisationEdge.objects.filter(tree__code=FRONT, parent_id__in=communes)
    parents = dict(edges.values_list("child_id", "parent_id"))
    names: dict[tuple[int, str], list[tuple[str, date]]] = defaultdict(list)
    rows = OrganisationVersion.objects.filter(organisation_id__in=edges.values("child_id"))
    for body, text, until in rows.values_list("organisation_id", "short_name", "valid_to"):
        names[parents[body], search_key(text)].append((text, until))
    return names


# What the Front calls its body of a village, in data as in the country's load.
_FRONT_BODY = "Ban công tác Mặt trận {}"
