"""Lists of jobs, and what drives them, as documents that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from .. import clock
from ..models import Job
from ..outbox import Lag
from ..sheets import Column, Document, Kind, Table
from ..templatetags.written import moment
from .messages import rhythm, span, state_of
from .queries import AtWork
from .scheduling import Planned

# So many jobs fit one file; whoever needs others narrows the filter.
MOST: Final = 5_000


def _made() -> str:
    return _("Lập lúc %(when)s") % {"when": moment(clock.now())}


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
    rows = [[job.label, state_of(job), job.made_at, job.ended_at, job.file_name, job.fault] for job in jobs]
    return Document(title, [_made()], [Table(title, columns, rows)], ("viec",))


def managed_document(jobs: Iterable[Job]) -> Document:
    """Return jobs of others, with what broke and where."""
    title = _("Việc chạy nền")
    columns = [
        Column(_("Việc")),
        Column(_("Loại việc")),
        Column(_("Trạng thái")),
        Column(_("Yêu cầu lúc"), Kind.MOMENT),
        Column(_("Kết thúc lúc"), Kind.MOMENT),
        Column(_("Số lần chạy"), Kind.NUMBER),
        Column(_("Lý do không làm được")),
        Column(_("Lỗi, cho kỹ thuật")),
    ]
    rows = [
        [
            *(job.label, job.kind, state_of(job), job.made_at, job.ended_at),
            *(job.tries, job.fault, job.trace),
        ]
        for job in jobs
    ]
    return Document(title, [_made()], [Table(title, columns, rows)], ("viec-chay-nen",))


def machinery_document(
    planned: Sequence[Planned], workers: Sequence[AtWork], readers: Sequence[Lag]
) -> Document:
    """Return schedules, workers and readers of the outbox as they stand."""
    schedules = Table(
        _("Lịch chạy"),
        [
            Column(_("Việc")),
            Column(_("Loại việc")),
            Column(_("Nhịp")),
            Column(_("Lần chạy gần nhất"), Kind.MOMENT),
            Column(_("Kết quả")),
            Column(_("Lần tới"), Kind.MOMENT),
        ],
        [
            [
                *(str(one.schedule.label), one.schedule.kind, rhythm(one.schedule), one.ran),
                *(state_of(one.job) if one.job else "", one.due),
            ]
            for one in planned
        ],
    )
    processes = Table(
        _("Tiến trình làm việc"),
        [Column(_("Tiến trình")), Column(_("Chạy từ lúc"), Kind.MOMENT), Column(_("Tín hiệu cách đây"))],
        [[one.name, datetime.fromtimestamp(one.since, UTC), span(one.silent)] for one in workers],
    )
    reading = Table(
        _("Nơi đọc tin giữa các phân hệ"),
        [
            Column(_("Nơi đọc")),
            Column(_("Chưa đọc"), Kind.NUMBER),
            Column(_("Tin cũ nhất đã chờ")),
            Column(_("Số lần lỗi liền nhau"), Kind.NUMBER),
            Column(_("Lỗi, cho kỹ thuật")),
        ],
        [[one.reader, one.unread, span(one.seconds), one.fails, one.trace] for one in readers],
    )
    return Document(
        _("Lịch chạy và tiến trình"), [_made()], [schedules, processes, reading], ("lich-va-tien-trinh",)
    )
