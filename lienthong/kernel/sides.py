"""The pages of the kernel that stand beside the page of every row."""

from django.utils.translation import gettext_lazy as _

from .subjects import Side

FILES = Side("files:files", _("Tệp đính kèm"), "file-text")
HISTORY = Side("history:history", _("Lịch sử"), "history")
