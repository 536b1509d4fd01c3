"""Watching the installation without watching anybody: request ids, log lines, measurements and checks.

- ``request_ids``: one id goes from a page to the job that it asked for, and stands in every line that either writes.
- ``logs``: what may stand in a log line is one list of fields; everything else is left out, also what libraries say.
- ``metrics``: counters by the name of a route, never by a unit or a person.
- ``checking``: what has to be right for the installation to work, said by rooms in ``checks.py``.
"""

from .checking import Check, Finding, Outcome, found_by
from .request_ids import accepted, fresh, request_id, under

__all__ = ["Check", "Finding", "Outcome", "accepted", "found_by", "fresh", "request_id", "under"]
