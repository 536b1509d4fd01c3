"""Who may change the registry, and who may see and name the officials of a body."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

MANAGE = Permission("registry.manage", _("Quản lý đơn vị"), on="pk")
VIEW_OFFICIALS = Permission("registry.view_officials", _("Xem cán bộ của đơn vị"))
MANAGE_POSTS = Permission("registry.manage_posts", _("Quản lý chức vụ của cán bộ"))
