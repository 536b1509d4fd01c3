"""What gunicorn needs of us: its own lines go through the one formatter, since they hold addresses of pages."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger as Base


class Logger(Base):  # type: ignore[misc]
    """Hands gunicorn's lines on to the root logger; accesses are told by the middleware."""

    def setup(self, cfg: Any) -> None:
        """Leave out gunicorn's own handlers."""
        self.error_log.setLevel(self.LOG_LEVELS[cfg.loglevel.lower()])
        self.error_log.handlers, self.error_log.propagate = [], True
        self.access_log.handlers, self.access_log.propagate = [], False

    def reopen_files(self) -> None:
        """Do nothing: there are no files."""
