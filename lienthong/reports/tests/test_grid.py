"""The sheet as its script uses it: what it is told, and how rows are saved apart; and the pages of one cell."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.models import AuditEntry
from lienthong.reports.models import CellNote, Reminder, Return
from tests.cast import VALID, WEEK, Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db


def url(cast: Cast, name: str, body: str, *more: str) -> str:
    """Return the address of a page of a body's week."""
    return reverse(f"reports:{name}", args=["tuan", WEEK, cast.province[body].uid, *more])


def send(
    cast: Cast, rows: dict[str, dict[str, str]], who: str = "lan", seen: int = 0, **words: str
) -> tuple[int, Any]:
    """Send cells of villages as the script does, and return status and answer."""
    posted = {"action": "save", **words}
    for body, cells in rows.items():
        uid = cast.province[body].uid
        posted |= {f"{uid}.seen": str(seen)} | {f"{uid}.{code}": text for code, text in cells.items()}
    answer = client_of(cast.accounts[who]).post(
        url(cast, "sheet", "C"), posted, headers={"accept": "application/json"}
    )
    return answer.status_code, answer.json()


def test_the_script_is_told_form_sentences_rows_and_notes(cast: Cast) -> None:
    cast.save("nga", "v1", period="2026-W46", households="118")
    cast.save("lan", "v1", submit=False, households="120")
    CellNote.objects.create(
        series=cast.series,
        organisation=cast.province["v1"],
        period=WEEK,
        field="poor",
        flagged=True,
        at="2026-11-22T01:00Z",
    )
    told = client_of(cast.accounts["lan"]).get(url(cast, "sheet_data", "C")).json()
    row = told["rows"][str(cast.province["v1"].uid)]
    assert (row["values"]["households"], row["before"]["households"], row["notes"]) == (
        "120",
        "118",
        {"poor": True},
    )
    assert row["earlier"][0]["households"] == "118"
    assert told["fields"]["households"]["minimum"] == "0"
    assert told["sentences"]["not_whole"].startswith('%(name)s: "%(text)s"')
    assert told["form"]["rules"]
    seen_above = client_of(cast.accounts["tung"]).get(url(cast, "sheet_data", "C")).json()
    assert seen_above["rows"][str(cast.province["v1"].uid)]["values"] == {}


def test_sound_rows_are_saved_and_wrong_ones_left_as_typed(cast: Cast) -> None:
    status, told = send(cast, {"v1": VALID, "v2": {**VALID, "poor": "1,234"}})
    one, two = cast.province["v1"].uid, cast.province["v2"].uid
    assert status == 200
    assert told["rows"][str(one)]["seen"] == 1
    assert list(told["faults"]) == [f"{two}:poor"]
    assert "có thể hiểu theo hai cách" in told["faults"][f"{two}:poor"][0]
    assert list(Return.objects.values_list("organisation__uid", flat=True)) == [one]


def test_a_row_that_breaks_a_rule_is_not_sent_while_others_are(cast: Cast) -> None:
    status, told = send(cast, {"v1": VALID, "v2": {**VALID, "poor": "999"}}, action="submit")
    assert status == 200
    assert [cast.entry("v1").state, Return.objects.count()] == ["submitted", 1]
    assert list(told["faults"]) == [f"{cast.province['v2'].uid}:poor"]
    assert told["counts"] == {"received": 1, "expected": 3, "missing": 2}
    assert told["sums"][0] == "120"


def test_the_same_rows_twice_change_nothing_the_second_time(cast: Cast) -> None:
    send(cast, {"v1": VALID})
    before = AuditEntry.objects.count()
    status, told = send(cast, {"v1": VALID}, seen=1)
    assert (status, told["faults"], told["clashes"], AuditEntry.objects.count()) == (200, {}, {}, before)


