"""Addresses of long work."""

from django.urls import path

from . import views

app_name = "jobs"

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:uid>/", views.job, name="job"),
    path("<uuid:uid>/tep/", views.file, name="file"),
    path("<uuid:uid>/dung/", views.cancel, name="cancel"),
]
