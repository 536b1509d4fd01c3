"""Pages of forms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"q": "phieu tuan"}, True),
        ({"q": "front-weekly"}, True),
        ({"q": "phiếu tháng"}, False),
        ({"trang-thai": "published"}, True),
        ({"trang-thai": "draft"}, False),
    ],
)
def test_versions_are_found_by_the_name_of_their_form_and_by_state(
    cast: Cast, query: dict[str, str], *, found: bool
) -> None:
    text = client_of(cast.accounts["hoa"]).get(reverse("forms:forms"), query).content.decode()
    assert (">Phiếu tuần</a>" in text) is found
