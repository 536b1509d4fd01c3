"""Every page that the look and the weights are checked on: who opens it, and where it lies."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page

from .conftest import Opener

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
    "form": ("ha", "form"),
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
    elif where == "month":
        page.goto(page.url.replace("2026-W47", "2026-11") + "so-lieu/")
    elif where == "preview":
        _send_list(page)
    elif where == "comments":
        page.goto(page.url.removesuffix("nhap/") + _ENDS["review"])
        page.locator("main a[href$='/phieu/']").first.click()
        page.locator("main a[href$='/trao-doi/']").first.click()
    elif where == "area":
        page.goto("/don-vi/?q=ea+tul")
        page.locator("main table a").first.click()
    else:
        page.goto("/bieu-mau/")
        page.locator("main tbody a").first.click()
    page.wait_for_load_state("networkidle")
    return page
