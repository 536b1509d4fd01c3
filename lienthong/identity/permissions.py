"""Who may look after accounts and grants, and where; and what only a person may do, never a key."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.permission import Permission

MANAGE_ACCOUNTS = Permission("identity.manage_accounts", _("Quản lý tài khoản"), in_person=True)
MANAGE_GRANTS = Permission("identity.manage_grants", _("Trao và thu hồi quyền"), in_person=True)
# In no role: what a role contains is the operator's alone.
MANAGE_ROLES = Permission("identity.manage_roles", _("Quản lý vai trò"), in_person=True)


def require_in_person(actor: Actor) -> None:
    """Raise NotAllowed to nobody, and to a program with a key: passwords, sessions and keys are a person's own."""
    if actor.account_id is None:
        raise NotAllowed(gettext("Hãy đăng nhập trước."))
    if actor.token is not None:
        raise NotAllowed(gettext("Việc này phải tự đăng nhập để làm, không làm được bằng khóa truy cập API."))
