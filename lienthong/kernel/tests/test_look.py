"""The look keeps its rules: contrasts, one place for numbers, a strict content policy, weight, and what each part shows."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from lienthong.kernel import look
from lienthong.kernel.shell import Entry, Group, Shell
from lienthong.kernel.templatetags.ui import NOTICES, STATES

KERNEL = Path(__file__).resolve().parent.parent
UI = KERNEL / "static" / "ui"
ALL = UI / "all.css"
SHEETS = sorted(sheet for sheet in UI.glob("*.css") if sheet != ALL)
RULED_SHEETS = [
    sheet
    for sheet in sorted(KERNEL.parent.glob("*/static/**/*.css"))
    if sheet not in {ALL, UI / "tokens.css"}
]
TEMPLATES = sorted(KERNEL.parent.glob("*/templates/**/*.html"))


def _nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


# The shell leads to two addresses of other rooms, which are not what is tried here.
_search = ([path("tim/", _nowhere, name="search"), path("tim/goi-y/", _nowhere, name="suggest")], "search")
urlpatterns = [path("ngon-ngu/", _nowhere, name="set_language"), path("", include(_search))]
pytestmark = pytest.mark.urls(__name__)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


# ── colour ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _too_close(palette: look.Palette, pairs: dict[str, tuple[str, ...]], least: float) -> list[str]:
    return [
        f"{mark} on {ground}: {look.contrast(palette[mark], palette[ground]):.2f}"
        for mark, grounds in pairs.items()
        for ground in grounds
        if look.contrast(palette[mark], palette[ground]) < least
    ]


def test_the_measure_is_that_of_the_guidelines() -> None:
    assert look.contrast("#000000", "#ffffff") == 21
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground(theme: str) -> None:
    assert _too_close(look.palettes()[theme], look.WORDS, look.LEAST_OF_WORDS) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_and_marks_stand_out_from_their_ground(theme: str) -> None:
    assert _too_close(look.palettes()[theme], look.MARKS, look.LEAST_OF_MARKS) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbours_on_the_ordered_ramp_can_be_told_apart(theme: str) -> None:
    palette = look.palettes()[theme]
    steps = [look.contrast(palette[one], palette[other]) for one, other in pairwise(look.RAMP)]
    assert [step for step in steps if step < 1.2] == []


def test_the_browser_is_told_the_colour_of_the_band() -> None:
    colour = re.findall(r'name="theme-color" content="([^"]+)"', _text(KERNEL / "templates/ui/head.html"))
    assert colour == [look.palettes()["light"]["brand"]]


# ── style sheets ─────────────────────────────────────────────────────────────────────────────────────────────────────

# What may stand as a number outside tokens.css: a hairline; what is relative to the text beside it (em), to the whole (%)
# or to the window (vh, vw); the widths at which a layout changes and the margin of paper, where no variable is allowed.
PLAIN_CSS = [
    r"#[0-9a-f]{3,8}\b",
    r"\b(?:rgb|hsl)a?\(",
    r"(?<![\w.-])(?!1px)\d*\.?\d+(?:px|rem|pt|mm|cm)\b",
    r"(?<![\w.-])\d*\.?\d+m?s\b",
]


def _numbers(css: str) -> list[str]:
    bare = re.sub(r"@media[^{]*|@page\s*\{[^}]*\}", "", look.without_comments(css))
    return [found for pattern in PLAIN_CSS for found in re.findall(pattern, bare, re.IGNORECASE)]


@pytest.mark.parametrize("sheet", RULED_SHEETS, ids=lambda sheet: sheet.name)
def test_colours_sizes_and_durations_are_numbers_only_in_the_tokens(sheet: Path) -> None:
    assert _numbers(_text(sheet)) == []


def test_a_number_outside_the_tokens_is_noticed() -> None:
    css = "a { color: #a3161f; margin: 2px 1px .5rem; transition: 140ms; background: rgb(0 0 0) } /* 3px */"
    assert sorted(_numbers(css)) == ["#a3161f", ".5rem", "140ms", "2px", "rgb("]


@pytest.mark.parametrize("sheet", RULED_SHEETS, ids=lambda sheet: sheet.name)
def test_every_variable_has_a_value(sheet: Path) -> None:
    known = set(re.findall(r"--([\w-]+):", _text(UI / "tokens.css") + _text(sheet)))
    assert set(re.findall(r"var\(--([\w-]+)\)", _text(sheet))) - known == set()


@pytest.mark.parametrize("sheet", RULED_SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_lies_in_one_layer_and_uses_no_force(sheet: Path) -> None:
    css = look.without_comments(_text(sheet)).strip()
    css = css.removeprefix("@layer base, layout, parts, util;").strip()
    assert re.match(r"@layer (base|layout|parts|util) \{", css)
    assert len(re.findall(r"^\S.*\{", css, re.MULTILINE)) == 1
    assert "!important" not in css
    assert re.findall(r"#[a-z][\w-]*", css) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_line_holds_one_declaration(sheet: Path) -> None:
    lines = look.without_comments(_text(sheet)).splitlines()
    assert [line for line in lines if line.count(";") > 1 or re.search(r"\{.*:.*;", line)] == []


def test_one_sheet_brings_all_the_others() -> None:
    assert sorted(re.findall(r'@import url\("([\w.]+)"\)', _text(ALL))) == [sheet.name for sheet in SHEETS]


# ── weight ───────────────────────────────────────────────────────────────────────────────────────────────────────────

KILOBYTE = 1024


def _weight(files: list[Path]) -> int:
    """Return the bytes that travel; fonts are compressed already."""
    return sum(len(f.read_bytes() if f.suffix == ".woff2" else gzip.compress(f.read_bytes())) for f in files)


def test_the_style_sheets_stay_light() -> None:
    assert len(SHEETS) == 8
    assert _weight(SHEETS) <= 15 * KILOBYTE


def test_the_scripts_stay_light() -> None:
    assert _weight(sorted(UI.glob("*.js"))) <= 3 * KILOBYTE


def test_the_fonts_stay_light() -> None:
    fonts = sorted(UI.glob("fonts/*.woff2"))
    assert [font.name for font in fonts] == ["bvp-400.woff2", "bvp-600.woff2", "num-var.woff2"]
    assert _weight(fonts) <= 35 * KILOBYTE


def test_the_licences_lie_beside_what_they_allow() -> None:
    for name in ("fonts/LICENSE-be-vietnam-pro.txt", "fonts/LICENSE-inter.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in _text(UI / name)
    assert _text(UI / "LICENSE-lucide.txt").startswith("ISC License")


def test_everything_that_a_village_loads_fits_a_slow_line() -> None:
    page = render_to_string("base_phone.html", {"shell": SHELL})
    names = set(re.findall(r"/static/(ui/[\w./-]+)", page))
    assert {"ui/all.css", "ui/app.js", "ui/icons.svg"} <= names
    loaded = {UI.parent / name for name in names} | {*SHEETS, *UI.glob("fonts/*.woff2")}
    assert _weight(sorted(loaded)) <= 65 * KILOBYTE


# ── icons ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _drawn() -> set[str]:
    return set(look.icons())


def _asked_for() -> Iterator[tuple[str, str]]:
    """Yield where an icon is named and which, in every template and for every state and notice."""
    for template in TEMPLATES:
        text = re.sub(r"\{#.*?#\}", "", _text(template))
        for name in re.findall(r"""\{% icon ["']([\w-]+)["']|\bicon=["']([\w-]+)["']""", text):
            yield template.name, "".join(name)
    yield from (("a state", mark.icon) for mark in STATES.values())
    yield from (("a notice", name) for name in NOTICES.values())


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    asked = list(_asked_for())
    assert ("foot.html", "shield-check") in asked
    assert [(place, name) for place, name in asked if name not in _drawn()] == []


# ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────

INLINE = [
    r"<style",
    r"\sstyle\s*=",
    r"<script(?![^>]*\ssrc=)",
    r"\son[a-z]+\s*=",
    r"javascript:",
    r"""(?:src|href|action)=["'](?:https?:)?//""",
]


def _inline(text: str) -> list[str]:
    return [found for pattern in INLINE for found in re.findall(pattern, text, re.IGNORECASE)]


def test_no_template_holds_script_or_style_or_loads_from_elsewhere() -> None:
    assert KERNEL / "templates/base.html" in TEMPLATES
    assert {str(t.relative_to(KERNEL.parent)): f for t in TEMPLATES if (f := _inline(_text(t)))} == {}


def test_script_and_style_in_a_template_are_noticed() -> None:
    for bad in ("<p style='a'>", "<script>", '<a onclick="x">', '<img src="//a.b/c">', "<style>"):
        assert len(_inline(bad)) == 1
    assert _inline('<script type="module" src="/a.js"></script>') == []


@pytest.mark.parametrize("part", sorted(KERNEL.glob("templates/ui/*.html")), ids=lambda part: part.name)
def test_every_part_says_what_it_is(part: Path) -> None:
    assert re.match(r"\{# .+ #\}\n", _text(part))


# ── the shell ────────────────────────────────────────────────────────────────────────────────────────────────────────

SHELL = Shell(
    product="Liên Thông",
    menu=(
        Group("", (Entry("Việc của tôi", "/viec/", "clipboard-check", count=1234, urgent=True),)),
        Group("Báo cáo", (Entry("Tổng hợp", "/tong-hop/", "table-properties", current=True),)),
    ),
    tabs=(Entry("Việc", "/viec/", "clipboard-check"),),
    unit_name="Xã Ea Tul",
    account_name="Lê Thị <Lan>",
    account_initials="LL",
    demo=True,
    clock_text="09:40 22/11/2026",
    posts_url="/vi-tri/",
    sign_out_url="/thoat/",
    signed_in=True,
)


def _page(shell: Shell | None, address: str = "/viec/?trang=2") -> str:
    return render_to_string("base.html", {"shell": shell, "request": RequestFactory().get(address)})


def test_the_skip_link_comes_first_and_there_is_one_heading() -> None:
    page = _page(SHELL)
    first = re.search(r"<(?:a|button|input)\b[^>]*>", page[page.index("<body") :])
    assert first is not None
    assert 'href="#main"' in first[0]
    assert page.count("<h1") == 1
    assert page.count('id="main"') == 1


def test_the_shell_says_who_where_and_that_it_is_a_demonstration() -> None:
    page = _page(SHELL)
    assert "Xã Ea Tul" in page
    assert "Lê Thị &lt;Lan&gt;" in page
    assert "09:40 22/11/2026" in page
    assert "Bản trình diễn – không phải dịch vụ chính thức" in page
    assert "Không nhập bí mật nhà nước" in page
    assert page.count('aria-current="page"') == 1
    assert '<span class="count urgent">1.234' in page


def test_the_language_form_comes_back_to_the_page() -> None:
    assert '<input type="hidden" name="next" value="/viec/?trang=2">' in _page(SHELL)
    answered = {"shell": SHELL, "request": RequestFactory().post("/viec/gui/")}
    assert '<input type="hidden" name="next" value="/">' in render_to_string("base.html", answered)


def test_signed_out_there_is_no_menu_and_no_search() -> None:
    page = _page(Shell(product="Liên Thông"))
    assert 'class="public"' in page
    for absent in ('class="side"', 'class="tabs"', 'role="search"', 'class="menu"', "trình diễn"):
        assert absent not in page
    assert "Không nhập bí mật nhà nước" in page


def test_the_page_of_a_fault_needs_nothing() -> None:
    page = render_to_string("error.html", {"status": 500})
    assert "Hệ thống gặp lỗi" in page
    assert "Lỗi do hệ thống, không phải do bạn." in page
    assert 'href="/"' in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "Yêu cầu không thực hiện được"),
        (403, "Bạn không được làm việc này"),
        (404, "Không tìm thấy trang"),
        (409, "Chưa làm được lúc này"),
        (422, "Nội dung chưa đúng"),
        (429, "Bạn thử quá nhiều lần"),
    ],
)
def test_a_refusal_says_what_happened_and_what_to_do(status: int, title: str) -> None:
    context = {"status": status, "sentence": "Đã khóa.", "faults": ["Đã khóa.", "Hộ nghèo: quá lớn."]}
    page = render_to_string("error.html", context)
    assert page.count(title) == 2
    assert page.count("Đã khóa.") == 1
    assert "Hộ nghèo: quá lớn." in page


