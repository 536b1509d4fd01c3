"""What reports lend to what every room shares: a return, to whoever may see it, by a title that names nobody."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lienthong.kernel.errors import NotFound
from lienthong.kernel.subjects import known, subject_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_return_is_seen_as_a_subject_by_whoever_may_see_it(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    lan, minh = cast.actor("lan"), cast.actor("minh")
    about = subject_of("return").get(lan, entry.uid)
    assert (about.uid, about.organisation_id) == (entry.uid, entry.organisation_id)
    assert about.url.endswith(f"/{cast.province['v1'].uid}/phieu/")
    assert about.stream == cast.province["C"].uid
    with pytest.raises(NotFound):
        subject_of("return").get(minh, entry.uid)
    assert subject_of("return").find(lan, uuid4()) is None


def test_what_no_room_lends_is_not_found() -> None:
    assert "return" in known()
    with pytest.raises(NotFound):
        subject_of("nothing")
