"""Short help on the pages of the registry."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

SEARCH = Help(
    page="registry:search",
    title=_("Tìm đơn vị"),
    lines=(
        _("Trang này tìm xã, tỉnh, thôn và tổ chức theo tên hoặc mã, vào một ngày bạn chọn."),
        _("Gõ một phần tên, có dấu hay không dấu đều được, rồi bấm Lọc."),
        _("Nhiều mã đã được dùng lại từ 01/07/2025: hãy xem kỹ ngày trước khi dùng mã."),
    ),
)
RESOLVE = Help(
    page="registry:resolve",
    title=_("Tra cứu địa chỉ cũ"),
    lines=(
        _("Trang này cho biết địa chỉ hoặc mã cũ nay thuộc đơn vị nào, vào ngày bạn chọn."),
        _("Gõ như thường viết: có dấu hay không, viết tắt, thiếu huyện hay đảo thứ tự đều được."),
        _("Chỉ khi ghi “Chắc chắn” mới nên dùng ngay; nếu không, hãy xem các khả năng được liệt kê."),
    ),
)
AREA = Help(
    page="registry:area",
    title=_("Một đơn vị"),
    lines=(
        _(
            "Trang này kể tên, mã, loại và nơi trực thuộc của đơn vị qua thời gian, cùng các tổ "
            "chức và cán bộ ở đó."
        ),
        _("Chọn một ngày để xem đơn vị như vào ngày đó."),
        _("Mục được lập từ và nay thuộc về cho biết đơn vị cũ và mới."),
    ),
)
APPOINT = Help(
    page="registry:appoint",
    title=_("Ghi cán bộ"),
    lines=(
        _("Trang này ghi một người giữ chức vụ ở tổ chức, từ một ngày."),
        _("Điền họ tên, chức vụ và ngày bắt đầu; điện thoại, thư điện tử là của cơ quan."),
        _("Không ghi số căn cước, ngày sinh hay địa chỉ nhà."),
    ),
)
END_POST = Help(
    page="registry:end_post",
    title=_("Ghi thôi giữ chức vụ"),
    lines=(
        _("Trang này ghi ngày một người thôi giữ chức vụ."),
        _("Từ ngày đó, người này không còn làm việc ở chức vụ này."),
        _("Dòng chức vụ vẫn được giữ lại để tra cứu."),
    ),
)
