"""Write requirements/*.lock from pyproject.toml: exact versions with their hashes, no address of any registry.

The lock for development stands on the one for running, so both hold the same versions.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOCKS = {
    "requirements/run.lock": ["--extra", "install"],
    "requirements/dev.lock": ["--extra", "dev", "--constraint", "requirements/run.lock"],
    "requirements/build.lock": ["--extra", "build", "--constraint", "requirements/run.lock"],
}
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"),
    *("--python-version", "3.11", "--generate-hashes", "--no-emit-package", "lienthong"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
]


def main() -> None:
    """Write every lock file; pass "--upgrade" on to take newer versions."""
    for lock, options in LOCKS.items():
        print(lock)
        Path(lock).parent.mkdir(exist_ok=True)
        subprocess.run([*COMPILE, *options, *sys.argv[1:], "--output-file", lock], check=True)


if __name__ == "__main__":
    main()