# ── numbers, dates, hours ────────────────────────────────────────────────────────────────────────────────────────────


def _drawn_from(source: str, **context: Any) -> str:
    """Return what a template shows, with the spaces between its words made single."""
    return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234567, "", "1.234.567"),
        (Decimal("1234.5"), "", "1.234,5"),
        ("1234.50", "", "1.234,50"),
        (12.345, ":1", "12,3"),
        (99.96, ":1", "100,0"),
        (Decimal("0.05"), ":1", "0,1"),
        (Decimal("0.04"), ":0", "0"),
        (Decimal("-0.04"), ":1", "0,0"),
        (-1234, "", "−1.234"),
        (999, ":0", "999"),
        (0, "", "0"),
        (None, ":1", "–"),
        ("", "", "–"),
        ("chưa rõ", "", "chưa rõ"),
    ],
)
def test_a_number_is_shown_alike_in_both_languages(value: object, decimals: str, shown: str) -> None:
    source = f"{{{{ value|number{decimals} }}}}"
    for language in ("vi", "en"):
        with translation.override(language):
            assert _drawn_from(source, value=value) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("day", "23/11/2026"),
        ("day_month", "23/11"),
        ("hour", "00:30"),
        ("moment", "00:30 23/11/2026"),
        ("weekday", "thứ Hai 23/11/2026"),
    ],
)
def test_an_instant_is_shown_as_clocks_in_vietnam_show_it(name: str, shown: str) -> None:
    instant = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    with translation.override("vi"):
        assert _drawn_from(f"{{{{ value|{name} }}}}", value=instant) == shown
        assert _drawn_from(f"{{{{ value|{name} }}}}", value=None) == "–"


