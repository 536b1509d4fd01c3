"""Every address of the installation."""

from django.urls import include, path

from . import views
from .api import api, reading_page

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", views.home, name="home"),
    path("ngon-ngu/", views.language, name="set_language"),
    path("", include("lienthong.imports.urls")),
    path("", include("lienthong.reports.urls")),
    path("", include("lienthong.forms.urls")),
    path("", include("lienthong.desk.urls")),
    path("", include("lienthong.registry.urls")),
    path("", include("lienthong.identity.urls")),
    path("", include("lienthong.demo.urls")),
    path("viec/", include("lienthong.kernel.jobs.urls")),
    path("", include("lienthong.kernel.files.urls")),
    path("api/v1/", api.urls),
    path("api/", reading_page, name="api"),
]

handler404 = "lienthong.config.errors.not_found"
handler500 = "lienthong.config.errors.failed"
