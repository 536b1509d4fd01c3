"""The pages of the kernel that stand beside the page of every row."""

from django.utils.translation import gettext_lazy as _

from .subjects import Side

HISTORY = Side("history:history", _("Lịch sử"), "history")