def test_a_day_is_the_same_day_everywhere() -> None:
    with translation.override("vi"):
        assert _drawn_from("{{ value|weekday }}", value=date(2026, 11, 22)) == "Chủ nhật 22/11/2026"


def test_forms_read_days_as_they_are_written_in_vietnam() -> None:
    with translation.override("vi"):
        assert forms.DateField().clean("22/11/2026") == date(2026, 11, 22)
    with translation.override("en"):
        assert forms.DateField().clean("02/11/2026") == date(2026, 11, 2)


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("percent", "width"),
    [("12.34", "12.3"), (-5, "0.0"), (250, "100.0"), (None, "0.0"), (Decimal("99.96"), "100.0")],
)
def test_the_width_of_a_bar_is_a_plain_number_in_every_language(percent: object, width: str) -> None:
    with translation.override("vi"):
        drawn = _drawn_from('{% bar percent "low" %}', percent=percent)
    assert f'<rect class="bar-done" width="{width}"' in drawn
    assert 'class="bar low"' in drawn


def test_an_icon_is_hidden_from_screen_readers_unless_it_stands_alone() -> None:
    assert 'aria-hidden="true"' in _drawn_from('{% icon "send" %}')
    alone = _drawn_from('{% icon "x" "s" label %}', label="Đóng <ngay>")
    assert 'class="icon icon-s" role="img" aria-label="Đóng &lt;ngay&gt;"' in alone
    assert "aria-hidden" not in alone


