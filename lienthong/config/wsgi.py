"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Load every room and build the grammar of expressions before the workers are forked: no first page waits for it.

    The names of static files are read too: processes that are started again while the next version has already been
    gathered go on with those of their own.
    """
    from django.contrib.staticfiles.storage import staticfiles_storage

    from lienthong.forms.rules import check_expression  # Django has to be set up first

    resolve("/healthz")
    getattr(staticfiles_storage, "hashed_files", None)
    check_expression("1", {})


_warm()
