"""Who may lay down forms."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

PUBLISH = Permission("forms.publish", _("Ban hành biểu mẫu"))