@pytest.mark.parametrize("code", ["draft", "submitted", "returned", "approved", "locked", "missing", "late"])
def test_a_state_is_said_in_words_and_by_an_icon(code: str) -> None:
    drawn = _drawn_from("{% state code %}", code=code)
    assert str(STATES[code].label) in drawn
    assert f"#{STATES[code].icon}" in drawn


@pytest.mark.parametrize("kind", ["info", "ok", "warn", "err"])
def test_a_notice_has_an_icon_and_at_most_one_button(kind: str) -> None:
    source = '{% notice kind title=title button="Xem" url=url %}Xong {{ what }}.{% endnotice %}'
    drawn = _drawn_from(source, kind=kind, title="Đã <lưu>.", url="/a/?b=1&c=2", what="<b>")
    assert f'<div class="notice {kind}">' in drawn
    assert f"#{NOTICES[kind]}" in drawn
    assert "<b>Đã &lt;lưu&gt;.</b> Xong &lt;b&gt;." in drawn
    assert drawn.count('<a class="button compact" href="/a/?b=1&amp;c=2">') == 1
    assert "<a" not in _drawn_from("{% notice %}Xong.{% endnotice %}")


def test_a_key_figure_says_how_it_changed() -> None:
    with translation.override("vi"):
        worse = _drawn_from(
            '{% figure "Quá hạn" "61" of="/ 90" change="9" good=False note="so tuần 46" url="/a/" %}'
        )
        better = _drawn_from('{% figure "Chờ duyệt" "148" change="37" rising=False %}')
    assert '<a href="/a/">Quá hạn</a>' in worse
    assert '<span class="down">' in worse
    assert 'aria-label="tăng"' in worse
    assert '<span class="up">' in better
    assert 'aria-label="giảm"' in better


