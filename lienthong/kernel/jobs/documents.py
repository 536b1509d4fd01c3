"""The list of jobs, as a document that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .. import clock
from ..models import Job
from ..sheets import Column, Document, Kind, Table
from ..templatetags.written import moment


def jobs_document(jobs: Iterable[Job]) -> Document:
    """Return jobs with what came of each."""
    title = _("Việc đã yêu cầu")
    columns = [
        Column(_("Việc")),
        Column(_("Trạng thái")),
        Column(_("Yêu cầu lúc"), Kind.MOMENT),
        Column(_("Kết thúc lúc"), Kind.MOMENT),
        Column(_("Tệp")),
        Column(_("Lý do không làm được")),
    ]
    rows = [
        [job.label, job.get_state_display(), job.made_at, job.ended_at, job.file_name, job.fault]
        for job in jobs
    ]
    made = _("Lập lúc %(when)s") % {"when": moment(clock.now())}
    return Document(title, [made], [Table(title, columns, rows)], ("viec",))
