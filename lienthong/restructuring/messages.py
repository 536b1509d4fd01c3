"""What a person reads of a plan's check: one whole sentence for every code of the rules.

Each names the unit and says what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.following import followers

from .queries import STEP_KINDS, UNIT_KINDS, Checked, Compared
from .rules.fates import called
from .rules.shares import written_share
from .rules.steps import Key, Problem, Severity, Step, Unit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SENTENCES: Final = {
    # one step by itself
    "no_old_code": _("Bước này chưa có mã cũ. Hãy điền mã của đơn vị vào ngày trước khi có hiệu lực."),
    "no_new_code": _("Bước này của đơn vị %(code)s chưa có mã mới. Hãy điền mã từ ngày có hiệu lực."),
    "no_name": _("Bước này của đơn vị %(code)s chưa có tên. Hãy điền tên mới, không kèm chữ “xã”, “phường”."),
    "no_unit_kind": _("Bước này của đơn vị %(code)s chưa có loại đơn vị. Hãy chọn loại."),
    "no_parent": _("Bước này của đơn vị %(code)s chưa có đơn vị cấp trên. Hãy điền mã đơn vị cấp trên."),
    "village_only_moves": _(
        "Thôn, tổ dân phố chỉ có bước “Chuyển đơn vị cấp trên”. Hãy sửa hoặc bỏ bước này."
    ),
    "unknown_level": _("Không có cấp “%(level)s”. Hãy chọn cấp tỉnh, cấp huyện hoặc cấp xã."),
    "recode_level": _(
        "Đổi mã không đổi được cấp của đơn vị %(code)s. Nếu cấp đổi, hãy thành lập đơn vị mới rồi nhập vào."
    ),
    "wrong_parent_level": _(
        "Đơn vị %(code)s không thể nằm trực tiếp trong đơn vị %(parent)s vì sai cấp. Hãy chọn đơn vị cấp trên khác."
    ),
    "unknown_kind": _("Loại đã chọn không dùng cho cấp của đơn vị %(code)s. Hãy chọn loại khác."),
    "share_range": _(
        "Tỷ lệ %(share)s của đơn vị %(code)s không hợp lệ. Tỷ lệ phải lớn hơn 0 và không quá 1 (100%%)."
    ),
    # steps among themselves
    "no_steps": _("Phương án chưa có bước nào làm được. Hãy thêm bước hoặc nhập từ tệp."),
    "unknown_unit": _(
        "Vào ngày trước khi có hiệu lực không có đơn vị mang mã %(code)s. Hãy kiểm tra lại cấp và mã cũ."
    ),
    "closed_unit": _(
        "Đơn vị mang mã %(code)s đã kết thúc từ sau ngày %(day)s nên không đổi được nữa. Hãy dùng mã của đơn vị kế thừa."
    ),
    "begins_twice": _("%(unit)s được thành lập hai lần. Hãy giữ một bước thành lập."),
    "ends_and_goes_on": _(
        "%(unit)s vừa kết thúc vừa tiếp tục với thay đổi khác. Hãy bỏ một trong hai: nếu đơn vị kết thúc, "
        "tên và loại mới thuộc về bước thành lập đơn vị kế thừa."
    ),
    "changes_twice": _("%(unit)s có hai bước nói cùng một điều. Hãy giữ một bước."),
    "no_change": _("Bước này không làm %(unit)s đổi gì. Hãy bỏ bước, hoặc kiểm tra lại nội dung."),
    # where units go
    "goes_twice": _(
        "%(unit)s được nhập toàn bộ vào một nơi mà còn bước khác. Hãy giữ một bước, hoặc đổi tất cả thành “Chia một phần”."
    ),
    "lone_part": _(
        "%(unit)s chỉ có một phần vào %(new)s; phần còn lại chưa biết về đâu. Hãy thêm các phần kia, "
        "hoặc đổi thành nhập toàn bộ."
    ),
    "part_twice": _("%(unit)s có hai phần cùng vào đơn vị %(new)s. Hãy gộp thành một bước."),
    "no_default": _(
        "%(unit)s được chia nhưng chưa chọn đơn vị kế thừa mặc định. Hãy đánh dấu đúng một phần là mặc định."
    ),
    "many_defaults": _(
        "%(unit)s được chia và có hơn một đơn vị kế thừa mặc định. Hãy giữ đúng một phần là mặc định."
    ),
    "no_share": _(
        "%(unit)s được chia %(parts)s phần mà chưa biết đủ tỷ lệ: số liệu cũ của đơn vị này sẽ ghi là không chia được. "
        "Nếu có nguồn, hãy điền tỷ lệ của từng phần."
    ),
    "share_sum": _("Tỷ lệ các phần của %(unit)s cộng lại là %(total)s, phải đúng bằng 1. Hãy sửa lại."),
    "share_keys": _(
        "Tỷ lệ các phần của %(unit)s tính theo căn cứ khác nhau. Hãy dùng một căn cứ, ví dụ dân số."
    ),
    "no_such_successor": _(
        "%(unit)s chuyển vào %(new)s, nhưng không có đơn vị này từ ngày có hiệu lực. Hãy thêm bước thành lập, "
        "hoặc sửa mã mới."
    ),
    "gains_ground": _(
        "%(new)s nhận thêm địa bàn của %(unit)s nên là đơn vị mới. Hãy thêm bước thành lập đơn vị này, "
        "và nhập đơn vị cũ cùng mã vào đó."
    ),
    "no_successor": _(
        "%(unit)s kết thúc mà không có đơn vị kế thừa: công việc còn lại về đơn vị cấp trên trực tiếp. "
        "Nếu không đúng, hãy điền mã mới."
    ),
    "no_predecessor": _(
        "%(unit)s được thành lập mà không có đơn vị nào nhập vào. Nếu không đúng, hãy thêm bước nhập hoặc chia."
    ),
    "same_ground": _(
        "%(unit)s chỉ gồm toàn bộ %(old)s, địa bàn không đổi. Nên dùng bước đổi tên, đổi loại hoặc đổi mã "
        "để đơn vị tiếp tục với số liệu của mình."
    ),
    "crossing": _(
        "%(unit)s chuyển vào %(new)s, ngoài đơn vị kế thừa của tỉnh mình. Nếu văn bản nói như vậy, "
        "hãy đánh dấu “Cho phép chuyển sang tỉnh khác” ở phương án; nếu không, hãy sửa mã mới."
    ),
    # the units of the day itself
    "code_taken": _(
        "Mã %(code)s vẫn thuộc %(unit)s từ ngày có hiệu lực, nên không cấp cho đơn vị khác được. "
        "Hãy đổi mã, hoặc thêm bước kết thúc hay đổi mã của đơn vị kia."
    ),
    "code_reused": _("Mã %(code)s của %(old)s được dùng lại cho %(unit)s, là đơn vị khác."),
    "code_reused_later": _(
        "Mã %(code)s cấp cho %(unit)s đã từng thuộc một đơn vị kết thúc sau ngày %(day)s."
    ),
    "left_within": _(
        "%(unit)s nằm trong %(old)s là đơn vị kết thúc, mà chưa biết sẽ thuộc đơn vị nào. "
        "Hãy thêm bước “Chuyển đơn vị cấp trên”."
    ),
    "no_such_parent": _(
        "%(unit)s được đặt trong đơn vị mang mã %(parent)s, nhưng không có đơn vị này từ ngày có hiệu lực. "
        "Hãy sửa mã đơn vị cấp trên."
    ),
    "cycle": _("%(unit)s sẽ nằm trong chính nó. Hãy sửa đơn vị cấp trên để không thành vòng."),
    "namesakes": _("%(unit)s trùng tên với %(others)s trong cùng tỉnh. Hãy kiểm tra lại tên theo văn bản."),
    # what rows say
    "changes_later": _(
        "Danh bạ đã ghi thay đổi khác của %(unit)s từ ngày %(day)s, nên hai thay đổi sẽ chồng nhau. "
        "Hãy đổi ngày có hiệu lực, hoặc hoàn tác thay đổi kia trước."
    ),
    "parent_changes_later": _(
        "%(unit)s nằm trong %(parent)s, mà danh bạ đã ghi thay đổi khác của đơn vị này từ ngày %(day)s. "
        "Hãy kiểm tra xem từ ngày đó %(unit)s thuộc đơn vị nào."
    ),
    "two_plans": _(
        "%(unit)s cũng nằm trong phương án “%(plan)s” có hiệu lực cùng ngày. Hãy bỏ khỏi một trong hai phương án."
    ),
    "out_of_reach": _(
        "%(unit)s không nằm trong địa bàn của đơn vị ban hành phương án. Hãy bỏ bước này, hoặc để cấp trên lập phương án."
    ),
    "unknown_village": _(
        "Vào ngày trước khi có hiệu lực không có thôn, tổ dân phố với mã định danh %(uid)s. Hãy chọn lại."
    ),
    "no_such_area": _(
        "Phương án chỉ đổi tổ chức, nhưng từ ngày có hiệu lực không có địa bàn %(unit)s. Hãy sửa mã mới, "
        "hoặc thực hiện phương án đổi địa bàn trước."
    ),
    "body_left": _(
        "%(unit)s kết thúc nhưng tổ chức của hệ thống %(systems)s ở đó không thuộc phương án nào. "
        "Hãy thêm hệ thống vào phương án, hoặc lập phương án riêng cho hệ thống đó."
    ),
    "no_holder": _(
        "Chưa có ai giữ chức vụ ở %(unit)s: không đơn vị cũ nào lấy nơi này làm đơn vị kế thừa mặc định. "
        "Hãy quyết định cán bộ nào về đây."
    ),
}

_TITLES: Final = {
    "no_share": _("Phần chia chưa biết tỷ lệ"),
    "code_reused": _("Mã được dùng lại"),
    "code_reused_later": _("Mã đã dùng trước kia"),
    "no_successor": _("Kết thúc mà không có đơn vị kế thừa"),
    "no_predecessor": _("Thành lập mà không có đơn vị nhập vào"),
    "same_ground": _("Địa bàn không đổi mà thành đơn vị mới"),
    "namesakes": _("Trùng tên trong cùng tỉnh"),
    "crossing": _("Chuyển sang đơn vị kế thừa của tỉnh khác"),
    "body_left": _("Tổ chức không còn địa bàn"),
    "no_holder": _("Chưa có người giữ chức vụ"),
    "two_plans": _("Hai phương án cùng một đơn vị"),
    "left_within": _("Nằm trong đơn vị đã kết thúc"),
    "lone_part": _("Chỉ có một phần"),
    "share_sum": _("Tỷ lệ không cộng thành 1"),
    "unknown_unit": _("Không có đơn vị mang mã"),
    "closed_unit": _("Đơn vị đã kết thúc"),
    "code_taken": _("Mã đang thuộc đơn vị khác"),
    "parent_changes_later": _("Đơn vị cấp trên sẽ còn đổi"),
    "changes_later": _("Chồng với thay đổi đã ghi"),
    "out_of_reach": _("Ngoài địa bàn của đơn vị ban hành"),
    "no_default": _("Chưa có đơn vị kế thừa mặc định"),
    "no_change": _("Bước không đổi gì"),
}
_OTHER: Final = _("Bước chưa đúng hoặc chưa đủ")

SEVERITIES: Final[dict[Severity, _StrPromise]] = {
    Severity.BLOCKS: _("Bắt buộc sửa"),
    Severity.WARNS: _("Cần biết"),
}


def sentence_of(problem: Problem) -> str:
    """Return a finding as a sentence that names the unit and says what to do."""
    return str(_SENTENCES[problem.code]) % problem.words


def title_of(code: str) -> str:
    """Return what findings of a code have in common, as the head of a group."""
    return str(_TITLES.get(code, _OTHER))


@dataclass(frozen=True)
class Group:
    """Findings of one code: how many, and each."""

    code: str
    severity: Severity
    title: str
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.problems)


def groups_of(problems: Iterable[Problem]) -> list[Group]:
    """Return findings by what they have in common: first what has to be put right, then the rest, the most frequent first."""
    found: dict[tuple[Severity, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.severity, problem.code].append(problem)
    groups = [Group(code, severity, title_of(code), tuple(each)) for (severity, code), each in found.items()]
    return sorted(groups, key=lambda one: (one.severity is not Severity.BLOCKS, -one.count, one.code))


# ── lines of a rehearsal ─────────────────────────────────────────────────────────────────────────────────────────────

_REGISTRY: Final = _("Đơn vị và chức vụ")
_EFFECTS: Final = {
    "registry.closed": _("Đơn vị kết thúc, có đơn vị kế thừa"),
    "registry.abolished": _("Đơn vị kết thúc, không có đơn vị kế thừa"),
    "registry.renamed": _("Đơn vị đổi tên"),
    "registry.moved": _("Đơn vị đổi đơn vị cấp trên"),
    "registry.villages": _("Thôn, tổ dân phố đổi đơn vị cấp trên"),
    "registry.posts": _("Chức vụ chuyển về đơn vị kế thừa"),
    "registry.posts_end": _("Chức vụ kết thúc"),
    "registry.same_post": _("Nhiều người cùng giữ một chức vụ"),
}


def room_title(room: str) -> str:
    """Return which part of the product says a line of a rehearsal."""
    return str(next((one.label for one in followers() if one.name == room), _REGISTRY))


def effect_title(room: str, kind: str) -> str:
    """Return what lines of a kind have in common; of a kind without a title, the part of the product that says it."""
    said = {one.name: one.kinds for one in followers()}.get(room, _EFFECTS)
    return str(said.get(kind, "")) or room_title(room)


def effect_kinds() -> list[tuple[str, _StrPromise | str]]:
    """Return every kind of line that rooms say, with its title."""
    return [*_EFFECTS.items(), *(pair for one in followers() for pair in one.kinds.items())]


_COUNTS: Final = {
    "bodies_closed": _("Đơn vị kết thúc"),
    "bodies_without_heir": _("trong đó không có đơn vị kế thừa"),
    "bodies_founded": _("Đơn vị được thành lập"),
    "bodies_renamed": _("Đơn vị đổi tên"),
    "bodies_moved": _("Đơn vị đổi đơn vị cấp trên"),
    "areas_moved": _("Địa bàn đổi đơn vị cấp trên"),
    "villages_moved": _("Thôn, tổ dân phố đổi đơn vị cấp trên"),
}


def counts_of(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what a rehearsal counted, in words; what is none is left out."""
    return [(str(label), counts[name]) for name, label in _COUNTS.items() if counts.get(name)]