@pytest.mark.parametrize(("value", "maximum", "percent"), [(15, 18, "83%"), (0, 0, "0%"), (18, 18, "100%")])
def test_progress_is_said_as_a_percentage_too(value: int, maximum: int, percent: str) -> None:
    drawn = _drawn_from('{% progress value maximum "Đã gửi" %}', value=value, maximum=maximum)
    assert percent in drawn
    assert f'<progress max="{max(maximum, 1)}" value="{value}" aria-label="Đã gửi">' in drawn


def test_a_destructive_step_asks_once_without_script() -> None:
    drawn = _drawn_from(
        '{% confirm "Khóa" "Khóa rồi thì không sửa được." "Khóa báo cáo" name="step" value="lock" %}'
    )
    assert drawn.startswith('<details class="confirm">')
    assert "Khóa rồi thì không sửa được." in drawn
    assert drawn.count('type="submit" name="step" value="lock"') == 1


def test_crumbs_end_at_this_page() -> None:
    drawn = _drawn_from('{% crumbs "Báo cáo" "/bao-cao/" "Tuần 47" %}')
    assert '<a href="/bao-cao/">Báo cáo</a>' in drawn
    assert '<li aria-current="page">Tuần 47</li>' in drawn


def test_the_pages_of_a_list_keep_the_filters() -> None:
    page = Paginator(range(3321), 100).page(3)
    request = RequestFactory().get("/danh-sach/?tinh=66&trang=3")
    with translation.override("vi"):
        drawn = _drawn_from("{% pages page %}", page=page, request=request)
        alone = _drawn_from("{% pages page %}", page=Paginator([1], 10).page(1), request=request)
    assert "201–300 trong 3.321 dòng" in drawn
    assert 'href="?tinh=66&amp;trang=2" rel="prev"' in drawn
    assert 'href="?tinh=66&amp;trang=4" rel="next"' in drawn
    assert drawn.count('aria-current="page"') == 1
    assert alone == ""


