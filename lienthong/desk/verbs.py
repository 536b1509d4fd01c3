"""What the audit tells of the desk's rows, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

DELIVERY_RETRIED = Verb("delivery.retried", _("Yêu cầu gửi lại tin"))
DELIVERY_TESTED = Verb("delivery.tested", _("Gửi tin thử"))
NOTICE_CHOICE_UPDATED = Verb("notice_choice.updated", _("Đổi lựa chọn nhận thông báo"))
