"""Long work of the installation itself."""

from __future__ import annotations

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from .sweeping import sweep as remove


def sweep(*, actor: Actor, work: Work) -> None:
    """Remove what nobody needs any more; safe to do again."""
    remove()
