"""What has to be right of settings, database, disk, workers and audit; the file's order is that of the doctor's report."""

from __future__ import annotations

import gettext as gettext_module
import os
import shutil
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import audit, outbox, sql
from .backup import last_backup
from .errors import WrongMoment
from .files.queries import is_any_waiting
from .files.scanning import scanner_answers
from .files.store import store
from .folders import shared
from .jobs import figures
from .models import JobState
from .watching.checking import Check, Finding, Outcome

_LEAST_SECRET: Final = 32
_LEAST_FREE: Final = 1024**3
_MOST_SKEW: Final = 5
_MOST_WAITING: Final = 600
_TAIL: Final = 200
_MOST_DAYS: Final = 2
# What the product is tested with; SQLite since it answers a write with its rows.
_LEAST_POSTGRESQL: Final = 150_000
_LEAST_SQLITE: Final = (3, 35)


def _ok(sentence: str) -> Finding:
    return Finding(Outcome.OK, sentence)


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _versions() -> Finding:
    python = ".".join(map(str, sys.version_info[:3]))
    sentence = _("Python %(python)s, Django %(django)s.") % {"python": python, "django": django.__version__}
    if not django.__version__.startswith("5.2."):
        return Finding(Outcome.WARN, sentence, _("Cài lại từ tệp khóa: cần Django 5.2."))
    return _ok(sentence)


def _secrets() -> Finding:
    if settings.DEMO:
        return Finding(
            Outcome.WARN, _("Bản dùng thử: ai cũng biết khóa."), _("Bỏ LIENTHONG_DEMO khi dùng thật.")
        )
    short = [
        name
        for name, value in (
            ("LIENTHONG_SECRET_KEY", settings.SECRET_KEY),
            ("LIENTHONG_AUDIT_KEY", settings.AUDIT_KEY),
            ("LIENTHONG_BOX_KEY", settings.BOX_KEY),
        )
        if len(str(value)) < _LEAST_SECRET
    ]
    if short:
        return Finding(
            Outcome.BAD,
            _("Khóa quá ngắn: %(names)s.") % {"names": ", ".join(short)},
            _("Đặt giá trị ngẫu nhiên từ 32 ký tự trở lên."),
        )
    return _ok(_("Khóa đủ dài."))


def _exposure() -> Finding:
    faults = []
    if settings.DEBUG:
        faults.append(_("LIENTHONG_DEBUG đang bật."))
    if "*" in settings.ALLOWED_HOSTS:
        faults.append(_("LIENTHONG_HOSTS nhận mọi tên máy."))
    if faults:
        return Finding(Outcome.BAD, " ".join(faults), _("Sửa biến môi trường rồi khởi động lại."))
    if not settings.BEHIND_TLS:
        return Finding(
            Outcome.WARN,
            _("Không dùng TLS."),
            _("Đặt sau máy chủ trung gian có TLS, rồi bật LIENTHONG_TLS; chỉ bỏ qua trên một máy."),
        )
    return _ok(_("Chỉ nhận tên máy đã khai, sau TLS."))


def _locales() -> Finding:
    files = sys.getfilesystemencoding()
    sentence = _("Tên tệp theo bảng mã %(encoding)s.") % {"encoding": files}
    if files.lower() != "utf-8":
        return Finding(Outcome.BAD, sentence, _("Đặt LANG=C.UTF-8 cho dịch vụ: tên tệp tiếng Việt sẽ hỏng."))
    missing = [
        code
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
        and not gettext_module.find("django", settings.LOCALE_PATHS[0], [code])
    ]
    if missing:
        words = {"names": ", ".join(missing)}
        return Finding(Outcome.WARN, _("Thiếu bản dịch: %(names)s.") % words, _("Cài lại gói phần mềm."))
    return _ok(sentence)


# ── database ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _database() -> Finding:
    on_server = connection.vendor == "postgresql"
    version, encoding, faults = _of_postgresql() if on_server else _of_sqlite()
    words = {"name": connection.display_name, "version": version, "encoding": encoding}
    sentence = _("%(name)s %(version)s, bảng mã %(encoding)s.") % words
    if encoding.replace("-", "").upper() != "UTF8":
        faults = [_("Tạo lại cơ sở dữ liệu với bảng mã UTF-8."), *faults]
    return Finding(Outcome.BAD, sentence, " ".join(faults)) if faults else _ok(sentence)


def _of_postgresql() -> tuple[str, str, list[str]]:
    """Return version, encoding, and what to do where something is amiss."""
    asked = ", ".join(
        f"current_setting('{name}')"
        for name in ("server_version", "server_encoding", "server_version_num", "synchronous_commit")
    )
    [(version, encoding, number, durable)] = sql.fetch(f"SELECT {asked}")
    faults = [] if int(number) >= _LEAST_POSTGRESQL else [_("Nâng lên PostgreSQL 15 trở lên.")]
    return version, encoding, faults if durable != "off" else [*faults, _durably()]


