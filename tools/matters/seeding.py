"""Very many matters at once, written by the store itself: with senders, passages, clocks and work of what is open, answers.

Past the services and without triggers, as a restore does; PostgreSQL only. One in twenty is open, one in fifty stands at the
large commune, the others over all communes. One box stands for all senders: nobody opens it here. Each has one key of
likeness, where the product makes up to twelve. The audit's entries and the work that is done are not made up.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import Any

from country.ground import row
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lienthong.feedback.models import Matter
from lienthong.feedback.queries.codes import digest_of_code, digest_of_pin
from lienthong.feedback.rules import codes
from lienthong.feedback.services import Contact
from lienthong.feedback.services.telling import SENDER
from lienthong.kernel import boxes, clock
from lienthong.kernel.bulk import insert_rows, settle
from lienthong.kernel.text import search_key
from lienthong.registry.models import AreaVersion
from lienthong.registry.queries.streams import streams_of

from .stage import TEXT, Stage

PUBLISHED, KNOWN = 5, 2_000  # one in so many is published; the codes of so many are known

_MATTERS = """
INSERT INTO feedback_matter (uid, key, code, pin, content, matter_class, category_id, area_id, village_id, place, text, channel,
    consents, urgent, complex, organisation_id, about_id, lead_id, state, hops, round, version, sent_at, accepted_at, answered_at,
    ended_at, acknowledge_due, answer_due, total_due)
SELECT gen_random_uuid(), gen_random_uuid(), sha256(convert_to(CAST(%(salt)s AS text) || n, 'UTF8')), '\\x00', sha256(convert_to(n::text, 'UTF8')),
    'feedback', category.id, spot.area, NULL, 'Số ' || n %% 200 || ', gần nhà văn hóa', %(text)s, 'web', n %% 2 = 0, false, false,
    spot.body, NULL, NULL, turn.state, 0, 1, 3, turn.sent, turn.sent + interval '3 hours',
    CASE WHEN turn.state = 'closed' THEN turn.sent + interval '6 days' END,
    CASE WHEN turn.state = 'closed' THEN turn.sent + interval '21 days' END,
    turn.sent + interval '2 days', turn.sent + interval '9 days', turn.sent + interval '30 days'
FROM generate_series(1, %(count)s) n
CROSS JOIN LATERAL (SELECT
    CASE WHEN n %% 40 = 0 THEN 'sent' WHEN n %% 40 = 20 THEN 'accepted' ELSE 'closed' END AS state,
    CAST(%(now)s AS timestamptz) - CASE WHEN n %% 20 = 0 THEN interval '11 days' * (hashint4(n) & 1023) / 1023
        ELSE interval '30 days' + interval '700 days' * (hashint4(n) & 65535) / 65535 END AS sent) turn
JOIN bench_spot spot ON spot.at = CASE WHEN hashint4(n + 7) %% 50 = 0 THEN 0
    ELSE (hashint4(n + 13) & 2147483647) %% (SELECT count(*) FROM bench_spot) END
JOIN bench_category category ON category.at = (hashint4(n + 29) & 2147483647) %% (SELECT count(*) FROM bench_category)
"""
# Under %(after)s: those that stood there before the seed.
_BESIDE = {
    "senders": """
INSERT INTO feedback_sender (matter_id, box, reachable)
SELECT id, %(box)s, true FROM feedback_matter WHERE id > %(after)s""",
    "passages": """
INSERT INTO feedback_passage (matter_id, at, step, organisation_id, words, due)
SELECT id, at, step, organisation_id, '', due FROM feedback_matter CROSS JOIN LATERAL (VALUES
    (sent_at, 'send', answer_due), (CASE WHEN state <> 'sent' THEN accepted_at END, 'accept', answer_due),
    (answered_at, 'answer', NULL), (ended_at, 'close', NULL)) passage (at, step, due)
WHERE id > %(after)s AND passage.at IS NOT NULL""",
    "clocks": """
INSERT INTO kernel_clock (uid, kind, subject, state, limit_id, organisation, stream, started, due, sure, stopped, climbs, level,
    reached, climb_at)
SELECT gen_random_uuid(), 'matter', uid, '', %(limit)s, organisation_id, spot.stream, sent_at, due, true, NULL, '[]', 0,
    organisation_id, NULL
FROM feedback_matter CROSS JOIN LATERAL (VALUES (answer_due), (total_due)) term (due)
JOIN (SELECT DISTINCT body, stream FROM bench_spot) spot ON spot.body = organisation_id
WHERE id > %(after)s AND ended_at IS NULL AND due = answer_due""",
    "work": """
INSERT INTO desk_workitem (uid, kind, key, subject_kind, subject, words, search_key, url, organisation_id, permission, due, state,
    opened_at)
SELECT gen_random_uuid(), kind, 'matter:' || matter.uid, 'matter', matter.uid, '{"category": "Nước"}', 'phan anh nuoc',
    '/phan-anh/viec/' || matter.uid || '/', organisation_id, permission, answer_due, 'open', sent_at
FROM feedback_matter matter CROSS JOIN LATERAL (SELECT
    CASE state WHEN 'sent' THEN 'feedback.receive' ELSE 'feedback.handle' END AS kind,
    CASE state WHEN 'sent' THEN 'feedback.receive' ELSE 'feedback.answer' END AS permission) work
WHERE id > %(after)s AND ended_at IS NULL""",
    "keys of likeness": """
INSERT INTO feedback_likeness (matter_id, key)
SELECT id, ('x' || left(md5(id::text), 15))::bit(60)::bigint FROM feedback_matter WHERE id > %(after)s""",
    "answers": """
