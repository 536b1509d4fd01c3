"""What the audit tells of forms, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

FORM_CREATED = Verb("form.created", _("Tạo biểu mẫu"))
VERSION_DRAFTED = Verb("form_version.drafted", _("Soạn phiên bản biểu mẫu"))
VERSION_PUBLISHED = Verb("form_version.published", _("Ban hành phiên bản biểu mẫu"))
