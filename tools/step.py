"""Run one step of a check under a heading, and say how long it took: ``step.py "Lint" ruff check .``"""

from __future__ import annotations

import subprocess
import sys
import time


def main() -> int:
    """Run the command and return its exit code."""
    name, *command = sys.argv[1:]
    print(f"── {name} ──", flush=True)
    begun = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    outcome = "done" if code == 0 else f"FAILED ({code})"
    print(f"   {name}: {outcome} in {time.monotonic() - begun:.1f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