def _of_sqlite() -> tuple[str, str, list[str]]:
    """Return version, encoding, and what to do where something is amiss."""
    [(encoding,)], [(synchronous,)], [(journal,)] = (
        sql.fetch(f"PRAGMA {name}") for name in ("encoding", "synchronous", "journal_mode")
    )
    faults = [] if sqlite3.sqlite_version_info >= _LEAST_SQLITE else [_("Nâng lên SQLite 3.35 trở lên.")]
    if journal != "wal":
        faults.append(_("Đặt cơ sở dữ liệu trên ổ đĩa của máy này: nhật ký ghi trước (WAL) không bật được."))
    full = 2
    return sqlite3.sqlite_version, encoding, faults if synchronous >= full else [*faults, _durably()]


def _durably() -> str:
    return _("Bật ghi chắc chắn (synchronous): mất điện sẽ mất dữ liệu.")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if left:
        return Finding(
            Outcome.BAD,
            ngettext(
                "Còn %(number)d bước nâng cấp cơ sở dữ liệu.",
                "Còn %(number)d bước nâng cấp cơ sở dữ liệu.",
                len(left),
            )
            % {"number": len(left)},
            _("Chạy lienthong setup."),
        )
    return _ok(_("Cơ sở dữ liệu đúng phiên bản."))


def _clock_skew() -> Finding:
    sql = "SELECT extract(epoch FROM clock_timestamp())" if connection.vendor == "postgresql" else None
    if sql is None:
        return _ok(_("Cơ sở dữ liệu nằm trên cùng máy, cùng đồng hồ."))
    with connection.cursor() as cursor:
        cursor.execute(sql)
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    sentence = _("Đồng hồ lệch %(seconds).1f giây so với cơ sở dữ liệu.") % {"seconds": apart}
    if apart > _MOST_SKEW:
        return Finding(Outcome.BAD, sentence, _("Đồng bộ giờ các máy (NTP)."))
    return _ok(sentence)


# ── disk ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    sentence = _("Còn trống %(size).1f GB.") % {"size": free / 1024**3}
    if free < _LEAST_FREE:
        return Finding(
            Outcome.BAD, sentence, _("Dọn ổ đĩa hoặc thêm dung lượng; khi đầy, không lưu được gì nữa.")
        )
    return _ok(sentence)


def _home() -> Finding:
    if not os.access(settings.HOME, os.W_OK):
        return Finding(
            Outcome.BAD,
            _("Không ghi được vào LIENTHONG_HOME."),
            _("Cấp quyền ghi cho tài khoản chạy dịch vụ."),
        )
    if Path(settings.HOME).stat().st_mode & 0o007:
        return Finding(
            Outcome.WARN,
            _("Ai trên máy cũng vào được LIENTHONG_HOME."),
            _("Đặt quyền thư mục là 700 hoặc 750."),
        )
    return _ok(_("Thư mục dữ liệu ghi được."))


def _static() -> Finding:
    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    if "Bundled" in backend and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return Finding(Outcome.BAD, _("Chưa gom tệp tĩnh."), _("Chạy lienthong setup."))
    return _ok(_("Tệp tĩnh đã có."))


# ── work in the background ───────────────────────────────────────────────────────────────────────────────────────────


def _worker() -> Finding:
    silence = figures.worker_silence()
    if silence < 0:
        return Finding(Outcome.BAD, _("Chưa có tiến trình chạy nền nào."), _("Chạy lienthong worker."))
    sentence = _("Tiến trình chạy nền lên tiếng %(seconds)d giây trước.") % {"seconds": silence}
    if silence > figures.ALIVE:
        return Finding(Outcome.BAD, sentence, _("Khởi động lại lienthong worker."))
    return _ok(sentence)


def _queue() -> Finding:
    age = figures.queue_age()
    failed = sum(n for (_kind, state), n in figures.jobs_by_state().items() if state == JobState.FAILED)
    words = {"seconds": age, "failed": failed}
    sentence = _("Việc chờ lâu nhất %(seconds)d giây; %(failed)d việc không làm được còn lưu.") % words
    if age > _MOST_WAITING:
        return Finding(
            Outcome.BAD, sentence, _("Thêm tiến trình chạy nền, hoặc xem việc nào đang chiếm chỗ.")
        )
    return Finding(Outcome.WARN, sentence, _("Xem trang Việc chạy nền.")) if failed else _ok(sentence)


