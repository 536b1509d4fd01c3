"""Of which passages the sender of a matter is told by message. Plain Python."""

from __future__ import annotations

from typing import Final

# Steps of the flow of matters, and further words of passages.
TOLD: Final = frozenset(
    {
        *("accept", "take_over", "decide", "ask", "answer", "guide", "reopen"),
        *("climb", "confirmed", "heard"),
    }
)
# With this one comes the link by which the answer can be rated, once.
ANSWERED: Final = "answer"
