"""Addresses of long work."""

from django.urls import path

from . import managing, views

app_name = "jobs"

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("he-thong/", managing.jobs, name="managed"),
    path("he-thong/lich/", managing.machinery, name="machinery"),
    path("he-thong/<uuid:uid>/", managing.job, name="managed_job"),
    path("<uuid:uid>/", views.job, name="job"),
    path("<uuid:uid>/tep/", views.file, name="file"),
    path("<uuid:uid>/dung/", views.cancel, name="cancel"),
    path("<uuid:uid>/lam-lai/", views.retry, name="retry"),
]
