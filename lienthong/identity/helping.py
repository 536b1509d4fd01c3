"""Short help on the pages of identity."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

ACCOUNT = Help(
    page="identity:account",
    title=_("Tài khoản của tôi"),
    lines=(
        _("Trang này cho biết bạn giữ vị trí nào, được làm gì và ở đâu."),
        _("Giữ nhiều vị trí thì chọn vị trí đang làm việc ở đây."),
        _("Mất điện thoại hoặc quên đăng xuất: bấm Đăng xuất ở mọi nơi."),
    ),
)
TOKENS = Help(
    page="identity:tokens",
    title=_("Khóa truy cập API"),
    lines=(
        _("Khóa cho một chương trình của đơn vị bạn đọc hoặc gửi số liệu thay bạn."),
        _("Bấm Tạo khóa, đặt tên theo chương trình sẽ dùng."),
        _("Khóa bị lộ hay không dùng nữa thì thu hồi ngay."),
    ),
)
NEW_TOKEN = Help(
    page="identity:new_token",
    title=_("Tạo khóa"),
    lines=(
        _("Chỉ chọn những quyền mà chương trình thật sự cần, và ngày hết hạn gần."),
        _("Khóa hiện một lần duy nhất sau khi tạo: hãy chép ngay."),
        _("Không gửi khóa qua thư hay tin nhắn."),
    ),
)
TOKENS_LOOKED_AFTER = Help(
    page="identity:tokens_looked_after",
    title=_("Khóa của các tài khoản"),
    lines=(
        _("Trang này liệt kê khóa API của các tài khoản bạn quản lý; không ai xem lại được chính khóa đó."),
        _("Chọn Tất cả để thấy cả những khóa đã hết hiệu lực."),
        _("Thu hồi có hiệu lực ngay: hãy báo cho người dùng khóa trước."),
    ),
)
AUDIT = Help(
    page="identity:audit",
    title=_("Nhật ký"),
    lines=(
        _("Trang này cho biết ai đã làm gì, lúc nào, ở những đơn vị bạn được kiểm tra."),
        _("Chọn khoảng ngày và loại việc trước, rồi đọc từ mới đến cũ."),
        _("Nhật ký không chứa nội dung báo cáo; muốn xem nội dung thì mở chính báo cáo."),
    ),
)
ACCOUNTS = Help(
    page="identity:accounts",
    title=_("Tài khoản"),
    lines=(
        _("Trang này liệt kê tài khoản thuộc các đơn vị bạn quản lý."),
        _("Tìm người trước khi tạo mới, để một người không có hai tài khoản."),
        _("Người chuyển đi thì kết thúc quyền, không xóa tài khoản."),
    ),
)
ACCOUNT_PLACE = Help(
    page="identity:account_place",
    title=_("Chọn đơn vị cho tài khoản mới"),
    lines=(
        _("Tài khoản mới thuộc một đơn vị bạn quản lý."),
        _("Gõ một phần tên đơn vị, rồi chọn trong danh sách."),
        _("Xã trùng tên thì xem tỉnh ghi bên cạnh."),
    ),
)
ACCOUNT_OF = Help(
    page="identity:account_of",
    title=_("Một tài khoản"),
    lines=(
        _("Trang này cho biết tài khoản có những quyền gì, ở đâu, đến ngày nào."),
        _("Bạn chỉ thấy và chỉ thay đổi quyền ở các đơn vị mình quản lý."),
        _("Đặt lại mật khẩu hoặc khóa tài khoản sẽ đăng xuất người đó ở mọi nơi."),
    ),
)
NEW_ACCOUNT = Help(
    page="identity:new_account",
    title=_("Tạo tài khoản"),
    lines=(
        _("Tên đăng nhập và mật khẩu đầu tiên được trao riêng cho người dùng."),
        _("Tìm trong danh sách tài khoản trước, để một người không có hai tài khoản."),
        _("Tạo xong, hãy trao quyền ở trang tiếp theo; tài khoản chưa có quyền thì chưa làm được gì."),
    ),
)
GRANT_PLACE = Help(
    page="identity:grant_place",
    title=_("Chọn nơi trao quyền"),
    lines=(
        _("Quyền có hiệu lực ở một đơn vị, hoặc ở đó và các đơn vị bên dưới."),
        _("Gõ một phần tên đơn vị, rồi chọn trong danh sách."),
        _("Chọn nơi thấp nhất vừa đủ cho công việc."),
    ),
)
NEW_GRANT = Help(
    page="identity:new_grant",
    title=_("Trao quyền"),
    lines=(
        _("Chọn vai trò, phạm vi và ngày bắt đầu; đặt ngày kết thúc nếu đã biết."),
        _("Chỉ trao được những quyền chính bạn đang có."),
        _("Mỗi lần trao quyền đều được ghi vào nhật ký."),
    ),
)
