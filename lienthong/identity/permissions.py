"""Who may look after accounts and grants, and where."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

MANAGE_ACCOUNTS = Permission("identity.manage_accounts", _("Quản lý tài khoản"))
MANAGE_GRANTS = Permission("identity.manage_grants", _("Trao và thu hồi quyền"))
# In no role: what a role contains is the operator's alone.
MANAGE_ROLES = Permission("identity.manage_roles", _("Quản lý vai trò"))
