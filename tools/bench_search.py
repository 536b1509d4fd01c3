"""Measures the search over 100,000 units and 300,000 invented people, on both stores. Run by hand.

Everything is built in a throw-away home, and in a throw-away PostgreSQL cluster. The answers of both stores are compared.

    python tools/bench_search.py             both stores
    python tools/bench_search.py --here      the store that the environment names
"""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 300_000
ROUNDS = 3
GOAL = 30


def _each(words: str) -> list[str]:
    return words.split()


FAMILY = _each(
    "Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Niê Ksor"
)
MIDDLE = _each("Văn Văn Văn Thị Thị Thị Hữu Đức Minh Thu Ngọc Quang Thanh Xuân Kim Hồng Anh Công")
GIVEN = _each(
    "An Anh Bình Châu Chi Cường Dung Dũng Duy Đạt Giang Hà Hải Hạnh Hằng Hậu Hiền Hiếu Hoa Hòa Hoàng Hồng Huệ Hùng Hương "
    "Huy Khánh Khoa Lan Liên Linh Loan Long Lâm Mai Mạnh Minh My Nam Nga Ngân Nghĩa Ngọc Nhung Oanh Phong Phú Phúc "
    "Phương Quân Quang Quyên Quỳnh Sơn Tâm Tân Thảo Thắng Thành Thu Thủy Trang Trung Tuấn Tùng Tú Uyên Vân Việt Vinh Yến"
)
TITLES = (
    "Chủ tịch",
    "Phó Chủ tịch",
    "Ủy viên Thường trực",
    "Trưởng ban công tác Mặt trận",
    "Cán bộ Mặt trận",
)


def main() -> int:
    """Measure here, or start a measurement for each store and compare their answers."""
    if "--here" in sys.argv:
        return _here()
    own = [sys.executable, __file__, "--here"]
    answers = []
    for store, program in (
        ("SQLite", own),
        ("PostgreSQL", [sys.executable, str(ROOT / "tools" / "throwaway_postgres.py"), "--", *own]),
    ):
        with tempfile.TemporaryDirectory(prefix="lienthong-search-") as home:
            without = {name: value for name, value in os.environ.items() if name != "LIENTHONG_DATABASE_URL"}
            words = {**without, "LIENTHONG_HOME": home, "PYTHONPATH": str(ROOT)}
            ran = subprocess.run(program, env=words, check=True, stdout=subprocess.PIPE, text=True)
        *lines, digest = ran.stdout.strip().splitlines()
        print(f"{store}\n" + "\n".join(lines), flush=True)
        answers.append(digest)
    print("answers of both stores: " + ("the same" if len(set(answers)) == 1 else "DIFFERENT"))
    return int(len(set(answers)) != 1)