def _outbox() -> Finding:
    behind = max(outbox.lag(), key=lambda one: (one.fails, one.seconds), default=None)
    if behind is None or (not behind.fails and behind.seconds <= _MOST_WAITING):
        held = outbox.held_back()
        sentence = _("Tin giữa các phần được đọc đều.")
        if held <= outbox.ALARM_SECONDS:
            return _ok(sentence)
        return Finding(
            Outcome.BAD,
            _("Một giao dịch để mở %(seconds)d giây giữ mọi tin lại.") % {"seconds": held},
            _("Tìm trong pg_stat_activity rồi ngắt giao dịch đó."),
        )
    words = {"reader": behind.reader, "number": behind.unread, "seconds": behind.seconds}
    return Finding(
        Outcome.BAD,
        _("%(reader)s còn %(number)d tin chưa đọc, lâu nhất %(seconds)d giây.") % words,
        _("Xem Việc chạy nền → Lịch chạy và tiến trình để biết lỗi."),
    )


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _files() -> Finding:
    if is_any_waiting():
        return Finding(
            Outcome.WARN,
            _("Có tệp chờ quét mã độc."),
            _("Nếu kéo dài, kiểm tra clamd: lienthong doctor --connect."),
        )
    folder = shared("files")
    if not settings.FILES_S3_URL and folder.exists() and not os.access(folder, os.W_OK):
        return Finding(
            Outcome.BAD,
            _("Không ghi được vào kho tệp."),
            _("Cấp quyền ghi cho tài khoản chạy dịch vụ."),
        )
    return _ok(_("Kho tệp ghi được, không tệp nào chờ quét."))


def _files_answer() -> Finding:
    try:
        store().has("0" * 64)
    except WrongMoment:
        return Finding(
            Outcome.BAD, _("Kho tệp không trả lời."), _("Kiểm tra LIENTHONG_FILES_S3_URL và máy chủ lưu trữ.")
        )
    if scanner_answers() is False:
        return Finding(
            Outcome.BAD,
            _("Máy quét mã độc không trả lời: tệp mới phải chờ."),
            _("Kiểm tra LIENTHONG_CLAMD và khởi động lại clamd."),
        )
    return _ok(_("Kho tệp và máy quét trả lời, hoặc chưa khai."))


# ── trust ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _audit() -> Finding:
    broken = audit.faults_of_tails(_TAIL)
    if broken:
        return Finding(
            Outcome.BAD,
            ngettext(
                "%(number)d chuỗi nhật ký không khớp ở phần cuối.",
                "%(number)d chuỗi nhật ký không khớp ở phần cuối.",
                broken,
            )
            % {"number": broken},
            _("Chạy lienthong audit verify và giữ nguyên hiện trạng."),
        )
    return _ok(_("Phần cuối của các chuỗi nhật ký mới ghi khớp nhau."))


def _backup() -> Finding:
    if settings.DEMO:
        return _ok(_("Bản dùng thử: không cần sao lưu."))
    last = last_backup()
    remedy = _("Chạy lienthong backup make --to THƯ_MỤC mỗi đêm.")
    if last is None:
        return Finding(Outcome.WARN, _("Chưa có bản sao lưu nào."), remedy)
    words = {"days": last.days, "place": last.place, "missing": last.missing}
    sentence = _("Sao lưu gần nhất %(days).1f ngày trước, ở %(place)s.") % words
    if last.days > _MOST_DAYS:
        return Finding(Outcome.WARN, sentence, remedy)
    if last.missing:
        sentence = f"{sentence} {_('Bản đó thiếu %(missing)d tệp.') % words}"
        return Finding(Outcome.WARN, sentence, _("Chạy lienthong files check."))
    return _ok(sentence)


def _time() -> Finding:
    now = datetime.now(UTC)
    return _ok(_("Giờ máy: %(now)s.") % {"now": now.isoformat(timespec="seconds")})


VERSIONS = Check("versions", gettext_lazy("Phiên bản"), _versions)
SECRETS = Check("secrets", gettext_lazy("Khóa bí mật"), _secrets)
EXPOSURE = Check("exposure", gettext_lazy("Cửa vào"), _exposure)
LOCALES = Check("locales", gettext_lazy("Ngôn ngữ"), _locales)
DATABASE = Check("database", gettext_lazy("Cơ sở dữ liệu"), _database, ready=True)
MIGRATIONS = Check("migrations", gettext_lazy("Nâng cấp"), _migrations, ready=True)
CLOCK = Check("clock", gettext_lazy("Giờ máy"), _time)
CLOCK_SKEW = Check("clock_skew", gettext_lazy("Lệch giờ"), _clock_skew)
DISK = Check("disk", gettext_lazy("Ổ đĩa"), _disk, ready=True)
HOME = Check("home", gettext_lazy("Thư mục dữ liệu"), _home, ready=True)
STATIC = Check("static", gettext_lazy("Tệp tĩnh"), _static, ready=True)
WORKER = Check("worker", gettext_lazy("Tiến trình chạy nền"), _worker, ready=True)
QUEUE = Check("queue", gettext_lazy("Hàng đợi"), _queue)
OUTBOX = Check("outbox", gettext_lazy("Tin giữa các phần"), _outbox)
FILES = Check("files", gettext_lazy("Kho tệp"), _files)
FILES_ANSWER = Check("files_answer", gettext_lazy("Máy chủ tệp"), _files_answer, connects=True)
AUDIT = Check("audit", gettext_lazy("Chuỗi nhật ký"), _audit)
BACKUP = Check("backup", gettext_lazy("Sao lưu"), _backup)