# ── rows of pages ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Finding:
    """A finding in words, as a row. ``plan``: public id; ``position``: of its step, 0 of none."""

    plan: UUID
    position: int
    severity: Severity
    title: str
    sentence: str


def findings_of(plan: UUID, problems: Iterable[Problem]) -> list[Finding]:
    """Return findings as rows, by what they have in common."""
    return [
        Finding(plan, one.step, group.severity, group.title, sentence_of(one))
        for group in groups_of(problems)
        for one in group.problems
    ]


DIFFERENCES: Final[dict[str, _StrPromise]] = {
    "fate": _("Đơn vị cũ về đâu"),
    "unit": _("Đơn vị từ ngày có hiệu lực"),
    "step": _("Bước"),
}


@dataclass(frozen=True)
class Differing:
    """Something that two plans say otherwise, in words; "" where one of them does not say it."""

    what: str
    about: str
    first: str
    second: str

    @property
    def rank(self) -> int:
        """Where its group stands among the others."""
        return list(DIFFERENCES).index(self.what)


def differences_of(compared: Compared) -> list[Differing]:
    """Return where two plans differ, as rows: where units go, which units there are, and the steps that say so."""
    one, other = compared.first, compared.second

    def fate(checked: Checked, old: Key, ways: Iterable[Key]) -> str:
        if old not in checked.outcome.ended and old not in checked.outcome.goes_on:
            return str(_("không đổi"))
        names = [called(checked.outcome.after.get(key), key) for key in ways]
        return ", ".join(names) or str(_("kết thúc, không có đơn vị kế thừa"))

    rows = [
        Differing(
            "fate",
            called(one.eve.by_key.get(each.old), each.old),
            fate(one, each.old, each.first),
            fate(other, each.old, each.second),
        )
        for each in compared.fates
    ]
    rows += [
        Differing("unit", called(each.first or each.second, each.key), _unit(each.first), _unit(each.second))
        for each in compared.units
    ]
    steps = compared.steps
    rows += [Differing("step", _about(each, one), _step(each), "") for each in steps.only_first]
    rows += [Differing("step", _about(each, other), "", _step(each)) for each in steps.only_second]
    rows += [Differing("step", _about(each, one), _step(each), _step(same)) for each, same in steps.differing]
    return rows


def _unit(unit: Unit | None) -> str:
    if unit is None:
        return ""
    parent = str(_("trong %(code)s") % {"code": unit.parent.code}) if unit.parent and unit.parent.code else ""
    return ", ".join(filter(None, (called(unit, unit.key), parent)))


def _about(step: Step, checked: Checked) -> str:
    if step.old is not None:
        return called(checked.eve.by_key.get(step.old), step.old)
    if step.new is not None:
        return called(checked.outcome.after.get(step.new), step.new)
    return str(step.old_uid or "")


def _step(step: Step) -> str:
    said = (
        str(STEP_KINDS[step.kind]),
        step.new_code,
        step.name,
        str(UNIT_KINDS.get(step.unit_kind, "")),
        str(_("trong %(code)s") % {"code": step.parent.code}) if step.parent and step.parent.code else "",
        written_share(step.share),
        str(_("mặc định")) if step.default else "",
    )
    return ", ".join(filter(None, said))
