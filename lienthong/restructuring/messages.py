"""What a person reads of a plan's check: one whole sentence for every code of the rules.

Each names the unit and says what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from .rules.steps import Problem, Severity

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
