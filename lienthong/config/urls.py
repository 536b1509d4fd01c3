"""Every address of the installation."""

from django.conf import settings
from django.urls import include, path

from . import views
from .api import api, reading_page

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.measurements, name="metrics"),
    path("", views.home, name="home"),
    path("ngon-ngu/", views.language, name="set_language"),
    *(path("", include(f"{room}.urls")) for room in settings.ADDED_ROOMS),
    path("", include("lienthong.imports.urls")),
    path("", include("lienthong.analysis.urls")),
    path("", include("lienthong.reports.urls")),
    path("", include("lienthong.forms.urls")),
    path("", include("lienthong.feedback.urls")),
    path("", include("lienthong.restructuring.urls")),
    path("", include("lienthong.desk.urls")),
    path("", include("lienthong.registry.urls")),
    path("", include("lienthong.identity.urls")),
    path("", include("lienthong.demo.urls")),
    path("ve/", include("lienthong.kernel.history.urls")),
    path("to-chuc/", include("lienthong.kernel.giving.urls")),
    path("tim/", include("lienthong.kernel.search.urls")),
    path("bang/", include("lienthong.kernel.listing.urls")),
    path("goi-y/", include("lienthong.kernel.helping.urls")),
    path("viec/", include("lienthong.kernel.jobs.urls")),
    path("he-thong/", include("lienthong.kernel.watching.urls")),
    path("he-thong/", include("lienthong.kernel.deadlines.urls")),
    path("", include("lienthong.kernel.files.urls")),
    path("api/v1/", api.urls),
    path("api/", reading_page, name="api"),
]

handler404 = "lienthong.config.errors.not_found"
handler500 = "lienthong.config.errors.failed"
