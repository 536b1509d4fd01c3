"""A request that has passed the doorkeeper: it carries the actor."""

from django.http import HttpRequest

from .actor import Actor


class Request(HttpRequest):
    """What every view is given."""

    actor: Actor