def _here() -> int:
    os.environ["LIENTHONG_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    built = time.monotonic()
    _build()
    print(f"built in {time.monotonic() - built:.0f} s", flush=True)
    _measure()
    return 0


# ── what is searched ─────────────────────────────────────────────────────────────────────────────────────────────────


def _quiet(_label: str, rows: Iterable[Any], _total: int) -> Iterable[Any]:
    return rows


def _build() -> None:
    from django.core.management import call_command
    from django.db import transaction

    from lienthong.identity import services as identity
    from lienthong.kernel import search
    from lienthong.kernel.actor import OPERATOR
    from lienthong.kernel.bulk import roomy, settle
    from lienthong.registry.services import load_country

    call_command("migrate", verbosity=0)
    with roomy():
        with transaction.atomic():
            load_country(actor=OPERATOR, progress=_quiet)
            identity.load_roles(actor=OPERATOR)
            _people()
        started = time.monotonic()
        counts = search.rebuild(_quiet)
    print(f"index of {counts} made in {time.monotonic() - started:.0f} s")
    settle()


def _people() -> None:
    """Let invented people hold posts, as many at each body of the Front."""
    from lienthong.kernel import clock
    from lienthong.kernel.bulk import insert_rows, set_sequence
    from lienthong.kernel.ids import uuid7_for
    from lienthong.kernel.text import search_key, sort_key
    from lienthong.kernel.validity import FOREVER
    from lienthong.registry.models import Organisation

    bodies = list(
        Organisation.objects.filter(system__code="front").order_by("pk").values_list("pk", flat=True)
    )
    names = [" ".join(name) for name in product(FAMILY, MIDDLE, GIVEN)]
    # The step has no factor in common with the number of names: each comes as often.
    people = [(number, names[number * 7919 % len(names)]) for number in range(1, PEOPLE + 1)]
    insert_rows(
        "registry_official",
        ("id", "uid", "name", "search_key", "sort_key", "work_phone", "work_email"),
        (
            (
                number,
                uuid7_for(number, "official", str(number)),
                name,
                search_key(name),
                sort_key(name),
                "",
                "",
            )
            for number, name in people
        ),
    )
    since, now = clock.today().replace(month=7, day=1), clock.now()
    insert_rows(
        "registry_post",
        ("uid", "official_id", "organisation_id", "title", "valid_from", "valid_to", "known_at"),
        (
            (
                *(uuid7_for(number, "post", str(number)), number, bodies[number * 31 % len(bodies)]),
                *(TITLES[number % len(TITLES)], since, FOREVER, now),
            )
            for number, _name in people
        ),
    )
    set_sequence("registry_official")


def _actors() -> dict[str, Any]:
    """Return who asks: at the centre, in a province, in a commune."""
    from lienthong.identity import queries, services
    from lienthong.identity.models import Reach
    from lienthong.kernel import clock
    from lienthong.kernel.actor import OPERATOR
    from lienthong.registry.models import Organisation, System, Tree

    roles = {role.code: role for role in queries.roles()}
    front = Organisation.objects.filter(system__code="front")
    here = front.filter(versions__area__versions__code="24277", level="commune")
    province = front.filter(versions__area__versions__code="66", level="province")
    actors = {}
    for name, role, bodies in (
        ("centre", "centre_leader", front.filter(level="centre")),
        ("province", "province_officer", province),
        ("commune", "commune_officer", here),
    ):
        body = bodies.order_by("pk")[0]
        account = services.create_account(actor=OPERATOR, username=name, name=name, organisation=body)
        services.give_grant(
            actor=OPERATOR,
            account=account,
            role=roles[role],
            tree=Tree.objects.get(code="front"),
            system=System.objects.get(code="front"),
            organisation=body,
            reach=Reach.BELOW,
            since=clock.today(),
        )
        actors[name] = account
    return actors


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def _queries() -> Iterator[str]:
    """Yield some 260 things that people type: names, beginnings, slips, codes, short forms, common and odd words."""
    from lienthong.registry.models import AreaVersion

    areas = list(AreaVersion.objects.order_by("pk").values_list("full_name", "code")[::2_600])
    for name, code in areas:
        yield name
        yield name.lower().split(" ", 1)[-1]
        yield _slip(name)
        if code:
            yield code
            yield code[:3]
    for number in range(30):
        person = " ".join((FAMILY[number % 21], MIDDLE[number % 18], GIVEN[number * 2]))
        yield person
        yield person.rpartition(" ")[0]
        yield person[: 4 + number % 6]
        yield _slip(person)
    yield from (
        "n",
        "ng",
        "ngu",
        "nguyen",
        "nguyen van",
        "nguyen thi",
        "van thi",
        "thi van",
        "tran",
        "tran thi",
        "thi",
        "xa",
    )
    yield from (
        "phuong",
        "thon",
        "tinh",
        "ban",
        "uy ban",
        "mat tran",
        "chu tich",
        "chu tich xa",
        "pho chu tich dak lak",
        "1",
    )
    yield from (
        "p. truc bach",
        "tp hcm",
        "q1",
        "q. 1",
        "x. ea tul",
        "tdp 5",
        "tdp5 ha noi",
        "ubnd ea tul",
        "tul ea",
        "ea",
    )
    yield from (
        "lan ea tul",
        "truong ban cong tac mat tran ea tul",
        "an binh",
        "hoa binh",
        "binh hoa",
        "đông",
        "dong da",
    )
    yield from (
        "nguyen van an thon 1",
        "nguyễn văn",
        "tan thanh nguyen",
        "khong co gi o day",
        "zzzz",
        "qwerty uiop",
        "'; --",
    )
    yield from ("%_\"'*", "😀", "ea tul " * 1_000, "an an an", "a b c d e f g h")


def _slip(text: str) -> str:
    """Return a text with two letters of its longest word turned round."""
    words = text.split()
    place = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[place]
    words[place] = word[:1] + word[2:3] + word[1:2] + word[3:]
    return " ".join(words)


def _measure() -> None:
    from lienthong.identity import queries as identity
    from lienthong.kernel import search

    asked = list(_queries())
    answers = hashlib.sha256()
    print("| who | queries | p50, ms | p95, ms | slowest, ms | goal |\n| --- | --- | --- | --- | --- | --- |")
    for name, account in _actors().items():
        taken = []
        for number in range(ROUNDS):
            for text in asked:
                actor = identity.actor_for(account)
                started = time.perf_counter()
                search.suggest(actor, text)
                taken.append((time.perf_counter() - started, text))
                if number == 0:
                    answers.update(
                        repr((name, text, [(hit.kind, hit.key) for hit in search.find(actor, text)])).encode()
                    )
        _tell(name, len(asked), taken)
    print(answers.hexdigest())


def _tell(name: str, count: int, taken: Sequence[tuple[float, str]]) -> None:
    times = [1000 * one for one, _text in taken]
    slowest, text = max(taken)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"| {name} | {count} × {ROUNDS} | {statistics.median(times):.1f} | {p95:.1f} | "
        f"{1000 * slowest:.1f} ({text[:30]}) | ≤ {GOAL} |",
        flush=True,
    )
    for one, text in sorted(taken, reverse=True)[:12]:
        print(f"  {one * 1000:.1f} {text[:40]}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
