"""What the installation itself does again and again."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

SWEEP = Schedule("config.sweep", kind="config.sweep", label=_("Dọn những gì không còn cần"), at="03:10")
