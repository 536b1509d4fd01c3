"""What arrives twice: a request at the same moment and later, an entry of the outbox, a job. In effect it is once."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.cast import VALID

from .clients import Acknowledgements, assert_nothing_lost
from .product import HOUSE, PROGRAM, WEEK, Answer, Product


def _at_once(product: Product, times: int, **words: Any) -> list[Answer]:
    with ThreadPoolExecutor(times) as threads:
        return [
            one.result() for one in [threads.submit(product.save, "w1", "w1", **words) for _ in range(times)]
        ]


def test_a_save_that_arrives_six_times_at_the_same_moment_is_one(product: Product, tmp_path: Path) -> None:
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    for version in range(1, 6):
        values, key = {**VALID, "households": str(500 + version)}, str(uuid4())
        answers = _at_once(product, 6, values=values, seen=version - 1, key=key)
        assert [(one.status, one.json["version"], one.json["values"]["households"]) for one in answers] == [
            (200, version, str(500 + version))
        ] * 6
        kept.write(village="w1", key=key, version=version, households=str(500 + version))
    assert_nothing_lost(product, kept)


def test_a_save_that_arrives_again_after_other_changes_changes_nothing(
    product: Product, tmp_path: Path
) -> None:
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    first: dict[str, Any] = {"values": {**VALID, "households": "601"}, "seen": 0, "key": str(uuid4())}
    answered = product.save("w1", "w1", **first)
    kept.write(village="w1", key=first["key"], version=1, households="601")
    other = product.save("w1", "lan", {**VALID, "households": "602"}, seen=1, key=str(uuid4()))
    assert (answered.status, other.status, other.json["version"]) == (200, 200, 2)
    kept.write(village="w1", key="", version=2, households="602")
    again = product.save("w1", "w1", **first)
    # The first answer again, as of then: the later change stands.
    assert (again.status, again.json["version"], again.json["values"]["households"]) == (200, 1, "601")
    assert product.get(product.return_of("w1"), who="w1").json["values"]["households"] == "602"
    assert_nothing_lost(product, kept)


def test_the_same_words_at_the_same_moment_are_one_comment(product: Product) -> None:
    uid = product.save("w1", "w1", VALID).json["uid"]

    def say(_number: int) -> int:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return product.ask(
            "POST", f"/ve/return/{uid}/trao-doi/", who="lan", body=b"text=Xem%20lai", headers=headers
        ).status

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(say, range(6))) == [302] * 6
    count = "from lienthong.desk.models import Comment\nprint(Comment.objects.count())"
    assert product.python(count) == "1\n"


def test_an_entry_of_the_outbox_that_is_delivered_again_tells_nobody_twice(product: Product) -> None:
    _ask(product, "csv")
    product.command("worker", "--until-empty")
    product.command("worker", "--until-empty")
    told = product.facts()["notices"]
    assert list(told.values()) == [1]
    # As after a restore from yesterday's copy: every reader begins anew, and is given all of it again.
    product.python(
        "from lienthong.kernel.models import OutboxReader\nOutboxReader.objects.update(written_in=0, entry=0)"
    )
    assert product.facts()["unread"] > 0
    product.command("worker", "--until-empty")
    facts = product.facts()
    assert (facts["notices"], facts["unread"]) == (told, 0)


def test_a_job_that_is_handed_to_four_workers_is_done_once(product: Product) -> None:
    for form in ("csv", "xlsx"):
        for _ in range(3):  # the same request again while it waits is the same job
            _ask(product, form)
    workers = [
        subprocess.Popen([*PROGRAM, "worker", "--until-empty"], cwd=HOUSE, env=product.environment)
        for _ in range(4)
    ]
    assert [worker.wait(timeout=120) for worker in workers] == [0] * 4
    product.command("worker", "--until-empty")
    facts = product.facts()
    assert [(state, claim) for state, claim, *_rest in facts["jobs"].values()] == [("done", 1)] * 2
    assert {uid: facts["ended"].get(uid) for uid in facts["jobs"]} == dict.fromkeys(facts["jobs"], 1)
    assert list(facts["notices"].values()) == [1, 1]


def _ask(product: Product, form: str) -> None:
    path = f"/bao-cao/tuan/{WEEK}/{product.known['bodies']['P']}/toan-bo-thon/"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert product.ask("POST", path, who="tung", body=f"form={form}".encode(), headers=headers).status == 302
