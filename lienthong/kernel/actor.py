"""The actor: who asks. Made once a request by identity, or by a command; everything that reads or writes takes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

Key = Literal["pk", "uid"]


class Places(Protocol):
    """Where an actor holds which permissions."""

    def within(self, code: str, column: str, key: Key, at: date | None) -> Q:
        """Return the condition that ``column`` names an organisation at which ``code`` is held.

        ``key``: whether the column holds the organisation's primary key or its public id. ``at``: count the tree
        of that day too, beside today's.
        """

    def covers(self, code: str, organisation: int | UUID, key: Key, at: date | None) -> bool:
        """Say whether ``code`` is held at one organisation. Always agrees with ``within``."""

    def covered(self, code: str, organisations: Collection[int], at: date | None = None) -> set[int]:
        """Return those of some organisations, given by their keys, that ``covers`` says yes to: one question for all."""

    def marks(self, code: str) -> frozenset[str] | None:
        """Return where ``code`` comes from, as rows of the search are marked; None where it holds everywhere.

        They may name too much, never too little: ``covered`` decides.
        """

    def holds(self, code: str) -> bool:
        """Say whether ``code`` is held anywhere at all."""

    def among(self, code: str, column: str, bodies: QuerySet[Any, Any]) -> tuple[Q, ...]:
        """Return conditions of which one has to hold, together ``within`` by today's tree and keys; for tables of few rows.

        Each by itself can be looked up. ``bodies``: the keys of all that rows belong to. Of what stands below a wide
        place only these are looked at, in a statement before.
        """

    @property
    def stands_in_for(self) -> tuple[UUID, ...]:
        """Whom the actor stands in for, as far as their rights were looked at: the public ids of what lent them."""


class Nowhere:
    """The places of somebody without a grant."""

    def within(self, code: str, column: str, key: Key, at: date | None) -> Q:
        return Q(pk__in=[])

    def covers(self, code: str, organisation: int | UUID, key: Key, at: date | None) -> bool:
        return False

    def covered(self, code: str, organisations: Collection[int], at: date | None = None) -> set[int]:
        return set()

    def marks(self, code: str) -> frozenset[str] | None:
        return frozenset()

    def holds(self, code: str) -> bool:
        return False

    def among(self, code: str, column: str, bodies: QuerySet[Any, Any]) -> tuple[Q, ...]:
        return ()

    stands_in_for: tuple[UUID, ...] = ()


class Everywhere:
    """The places of the operator at the command line of the machine itself."""

    def within(self, code: str, column: str, key: Key, at: date | None) -> Q:
        return Q()

    def covers(self, code: str, organisation: int | UUID, key: Key, at: date | None) -> bool:
        return True

    def covered(self, code: str, organisations: Collection[int], at: date | None = None) -> set[int]:
        return set(organisations)

    def marks(self, code: str) -> frozenset[str] | None:
        return None

    def holds(self, code: str) -> bool:
        return True

    def among(self, code: str, column: str, bodies: QuerySet[Any, Any]) -> tuple[Q, ...]:
        return (Q(),)

    stands_in_for: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Who asks, and in which of their posts. ``token``: the key with which a program asks for them, None in person."""

    name: str
    places: Places
    uid: UUID | None = None
    account_id: int | None = None
    organisation_id: int | None = None
    post_id: int | None = None
    token: UUID | None = None

    @property
    def signed_in(self) -> bool:
        """Somebody known, rather than a passer-by."""
        return self.uid is not None


NOBODY = Actor(name="", places=Nowhere())
OPERATOR = Actor(name="lienthong", places=Everywhere())
