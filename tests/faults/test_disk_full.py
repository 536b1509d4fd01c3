"""A disk that is full for real: a small file system of its own. Saves are refused in words, nothing is half there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from throwaway_postgres import Cluster

from tests.cast import VALID

from .clients import Acknowledgements, assert_nothing_lost
from .conftest import Install
from .product import WEEK, Answer, Product, on_postgresql

FULL_VI: Final = "hết chỗ"
MEGABYTE: Final = 1024 * 1024


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Mount a small file system; where that is not permitted there is nothing to fill."""
    place = Path(tempfile.mkdtemp(prefix="lt-full-", dir="/tmp"))
    size = "size=160m" if on_postgresql() else "size=24m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"{size},mode=755", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        place.rmdir()
        pytest.skip(f"a file system of its own cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def fill(place: Path) -> None:
    """Leave not one free page."""
    with (place / "filler").open("ab", buffering=0) as filler:
        for piece in (MEGABYTE, 4096):
            try:
                while filler.write(b"x" * piece) == piece:
                    pass
            except OSError:
                continue


class Village:
    """One village's reporter, who tries each save until it is acknowledged or refused, and remembers which was."""

    def __init__(self, product: Product, name: str, kept: Acknowledgements) -> None:
        self._product, self._name, self._kept, self.version, self._number = product, name, kept, 0, 0

    def save(self) -> Answer:
        """Save one more time; what was refused is sent anew, under its key, at the next call."""
        households = str(300 + self.version)
        key = f"00000000-0000-7000-8000-{self.version:012d}"
        # A long text, so that room is needed for it.
        values = {**VALID, "households": households, "proposals": "kiến nghị " * 150}
        got = self._product.save(self._name, self._name, values, seen=self.version, key=key)
        if got.status == 200:
            assert got.json["version"] == self.version + 1
            self.version += 1
            self._kept.write(village=self._name, key=key, version=self.version, households=households)
        return got


def test_a_full_disk_refuses_saves_in_words_and_loses_nothing(
    install: Install, small_disk: Path, tmp_path: Path
) -> None:
    product = install(small_disk)
    product.start_web()
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    villages = [Village(product, f"w{number}", kept) for number in range(1, 5)]
    assert [village.save().status for village in villages] == [200] * 4
    fill(small_disk)
    refused = _save_until_refused(villages)
    for answer in refused:
        assert answer.status == 503, answer.text[:300]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) >= 1
        assert "Traceback" not in answer.text
    assert product.get("/healthz").status == 200
    if not on_postgresql():  # PostgreSQL stops where it cannot write its log; SQLite's readers need no room
        _assert_read_all_the_same(product, refused, villages[0])
    (small_disk / "filler").unlink()
    if on_postgresql() and product.store.server.poll() is not None:
        product.store.start()  # as whoever looks after it would, once there is room
    until = time.monotonic() + 30
    while villages[0].save().status != 200:
        assert time.monotonic() < until, "saves do not go on"
        time.sleep(0.5)
    assert [village.save().status for village in villages] == [200] * 4
    assert_nothing_lost(product, kept)


def _assert_read_all_the_same(product: Product, refused: list[Answer], village: Village) -> None:
    """The refusals say why, and whoever only reads is served, with what was acknowledged last."""
    assert {answer.json["title"] for answer in refused} == {_sentence(product)}
    assert product.get("/bao-cao/", who="lan").status == 200
    commune = product.known["bodies"]["C"]
    assert product.get(f"/bao-cao/tuan/{WEEK}/{commune}/", who="lan").status == 200
    assert product.get(product.return_of("w1"), who="w1").json["version"] == village.version


