"""What the audit tells of accounts, roles, grants and keys, in words.

When somebody signed in, and where they went on, is read by whoever reads the audit, not by whoever manages the account.
"""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit import READ
from lienthong.kernel.history import Verb

ACCOUNT_CREATED = Verb("account.created", _("Tạo tài khoản"))
ACCOUNTS_CREATED = Verb("accounts.created", _("Tạo nhiều tài khoản"))
PASSWORD_SET = Verb("account.password_set", _("Đặt mật khẩu"))
ACCOUNT_DISABLED = Verb("account.disabled", _("Khóa tài khoản"))
ACCOUNT_ENABLED = Verb("account.enabled", _("Mở lại tài khoản"))
SIGNED_IN = Verb("account.signed_in", _("Đăng nhập"), who=READ)
SIGNED_IN_FOR_TRIAL = Verb("account.signed_in_for_trial", _("Vào dùng thử"), who=READ)
SIGNED_OUT_EVERYWHERE = Verb("account.signed_out_everywhere", _("Đăng xuất mọi nơi"), who=READ)
SWITCHED_POST = Verb("account.switched_post", _("Chuyển sang vị trí công tác khác"), who=READ)
ROLES_LOADED = Verb("roles.loaded", _("Nạp các vai trò"))
GRANT_GIVEN = Verb("grant.given", _("Trao quyền"))
GRANT_ENDED = Verb("grant.ended", _("Thu hồi quyền"))
TOKEN_CREATED = Verb("token.created", _("Tạo khóa truy cập API"))
TOKEN_REVOKED = Verb("token.revoked", _("Thu hồi khóa truy cập API"))
GRANT_LENT = Verb("grant.lent", _("Cho mượn quyền khi vắng mặt"))
GRANTS_RETURNED = Verb("grants.returned", _("Trả lại quyền đã mượn"))
