"""The process that a test kills: it carries a plan out, says each step, and hangs at one of them."""

from __future__ import annotations

import os
import sys
from uuid import UUID

from lienthong.kernel.actor import OPERATOR
from lienthong.restructuring import queries, services


def carry_out() -> None:
    """Carry out (or undo) the plan that the environment names; hang at the step that it names."""
    plan = queries.get_plan(OPERATOR, UUID(os.environ["PLAN"]))
    halt, steps = int(os.environ["HALT"]), 0

    def tell(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        print("at", done, flush=True)  # noqa: T201 - the test listens
        if steps == halt:
            print("hanging", flush=True)  # noqa: T201
            sys.stdin.readline()

    do = services.undo_plan if os.environ["DO"] == "undo" else services.carry_out
    do(actor=OPERATOR, plan=plan, progress=tell)
    print("done", flush=True)  # noqa: T201
