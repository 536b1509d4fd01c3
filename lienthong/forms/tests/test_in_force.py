"""Which version of a form holds on a day, and which held on any of several days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lienthong.forms import queries, services
from lienthong.kernel.actor import OPERATOR
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 11, 1), date(2026, 11, 8)]


@pytest.mark.parametrize("length", [0, 3, 10, 40])
@pytest.mark.parametrize(
    "first", [date(2026, 10, 20), date(2026, 11, 1), date(2026, 11, 5), date(2026, 11, 20)]
)
def test_the_versions_of_several_days_are_those_of_each_day(cast: Cast, first: date, length: int) -> None:
    form = queries.find_form("front-weekly")
    assert form is not None
    definition = queries.get_version(cast.asked().form_version_uid).definition
    for day in DAYS:
        version = services.draft_version(actor=OPERATOR, form=form, definition=definition, in_force_from=day)
        services.publish_version(actor=OPERATOR, version=version)
    last = first + timedelta(days=length)
    each = [queries.get_form_in_force(form.pk, first + timedelta(days=n)).form for n in range(length + 1)]
    held = queries.forms_in_force(form.pk, first, last)
    assert len(held) == len({id(one) for one in held})
    assert {id(one) for one in held} == {id(one) for one in each}
