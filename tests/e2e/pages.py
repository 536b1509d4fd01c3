"""Every page that the look and the weights are checked on: who opens it, and where it lies."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page

from .conftest import Opener
from .letters import follow, post, receipt_of, write_letter

PAGES: dict[str, tuple[str | None, str]] = {
    "door": (None, "/dang-nhap/"),
    "trial door": (None, "/dung-thu/"),
    "nothing here": ("hoa", "/khong-co/"),
    "no unit": ("hoa", "/"),
    "account": ("tung", "/tai-khoan/"),
    "village form": ("nga", "/"),
    "return": ("nga", "return"),
    "cell": ("nga", "cell"),
    "commune": ("lan", "/"),
    "sheet": ("lan", "sheet"),
    "review": ("lan", "review"),
    "commune figures": ("lan", "figures"),
    "cells": ("lan", "cells"),
    "province": ("tung", "/"),
    "owed": ("tung", "owed"),
    "nation": ("ha", "/"),
    "national figures": ("ha", "figures"),
    "month": ("ha", "month"),
    "work": ("lan", "/viec-cua-toi/"),
    "work of a province": ("tung", "/viec-cua-toi/"),
    "absences": ("lan", "/vang-mat/"),
    "stand-in": ("duc", "/vang-mat/nguoi-khac/"),
    "acting": ("duc", "/vang-mat/giu-quyen/"),
    "hand-over": ("lan", "/ban-giao/"),
    "comments": ("lan", "comments"),
    "plans": ("duc", "/sap-xep/"),
    "new plan": ("duc", "/sap-xep/moi/"),
    "jobs": ("ha", "/viec/"),
    "notices": ("lan", "/thong-bao/"),
    "no notices": ("hoa", "/thong-bao/"),
    "choice of notices": ("lan", "/thong-bao/lua-chon/"),
    "messages": ("duc", "/he-thong/tin-gui/"),
    "jobs looked after": ("duc", "/viec/he-thong/"),
    "schedules": ("duc", "/viec/he-thong/lich/"),
    "search": ("ha", "/don-vi/?q=ea+tul"),
    "find": ("ha", "/tim/?q=ea+tul"),
    "find nothing": ("lan", "/tim/?q=khong+co+gi"),
    "area": ("ha", "area"),
    "analysis": ("ha", "/phan-tich/"),
    "imports": ("lan", "/nhap-tu-tep/"),
    "import officials": ("lan", "/nhap-tu-tep/moi/officials/"),
    "import returns": ("lan", "/nhap-tu-tep/moi/returns/"),
    "import preview": ("lan", "preview"),
    "forms": ("ha", "/bieu-mau/"),
    "form": ("ha", "first in /bieu-mau/"),
    "audit": ("quan", "/nhat-ky/"),
    "accounts": ("duc", "/quan-tri/tai-khoan/"),
    "api": ("ha", "/api/"),
    "keys": ("lan", "/tai-khoan/khoa/"),
    "new key": ("lan", "/tai-khoan/khoa/moi/"),
    "keys looked after": ("duc", "/quan-tri/khoa/"),
    "style": ("lan", "/style/"),
    "style, signed out": (None, "/style/"),
    "style: list": ("lan", "/style/list/"),
    "style: record": ("lan", "/style/record/"),
    "style: form": ("lan", "/style/form/"),
    "style: refusal": ("lan", "/style/refusal/"),
    "style: grid": ("lan", "/style/grid/"),
    "style: phone": ("lan", "/style/phone/"),
    "feedback: send": (None, "/phan-anh/"),
    "feedback: receipt": (None, "receipt"),
    "feedback: track": (None, "/phan-anh/tra-cuu/"),
    "feedback: following": (None, "following"),
    "feedback: rate": (None, "/phan-anh/danh-gia/"),
    "feedback: reopen": (None, "/phan-anh/mo-lai/"),
    "feedback: answered": (None, "/phan-anh/da-tra-loi/"),
    "feedback: published": (None, "published"),
    "feedback: figures": (None, "/phan-anh/so-lieu/"),
    "feedback: silence": (None, "/phan-anh/so-lieu/noi-chua-co-phan-anh/"),
    "feedback: open data": (None, "/phan-anh/du-lieu-mo/"),
    "feedback: complaint": (None, "/phan-anh/khieu-nai/"),
    "feedback: denunciation": (None, "/phan-anh/to-cao/"),
    "feedback: privacy": (None, "/phan-anh/quyen-rieng-tu/"),
    "feedback: own data": (None, "/phan-anh/du-lieu-cua-toi/"),
    "feedback: inbox": ("lan", "/phan-anh/viec/"),
    "feedback: one matter": ("lan", "of roads, moi:"),
    "feedback: pass on": ("lan", "of roads, moi:buoc/chuyen/"),
    "feedback: alike": ("lan", "of water, moi:giong/"),
    "feedback: write": ("lan", "of power, dang-giai-quyet:tra-loi/"),
    "feedback: answer": ("mai", "of welfare, tat-ca:tra-loi/xem/"),
    "feedback: sent on": ("lan", "/phan-anh/da-chuyen/"),
    "feedback: on behalf": ("lan", "/phan-anh/viec/ghi-ho/"),
    "feedback: codes": ("lan", "/phan-anh/viec/ma-qr/"),
    "feedback: mails": ("ha", "/phan-anh/viec/thu/"),
    "feedback: released": ("mai", "/phan-anh/da-cong-bo/"),
    "feedback: reviews": ("tung", "/phan-anh/xem-lai/"),
    "feedback: loads": ("tung", "/phan-anh/cap-duoi/"),
    "feedback: late below": ("tung", "/phan-anh/cap-duoi/qua-han/"),
    "feedback: rules": ("duc", "/phan-anh/quy-tac/"),
    "feedback: new rule": ("duc", "/phan-anh/quy-tac/them/"),
    "feedback: templates": ("duc", "/phan-anh/mau-tra-loi/"),
    "feedback: new template": ("duc", "/phan-anh/mau-tra-loi/moi/"),
    "feedback: campaigns": ("lan", "/phan-anh/viec/trung-lap/"),
    "feedback: causes": ("tung", "/phan-anh/viec/nguyen-nhan/"),
    "feedback: trends": ("tung", "/phan-anh/viec/xu-huong/"),
    "feedback: consolidations": ("tung", "/phan-anh/tong-hop/"),
    "feedback: consolidation": ("mai", "first in /phan-anh/tong-hop/"),
    "feedback: new consolidation": ("tung", "/phan-anh/tong-hop/moi/"),
    "feedback: data requests": ("lan", "/phan-anh/viec/du-lieu/"),
    "feedback: data request": ("lan", "first in /phan-anh/viec/du-lieu/"),
    "feedback: proposals": ("lan", "/phan-anh/viec/de-xuat/"),
    "feedback: proposal": ("lan", "first in /phan-anh/viec/de-xuat/"),
    "feedback: judgings": ("tung", "/phan-anh/viec/tham-dinh/"),
    "feedback: judging": ("mai", "first in /phan-anh/viec/tham-dinh/"),
    "feedback: meetings": ("lan", "/phan-anh/viec/cu-tri/"),
    "feedback: meeting": ("lan", "first in /phan-anh/viec/cu-tri/"),
    "feedback: new meeting": ("lan", "/phan-anh/viec/cu-tri/moi/"),
    "feedback: register": ("lan", "/phan-anh/viec/so/"),
    "feedback: slips": ("lan", "/phan-anh/viec/giay/"),
    "feedback: going": ("duc", "/phan-anh/viec/luu-giu/"),
    "feedback: tombstones": ("duc", "/phan-anh/viec/luu-giu/da-xoa/"),
}
PHONE_PAGES = {"village form"}

_ENDS = {
    "sheet": "bang/",
    "review": "duyet/",
    "figures": "so-lieu/",
    "cells": "chi-tieu/households/",
    "owed": "con-thieu/",
    "return": "phieu/",
    "cell": "o/poor/",
}


def _send_list(page: Page) -> None:
    """Send a list of officials in which a row is right and another wrong, and stay at its preview."""
    text = "Họ và tên;Chức vụ;Tên đơn vị;Từ ngày\nNguyễn Thị Mẫu;Cán bộ;Xã Ea Tul;01/07/2025\nTrÇn;;Xã Ea Tul;45839\n"
    page.goto("/nhap-tu-tep/moi/officials/")
    sent = FilePayload(name="can-bo.csv", mimeType="text/csv", buffer=text.encode())
    page.locator("input[type=file]").set_input_files(sent)
    page.locator("form[method=post] button.primary").click()
    page.wait_for_url("**/nhap-tu-tep/*-*/")


def _matter(page: Page, where: str) -> None:
    """Open a page of the first matter of a topic in a queue, as ``of topic, queue:page``."""
    found, _colon, end = where.removeprefix("of ").partition(":")
    topic, queue = found.split(", ")
    page.goto(f"/phan-anh/viec/?hang={queue}&category={topic}")
    page.goto((page.locator("main tbody a").first.get_attribute("href") or "") + end)


def _receipt(page: Page, where: str) -> None:
    """Send a matter and stay at its receipt, or at what its code opens; both can be loaded again."""
    write_letter(page)
    post(page)
    if where == "following":
        follow(page, *receipt_of(page))


def open_page(open_as: Opener, name: str, **options: object) -> Page:
    """Open a page by its name, as whoever uses it."""
    username, where = PAGES[name]
    page = open_as(username, **options)
    if where.startswith("/"):
        if where != "/" or username is None:
            page.goto(where)
    elif where in _ENDS:
        base = page.url.removesuffix("nhap/")
        page.goto(base + _ENDS[where])
    else:
        _walk(page, where)
    page.wait_for_load_state("networkidle")
    return page


def _walk(page: Page, where: str) -> None:
    """Go to a page that has no address known before."""
    match where:
        case "month":
            page.goto(page.url.replace("2026-W47", "2026-11") + "so-lieu/")
        case "preview":
            _send_list(page)
        case "comments":
            page.goto(page.url.removesuffix("nhap/") + _ENDS["review"])
            page.locator("main a[href$='/phieu/']").first.click()
            page.locator("main a[href$='/trao-doi/']").first.click()
        case "receipt" | "following":
            _receipt(page, where)
        case "published":
            page.goto("/phan-anh/da-tra-loi/")
            page.locator("main h2 a").first.click()
        case "area":
            page.goto("/don-vi/?q=ea+tul")
            page.locator("main table a").first.click()
        case _ if where.startswith("first in "):
            page.goto(where.removeprefix("first in "))
            page.locator("main tbody a, main .worklist a").first.click()
        case _:
            _matter(page, where)
