"""Who may do what with returns, and where."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

from .rules.states import Step

VIEW = Permission("reports.view", _("Xem báo cáo"))
SUBMIT = Permission("reports.submit", _("Nhập và gửi báo cáo"))
APPROVE = Permission("reports.approve", _("Duyệt, trả lại báo cáo"))
LOCK = Permission("reports.lock", _("Khóa, mở khóa kỳ báo cáo"))
MANAGE_SERIES = Permission("reports.manage_series", _("Quản lý loại báo cáo"))

# Who may take which step. When it can be taken is a rule on the state: rules/states.py.
WHO: Final[Mapping[Step, Permission]] = {
    Step.SAVE: SUBMIT,
    Step.SUBMIT: SUBMIT,
    Step.WITHDRAW: SUBMIT,
    Step.APPROVE: APPROVE,
    Step.RETURN: APPROVE,
    Step.LOCK: LOCK,
    Step.UNLOCK: LOCK,
}
