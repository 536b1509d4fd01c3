"""The journal of a great act: what it wrote can be taken back row by row, whatever it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.ids import uuid7
from lienthong.kernel.journal import Journal
from lienthong.kernel.models import JournalPart, OutboxEntry
from lienthong.kernel.text import sort_key
from lienthong.registry.models import (
    Area,
    AreaSuccession,
    AreaVersion,
    Official,
    Organisation,
    Post,
    System,
    Tree,
)

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)
ACT = UUID(int=7)
AT = datetime(2025, 6, 30, 17, 0, 0, 123456, tzinfo=UTC)


def dump(*models: Any) -> dict[str, list[tuple[Any, ...]]]:
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


def areas(count: int) -> list[Area]:
    return Area.objects.bulk_create(Area(level="commune", uid=uuid7()) for _ in range(count))


def test_an_insert_fills_in_defaults_and_returns_the_keys_in_order() -> None:
    journal = Journal(ACT)
    keys = journal.insert(Area, ("level", "uid"), [("commune", UUID(int=1)), ("province", UUID(int=2))])
    assert list(Area.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "level", "sample")) == [
        (keys[0], "commune", False),
        (keys[1], "province", False),
    ]
    assert journal.wrote(Area) == journal.founded(Area) == set(keys)


def test_what_django_makes_next_gets_another_key() -> None:
    keys = Journal(ACT).insert(Area, ("level",), [("commune",)] * 3)
    assert Area.objects.create(level="commune").pk not in keys


def test_values_of_every_kind_come_back_exactly() -> None:
    before, after = areas(2)
    named = AreaVersion.objects.create(
        area=before, code="1", name="Ba", full_name="Xã Ba", kind="xa", search_key="xa ba",
        sort_key=sort_key("Ba"), valid_from=DAY, known_at=AT,
    )  # fmt: skip
    link = AreaSuccession.objects.create(
        predecessor=before, successor=after, on=DAY, kind="split", whole=False, default=True,
        share=Decimal("0.1234567890"), share_key="population",
    )  # fmt: skip
    tree = Tree.objects.create(code="front", name={"vi": "Mặt trận", "en": "Front"})
    told = OutboxEntry.objects.create(topic="a.b", kind="a", facts={"b": [1, None]}, at=AT, made=1)
    tables = (Area, AreaVersion, AreaSuccession, Tree, OutboxEntry)
    kept = dump(*tables)

    journal = Journal(ACT)
    new = {
        "name": "Bốn",
        "sort_key": b"\x00\xff",
        "known_at": AT + timedelta(days=1),
        "valid_to": DAY.replace(day=9),
    }
    journal.update(AreaVersion, [named.pk], new)
    journal.update(AreaSuccession, [link.pk], {"share": None, "share_key": ""})
    journal.update(Tree, [tree.pk], {"name": {"vi": "Khác"}, "stamp": uuid7()})
    journal.update_rows(
        OutboxEntry, ("facts", "subject", "organisation_id"), {told.pk: ({"c": 1}, uuid7(), 5)}
    )
    journal.delete(AreaSuccession, [link.pk])
    journal.delete(AreaVersion, [named.pk])
    journal.delete(OutboxEntry, [told.pk])
    assert dump(*tables) != kept
    assert journal.undo() == 7
    assert dump(*tables) == kept
    assert JournalPart.objects.count() == 0


def test_a_row_written_twice_becomes_what_it_was_first() -> None:
    (area,) = areas(1)
    journal = Journal(ACT)
    journal.update(Area, [area.pk], {"level": "province"})
    journal.update(Area, [area.pk], {"level": "village"})
    assert journal.overtaken() == {}
    assert journal.holds(Area, "level") == {area.pk: "village"}
    assert journal.holds(Area, "uid") == {}
    journal.undo()
    assert Area.objects.get().level == "commune"


def test_another_process_goes_on_in_the_same_journal() -> None:
    (area,) = areas(1)
    Journal(ACT).update(Area, [area.pk], {"level": "province"})
    again = Journal(ACT)
    again.update(Area, [area.pk], {"level": "village"})
    assert Journal(ACT).undo() == 2
    assert Area.objects.get().level == "commune"


def test_it_names_the_rows_that_somebody_has_changed_since() -> None:
    first, second, third = areas(3)
    journal = Journal(ACT)
    journal.update(Area, [first.pk, second.pk], {"level": "province"})
    journal.delete(Area, [third.pk])
    (made,) = journal.insert(Area, ("level",), [("commune",)])
    assert journal.overtaken() == {}
    Area.objects.filter(pk__in=[second.pk, made]).update(level="village")
    Area.objects.create(pk=third.pk, level="commune")
    assert journal.overtaken() == {Area: {second.pk, third.pk, made}}


def test_it_counts_rows_of_other_making_that_refer_to_what_it_inserted() -> None:
    journal = Journal(ACT)
    system = System.objects.create(code="front", name={})
    (body,) = journal.insert(Organisation, ("system_id", "level"), [(system.pk, "commune")])
    official = Official.objects.create(name="An", search_key="an", sort_key=b"")
    columns = ("official_id", "organisation_id", "title", "valid_from")
    journal.insert(Post, columns, [(official.pk, body, "Chủ tịch", DAY)])
    assert journal.leaning() == {}
    Post.objects.create(official=official, organisation_id=body, title="Phó Chủ tịch", valid_from=DAY)
    assert journal.leaning() == {Post: 1}
    assert journal.leaning(derived=[Post]) == {}


def test_more_rows_than_a_part_holds() -> None:
    rows = areas(2_500)
    kept = dump(Area)
    journal = Journal(ACT)
    levels = ("commune", "province", "district")
    journal.update_rows(Area, ("level",), {row.pk: (levels[at % 3],) for at, row in enumerate(rows)})
    journal.update_rows(Area, ("uid",), {row.pk: (uuid7(),) for row in rows})
    assert JournalPart.objects.count() == 6
    journal.undo()
    assert dump(Area) == kept


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5)
WRITES = st.lists(
    st.tuples(st.sampled_from(["insert", "update", "rows", "delete"]), st.sets(st.integers(0, 7)), NAMES),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WRITES)
def test_whatever_was_written_undo_brings_every_row_back(writes: list[tuple[str, set[int], str]]) -> None:
    for _ in undoing():
        for at in range(5):
            Official.objects.create(name=f"A{at}", search_key="", sort_key=bytes([at]))
        kept = dump(Official)
        journal = Journal(ACT)
        for op, places, name in writes:
            every = list(Official.objects.order_by("pk").values_list("pk", flat=True))
            keys = [every[place] for place in places if place < len(every)]
            if op == "insert":
                journal.insert(
                    Official, ("name", "search_key", "sort_key"), [(name, "", b"\x01")] * len(keys)
                )
            elif op == "update":
                journal.update(Official, keys, {"name": name})
            elif op == "rows":
                values = {key: (f"{name}{key}", bytes([key % 256])) for key in keys}
                journal.update_rows(Official, ("name", "sort_key"), values)
            else:
                journal.delete(Official, keys)
            assert journal.overtaken() == {}
        Journal(ACT).undo()
        assert dump(Official) == kept


def undoing() -> Iterator[None]:
    """Leave nothing of one example to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
