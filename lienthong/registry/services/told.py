"""What the search is told when areas, bodies or posts change, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from lienthong.kernel import clock, search

from ..models import Post
from ..queries.findable import AREA, OFFICIAL, findable_areas, findable_officials, official_keys


def tell_areas(areas: Iterable[int]) -> None:
    """Let areas be found as they, and the bodies that serve them, are called now."""
    search.put(AREA, findable_areas(areas))


def tell_officials(posts: Q) -> None:
    """Let officials be found in these posts as they are now; in those that have ended no longer."""
    search.put(OFFICIAL, findable_officials(posts))
    search.drop(OFFICIAL, official_keys(Post.objects.filter(posts, valid_to__lte=clock.today())))
