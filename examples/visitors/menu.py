"""The way to the book, where an installation has added this room."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.actor import Actor
from lienthong.kernel.shell import Entry, Menu

from .permissions import VIEW


def _ways(actor: Actor) -> tuple[Entry, ...]:
    return (
        (Entry(_("Sổ khách"), reverse("visitors:visits"), "users"),) if actor.places.holds(VIEW.code) else ()
    )


MENU = Menu(gettext_lazy("Phòng thêm"), _ways)