@pytest.fixture
def another_disk() -> Iterator[Path]:
    """Return a directory with room that PostgreSQL's account may look into."""
    place = Path(tempfile.mkdtemp(prefix="lt-log-", dir="/tmp"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place)


@pytest.mark.skipif(not on_postgresql(), reason="SQLite's log lies beside its data")
def test_a_full_disk_of_the_data_alone_refuses_saves_and_everybody_reads_on(
    another_disk: Path, install: Install, small_disk: Path, tmp_path: Path
) -> None:
    product = install(small_disk)
    _put_log_on(another_disk, product.store)
    product.start_web()
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    villages = [Village(product, f"w{number}", kept) for number in range(1, 5)]
    assert [village.save().status for village in villages] == [200] * 4
    fill(small_disk)
    refused = _save_until_refused(villages)
    assert {answer.status for answer in refused} == {503}
    assert product.store.server.poll() is None
    _assert_read_all_the_same(product, refused, villages[0])
    (small_disk / "filler").unlink()
    assert [village.save().status for village in villages] == [200] * 4
    assert_nothing_lost(product, kept)


def _put_log_on(disk: Path, store: Cluster) -> None:
    """Let PostgreSQL's log lie on a disk of its own, as docs/scaling.md advises."""
    store.stop()
    log = store.home / "data" / "pg_wal"
    shutil.move(log, disk / "pg_wal")
    log.symlink_to(disk / "pg_wal")
    store.hand_over(disk)
    store.hand_over(store.home)
    store.start()


def _sentence(product: Product) -> str:
    code = (
        "from lienthong.config.errors import unavailable\nfrom lienthong.kernel.trouble import Trouble\n"
        "from django.utils.translation import override\n"
        "with override('vi'): print(unavailable(Trouble.FULL).sentence)"
    )
    return product.python(code).strip()


def _save_until_refused(villages: list[Village]) -> list[Answer]:
    """Save on and on: room that was taken beforehand serves for a while. Then everybody is refused, several times."""
    until = time.monotonic() + 120
    refused: list[Answer] = []
    while len(refused) < 12:
        assert time.monotonic() < until, "the disk is full, and saves are still acknowledged"
        answers = [village.save() for village in villages]
        refused = [*refused, *answers] if all(answer.status != 200 for answer in answers) else []
    return refused


def test_a_full_home_refuses_files_and_keeps_returns(
    install: Install, small_disk: Path, tmp_path: Path
) -> None:
    product = install()
    home = product.home
    product.home = small_disk / "home"
    shutil.copytree(home, product.home, ignore=shutil.ignore_patterns("*.sqlite3*"))
    product.start_web()
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    village = Village(product, "w1", kept)
    assert village.save().status == 200
    uid = product.get(product.return_of("w1"), who="w1").json["uid"]
    fill(small_disk)
    refused = _upload(product, uid)
    assert (refused.status, FULL_VI in refused.text) == (422, True)
    assert "Traceback" not in refused.text
    assert village.save().status == 200  # the store of the returns has room
    asked = _ask_for_villages(product)
    assert asked.status == 302
    product.command("worker", "--until-empty")
    assert [(state, trace) for state, _c, _l, trace in product.facts()["jobs"].values()] != []
    assert {state for state, *_rest in product.facts()["jobs"].values()} == {
        "queued"
    }  # it waits for its next try
    (small_disk / "filler").unlink()
    assert _upload(product, uid).status == 302
    assert _upload(product, uid).status == 302  # the same again is the one that is there
    product.python(
        "from lienthong.kernel.models import Job; Job.objects.filter(state='queued').update(not_before=0)"
    )
    product.command("worker", "--until-empty")
    facts = assert_nothing_lost(product, kept)
    assert [state for state, *_rest in facts["jobs"].values()] == ["done"]
    assert facts["audited"][f"file.added {uid}"] == 1
    assert list((product.home / "files").glob("*/*/.new-*")) == []
    product.command("files", "check")


def _upload(product: Product, uid: str) -> Answer:
    edge = "----lt"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="bien-ban.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n{'Biên bản họp thôn. ' * 4000}\r\n--{edge}--\r\n"
    ).encode()
    return product.ask(
        "POST",
        f"/ve/return/{uid}/tep/",
        who="w1",
        body=body,
        headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
    )


def _ask_for_villages(product: Product) -> Answer:
    path = f"/bao-cao/tuan/{WEEK}/{product.known['bodies']['P']}/toan-bo-thon/"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return product.ask("POST", path, who="tung", body=b"form=csv", headers=headers)
