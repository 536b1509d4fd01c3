"""Who may see plans of restructurings, who writes them, and who decides that they come to pass.

A plan belongs to the body whose act it follows: what is below it may be changed by it.
"""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

VIEW = Permission("restructuring.view", _("Xem phương án sắp xếp đơn vị"))
PLAN = Permission("restructuring.plan", _("Lập phương án sắp xếp đơn vị"))
APPROVE = Permission(
    "restructuring.approve", _("Phê duyệt và thực hiện phương án sắp xếp đơn vị"), in_person=True
)
