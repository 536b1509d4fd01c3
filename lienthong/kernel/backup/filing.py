"""The bytes of files in a backup: taken from the store, linked where the backup before holds them already."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..files.store import Store, store
from ..folders import shared
from .manifest import Tell, bring_to_disk, digest_of

FILES: Final = "files"
JOBS: Final = "jobs"
_BLOCK: Final = 1024 * 1024


@dataclass
class Kept:
    """What was kept: the digest of each file by its name in the backup, and what the store did not have."""

    sums: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    copied: int = 0
    linked: int = 0


def name_of(sha256: str) -> str:
    """Return where the bytes of a content lie in a backup."""
    return f"{FILES}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep_contents(folder: Path, contents: Mapping[str, int], before: Path | None, tell: Tell) -> Kept:
    """Keep the bytes of every content that the database names.

    Content never changes under its digest: what the backup before holds is linked, not read again, so that a nightly backup
    reads only what is new. From the store itself it is always copied: a link to it would be one and the same bytes.
    """
    kept, source = Kept(), store()
    for number, (digest, size) in enumerate(contents.items(), 1):
        target = folder / name_of(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        if before is not None and _linked(before / name_of(digest), target, size):
            kept.linked += 1
        elif _copied(source, digest, target):
            kept.copied += 1
        else:
            kept.missing.append(digest)
            continue
        kept.sums[name_of(digest)] = digest
        tell("files", number, len(contents))
    return kept


def _linked(held: Path, target: Path, size: int) -> bool:
    if not held.is_file() or held.stat().st_size != size:
        return False
    try:
        os.link(held, target)
    except OSError:  # another disk, or one that knows no links
        return False
    return True


def _copied(source: Store, digest: str, target: Path) -> bool:
    """Copy content, brought to the disk; say whether the store had it unchanged."""
    found = hashlib.sha256()
    try:
        with source.open(digest) as stream, target.open("wb") as copy:
            while block := stream.read(_BLOCK):
                found.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
    except FileNotFoundError:
        return False
    if found.hexdigest() == digest:
        return True
    target.unlink()
    return False


def keep_job_files(folder: Path) -> dict[str, str]:
    """Keep the files that lie beside jobs; return their digests by their names in the backup."""
    sums: dict[str, str] = {}
    for source in _job_files():
        target = folder / JOBS / source.relative_to(_home_of_jobs())
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # swept away meanwhile
            shutil.copyfile(source, target)
            bring_to_disk(target)
            sums[target.relative_to(folder).as_posix()] = digest_of(target)
    return sums


def _job_files() -> Iterator[Path]:
    yield from sorted(place for place in _home_of_jobs().rglob("*") if place.is_file())


def _home_of_jobs() -> Path:
    return shared(JOBS)


def put_back_contents(folder: Path, digests: list[str], tell: Tell) -> None:
    """Put the bytes of a backup into the store, in place of what is there changed; safe to do again."""
    target = store()
    for number, digest in enumerate(digests, 1):
        if target.has(digest) and _digest_in(target, digest) != digest:
            target.remove(digest)
        target.put(digest, (folder / name_of(digest)).read_bytes())
        tell("files", number, len(digests))


def _digest_in(source: Store, digest: str) -> str:
    found = hashlib.sha256()
    with source.open(digest) as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def put_back_job_files(folder: Path) -> None:
    """Put back the files that lay beside jobs; safe to do again."""
    for kept in sorted((folder / JOBS).rglob("*")):
        if kept.is_file():
            target = _home_of_jobs() / kept.relative_to(folder / JOBS)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.restoring")
            shutil.copyfile(kept, beside)
            bring_to_disk(beside)
            os.replace(beside, target)
