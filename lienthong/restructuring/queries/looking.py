"""A plan looked at for its pages. What a great plan comes to takes seconds; it is shown again while nothing has changed.

Services never read this: what counts is looked at anew.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Any, Final

from django.db.models import Max, Sum
from django.utils.translation import get_language

from lienthong.kernel.actor import Actor
from lienthong.registry.models import AreaEdge, AreaVersion, OrganisationVersion, Post

from .. import permissions
from ..models import Plan
from .findings import Checked, look_at

_SECONDS: Final = (
    60.0  # so long it counts, for not every change of the registry leaves a mark that is looked at here
)
_MOST: Final = 4

_lately: OrderedDict[tuple[Any, ...], tuple[float, Checked]] = OrderedDict()
_lock: Final = Lock()


def looked_at(actor: Actor, plan: Plan) -> Checked:
    """Return a plan with all that comes of it, for whoever may see it: as it is now, or was less than a minute ago."""
    permissions.VIEW.require(actor, plan)
    key = (plan.uid, plan.version, plan.state, get_language(), *_marks())
    now = time.monotonic()
    with _lock:
        since, checked = _lately.get(key, (0.0, None))
    if checked is None or now - since > _SECONDS:
        checked = look_at(plan)
        with _lock:
            _lately[key] = (now, checked)
            while len(_lately) > _MOST:
                _lately.popitem(last=False)
    return checked


def _marks() -> tuple[object, ...]:
    """Return what changes with nearly every write that a check could see: the last rows, and the versions of all plans."""
    last = (model._default_manager.aggregate(last=Max("pk"))["last"] for model in _READ)
    return (*last, Plan.objects.aggregate(all=Sum("version"))["all"])


_READ: Final = (AreaVersion, AreaEdge, OrganisationVersion, Post)
