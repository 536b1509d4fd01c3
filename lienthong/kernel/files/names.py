"""The name under which a file is shown: text for people, never a place on a disk. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ..text import nfc

MOST: Final = 120
_PARTS = re.compile(r"[/\\]")
# What Windows does not take in a name, and what ends an attribute or a header.
_NOT_IN_NAMES = re.compile(r'[<>:"|?*;%]')
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")
# The same type under another ending that people are used to.
_ALSO: Final = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "text": "txt", "log": "txt", "md": "txt"}


def cleaned_name(name: str, ending: str, nameless: str = "tep") -> str:
    """Return a name without path, control and direction characters, short, and with the ending of what the file is.

    >>> cleaned_name("../../etc/bao cao.pdf", "pdf")
    'bao cao.pdf'
    >>> cleaned_name("C:\\\\Users\\\\lan\\\\anh\\u202efdp.exe", "png")
    'anhfdp.exe.png'
    >>> cleaned_name("Ảnh.JPEG", "jpg"), cleaned_name("..", "txt")
    ('Ảnh.jpg', 'tep.txt')
    """
    last = _PARTS.split(name)[-1]
    kept = "".join(
        c if c != "\t" else " " for c in nfc(last) if c == "\t" or unicodedata.category(c)[0] not in "C"
    )
    stem = _NOT_IN_NAMES.sub("-", " ".join(kept.split())).strip(" .")
    found = _ENDING.search(stem)
    if found and _ALSO.get(found[1].lower(), found[1].lower()) == ending:
        stem = stem[: found.start()].rstrip(" .")
    return f"{stem[: MOST - len(ending) - 1].strip(' .') or nameless}.{ending}"