@pytest.mark.parametrize(
    ("query", "aria", "leads_to"),
    [
        ("", ' aria-sort="ascending"', "?xep=-ten"),
        ("?xep=ten&q=ea", ' aria-sort="ascending"', "?xep=-ten&amp;q=ea"),
        ("?xep=-ten", ' aria-sort="descending"', "?xep=ten"),
        ("?xep=so", "", "?xep=ten"),
    ],
)
def test_a_column_sorts_by_a_link(query: str, aria: str, leads_to: str) -> None:
    request = RequestFactory().get(f"/danh-sach/{query}")
    drawn = _drawn_from('{% sort_header "Tên" "ten" default="ten" %}', request=request)
    assert drawn.startswith(f'<th scope="col"{aria}> <a href="{leads_to}">Tên')


def test_filters_have_a_button_for_those_without_script() -> None:
    with translation.override("vi"):
        drawn = _drawn_from('{% filters %}<input name="q">{% endfilters %}')
    assert '<form class="filters no-print" method="get" data-act-on-choice> <input name="q"> <button' in drawn
    assert "Lọc</button>" in drawn


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Handover(forms.Form):
    """One field of each kind that a page uses."""

    name = forms.CharField(
        label="Họ và tên", help_text="Như trên căn cước.", error_messages={"required": "Chưa có tên."}
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"class": "num"}))
    reach = forms.ChoiceField(
        label="Phạm vi",
        choices=[("here", "Ở đây"), ("below", "Và cấp dưới")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chưa chọn phạm vi."},
    )
    agreed = forms.BooleanField(label="Đã đối chiếu", required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Đơn vị đã ngừng hoạt động.")


def test_a_field_is_named_explained_and_faulted_beside_it() -> None:
    with translation.override("vi"):
        drawn = _drawn_from("{% field form.name %}", form=Handover({}))
    assert '<div class="field faulty">' in drawn
    assert '<label for="id_name">Họ và tên</label>' in drawn
    assert '<p class="hint" id="id_name_helptext">Như trên căn cước.</p>' in drawn
    assert '<div id="id_name_error">' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "không bắt buộc" not in drawn


def test_an_optional_field_says_so_and_keeps_its_own_class() -> None:
    with translation.override("vi"):
        drawn = _drawn_from("{% field form.note %}", form=Handover())
    assert "(không bắt buộc)" in drawn
    assert 'class="input num"' in drawn


def test_choices_are_a_group_and_nothing_is_ticked_beforehand() -> None:
    form = Handover({})
    drawn = _drawn_from("{% field form.reach %}{% field form.agreed %}", form=form)
    assert '<fieldset class="field faulty" aria-describedby="id_reach_error">' in drawn
    assert drawn.count('type="radio"') == 2
    assert '<label for="id_agreed">' in drawn
    assert "checked" not in drawn


def test_the_list_of_faults_leads_to_each_field() -> None:
    form = Handover({})
    with translation.override("vi"):
        drawn = _drawn_from("{% error_summary form %}", form=form)
    assert "Có 3 chỗ cần sửa" in drawn
    assert "<li>Đơn vị đã ngừng hoạt động.</li>" in drawn
    assert '<a href="#id_name">Họ và tên: Chưa có tên.</a>' in drawn
    assert '<a href="#id_reach_0">Phạm vi: Chưa chọn phạm vi.</a>' in drawn
    shown = _drawn_from("{% field form.reach %}", form=form)
    assert 'id="id_reach_0"' in shown
    assert _drawn_from("{% error_summary form %}", form=Handover()) == ""


def test_the_list_of_faults_takes_a_mapping_too() -> None:
    faults = {"": ["Quá hạn gửi."], "o-3-ho": ["Hộ nghèo: chỉ nhập số."]}
    drawn = _drawn_from("{% error_summary faults %}", faults=faults)
    assert "<li>Quá hạn gửi.</li>" in drawn
    assert '<a href="#o-3-ho">Hộ nghèo: chỉ nhập số.</a>' in drawn
