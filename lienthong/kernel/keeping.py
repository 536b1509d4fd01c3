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


def look_at(looks: tuple[Look, ...]) -> None:
    """Look once; whatever one look comes to, the others and the next time are not hindered by it."""
    for look in looks:
        try:
            look()
        except DatabaseError:
            logger.warning("the store could not be asked: %s", look.__qualname__)
        except Exception:
            logger.exception("a look failed: %s", look.__qualname__)
        finally:
            close_old_connections()
