"""The seven ways in which the product says no. Each carries whole sentences; `config` turns them into pages and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refusal(Exception):
    """Something was asked for that is not done. ``sentence`` says to a person what happened and what to do."""

    status = 400

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotKnown(Refusal):
    """Nobody knows who asks: not signed in, or with a key that does not count."""

    status = 401


class NotFound(Refusal):
    """There is no such thing, or the actor may not know of it."""

    status = 404


class NotAllowed(Refusal):
    """The actor may see the thing, but may not do this to it."""

    status = 403


class WrongMoment(Refusal):
    """The thing's state or date does not allow it now."""

    status = 409


class WrongData(Refusal):
    """What was sent is not valid. ``faults`` maps a field (or "" for the whole) to its sentences."""

    status = 422

    def __init__(self, sentence: object, faults: Mapping[str, Sequence[object]] | None = None) -> None:
        super().__init__(sentence)
        self.faults = dict(faults or {"": [sentence]})


class TooMany(Refusal):
    """Asked too often. ``seconds``: when it may be tried again."""

    status = 429

    def __init__(self, sentence: object, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class NotNow(Refusal):
    """Nothing is wrong with what was asked, but the installation cannot do it now. ``seconds``: when to try again."""

    status = 503

    def __init__(self, sentence: object, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds
