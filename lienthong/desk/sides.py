"""The pages that the desk puts beside every row."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.subjects import Side

COMMENTS = Side("desk:comments", _("Trao đổi"), "users")
