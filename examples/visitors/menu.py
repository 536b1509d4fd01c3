"""The way to the book, where an installation has added this room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.shell import Way

from .permissions import VIEW

BOOK = Way(_("Sổ khách"), "visitors:visits", "users", VIEW)
