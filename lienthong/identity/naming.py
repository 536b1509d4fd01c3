"""Who stands behind an entry of the audit, for the history of any row."""

from lienthong.kernel.history import Names

from .queries import capacities_of

NAMES = Names(capacities_of)
