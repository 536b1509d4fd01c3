"""How what ran out against matters goes up: each body in the tree of its own system, past the one that is complained about."""

from lienthong.kernel.deadlines import Climber

from . import queries
from .services import note_climb

MATTERS = Climber(
    "matter",
    above=queries.body_to_tell,
    climbed=lambda actor, climbed: note_climb(actor=actor, climbed=climbed),
    page="feedback:late_below",
)
