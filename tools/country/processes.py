"""What a tree of processes has used, read from /proc: seconds of processor, and memory. Linux only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """A process, its parent, and the seconds that it and its ended children have run."""

    pid: int
    parent: int
    seconds: float

    @classmethod
    def from_stat(cls, line: str) -> Process:
        """Read a line of /proc/<pid>/stat; the name in it may hold blanks and brackets.

        >>> Process.from_stat("7 (a ) b) S 3 7 7 0 -1 4194560 90 0 0 0 200 100 50 50 20 0").parent
        3
        """
        before, _, after = line.rpartition(")")
        fields = after.split()
        return cls(int(before.split()[0]), int(fields[1]), sum(map(int, fields[11:15])) / _TICK)


def tree_of(root: int, processes: Iterable[Process]) -> list[Process]:
    """Return a process and all that descend from it."""
    known = list(processes)
    below: dict[int, list[Process]] = {}
    for process in known:
        below.setdefault(process.parent, []).append(process)
    found = [process for process in known if process.pid == root]
    for process in found:  # grows while it is walked
        found += below.get(process.pid, [])
    return found


def seconds_of(root: int) -> float:
    """Return how long a process, its children and those of them that have ended have run."""
    return sum(process.seconds for process in tree_of(root, _running()))


def memory_of(root: int, word: str) -> tuple[float, float]:
    """Return what the largest of the descendants started with a word holds, and its fair share of that, in MB."""
    pids = [process.pid for process in tree_of(root, _running()) if process.pid != root]
    return max((_memory(pid) for pid in pids if word in _words(pid)), default=(0.0, 0.0))


def _words(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "cmdline").read_text().split("\0")
    except OSError:  # it has ended meanwhile
        return []


def _memory(pid: int) -> tuple[float, float]:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith(" kB")}
    return sizes.get("Rss", 0.0), sizes.get("Pss", 0.0)


def _running() -> Iterator[Process]:
    for place in PROC.glob("[0-9]*"):
        try:
            line = (place / "stat").read_text()
        except OSError:  # it has ended meanwhile
            continue
        yield Process.from_stat(line)
