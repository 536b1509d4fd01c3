"""What goes into entering returns, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.forms.queries import Reading
from lienthong.forms.rules import CellValue, Finding
from lienthong.kernel.errors import WrongMoment

from ..models import Return


@dataclass(frozen=True)
class Typed:
    """What somebody entered for one body. ``seen``: the version of the return that stood on their screen, 0 for none.

    ``form``: the public id of the form version that stood there, where the door knows it.
    """

    organisation_id: int
    organisation_uid: UUID
    name: str
    reading: Reading
    seen: int
    form: UUID | None = None


@dataclass(frozen=True)
class Clash:
    """Somebody else changed the same fields meanwhile: both values, for a person to choose between.

    ``merged``: all fields with what was typed laid over what is stored, so that other changes of theirs stay.
    """

    typed: Typed
    version: int
    mine: Mapping[str, CellValue]
    theirs: Mapping[str, CellValue]
    by: UUID | None
    merged: Mapping[str, CellValue]


class Clashed(WrongMoment):
    """Two people entered different values; nothing was saved."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        names = ", ".join(clash.typed.name for clash in clashes)
        super().__init__(
            _(
                "Người khác vừa lưu số liệu khác cho %(names)s. Chưa lưu gì; hãy chọn giá trị đúng rồi lưu lại."
            )
            % {"names": names}
        )
        self.clashes = list(clashes)


@dataclass
class Saved:
    """What came of saving: the returns as they now stand, and warnings that do not stop anything.

    ``put_aside``: by body the fields in which something was entered although they do not apply, so it was not kept.
    """

    returns: list[Return] = field(default_factory=list)
    put_aside: dict[UUID, list[str]] = field(default_factory=dict)
    warnings: dict[UUID, list[Finding]] = field(default_factory=dict)


@dataclass
class Kept:
    """What came of saving the rows that could be saved; the others, and why they were left."""

    returns: list[Return] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
