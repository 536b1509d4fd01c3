"""An e-mail read for what matters here: from whom, what it says, what hangs on it, whether a machine wrote it. Plain Python.

Broken mail is normal: no declared encoding is believed without a second one to fall back on, and nothing here raises.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Final

# A whole message; a photo of today's phone with its neighbours fits.
MOST_BYTES: Final = 25 * 1024 * 1024
_PLUS: Final = re.compile(r"\+(\d{5})@")
_PLACE: Final = re.compile(r"^\s*(?:địa bàn|nơi|xã|phường)\s*:\s*(.{3,200})$", re.IGNORECASE | re.MULTILINE)
_QUOTED: Final = re.compile(r"^>.*$", re.MULTILINE)
_MACHINES: Final = re.compile(r"^(mailer-daemon|postmaster|no-?reply|khong-tra-loi|bounce)", re.IGNORECASE)
_FALLBACKS: Final = ("utf-8", "cp1258", "latin-1")


@dataclass(frozen=True)
class Mail:
    """``identity``: what makes it the same when it comes again. ``codes``: of areas in the addresses that it was sent to, as
    in hop-thu+24277@…; ``place``: a line of its own that names the place. ``automatic``: a machine wrote it: no answer.
    """

    identity: str
    address: str
    name: str
    subject: str
    text: str
    codes: tuple[str, ...]
    place: str
    files: tuple[tuple[str, bytes], ...]
    automatic: bool


def read_mail(raw: bytes) -> Mail:
    """Return what an e-mail says; what cannot be read is left out."""
    message = message_from_bytes(raw, policy=policy.compat32)
    name, address = parseaddr(_header(message, "From"))
    text = _QUOTED.sub("", _text(message)).strip()
    place = _PLACE.search(text)
    identity = _header(message, "Message-ID").strip()
    return Mail(
        identity=identity or hashlib.sha256(raw).hexdigest(),
        address=address.lower() if "@" in address else "",
        name=name[:120],
        subject=" ".join(_header(message, "Subject").split())[:200],
        text=text,
        codes=tuple(dict.fromkeys(_codes(message))),
        place=place.group(1).strip() if place else "",
        files=tuple(_files(message)),
        automatic=_is_automatic(message, address),
    )


def _is_automatic(message: Message, address: str) -> bool:
    """Say whether a machine wrote it: an absence note, a bounce, a list. Answering those makes loops (RFC 3834)."""
    submitted = _header(message, "Auto-Submitted").lower().strip() or "no"
    return (
        submitted != "no"
        or _header(message, "Return-Path").strip() == "<>"
        or _header(message, "Precedence").lower().strip() in {"bulk", "junk", "list", "auto_reply"}
        or bool(message["X-Autoreply"] or message["List-Id"])
        or message.get_content_type() == "multipart/report"
        or bool(_MACHINES.match(address))
        or not address
    )


def _header(message: Message, name: str) -> str:
    said = message.get(name)
    if said is None:
        return ""
    try:
        parts = decode_header(str(said))
    except (ValueError, LookupError):
        return str(said)
    return (
        "".join(_decoded(part, charset) if isinstance(part, bytes) else part for part, charset in parts)
        .replace("\r", "")
        .replace("\n", " ")
    )


def _codes(message: Message) -> Iterator[str]:
    sent_to = [_header(message, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    for _name, address in getaddresses(sent_to):
        if found := _PLUS.search(address):
            yield found.group(1)


def _decoded(data: bytes, charset: str | None) -> str:
    for one in (charset or "", *_FALLBACKS):
        try:
            return data.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return ""


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text(message: Message) -> str:
    plain, pages = [], []
    for part in message.walk():
        if part.is_multipart() or _is_file(part):
            continue
        words = _decoded(_payload(part), part.get_content_charset())
        if part.get_content_type() == "text/plain":
            plain.append(words)
        elif part.get_content_type() == "text/html":
            pages.append(_Words.of(words))
    return "\n".join(plain if any(one.strip() for one in plain) else pages)


def _files(message: Message) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        is_picture = part.get_content_maintype() == "image"
        if not part.is_multipart() and (_is_file(part) or is_picture):
            data = _payload(part)
            if data:
                yield str(part.get_filename() or "tep"), data


class _Words(HTMLParser):
    """The words of a page, without its program and its style."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    @classmethod
    def of(cls, page: str) -> str:
        reader = cls()
        reader.feed(page)
        return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in {"script", "style", "head"}
        if tag in {"br", "p", "div", "tr", "li"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"script", "style", "head"} and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)
