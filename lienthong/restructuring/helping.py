"""Short help on the pages of restructurings."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

PLANS = Help(
    page="restructuring:plans",
    title=_("Sắp xếp đơn vị"),
    lines=(
        _("Mỗi phương án theo một văn bản: đơn vị nào kết thúc, thành lập, đổi tên, từ ngày nào."),
        _("Phương án đi từng bước: soạn, kiểm tra, người khác phê duyệt, diễn tập, thực hiện."),
        _("Cho tới lúc thực hiện, không có gì trong hệ thống thay đổi."),
    ),
)
NEW = Help(
    page="restructuring:new",
    title=_("Lập phương án"),
    lines=(
        _("Ghi đúng số, ngày và cơ quan ban hành của văn bản."),
        _("Ngày có hiệu lực quyết định mã nào là cũ, mã nào là mới."),
        _("Các bước được thêm sau, từng bước hoặc từ tệp."),
    ),
)
CHANGE = Help(page="restructuring:change", title=NEW.title, lines=NEW.lines)
PLAN = Help(
    page="restructuring:plan",
    title=_("Một phương án"),
    lines=(
        _("Trang này cho biết phương án đang ở đâu, ai phải làm gì tiếp theo."),
        _("Kiểm tra tìm chỗ sai; diễn tập cho thấy mọi tác động trước khi thực hiện."),
        _("Người đã soạn hoặc sửa phương án không tự phê duyệt được."),
    ),
)
STEPS = Help(
    page="restructuring:steps",
    title=_("Các bước"),
    lines=(
        _("Mỗi bước nói một đơn vị trở thành gì. Thứ tự các bước không quan trọng."),
        _("Mã cũ đọc vào ngày trước khi có hiệu lực, mã mới từ ngày có hiệu lực."),
        _("Bấm số của bước để xem, hoặc bỏ bước đó khi đang soạn."),
    ),
)
STEP = Help(
    page="restructuring:step",
    title=_("Một bước"),
    lines=(
        _("Trang này cho biết bước nói gì, và kiểm tra thấy gì ở bước này."),
        _("Muốn sửa thì bỏ bước này rồi thêm bước đúng."),
    ),
)
ADD = Help(
    page="restructuring:add_step",
    title=_("Thêm một bước"),
    lines=(
        _("Chọn việc trước; mẫu chỉ hỏi những gì việc đó cần."),
        _("Đơn vị nhận thêm địa bàn là đơn vị mới: thêm bước thành lập, rồi nhập các đơn vị cũ vào."),
    ),
)
TABLE = Help(
    page="restructuring:table",
    title=_("Nhập các bước từ tệp"),
    lines=(
        _("Tải bảng về, sửa, rồi tải lên. Bảng mới thay toàn bộ các bước đang có."),
        _("Trước khi ghi, hệ thống cho xem đọc được gì và kiểm tra thấy gì."),
        _("Dòng để trống cột “Bước” chỉ nói mã cũ về mã mới; hệ thống tự suy ra bước."),
    ),
)
FINDINGS = Help(
    page="restructuring:findings",
    title=_("Kết quả kiểm tra"),
    lines=(
        _("“Bắt buộc sửa” chặn phương án; “Cần biết” thì không, nhưng nên đọc."),
        _("Mỗi nhận xét nói rõ đơn vị và cách sửa. Bấm số bước để tới bước đó."),
    ),
)
REHEARSAL = Help(
    page="restructuring:rehearsal",
    title=_("Diễn tập"),
    lines=(
        _(
            "Diễn tập tính trước mọi thay đổi mà không ghi gì: ở đâu, bao nhiêu, ai phải làm gì, trước ngày nào."
        ),
        _("Chọn “Chỉ việc cần người quyết định” để thấy phần của con người."),
        _("Phương án đổi sau khi diễn tập thì phải diễn tập lại trước khi thực hiện."),
    ),
)
UNIT = Help(
    page="restructuring:unit",
    title=_("Đơn vị của bạn thay đổi gì"),
    lines=(
        _("Trang này cho biết đơn vị của bạn trở thành gì và từ ngày nào."),
        _("Phần đầu là việc bạn phải làm; phần sau tự chuyển, bạn không cần làm gì."),
    ),
)
CASES = Help(
    page="restructuring:cases",
    title=_("Trường hợp cần quyết định"),
    lines=(
        _("Mỗi dòng cho biết quy tắc làm gì nếu không ai quyết định."),
        _("Chỉ đổi những dòng cần khác quy tắc, rồi lưu cả trang một lần."),
        _("Chọn “Theo quy tắc” để bỏ quyết định đã ghi."),
    ),
)
COMPARISON = Help(
    page="restructuring:comparison",
    title=_("So sánh hai phương án"),
    lines=(
        _("Trang này chỉ liệt kê những chỗ khác nhau."),
        _("Đơn vị cũ về đâu đứng trước, vì đó là điều người dân và cán bộ thấy."),
    ),
)
