"""Words about jobs, schedules and waiting."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Job, JobState
from ..schedule import Schedule

_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600


def span(seconds: int) -> str:
    """Say how long something takes or has waited, in its biggest whole unit."""
    if seconds < _MINUTE:
        return ngettext("%(number)d giây", "%(number)d giây", seconds) % {"number": seconds}
    if seconds < _HOUR:
        number = seconds // _MINUTE
        return ngettext("%(number)d phút", "%(number)d phút", number) % {"number": number}
    if seconds < 2 * _DAY:
        number = seconds // _HOUR
        return ngettext("%(number)d giờ", "%(number)d giờ", number) % {"number": number}
    number = seconds // _DAY
    return ngettext("%(number)d ngày", "%(number)d ngày", number) % {"number": number}


def rhythm(schedule: Schedule) -> str:
    """Say how often a schedule runs."""
    if schedule.at:
        return _("Hằng ngày lúc %(hour)s") % {"hour": schedule.at}
    return _("Cách nhau %(span)s") % {"span": span(schedule.period)}


def state_of(job: Job) -> str:
    """Say where a job stands."""
    if job.state == JobState.QUEUED and job.not_before:
        return _("Chờ thử lại")
    return str(JobState(job.state).label)
