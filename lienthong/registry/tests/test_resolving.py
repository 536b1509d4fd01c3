from datetime import date
import pytest
from lienthong.kernel.actor import OPERATOR
from lienthong.registry import queries


def test_x(dak_lak):
    import time

    t = time.time()
    for text in (
        "Xã Ea Tul, Huyện Cư M'gar, Đắk Lắk",
        "24277",
        "Xã Yang Tao, Tỉnh Đắk Lắk",
        "Tỉnh Phú Yên",
        "Thành phố Buôn Ma Thuột",
        "zzz",
        "",
        "Xã Ea Tul",
    ):
        r = queries.resolve(OPERATOR, text, date(2025, 7, 1))
        print(repr(text), r.old_codes, r.new_codes, r.best_code, r.certain, r.why)
    r = queries.resolve(OPERATOR, "Xã Ea Tul, Đắk Lắk", date(2025, 6, 30))
    print(r.old_codes, r.new_codes, r.best_code, r.certain, r.why)
    print(time.time() - t)
    assert 0
