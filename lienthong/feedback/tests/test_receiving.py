"""A matter comes in: once for each key, with a receipt that its sender can come back with."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from lienthong.desk.models import WorkItem
from lienthong.desk.queries import title_of
from lienthong.feedback import queries, services
from lienthong.feedback.models import Matter, Passage, Sender
from lienthong.feedback.rules import codes
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotFound
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.matters import letter_to


@pytest.fixture
def letter(cast: Cast) -> services.Letter:
    """Return a matter about water in commune C."""
    return letter_to(cast)


@pytest.mark.django_db
def test_a_matter_is_taken_in_once_for_each_key_and_its_receipt_is_said_again(
    letter: services.Letter,
) -> None:
    first = services.receive_matter(actor=NOBODY, letter=letter)
    second = services.receive_matter(actor=NOBODY, letter=letter)
    assert (second.code, second.pin, second.content) == (first.code, first.pin, first.content)
    assert (first.repeated, second.repeated) == (False, True)
    assert Matter.objects.count() == 1
    assert AuditEntry.objects.filter(verb="matter.sent").count() == 1
    assert Passage.objects.count() == 1
    assert first.due is not None


@pytest.mark.django_db
def test_work_says_what_a_matter_is_about_in_the_language_of_the_screen(letter: services.Letter) -> None:
    receipt = services.receive_matter(actor=NOBODY, letter=letter)
    item = WorkItem.objects.get(subject=receipt.matter.uid)
    for language in ("vi", "en"):
        with translation.override(language):
            assert title_of(item).endswith(f": {letter.category.name[language]}")
    assert letter.category.name["vi"] != letter.category.name["en"]


@pytest.mark.django_db
def test_a_matter_is_found_by_its_code_alone_and_by_no_other(letter: services.Letter) -> None:
    receipt = services.receive_matter(actor=NOBODY, letter=letter)
    found = queries.matter_by_code(codes.shown(receipt.code).lower())
    assert found == receipt.matter
    assert queries.is_opened_by(found, receipt.code, receipt.pin)
    assert not queries.is_opened_by(found, receipt.code, "x")
    for typed in ("", "0" * 11, codes.new_code(), receipt.code[:-1]):
        with pytest.raises(NotFound):
            queries.matter_by_code(typed)


@pytest.mark.django_db
def test_neither_code_nor_sender_stands_in_any_column(letter: services.Letter) -> None:
    receipt = services.receive_matter(actor=NOBODY, letter=letter)
    box = bytes(Sender.objects.get().box)
    for word in ("Người gửi thử", "0900000001", receipt.code, receipt.pin):
        assert word.encode() not in box
    again = services.receive_matter(actor=NOBODY, letter=replace(letter, key=uuid4()))
    assert bytes(again.matter.sender.box) != box
    assert again.code != receipt.code


@pytest.mark.django_db
def test_officers_read_what_their_own_body_has_and_nobody_reads_further_down(
    cast: Cast, letter: services.Letter
) -> None:
    receipt = services.receive_matter(actor=NOBODY, letter=letter)
    seen = {name: queries.matters_for(cast.actor(name)).exists() for name in cast.accounts}
    assert {name for name, sees in seen.items() if sees} == {"lan"}
    with pytest.raises(NotFound):
        queries.get_matter(cast.actor("minh"), receipt.matter.uid)


@pytest.mark.django_db
def test_what_complains_about_a_body_is_not_seen_there(cast: Cast, letter: services.Letter) -> None:
    about = replace(letter, about=letter.organisation)
    services.receive_matter(actor=NOBODY, letter=about)
    assert not queries.matters_for(cast.actor("lan")).exists()


@given(st.text(alphabet=codes.ALPHABET, min_size=10, max_size=10), st.integers(0, 10), st.data())
def test_one_wrong_letter_of_a_code_is_always_noticed(letters: str, place: int, data: st.DataObject) -> None:
    code = letters + mod_37_36.calc_check_digit(letters, alphabet=codes.ALPHABET)
    other = data.draw(st.sampled_from([sign for sign in codes.ALPHABET if sign != code[place]]))
    assert codes.read(code) == code
    assert codes.read(code[:place] + other + code[place + 1 :]) is None
