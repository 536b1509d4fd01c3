"""Look through every document: a link must lead to a file that is here, and a command that is named must exist."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)")
ELSEWHERE = re.compile(r"^[a-z]+:")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|`)make ([a-z][a-z0-9-]*)", re.MULTILINE)
TARGET = re.compile(r"^([a-z0-9-]+):.*## ", re.MULTILINE)


def documents() -> list[Path]:
    """Return the documents of the house, those that are new and not yet committed too."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=HOUSE,
        check=True,
        capture_output=True,
        text=True,
    )
    return [HOUSE / name for name in sorted(set(listed.stdout.splitlines())) if (HOUSE / name).exists()]


def faults(document: Path, targets: set[str]) -> Iterator[str]:
    """Yield what is wrong in one document."""
    text = document.read_text(encoding="utf-8")
    name = document.relative_to(HOUSE)
    for link in LINK.findall(FENCE.sub("", text)):
        path = link.split("#")[0]
        if path and not ELSEWHERE.match(link) and not (document.parent / path).exists():
            yield f"{name}: the link {link} leads nowhere"
    for command in COMMAND.findall(text):
        if command not in targets:
            yield f"{name}: there is no command 'make {command}'"


def main() -> int:
    """Print every fault."""
    targets = set(TARGET.findall((HOUSE / "Makefile").read_text(encoding="utf-8")))
    found = [fault for document in documents() for fault in faults(document, targets)]
    print("\n".join(found) or f"{len(documents())} documents, no fault")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
