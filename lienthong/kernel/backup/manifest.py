"""What a backup says of itself, and whether its bytes are still those that were written.

A backup is a folder: ``manifest.json``, ``SHA256SUMS`` (one line per file, as ``sha256sum --check`` reads it), the database,
``heads.jsonl`` (where each audit stream stood) and, below ``files/`` and ``jobs/``, the bytes of files. No secret is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from ..chain import Head

FORMAT: Final = "lienthong-backup/1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
HEADS: Final = "heads.jsonl"
DATABASES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_BLOCK: Final = 1024 * 1024

# Says how far something is: what, how many are done, of how many.
Tell = Callable[[str, int, int], None]


class CannotBackUp(Exception):
    """Something is in the way. The sentence is for operators; ``misused``: they asked for what cannot be."""

    def __init__(self, sentence: str, *, misused: bool = False) -> None:
        super().__init__(sentence)
        self.misused = misused


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    ``rows``: per table. ``audit_key``: tells whether a key is the one of this backup, and nothing else of it. ``missing``: the
    SHA-256 of contents whose bytes the store did not have. ``with_files``: whether the bytes of files are in it.
    """

    made_at: str
    version: str
    commit: str
    store: str
    server: str
    migrations: dict[str, str]
    rows: dict[str, int]
    audit_key: str
    with_files: bool
    files: int
    file_bytes: int
    missing: list[str] = field(default_factory=list)
    sums: str = ""
    format: str = FORMAT


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what a backup says of itself, brought to the disk."""
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read what a backup says of itself; CannotBackUp where the folder is none, or of a later product."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["format"] != FORMAT:
            raise CannotBackUp(f"{folder} is written as {said['format']}; this version reads {FORMAT}.")
        return Manifest(**said)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotBackUp(f"{folder} is no whole backup: its {MANIFEST} cannot be read.") from error


def write_sums(folder: Path, sums: dict[str, str]) -> str:
    """Write the digest of every file, and return the digest of that list."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    write_whole(folder / SUMS, text)
    return hashlib.sha256(text.encode()).hexdigest()


def read_sums(folder: Path) -> dict[str, str]:
    """Return the digest of every file by its name below the folder."""
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def faults_of(folder: Path, tell: Tell) -> Iterator[tuple[str, str]]:
    """Read a backup whole and yield what is amiss: the harm ("missing", "changed", "unknown") and the file."""
    manifest = read_manifest(folder)
    if not (folder / SUMS).is_file():
        yield "missing", SUMS
        return
    if digest_of(folder / SUMS) != manifest.sums:
        yield "changed", SUMS
        return
    sums = read_sums(folder)
    for number, (name, digest) in enumerate(sums.items(), 1):
        place = folder / name
        if not place.is_file():
            yield "missing", name
        elif digest_of(place) != digest:
            yield "changed", name
        tell("checking", number, len(sums))
    known = {*sums, SUMS, MANIFEST}
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        if place.is_file() and name not in known:
            yield "unknown", name


def write_heads(folder: Path, heads: list[Head], at: str) -> None:
    """Write where each audit stream stood, as ``lienthong audit export-heads`` does."""
    lines = (
        {"stream": str(head.stream), "number": head.number, "seal": head.seal.hex(), "at": at}
        for head in heads
    )
    write_whole(folder / HEADS, "".join(f"{json.dumps(line)}\n" for line in lines))


def read_heads(folder: Path) -> list[Head]:
    """Return where each audit stream stood."""
    lines = map(json.loads, (folder / HEADS).read_text("utf-8").splitlines())
    return [Head(UUID(line["stream"]), line["number"], bytes.fromhex(line["seal"])) for line in lines]


def digest_of(place: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with place.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def write_whole(place: Path, text: str) -> None:
    """Write a small file and bring it to the disk."""
    with place.open("w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())


def bring_to_disk(place: Path) -> None:
    """Bring a file that another program wrote, or the names in a folder, to the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
