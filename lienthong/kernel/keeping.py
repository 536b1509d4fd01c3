"""What a web process looks at again and again in a thread of its own: no request pays a statement for it, or waits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, close_old_connections

logger = logging.getLogger(__name__)

EVERY: Final = 2.0  # seconds

Look = Callable[[], object]


def keep_looking(*looks: Look) -> None:
    """Look every two seconds until the process ends. What was seen last holds while the store is away."""

    def go_on() -> None:
        while True:
            look_at(looks)
            time.sleep(EVERY)

    threading.Thread(target=go_on, name="keeping", daemon=True).start()


_faults: dict[str, str] = {}


def look_at(looks: tuple[Look, ...]) -> None:
    """Look once. Whatever one look comes to, the others and the next time are not hindered; a lasting fault is told once."""
    for look in looks:
        name = look.__qualname__
        try:
            look()
            _faults.pop(name, None)
        except Exception as fault:
            if _faults.get(name) != (said := repr(fault)):
                _faults[name] = said
                logger.warning("a look failed: %s", name, exc_info=not isinstance(fault, DatabaseError))
        finally:
            close_old_connections()
