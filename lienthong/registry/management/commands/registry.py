"""The registry at the command line of the machine itself: load the country, look units up, see posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import clock, search
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound, Refusal
from lienthong.kernel.validity import FOREVER
from lienthong.registry import queries, services

_AREA = ["full_name", "code", "level", "within", "valid_from", "last_day", "sample", "uid"]
_HISTORY = ["what", "name", "code", "kind", "valid_from", "last_day", "uid"]
_POST = ["official", "title", "valid_from", "last_day", "work_phone", "work_email", "uid"]

Rows = tuple[list[str], Iterable[list[Any]]]


class Command(Base):
    """Load the country; look units up by name, or by code and date; tell their history; list posts."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        load = verbs.add_parser("load", help="Load the country into an empty registry.")
        load.add_argument("--province", action="append", help="code of a province, to load this one only")
        load.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=date.max,
            help="leave out what came after a day (nothing)",
        )
        lookup = verbs.add_parser("lookup", help="Look areas up by name, with or without marks, or by alias.")
        lookup.add_argument("text")
        lookup.add_argument("--limit", type=int, default=50)
        code = verbs.add_parser("code", help="Look areas up by code: it means an area only with a date.")
        code.add_argument("code")
        history = verbs.add_parser("history", help="Tell an area through time.")
        history.add_argument("uid", type=UUID, help="public id of the area")
        verbs.add_parser(
            "trees", help="List the trees of bodies, each with its top and the public id of that."
        )
        posts = verbs.add_parser("posts", help="List who holds which post at a body.")
        posts.add_argument("uid", type=UUID, help="public id of the body")
        for verb, words in ((lookup, "any time"), (code, "today"), (posts, "today")):
            verb.add_argument("--on", type=date.fromisoformat, help=f"a day as 2025-06-30 ({words})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and print rows; nothing found is amiss."""
        try:
            columns, rows = getattr(self, f"_{options['verb']}")(options)
        except NotFound as refusal:
            raise CommandError(str(refusal), returncode=MISSING) from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=AMISS) from refusal
        rows = list(rows)
        self.print_rows(columns, rows, options["format"])
        if not rows:
            raise CommandError("Nothing was found.", returncode=AMISS)

    def _load(self, options: dict[str, Any]) -> Rows:
        counts = services.load_country(
            actor=OPERATOR,
            progress=self.progress,
            provinces=options["province"],
            as_of=options["as_of"],
        )
        search.rebuild(self.progress)
        return ["rows", "count"], ([name, count] for name, count in counts.items())

    def _lookup(self, options: dict[str, Any]) -> Rows:
        found = queries.find_areas(OPERATOR, options["text"], options["on"], limit=options["limit"])
        return _AREA, map(_area_row, found)

    def _code(self, options: dict[str, Any]) -> Rows:
        found = queries.areas_by_code(OPERATOR, options["code"], options["on"] or clock.today())
        return _AREA, map(_area_row, found)

    def _history(self, options: dict[str, Any]) -> Rows:
        history = queries.history_of(OPERATOR, queries.get_area(OPERATOR, options["uid"]))
        return _HISTORY, _history_rows(history)

    def _trees(self, options: dict[str, Any]) -> Rows:
        return ["tree", "top", "uid"], map(list, queries.tree_roots(OPERATOR, clock.today()))

    def _posts(self, options: dict[str, Any]) -> Rows:
        body = queries.get_body(OPERATOR, options["uid"], options["on"] or clock.today())
        return _POST, (
            [
                *(post.official.name, post.title, post.valid_from, _last_day(post.valid_to)),
                *(post.official.work_phone, post.official.work_email, post.uid),
            ]
            for post in body.posts
        )


def _area_row(area: queries.AreaFound) -> list[Any]:
    within = ", ".join(place.full_name for place in area.within)
    return [
        *(area.full_name, area.code, area.level, within),
        *(area.valid_from, area.last_day, area.sample, area.uid),
    ]


def _last_day(valid_to: date) -> date | None:
    return None if valid_to == FOREVER else valid_to - timedelta(days=1)


def _history_rows(history: queries.History) -> Iterable[list[Any]]:
    for version in history.versions:
        called = [version.full_name, version.code, version.kind]
        yield ["name", *called, version.valid_from, version.last_day, version.uid]
    for lay in history.parents:
        yield ["within", lay.place.full_name, "", "", lay.valid_from, lay.last_day, lay.place.uid]
    for what, rows in (("came from", history.predecessors), ("went into", history.successors)):
        for row in rows:
            part = row.kind if row.whole else f"{row.kind}, in part"
            yield [what, row.place.full_name, "", part, row.on, None, row.place.uid]
    for alias in history.aliases:
        yield ["also", alias, "", "", None, None, history.area.uid]
