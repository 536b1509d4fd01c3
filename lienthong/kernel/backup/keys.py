"""The keys of an installation, written for the safe: a backup never holds them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from django.conf import settings

from .manifest import CannotBackUp, bring_to_disk

# What the settings hold of these; the others as the environment says them, where it does.
_KEYS: Final = {
    "LIENTHONG_SECRET_KEY": "SECRET_KEY",
    "LIENTHONG_AUDIT_KEY": "AUDIT_KEY",
    "LIENTHONG_BOX_KEY": "BOX_KEY",
}
_SECRETS: Final = (
    *("LIENTHONG_BOX_KEYS_BEFORE", "LIENTHONG_DATABASE_URL", "LIENTHONG_FILES_S3_URL", "LIENTHONG_MAIL_URL"),
    "LIENTHONG_METRICS_TOKEN",
)


def write_keys(to: Path) -> list[str]:
    """Write every secret of this installation into a new file that only its owner reads; return their names."""
    found = {name: str(getattr(settings, word)) for name, word in _KEYS.items()}
    found |= {name: os.environ[name] for name in _SECRETS if os.environ.get(name)}
    text = (
        "# The keys of a Liên Thông installation. Keep this in a safe, apart from every backup: whoever has both can read\n"
        "# and forge everything; whoever has the backup alone cannot forge the audit, and whoever lost this file can never\n"
        "# verify it again. To restore, put these lines into the environment file (/etc/lienthong.env).\n"
    ) + "".join(f"{name}={value}\n" for name, value in found.items())
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CannotBackUp(f"{to} is already there. Nothing was overwritten.", misused=True) from None
    except OSError as error:
        raise CannotBackUp(f"{to} cannot be written: {error.strerror}.", misused=True) from error
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    bring_to_disk(to.resolve().parent)
    return list(found)