def test_a_clash_tells_both_values_and_saves_the_other_rows(cast: Cast) -> None:
    cast.save("nga", "v1", households="118", submit=False)
    cast.save("nga", "v1", households="119", people="501", submit=False)
    status, told = send(cast, {"v1": {"households": "120"}, "v2": VALID}, seen=1)
    clash = told["clashes"][str(cast.province["v1"].uid)]
    assert status == 200
    assert (clash["seen"], clash["theirs"]) == (2, {"households": "119"})
    assert (clash["texts"]["households"], clash["texts"]["people"]) == ("120", "501")
    assert cast.entry("v1").values["households"] == "119"
    assert cast.entry("v2").values["households"] == "120"


def test_an_approved_row_says_so_in_its_place_and_the_others_are_saved(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    Return.objects.filter(pk=entry.pk).update(state="approved")
    _, told = send(cast, {"v1": {"households": "7"}, "v2": VALID}, seen=1)
    assert "đã được duyệt" in told["faults"][f"{cast.province['v1'].uid}:"][0]
    assert cast.entry("v1").values["households"] == "120"
    assert cast.entry("v2").state == "draft"


def test_rows_of_another_commune_and_of_who_may_not_are_refused_as_a_whole(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    status, told = send(cast, {"v1": VALID, "v4": VALID})
    assert (status, "không thuộc xã này" in told["sentence"]) == (422, True)
    status, told = send(cast, {"v1": VALID}, who="tung")
    assert (status, list(told)) == (403, ["sentence"])
    assert (Return.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_after_a_clash_without_script_other_changes_of_theirs_stay(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    cast.save("nga", "v1", households="119", people="501", submit=False)
    typed = {**VALID, "households": "125", "seen": "1", "action": "save"}
    page = client_of(cast.accounts["lan"]).post(url(cast, "entry", "v1"), typed)
    assert page.status_code == 409
    assert 'name="people" inputmode="numeric" autocomplete="off" value="501"' in page.content.decode()


def test_a_note_is_written_on_the_page_of_a_cell(cast: Cast) -> None:
    cast.save("nga", "v1")
    client = client_of(cast.accounts["lan"])
    where = url(cast, "cell", "v1", "poor")
    answer = client.post(where, {"text": "Có biên bản họp thôn.", "flagged": "on", "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, f"{where}?saved=1")
    page = client.get(answer["Location"]).content.decode()
    assert "Đã lưu ghi chú." in page
    assert "Có biên bản họp thôn." in page
    assert "Cần theo dõi" in page
    refused = client.post(where, {"text": "Khác", "seen": "0"})
    assert refused.status_code == 409
    assert "Khác</textarea>" in refused.content.decode()
    assert client.get(url(cast, "cell", "v1", "nothing")).status_code == 404
    part = client.get(where + "?part=1").content.decode()
    assert "<html" not in part


def test_a_village_head_sees_that_the_commune_reminded(cast: Cast) -> None:
    lan = client_of(cast.accounts["lan"])
    answer = lan.post(url(cast, "remind", "C"), {"back": "review", "all": "all"})
    assert answer["Location"] == f"{url(cast, 'review', 'C')}?reminded=3&again=0"
    assert "Đã ghi lời nhắc cho 3 thôn." in lan.get(answer["Location"]).content.decode()
    nga = client_of(cast.accounts["nga"])
    assert "Xã nhắc lúc 09:40 22/11/2026." in nga.get(url(cast, "entry", "v1")).content.decode()
    assert (
        "đã nhắc lúc 09:40 22/11/2026"
        in client_of(cast.accounts["tung"]).get(url(cast, "owed", "P")).content.decode()
    )
    cast.save("nga", "v1")
    assert "Xã nhắc lúc" not in nga.get(url(cast, "entry", "v1")).content.decode()
    assert lan.post(url(cast, "remind", "C"), {"uid": "x"}).status_code == 422
    assert Reminder.objects.count() == 3


def test_the_forms_of_a_commune_lead_from_village_to_village(cast: Cast) -> None:
    page = client_of(cast.accounts["lan"]).get(url(cast, "entry", "v2")).content.decode()
    assert url(cast, "entry", "v1") in page
    assert url(cast, "entry", "v3") in page
    own = client_of(cast.accounts["nga"]).get(url(cast, "entry", "v1")).content.decode()
    assert url(cast, "entry", "v2") not in own
