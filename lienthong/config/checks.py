"""What has to be right of an installation on servers: its environment, its lines to the database, its copy, its ways in."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import maintenance, replica, sql
from lienthong.kernel.watching import Check, Finding, Outcome

from . import environment

ENVIRONMENT_FILE: Final = Path("/etc/lienthong.env")
_DURABLE: Final = ("fsync", "full_page_writes", "synchronous_commit")
_CROWDED: Final = 0.75


def _ok(sentence: str) -> Finding:
    return Finding(Outcome.OK, sentence)


def _environment() -> Finding:
    found = [f"{name} ({meant}?)" if meant else name for name, meant in environment.strangers()]
    if found:
        return Finding(
            Outcome.WARN,
            _("Không có thiết lập nào tên như vậy: %(names)s.") % {"names": ", ".join(found)},
            _("Sửa tên theo docs/reference/settings.md; tên sai không có tác dụng gì."),
        )
    return _ok(_("Mọi tên LIENTHONG_… trong môi trường đều là thiết lập."))


def _environment_file() -> Finding:
    try:
        mode = ENVIRONMENT_FILE.stat().st_mode
    except OSError:
        return _ok(_("Không có %(path)s trên máy này.") % {"path": ENVIRONMENT_FILE})
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(
            Outcome.BAD,
            _("Người khác đọc được %(path)s, nơi có các khóa.") % {"path": ENVIRONMENT_FILE},
            _("Chạy chmod 600 %(path)s.") % {"path": ENVIRONMENT_FILE},
        )
    return _ok(_("Chỉ chủ của %(path)s đọc được tệp này.") % {"path": ENVIRONMENT_FILE})


def _address() -> Finding:
    address = urlsplit(settings.SITE_URL)
    faults = []
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        faults.append(_("Thêm tên máy của LIENTHONG_SITE_URL vào LIENTHONG_HOSTS."))
    if settings.BEHIND_TLS and address.scheme != "https":
        faults.append(_("LIENTHONG_SITE_URL phải bắt đầu bằng https://."))
    if settings.CLOCK and not settings.DEMO:
        faults.append(_("Bỏ LIENTHONG_CLOCK: đồng hồ đang đứng."))
    sentence = _("Người dùng vào tại %(url)s.") % {"url": settings.SITE_URL}
    return Finding(Outcome.BAD, sentence, " ".join(faults)) if faults else _ok(sentence)


# ── PostgreSQL ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _on_sqlite() -> Finding | None:
    if connection.vendor == "postgresql":
        return None
    return _ok(_("Không dùng PostgreSQL."))


def _durability() -> Finding:
    if (none := _on_sqlite()) is not None:
        return none
    [values] = sql.fetch("SELECT " + ", ".join(f"current_setting('{name}')" for name in _DURABLE))
    off = [name for name, value in zip(_DURABLE, values, strict=True) if value == "off"]
    if off:
        return Finding(
            Outcome.BAD,
            _("PostgreSQL tắt: %(names)s.") % {"names": ", ".join(off)},
            _("Bật lại trong postgresql.conf: mất điện sẽ mất những gì đã báo là đã lưu."),
        )
    return _ok(_("PostgreSQL ghi chắc chắn trước khi báo đã lưu."))


def _connections() -> Finding:
    if (none := _on_sqlite()) is not None:
        return none
    [(most, used, ours)] = sql.fetch(
        "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,"
        " count(*) FILTER (WHERE backend_type = 'client backend'),"
        " count(*) FILTER (WHERE application_name = 'lienthong') FROM pg_stat_activity"
    )
    words = {"used": used, "most": most, "ours": ours}
    sentence = _("%(used)d trên %(most)d kết nối đang mở, %(ours)d của sản phẩm.") % words
    if used > most * _CROWDED:
        return Finding(
            Outcome.WARN,
            sentence,
            _("Bớt tiến trình web, tăng max_connections, hoặc đặt PgBouncer ở giữa."),
        )
    return _ok(sentence)


def _time_limits() -> Finding:
    """Look at the limits that web requests get: from our own address, or behind a pooler from the role."""
    if (none := _on_sqlite()) is not None:
        return none
    if "options" in settings.DATABASES["default"]["OPTIONS"]:
        return _ok(_("Giới hạn thời gian của câu lệnh web do thiết lập đặt."))
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    [values] = sql.fetch("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    unlimited = [name for name, value in zip(names, values, strict=True) if value == "0"]
    if unlimited:
        return Finding(
            Outcome.WARN,
            _("Sau PgBouncer, tài khoản cơ sở dữ liệu chưa có giới hạn: %(names)s.")
            % {"names": ", ".join(unlimited)},
            _("Chạy ALTER ROLE … SET … như docs/how-to/deploy.md nói."),
        )
    return _ok(_("Tài khoản cơ sở dữ liệu có đủ giới hạn thời gian."))


def _line() -> Finding:
    """Look at the line to a database on another machine."""
    if (none := _on_sqlite()) is not None:
        return none
    store: dict[str, Any] = settings.DATABASES["default"]
    host = str(store["HOST"] or "")
    if not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}:
        return _ok(_("Cơ sở dữ liệu trên cùng máy."))
    [(guarded,)] = sql.fetch(
        "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"
    )
    if guarded and store["OPTIONS"].get("sslmode") == "verify-full":
        return _ok(_("Đường tới cơ sở dữ liệu được mã hóa và kiểm chứng."))
    return Finding(
        Outcome.WARN,
        _("Đường tới cơ sở dữ liệu trên máy khác chưa được kiểm chứng."),
        _("Đặt LIENTHONG_DATABASE_SSLMODE=verify-full và LIENTHONG_DATABASE_SSLROOTCERT."),
    )


def _replica() -> Finding:
    if not replica.is_named():
        return _ok(_("Không khai bản sao để đọc."))
    try:
        copy = replica.measure()
    except DatabaseError:
        return Finding(
            Outcome.BAD,
            _("Bản sao để đọc không trả lời; mọi trang đọc từ máy chính."),
            _("Kiểm tra LIENTHONG_REPLICA_URL và máy bản sao."),
        )
    if copy.as_of is None:
        return Finding(
            Outcome.BAD,
            _("LIENTHONG_REPLICA_URL không phải là bản sao."),
            _("Trỏ tới máy chạy ở chế độ bản sao (standby)."),
        )
    sentence = _("Bản sao để đọc chậm %(seconds).1f giây.") % {"seconds": copy.lag}
    if copy.lag > settings.REPLICA_MOST_LAG:
        return Finding(Outcome.WARN, sentence, _("Kiểm tra đường truyền và tải của bản sao."))
    return _ok(sentence)


def _maintenance() -> Finding:
    found = maintenance.look()
    if found is None:
        return _ok(_("Không báo bảo trì."))
    return Finding(
        Outcome.WARN,
        _("Đang báo bảo trì, không lưu được gì.") if found.stops_saving else _("Đang báo bảo trì."),
        _("Khi xong, chạy lienthong maintenance off."),
    )


ENVIRONMENT = Check("environment", gettext_lazy("Môi trường"), _environment)
ENVIRONMENT_PERMISSIONS = Check("environment_file", gettext_lazy("Tệp môi trường"), _environment_file)
ADDRESS = Check("address", gettext_lazy("Địa chỉ"), _address)
DURABILITY = Check("durability", gettext_lazy("Ghi chắc chắn"), _durability)
CONNECTIONS = Check("connections", gettext_lazy("Kết nối"), _connections)
TIME_LIMITS = Check("time_limits", gettext_lazy("Giới hạn thời gian"), _time_limits)
LINE = Check("line", gettext_lazy("Đường tới cơ sở dữ liệu"), _line)
REPLICA = Check("replica", gettext_lazy("Bản sao để đọc"), _replica)
MAINTENANCE = Check("maintenance", gettext_lazy("Bảo trì"), _maintenance)
