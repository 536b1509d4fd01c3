"""A real mail server on loopback, which can refuse, put off, break off, and go away."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Box:
    """What arrived. ``refuse``: the answer to each recipient by address; ``answer``: to every message; ``sender``: to us."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, Message]] = []
        self.refuse: dict[str, str] = {}
        self.answer = ""
        self.sender = ""

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer:
            return self.answer
        self.messages.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        return "250 OK"

    @property
    def to(self) -> list[str]:
        """To whom, in the order in which they came."""
        return [address for address, _message in self.messages]


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(box: Box, port: int) -> Iterator[None]:
    """Let the server listen inside the block."""
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def text_of(message: Message, kind: str = "text/plain") -> str:
    """Return the part of a message of a kind, as it reads."""
    for part in message.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode()
    raise AssertionError(f"no part {kind}")


def subject_of(message: Message) -> str:
    """Return the subject of a message, as it reads."""
    return str(make_header(decode_header(str(message["Subject"]))))