INSERT INTO feedback_answer (uid, matter_id, round, state, conclusion, done, evidence, legal_basis, next_steps, public_title,
    public_question, public_answer, private_reason, writers, note, drafted_by, drafted_at, approved_at, released_at, version)
SELECT gen_random_uuid(), id, 1, 'released', %(text)s, %(text)s, %(text)s, '', '', 'Nước máy đã trong trở lại', %(text)s, %(text)s,
    '', '[]', '', gen_random_uuid(), accepted_at, answered_at, answered_at, 4
FROM feedback_matter WHERE id > %(after)s AND answered_at IS NOT NULL AND id %% %(published)s = 0""",
    "ratings": """
INSERT INTO feedback_rating (matter_id, round, answer_id, organisation_id, category_id, link, told_at, verdict, reasons, words,
    may_contact, rated_at)
SELECT matter.id, 1, answer.id, organisation_id, category_id, sha256(convert_to(CAST(%(salt)s AS text) || matter.id, 'UTF8')), answered_at,
    'satisfied', '[]', '', false, ended_at
FROM feedback_answer answer JOIN feedback_matter matter ON matter.id = answer.matter_id WHERE matter.id > %(after)s""",
    "publications": """
INSERT INTO feedback_publication (uid, matter_id, matter_class, category_id, area_id, organisation_id, title, question, answer,
    search_key, day_sent, day_answered, on_time, senders, standing, released_at)
SELECT gen_random_uuid(), id, matter_class, category_id, area_id, organisation_id, left(said.words, 60), said.words, said.words,
    said.words, sent_at::date, answered_at::date, id %% 7 <> 0, 1, 'public', answered_at
FROM feedback_matter CROSS JOIN LATERAL (SELECT string_agg(word, ' ') AS words FROM (
    SELECT held.words[1 + floor(power(random(), 2) * held.count + 0 * id)::int] AS word
    FROM generate_series(1, 50), bench_words held) spoken) said
WHERE id > %(after)s AND answered_at IS NOT NULL AND id %% %(published)s = 0""",
}


@dataclass(frozen=True)
class Seeded:
    """What is known of what was written: codes with their PINs, and words in the order of how often they are used."""

    receipts: list[tuple[str, str]]
    words: list[str]


def seed(stage: Stage, count: int) -> Seeded:
    """Write so many matters and all that stands beside them, and let PostgreSQL count and tidy."""
    words = _words()
    before = Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    box = boxes.seal(SENDER, Contact(name="Người gửi thử", email="nguoi.gui@thu.example").__dict__)
    told: dict[str, Any] = {
        "salt": secrets.token_hex(8),
        "text": TEXT,
        "count": count,
        "now": clock.now(),
        "after": before,
        "box": box,
        "published": PUBLISHED,
    }
    begun = time.perf_counter()
    with transaction.atomic(), _written_past_triggers() as cursor:
        _lay_out(stage, words)
        cursor.execute("SELECT min(limit_id) FROM kernel_clock WHERE kind = 'matter'")
        told["limit"] = cursor.fetchone()[0]
        counts = {}
        for name, statement in {"matters": _MATTERS, **_BESIDE}.items():
            cursor.execute(statement, told)
            counts[name] = cursor.rowcount
    settle()
    said = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    row("seeded", "", f"{said}; {time.perf_counter() - begun:.0f} s")
    return Seeded(_known_codes(before), words)


@contextmanager
def _written_past_triggers() -> Iterator[CursorWrapper]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET statement_timeout = 0"
        )  # for the rest of this program: tidying takes its time too
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


def _lay_out(stage: Stage, words: list[str]) -> None:
    """Put what the statements choose from into tables that go with the transaction."""
    with connection.cursor() as cursor:
        for table, columns in (
            ("bench_spot", "at int, area bigint, body bigint, stream uuid"),
            ("bench_category", "at int, id bigint"),
            ("bench_words", "count int, words text[]"),
        ):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
        cursor.execute("INSERT INTO bench_words VALUES (%s, %s)", [len(words), words])
        cursor.execute(
            "INSERT INTO bench_category SELECT row_number() OVER (ORDER BY id) - 1, id FROM feedback_category"
        )
    streams = streams_of(place.body.id for place in stage.places)
    spots = (
        (number, place.id, place.body.id, streams[place.body.id]) for number, place in enumerate(stage.places)
    )
    insert_rows("bench_spot", ["at", "area", "body", "stream"], spots)


def _known_codes(after: int) -> list[tuple[str, str]]:
    """Give some of the new matters codes that are known here, and return these."""
    keys = Matter.objects.filter(pk__gt=after).order_by("content").values_list("pk", flat=True)[:KNOWN]
    known = []
    with transaction.atomic():
        for key in keys:
            code, pin = codes.new_code(), codes.new_pin()
            Matter.objects.filter(pk=key).update(code=digest_of_code(code), pin=digest_of_pin(code, pin))
            known.append((codes.shown(code), pin))
    return known


def _words() -> list[str]:
    """Return words as people use them, the commonest first: those of the demonstration's matters, then names of places."""
    text = resources.files("lienthong.demo").joinpath("data", "matters.json").read_text("utf-8")
    said = " ".join(f"{one['text']} {one.get('place', '')}" for one in json.loads(text))
    names = " ".join(AreaVersion.objects.order_by("pk").values_list("name", flat=True)[:4_000])
    spoken = [word for word in search_key(f"{said} {names}").split() if word.isalpha()]
    return sorted(set(spoken), key=lambda word: (-spoken.count(word), word))
