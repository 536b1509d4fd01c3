"""What a person reads when something is not right: one whole sentence for every code of the rules.

Each names the thing and says what to do. The rules of a form bring their own sentences in the definition.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lienthong.kernel.text import label_in

from .rules import DefinitionError, ExpressionError, Field, Finding, Problem

_CELL = {
    # numbers as typed
    "not_number": _('%(name)s: "%(text)s" không phải là số. Hãy chỉ nhập chữ số, ví dụ 1234 hoặc 1.234.'),
    "not_whole": _('%(name)s: "%(text)s" không phải số nguyên. Hãy nhập số nguyên, ví dụ 1234 hoặc 1.234.'),
    "two_readings": _(
        '%(name)s: "%(text)s" có thể hiểu theo hai cách. Nếu muốn nói %(whole)s, hãy nhập %(whole)s hoặc '
        "%(grouped)s; ô này không nhận phần lẻ."
    ),
    "two_readings_decimal": _(
        '%(name)s: "%(text)s" có thể hiểu theo hai cách. Nếu muốn nói %(whole)s, hãy nhập %(whole)s hoặc '
        "%(grouped)s; nếu có phần lẻ, hãy nhập nhiều nhất %(decimals)s chữ số sau dấu phẩy."
    ),
    "comma_groups": _(
        '%(name)s: "%(text)s" dùng dấu phẩy để ngăn hàng nghìn. Hãy dùng dấu chấm hoặc không dùng dấu, '
        "ví dụ 1.234.567 hoặc 1234567."
    ),
    "point_decimal": _('%(name)s: "%(text)s" dùng dấu chấm cho phần lẻ. Hãy dùng dấu phẩy: %(better)s.'),
    "grouping": _(
        '%(name)s: "%(text)s" có dấu chấm không ngăn đúng từng nhóm ba chữ số. Hãy nhập lại, '
        "ví dụ 1.234.567 hoặc 1234567."
    ),
    "space_inside": _(
        '%(name)s: "%(text)s" có khoảng trắng ở giữa nên có thể là hai số. Hãy nhập một số liền nhau, '
        "ví dụ 1234 hoặc 1.234."
    ),
    "foreign_digits": _(
        '%(name)s: "%(text)s" có chữ số không đọc được. Hãy gõ lại bằng các chữ số từ 0 đến 9.'
    ),
    "too_many_decimals": _(
        '%(name)s: "%(text)s" có quá nhiều chữ số sau dấu phẩy. Hãy nhập nhiều nhất %(decimals)s chữ số.'
    ),
    "negative": _('%(name)s: "%(text)s" là số âm. Hãy nhập số từ 0 trở lên.'),
    "overflow": _('%(name)s: "%(text)s" quá lớn. Hãy kiểm tra lại; số lớn nhất nhập được là %(limit)s.'),
    # other kinds as typed
    "not_date": _('%(name)s: "%(text)s" không phải là ngày. Hãy nhập ngày/tháng/năm, ví dụ 22/11/2026.'),
    "no_such_day": _('%(name)s: không có ngày "%(text)s". Hãy kiểm tra lại ngày, tháng và năm.'),
    "not_yesno": _('%(name)s: "%(text)s" không phải là câu trả lời. Hãy chọn Có hoặc Không.'),
    "unknown_choice": _('%(name)s: "%(text)s" không có trong danh sách. Hãy chọn một mục trong danh sách.'),
    "too_long": _("%(name)s: nội dung quá dài. Hãy rút gọn còn nhiều nhất %(limit)s ký tự."),
    "control_character": _(
        '%(name)s: "%(text)s" có ký tự điều khiển không nhìn thấy được. Hãy xóa ký tự đó hoặc gõ lại.'
    ),
    "line_break": _('%(name)s: "%(text)s" có chỗ xuống dòng. Hãy nhập trên một dòng.'),
    # cells sent by programs
    "unknown_state": _(
        '%(name)s: không có trạng thái "%(text)s". Hãy gửi {"s": "not_applicable"} hoặc {"s": "not_reported"}.'
    ),
    "not_text": _(
        '%(name)s: "%(text)s" không phải là chuỗi ký tự. Hãy gửi giá trị trong dấu nháy, ví dụ "12".'
    ),
    "not_decimal_text": _(
        '%(name)s: "%(text)s" không phải là số. Hãy gửi chuỗi chữ số với dấu chấm cho phần lẻ, ví dụ "12.5".'
    ),
    "not_iso_date": _('%(name)s: "%(text)s" không phải là ngày. Hãy gửi năm-tháng-ngày, ví dụ "2026-11-22".'),
    # validation
    "required": _("%(name)s: chưa nhập. Hãy nhập số liệu, kể cả số 0, hoặc đánh dấu là không áp dụng."),
    "below_minimum": _("%(name)s: %(text)s nhỏ hơn mức thấp nhất. Hãy nhập từ %(limit)s trở lên."),
    "above_maximum": _("%(name)s: %(text)s lớn hơn mức cao nhất. Hãy nhập nhiều nhất %(limit)s."),
    "unknown_field": _('Biểu mẫu này không có trường "%(text)s". Hãy bỏ trường đó hoặc kiểm tra lại mã.'),
    "put_aside": _(
        '%(name)s: không áp dụng theo các câu trả lời khác, nên "%(text)s" đã nhập không được tính. '
        "Nếu ô này vẫn đúng, hãy sửa câu trả lời kia."
    ),
    "old_encoding": _(
        '%(name)s: "%(text)s" có vẻ gõ bằng bảng mã cũ (VNI hoặc TCVN3), người khác sẽ không đọc được. '
        "Hãy đổi sang Unicode hoặc gõ lại."
    ),
    "not_calculated": _("%(name)s: không tính được từ số liệu đã nhập. Hãy kiểm tra các ô dùng để tính."),
}

_TYPES = {
    "number": _("số"),
    "text": _("chữ"),
    "yesno": _("có/không"),
    "date": _("ngày"),
    "state": _("trạng thái"),
    "ordered": _("số hoặc ngày"),
    "value": _("giá trị"),
}

_USAGE = {
    "round": _("round(số; số chữ số lẻ từ 0 đến 6)"),
    "prev": _("prev(trường) hoặc prev(trường; số kỳ trước, từ 1 đến 60)"),
    "if": _("if(điều kiện; giá trị khi đúng; giá trị khi sai)"),
    "percent": _("percent(phần; tổng)"),
    "between": _("between(số; thấp nhất; cao nhất)"),
    "one_of": _("one_of(giá trị; lựa chọn; …)"),
    "abs": _("abs(số)"),
    "len": _("len(chữ)"),
    "days": _("days(từ ngày; đến ngày)"),
    "if_blank": _("if_blank(giá trị; giá trị thay thế)"),
    "if_na": _("if_na(giá trị; giá trị thay thế)"),
    "if_nr": _("if_nr(giá trị; giá trị thay thế)"),
    "if_missing": _("if_missing(giá trị; giá trị thay thế)"),
    "if_error": _("if_error(giá trị; giá trị thay thế)"),
}
_TYPED_PARAMS = ("expected", "found")
_LIST_USAGE = _("%(function)s(giá trị; giá trị; …), ít nhất một giá trị")

_EXPRESSION = {
    "syntax": _("Không hiểu được biểu thức từ chỗ này. Hãy kiểm tra dấu, ngoặc và tên trường."),
    "decimal_comma": _(
        '"%(text)s" có thể là số thập phân hoặc hai giá trị. Hãy viết số thập phân với dấu chấm, '
        "và ngăn hai giá trị bằng dấu chấm phẩy."
    ),
    "unknown_field": _('Không có trường "%(name)s". Hãy kiểm tra lại mã trường.'),
    "unknown_field_near": _(
        'Không có trường "%(name)s". Có phải là "%(nearest)s" không? Hãy sửa lại mã trường.'
    ),
    "unknown_function": _('Không có hàm "%(name)s". Hãy kiểm tra lại tên hàm.'),
    "unknown_function_near": _(
        'Không có hàm "%(name)s". Có phải là "%(nearest)s" không? Hãy sửa lại tên hàm.'
    ),
    "type": _("Ở đây cần %(expected)s nhưng gặp %(found)s. Hãy sửa để hai bên cùng loại."),
    "result_type": _("Kết quả của biểu thức phải là %(expected)s nhưng lại là %(found)s. Hãy sửa biểu thức."),
    "state_compare": _(
        "Chỉ so sánh được với blank, not_applicable hoặc not_reported bằng dấu = hoặc <>. Hãy sửa phép so sánh."
    ),
    "args": _("Hàm dùng chưa đúng. Hãy viết: %(usage)s."),
    "range": _(
        "Dãy trường phải cùng tên, số tăng dần và không quá %(limit)s trường, ví dụ x1..x5. Hãy sửa lại dãy."
    ),
    "div_zero": _("Có phép chia cho 0. Hãy sửa số chia."),
    "number": _("Số viết trong biểu thức quá dài. Hãy viết nhiều nhất %(limit)s ký tự."),
    "too_big": _("Biểu thức quá dài. Hãy rút gọn hoặc tách thành nhiều quy tắc."),
    "too_deep": _("Biểu thức có quá nhiều lớp lồng nhau. Hãy tách thành nhiều quy tắc."),
    "loop": _(
        "Các công thức chạy vòng quanh: %(circle)s. Hãy sửa một công thức trong vòng này để không trường nào "
        "phải dùng kết quả của chính nó."
    ),
}

_DEFINITION = {
    "language": _("Ngôn ngữ biểu thức phải là phiên bản %(expected)s. Hãy sửa lại số phiên bản."),
    "missing": _("Thiếu mục này. Hãy bổ sung."),
    "unknown_key": _("Không có mục nào tên như vậy. Hãy bỏ mục này hoặc sửa lại tên."),
    "empty": _("Danh sách này để trống. Hãy thêm ít nhất một mục."),
    "not_object": _("Mục này phải là một nhóm các cặp tên và giá trị. Hãy sửa lại."),
    "not_list": _("Mục này phải là một danh sách. Hãy sửa lại."),
    "not_text": _("Mục này phải là chữ và không để trống. Hãy nhập nội dung."),
    "not_truth": _("Mục này phải là true hoặc false. Hãy sửa lại."),
    "not_code": _(
        'Mã "%(text)s" không hợp lệ. Hãy dùng chữ thường không dấu và chữ số, bắt đầu bằng chữ, '
        "không trùng từ khóa của biểu thức."
    ),
    "not_one_of": _('"%(text)s" không có trong các lựa chọn: %(options)s. Hãy chọn một trong số đó.'),
    "too_long": _("Nhãn quá dài. Hãy rút gọn còn nhiều nhất %(limit)s ký tự."),
    "repeated": _('Mã "%(text)s" bị lặp lại. Hãy đặt mỗi mã một lần.'),
    "rollup_type": _(
        'Loại trường này không tổng hợp được theo cách "%(rollup)s". Hãy chọn một trong các cách: %(options)s.'
    ),
    "weight": _(
        "Cách tổng hợp weighted phải có mục weight ghi mã trường dùng làm trọng số, "
        "và chỉ cách này mới có mục đó. Hãy sửa lại."
    ),
    "weight_field": _(
        'Trường "%(name)s" không dùng làm trọng số được. Hãy chọn một trường kiểu số của biểu mẫu này, '
        "có mức thấp nhất từ 0 trở lên và không phải là phần chi tiết."
    ),
    "breakdown": _(
        "Chỉ chia nhỏ được trường số nguyên có mức thấp nhất từ 0 trở lên, tổng hợp theo cách sum hoặc last, "
        "không có công thức riêng, và phải có ít nhất hai phần. Hãy sửa lại."
    ),
    "part_code": _(
        'Mã "%(text)s" của một phần chi tiết bị trùng hoặc quá dài. Hãy đổi mã của phần hoặc của trường.'
    ),
    "guarded": _(
        'Trường "%(name)s" được tính từ phần chi tiết nên không được chuyển lên cấp trên. '
        "Hãy chọn cách tổng hợp count."
    ),
    "skip_earlier": _("Điều kiện bỏ qua không được dùng số liệu kỳ trước. Hãy bỏ hàm prev khỏi điều kiện."),
    "decimals": _("Số chữ số lẻ phải từ 0 đến %(limit)s. Hãy sửa lại."),
    "bound_type": _("Chỉ trường kiểu số mới có mức thấp nhất và cao nhất. Hãy bỏ mục này."),
    "not_bound": _('"%(text)s" không hợp với trường này. Hãy viết một số với đúng số chữ số lẻ của trường.'),
    "bounds_crossed": _("Mức cao nhất nhỏ hơn mức thấp nhất. Hãy sửa lại một trong hai."),
    "choices": _("Trường lựa chọn phải có danh sách, và chỉ trường lựa chọn mới có danh sách. Hãy sửa lại."),
    "formula_type": _("Chỉ trường kiểu số hoặc có/không mới tính được bằng công thức. Hãy bỏ công thức."),
    "tree_differs": _("Cây biểu thức đã lưu không khớp với nội dung biểu thức. Hãy bỏ cây và lưu lại."),
    "field_changed": _(
        'Trường "%(name)s" đã đổi loại, số chữ số lẻ, cách tổng hợp, trọng số hoặc cách chia nhỏ so với phiên bản trước. '
        "Hãy đặt một mã mới cho trường."
    ),
}


def sentence_for(fault: Problem | Finding, field: Field | None, language: str) -> str:
    """Return what a person reads about a fault in a cell; ``field`` is None where the form has none such."""
    if isinstance(fault, Finding) and fault.message is not None:
        return label_in(fault.message, language)
    name = label_in(field.label, language) if field else fault.params["text"]
    with override(language):
        return str(_CELL[fault.code]) % {**fault.params, "name": name}


def sentences_of_cells(language: str) -> dict[str, str]:
    """Return the sentence of every code of a cell, with its places for %(name)s and the like left open."""
    with override(language):
        return {code: str(sentence) for code, sentence in _CELL.items()}


def sentence_for_definition(fault: DefinitionError | ExpressionError, language: str) -> str:
    """Return what the author of a form reads about its definition, the place at the front."""
    with override(language):
        sentence = _definition_sentence(fault.code, fault.params)
        return f"{fault.path}: {sentence}" if isinstance(fault, DefinitionError) else sentence


def _definition_sentence(code: str, params: Mapping[str, str]) -> str:
    near = f"{code}_near" if params.get("nearest") else code
    sentence = _EXPRESSION.get(near) or _DEFINITION[code]
    words = {key: str(_TYPES.get(value, value)) for key, value in params.items() if key in _TYPED_PARAMS}
    return str(sentence) % {**params, **words, "usage": _usage(params.get("function", ""))}


def _usage(function: str) -> str:
    return str(_USAGE.get(function) or _LIST_USAGE) % {"function": function}
