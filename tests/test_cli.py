"""The operators' program, as somebody finds it who has only built the demonstration."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(("command", "code"), [("units", 0), ("resolve", 0), ("grant", 1)])
def test_public_facts_are_read_without_the_secrets_of_an_installation(command: str, code: int) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LIENTHONG_", "DJANGO_"))
    }
    program = [sys.executable, "-m", "lienthong.config.cli", command, "--help"]
    ran = subprocess.run(program, env=kept, capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stderr
